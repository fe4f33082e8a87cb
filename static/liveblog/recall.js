// What is typed in a form that the newsroom keeps nothing of is kept in this browser, by its address
// and its user, until it is sent; and given back when the form is opened again. A form says so with
// `data-recall` (whose it is), on itself or on a mark inside it. Never a password, nor a file.
(() => {
  "use strict";

  const PAUSE_MILLISECONDS = 300;
  const SENT = "recall:sent";
  // What it was opened over comes back with it, so that a colleague's newer words are met and seen.
  const IS_OVER = /(^|-)(revision|seen)$|^initial-/;

  // By form: where it is kept, what it said when it was shown.
  const states = new Map();

  const isWord = (field) =>
    field.name && field.name !== "csrfmiddlewaretoken" && !/^(file|password|submit|button)$/.test(field.type);

  // Each field's values, and of each select the words of what is chosen: it may look them up.
  const saidIn = (form) => {
    const [said, labels] = [{}, {}];
    for (const field of form.elements) {
      if (!isWord(field)) continue;
      if (/^(checkbox|radio)$/.test(field.type)) {
        said[field.name] ??= [];
        if (field.checked) said[field.name].push(field.value);
      } else if (field.selectedOptions) {
        const chosen = [...field.selectedOptions];
        said[field.name] = chosen.map((option) => option.value);
        for (const { value, text } of chosen) labels[`${field.name}=${value}`] = text;
      } else {
        said[field.name] = [field.value];
      }
    }
    return { said, labels };
  };

  const wordsOf = ({ said }) =>
    JSON.stringify(Object.entries(said).filter(([name]) => !IS_OVER.test(name)));

  const kept = (place) => {
    try {
      return JSON.parse(localStorage.getItem(place));
    } catch {
      return null;
    }
  };

  const forget = (place) => {
    try {
      localStorage.removeItem(place);
    } catch {
      // It was never kept.
    }
  };

  const keep = (form) => {
    const state = states.get(form);
    clearTimeout(state.timer);
    state.timer = 0;
    if (state.isSent || !state.isMet) return;
    const now = saidIn(form);
    const isTyped = state.isRefused || wordsOf(now) !== wordsOf(state.shown);
    if (!isTyped && !state.stray.length) return forget(state.place);
    const typed = [...typedIn(form, state), ...state.stray];
    try {
      const file = fileIn(form) || state.file;
      localStorage.setItem(state.place, JSON.stringify({ at: Date.now(), file, typed, ...now }));
    } catch {
      // Full, or forbidden: the words are on the page alone.
    }
  };

  // Words alone, and what their field is called: it may not be there when they come back.
  const typedIn = (form, { shown }) =>
    [...form.elements]
      .filter((field) => isWord(field) && /^(text|textarea|search|url|email)$/.test(field.type))
      .filter(({ name, value }) => value.trim() && value !== shown.said[name]?.[0])
      .map(({ name, value, labels }) => [name, labels?.[0]?.textContent.trim() || name, value]);

  // A browser forgets its file; which one the words were for is said when they come back.
  const fileIn = (form) => [...form.elements].find((field) => field.files?.length)?.files[0].name;

  // Giving back.

  const fillIn = (form, { said, labels }) => {
    addRows(form, said);
    for (const field of [...form.elements]) {
      const values = said[field.name];
      const isOurs = field.type !== "hidden" || IS_OVER.test(field.name);
      if (!values || !isWord(field) || !isOurs || isOfAnotherRow(form, field, said)) continue;
      if (wasLeftAlone(field.name, said)) continue;
      fill(field, values, labels);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const fill = (field, values, labels) => {
    if (/^(checkbox|radio)$/.test(field.type)) {
      field.checked = values.includes(field.value);
    } else if (field.options) {
      for (const value of values) {
        const isThere = [...field.options].some((option) => option.value === value);
        if (!isThere) field.add(new Option(labels[`${field.name}=${value}`], value));
      }
      for (const option of field.options) option.selected = values.includes(option.value);
    } else {
      field.value = values[0];
    }
  };

  // The admin's rows come with a press each.
  const addRows = (form, said) => {
    for (const total of form.querySelectorAll("[name$=-TOTAL_FORMS]")) {
      const group = document.getElementById(total.name.replace("-TOTAL_FORMS", "-group"));
      const wanted = Number(said[total.name]?.[0] ?? 0) - Number(total.value);
      for (let row = 0; row < wanted; row += 1) group?.querySelector(".add-row a")?.click();
    }
  };

  // What a field said when it was shown comes along in the form: a colleague may have mended it.
  const wasLeftAlone = (name, said) => {
    const word = name.replace(/^initial-/, "");
    const shown = said[`initial-${word}`];
    return shown !== undefined && said[word]?.[0] === shown[0];
  };

  // Rows are numbered: a colleague may have taken one out, and another has its number.
  const isOfAnotherRow = (form, field, said) => {
    const id = `${field.name.match(/^.+-\d+(?=-)/)}-id`;
    const held = form.elements.namedItem(id);
    return Boolean(held && id in said && held.value !== said[id][0]);
  };

  const giveBack = (form) => {
    const state = states.get(form);
    const found = kept(state.place);
    state.isMet = true;
    state.file = found?.file;
    if (state.isRefused || wordsOf(saidIn(form)) !== wordsOf(state.shown)) return keep(form);
    if (!found || wordsOf(found) === wordsOf(state.shown)) return forget(state.place);
    fillIn(form, found);
    state.stray = (found.typed ?? []).filter(([name]) => isStray(form, name, found.said));
    form.before(barOver(form, found, state.stray));
  };

  // A colleague filled it in meanwhile and it is not asked for any more, or took its row out.
  const isStray = (form, name, said) => {
    const field = form.elements.namedItem(name);
    return !field || (field.name === name && isOfAnotherRow(form, field, said));
  };

  const barOver = (form, { at, file }, stray) => {
    const time = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const bar = document.createElement("div");
    bar.className = "given-back";
    bar.setAttribute("role", "status");
    const afresh = made("button", "Start afresh");
    afresh.type = "button";
    afresh.addEventListener("click", () => startAfresh(form, bar));
    const isOf = file ? ` for the file “${file}”` : "";
    const again = file ? " Choose that file again, or start afresh for another." : "";
    bar.append(made("p", `What you typed until ${time}${isOf} is back.${again}`), afresh);
    for (const [, label, words] of stray) {
      const plain = words.replace(/<[^>]*>/g, " ").trim();
      bar.append(made("p", `${label.replace(/:$/, "")}: “${plain}” has no place here any more; copy it from here.`));
    }
    return bar;
  };

  const made = (name, textContent) => Object.assign(document.createElement(name), { textContent });

  const startAfresh = (form, bar) => {
    const state = states.get(form);
    forget(state.place);
    if (!form.closest("#coverage")) {
      state.isSent = true;
      form.reset();
      return location.reload();
    }
    bar.remove();
    Object.assign(state, { file: undefined, stray: [] });
    fillIn(form, state.shown);
    form.querySelector("input:not([type=hidden]), textarea")?.focus();
  };

  // When.

  const tend = () => {
    for (const form of states.keys()) if (!form.isConnected) leave(form);
    for (const mark of document.querySelectorAll("[data-recall]")) {
      const form = mark.closest("form");
      if (!form || states.has(form)) continue;
      const { pathname } = new URL(form.getAttribute("action") || location.href, location.href);
      const { recall, recallOf = "", unsaved } = mark.dataset;
      const place = `recall:${recall}:${pathname}:${recallOf}`;
      states.set(form, { place, shown: saidIn(form), isRefused: unsaved !== undefined, stray: [] });
      // Django makes its rows and selects when the page is whole.
      if (document.readyState === "complete") giveBack(form);
      else window.addEventListener("load", () => setTimeout(() => giveBack(form)));
    }
  };

  // It was closed, or another answer took its place.
  const leave = (form) => {
    keep(form);
    states.delete(form);
  };

  const changed = ({ target }) => {
    const form = target.form ?? target.closest?.("form");
    const state = states.get(form);
    if (state) state.timer ||= setTimeout(() => keep(form), PAUSE_MILLISECONDS);
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  window.addEventListener("pagehide", () => {
    for (const form of states.keys()) if (form.isConnected) keep(form);
  });

  document.addEventListener("desk:sent", ({ target }) => {
    const state = states.get(target);
    if (!state) return;
    state.isSent = true;
    forget(state.place);
  });

  // A form of the admin leaves the page: whether it was taken is said on the next one.
  window.addEventListener("submit", (event) => {
    const state = states.get(event.target);
    if (!state || event.defaultPrevented) return;
    keep(event.target);
    sessionStorage.setItem(SENT, state.place);
  });

  const settle = () => {
    const place = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (place && document.querySelector(".messagelist :is(.success, .info)")) forget(place);
  };

  settle();
  tend();
  document.addEventListener("htmx:load", tend);
  document.addEventListener("desk:shown", tend);
})();
