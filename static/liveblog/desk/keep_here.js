// What a sheet says, how often that has changed on this page, and its copy in this browser. When it
// is written here, when it is given back, and what the newsroom keeps of it, is keep.js.
window.deskHere = (() => {
  "use strict";

  const sheetOnScreen = () => document.querySelector("form[data-sheet][data-keep]");
  // By user, blog and post; and by the sheet's own name and the page's, for one may have two tabs open.
  const places = (sheet, post = sheet.dataset.post) =>
    `desk:${sheet.dataset.user}:${sheet.dataset.keep}:${post}:`;
  const nameOf = (sheet) => sheet.elements.token?.value ?? "";
  const place = (sheet) => `${places(sheet)}${nameOf(sheet)}:${stateOf(sheet).page}`;
  const isOfSame = (sheet, key) => `${key}:`.startsWith(`${places(sheet)}${nameOf(sheet)}:`);

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
      const shown = wordsOf(sheet);
      // What comes back unsaved may hold more than was sent: the pictures that were taken in.
      const counted = "unsaved" in sheet.dataset ? null : shown;
      const marks = { page: newPage(), turn: 0, failed: false, sent: false };
      states.set(sheet, { shown, counted, local: 0, remote: 0, ...marks });
      sayTurn(sheet);
    }
    return states.get(sheet);
  };

  // By the page's name and how often its words have changed, the newsroom lets none write over what
  // another one, on a telephone perhaps, has typed since. The next sheet has not seen what was typed
  // beside this one: it is a page of its own.
  const newPage = () =>
    Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) =>
      part.toString(36).slice(-6),
    ).join("");

  const sayTurn = (sheet) => {
    const { page, turn } = states.get(sheet);
    for (const form of [sheet, document.querySelector("form[data-afresh]")]) {
      if (form?.elements.page) form.elements.page.value = `${page}.${turn}`;
    }
  };

  const count = (sheet) => {
    const [state, words] = [stateOf(sheet), wordsOf(sheet)];
    if (words === state.counted) return;
    state.counted = words;
    state.turn += 1;
    sayTurn(sheet);
  };

  // Emptied and named anew, it is another sheet.
  const begin = (sheet) => states.delete(sheet) && stateOf(sheet);

  // Also where it was typed, kept by the newsroom, and undone.
  const isTyped = (sheet) => {
    const { sent, shown, kept } = stateOf(sheet);
    const differs = wordsOf(sheet) !== shown || (kept ?? shown) !== shown;
    return !sent && ("unsaved" in sheet.dataset || differs);
  };

  // In this browser.

  const keepHere = (sheet) => {
    const state = stateOf(sheet);
    clearTimeout(state.local);
    state.local = 0;
    if (state.sent) return;
    count(sheet);
    try {
      const kept = { at: Date.now(), said: saidOn(sheet), isThere: false };
      if (isTyped(sheet)) localStorage.setItem(place(sheet), JSON.stringify(kept));
      else localStorage.removeItem(place(sheet));
      state.isHere = true;
    } catch {
      state.isHere = false; // Full, or forbidden: then the newsroom's copy is the only one.
    }
  };

  const keptHere = (at) => {
    try {
      return JSON.parse(localStorage.getItem(at) || "null");
    } catch {
      return null;
    }
  };

  const forgetHere = (at) => {
    try {
      localStorage.removeItem(at);
    } catch {
      // It was never kept.
    }
  };

  // Thrown away, it can be taken up again for as long as one may be sorry.
  const SORRY_WITHIN_MS = 10 * 60 * 1000;

  const leaveHere = (at, said) => {
    const left = { at: Date.now(), said, isThere: false, isLeft: true };
    try {
      localStorage.setItem(at, JSON.stringify(left));
    } catch {
      // Then it is gone.
    }
  };

  const isPast = ({ kept }) => kept.isLeft && Date.now() - kept.at > SORRY_WITHIN_MS;

  // Sent a second time, a new update's sheet comes back as that of the post that it was made into.
  const forgetAsNew = (sheet) => {
    const begins = `${places(sheet, "")}${nameOf(sheet)}:`;
    for (const key of keys()) if (`${key}:`.startsWith(begins)) forgetHere(key);
  };

  const keys = () => {
    try {
      return Object.keys(localStorage);
    } catch {
      return [];
    }
  };

  const clock = (at) =>
    new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  // The other copies of this user, blog and post, the newest first.
  const others = (sheet) => {
    const found = keys()
      .filter((key) => key.startsWith(places(sheet)) && key !== place(sheet))
      .map((key) => ({ place: key, kept: keptHere(key), isOfSame: isOfSame(sheet, key) }))
      .filter(({ kept }) => kept);
    for (const other of found.filter(isPast)) forgetHere(other.place);
    return found.filter((other) => !isPast(other)).sort((a, b) => b.kept.at - a.kept.at);
  };

  const markThere = (sheet) => {
    const kept = keptHere(place(sheet));
    if (!kept) return;
    try {
      localStorage.setItem(place(sheet), JSON.stringify({ ...kept, isThere: true }));
    } catch {
      // Then it is given back once more than need be.
    }
  };

  return {
    ...{ begin, clock, count, forgetAsNew, forgetHere, isTyped, keepHere, leaveHere },
    ...{ isOfSame, markThere, others, place, places, saidOn, sheetOnScreen, stateOf, wordsOf },
  };
})();
