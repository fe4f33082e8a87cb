// Several pictures in one post. The strip is swiped and scrolled without this; here are its buttons,
// its keys, and that it stays at its picture when the post is edited. reader.css shows the buttons
// only where this element is defined.
(() => {
  "use strict";

  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const KEYS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

  class Gallery extends HTMLElement {
    connectedCallback() {
      for (const kind of ["click", "keydown"]) this.addEventListener(kind, this);
      for (const kind of ["scroll", "scrollend"]) this.addEventListener(kind, this, true);
      this.edits = new MutationObserver(() => this.keepPlace());
      this.edits.observe(this, {
        attributeFilter: ["src", "aria-disabled"],
        childList: true,
        subtree: true,
      });
      this.note();
    }

    disconnectedCallback() {
      this.edits.disconnect();
    }

    handleEvent(event) {
      if (event.type === "click") this.press(event.target.closest("[data-step]"));
      else if (event.type === "keydown") this.type(event);
      else this.note();
      if (event.type === "scrollend") this.heading = undefined;
    }

    get strip() {
      return this.querySelector(".gallery-strip");
    }

    get pictures() {
      return Array.from(this.strip.children);
    }

    // The strip's end is short of the last picture's start by what of the one before peeps in.
    get place() {
      const [first, second] = this.pictures;
      const step = second ? second.offsetLeft - first.offsetLeft : 0;
      const place = step ? Math.round(this.strip.scrollLeft / step) : 0;
      return Math.min(place, this.pictures.length - 1);
    }

    press(button) {
      if (button) this.step(Number(button.dataset.step));
    }

    type(event) {
      const isAlone = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
      if (event.target !== this.strip || !isAlone) return;
      const step = KEYS[event.key];
      if (!step && event.key !== "Enter") return;
      // Else this Enter would press the button that has the focus by then.
      event.preventDefault();
      if (step) this.step(step);
      else this.pictures[this.heading ?? this.at].querySelector(".enlarge")?.click();
    }

    // From where it is heading: two quick presses are two pictures.
    step(step) {
      const wanted = (this.heading ?? this.at) + step;
      this.heading = Math.max(0, Math.min(wanted, this.pictures.length - 1));
      this.show(this.heading, calm.matches ? "instant" : "smooth");
      const said = this.pictures[this.heading].querySelector(".among")?.textContent || "";
      this.querySelector("[aria-live]").textContent = said;
    }

    show(place, behavior) {
      const left = this.pictures[place].offsetLeft - this.pictures[0].offsetLeft;
      this.strip.scrollTo({ left, behavior });
    }

    // Which picture is looked at; at the ends a button has nowhere to go.
    note() {
      this.at = this.place;
      this.held = nameOf(this.pictures[this.at]);
      for (const button of this.querySelectorAll("[data-step]")) {
        const next = this.at + Number(button.dataset.step);
        const isOver = String(next < 0 || next >= this.pictures.length);
        if (button.getAttribute("aria-disabled") !== isOver) {
          button.setAttribute("aria-disabled", isOver);
        }
      }
    }

    // The post was edited: there is one more picture before this one, say.
    keepPlace() {
      const names = this.pictures.map(nameOf);
      const now = names[this.at] === this.held ? -1 : names.indexOf(this.held);
      if (now >= 0) this.show(now, "instant");
      this.note();
    }
  }

  const nameOf = (picture) =>
    picture.querySelector("img")?.getAttribute("src") || picture.querySelector(".caption")?.textContent;

  customElements.define("live-gallery", Gallery);
})();
