// A picture is looked at as large as the screen: its link leads to the largest file, and here it opens
// over the page instead, in the width that fits. Escape, a click or the button closes it; of several in
// one post the next is a key, a swipe or a button away. Listens once for the whole page, so for posts
// that came by polling too.
(() => {
  "use strict";

  const KEYS = { ArrowLeft: -1, ArrowRight: 1 };
  const SWIPE_PIXELS = 40;

  const isThere = (link) => link.querySelector("picture");

  const open = (link) => {
    const gallery = link.closest("live-gallery");
    const links = gallery ? Array.from(gallery.querySelectorAll("a.enlarge")).filter(isThere) : [link];
    let at = links.indexOf(link);
    const dialog = document.createElement("dialog");
    dialog.className = "enlarged";
    const bar = document.createElement("div");
    bar.className = "enlarged-bar";
    const close = button("Close", () => dialog.close());
    const [back, on] = [button("‹", () => step(-1), "Previous picture"), button("›", () => step(1), "Next picture")];
    const said = document.createElement("p");
    said.className = "unseen";
    said.setAttribute("aria-live", "polite");
    bar.append(...(links.length > 1 ? [back, on] : []), close, said);

    const show = () => {
      const picture = largeOf(links[at]);
      dialog.setAttribute("aria-label", picture.querySelector("img").alt || "Picture");
      const caption = links[at].closest("figure")?.querySelector("figcaption");
      dialog.replaceChildren(bar, picture, ...(caption ? [caption.cloneNode(true)] : []));
      back.setAttribute("aria-disabled", String(at === 0));
      on.setAttribute("aria-disabled", String(at === links.length - 1));
    };

    const step = (by) => {
      if (!links[at + by]) return;
      const held = document.activeElement;
      at += by;
      show();
      held?.focus({ preventScroll: true }); // Its button was taken out and put back.
      said.textContent = dialog.getAttribute("aria-label");
    };

    // A name that is marked to be copied is not a wish to close.
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("figcaption, button")) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      const isAlone = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
      if (isAlone && KEYS[event.key]) step(KEYS[event.key]);
    });
    onSwipe(dialog, step);
    dialog.addEventListener("close", () => {
      dialog.remove();
      const seen = links[at] === link ? -1 : gallery.pictures.indexOf(links[at].closest("figure"));
      if (seen >= 0) gallery.show(seen, "instant"); // One that was taken out meanwhile is nowhere.
      // A gallery is one stop of the Tab key: its strip, not each of its links.
      const stop = link.closest(".gallery-strip") || link;
      if (stop.isConnected) stop.focus({ preventScroll: true });
    });
    show();
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
  };

  const largeOf = (link) => {
    const picture = link.querySelector("picture").cloneNode(true);
    const image = picture.querySelector("img");
    const shown = link.querySelector("img");
    for (const each of picture.children) each.sizes = "100vw";
    image.loading = "eager";
    if (shown.naturalWidth) {
      image.dataset.instead = shown.currentSrc;
      image.addEventListener("error", () => showInstead(picture, image), { once: true });
    }
    return picture;
  };

  // In a tunnel the larger file does not come; the one on the page has.
  const showInstead = (picture, image) => {
    for (const source of picture.querySelectorAll("source")) source.remove();
    image.removeAttribute("srcset");
    image.src = image.dataset.instead;
    delete image.dataset.instead;
  };

  const button = (words, press, label = "") => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "button", textContent: words });
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", press);
    return made;
  };

  // One finger, across; not two, and not within a picture that was zoomed into.
  const onSwipe = (dialog, step) => {
    let from = null;
    dialog.addEventListener("touchstart", (event) => {
      const isZoomed = window.visualViewport?.scale > 1.05;
      from = event.touches.length === 1 && !isZoomed ? event.touches[0] : null;
    });
    dialog.addEventListener("touchend", (event) => {
      if (!from) return;
      const to = event.changedTouches[0];
      const [across, down] = [to.clientX - from.clientX, to.clientY - from.clientY];
      from = null;
      if (Math.abs(across) > Math.max(SWIPE_PIXELS, 2 * Math.abs(down))) step(across < 0 ? 1 : -1);
    });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.enlarge");
    const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || !window.HTMLDialogElement) return;
    event.preventDefault();
    // What did not load has a box in its place, and nothing to be enlarged.
    if (isThere(link)) open(link);
  });
})();
