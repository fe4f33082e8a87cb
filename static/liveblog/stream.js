// What becomes of an answer in the stream: an edit changes a post where it stands, what is new shows
// at once or waits behind the button, and nothing moves what is being read. live.js asks.
(() => {
  "use strict";

  const find = (id) => document.getElementById(id);
  const feed = find("feed");
  if (!feed || !find("poller")) return;

  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const articles = () => Array.from(feed.children).filter((part) => part.matches("article"));

  const known = new Set(articles().map((article) => article.id));
  const waiting = new Set();

  // An edited post changes where it stands: a player in it plays on, and the focus and what is
  // selected stay. Whatever a reader has set going is marked data-playing, and data-gave-up the
  // room that is kept for what did not come.

  const is = (held, selector) => held instanceof Element && held.matches(selector);

  const MORPH = {
    callbacks: {
      beforeNodeMorphed: (held) => !is(held, "[data-playing], [data-gave-up]"),
      // An original that is gone by now keeps no room for what will not come.
      beforeNodeRemoved: (held) => !is(held, "[data-playing]"),
    },
  };

  const CHANGES_IN_PLACE = "#feed > article, #pinned, #key-events, #blog-head";

  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target: held, fragment } = event.detail;
    const fresh = fragment.firstElementChild;
    if (!fresh || fresh.id !== held.id || !held.matches(CHANGES_IN_PLACE)) return;
    event.detail.shouldSwap = false;
    for (const ours of ["arrived", "waiting"]) {
      if (held.classList.contains(ours)) fresh.classList.add(ours);
    }
    hearAmends(held, fresh);
    change(held, fresh);
  });

  // What is put right in public is said, too: whoever heard the wrong words hears of it.

  const MOST_NAMED = 3;
  const amends = [];

  const hearAmends = (held, fresh) => {
    if (!held.matches("article:not(.waiting)")) return;
    const isGone = fresh.matches(".retracted");
    const notes = fresh.querySelectorAll(".correction");
    const isNoted = notes.length > held.querySelectorAll(".correction").length;
    if (isGone ? held.matches(".retracted") : !isNoted) return;
    const label = isGone ? "Withdrawn" : notes[notes.length - 1].getAttribute("aria-label");
    amends.push(`${label}: ${headingOf(isGone ? held : fresh).textContent.trim()}`);
  };

  const sayAmends = () => {
    const said = amends.splice(0);
    if (said.length > MOST_NAMED) say(`${said.length} updates were corrected or withdrawn`);
    else for (const each of said) say(each);
  };

  const change = (held, fresh) => {
    try {
      // The space between two parts would be taken for that between two others, past a player.
      const whole = fresh.cloneNode(true);
      for (const space of Array.from(whole.childNodes)) {
        if (space instanceof Text) space.remove();
      }
      Idiomorph.morph(held, whole, MORPH);
    } catch {
      // It did not load, say. What was withdrawn must go all the same.
      (find(fresh.id) || held).replaceWith(fresh);
    }
  };

  // What is being read stays where it is, whatever grows above it. Most browsers see to that.

  const holdsItsPlace = CSS.supports("overflow-anchor", "auto");
  let reading = null;

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (holdsItsPlace || event.detail.requestConfig.elt.id !== "poller" || isAtTop()) return;
    const article = articles().find((each) => each.getBoundingClientRect().bottom > 0);
    reading = article && { id: article.id, top: article.getBoundingClientRect().top };
  });

  const keepPlace = () => {
    const article = reading && find(reading.id);
    if (article) window.scrollBy(0, article.getBoundingClientRect().top - reading.top);
    reading = null;
  };

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig.elt.id !== "poller") return;
    // At once, and not when the observer comes to it: what is to wait must be hidden by then.
    if (arrivals.takeRecords().length) welcome();
    keepPlace();
    sayAmends();
    showButton(); // What waits may have been withdrawn.
  });

  // What waits. A new update that would push what is being read stands in the feed already, hidden,
  // so that an edit or a retraction reaches it like any other.

  // At the top of the stream one watches; further down one reads.
  const isAtTop = () => feed.getBoundingClientRect().top >= 0;

  const welcome = ({ isOlder = false } = {}) => {
    const showAll = isAtTop();
    // What comes in below all that is held pushes nothing. Where nothing is held any more, all of
    // it is new: a fresh first page, for who was too far behind.
    let heldBelow = !articles().some((article) => known.has(article.id));
    let arrived = 0;
    for (const article of articles().reverse()) {
      if (known.has(article.id)) {
        article.classList.toggle("waiting", waiting.has(article.id) && !showAll);
        heldBelow = true;
        continue;
      }
      known.add(article.id);
      if (isOlder) continue;
      if (!article.matches(".retracted")) arrived += 1;
      const waits = heldBelow && !showAll;
      article.classList.add(waits ? "waiting" : "arrived");
      if (waits) waiting.add(article.id);
    }
    if (showAll) waiting.clear();
    showButton();
    if (arrived) say(counted(waiting.size ? countWaiting() : arrived));
  };

  const say = (words) => {
    document.dispatchEvent(new CustomEvent("liveblog:say", { detail: words }));
  };

  const countWaiting = () => feed.querySelectorAll("article.waiting:not(.retracted)").length;

  const counted = (number) => `${number} new update${number === 1 ? "" : "s"}`;

  const showButton = () => {
    const number = countWaiting();
    const button = find("new-updates");
    if (number === 0 && document.activeElement === button) feed.focus({ preventScroll: true });
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

  const arrivals = new MutationObserver(() => welcome());
  arrivals.observe(feed, { childList: true });

  find("new-updates").addEventListener("click", () => {
    const first = feed.querySelector("article.waiting");
    reveal();
    if (first) goTo(first);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-jump]");
    const article = link && find(link.dataset.jump);
    if (!article || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (article.matches(".waiting")) reveal();
    goTo(article);
  });

  // Older updates.

  document.body.addEventListener("htmx:configRequest", (event) => {
    if (!event.detail.elt.closest("#older")) return;
    // After the last one held, where it stands here: it may have been moved since.
    const last = articles().at(-1);
    const after = last
      ? `before=${last.id.replace("post-", "")}&at=${encodeURIComponent(last.dataset.publishedAt)}`
      : "before=";
    event.detail.path = event.detail.path.replace(/before=[^&#]*/, after);
  });

  // The link that was pressed is gone: whoever pressed it goes on reading where the new begin.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (!event.detail.requestConfig.elt.closest("a")) return;
    const first = articles().find((article) => !known.has(article.id));
    if (first && !document.activeElement.closest("main *")) {
      headingOf(first).focus({ preventScroll: true });
    }
    // Not news: they were asked for.
    arrivals.takeRecords();
    welcome({ isOlder: true });
  });

  // Too far behind. Who reads further down, or on a page of older updates, is not thrown back to
  // the top: live.js says that much has changed, and leads to it.

  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target !== feed) return;
    const isOlderPage = new URLSearchParams(location.search).has("before");
    const read = isAtTop() ? null : articles().find((each) => each.getBoundingClientRect().bottom > 0);
    const isKept = !read || fragment.querySelector(`[id="${read.id}"]`);
    if (isOlderPage || !isKept) document.dispatchEvent(new CustomEvent("liveblog:far-behind"));
    if (isOlderPage || !isKept) event.detail.shouldSwap = false;
    else if (read) reading = { id: read.id, top: read.getBoundingClientRect().top };
  });
})();
