// Whoever types on while a sheet is being sent loses no key. What they type waits in a field of its
// own, seen as soon as there is something in it, and begins the next update; where a draft was saved
// and stays open, it goes on at the caret.
window.deskTypedOn = (() => {
  "use strict";

  const RICH_WITHIN_MS = 1_000;
  const TEXT = "textarea, [contenteditable=true], input:is([type=text], [type=url], [type=search])";

  let waiting = null; // The field, and where the caret was.

  const made = (stays) => {
    const shell = document.createElement("label");
    shell.className = "typed-on unseen";
    const field = document.createElement("textarea");
    field.rows = 2;
    field.addEventListener("input", () => shell.classList.toggle("unseen", !field.value));
    shell.append(`Typed meanwhile, ${stays ? "to go on with" : "for your next update"}`, field);
    document.querySelector(".said").after(shell);
    return { shell, field };
  };

  // `held` had the focus when the sheet was sent.
  const begin = (sheet, held, { stays }) => {
    if (!sheet.contains(held) || !held.matches(TEXT)) return;
    waiting ??= made(stays);
    waiting.caret = caretOf(held);
    waiting.field.focus({ preventScroll: true });
  };

  const caretOf = (held) => {
    if (!held.isContentEditable) return { name: held.name, at: held.selectionStart };
    const rich = new CustomEvent("rich:caret", { bubbles: true, detail: {} });
    held.dispatchEvent(rich);
    return { name: rich.detail.name, at: rich.detail.at };
  };

  // It did not get through: what was typed stays in view, to begin the next one.
  const end = () => {
    if (!waiting || waiting.field.value) return;
    waiting.shell.remove();
    waiting = null;
  };

  const isBegun = () => Boolean(waiting);

  // On the page that came.
  const give = async ({ stays }) => {
    const sheet = document.querySelector("form[data-sheet]");
    if (!waiting || !sheet) return;
    const { caret, field, shell } = waiting;
    if (stays) await goTo(sheet.elements[caret.name], caret.at);
    else sheet.elements.headline.focus();
    const words = field.value.replace(/\s*\n\s*/g, " ");
    shell.remove();
    waiting = null;
    if (words) document.execCommand("insertText", false, words);
  };

  const goTo = async (field, at) => {
    if (!field) return;
    if ("rich" in field.dataset) await becomesRich(field);
    field.dispatchEvent(new CustomEvent("rich:go", { bubbles: true, detail: { at } }));
    if (field.classList.contains("rich-source")) return;
    field.focus({ preventScroll: true });
    field.setSelectionRange(at, at);
  };

  const becomesRich = async (field) => {
    const until = performance.now() + RICH_WITHIN_MS;
    while (!field.classList.contains("rich-source") && performance.now() < until) {
      await new Promise(requestAnimationFrame);
    }
  };

  return { begin, end, give, isBegun };
})();
