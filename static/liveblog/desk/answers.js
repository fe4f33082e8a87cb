// What an answer means that is not the one hoped for, in the same words for the composer and the
// panels; and a new token for whoever logged in again in another tab.
window.deskAnswers = (() => {
  "use strict";

  const LOGGED_OUT =
    "You have been logged out. Log in in another tab, then press again here: your words are safe.";
  const AGAIN = "Your words are all here; press again, and it is sent once.";
  const UNREACHED = `The newsroom cannot be reached. ${AGAIN}`;

  class Trouble extends Error {}

  const unkept = (status) => {
    if (status === 403) return `You may not do this here (403). ${AGAIN}`;
    if (status === 404) return "This post or story is gone. Copy your words before you leave.";
    if (status === 413) return "That was too large to send. Take a picture out, and press again.";
    return `The newsroom stumbled (${status}). ${AGAIN}`;
  };

  // A parser runs no script: what is there for who has none would stand in the page, and be pressed.
  const page = async (answer) => {
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of made.querySelectorAll("noscript")) part.remove();
    return made;
  };

  const tokenHere = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  // Whether there is one to try again with.
  const renewToken = async (address) => {
    const fresh = await page(await fetch(address, { cache: "no-store" }));
    if (!fresh.querySelector("body.desk")) throw new Trouble(LOGGED_OUT);
    const token = fresh.querySelector("[name=csrfmiddlewaretoken]");
    if (!token) return false;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = token.value;
    }
    return true;
  };

  // One token does for all that was refused at the same time, and none helps who may not.
  const RENEWED_FOR_MS = 10_000;
  let renewedAt = -Infinity;

  // As fetch(); what is refused, perhaps for a login since, is sent once more with a new token.
  const post = async (address, body, { signal } = {}) => {
    const ask = () => fetch(address, { method: "POST", body, signal });
    const answer = await ask();
    if (answer.status !== 403 || !(await hasNewToken())) return answer;
    body.set("csrfmiddlewaretoken", tokenHere());
    return ask();
  };

  const hasNewToken = async () => {
    if (performance.now() - renewedAt < RENEWED_FOR_MS) return true;
    const isThere = await renewToken(location.href);
    renewedAt = performance.now();
    return isThere;
  };

  const say = (words, mood = "info") => {
    document.querySelector(".said").replaceChildren();
    add(words, mood);
  };

  // Beside what the newsroom said.
  const add = (words, mood) => {
    const line = document.createElement("li");
    line.className = mood;
    line.textContent = words;
    const list = document.querySelector(".said .messagelist") ?? document.createElement("ul");
    list.className = "messagelist";
    list.append(line);
    document.querySelector(".said").append(list);
  };

  const tell = (failure, address) => {
    const words = failure instanceof Trouble ? failure.message : UNREACHED;
    say(words, "error");
    if (words === UNREACHED) document.querySelector(".said li").dataset.unreached = "";
    if (words !== LOGGED_OUT) return;
    const login = document.createElement("a");
    login.href = address;
    login.target = "_blank";
    login.textContent = "Open the desk in another tab";
    document.querySelector(".said li").append(" ", login);
  };

  const reached = () => {
    if (document.querySelector(".said [data-unreached]")) say(`The newsroom is there again. ${AGAIN}`);
  };

  return { LOGGED_OUT, Trouble, add, hasNewToken, reached, unkept, page, post, say, tell, tokenHere };
})();
