// Django's searching selects have no name of their own: give each part the select's.

const nameOf = (select) => {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  const name = select.getAttribute("aria-label") || label?.textContent || "";
  return name.replace(/[:\s]+$/, "").trim();
};

const nameAll = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.parentElement.querySelector(".select2-container");
    for (const part of box?.querySelectorAll("[role=textbox], [role=searchbox], [role=combobox]") ?? []) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", nameOf(select));
    }
  }
};

// Select2 is made on the document's ready event and when a row is added; this comes after both.
window.addEventListener("load", nameAll);
document.addEventListener("formset:added", () => setTimeout(nameAll));
