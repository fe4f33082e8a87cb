// What a reader folds or unfolds at the top stays so: through polls, reloads and edits, in every
// story that pins it. Runs as the page is read, before anything is painted: so nothing jumps.
(() => {
  "use strict";

  const KEY = "liveblog:shelf";
  const KEPT = 200; // things folded; the oldest are forgotten
  const here = {}; // for this page, where the browser keeps nothing

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  };

  const remember = (details, isOpen) => {
    here[details.id] = { isOpen, edition: details.dataset.edition };
    // The last folded is the last forgotten.
    const { [details.id]: _, ...others } = kept();
    const all = Object.entries({ ...others, [details.id]: here[details.id] });
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(all.slice(-KEPT))));
    } catch {
      // Full, or forbidden: `here` has it until the page is left.
    }
  };

  // As the reader left it. One that says something new since it was folded away says so, and stays
  // folded.
  const restore = (shelf) => {
    const known = { ...kept(), ...here };
    for (const details of shelf.querySelectorAll(":scope > details")) {
      const { isOpen, edition } = known[details.id] || {};
      if (isOpen === undefined) continue;
      details.open = isOpen;
      const mark = details.querySelector(".edited-since");
      if (mark) mark.hidden = isOpen || edition === details.dataset.edition;
    }
  };

  const shelf = () => document.getElementById("pinned");

  document.addEventListener("click", (event) => {
    const summary = event.target.closest("#pinned > details > summary");
    if (!summary) return;
    const details = summary.parentElement;
    remember(details, !details.open);
    summary.querySelector(".edited-since").hidden = true;
  });

  const reading = new MutationObserver(() => shelf() && restore(shelf()));
  reading.observe(document, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    reading.disconnect();
    if (shelf()) restore(shelf());
  });

  // What an answer brings is put as the reader left it before it takes its place.
  document.addEventListener(
    "htmx:oobBeforeSwap",
    (event) => {
      const { target, fragment } = event.detail;
      if (target.id !== "pinned" || !fragment.firstElementChild) return;
      restore(fragment.firstElementChild);
      const fresh = Array.from(fragment.querySelectorAll("#pinned > details"));
      const titles = fresh.filter((each) => !document.getElementById(each.id)).map(titleOf);
      if (titles.length) say(`At the top: ${titles.join("; ")}`);
    },
    true,
  );

  const titleOf = (details) => details.querySelector(".shelf-title").textContent;

  const say = (words) => {
    document.dispatchEvent(new CustomEvent("liveblog:say", { detail: words }));
  };
})();
