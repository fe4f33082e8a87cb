// A whole address in the Link field of "Add a link or a quote" becomes a card too, when the field is
// left or Enter is pressed in it. Where words were typed beside it, it is a quotation by hand. Another
// address of a link that stands in the post is asked at the same moment (links_again.js).
(() => {
  "use strict";

  const ADDRESS = /^(?:https?:\/\/[^\s<>"]{4,1000}|[a-z0-9-]+(?:\.[a-z0-9-]+)+\/[^\s<>"]{1,1000})$/i;
  let isPressed = false; // A card that came now would push away what the finger is on.

  const panelOf = (field) =>
    field.matches?.("[data-new-link] [name$=-url]") ? field.closest("[data-new-link]") : null;

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
      if (!event.target.matches?.("form[data-sheet] .quote-fields input")) return;
      // The sheet's first button is the preview, and nobody has asked for that.
      event.preventDefault();
      event.stopPropagation();
      asking(event.target)?.();
    },
    true,
  );

  document.addEventListener("change", (event) => {
    // What is given back is no editor's act.
    const ask = event.isTrusted && asking(event.target);
    // After the focus has gone where it goes; and after the press that took it there.
    if (ask && isPressed) addEventListener("pointerup", () => setTimeout(ask), { once: true });
    else if (ask) setTimeout(ask);
  });

  // What asks the address in `field`; nothing where it holds none.
  const asking = (field) => {
    const panel = panelOf(field);
    if (panel) return () => take(panel);
    // Whichever of its fields it was: while another one is wrong, the address is not asked.
    const card = field.closest?.("[data-held-link]");
    if (!card) return null;
    return () => card.dispatchEvent(new CustomEvent("desk:another-link", { bubbles: true }));
  };

  for (const [type, is] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]]) {
    document.addEventListener(type, () => (isPressed = is), true);
  }

  const take = (panel) => {
    const sheet = panel?.closest("form[data-sheet]");
    // Sent meanwhile: then it goes out as the link that it is.
    if (!sheet || sheet.inert) return;
    const fields = Array.from(panel.querySelectorAll("input, textarea"));
    const link = fields.find((field) => field.name.endsWith("-url"));
    const url = link.value.trim();
    if (!ADDRESS.test(url) || fields.some((field) => field !== link && field.value.trim())) return;
    const isHere = panel.contains(document.activeElement) || document.activeElement === document.body;
    link.value = "";
    panel.open = false;
    const address = url.includes("://") ? url : `https://${url}`;
    const detail = { url: address, takesFocus: isHere };
    sheet.dispatchEvent(new CustomEvent("desk:link", { bubbles: true, detail }));
  };
})();
