// Pictures come to the sheet ahead of it: chosen, dropped or pasted, several at once. Each travels
// on its own, with its progress in its own place; what fails there stops no other.
(() => {
  "use strict";

  const AT_ONCE = 2; // The desk's other requests want their share of the line, too.
  const PATIENCE_SECONDS = 300;
  const LOGGED_OUT = "You have been logged out. Log in in another tab, then try again.";
  const UNREACHED = "The newsroom cannot be reached.";
  const WAIT = "A picture is still on its way. The post is sent as soon as it is here.";

  // By the id of its place on the sheet: the file, and how far it is (waits, travels, failed).
  const uploads = new Map();
  let counted = 0;
  // The verb that was pressed while pictures were on their way.
  let pressed = null;

  const sheetOnScreen = () => document.querySelector("form[data-sheet]");
  const shelf = () => document.querySelector("form[data-sheet] [data-pictures]");
  const placeOf = (id) => document.getElementById(id);
  const inState = (...states) =>
    Array.from(uploads).filter(([, upload]) => states.includes(upload.state)).map(([id]) => id);
  const onTheWay = () => inState("waits", "travels");

  // The other listeners learn of it as of words that were typed.
  const changed = () => sheetOnScreen()?.dispatchEvent(new Event("input", { bubbles: true }));

  const say = (id, words) => {
    const line = placeOf(id)?.querySelector(".upload-said");
    if (line) line.textContent = words;
  };

  // Taking in.

  const take = (files) => {
    for (const file of files) {
      const id = `upload-${++counted}`;
      const plain = document.querySelector("template[data-upload-plain]").content;
      const place = plain.querySelector(".upload").cloneNode(true);
      place.id = id;
      place.querySelector(".upload-name").textContent = file.name;
      shelf().append(place);
      uploads.set(id, { file, state: "waits" });
    }
    placeOf(`upload-${counted}`)?.scrollIntoView({ block: "nearest" });
    next();
  };

  const next = () => {
    for (const id of inState("waits").slice(0, AT_ONCE - inState("travels").length)) send(id);
  };

  const send = (id) => {
    const upload = uploads.get(id);
    const request = new XMLHttpRequest(); // fetch() does not say how far an upload is.
    Object.assign(upload, { state: "travels", request });
    show(id, { failed: false });
    say(id, pressed === null ? "On its way." : WAIT);
    request.upload.addEventListener("progress", (event) => {
      const bar = placeOf(id)?.querySelector("progress");
      if (bar && event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => {
      placeOf(id)?.querySelector("progress").removeAttribute("value");
    });
    request.addEventListener("load", () => answered(id, request));
    request.addEventListener("error", () => fail(id, UNREACHED, { isTrouble: true }));
    request.addEventListener("timeout", () =>
      fail(id, "The newsroom did not answer in time.", { isTrouble: true }),
    );
    request.timeout = PATIENCE_SECONDS * 1000;
    request.open("POST", shelf().dataset.pictures);
    request.send(asked("picture", upload.file));
  };

  const asked = (name, value) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", window.deskAnswers.tokenHere());
    body.append(name, value);
    return body;
  };

  const answered = (id, request) => {
    if (request.status === 201) arrive(id, request.responseText);
    else if (request.status === 422) fail(id, request.responseText);
    else if (request.status === 413) fail(id, "It is too large for the newsroom. Export a smaller copy.");
    else if (request.status === 403) sendAgain(id);
    // A redirect to the login has been followed.
    else if (request.status === 200) fail(id, LOGGED_OUT, { isTrouble: true });
    else fail(id, `The newsroom stumbled (${request.status}).`, { isTrouble: true });
  };

  // Who logged in in another tab has another token.
  const sendAgain = async (id) => {
    const upload = uploads.get(id);
    const { Trouble, hasNewToken } = window.deskAnswers;
    try {
      const mayHelp = !upload.isAgain && (await hasNewToken());
      if (uploads.get(id) !== upload) return; // It was cancelled.
      if (!mayHelp) return fail(id, "You may not bring a picture here (403).");
      Object.assign(upload, { state: "waits", isAgain: true });
      next();
    } catch (failure) {
      if (uploads.get(id) === upload) {
        fail(id, failure instanceof Trouble ? LOGGED_OUT : UNREACHED, { isTrouble: true });
      }
    }
  };

  const fieldsIn = (html) => {
    const box = document.createElement("template");
    box.innerHTML = html;
    return box.content.querySelector("[data-photo]");
  };

  const arrive = (id, html) => {
    const fields = fieldsIn(html);
    const place = placeOf(id);
    const twin = placeOf(fields.id);
    if (twin) {
      twin.querySelector("[name$=-remove]").checked = false;
      fail(id, "This picture stands on the sheet already.");
      if (place) place.querySelector("[data-upload-again]").hidden = true;
      return;
    }
    const held = place?.contains(document.activeElement);
    if (place) place.replaceWith(fields);
    else shelf()?.append(fields);
    if (held) fields.querySelector("textarea").focus();
    uploads.delete(id);
    changed();
    go();
  };

  // `isTrouble`: nothing is wrong with the picture itself, and it may come yet.
  const fail = (id, why, { isTrouble = false } = {}) => {
    Object.assign(uploads.get(id), { state: "failed", isTrouble });
    show(id, { failed: true });
    say(id, pressed === null ? why : `${why} The post was not sent: put this right, then press again.`);
    pressed = null;
    next();
  };

  const show = (id, { failed }) => {
    const place = placeOf(id);
    if (!place) return;
    place.classList.toggle("upload-failed", failed);
    const bar = place.querySelector("progress");
    bar.hidden = failed;
    bar.value = 0;
    place.querySelector("[data-upload-again]").hidden = !failed;
    place.querySelector("[data-upload-cancel]").textContent = failed ? "Leave it out" : "Cancel";
  };

  const cancel = (id) => {
    const place = placeOf(id);
    const held = place.contains(document.activeElement);
    uploads.get(id)?.request?.abort();
    uploads.delete(id);
    place.remove();
    if (held) document.querySelector("[data-picture] summary")?.focus();
    go();
  };

  const go = () => {
    next();
    if (pressed === null || onTheWay().length) return;
    const button = sheetOnScreen()?.querySelector(`[name=verb][value="${CSS.escape(pressed)}"]`);
    pressed = null;
    if (button) sheetOnScreen().requestSubmit(button);
  };

  // Ways in.

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-picture] input[type=file]")) return;
    const files = Array.from(event.target.files);
    event.target.value = ""; // They travel now, and not once more with the sheet.
    take(files);
  });

  const brings = (event) =>
    shelf() &&
    event.dataTransfer?.types.includes("Files") &&
    !event.target.closest?.("form:not([data-sheet]), dialog");

  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault(); // Or the browser would leave the desk to show the picture.
    event.dataTransfer.dropEffect = "copy";
    sheetOnScreen().dataset.dropping = "";
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) delete sheetOnScreen()?.dataset.dropping;
  });
  document.addEventListener(
    "drop",
    (event) => {
      if (!brings(event)) return;
      event.preventDefault();
      event.stopPropagation();
      delete sheetOnScreen().dataset.dropping;
      take(event.dataTransfer.files);
    },
    true,
  );

  document.addEventListener(
    "paste",
    (event) => {
      if (!shelf() || event.target.closest?.("form:not([data-sheet]), dialog")) return;
      const files = Array.from(event.clipboardData?.files ?? []);
      const pictures = files.filter((file) => file.type.startsWith("image/"));
      // A spreadsheet's cells are on the clipboard as a picture, too; there the words are meant.
      if (!pictures.length || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      event.stopPropagation();
      take(pictures);
    },
    true,
  );

  // What failed for want of a network tries again by itself when there is one.
  addEventListener("online", () => {
    for (const id of inState("failed")) {
      if (uploads.get(id).isTrouble && placeOf(id)) uploads.get(id).state = "waits";
    }
    next();
  });

  // On the sheet.

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-pictures] > .upload");
    if (!uploads.has(place?.id)) return;
    if (event.target.closest("[data-upload-cancel]")) cancel(place.id);
    else if (event.target.closest("[data-upload-again]")) {
      Object.assign(uploads.get(place.id), { state: "waits", isAgain: false });
      next();
    }
  });

  document.addEventListener(
    "submit",
    (event) => {
      const isSending = event.target.matches("form[data-sheet]") && !event.submitter?.formTarget;
      const missing = inState("failed").filter((id) => uploads.get(id).isTrouble && placeOf(id));
      if (!isSending || !(missing.length || onTheWay().length)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (missing.length) return pointAt(missing[0]);
      pressed = event.submitter?.value ?? "";
      for (const id of onTheWay()) say(id, WAIT);
      placeOf(onTheWay()[0])?.scrollIntoView({ block: "nearest" });
    },
    true,
  );

  // Sent now, the post would go out without it, and the file would be gone from the page.
  const pointAt = (id) => {
    const place = placeOf(id);
    const name = place.querySelector(".upload-name").textContent;
    const ways = "Try it again, or leave it out; then press again.";
    window.deskAnswers.say(`Nothing was sent: “${name}” is not here yet. ${ways}`, "error");
    place.scrollIntoView({ block: "nearest" });
    place.querySelector("[data-upload-again]").focus({ preventScroll: true });
  };

  window.addEventListener("beforeunload", (event) => {
    if (onTheWay().length) event.preventDefault();
  });

  // Another sheet is on the screen: what failed on the last one went with it. What was sent went
  // without it, and whoever pressed may have missed that.
  let isSent = false;
  document.addEventListener("desk:sent", ({ target }) => (isSent = target.matches("form[data-sheet]")));
  document.addEventListener("desk:shown", () => {
    const gone = inState("failed").filter((id) => !placeOf(id));
    if (isSent && gone.length) {
      const names = gone.map((id) => `“${uploads.get(id).file.name}”`).join(", ");
      window.deskAnswers.add(`${names} could not be used, and did not go out with it.`, "warning");
    }
    for (const id of gone) uploads.delete(id);
    isSent = false;
  });

  // For pictures_held.js.
  window.deskPictures = { asked, changed, fieldsIn, placeOf, shelf };
})();
