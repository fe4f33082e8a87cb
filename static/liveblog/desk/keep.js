// Not a word is lost: what is typed on a sheet is kept in this browser at once and by the newsroom
// every few seconds, until the newsroom has said that it was sent. Sending is send.js.
(() => {
  "use strict";

  const BEAT_SECONDS = 15;
  const LOCAL_MILLISECONDS = 300;
  const PATIENCE_SECONDS = 3;

  const { count, forgetAsNew, forgetHere, isTyped, keepHere } = window.deskHere;
  const { clock, markThere, place, sheetOnScreen, stateOf, wordsOf } = window.deskHere;

  const fillIn = (sheet, said) => {
    for (const field of Array.from(sheet.elements)) {
      if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") continue;
      // Hidden ones are their own listeners'; a sheet's name and what it was opened over are ours.
      if (field.type === "hidden" && !["token", "revision"].includes(field.name)) continue;
      if (field.type === "submit") continue;
      const values = said[field.name] || [];
      if (wasLeftAlone(sheet, field.name, said)) continue;
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  // A word of the photo library that was not touched may have been mended there meanwhile; one that
  // was touched comes with what it was typed over.
  const wasLeftAlone = (sheet, name, said) => {
    const [typed, was] = [said[name]?.[0], said[`${name}_was`]?.[0]];
    const over = sheet.elements.namedItem(`${name}_was`);
    if (was === undefined || !over) return false;
    if (typed !== was) over.value = was;
    return typed === was;
  };

  // What this browser had at `place`, on the sheet again; from now on it is kept as this page's.
  const restore = (sheet, { place: held, kept }) => {
    stateOf(sheet);
    fillIn(sheet, kept.said);
    const { from, page } = kept.said;
    const afresh = document.querySelector("form[data-afresh]");
    for (const form of [sheet, afresh]) {
      if (form?.elements.from) form.elements.from.value = [from, page].flat().join(" ");
    }
    if (afresh) {
      const words = `What you typed until ${clock(kept.at)} is here again: it was never sent.`;
      afresh.querySelector("p").textContent = words;
    }
    sheet.dispatchEvent(new CustomEvent("desk:given-back", { bubbles: true, detail: kept }));
    // Nothing was typed here yet; but what was thrown away and is taken up is as if it were, and what
    // an older version of this kept.
    const isCounted = /\.\d+$/.test(page?.[0] ?? "");
    if (isCounted && !kept.isLeft) Object.assign(stateOf(sheet), { counted: wordsOf(sheet), isGivenBack: true });
    tell(sheet, `What you typed until ${clock(kept.at)} is back.`);
    keepHere(sheet);
    if (stateOf(sheet).isHere) forgetHere(held);
    keepThere(sheet);
  };
  window.deskKeeping = { restore, keepThere: (sheet) => keepThere(sheet) };

  // By the newsroom.

  const { LOGGED_OUT, Trouble, post, reached } = window.deskAnswers;

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
      reached();
      if (state.sent) return;
      const line = sheet.querySelector(".sheet-kept");
      if (await wasSentElsewhere(sheet, answer.clone())) return;
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

  // What this browser gave back was sent meanwhile, or thrown away, and nothing was typed since.
  const wasSentElsewhere = async (sheet, answer) => {
    const { isGivenBack, turn } = stateOf(sheet);
    if (!isGivenBack || turn || !(await answer.text()).includes("data-put-away")) return false;
    forgetHere(place(sheet));
    stateOf(sheet).sent = true;
    location.reload();
    return true;
  };

  // When it was kept stays in view while nothing more is typed.
  const showKept = (line, html, isNew) => {
    const keptAt = line.querySelector(".kept-at");
    line.innerHTML = html;
    if (keptAt && !isNew && line.querySelector("[data-holds]")) line.prepend(keptAt, " ");
  };

  const asked = (sheet, typed) => {
    count(sheet);
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

  window.addEventListener("online", () => {
    const sheet = sheetOnScreen();
    if (sheet) keepThere(sheet, { beat: true });
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
    forgetHere(place(event.target));
    stateOf(event.target).sent = true;
  });

  const begin = () => {
    const sheet = sheetOnScreen();
    if (!sheet) return;
    stateOf(sheet);
    // Refused, it may hold what was not typed: the pictures that were taken in.
    if ("unsaved" in sheet.dataset) {
      keepHere(sheet);
      keepThere(sheet);
    }
    if (sheet.dataset.post) forgetAsNew(sheet);
    if (sheet.dataset.post) keepThere(sheet, { beat: true });
  };
  document.addEventListener("desk:shown", begin);
  begin();
})();
