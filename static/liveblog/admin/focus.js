// What must stay in view is pointed at in the picture itself; the two numbers stay what is saved.

const CARD = 1200 / 630;

// How far along one side a cropped part begins, as `object-position` counts: the part that is
// `shown` (of 1) is put around `focus` and kept inside, as photos/geometry.py does.
const position = (focus, shown) => {
  const left = 1 - shown;
  if (left <= 0) return 50;
  return (Math.max(0, Math.min(focus - shown / 2, left)) / left) * 100;
};

const watch = (place) => {
  const picture = place.querySelector(".focus-picture img");
  const mark = place.querySelector(".focus-mark");
  const frame = place.querySelector(".focus-card div");
  const fields = ["x", "y"].map((side) => document.getElementById(`id_focal_${side}`));
  const isTyped = fields.every(Boolean);
  const shape = picture.getAttribute("width") / picture.getAttribute("height");

  const card = frame && (frame.querySelector("img") ?? frame.appendChild(new Image()));
  if (card) {
    card.alt = "";
    card.src = picture.src;
  }

  const focus = () => {
    const said = isTyped ? fields.map((field) => field.valueAsNumber) : [+place.dataset.x, +place.dataset.y];
    return said.map((each) => Math.max(0, Math.min(Number.isNaN(each) ? 50 : each, 100)));
  };

  const draw = () => {
    const [x, y] = focus();
    mark.hidden = false;
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    if (!card) return;
    const across = position(x / 100, Math.min(1, CARD / shape));
    const down = position(y / 100, Math.min(1, shape / CARD));
    card.style.objectPosition = `${across}% ${down}%`;
  };

  if (isTyped) {
    place.classList.add("focus-pressed");
    picture.addEventListener("click", (press) => {
      const seen = picture.getBoundingClientRect();
      const shares = [(press.clientX - seen.left) / seen.width, (press.clientY - seen.top) / seen.height];
      fields.forEach((field, number) => {
        field.value = Math.round(shares[number] * 100);
        // Whoever keeps what is typed hears of it.
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
    for (const field of fields) field.addEventListener("input", draw);
  }
  draw();
};

document.querySelectorAll(".focus").forEach(watch);
