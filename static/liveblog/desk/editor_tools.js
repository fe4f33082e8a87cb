// The editor's tools: the bar above the text, its keys, the line that asks for a link's address.

const ASK_ADDRESS = "Write a whole address: https://example.org/page, or desk@example.org.";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const spoken = (keys) =>
  isMac ? keys.replace("Mod", "⌘").replace("Alt", "⌥") : keys.replace("Mod", "Ctrl");

// The tools: lucide's icons (ISC), their keys as in other editors, what they do.
const TOOLS = [
  {
    name: "Bold",
    keys: "Mod+B",
    on: "strong",
    icon: "M6 12h9a4 4 0 0 1 0 8H7a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h7a4 4 0 0 1 0 8",
    act: (commands) => commands.toggleMark("strong"),
  },
  {
    name: "Italic",
    keys: "Mod+I",
    on: "emphasis",
    icon: "M19 4h-9M14 20H5M15 4 9 20",
    act: (commands) => commands.toggleMark("emphasis"),
  },
  {
    name: "Link",
    keys: "Mod+K",
    on: "link",
    icon:
      "M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71" +
      "M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71",
    act: (_, tools) => tools.askAddress(),
  },
  {
    name: "Quotation",
    keys: "Mod+Shift+9",
    on: "quotation",
    icon:
      "M16 3a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2 1 1 0 0 1 1 1v1a2 2 0 0 1-2 2" +
      " 1 1 0 0 0-1 1v2a1 1 0 0 0 1 1 6 6 0 0 0 6-6V5a2 2 0 0 0-2-2z" +
      "M5 3a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2 1 1 0 0 1 1 1v1a2 2 0 0 1-2 2" +
      " 1 1 0 0 0-1 1v2a1 1 0 0 0 1 1 6 6 0 0 0 6-6V5a2 2 0 0 0-2-2z",
    act: (commands) => commands.toggleWrap("quotation"),
  },
  {
    name: "Bulleted list",
    keys: "Mod+Shift+8",
    on: "bulleted",
    icon: "M3 5h.01M3 12h.01M3 19h.01M8 5h13M8 12h13M8 19h13",
    act: (commands) => commands.toggleList("bulleted", "item"),
  },
  {
    name: "Numbered list",
    keys: "Mod+Shift+7",
    on: "numbered",
    icon:
      "M11 5h10M11 12h10M11 19h10M4 4h1v5M4 9h2" +
      "M6.5 20H3.4c0-1 2.6-1.925 2.6-3.5a1.5 1.5 0 0 0-2.6-1.02",
    act: (commands) => commands.toggleList("numbered", "item"),
  },
  {
    name: "Sub-heading",
    keys: "Mod+Alt+3",
    on: "subheading",
    icon: "M6 12h12M6 20V4M18 20V4",
    act: (commands) => commands.toggleNode("subheading", "paragraph"),
  },
];

const made = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
};

const buttonOf = ({ name, keys, icon }) =>
  made(
    `<button type="button" class="rich-tool" tabindex="-1" aria-pressed="false"` +
      ` aria-label="${name}" title="${name} (${spoken(keys)})">` +
      `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icon}"/></svg></button>`,
  );

const shellOf = (id) =>
  made(`<div class="rich"><div class="rich-tools" role="toolbar" aria-label="Format"></div>
    <div class="rich-link" role="group" aria-label="Link" hidden>
      <label for="${id}-address">Address of the link</label>
      <input class="rich-address" id="${id}-address" type="text" inputmode="url"
        autocapitalize="off" spellcheck="false">
      <button type="button" data-link="set">Link</button>
      <button type="button" data-link="remove">Remove link</button>
      <button type="button" data-link="cancel">Cancel</button>
      <p class="rich-wrong" role="alert"></p></div></div>`);

const whole = (address) => {
  if (/^[^\s@/:]+@[^\s@/:]+\.\w+$/.test(address)) return `mailto:${address}`;
  return /^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(address) ? `https://${address}` : address;
};

/** The tools of one editor, around the `shell` that it is put into. */
export class Tools {
  constructor(id, { isAddress }) {
    this.isAddress = isAddress;
    this.shell = shellOf(id);
    this.bar = this.shell.querySelector(".rich-tools");
    this.link = this.shell.querySelector(".rich-link");
    this.address = this.link.querySelector("input");
    this.buttons = TOOLS.map((tool) => this.bar.appendChild(buttonOf(tool)));
    this.buttons[0].tabIndex = 0;
  }

  keys({ Extension }) {
    const pressed = (tool) => () => {
      tool.act(this.editor.commands, this);
      return true;
    };
    const bound = TOOLS.map((tool) => {
      const keys = tool.keys.split("+");
      return [[...keys.slice(0, -1), keys.at(-1).toLowerCase()].join("-"), pressed(tool)];
    });
    return Extension.create({
      name: "tools",
      addKeyboardShortcuts: () => Object.fromEntries(bound),
    });
  }

  show() {
    TOOLS.forEach(({ on }, number) => {
      this.buttons[number].ariaPressed = String(this.editor?.isActive(on) ?? false);
    });
  }

  press(button) {
    if (button.dataset.link) {
      this.answer(button.dataset.link);
    } else {
      TOOLS[this.buttons.indexOf(button)].act(this.editor.commands, this);
      if (this.link.hidden) this.editor.view.focus();
    }
  }

  /** A key pressed on the bar, or on the line for the address. */
  take(event) {
    this.rove(event);
    if (!this.link.contains(event.target)) return;
    if (event.key === "Escape") {
      this.answer("cancel");
    } else if (event.key === "Enter" && event.target === this.address) {
      if (event.ctrlKey || event.metaKey) return; // That one sends the sheet.
      event.preventDefault();
      this.answer("set");
    }
  }

  rove(event) {
    const here = this.buttons.indexOf(event.target);
    const steps = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 };
    if (here < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const there = this.buttons.at(steps[event.key] % this.buttons.length);
    for (const button of this.buttons) button.tabIndex = button === there ? 0 : -1;
    there.focus();
  }

  // A link.

  askAddress() {
    this.editor.commands.extendMarkRange("link");
    this.address.value = this.editor.getAttributes("link").href ?? "";
    this.link.querySelector("[data-link=remove]").hidden = !this.address.value;
    this.object("");
    this.link.hidden = false;
    this.address.select();
    this.address.focus();
  }

  object(words) {
    this.link.querySelector(".rich-wrong").textContent = words;
    this.address.ariaInvalid = words ? "true" : null;
  }

  answer(what) {
    if (what === "set" && !this.setAddress()) return;
    if (what === "remove") this.editor.commands.unsetMark("link");
    this.link.hidden = true;
    this.editor.view.focus();
  }

  setAddress() {
    const href = whole(this.address.value.trim());
    if (!this.isAddress(href)) {
      this.object(ASK_ADDRESS);
      this.address.focus();
      return false;
    }
    this.linkTo(href, this.address.value.trim());
    return true;
  }

  linkTo(href, words) {
    const marks = [{ type: "link", attrs: { href } }];
    if (this.editor.state.selection.empty) {
      this.editor.commands.insertContent({ type: "text", text: words, marks });
    } else {
      this.editor.commands.setMark("link", { href });
      this.editor.commands.setTextSelection(this.editor.state.selection.to);
    }
  }

  // An address over words links them, among words it is a link, and alone on its line it stays.
  pasteAddress(held) {
    const words = held?.getData("text/plain").trim() ?? "";
    if (!this.isAddress(words)) return false;
    const { selection } = this.editor.state;
    const isAlone = selection.empty && !selection.$from.parent.content.size;
    if (isAlone) this.editor.commands.insertContent({ type: "text", text: words });
    else this.linkTo(words, words);
    return true;
  }
}
