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
  const toggled = new Set();

  // An edited post changes where it stands: a player in it plays on, and the focus and what is
  // selected stay. Whatever a reader has set going is marked data-playing.

  const MORPH = {
    callbacks: {
      beforeNodeMorphed: (held) => !(held instanceof Element && held.hasAttribute("data-playing")),
    },
  };

  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target: held, fragment } = event.detail;
    const fresh = fragment.firstElementChild;
    if (!fresh || fresh.id !== held.id || held.parentElement !== feed) return;
    event.detail.shouldSwap = false;
    for (const ours of ["arrived", "waiting"]) {
      if (held.classList.contains(ours)) fresh.classList.add(ours);
    }
    // The space between two parts would be taken for that between two others, past a player.
    for (const space of Array.from(fresh.childNodes)) {
      if (space instanceof Text) space.remove();
    }
    Idiomorph.morph(held, fresh, MORPH);
  });

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
    keepPlace();
    showButton(); // What waits may have been withdrawn.
  });

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
    if (arrived) find("announcer").textContent = counted(waiting.size ? countWaiting() : arrived);
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
})();
