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

  // What is sent from the head is answered with the head, refused or not. Anything else (the login,
  // a failure, nothing) is no answer: what stands and was typed there stays, and one is told.
  const { LOGGED_OUT, Trouble, hasNewToken, unkept, tell } = window.deskAnswers;
  const HEAD = /^\s*<header[^>]* id="coverage"/;
  const ofTheHead = (event) => event.detail.target?.id === "coverage";

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr, requestConfig } = event.detail;
    if (!ofTheHead(event)) return;
    const isHead = [200, 409, 422].includes(xhr.status) && HEAD.test(xhr.responseText);
    event.detail.shouldSwap = isHead;
    event.detail.isError = false;
    if (!isHead) return refuse(requestConfig, xhr.status);
    if (document.querySelector(".said .error")) document.querySelector(".said").replaceChildren();
    const { elt } = requestConfig;
    const isDone = xhr.status === 200 && requestConfig.verb === "post" && target.contains(elt);
    if (isDone) elt.dispatchEvent(new CustomEvent("desk:sent", { bubbles: true }));
  });

  const again = new WeakSet();

  const refuse = async ({ elt, verb, triggeringEvent }, status) => {
    try {
      if (status === 200) throw new Trouble(LOGGED_OUT);
      const mayBeTheToken = status === 403 && verb === "post" && !again.has(elt);
      if (!mayBeTheToken || !(await hasNewToken())) throw new Trouble(unkept(status));
      again.add(elt);
      elt.requestSubmit(triggeringEvent?.submitter);
    } catch (failure) {
      tell(failure, location.href);
    }
  };

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => ofTheHead(event) && tell(null, location.href));
  }

  // What was typed or pressed while it travels would be in neither the old head nor the new.
  let focused = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!ofTheHead(event)) return;
    const { target } = event.detail;
    focused = target.contains(document.activeElement) ? document.activeElement : null;
    target.inert = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!ofTheHead(event)) return;
    event.detail.target.inert = false;
    if (focused?.isConnected) focused.focus({ preventScroll: true });
  });

  // Whoever was in the head stays there: nowhere, the next keys would be the composer's.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!ofTheHead(event) || !focused || document.activeElement !== document.body) return;
    document.querySelector("#coverage .story > summary")?.focus({ preventScroll: true });
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
