// What Django's own admin leaves without a name, or names where no name may stand.

const nameOf = (select) => {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  const name = select.getAttribute("aria-label") || label?.textContent || "";
  return name.replace(/[:\s]+$/, "").trim();
};

// Its searching selects have no name of their own: each part is given the select's.
const nameAll = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.parentElement.querySelector(".select2-container");
    for (const part of box?.querySelectorAll("[role=textbox], [role=searchbox], [role=combobox]") ?? []) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", nameOf(select));
    }
  }
  // Its lists of two columns name a span, which has no role.
  for (const hint of document.querySelectorAll("span.help-tooltip[aria-label]:not([role])")) {
    hint.setAttribute("role", "img");
  }
  // Over a column without a name there is no header.
  for (const header of document.querySelectorAll(".tabular thead th:empty")) {
    const cell = document.createElement("td");
    cell.className = header.className;
    header.replaceWith(cell);
  }
  // Its search has a picture for a label.
  document.getElementById("searchbar")?.setAttribute("aria-label", "Search");
  // And its pairs of a date and a time share one legend that belongs to neither.
  for (const part of document.querySelectorAll(".datetime input:not([aria-label])")) {
    const legend = part.closest(".form-row")?.querySelector("label, legend")?.textContent ?? "";
    const kind = part.classList.contains("vTimeField") ? "time" : "date";
    part.setAttribute("aria-label", `${legend.replace(/[:\s]+$/, "").trim()}, ${kind}`);
  }
};

// They are made whenever it comes to that: at the start, with a new row, when one opens.
const isTheirs = (node) =>
  node.nodeType === Node.ELEMENT_NODE && /select2|selector/.test(node.className);

new MutationObserver((changes) => {
  if (changes.some((change) => [...change.addedNodes].some(isTheirs))) nameAll();
}).observe(document.documentElement, { childList: true, subtree: true });
nameAll();
