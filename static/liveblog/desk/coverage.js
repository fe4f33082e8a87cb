// The head of the desk: how long since, and a panel that is open is not swept away.
(() => {
  const TICK_MS = 15_000;
  const seen = new WeakMap();

  // "3 min ago" grows older by itself; the server said how old it was, so no clock is asked.
  const tellAge = () => {
    for (const place of document.querySelectorAll("[data-ago-seconds]")) {
      if (!seen.has(place)) seen.set(place, performance.now());
      const since = (performance.now() - seen.get(place)) / 1000;
      place.textContent = spoken(Number(place.dataset.agoSeconds) + since);
    }
  };
  const spoken = (seconds) => {
    if (seconds < 60) return "just now";
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    return `${Math.floor(seconds / 3600)} h ago`;
  };
  document.addEventListener("DOMContentLoaded", tellAge);
  document.addEventListener("htmx:load", tellAge);
  setInterval(tellAge, TICK_MS);

  // What is swapped in by the way (a poll) leaves alone what somebody is typing in, or about to
  // press; only the facts are brought up to date then.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target.id !== "coverage") return;
    const isInUse = target.querySelector(".panel, details[open]") || target.contains(document.activeElement);
    if (!isInUse) return;
    event.detail.shouldSwap = false;
    const facts = fragment.querySelector("#coverage-facts");
    if (facts) target.querySelector("#coverage-facts")?.replaceWith(facts);
  });

  // A refused form comes back with its words and the reason: shown like any other answer.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = event.detail;
    if (target.id !== "coverage" || xhr.status !== 422) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  // What opened is where one goes on: the first field of a panel, or its heading.
  document.addEventListener("htmx:afterSettle", () => {
    const panel = document.querySelector("#coverage .panel:not([data-met])");
    if (!panel) return;
    panel.dataset.met = "";
    const first = panel.querySelector(".problems, [autofocus], input:not([type=hidden]), textarea");
    first?.focus();
  });
})();
