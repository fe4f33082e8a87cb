// A textarea marked `data-rich` is edited rich where that loses nothing. The textarea stays the
// truth: it is what is sent, it keeps what it was given until something is really changed, it says
// each change with an `input` event, and a `change` event on it is taken in. Without this, or where
// the editor's library does not load, it is simply a textarea.
(() => {
  "use strict";

  const { prose, text, tools, paste } = document.currentScript.dataset;
  const PLAIN =
    "This text holds something that the editor would lose, so it is shown as it is written.";

  // One editor over one textarea.
  class Rich {
    constructor(textarea, library) {
      Object.assign(this, { textarea, library, given: textarea.value, value: textarea.value });
      this.content = library.read(textarea.value);
      if (this.content) this.begin();
      else this.decline();
    }

    begin() {
      const { textarea } = this;
      const isFocused = document.activeElement === textarea;
      this.tools = new this.library.Tools(textarea.id, this.library);
      this.shell = this.tools.shell;
      textarea.after(this.shell);
      this.edit();
      textarea.classList.add("rich-source");
      textarea.tabIndex = -1;
      textarea.ariaHidden = "true";
      if (isFocused) {
        this.editor.commands.setTextSelection(this.editor.state.doc.content.size);
        this.editor.view.focus();
      }
    }

    decline() {
      this.shell = document.createElement("p");
      this.shell.className = "field-help";
      this.shell.textContent = PLAIN;
      this.textarea.after(this.shell);
    }

    edit() {
      this.editor = new this.library.Editor({
        element: this.shell,
        extensions: [...this.library.extensions, this.tools.keys(this.library)],
        content: this.content,
        injectCSS: false,
        enableInputRules: false, // What is typed stays what was typed.
        enablePasteRules: false,
        editorProps: {
          attributes: this.described(),
          handleDOMEvents: {
            keydown: (_, event) => isThePages(event),
            paste: (_, event) => hasOnlyFiles(event.clipboardData),
            drop: (_, event) => hasFiles(event.dataTransfer),
          },
          handlePaste: (_, event) => this.tools.pasteAddress(event.clipboardData),
          transformPastedHTML: this.library.cleaned,
          clipboardTextParser: this.library.sliced,
        },
        onUpdate: () => this.say(),
        onTransaction: () => this.tools.show(),
      });
      this.tools.editor = this.editor;
      // Tab goes from the headline to the words; the tools are seen above them and come after.
      this.shell.append(this.tools.bar, this.tools.link);
      this.first = this.editor.state.doc;
    }

    described() {
      const { textarea } = this;
      const label = textarea.labels[0]?.textContent.trim().replace(/:$/, "");
      const given = {
        role: "textbox",
        class: "rich-text",
        "aria-multiline": "true",
        "aria-label": label || textarea.ariaLabel || "Text",
      };
      for (const name of ["aria-describedby", "aria-invalid", "lang", "dir"]) {
        if (textarea.hasAttribute(name)) given[name] = textarea.getAttribute(name);
      }
      return given;
    }

    // Out: what the textarea says.

    say() {
      const { doc } = this.editor.state;
      this.value = doc.eq(this.first) ? this.given : this.library.write(doc);
      this.textarea.value = this.value;
      this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }

    // In: where it is looked at.

    focus() {
      const { selectionStart, selectionEnd, value } = this.textarea;
      const isAll = value && selectionStart === 0 && selectionEnd === value.length;
      if (isAll) this.editor.commands.selectAll();
      this.textarea.setSelectionRange(0, 0);
      this.editor.view.focus();
    }

    end() {
      this.editor?.destroy();
      this.shell.remove();
      this.textarea.classList.remove("rich-source");
      this.textarea.removeAttribute("tabindex");
      this.textarea.ariaHidden = null;
    }
  }

  // Sending and saving are the page's keys. True: the editor leaves the event alone.
  const isThePages = (event) =>
    (event.ctrlKey || event.metaKey) && (event.key === "Enter" || event.key.toLowerCase() === "s");
  const hasFiles = (held) => Boolean(held?.files.length);
  const hasOnlyFiles = (held) => hasFiles(held) && !/text\/(plain|html)/.test(held.types.join());

  // Which textareas are rich now. The desk is swapped under them at any time.
  const riches = new Map();
  let library = null;

  const load = async () => {
    const addresses = [prose, text, tools, paste];
    const [all, texts, { Tools }, { cleaned }] = await Promise.all(
      addresses.map((address) => import(address)),
    );
    const { DOMParser: Reader, DOMSerializer: Writer } = all.pm.model;
    const extensions = [...texts.vocabulary(all), all.UndoRedo];
    const schema = all.getSchema(extensions);
    const drawn = (doc) => {
      const body = document.implementation.createHTMLDocument().body;
      const inert = { document: body.ownerDocument };
      body.append(Writer.fromSchema(schema).serializeFragment(doc.content, inert));
      return body;
    };
    return {
      ...all,
      extensions,
      isAddress: texts.isAddress,
      Tools,
      cleaned,
      write: (doc) => texts.typed(drawn(doc)),
      // What `typed` says, for the editor; null where it would lose something.
      read: (typed) => {
        const body = texts.shown(typed);
        const doc = Reader.fromSchema(schema).parse(body, { preserveWhitespace: true });
        return texts.saysTheSame(body, drawn(doc)) ? doc.toJSON() : null;
      },
      sliced: (words, context, _, view) =>
        Reader.fromSchema(view.state.schema).parseSlice(texts.fromPlain(words), {
          preserveWhitespace: true,
          context,
        }),
    };
  };

  const tend = async () => {
    for (const [textarea, rich] of riches) {
      if (textarea.isConnected && rich.shell.isConnected) continue;
      riches.delete(textarea);
      rich.end();
    }
    const waiting = () =>
      [...document.querySelectorAll("textarea[data-rich]")].filter((each) => !riches.has(each));
    if (!waiting().length) return;
    library ??= load();
    const loaded = await library.catch(() => null);
    if (loaded) for (const textarea of waiting()) riches.set(textarea, new Rich(textarea, loaded));
  };

  const restart = (textarea) => {
    const rich = riches.get(textarea);
    if (!rich || rich.value === textarea.value) return;
    rich.end();
    riches.delete(textarea);
    tend();
  };

  const richAround = (element) =>
    [...riches.values()].find((rich) => rich.editor && rich.shell.contains(element));

  document.addEventListener("change", ({ target }) => restart(target));
  document.addEventListener("input", ({ target }) => {
    const rich = riches.get(target);
    // Plain now, and the editor's as soon as it can hold it again: not while one is writing.
    if (rich && !rich.editor) rich.value = target.value;
  });
  document.addEventListener("focusin", ({ target }) => {
    const rich = riches.get(target);
    if (rich?.editor) rich.focus();
  });
  // For who leaves the words and comes back to the same place in them.
  document.addEventListener("rich:caret", ({ target, detail }) => {
    const rich = richAround(target);
    if (!rich) return;
    const { focusNode, focusOffset } = getSelection(); // Its own state may be a key behind.
    const at = rich.editor.view.posAtDOM(focusNode, focusOffset);
    Object.assign(detail, { name: rich.textarea.name, at });
  });
  document.addEventListener("rich:go", ({ target, detail }) => {
    const rich = riches.get(target);
    rich?.editor?.commands.setTextSelection(detail.at);
    rich?.editor?.view.focus();
  });
  // Pressed, a tool leaves the selection where it is.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(".rich-tools")) event.preventDefault();
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".rich button");
    if (button) richAround(button)?.tools.press(button);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.isComposing) richAround(event.target)?.tools.take(event);
  });
  // A picture pasted or dropped on the text is for whoever takes pictures; else it is nothing.
  for (const name of ["paste", "drop"]) {
    window.addEventListener(name, (event) => {
      const isOurs = richAround(event.target)?.editor.view.dom.contains(event.target);
      if (isOurs && hasFiles(event.clipboardData ?? event.dataTransfer)) event.preventDefault();
    });
  }

  new MutationObserver(tend).observe(document.documentElement, { childList: true, subtree: true });
  tend();
})();
