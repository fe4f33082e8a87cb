// Not a word is lost: what is typed on a sheet is kept in this browser at once and by the newsroom
// every few seconds, until the newsroom has said that it was sent. Sending is send.js.
(() => {
  "use strict";

  const BEAT_SECONDS = 15;
  const LOCAL_MILLISECONDS = 300;
  const PATIENCE_SECONDS = 3;

  const sheetOnScreen = () => document.querySelector("form[data-sheet][data-keep]");
  // By user, blog and post; and by the sheet's own name, for one may have two tabs open.
  const places = (sheet, post = sheet.dataset.post) =>
    `desk:${sheet.dataset.user}:${sheet.dataset.keep}:${post}:`;
  const nameOf = (sheet) => sheet.elements.token?.value ?? "";
  const place = (sheet) => places(sheet) + nameOf(sheet);

  // Each field's values, as the newsroom keeps them; a file is no word.
  const saidOn = (sheet) => {
    const said = {};
    for (const [name, value] of new FormData(sheet)) {
      if (name === "csrfmiddlewaretoken" || value instanceof File) continue;
      (said[name] ??= []).push(value);
    }
    return said;
  };

  const wordsOf = (sheet) => {
    const said = saidOn(sheet);
    delete said.token;
    delete said.revision;
    delete said.page;
    delete said.from;
    return JSON.stringify(said);
  };

  // By sheet: what it said when it was shown, and when it was last kept here and there.
  const states = new WeakMap();

  const stateOf = (sheet) => {
    if (!states.has(sheet)) {
      if (sheet.elements.page) sheet.elements.page.value ||= newPage();
      states.set(sheet, { shown: wordsOf(sheet), local: 0, remote: 0, failed: false, sent: false });
    }
    return states.get(sheet);
  };

  // The newsroom lets no page write over what another one, on a telephone perhaps, has typed since.
  const newPage = () =>
    Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");

  const isTyped = (sheet) => {
    const state = stateOf(sheet);
    return !state.sent && ("unsaved" in sheet.dataset || wordsOf(sheet) !== state.shown);
  };

  // In this browser.

  const keepHere = (sheet) => {
    const state = stateOf(sheet);
    clearTimeout(state.local);
    state.local = 0;
    if (state.sent) return;
    try {
      const kept = { at: Date.now(), said: saidOn(sheet), isThere: false };
      if (isTyped(sheet)) localStorage.setItem(place(sheet), JSON.stringify(kept));
      else localStorage.removeItem(place(sheet));
      state.isHere = true;
    } catch {
      state.isHere = false; // Full, or forbidden: then the newsroom's copy is the only one.
    }
  };

  const keptHere = (sheet, at = place(sheet)) => {
    try {
      return JSON.parse(localStorage.getItem(at) || "null");
    } catch {
      return null;
    }
  };

  const forgetHere = (sheet, at = place(sheet)) => {
    try {
      localStorage.removeItem(at);
    } catch {
      // It was never kept.
    }
  };

  // Sent a second time, a new update's sheet comes back as that of the post that it was made into.
  const forgetAsNew = (sheet) => forgetHere(sheet, places(sheet, "") + nameOf(sheet));

  const fillIn = (sheet, said) => {
    for (const field of Array.from(sheet.elements)) {
      if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") continue;
      // Hidden ones are their own listeners'; a sheet's name and what it was opened over are ours.
      if (field.type === "hidden" && !["token", "revision"].includes(field.name)) continue;
      if (field.type === "submit") continue;
      const values = said[field.name] || [];
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const giveBack = (sheet) => {
    const kept = keptHere(sheet);
    // What the newsroom had is on the sheet already, or was sent or thrown away since. Ours is given
    // back where it never got there; no clock is asked.
    if (!kept || "unsaved" in sheet.dataset) return;
    if (kept.isThere) return forgetHere(sheet);
    restore(sheet, kept);
  };

  const restore = (sheet, kept) => {
    stateOf(sheet);
    fillIn(sheet, kept.said);
    if (sheet.elements.from) sheet.elements.from.value = kept.said.page?.[0] ?? "";
    sheet.dispatchEvent(new CustomEvent("desk:given-back", { bubbles: true, detail: kept }));
    tell(sheet, `What you typed until ${clock(kept.at)} is back.`);
    keepThere(sheet);
  };

  const clock = (at) =>
    new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  // What keep_tabs.js asks for: the other copies of this user, blog and post, the newest first.
  const others = (sheet) => {
    const found = [];
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (!key.startsWith(places(sheet)) || key === place(sheet)) continue;
      found.push({ place: key, kept: keptHere(sheet, key) });
    }
    return found.sort((a, b) => b.kept.at - a.kept.at);
  };

  window.deskKeeping = {
    ...{ clock, forgetHere, isTyped: (sheet) => isTyped(sheet), others, place, places, restore },
    isSent: (sheet) => stateOf(sheet).sent,
    keepNow: (sheet) => keepHere(sheet),
    // Emptied and named anew, it is another sheet.
    begin: (sheet) => states.delete(sheet) && stateOf(sheet),
  };

  // By the newsroom.

  const { LOGGED_OUT, Trouble, post } = window.deskAnswers;

  const keepThere = async (sheet, { beat = false } = {}) => {
    const state = stateOf(sheet);
    clearTimeout(state.remote);
    state.remote = 0;
    if (state.sent || "sending" in sheet.dataset) return;
    const typed = isTyped(sheet);
    if (!typed && !beat) return;
    const words = wordsOf(sheet);
    const patience = new AbortController();
    try {
      const { signal } = patience;
      const isNew = typed && words !== state.kept;
      const body = asked(sheet, isNew);
      const asking = post(sheet.dataset.keep, body, { signal });
      state.under = { way: asking.catch(() => null), patience };
      const answer = await asking;
      if (answer.redirected) throw new Trouble(LOGGED_OUT);
      if (!answer.ok) throw new Error(String(answer.status));
      state.failed = false;
      if (state.sent) return;
      const line = sheet.querySelector(".sheet-kept");
      if (line) showKept(line, await answer.text(), isNew);
      sayAloud(sheet, line?.querySelector(".company")?.textContent ?? "");
      // It was sent from another page after this one was opened: nothing is given back here.
      if (line?.querySelector("[data-sent]")) document.querySelector(".given-back")?.remove();
      if (isNew) state.kept = line?.querySelector(".kept-at") ? words : null;
      else if (!line?.querySelector("[data-holds]")) state.kept = null;
      if (typed && state.kept === wordsOf(sheet)) markThere(sheet);
    } catch (failure) {
      if (!typed || state.sent || "sending" in sheet.dataset) return;
      if (!state.failed) {
        const where = state.isHere === false ? "not kept" : "kept in this browser";
        const why =
          failure instanceof Trouble ? "You have been logged out" : "The newsroom cannot be reached";
        tell(sheet, `${why}: your words are ${where}.`);
      }
      state.failed = true;
      keepSoon(sheet);
    }
  };

  // When it was kept stays in view while nothing more is typed.
  const showKept = (line, html, isNew) => {
    const keptAt = line.querySelector(".kept-at");
    line.innerHTML = html;
    if (keptAt && !isNew && line.querySelector("[data-holds]")) line.prepend(keptAt);
  };

  const asked = (sheet, typed) => {
    const body = new FormData();
    for (const [name, value] of new FormData(sheet)) {
      if (!(value instanceof File)) body.append(name, value);
    }
    body.set("post", sheet.dataset.post);
    if (typed) body.set("typed", "1");
    return body;
  };

  const keepSoon = (sheet) => {
    const state = stateOf(sheet);
    state.remote ||= setTimeout(() => keepThere(sheet), sheet.dataset.keepSeconds * 1000);
  };

  const markThere = (sheet) => {
    const kept = keptHere(sheet);
    if (!kept) return;
    try {
      localStorage.setItem(place(sheet), JSON.stringify({ ...kept, isThere: true }));
    } catch {
      // Then it is given back once more than need be.
    }
  };

  const tell = (sheet, words) => {
    const line = sheet.querySelector(".sheet-kept");
    if (line) line.textContent = words;
    sayAloud(sheet, words);
  };

  // Not each time that it was kept: what one must know.
  const sayAloud = (sheet, words) => {
    const aloud = sheet.querySelector("[data-kept-aloud]");
    if (aloud && aloud.textContent !== words) aloud.textContent = words;
  };

  // When.

  const changed = (event) => {
    const sheet = event.target.closest?.("form[data-sheet][data-keep]");
    if (!sheet) return;
    const state = stateOf(sheet);
    state.local ||= setTimeout(() => keepHere(sheet), LOCAL_MILLISECONDS);
    keepSoon(sheet);
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  setInterval(() => {
    const sheet = sheetOnScreen();
    if (sheet && !document.hidden && (sheet.dataset.post || isTyped(sheet))) {
      keepThere(sheet, { beat: true });
    }
  }, BEAT_SECONDS * 1000);

  window.addEventListener("pagehide", () => {
    const sheet = sheetOnScreen();
    if (!sheet || stateOf(sheet).sent || !isTyped(sheet)) return;
    keepHere(sheet);
    // On its way to be sent: kept after that, it would look as if it never was.
    if ("sending" in sheet.dataset) return;
    navigator.sendBeacon(sheet.dataset.keep, asked(sheet, true));
  });

  // Only what neither holds is asked about.
  window.addEventListener("beforeunload", (event) => {
    const sheet = sheetOnScreen();
    if (!sheet || !isTyped(sheet)) return;
    keepHere(sheet);
    if (stateOf(sheet).isHere === false && stateOf(sheet).failed) event.preventDefault();
  });

  // What is still on its way to be kept is waited for: it must not arrive after the sheet.
  document.addEventListener("desk:sending", ({ target, detail }) => {
    if (!target.matches("[data-keep]")) return;
    const state = stateOf(target);
    keepHere(target);
    clearTimeout(state.remote);
    state.remote = 0;
    if (!state.under) return;
    const { way, patience } = state.under;
    const timer = setTimeout(() => patience.abort(), PATIENCE_SECONDS * 1000);
    detail.after.push(way.finally(() => clearTimeout(timer)));
  });

  document.addEventListener("desk:sent", (event) => {
    if (!event.target.matches("[data-keep]")) return;
    forgetHere(event.target);
    stateOf(event.target).sent = true;
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-afresh]")) {
      const sheet = sheetOnScreen();
      if (!sheet) return;
      forgetHere(sheet);
      stateOf(sheet).sent = true;
    }
  });

  const begin = () => {
    const sheet = sheetOnScreen();
    if (!sheet) return;
    stateOf(sheet);
    if (sheet.dataset.post) forgetAsNew(sheet);
    giveBack(sheet);
    if (sheet.dataset.post) keepThere(sheet, { beat: true });
  };
  document.addEventListener("desk:shown", begin);
  begin();
})();
