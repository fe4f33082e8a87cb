// Two people on one post: a press fills the form with a colleague's words or with one's own again.
// What is said stays on the server; this only types it into the fields.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-merging]");
    const sheet = choice?.closest(".merging").parentElement.querySelector("form:has([name=revision])");
    if (!sheet) return;
    for (const [name, values] of Object.entries(JSON.parse(choice.dataset.merging))) {
      for (const field of sheet.querySelectorAll(`[name="${CSS.escape(name)}"]`)) type(field, values);
    }
    const both = choice.closest(".merging-field").querySelectorAll("[data-merging]");
    for (const each of both) each.setAttribute("aria-pressed", String(each === choice));
  });

  const type = (field, values) => {
    if (field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    // Whoever dresses the field up, or keeps what is typed, hears of it.
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
})();
