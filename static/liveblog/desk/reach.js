// What opens on the sheet, and the row that was acted on, are brought into view.
(() => {
  "use strict";

  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.open && target.closest("form[data-sheet]")) target.scrollIntoView({ block: "nearest" });
    },
    true,
  );

  // Back from a post's own page, the list is where it was left: at that post.
  const showRow = () => {
    const row = location.hash.startsWith("#post-") && document.getElementById(location.hash.slice(1));
    if (!row) return;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  };
  // Later than the page's own first field, which takes the focus as it is shown.
  document.addEventListener("desk:shown", () => setTimeout(showRow));
})();
