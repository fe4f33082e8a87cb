// The desk works without this; with it, a night is a little easier on the hands.
(() => {
  const sheet = document.querySelector("form[data-sheet]");
  if (!sheet) return;
  let isSent = false;

  // Ctrl or ⌘ with Enter presses the sheet's main button, wherever in it one is writing.
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      sheet.requestSubmit(sheet.querySelector("[data-shortcut]"));
    } else if (event.target.name === "headline") {
      // In the headline Enter goes on to the text, instead of sending half a post.
      event.preventDefault();
      sheet.elements.body.focus();
    }
  });

  // The server publishes a second click once; this spares it the question.
  sheet.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });

  // A row's button, a link or a reload must not take unsaved words along. What a refused page
  // holds was never saved, changed or not.
  const words = () =>
    JSON.stringify([...new FormData(sheet)].map(([name, value]) => [name, value.name ?? value]));
  const loaded = words();
  const isUnsaved = () => "unsaved" in sheet.dataset || words() !== loaded;
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && isUnsaved()) event.preventDefault();
  });

  // Asked before the picture travels, not after: a browser forgets the file of a refused page.
  const file = sheet.querySelector("[data-picture] input[type=file]");
  file?.addEventListener("change", () => {
    for (const name of ["alt_text", "credit"]) {
      sheet.elements[`new-${name}`].required = file.files.length > 0;
    }
  });
})();
