// The list keeps itself up to date beneath whoever writes above it, and a row's button is pressed
// without leaving the page. htmx asks; what is sent is morphed into what stands, so that the focus,
// an open "More", what is selected and the place on the page stay. Without this, all is forms.
(() => {
  "use strict";

  const find = (id) => document.getElementById(id);
  const { LOGGED_OUT, Trouble, hasNewToken, say, tell } = window.deskAnswers;
  const isPoll = (event) => (event.detail.requestConfig || event.detail).elt?.id === "timeline";

  let upToDateAt = Date.now(); // Only to be shown: what is asked for is told by `seen`.
  let asksInVain = false;
  let acts = 0; // A list asked for before a button's press may tell of before it.
  let actsWhenAsked = 0;

  const ask = () => find("timeline") && window.htmx?.trigger(find("timeline"), "poll");

  // When and what to ask.

  document.addEventListener("htmx:configRequest", (event) => {
    if (!isPoll(event)) return;
    const list = find("timeline");
    event.detail.path = list.dataset.address;
    event.detail.parameters.seen = list.dataset.seen;
    actsWhenAsked = acts;
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isPoll(event) && document.hidden) event.preventDefault();
  });

  document.addEventListener("visibilitychange", () => document.hidden || ask());
  window.addEventListener("online", ask);
  window.addEventListener("pageshow", (event) => event.persisted && ask());

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isPoll(event) && acts !== actsWhenAsked) event.detail.shouldSwap = false;
  });

  // What comes back. A login that ran out is a page like any other: it holds no list.

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isPoll(event)) return;
    const { xhr } = event.detail;
    const isList = xhr.status === 204 || (xhr.status === 200 && xhr.responseText.includes('id="timeline"'));
    if (isList) {
      upToDateAt = Date.parse(xhr.getResponseHeader("Date")) || Date.now();
      if (asksInVain) find("list-behind").textContent = "";
      asksInVain = false;
    } else if (!asksInVain && find("list-behind")) {
      asksInVain = true;
      find("list-behind").textContent = `This list may be out of date since ${clock(upToDateAt)}`;
    }
  });

  // As the desk's other times: by the blog's clock.
  const clock = (moment) =>
    new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: find("timeline").dataset.zone,
    }).format(moment);

  // How it is taken in.

  const MORPH = {
    callbacks: {
      // What somebody has opened or folded stays so.
      beforeAttributeUpdated: (name, held) => !(name === "open" && held.matches("details")),
    },
  };

  // A template's indentation would be taken for that between two other parts.
  const tidy = (part) => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const spaces = [];
    while (walker.nextNode()) {
      if (/^\s*\n\s*$/.test(walker.currentNode.data)) spaces.push(walker.currentNode);
    }
    for (const space of spaces) space.remove();
  };

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target: held, fragment } = event.detail;
    const fresh = held.id === "timeline" && fragment.querySelector("#timeline");
    if (!fresh) return;
    event.detail.shouldSwap = false;
    const before = submitted();
    const isSameView = held.dataset.address === fresh.dataset.address;
    tidy(held);
    tidy(fresh);
    Idiomorph.morph(held, fresh, MORPH);
    if (isSameView) tellOfNew(before);
  });

  const submitted = () =>
    new Set(Array.from(document.querySelectorAll("#submitted .row"), (row) => row.id));

  const tellOfNew = (before) => {
    const arrived = Array.from(submitted()).filter((id) => !before.has(id)).length;
    const updates = arrived === 1 ? "update" : "updates";
    if (arrived) find("list-news").textContent = `${arrived} ${updates} submitted for review`;
  };

  // A row's button.

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.id !== "row-acts" || !button || !window.htmx) return;
    event.preventDefault();
    press(event.target, button);
  });

  const underway = new Set(); // A second click is done once; this spares the server the question.

  const press = async (form, button) => {
    const row = button.closest(".row").id;
    const address = button.getAttribute("formaction");
    if (underway.has(address)) return;
    underway.add(address);
    foldMenu(button.closest(".more"));
    try {
      await inTurn(() => act(form, address));
    } catch (failure) {
      tell(failure, location.href);
    } finally {
      underway.delete(address);
      keepFocusIn(row);
    }
  };

  // Rows that are pressed quickly are done one after the other: each has its own answer, and the list
  // never goes back to one from before.
  let last = Promise.resolve();
  const inTurn = (work) => (last = last.then(work, work));

  const act = async (form, address) => {
    const status = await send(form, address);
    const isAgain = status === 403 && (await hasNewToken());
    explain(isAgain ? await send(form, address) : status);
  };

  // What waits for its turn is not asked for once one has left.
  window.addEventListener("beforeunload", (event) => {
    if (underway.size > 1) event.preventDefault();
  });

  // How it was answered; 0 where it was not.
  const send = async (form, address) => {
    acts += 1;
    answered = 0;
    try {
      const values = Object.fromEntries(new FormData(form));
      await htmx.ajax("POST", address, { source: form, swap: "none", values });
    } catch {
      // Its status says it.
    }
    acts += 1;
    return answered;
  };

  const DONE = "done";
  let answered = 0;

  document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig, xhr } }) => {
    if (requestConfig.elt.id !== "row-acts") return;
    const isDone = xhr.status === 200 && xhr.responseText.includes('id="timeline"');
    answered = isDone ? DONE : xhr.status;
  });

  const explain = (status) => {
    if (status === DONE) return;
    ask();
    if (status === 200) throw new Trouble(LOGGED_OUT); // The way to the login was followed.
    if (status === 403) say("That is not open to you.", "error");
    else if (status === 404) say("That post is not here any more.", "error");
    else say("That was not done: the newsroom cannot be reached. Press it again.", "error");
  };

  const foldMenu = (menu) => {
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus({ preventScroll: true });
  };

  // The button that was pressed may be gone: whoever pressed it goes on from the same row.
  const keepFocusIn = (row) => {
    if (document.activeElement !== document.body) return;
    const next = find(row)?.querySelector(".row-actions :is(a, button, summary)");
    next?.focus({ preventScroll: true });
  };

  // "More" closes like a menu.

  const closeMenus = (but) => {
    for (const menu of document.querySelectorAll(".more[open]")) {
      if (menu !== but) menu.open = false;
    }
  };

  document.addEventListener("click", (event) => closeMenus(event.target.closest(".more")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.(".more[open]");
    foldMenu(menu);
  });

  // What is looked for is shown at once, and leaves the words above alone. On an older page of the
  // list, which has no words above, the form goes its own way.

  const look = (query) => {
    const list = find("timeline");
    const here = find("finder").getAttribute("action");
    list.dataset.address = `${here}list/${query && `?${query}`}`;
    list.dataset.seen = "";
    acts += 1; // What was asked for before is not wanted any more.
    history.replaceState(history.state, "", query ? `${here}?${query}` : here);
    ask();
  };

  const asked = (form) =>
    new URLSearchParams(Array.from(new FormData(form)).filter(([, value]) => value)).toString();

  const mayLookHere = () => window.htmx && !new URLSearchParams(location.search).has("before");

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "finder" || !mayLookHere()) return;
    event.preventDefault();
    look(asked(event.target));
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.id === "finder" && event.target.type !== "search" && mayLookHere()) look(asked(form));
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-show-all]") || !mayLookHere()) return;
    event.preventDefault();
    for (const field of find("finder").elements) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    look("");
  });
})();
