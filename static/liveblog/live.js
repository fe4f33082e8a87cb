// An open page keeps itself up to date. htmx fetches and swaps; this listener decides when to ask
// (never while hidden, paused or backing off) and from which version, and says how that goes.
// What becomes of the answer in the stream is stream.js. Without either the page is whole.
(() => {
  "use strict";

  const find = (id) => document.getElementById(id);
  if (!find("poller")) return;
  if (!window.htmx) {
    // It did not load: this page cannot keep itself up to date, and says so.
    find("live-words").textContent = "Reload this page for the latest updates.";
    find("live-status").classList.remove("is-unsaid");
    find("live-pause").hidden = true;
    return;
  }

  const LONGEST_WAIT_SECONDS = 60;

  let version = Number(find("poller").dataset.version);
  let waitSeconds = Number(find("poller").dataset.seconds || 0);
  let notBefore = 0; // on performance.now()'s clock: the reader's own plays no part
  let askedAt = 0;
  let askedVersion = version;
  let failures = 0;
  let isGone = false; // the story was taken from the public
  let isStrange = false; // the answer came from somewhere else, a hotel's login page say
  let isFarBehind = false; // so much has changed that the page would be another
  let mustCatchUp = false; // though coverage has ended
  let again = 0;
  let paused = false;

  // When to ask.

  const isPolling = () => "seconds" in find("poller").dataset;

  const mayAsk = () =>
    !document.hidden && !paused && navigator.onLine && performance.now() >= notBefore;

  const ask = () => {
    notBefore = 0;
    htmx.trigger(find("poller"), "poll");
  };

  const askIfPolling = () => (isPolling() || mustCatchUp) && ask();

  const catchUp = () => {
    mustCatchUp = true;
    // Not while a request is under way: a second one would be dropped. And once, however many posts an
    // older page brings: htmx says of each that it was swapped in.
    clearTimeout(again);
    again = setTimeout(ask);
  };

  const askLater = (seconds) => {
    // A second early, so that the poller's own tick at `seconds` is not just missed.
    notBefore = askedAt + Math.max(0, seconds - 1) * 1000;
  };

  const backOff = () => {
    failures += 1;
    const seconds = Math.min(LONGEST_WAIT_SECONDS, (waitSeconds || 5) * 2 ** failures);
    // Spread out, so that a server that comes back is not met by everyone at once.
    askLater(seconds * (0.75 + Math.random() / 2));
    clearTimeout(again);
    // A page that does not poll has no tick that would try again.
    if (mustCatchUp && !isPolling()) again = setTimeout(askIfPolling, seconds * 1000);
  };

  // The poller that asked may have been replaced by its own answer: the request still names it.
  const isPoll = (event) => (event.detail.requestConfig || event.detail).elt.id === "poller";

  document.body.addEventListener("htmx:configRequest", (event) => {
    if (!isPoll(event)) return;
    askedVersion = version;
    event.detail.path = event.detail.path.replace(/\/updates\/\d+\//, `/updates/${version}/`);
  });

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (!isPoll(event)) return;
    if (mayAsk()) askedAt = performance.now();
    else event.preventDefault();
  });

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (!isPoll(event)) return;
    isFarBehind = false;
    isStrange = event.detail.xhr.status === 200 && !event.detail.xhr.responseText.includes('id="poller"');
    // What was on its way when the reader paused waits for the next poll.
    if (isStrange || paused) event.detail.shouldSwap = false;
  });
  document.addEventListener("liveblog:far-behind", () => {
    isFarBehind = true;
  });
  // The poller of an answer that was not taken in would ask as if it had been.
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (!isFarBehind || target.id !== "poller") return;
    // But for its last: that coverage has ended.
    if (fragment.querySelector("[data-seconds]")) event.detail.shouldSwap = false;
  });

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!isPoll(event)) {
      if (event.detail.successful) showStatus();
      else sayFailed(event.detail.elt);
      return;
    }
    isGone = event.detail.xhr.status === 404;
    if (!event.detail.successful || isStrange) {
      backOff();
    } else if (paused) {
      // Nothing was taken in.
    } else if (isFarBehind) {
      askLater(LONGEST_WAIT_SECONDS);
    } else {
      failures = 0;
      mustCatchUp = false;
      const poller = find("poller");
      // An older page that came meanwhile may have lowered it: then that one is still to be asked.
      const isNews = event.detail.xhr.status !== 204;
      if (isNews && version === askedVersion) version = Number(poller.dataset.version);
      document.documentElement.lang = find("blog-head").lang;
      const said = event.detail.xhr.getResponseHeader("Poll-Seconds");
      waitSeconds = Number(said || poller.dataset.seconds || waitSeconds);
      askLater(waitSeconds);
    }
    showStatus();
  });

  // An older page may be of another version: out of a cache of an older one, and then what lies
  // between is asked for again; or, where coverage has ended and nothing is asked for, of a newer.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (!event.detail.requestConfig.elt.closest("#older")) return;
    const other = Number((find("older") || find("feed-end")).dataset.version);
    const differs = other !== version;
    version = Math.min(version, other);
    if (differs && !isPolling()) catchUp();
  });

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) askIfPolling();
  });
  window.addEventListener("pageshow", (event) => {
    // A page that was left and come back to stands as it stood then.
    const [opened] = performance.getEntriesByType("navigation");
    if (event.persisted || opened?.type === "back_forward") catchUp();
  });
  window.addEventListener("online", () => {
    showStatus();
    askIfPolling();
  });
  window.addEventListener("offline", () => showStatus());

  // What is said.

  // What one answer brings is said together: that coverage has ended, and its last update.
  const saying = [];
  const say = (words) => {
    if (saying.push(words) > 1) return;
    setTimeout(() => {
      find("announcer").textContent = saying.splice(0).join(". ");
    });
  };
  document.addEventListener("liveblog:say", (event) => say(event.detail));

  const showStatus = () => {
    const place = find("live-status");
    const state = find("poller").dataset.state;
    const [mood, words] = !isPolling() && !mustCatchUp && !isFarBehind
      ? ["ended", state === "ended" ? "Coverage has ended. This page is complete." : ""]
      : isGone
        ? ["behind", "This story is no longer to be found. Looking for it now and then."]
        : isFarBehind
          ? ["behind", "Much has changed since you opened this page. Reload it for the latest."]
          : failures || !navigator.onLine
          ? ["behind", "Not up to date: the newsroom cannot be reached. Trying again."]
          : paused
            ? ["paused", "Updates are paused."]
            : state === "paused"
              ? ["resting", "Coverage is paused. New updates appear here when it goes on."]
              : ["live", place.dataset.live];
    find("live-pause").hidden = !isPolling();
    tell(mood, words);
  };

  // Far down one does not see the page's own line: it stands at what was pressed, too.
  const NOT_LOADED = "That did not load. Please try it again.";
  const sayFailed = (pressed) => {
    tell("behind", NOT_LOADED);
    const place = pressed.closest("#older");
    if (!place || place.querySelector(".older-failed")) return;
    const line = document.createElement("p");
    line.className = "older-failed";
    line.textContent = NOT_LOADED;
    place.append(line);
  };

  const tell = (mood, words) => {
    const place = find("live-status");
    const before = place.dataset.mood;
    place.dataset.mood = mood;
    place.hidden = !words;
    place.classList.remove("is-unsaid");
    find("live-words").textContent = words;
    // Said aloud where it changes; not on opening the page.
    if (before && before !== mood) say(words);
  };

  find("live-pause").addEventListener("click", () => {
    paused = !paused;
    find("live-pause").textContent = paused ? "Resume updates" : "Pause updates";
    showStatus();
    if (!paused) askIfPolling();
  });

  showStatus();
})();
