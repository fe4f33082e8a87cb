// What a text is: as the textarea holds it, as the editor shows it, as it comes from elsewhere.
// The rules are those of liveblog/markup.py: what it keeps, and nothing else.

const PERHAPS_A_TAG = /<\/?[a-z!]/i;
const BLANK_LINES = /\n\s*\n/;
const BLOCKS = "p, h3, blockquote, ul, ol, li";
const KEPT_ATTRIBUTES = { A: ["href"], BLOCKQUOTE: ["lang"], P: ["lang", "dir"], Q: ["lang"] };
const ADDRESS = /^(https?:\/\/[^\s/?#]+\S*|mailto:\S+@\S+|tel:\S+)$/i;

export const isAddress = (text) => ADDRESS.test(text) && URL.canParse(text);

// `new DOMParser`'s documents are inert: nothing in them runs or loads.
const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;

// The schema: a name for each thing that markup.clean keeps.

export const vocabulary = ({ Node, Mark }) => {
  const read = (name) => ({
    default: null,
    parseHTML: (element) => element.getAttribute(name) || null,
  });
  const attributes = (...names) => () =>
    Object.fromEntries(names.map((name) => [name, read(name)]));
  const drawn = (tag) => ({ HTMLAttributes }) => [tag, HTMLAttributes, 0];
  const block = (name, tag, content, more = {}) =>
    Node.create({
      name,
      group: "block",
      content,
      defining: true,
      parseHTML: () => [{ tag }],
      renderHTML: drawn(tag),
      ...more,
    });
  const mark = (name, tags, more = {}) =>
    Mark.create({
      name,
      parseHTML: () => tags.map((tag) => ({ tag })),
      renderHTML: drawn(tags[0]),
      ...more,
    });
  return [
    Node.create({ name: "doc", topNode: true, content: "block+" }),
    Node.create({ name: "text", group: "inline" }),
    // First among the blocks: what Enter makes.
    block("paragraph", "p", "inline*", {
      priority: 1000,
      defining: false,
      addAttributes: attributes("lang", "dir"),
    }),
    block("subheading", "h3", "inline*"),
    block("quotation", "blockquote", "block+", { addAttributes: attributes("lang") }),
    block("bulleted", "ul", "item+", { group: "block list", defining: false }),
    block("numbered", "ol", "item+", { group: "block list", defining: false }),
    block("item", "li", "paragraph block*", {
      group: "",
      addKeyboardShortcuts() {
        return { Enter: () => this.editor.commands.splitListItem("item") };
      },
    }),
    Node.create({
      name: "newline",
      group: "inline",
      inline: true,
      selectable: false,
      parseHTML: () => [{ tag: "br" }],
      renderHTML: () => ["br"],
      renderText: () => "\n",
      addKeyboardShortcuts() {
        return { "Shift-Enter": () => this.editor.commands.insertContent({ type: "newline" }) };
      },
    }),
    mark("link", ["a"], {
      priority: 1000,
      inclusive: false,
      addAttributes: attributes("href"),
      parseHTML: () => [
        { tag: "a[href]", getAttrs: (a) => isAddress(a.getAttribute("href")) && null },
      ],
    }),
    mark("strong", ["strong", "b"]),
    mark("emphasis", ["em", "i"]),
    mark("cite", ["cite"]),
    mark("quoted", ["q"], { addAttributes: attributes("lang") }),
    mark("struck", ["s"]),
  ];
};

// As typed, to HTML and back: markup.from_plain and markup.as_typed.

const newLine = (p) => p.ownerDocument.createElement("br");
const paragraphs = (text) => text.split(BLANK_LINES).map((each) => each.trim()).filter(Boolean);

/** The body of an inert document that shows `text`, whatever is in it, as words. */
export const fromPlain = (text) => {
  const body = parsed("");
  for (const each of paragraphs(text.replaceAll("\r\n", "\n"))) {
    const p = body.appendChild(body.ownerDocument.createElement("p"));
    each.split("\n").forEach((line, number) => p.append(...(number ? [newLine(p)] : []), line));
  }
  return body;
};

/** The same of what the textarea holds: words, words with tags among them, or HTML. */
export const shown = (typed) => {
  if (!PERHAPS_A_TAG.test(typed)) return fromPlain(typed);
  const body = parsed(typed);
  if (body.querySelector(`${BLOCKS}, br`)) return body;
  const broken = (text) => `<p>${text.replaceAll("\n", "<br>")}</p>`;
  return parsed(paragraphs(typed.replaceAll("\r\n", "\n")).map(broken).join(""));
};

const isText = (node) => node.nodeType === Node.TEXT_NODE;
const isOnly = (element, test) => [...element.childNodes].every((node) => test(node));
const isBare = (p) => p.tagName === "P" && !p.attributes.length;

/** What the textarea holds of `body`, the editor's own HTML: plain where plain says it all. */
export const typed = (body) => {
  for (const item of body.querySelectorAll("li")) {
    const [first, ...rest] = item.children;
    const isOneParagraph = isBare(first) && !rest.some((each) => each.tagName === "P");
    if (isOneParagraph) first.replaceWith(...first.childNodes);
  }
  for (const p of body.querySelectorAll("p")) if (!p.childNodes.length) p.remove();
  if (!isOnly(body, isBare)) return body.innerHTML;
  const texts = [...body.children].map((p) => {
    const isPlain = isOnly(p, (node) => isText(node) || node.tagName === "BR");
    return { isPlain, html: p.innerHTML.replaceAll("<br>", "\n"), plain: linesOf(p) };
  });
  // Line breaks that would be taken for the end of a paragraph.
  const isTorn = ({ plain }) => BLANK_LINES.test(plain) || /^\s*\n|\n\s*$/.test(plain);
  if (texts.some(isTorn)) return body.innerHTML;
  if (texts.some(({ isPlain }) => !isPlain)) return texts.map(({ html }) => html).join("\n\n");
  // A "<" that could be read as a tag is written so that it cannot.
  const text = texts.map(({ plain }) => plain).join("\n\n");
  return text.includes("<") ? body.innerHTML : text;
};

const linesOf = (p) => {
  const copy = p.cloneNode(true);
  for (const br of copy.querySelectorAll("br")) br.replaceWith("\n");
  return copy.textContent;
};

// Whether the editor holds a text: what it would write says the same as what it was given.

const SAME = { B: "STRONG", I: "EM" };
const isInline = (node) => isText(node) || !(node.matches?.(BLOCKS) ?? true);

const withParagraphs = (body) => {
  const whole = body.cloneNode(true);
  for (const holder of [whole, ...whole.querySelectorAll("blockquote, li")]) {
    let p = null;
    for (const node of [...holder.childNodes]) {
      const isSpace = isText(node) && !node.data.trim();
      if (node.nodeType === Node.COMMENT_NODE || (isSpace && !p)) node.remove();
      else if (!isInline(node)) p = null;
      else {
        if (!p) node.before((p = document.createElement("p")));
        p.append(node);
      }
    }
    if (!holder.firstElementChild) holder.append(document.createElement("p"));
  }
  return whole;
};

const named = (element) => {
  const tag = SAME[element.tagName] ?? element.tagName;
  const kept = KEPT_ATTRIBUTES[tag] ?? [];
  return [tag, ...kept.map((name) => element.getAttribute(name) || "")].join(" ");
};

// Each word with the tags around it, for two marks may be nested either way.
const outline = (body) => {
  const said = [];
  const walk = (node, marks) => {
    if (isText(node)) {
      const around = [...marks].sort().join("|");
      for (const word of node.data.split(/\s+/)) if (word) said.push(`${around} ${word}`);
    } else if (node.tagName === "BR") said.push("/");
    else if (!isInline(node)) {
      if (!isBare(node) || node.textContent.trim()) said.push(`<${named(node)}>`);
      for (const child of node.childNodes) walk(child, []);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      for (const child of node.childNodes) walk(child, [...marks, named(node)]);
    }
  };
  for (const child of withParagraphs(body).childNodes) walk(child, []);
  return said.join("\n");
};

export const saysTheSame = (one, other) => outline(one) === outline(other);
