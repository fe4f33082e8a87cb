// A sheet is sent without leaving the page, and emptied only when the newsroom has said yes. A
// failure, a timeout, a login that ran out: the words stay, and pressing again is safe, for a sheet
// is sent once however often it is sent.
(() => {
  "use strict";

  const PATIENCE_SECONDS = 30;
  const { LOGGED_OUT, Trouble, unkept, page, post, say, tell } = window.deskAnswers;

  document.addEventListener("submit", (event) => {
    const sheet = event.target.closest("form[data-sheet]");
    if (!sheet || event.defaultPrevented || event.submitter?.formTarget) return;
    event.preventDefault();
    if (performance.now() < lookUntil) return say(LOOK, "warning");
    if (!("sending" in sheet.dataset)) send(sheet, event.submitter);
  });

  // A second, impatient press was meant for the page before: it is no answer to what has come since.
  const LOOK_MS = 1_000;
  const LOOK = "Not sent yet. A colleague was faster: look at both versions, then press again.";
  let lookUntil = 0;

  const send = async (sheet, button) => {
    const held = document.activeElement;
    sheet.dataset.sending = "";
    // Saved by a key in mid-sentence: the page that comes is that of the draft.
    const stays = "stays" in sheet.dataset && button?.value === "save";
    window.deskTypedOn?.begin(sheet, held, { stays });
    sheet.inert = true; // What was typed now would be in neither the old words nor the new.
    say("Sending …", "info sending");
    try {
      await othersAreReady(sheet);
      const body = new FormData(sheet, button);
      if (stays) body.set("stay", "1");
      await take(sheet, await asked(sheet, button, body), stays);
    } catch (failure) {
      window.deskTypedOn?.end();
      tell(failure, sheet.action);
    } finally {
      delete sheet.dataset.sending;
      delete sheet.dataset.stays;
      sheet.inert = false;
      if (sheet.isConnected && held?.isConnected) held.focus({ preventScroll: true });
    }
  };

  // What is being kept of the sheet arrives before it, or not at all.
  const othersAreReady = (sheet) => {
    const detail = { after: [] };
    sheet.dispatchEvent(new CustomEvent("desk:sending", { bubbles: true, detail }));
    return Promise.allSettled(detail.after);
  };

  const asked = async (sheet, button, body) => {
    const patience = new AbortController();
    const clock = setTimeout(() => patience.abort(), PATIENCE_SECONDS * 1000);
    try {
      const address = button?.getAttribute("formaction") || sheet.action;
      return await post(address, body, { signal: patience.signal });
    } finally {
      clearTimeout(clock);
    }
  };

  const take = async (sheet, answer, stays) => {
    const isRefusal = answer.status === 422 || answer.status === 409;
    if (!answer.ok && !isRefusal) throw new Trouble(unkept(answer.status));
    const fresh = await page(answer);
    if (!fresh.querySelector("body.desk")) throw new Trouble(LOGGED_OUT);
    if (!isRefusal) sheet.dispatchEvent(new CustomEvent("desk:sent", { bubbles: true }));
    show(fresh, isRefusal ? location.href : answer.url);
    if (answer.status === 409) lookUntil = performance.now() + LOOK_MS;
    if (isRefusal) window.deskTypedOn?.end();
    if (isRefusal || !window.deskTypedOn?.isBegun()) focusFirst();
    else await window.deskTypedOn.give({ stays });
  };

  // What is open of the story, and perhaps half typed in, is not the sheet's.
  const keepPanel = (held, given) => {
    const [open, fresh] = [held.querySelector("#coverage"), given.querySelector("#coverage")];
    if (!fresh || !open?.querySelector(".panel, details[open]")) return;
    open.querySelector("#coverage-facts").replaceWith(fresh.querySelector("#coverage-facts"));
    fresh.replaceWith(open);
  };

  const show = (fresh, address) => {
    for (const part of ["#content", ".breadcrumbs"]) {
      const [held, given] = [document.querySelector(part), fresh.querySelector(part)];
      if (!held || !given) continue;
      document.adoptNode(given);
      keepPanel(held, given);
      held.replaceWith(given);
    }
    document.title = fresh.title;
    if (address !== location.href) history.pushState(null, "", address);
    shownAt = where();
    // The region stays, so that what is new in it is said aloud.
    saidAt = performance.now();
    document.querySelector(".said").innerHTML = fresh.querySelector(".said")?.innerHTML ?? "";
    const content = document.querySelector("#content");
    window.htmx?.process(content);
    document.dispatchEvent(new CustomEvent("desk:shown"));
  };

  const focusFirst = () => {
    const content = document.querySelector("#content");
    const first = content.querySelector("form[data-sheet] [autofocus]");
    (first ?? content.querySelector("[autofocus]"))?.focus();
  };

  // What was said of the last update is not to be read as of the next one; but it is to be read.
  const READ_WITHIN_MS = 5_000;
  let saidAt = performance.now();
  document.addEventListener("input", (event) => {
    if (!event.isTrusted || !event.target.closest?.("form[data-sheet]")) return;
    if (performance.now() - saidAt < READ_WITHIN_MS) return;
    for (const line of document.querySelectorAll(".said .success")) line.remove();
  });

  // Back to the page before; a fragment's link (to a field that is wrong) is no page.
  const where = () => location.pathname + location.search;
  let shownAt = where();
  window.addEventListener("popstate", () => {
    if (where() !== shownAt) location.reload();
  });
})();
