// Pictures that stand on the sheet: taken there from the library, put in order, and given back with
// words that this browser kept.
(() => {
  "use strict";

  const { asked, changed, fieldsIn, placeOf, shelf } = window.deskPictures;

  // From the library.

  const takeFromLibrary = async (button) => {
    const twin = () => placeOf(`picture-${button.dataset.takePhoto}`);
    const came = twin() ? {} : await fetched(button.dataset.takePhoto);
    const fields = twin() ?? came.fields; // A second press may have brought it meanwhile.
    if (!fields) {
      button.querySelector("span").textContent = came.why;
      return;
    }
    const leftOut = twin()?.querySelector("[type=checkbox][name$=-remove]");
    if (leftOut) leftOut.checked = false;
    if (!twin()) shelf().append(fields);
    fields.scrollIntoView({ block: "nearest" });
    fields.querySelector("textarea, button")?.focus({ preventScroll: true });
    changed();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-photo]");
    if (button) takeFromLibrary(button);
  });

  // In order.

  document.addEventListener("click", (event) => {
    const fields = event.target.closest("[data-photo]");
    if (!fields) return;
    if (event.target.closest("[data-picture-up]")) swap(fields.previousElementSibling, fields);
    if (event.target.closest("[data-picture-down]")) swap(fields, fields.nextElementSibling);
    if (event.target.closest(".shown-moves")) keepHand(fields, event.target);
  });

  const swap = (first, second) => {
    if (!first || !second) return;
    // What holds the focus stays where it is in the tree: moved, it would lose it.
    if (first.contains(document.activeElement)) first.before(second);
    else second.after(first);
    changed();
  };

  // At either end there is one way left to go, and one button.
  const keepHand = (fields, button) => {
    const way = fields.nextElementSibling ? "[data-picture-down]" : "[data-picture-up]";
    const isEnd = !fields.nextElementSibling || !fields.previousElementSibling;
    (isEnd ? fields.querySelector(way) : button).focus({ preventScroll: true });
    fields.scrollIntoView({ block: "nearest" });
  };

  // A refusal leads to the field that it is about; the page's address need not change for that.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".problems a[href^='#id_shown-']");
    const field = link && placeOf(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
  });

  // Given back: the words stand on the sheet at once, so that they are kept and sent whether or not
  // the picture itself can be shown here.

  document.addEventListener("desk:given-back", (event) => giveBack(event.detail.said));

  const giveBack = (said) => {
    for (const fields of shelf()?.querySelectorAll("[data-photo]") ?? []) {
      fields.querySelector("[name=pictures]").value = fields.dataset.photo;
    }
    for (const photo of said.pictures ?? []) {
      shelf().append(placeOf(`picture-${photo}`) ?? toCome(photo, said));
    }
    changed();
    for (const place of shelf()?.querySelectorAll("[data-to-come]") ?? []) bring(place);
  };

  const toCome = (photo, said) => {
    const plain = document.querySelector("template[data-upload-plain]").content;
    const place = plain.querySelector(".upload").cloneNode(true);
    place.id = `picture-${photo}`;
    place.dataset.toCome = photo;
    place.querySelector(".upload-name").textContent = said[`shown-${photo}-caption`]?.[0] || "A picture";
    place.querySelector("progress").removeAttribute("value");
    const own = Object.entries(said).filter(([name]) => name.startsWith(`shown-${photo}-`));
    for (const [name, [value]] of [["pictures", [photo]], ...own]) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      place.append(field);
    }
    return place;
  };

  const bring = async (place) => {
    show(place, "On its way.", { failed: false });
    const { fields, why } = await fetched(place.dataset.toCome, saidIn(place));
    if (!place.isConnected) return;
    if (!fields) return show(place, `${why} Its words are kept.`, { failed: true });
    fillIn(fields, place);
    const held = place.contains(document.activeElement);
    place.replaceWith(fields);
    if (held) fields.querySelector("textarea").focus();
    changed();
  };

  const saidIn = (place) =>
    Object.fromEntries(
      Array.from(place.querySelectorAll("input[type=hidden]"), ({ name, value }) => [name, value]),
    );

  const show = (place, words, { failed }) => {
    place.classList.toggle("upload-failed", failed);
    place.querySelector("progress").hidden = failed;
    place.querySelector("[data-upload-again]").hidden = !failed;
    place.querySelector("[data-upload-cancel]").textContent = "Leave it out";
    place.querySelector(".upload-said").textContent = words;
  };

  // What was left alone may have been mended in the library since; what was typed comes with what it
  // was typed over.
  const fillIn = (fields, place) => {
    const said = saidIn(place);
    for (const [name, value] of Object.entries(said)) {
      const word = name.replace(/_was$/, "");
      if (said[word] === said[`${word}_was`]) continue;
      const field = fields.querySelector(`[name="${CSS.escape(name)}"]`);
      if (field?.type === "checkbox") field.checked = true;
      else if (field) field.value = value;
    }
  };

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-to-come]");
    if (place && event.target.closest("[data-upload-again]")) bring(place);
    if (!place || !event.target.closest("[data-upload-cancel]")) return;
    place.remove();
    document.querySelector("[data-picture] summary")?.focus();
    changed();
  });

  // The fields of a picture that the newsroom has, or why they did not come; for what was `said` of
  // it, a field each.
  const fetched = async (photo, said = {}) => {
    const { LOGGED_OUT, Trouble, post } = window.deskAnswers;
    try {
      const body = asked("photo", photo);
      for (const [name, value] of Object.entries(said)) body.append(name, value);
      const answer = await post(shelf().dataset.pictures, body);
      if (answer.redirected) throw new Trouble(LOGGED_OUT);
      if (answer.status === 422) return { why: await answer.text() };
      if (answer.status !== 201) return { why: `The newsroom stumbled (${answer.status}).` };
      return { fields: fieldsIn(await answer.text()) };
    } catch (failure) {
      const why = failure instanceof Trouble ? failure.message : "The newsroom cannot be reached.";
      return { why };
    }
  };
})();
