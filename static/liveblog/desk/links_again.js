// A link that stands in a post. "Try again" asks once more what one says that was never captured; and
// another address in its field is asked at once. The newsroom is sent its fields and answers with what
// they are to say: it knows which words were typed, and which are another address's.
(() => {
  "use strict";

  // It did not load: the card's fields are there, and are typed into.
  if (!window.deskLinks) return;
  const { answerOf, changed, tell } = window.deskLinks;
  const WORDS = ["author", "handle", "title", "text", "language", "posted_on"];
  // By its field, the address that was asked last.
  const asked = new WeakMap();
  const fieldOf = (card, name) => card.querySelector(`[name="${CSS.escape(`${card.dataset.heldLink}-${name}`)}"]`);

  document.addEventListener("click", (event) => {
    const card = event.target.closest?.("[data-held-link]");
    if (card && event.target.closest("[data-link-again]") && !("asking" in card.dataset)) again(card);
  });

  document.addEventListener("desk:another-link", ({ target: card }) => {
    const link = fieldOf(card, "url");
    const isAnother = link.value.trim() && link.value !== (asked.get(link) ?? link.defaultValue);
    if (!isAnother || !link.validity.valid || "asking" in card.dataset) return;
    // Sent meanwhile; or a quotation by hand, whose words stay.
    if (card.closest("form").inert || (!("wasCaptured" in card.dataset) && saysSomething(card))) return;
    again(card, { isAnother: true });
  });

  const saysSomething = (card) => WORDS.some((name) => fieldOf(card, name).value.trim());

  document.addEventListener("desk:given-back", ({ target, detail: { said } }) => {
    for (const card of target.querySelectorAll("[data-held-link]")) {
      const captured = fieldOf(card, "captured");
      captured.value = said[captured.name]?.[0] ?? "";
    }
  });

  const again = async (card, { isAnother = false } = {}) => {
    const sheet = card.closest("form");
    const before = wordsOf(card);
    if (!isAnother) card.focus({ preventScroll: true }); // The button goes while it is asked.
    card.dataset.asking = "";
    explain(card, "Fetching what it says …");
    const fresh = await answered(sheet, card);
    delete card.dataset.asking;
    if (!card.isConnected) return;
    // Written by hand meanwhile: then that is what counts.
    if (wordsOf(card) !== before) return explain(card, "");
    const reason =
      typeof fresh === "string" ? fresh : fresh.querySelector(".link-reason")?.textContent;
    // Nobody was asked: something else in its fields is wrong.
    const isUnasked = typeof fresh !== "string" && reason && !fieldOf(fresh, "captured").value;
    if (reason && (!isAnother || isUnasked)) return explain(card, reason);
    if (typeof fresh !== "string") fill(card, fresh);
    if (reason) explain(card, reason);
    else tell(`Captured: ${card.querySelector(".embed").innerText.slice(0, 120)}`);
    changed(sheet);
  };

  // Its card as the newsroom has it by now, or why there is none.
  const answered = (sheet, card) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", sheet.elements.csrfmiddlewaretoken.value);
    body.set("post", sheet.dataset.post);
    body.set("held", card.dataset.heldLink);
    body.set("embed", card.dataset.embed);
    for (const { name, value, type, checked } of card.querySelectorAll("[name]")) {
      if (type !== "checkbox" || checked) body.set(name, value);
    }
    const address = sheet.querySelector("[data-links]").dataset.linksAgain;
    return answerOf(address, body, `[data-held-link="${CSS.escape(card.dataset.heldLink)}"]`);
  };

  const fill = (card, fresh) => {
    for (const name of ["url", "captured", ...WORDS]) {
      fieldOf(card, name).value = fieldOf(fresh, name).value;
    }
    const link = fieldOf(card, "url");
    asked.set(link, link.value);
    card.querySelector(".embed").replaceWith(document.adoptNode(fresh.querySelector(".embed")));
    card.querySelector(".link-reason")?.remove();
    card.querySelector("[data-link-again]")?.remove();
  };

  const explain = (card, words) => {
    let line = card.querySelector(".link-reason");
    if (!line) {
      line = document.createElement("p");
      line.className = "link-reason";
      card.querySelector(".embed").after(line);
    }
    line.textContent = words;
    if (words) tell(words);
  };

  const wordsOf = (card) =>
    JSON.stringify(Array.from(card.querySelectorAll("input, textarea"), (field) => field.value));
})();
