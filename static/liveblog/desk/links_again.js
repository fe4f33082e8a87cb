// A link that stands in a post and was never captured: "Try again" asks once more what it says. What
// comes fills its own fields, and is saved with the sheet.
(() => {
  "use strict";

  // It did not load: the card's fields are there, and are typed into.
  if (!window.deskLinks) return;
  const { answerTo, changed, tell } = window.deskLinks;
  const fieldOf = (card, name) => card.querySelector(`[name="${CSS.escape(`${card.dataset.heldLink}-${name}`)}"]`);

  document.addEventListener("click", (event) => {
    const card = event.target.closest?.("[data-held-link]");
    if (card && event.target.closest("[data-link-again]") && !("asking" in card.dataset)) again(card);
  });

  document.addEventListener("desk:given-back", ({ target, detail: { said } }) => {
    for (const card of target.querySelectorAll("[data-held-link]")) {
      const captured = fieldOf(card, "captured");
      captured.value = said[captured.name]?.[0] ?? "";
    }
  });

  const again = async (card) => {
    const sheet = card.closest("form");
    const before = wordsOf(card);
    card.focus({ preventScroll: true }); // The button goes while it is asked.
    card.dataset.asking = "";
    explain(card, "Fetching what it says …");
    const fresh = await answerTo(sheet, fieldOf(card, "url").value.trim());
    delete card.dataset.asking;
    if (!card.isConnected) return;
    // Written by hand meanwhile: then that is what counts.
    if (wordsOf(card) !== before) return explain(card, "");
    const reason =
      typeof fresh === "string" ? fresh : fresh.querySelector(".link-reason")?.textContent;
    if (reason) return explain(card, reason);
    fill(card, fresh);
    changed(sheet);
  };

  const fill = (card, fresh) => {
    const prefix = `link-${fresh.dataset.linkCard}-`;
    for (const field of fresh.querySelectorAll(`[name^="${prefix}"]`)) {
      const own = fieldOf(card, field.name.slice(prefix.length));
      if (own && own.type !== "checkbox") own.value = field.value;
    }
    card.querySelector(".embed").replaceWith(document.adoptNode(fresh.querySelector(".embed")));
    card.querySelector(".link-reason").remove();
    card.querySelector("[data-link-again]").remove();
    tell(`Captured: ${card.querySelector(".embed").innerText.slice(0, 120)}`);
  };

  const explain = (card, words) => {
    card.querySelector(".link-reason").textContent = words;
    if (words) tell(words);
  };

  const wordsOf = (card) =>
    JSON.stringify(Array.from(card.querySelectorAll("input, textarea"), (field) => field.value));
})();
