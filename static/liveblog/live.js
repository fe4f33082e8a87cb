// An open page keeps itself up to date. htmx fetches and swaps; this listener decides when to ask
// (never while hidden, paused or backing off), which new updates wait behind the button, and what
// is said aloud. Without it the page is whole, and a reload brings what is new.
(() => {
  "use strict";

  const find = (id) => document.getElementById(id);
  const feed = find("feed");
  if (!feed || !find("poller")) return;

  const LONGEST_WAIT_SECONDS = 60;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const articles = () => Array.from(feed.children).filter((part) => part.matches("article"));

  const known = new Set(articles().map((article) => article.id));
  const waiting = new Set();
  const toggled = new Set();
  let version = Number(find("poller").dataset.version);
  let waitSeconds = Number(find("poller").dataset.seconds || 0);
  let notBefore = 0; // on performance.now()'s clock: the reader's own plays no part
  let askedAt = 0;
  let askedVersion = version;
  let failures = 0;
  let paused = false;

  // When to ask.

  const isPolling = () => find("poller").hasAttribute("hx-get");

  const mayAsk = () =>
    !document.hidden && !paused && navigator.onLine && performance.now() >= notBefore;

  const askNow = () => {
    notBefore = 0;
    if (isPolling()) htmx.trigger(find("poller"), "poll");
  };

  const askLater = (seconds) => {
    // A second early, so that the poller's own tick at `seconds` is not just missed.
    notBefore = askedAt + Math.max(0, seconds - 1) * 1000;
  };

  const backOff = () => {
    failures += 1;
    const seconds = Math.min(LONGEST_WAIT_SECONDS, waitSeconds * 2 ** failures);
    // Spread out, so that a server that comes back is not met by everyone at once.
    askLater(seconds * (0.75 + Math.random() / 2));
  };

  // The poller that asked may have been replaced by its own answer: the request still names it.
  const isPoll = (event) => (event.detail.requestConfig || event.detail).elt.id === "poller";

  document.body.addEventListener("htmx:configRequest", (event) => {
    if (isPoll(event)) {
      askedVersion = version;
      event.detail.path = event.detail.path.replace(/\/updates\/\d+\//, `/updates/${version}/`);
    } else if (event.detail.elt.closest("#older")) {
      // After the last one held, where it stands here: it may have been moved since.
      const last = articles().at(-1);
      const after = last
        ? `before=${last.id.replace("post-", "")}&at=${encodeURIComponent(last.dataset.publishedAt)}`
        : "before=";
      event.detail.path = event.detail.path.replace(/before=[^&#]*/, after);
    }
  });

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (!isPoll(event)) return;
    if (mayAsk()) askedAt = performance.now();
    else event.preventDefault();
  });

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!isPoll(event)) {
      if (!event.detail.successful) tell("behind", "That did not load. Please try it again.");
      return;
    }
    if (!event.detail.successful) {
      backOff();
    } else {
      failures = 0;
      const poller = find("poller");
      // An older page that came meanwhile may have lowered it: then that one is still to be asked.
      const isNews = event.detail.xhr.status !== 204;
      if (isNews && version === askedVersion) version = Number(poller.dataset.version);
      document.documentElement.lang = poller.dataset.language;
      keepPlace();
      const said = event.detail.xhr.getResponseHeader("Poll-Seconds");
      waitSeconds = Number(said || poller.dataset.seconds || waitSeconds);
      askLater(waitSeconds);
    }
    showStatus();
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    // The link that was pressed is gone: whoever pressed it goes on reading where the new begin.
    if (event.detail.requestConfig.elt.closest("a") && !document.activeElement.closest("main *")) {
      const first = articles().find((article) => !known.has(article.id));
      if (first) headingOf(first).focus({ preventScroll: true });
    }
    // An older page out of a cache may be older than this one: ask again from where it stood.
    const end = find("older") || find("feed-end");
    if (event.detail.requestConfig.elt.closest("#older")) {
      version = Math.min(version, Number(end.dataset.version));
    }
  });

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) askNow();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) askNow();
  });
  window.addEventListener("online", () => {
    showStatus();
    askNow();
  });
  window.addEventListener("offline", () => showStatus());

  // What is being read stays where it is, whatever grows above it. Most browsers see to that.

  const holdsItsPlace = CSS.supports("overflow-anchor", "auto");
  let reading = null;

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (holdsItsPlace || !isPoll(event) || isAtTop()) return;
    const article = articles().find((each) => each.getBoundingClientRect().bottom > 0);
    reading = article && { id: article.id, top: article.getBoundingClientRect().top };
  });

  const keepPlace = () => {
    const article = reading && find(reading.id);
    if (article) window.scrollBy(0, article.getBoundingClientRect().top - reading.top);
    reading = null;
  };

  // What waits. A new update that would push what is being read stands in the feed already, hidden,
  // so that an edit or a retraction reaches it like any other.

  // At the top of the stream one watches; further down one reads.
  const isAtTop = () => feed.getBoundingClientRect().top >= 0;

  const welcome = () => {
    const showAll = isAtTop();
    // What comes in below all that was held pushes nothing: it is an older page, and not news.
    let heldBelow = known.size === 0;
    let arrived = 0;
    for (const article of articles().reverse()) {
      if (known.has(article.id)) {
        article.classList.toggle("waiting", waiting.has(article.id) && !showAll);
        heldBelow = true;
      } else {
        known.add(article.id);
        if (heldBelow) {
          if (!article.matches(".retracted")) arrived += 1;
          article.classList.add(showAll ? "arrived" : "waiting");
          if (!showAll) waiting.add(article.id);
        }
      }
    }
    if (showAll) waiting.clear();
    showButton();
    if (arrived) say(counted(waiting.size ? countWaiting() : arrived));
  };

  const countWaiting = () => feed.querySelectorAll("article.waiting:not(.retracted)").length;

  const counted = (number) => `${number} new update${number === 1 ? "" : "s"}`;

  const showButton = () => {
    const number = countWaiting();
    const button = find("new-updates");
    button.hidden = number === 0;
    button.textContent = number ? counted(number) : "";
  };

  const reveal = () => {
    waiting.clear();
    for (const article of feed.querySelectorAll(".waiting")) article.classList.remove("waiting");
    showButton();
  };

  const headingOf = (article) => article.querySelector("h2") || article.querySelector("a");

  window.addEventListener("scroll", () => waiting.size && isAtTop() && reveal(), { passive: true });

  const goTo = (article) => {
    article.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
    headingOf(article).focus({ preventScroll: true });
  };

  new MutationObserver(welcome).observe(feed, { childList: true });

  find("new-updates").addEventListener("click", () => {
    const first = feed.querySelector("article.waiting");
    reveal();
    if (first) goTo(articles()[0]);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-jump]");
    const article = link && find(link.dataset.jump);
    if (!article || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (article.matches(".waiting")) reveal();
    goTo(article);
  });

  // What a reader has folded or unfolded on the shelf stays so when the shelf is sent anew.

  document.addEventListener("click", (event) => {
    const folded = event.target.closest("#pinned > details > summary");
    if (folded) toggled.add(folded.parentElement.id);
  });

  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    for (const fresh of event.detail.fragment.querySelectorAll("#pinned > details")) {
      const held = find(fresh.id);
      if (held && toggled.has(fresh.id)) fresh.open = held.open;
    }
  });

  // What is said.

  const say = (words) => {
    find("announcer").textContent = words;
  };

  const showStatus = () => {
    const place = find("live-status");
    const state = find("poller").dataset.state;
    const [mood, words] = !isPolling()
      ? ["ended", state === "ended" ? "Coverage has ended. This page is complete." : ""]
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

  const tell = (mood, words) => {
    const place = find("live-status");
    const before = place.dataset.mood;
    place.dataset.mood = mood;
    place.hidden = !words;
    find("live-words").textContent = words;
    // Said aloud where it changes; not on opening the page.
    if (before && before !== mood) say(words);
  };

  find("live-pause").addEventListener("click", () => {
    paused = !paused;
    find("live-pause").textContent = paused ? "Resume updates" : "Pause updates";
    showStatus();
    if (!paused) askNow();
  });

  showStatus();
})();
