// A picture is looked at as large as the screen: its link leads to the largest file, and here it opens
// over the page instead, in the width that fits. Escape, a click or the button closes it. Listens once
// for the whole page, so for posts that came by polling too.
(() => {
  "use strict";

  const open = (link) => {
    const picture = link.querySelector("picture").cloneNode(true);
    for (const each of picture.children) each.sizes = "100vw";
    const image = picture.querySelector("img");
    image.loading = "eager";

    const dialog = document.createElement("dialog");
    dialog.className = "enlarged";
    dialog.setAttribute("aria-label", image.alt || "Picture");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button";
    close.textContent = "Close";
    dialog.append(close, picture);
    const caption = link.closest("figure")?.querySelector("figcaption");
    if (caption) dialog.append(caption.cloneNode(true));

    // A name that is marked to be copied is not a wish to close.
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("figcaption")) dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      // A gallery is one stop of the Tab key: its strip, not each of its links.
      const back = link.closest(".gallery-strip") || link;
      if (back.isConnected) back.focus({ preventScroll: true });
    });
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.enlarge");
    const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || !window.HTMLDialogElement) return;
    event.preventDefault();
    // What did not load has a box in its place, and nothing to be enlarged.
    if (link.querySelector("picture")) open(link);
  });
})();
