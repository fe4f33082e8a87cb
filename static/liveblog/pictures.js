// A picture that cannot be loaded becomes a neutral box of its size, with the words that say what
// it shows, and comes back when the reader is out of the tunnel. Listens once for the whole page,
// so for posts that came by polling too.
(() => {
  // A file that was removed is not asked for on every poll, all night.
  const TRIES = 3;
  const away = new Map(); // each box, and the picture whose place it holds

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
    away.set(box, { picture, left: TRIES, isAsked: false });
  };

  // Loaded beside the page, and put there whole: the box keeps the place, so nothing moves.
  const askAgain = (box, held) => {
    const picture = held.picture.cloneNode(true);
    const image = picture.querySelector("img");
    held.left -= 1;
    held.isAsked = true;
    image.addEventListener("load", () => {
      away.delete(box);
      box.replaceWith(picture);
    });
    image.addEventListener("error", () => {
      held.isAsked = false;
    });
    image.loading = "eager";
  };

  const comeBack = () => {
    for (const [box, held] of away) {
      if (!box.isConnected) {
        away.delete(box);
      } else if (held.left && !held.isAsked) {
        askAgain(box, held);
      }
    }
  };

  window.addEventListener("online", comeBack);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) {
      comeBack();
    }
  });

  // "error" does not bubble: it is caught on its way down.
  document.addEventListener(
    "error",
    (event) => {
      // One that has another file to show instead asks for that first.
      if (event.target instanceof HTMLImageElement && !("instead" in event.target.dataset)) {
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
