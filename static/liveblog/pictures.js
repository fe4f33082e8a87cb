// A picture that cannot be loaded becomes a neutral box of its size, with the words that say what
// it shows. Listens once for the whole page, so for posts that came by polling too.
(() => {
  const standIn = (image) => {
    const picture = image.closest("picture");
    if (!picture) {
      return;
    }
    const box = document.createElement("div");
    const words = document.createElement("span");
    box.className = "picture-gone";
    box.style.aspectRatio = `${image.width} / ${image.height}`;
    words.textContent = image.alt || "This picture is not available";
    box.append(words);
    picture.replaceWith(box);
  };

  // "error" does not bubble: it is caught on its way down.
  document.addEventListener(
    "error",
    (event) => {
      if (event.target instanceof HTMLImageElement) {
        standIn(event.target);
      }
    },
    true,
  );

  // Those that failed before this was listening.
  for (const image of document.querySelectorAll("picture img")) {
    if (image.complete && image.currentSrc && !image.naturalWidth) {
      standIn(image);
    }
  }
})();
