// What readers would get, under the sheet and in the reader's own type: a shadow tree keeps the
// desk's rules out of it. Without this the preview opens in a tab of its own.
(() => {
  "use strict";

  document.addEventListener(
    "submit",
    (event) => {
      const button = event.submitter?.closest("[data-preview]");
      if (!button) return;
      event.preventDefault();
      event.stopPropagation();
      preview(event.target, button);
    },
    true,
  );

  const preview = async (sheet, button) => {
    const pane = paneUnder(sheet);
    try {
      const said = new FormData(sheet);
      for (const [name, value] of Array.from(said)) if (value instanceof File) said.delete(name);
      const { LOGGED_OUT, Trouble, post } = window.deskAnswers;
      const answer = await post(button.formAction, said);
      if (answer.redirected) throw new Trouble(LOGGED_OUT);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = fresh.querySelector("main .blog-main");
      if (!main) throw new Error(String(answer.status));
      const styles = Array.from(fresh.querySelectorAll("link[rel=stylesheet]"));
      // The reader's type is set on the body: so one stands here, in the shadow.
      const body = document.createElement("body");
      body.append(main);
      pane.place.replaceChildren(...styles);
      await Promise.all(styles.map(isThere));
      pane.place.append(body);
      pane.place.dispatchEvent(new Event("liveblog:shown", { bubbles: true, composed: true }));
    } catch (failure) {
      const why = failure instanceof window.deskAnswers.Trouble ? ` ${failure.message}` : "";
      pane.place.textContent = `The preview could not be made. Your words are all here.${why}`;
    }
    pane.figure.scrollIntoView({ block: "nearest" });
  };

  // Words without their styles would jump, and a gallery could not be turned.
  const isThere = (style) =>
    new Promise((done) => {
      style.addEventListener("load", done);
      style.addEventListener("error", done);
    });

  const paneUnder = (sheet) => {
    sheet.parentElement.querySelector(".preview")?.remove();
    const figure = document.createElement("section");
    figure.className = "preview";
    figure.setAttribute("aria-label", "Preview: what readers would get");
    const place = document.createElement("div");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close the preview";
    close.addEventListener("click", () => figure.remove());
    figure.append(place, close);
    sheet.after(figure);
    return { figure, place: place.attachShadow({ mode: "open" }) };
  };
})();
