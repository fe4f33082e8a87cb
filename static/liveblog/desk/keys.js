// The desk under the fingers. `?` or its button shows what there is.
(() => {
  "use strict";

  const sheetOnScreen = () => document.querySelector("form[data-sheet]");
  const press = (verb) => {
    const sheet = sheetOnScreen();
    const button = sheet?.querySelector(verb);
    if (button) sheet.requestSubmit(button);
    return Boolean(button);
  };
  const isWriting = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "Enter") {
      if (press("[data-shortcut]")) event.preventDefault();
    } else if (command && event.key.toLowerCase() === "s" && sheetOnScreen()) {
      // The browser would offer to save the page as a file.
      event.preventDefault();
      press(event.shiftKey ? "[value=submit]" : "[value=save]");
    } else if (event.key === "?" && !isWriting(event.target)) {
      document.querySelector("#keys")?.showModal();
    } else if (event.key === "Enter" && event.target.matches?.("form[data-sheet] [name=headline]")) {
      // In the headline Enter goes on to the text, instead of sending half a post.
      event.preventDefault();
      event.target.form.elements.body.focus();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) document.querySelector("#keys").showModal();
  });
})();
