// One user, several tabs: a sheet that another tab has open is not shared without a word, and what
// two tabs left behind unsent is given back, the newest first and the others on offer.
(() => {
  "use strict";

  const ANSWER_MILLISECONDS = 250;
  const { begin, clock, forgetHere, isTyped, isOfSame, keepHere, leaveHere, others } = window.deskHere;
  const { place, places, saidOn, sheetOnScreen, stateOf } = window.deskHere;
  const { restore, keepThere } = window.deskKeeping;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("desk") : null;

  let openElsewhere = new Set();

  tabs?.addEventListener("message", ({ data }) => {
    const sheet = sheetOnScreen();
    if (data.isOpen) openElsewhere.add(data.isOpen);
    else if (sheet && !stateOf(sheet).sent && data.asks === places(sheet)) {
      tabs.postMessage({ isOpen: place(sheet) });
    }
  });

  const askAround = ({ isOpened = false } = {}) => {
    const sheet = sheetOnScreen();
    if (!sheet) return;
    openElsewhere = new Set();
    tabs?.postMessage({ asks: places(sheet) });
    setTimeout(() => sheet.isConnected && look(sheet, isOpened), ANSWER_MILLISECONDS);
  };

  // Filled in where the page was just opened; after a sheet was sent it is offered.
  const look = (sheet, isOpened) => {
    if (stateOf(sheet).sent) return;
    if ([...openElsewhere].some((key) => isOfSame(sheet, key))) warn(sheet);
    const left = others(sheet).filter((other) => !openElsewhere.has(other.place));
    for (const other of left) if (isHad(sheet, other)) forgetHere(other.place);
    const unsent = left.filter((other) => !isHad(sheet, other));
    // What the newsroom gave back is what this browser has of the same sheet, or older.
    const isGiven = document.querySelector(".composer > .given-back");
    const last = unsent.findIndex(({ kept, isOfSame }) => !kept.isLeft && (isOfSame || !isGiven));
    if (isOpened && !isTyped(sheet) && last >= 0) restore(sheet, unsent.splice(last, 1)[0]);
    for (const bar of document.querySelectorAll("[data-other]")) bar.remove();
    for (const other of unsent.reverse()) offer(sheet, other);
  };

  // The newsroom has these, and gives them back itself; or they stand on the sheet already.
  const isHad = (sheet, { kept }) => kept.isThere || goesOnFrom(sheet, kept);

  const goesOnFrom = (sheet, { said }) => {
    const turns = (sheet.elements.from?.value ?? "").split(" ").map((turn) => turn.split("."));
    const [page, turn] = (said.page?.[0] ?? "").split(".");
    return turns.some(([name, at]) => name === page && Number(at) >= Number(turn));
  };

  const bar = (sheet, words, label, press) => {
    const made = document.createElement("div");
    made.className = "given-back";
    made.setAttribute("role", "status");
    made.append(Object.assign(document.createElement("p"), { textContent: words }));
    if (label) {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.textContent = label;
      button.addEventListener("click", press);
      made.append(button);
    }
    sheet.before(made);
    return made;
  };

  const warn = (sheet) => {
    document.querySelector(".composer > .given-back")?.remove();
    const isNew = !sheet.dataset.post;
    const words = isNew
      ? "You have this open in another tab. What you write there and here is one update."
      : "You have this open in another tab.";
    const made = bar(sheet, words, isNew && "Write another one here", () => {
      made.remove();
      empty(sheet);
    });
  };

  const offer = (sheet, other) => {
    const { said, at } = other.kept;
    const begins = said.headline?.[0] || said.body?.[0].replace(/<[^>]*>/g, " ").slice(0, 60) || "…";
    const words = other.kept.isLeft
      ? `Thrown away at ${clock(at)}: “${begins}”.`
      : `Also not sent: “${begins}”, typed until ${clock(at)}.`;
    const made = bar(sheet, words, "Take this one up", () => {
      keepHere(sheet);
      clearCards(sheet);
      document.querySelector("[data-afresh]")?.remove();
      restore(sheet, other);
      look(sheet);
    });
    made.dataset.other = other.place;
  };

  const clearCards = (sheet) => {
    const cards = "[data-pictures] > *, [data-links] > [data-link-card]";
    for (const card of sheet.querySelectorAll(cards)) card.remove();
  };

  // Another sheet, under a name of its own; how the other one stands is not this one's.
  const empty = (sheet) => {
    keepThere(sheet); // The other tab's name is not ours to keep it under, here.
    clearCards(sheet);
    for (const field of sheet.elements) {
      if (field.name === "token") field.value = newName();
      else if (field.type === "checkbox") field.checked = false;
      else if (/^(text|textarea|search|url|datetime-local)$/.test(field.type)) field.value = "";
      else if (field.name === "verification") field.value = "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    begin(sheet);
    sheet.elements.headline.focus();
  };

  const newName = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");

  // With the sheet goes what was typed on it before this page was opened, and is not yet back.
  document.addEventListener("submit", ({ target }) => {
    const sheet = target.matches("form[data-afresh]") && sheetOnScreen();
    if (!sheet) return;
    const earlier = others(sheet).filter(
      (other) => other.isOfSame && !other.kept.isLeft && !openElsewhere.has(other.place),
    );
    const unseen = earlier.filter((other) => !isHad(sheet, other));
    for (const other of earlier) forgetHere(other.place);
    for (const { place: held, kept } of unseen) {
      leaveHere(held, kept.said);
      const { from, page } = kept.said;
      target.elements.from.value = [target.elements.from.value, from, page].flat().join(" ");
    }
    if (isTyped(sheet) || !unseen.length) leaveHere(place(sheet), saidOn(sheet));
    stateOf(sheet).sent = true;
  });

  document.addEventListener("desk:shown", () => askAround());
  askAround({ isOpened: true });
})();
