// "Show the original": the provider's own player comes into a frame when a reader asks for it, and
// nothing is asked of a provider before. It takes the place of what we kept, which stays beneath it;
// where that is too small for it, the place is as large as it will be from the press on. What does not
// come leaves its room, until somebody presses. Who wants it always so says it once for each provider,
// and this browser remembers.
(() => {
  "use strict";

  const PATIENCE_SECONDS = 20; // a player's last file may be long in coming
  const KEY = "liveblog:originals";
  const OFFLINE = "You are offline";
  // A frame of another origin keeps its own; it gets no way to ours, to our window or to our place.
  const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
  const putBack = new Set(); // by hand: these do not come again by themselves

  const remembered = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
    } catch {
      return new Set(); // Storage may be forbidden.
    }
  };

  const remember = (provider, isWanted) => {
    const wanted = remembered();
    wanted[isWanted ? "add" : "delete"](provider);
    try {
      localStorage.setItem(KEY, JSON.stringify([...wanted]));
    } catch {
      // Then it holds for this one only.
    }
  };

  const made = (tag, facts) => Object.assign(document.createElement(tag), facts);

  // Of a link that says nothing there is nothing else to show.
  const kept = (place) => (place.closest(".embed-bare") ? "Put it away" : "Show what we kept");

  const show = (place) => {
    takeBack(place);
    const { player, title, from, provider, shape } = place.dataset;
    const allow = "fullscreen; encrypted-media; picture-in-picture";
    const frame = made("iframe", { className: `embed-frame shape-${shape}`, title, allow });
    frame.setAttribute("sandbox", SANDBOX);
    // Players refuse who does not say where they are; it is told the site, not the page.
    frame.referrerPolicy = "strict-origin";
    frame.src = player;
    const back = made("button", { type: "button", textContent: kept(place) });
    back.dataset.showKept = "";
    const box = made("input", { type: "checkbox", checked: remembered().has(provider) });
    box.dataset.always = provider;
    // Heard here: a change does not pass the bounds of the preview's shadow.
    box.addEventListener("change", () => choose(provider, box.checked));
    const label = made("label", {});
    // Short, so that it stands in the line that the button was in; whoever hears it hears it whole.
    const whole = made("span", { className: "unseen", textContent: " show originals" });
    const words = made("span", {});
    words.append("Always", whole, ` from ${from}`);
    label.append(box, words);
    // A frame does not tell its page that it holds an error: so it is said beside the way back.
    const doubt = made("span", { className: "embed-ways-doubt" });
    doubt.textContent = `If nothing appears, ${from} did not answer.`;
    const ways = made("p", { className: "embed-ways" });
    ways.append(back, " ", doubt, " ", label);
    note(place, "");
    place.append(frame, ways);
    watch(place, frame);
    // stream.js and its morphing leave alone what is playing.
    place.dataset.playing = "";
    return frame;
  };

  // Beside the button: why it is not shown. Nothing: what stood there before.
  const note = (place, words) => {
    if ("gaveUp" in place.dataset) {
      place.querySelector(".embed-ways-doubt").textContent = words;
      return;
    }
    const ways = place.querySelector(".embed-ways");
    const held = ways.querySelector(".embed-ways-note");
    if (!held && !words) return;
    const line = held ?? made("span", { className: "embed-ways-note" });
    line.dataset.stood ??= line.textContent;
    line.setAttribute("role", "status");
    if (!held) ways.append(line);
    line.textContent = words || line.dataset.stood;
  };

  // What has not come after a while, or before the network went, makes way for what we kept.
  const watch = (place, frame) => {
    const stop = () => {
      clearTimeout(timer);
      removeEventListener("offline", giveUp);
    };
    const giveUp = () => {
      stop();
      if (!frame.isConnected) return;
      const hasFocus = place.contains(document.activeElement);
      putBack.add(place.id);
      const button = place.matches(".takes-the-still") ? takeBack(place) : holdOpen(place, frame);
      if (hasFocus) button.focus({ preventScroll: true });
      note(place, navigator.onLine ? `${place.dataset.from} did not answer` : OFFLINE);
    };
    const timer = setTimeout(giveUp, PATIENCE_SECONDS * 1000);
    addEventListener("offline", giveUp);
    frame.addEventListener("load", stop, { once: true });
  };

  const takeBack = (place) => {
    for (const part of Array.from(place.children).slice(1)) part.remove();
    delete place.dataset.playing;
    delete place.dataset.gaveUp;
    return place.querySelector("button");
  };

  // Nobody has pressed anything, so nothing moves: as much room is left as the frame had, and the line
  // below it stays, with a button that tries again.
  const holdOpen = (place, frame) => {
    frame.replaceWith(made("div", { className: `${frame.className} embed-frame-was` }));
    delete place.dataset.playing;
    place.dataset.gaveUp = "";
    const button = place.querySelector("[data-show-kept]");
    delete button.dataset.showKept;
    button.dataset.showOriginal = "";
    const first = place.querySelector("[data-show-original]");
    button.replaceChildren(...first.cloneNode(true).childNodes);
    place.querySelector(".embed-ways-doubt").setAttribute("role", "status");
    return button;
  };

  const choose = (provider, isWanted) => {
    remember(provider, isWanted);
    for (const other of document.querySelectorAll(`[data-always="${provider}"]`)) other.checked = isWanted;
    look(document);
  };

  // Across the shadow in which the desk shows its preview.
  const pressed = (event, selector) => event.composedPath()[0].closest?.(selector);

  document.addEventListener("click", (event) => {
    const place = pressed(event, "[data-show-original], [data-show-kept]")?.closest(".embed-original");
    if (!place) return;
    const isShown = "playing" in place.dataset;
    if (!isShown && !navigator.onLine) return note(place, OFFLINE);
    if (isShown) putBack.add(place.id);
    (isShown ? takeBack : show)(place).focus({ preventScroll: true });
  });

  // What comes by itself comes when it is near, and where nothing that is being looked at moves by it:
  // in the place of a still, below what is in view, or along with the post that has just arrived.

  const isWanted = (place) =>
    navigator.onLine &&
    !("playing" in place.dataset) &&
    !putBack.has(place.id) &&
    remembered().has(place.dataset.provider);

  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect: at } of entries) {
        const place = target.querySelector(".embed-original");
        if (!place || !isIntersecting || !isWanted(place)) continue;
        if (place.matches(".takes-the-still") || at.top > innerHeight) show(place);
      }
    },
    { rootMargin: "600px 0px" },
  );

  const isInView = (part) => part.getClientRects().length > 0 && part.getBoundingClientRect().top < innerHeight;

  const look = (root, { hasJustCome = false } = {}) => {
    for (const place of root.querySelectorAll(".embed-original")) {
      const embed = place.closest(".embed");
      if (!isWanted(place)) continue;
      if (hasJustCome && isInView(embed)) show(place);
      else near.observe(embed);
    }
  };

  look(document);
  // After stream.js, which hides what is to wait: nothing in that is asked for.
  new MutationObserver((records) => {
    if (!remembered().size) return;
    const come = records.flatMap(({ addedNodes }) => Array.from(addedNodes));
    for (const part of come) if (part instanceof Element) look(part, { hasJustCome: true });
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("liveblog:shown", (event) => look(event.composedPath()[0], { hasJustCome: true }));
})();
