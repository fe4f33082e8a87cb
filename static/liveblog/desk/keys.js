// The desk under the fingers. `?` or its button shows what there is.
(() => {
  "use strict";

  // The form that holds the focus; the page's own where none does. Never another's: an open panel's
  // words may be on their way, with the focus nowhere.
  const formAt = (target) =>
    target.closest("form, .coverage, dialog") ?? target.form ?? (isInAPanel() ? null : pagesOwn());
  const isInAPanel = () => document.querySelector(".coverage:is([inert], :has(.panel))");
  const pagesOwn = () => document.querySelector("form[data-sheet], .question > form");

  const SAVE = "[value=save]";

  const press = (target, verb) => {
    const form = formAt(target);
    const button = form?.matches("form") && form.querySelector(verb);
    // Whoever saves by a key goes on writing.
    if (button && verb === SAVE) form.dataset.stays = "";
    if (button) form.requestSubmit(button);
    return Boolean(button);
  };
  const isWriting = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "Enter") {
      if (press(event.target, "[data-shortcut]")) event.preventDefault();
    } else if (command && event.key.toLowerCase() === "s") {
      // The browser would offer to save the page as a file.
      event.preventDefault();
      press(event.target, event.shiftKey ? "[value=submit]" : SAVE);
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
