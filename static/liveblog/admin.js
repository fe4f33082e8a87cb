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

// Select2 makes its parts whenever it comes to it: at the start, with a new row, when one opens.
const isSelect2 = (node) => node.nodeType === Node.ELEMENT_NODE && /select2/.test(node.className);

new MutationObserver((changes) => {
  if (changes.some((change) => [...change.addedNodes].some(isSelect2))) nameAll();
}).observe(document.documentElement, { childList: true, subtree: true });
nameAll();
