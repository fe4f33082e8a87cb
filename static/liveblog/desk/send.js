// A sheet is sent without leaving the page, and emptied only when the newsroom has said yes. A
// failure, a timeout, a login that ran out: the words stay, and pressing again is safe, for a sheet
// is sent once however often it is sent.
(() => {
  "use strict";

  const PATIENCE_SECONDS = 30;
  const LOGGED_OUT =
    "You have been logged out. Log in in another tab, then press again here: your words are safe.";
  const AGAIN = "Your words are all here; press again, and it is sent once.";

  document.addEventListener("submit", (event) => {
    const sheet = event.target.closest("form[data-sheet]");
    if (!sheet || event.defaultPrevented || event.submitter?.formTarget) return;
    event.preventDefault();
    if (!("sending" in sheet.dataset)) send(sheet, event.submitter);
  });

  const send = async (sheet, button) => {
    const held = document.activeElement;
    sheet.dataset.sending = "";
    sheet.inert = true; // What was typed now would be in neither the old words nor the new.
    say("Sending …");
    try {
      await take(sheet, await asked(sheet, button));
    } catch (failure) {
      trouble(failure instanceof Trouble ? failure.message : `The newsroom cannot be reached. ${AGAIN}`);
    } finally {
      delete sheet.dataset.sending;
      sheet.inert = false;
      if (sheet.isConnected && held?.isConnected) held.focus({ preventScroll: true });
    }
  };

  class Trouble extends Error {}

  const asked = async (sheet, button) => {
    const answer = await post(sheet, button);
    if (answer.status !== 403 || !(await renewToken(sheet))) return answer;
    return post(sheet, button);
  };

  const post = async (sheet, button) => {
    const patience = new AbortController();
    const clock = setTimeout(() => patience.abort(), PATIENCE_SECONDS * 1000);
    const body = new FormData(sheet, button);
    try {
      return await fetch(sheet.action, { method: "POST", body, signal: patience.signal });
    } finally {
      clearTimeout(clock);
    }
  };

  // Who logged in again in another tab has a new one.
  const renewToken = async (sheet) => {
    const fresh = await page(await fetch(sheet.action, { cache: "no-store" }));
    if (!fresh.querySelector("body.desk")) throw new Trouble(LOGGED_OUT);
    const token = fresh.querySelector("form[data-sheet] [name=csrfmiddlewaretoken]");
    if (!token) return false;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = token.value;
    }
    return true;
  };

  const page = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  const take = async (sheet, answer) => {
    const isRefusal = answer.status === 422 || answer.status === 409;
    if (!answer.ok && !isRefusal) throw new Trouble(unkept(answer));
    const fresh = await page(answer);
    if (!fresh.querySelector("body.desk")) throw new Trouble(LOGGED_OUT);
    if (!isRefusal) sheet.dispatchEvent(new CustomEvent("desk:sent", { bubbles: true }));
    show(fresh, isRefusal ? location.href : answer.url);
  };

  const unkept = (answer) => {
    if (answer.status === 403) return `You may not do this here (403). ${AGAIN}`;
    if (answer.status === 404) return "This post or story is gone. Copy your words before you leave.";
    if (answer.status === 413) return "That was too large to send. Take a picture out, and press again.";
    return `The newsroom stumbled (${answer.status}). ${AGAIN}`;
  };

  const show = (fresh, address) => {
    for (const part of ["#content", ".breadcrumbs"]) {
      const [held, given] = [document.querySelector(part), fresh.querySelector(part)];
      if (held && given) held.replaceWith(document.adoptNode(given));
    }
    document.title = fresh.title;
    if (address !== location.href) history.pushState(null, "", address);
    shownAt = where();
    // The region stays, so that what is new in it is said aloud.
    document.querySelector(".said").innerHTML = fresh.querySelector(".said")?.innerHTML ?? "";
    const content = document.querySelector("#content");
    window.htmx?.process(content);
    document.dispatchEvent(new CustomEvent("desk:shown"));
    content.querySelector("[autofocus]")?.focus({ preventScroll: "sheet" in content.dataset });
  };

  // What was said of the last update is not to be read as of the next one.
  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("form[data-sheet]")) return;
    for (const line of document.querySelectorAll(".said .success")) line.remove();
  });

  // Back to the page before; a fragment's link (to a field that is wrong) is no page.
  const where = () => location.pathname + location.search;
  let shownAt = where();
  window.addEventListener("popstate", () => {
    if (where() !== shownAt) location.reload();
  });

  const say = (words, mood = "info") => {
    const line = document.createElement("li");
    line.className = mood;
    line.textContent = words;
    const list = document.createElement("ul");
    list.className = "messagelist";
    list.append(line);
    document.querySelector(".said").replaceChildren(list);
  };

  const trouble = (words) => {
    say(words, "error");
    const login = document.createElement("a");
    login.href = document.querySelector("form[data-sheet]").action;
    login.target = "_blank";
    login.textContent = "Open the desk in another tab";
    if (words === LOGGED_OUT) {
      document.querySelector(".said li").append(" ", login);
    }
  };
})();
