// A link on a line of its own becomes a card under the text: at once as a plain link, then with what
// it says. The sheet can be sent at any moment; what has not come by then goes out as a plain link.
(() => {
  "use strict";

  const PATIENCE_SECONDS = 12;
  const { LOGGED_OUT, Trouble, page, post } = window.deskAnswers;
  const UNREACHED = "The newsroom cannot be reached, so this is a plain link. Try again, or type it by hand.";
  const ADDRESS = /^https?:\/\/[^\s<>"]{4,1000}$/i;

  const sheetOf = (node) => node.closest?.("form[data-sheet]");
  const cardNamed = (token) => document.querySelector(`[data-link-card="${CSS.escape(token)}"]`);
  const fieldOf = (card, name) => card.querySelector(`[name="link-${card.dataset.linkCard}-${name}"]`);
  const newToken = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(5)), (n) => n.toString(16).padStart(2, "0")).join("");

  // A link that is all there is on its line.

  document.addEventListener(
    "paste",
    (event) => {
      const sheet = sheetOf(event.target);
      const url = event.clipboardData?.getData("text/plain").trim() ?? "";
      if (!sheet?.querySelector("[data-links]") || !ADDRESS.test(url) || !isOnEmptyLine(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      add(sheet, url);
    },
    true,
  );

  // Before an editor makes a line of it.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const sheet = sheetOf(event.target);
      if (!sheet?.querySelector("[data-links]")) return;
      const url = takenFrom(event.target);
      if (!url) return;
      event.preventDefault();
      event.stopPropagation();
      add(sheet, url);
    },
    true,
  );

  // The link that is all there is on the line of the caret, taken out of the text; or nothing.
  const takenFrom = (target) => {
    if (target.matches("textarea[name=body]")) {
      const [start, end] = lineAt(target);
      const url = target.value.slice(start, end).trim();
      if (!ADDRESS.test(url)) return "";
      target.setRangeText("", start, end, "end");
      return url;
    }
    const block = blockAt(target);
    const url = block?.textContent.trim() ?? "";
    if (!ADDRESS.test(url)) return "";
    getSelection().selectAllChildren(block);
    document.execCommand("delete");
    return url;
  };

  const isOnEmptyLine = (target) => {
    if (target.matches("textarea[name=body]")) {
      const [start, end] = lineAt(target);
      const before = target.value.slice(start, target.selectionStart);
      const after = target.value.slice(target.selectionEnd, end);
      return !before.trim() && !after.trim();
    }
    return blockAt(target)?.textContent.trim() === "";
  };

  // Of a rich text: the paragraph that the caret is in.
  const blockAt = (target) => {
    const editor = target.closest("[data-sheet] [contenteditable]:not([contenteditable=false])");
    const at = editor && getSelection().anchorNode;
    if (!at || !editor.contains(at)) return null;
    const node = at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement;
    const block = node === editor ? editor.firstElementChild : node.closest("p, li, h3, blockquote");
    return block && editor.contains(block) ? block : null;
  };

  const lineAt = (text) => {
    const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    const end = text.value.indexOf("\n", text.selectionEnd);
    return [start, end < 0 ? text.value.length : end];
  };

  // A card, and what it says.

  const add = (sheet, url) => {
    const list = sheet.querySelector("[data-links]");
    const card = blank(list, newToken());
    fieldOf(card, "url").value = url;
    list.querySelector("template").before(card);
    ask(card, url);
    changed(sheet);
    return card;
  };

  // From the field of its own, by links_typed.js.
  document.addEventListener("desk:link", ({ target, detail: { url, takesFocus } }) => {
    const card = add(target, url);
    if (takesFocus) card.focus();
  });

  // The page's own template, under a name of its own.
  const blank = (list, token) => {
    const plain = list.querySelector("template[data-link-plain]");
    const copy = document.createElement("template");
    copy.innerHTML = plain.innerHTML.replaceAll("TOKEN", token);
    return document.adoptNode(copy.content).querySelector("[data-link-card]");
  };

  const ask = async (card, url) => {
    const token = card.dataset.linkCard;
    const before = wordsOf(card);
    card.dataset.asking = "";
    plain(card, url, "Fetching what it says …");
    tell(`Fetching what ${hostOf(url)} says.`);
    const fresh = await answerTo(sheetOf(card), url, token);
    const held = cardNamed(token);
    // Taken out meanwhile, sent meanwhile, or written by hand: then that is what counts.
    if (!held) return;
    delete held.dataset.asking;
    if (wordsOf(held) !== before) return plain(held, fieldOf(held, "url").value, "");
    if (typeof fresh === "string") return plain(held, url, fresh);
    put(held, fresh);
  };

  const answerTo = (sheet, url, token) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", sheet.elements.csrfmiddlewaretoken.value);
    body.set("token", token);
    body.set("url", url);
    const address = sheet.querySelector("[data-links]").dataset.links;
    return answerOf(address, body, `[data-link-card="${CSS.escape(token)}"]`);
  };

  // The card that came, or why none did.
  const answerOf = async (address, body, selector) => {
    const signal = AbortSignal.timeout(PATIENCE_SECONDS * 1000);
    try {
      const answer = await post(address, body, { signal });
      if (answer.redirected) return LOGGED_OUT;
      return (await page(answer)).querySelector(selector) ?? UNREACHED;
    } catch (failure) {
      return failure instanceof Trouble ? failure.message : UNREACHED;
    }
  };

  const put = (held, fresh) => {
    const hasFocus = held.contains(document.activeElement);
    const sheet = sheetOf(held);
    held.replaceWith(document.adoptNode(fresh));
    if (hasFocus) fresh.focus({ preventScroll: true });
    const reason = fresh.querySelector(".link-reason")?.textContent;
    tell(reason ?? `Captured: ${fresh.querySelector(".embed").innerText.slice(0, 120)}`);
    changed(sheet);
  };

  // A card that shows its address, and why there is no more to it.
  const plain = (card, url, words) => {
    const figure = card.querySelector(".embed");
    const address = document.createElement("p");
    address.className = "embed-title embed-address";
    address.textContent = url.replace(/^https?:\/\/(www\.)?/, "");
    figure.replaceChildren(address);
    card.querySelector(".link-reason")?.remove();
    if (!words) return;
    const line = document.createElement("p");
    line.className = "link-reason";
    line.textContent = words;
    figure.after(line);
    if (words === UNREACHED || words === LOGGED_OUT) tell(words);
  };

  // Its buttons.

  document.addEventListener("click", (event) => {
    const card = event.target.closest?.("[data-link-card]");
    if (!card) return;
    if (event.target.closest("[data-link-again]")) again(card);
    if (event.target.closest("[data-link-remove]")) remove(card);
  });

  const again = (card) => {
    const url = fieldOf(card, "url").value.trim();
    if ("asking" in card.dataset) return;
    if (ADDRESS.test(url)) return ask(card, url);
    card.querySelector("details").open = true;
    fieldOf(card, "url").focus();
  };

  const remove = (card) => {
    const sheet = sheetOf(card);
    const url = fieldOf(card, "url").value.trim();
    const typed = wordsTypedIn(card);
    card.remove();
    giveToText(sheet, [...typed, url].filter(Boolean).join("\n\n"));
    tell(
      typed.length
        ? "The link is plain text again, and what you typed of it stands before it."
        : "The link is plain text again.",
    );
    changed(sheet);
  };

  // By hand, beside what its source said: they are nowhere else. A sheet that was given back stands
  // in its fields as it was typed.
  const wordsTypedIn = (card) => {
    const said = JSON.parse(card.dataset.said || "{}");
    return ["author", "handle", "title", "text"]
      .filter((name) => {
        const { value, defaultValue } = fieldOf(card, name) ?? {};
        return value?.trim() && value !== (said[name] ?? defaultValue);
      })
      .map((name) => fieldOf(card, name).value.trim());
  };

  // On a line of its own at the end. Who stands in for the textarea learns it by "change".
  const giveToText = (sheet, url) => {
    const text = sheet.querySelector("textarea[name=body]");
    if (!url) return;
    const gap = text.value && !text.value.endsWith("\n") ? "\n\n" : "";
    text.value += `${gap}${url}`;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.dispatchEvent(new Event("change", { bubbles: true }));
    text.focus();
  };

  // What was typed before and is given back has cards too.

  document.addEventListener("desk:given-back", (event) => {
    const list = event.target.querySelector("[data-links]");
    if (!list) return;
    const said = event.detail.said;
    const tokens = (said.links ?? []).filter((token) => /^[a-z0-9]{4,20}$/.test(token));
    for (const token of tokens) {
      if (!cardNamed(token)) list.querySelector("template").before(filled(list, token, said));
    }
    for (const card of list.querySelectorAll("[data-link-card]")) {
      card.querySelector("[name=links]").value = card.dataset.linkCard;
      if (!tokens.includes(card.dataset.linkCard)) card.remove();
    }
  });

  const filled = (list, token, said) => {
    const card = blank(list, token);
    for (const field of card.querySelectorAll("[name]")) {
      if (said[field.name]) field.value = said[field.name][0];
    }
    fieldOf(card, "captured").value = said[`link-${token}-captured`]?.[0] ?? "";
    plain(card, fieldOf(card, "url").value, "What it says is under “Edit by hand”.");
    return card;
  };

  const wordsOf = (card) =>
    JSON.stringify(Array.from(card.querySelectorAll("input, textarea"), (field) => field.value));

  const hostOf = (url) => new URL(url).hostname.replace(/^www\./, "");

  const changed = (sheet) => sheet.dispatchEvent(new Event("input", { bubbles: true }));

  const tell = (words) => {
    const line = document.querySelector("[data-links-said]");
    if (line) line.textContent = words;
  };

  // For links_again.js.
  window.deskLinks = { answerOf, changed, tell };
})();
