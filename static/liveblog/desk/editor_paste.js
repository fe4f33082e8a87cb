// A paste comes out clean: from Word, Google Docs or a web page, its words and what they mean.
// What our own markup would drop on the server is dropped here, before it is seen.

const GONE =
  "script, style, head, meta, link, title, template, noscript, iframe, object, embed, svg, math," +
  " img, picture, video, audio, canvas, button, input, select, textarea, [hidden]";
const HEADINGS = "h1, h2, h4, h5, h6";
const BLOCKS = "p, h3, blockquote, ul, ol, li, div, section, article, table";
const WORDS_LIST = "p[data-style*='mso-list'], p[class*='MsoListParagraph']";

// The policy complains of styles and handlers even here, where none is applied.
const STYLES = /<style\b[\s\S]*?(<\/style\s*>|$)/gi;

/** `html` without what is not ours. */
export const cleaned = (html) => {
  const renamed = (tag) => tag.replace(/(\s)(style|on\w+)\s*=/gi, "$1data-$2=");
  const unstyled = html.replace(STYLES, "").replace(/<[^>]+>/g, renamed);
  const { body } = new DOMParser().parseFromString(unstyled, "text/html");
  if (body.querySelector("[data-pm-slice]")) return unstyled; // Copied from the editor itself.
  makeLists(body);
  for (const element of body.querySelectorAll(GONE)) element.remove();
  for (const heading of body.querySelectorAll(HEADINGS)) rename(heading, "h3");
  for (const row of body.querySelectorAll("tr")) rename(row, "p");
  for (const cell of body.querySelectorAll("td, th")) cell.append(" ");
  makeMarks(body);
  dropEmpty(body);
  for (const element of body.querySelectorAll("*")) keepMeaning(element);
  return body.innerHTML;
};

const rename = (element, tag) => {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  for (const { name, value } of element.attributes) other.setAttribute(name, value);
  element.replaceWith(other);
  return other;
};

const style = (element) => element.dataset.style?.replaceAll(" ", "").toLowerCase() ?? "";
const weight = (element) => /font-weight:(bold|normal|\d+)/.exec(style(element))?.[1];
const isBold = (element) => weight(element) === "bold" || weight(element) >= 600;

// Google Docs wraps all in a <b> that is not bold, and says with styles what tags are for.
const makeMarks = (body) => {
  for (const b of body.querySelectorAll("b, strong")) {
    if (weight(b) && !isBold(b)) b.replaceWith(...b.childNodes);
  }
  for (const span of body.querySelectorAll("span, font")) {
    const marks = [];
    if (isBold(span)) marks.push("strong");
    if (style(span).includes("font-style:italic")) marks.push("em");
    if (/text-decoration(-line)?:line-through/.test(style(span))) marks.push("s");
    const isHeading = span.closest("h3") || !span.textContent.trim();
    for (const mark of isHeading ? [] : marks) {
      const inner = span.ownerDocument.createElement(mark);
      inner.append(...span.childNodes);
      span.append(inner);
    }
  }
  for (const bold of body.querySelectorAll("h3 b, h3 strong")) bold.replaceWith(...bold.childNodes);
};

// Word has no lists, only paragraphs that look like one; deeper levels come out in one row.
const makeLists = (body) => {
  for (const p of body.querySelectorAll(WORDS_LIST)) {
    const marker = p.querySelector("[data-style*='mso-list:Ignore']");
    if (!marker) continue;
    const tag = /^\s*\(?[0-9a-z]{1,3}[.)]/i.test(marker.textContent) ? "OL" : "UL";
    marker.remove();
    const before = p.previousElementSibling;
    const isGoingOn = before?.tagName === tag && "word" in before.dataset;
    const list = isGoingOn ? before : p.ownerDocument.createElement(tag);
    if (!isGoingOn) p.before(list);
    list.dataset.word = "";
    list.append(rename(p, "li"));
  }
};

// Word's spacers, and the line breaks with which Google Docs parts its paragraphs.
const dropEmpty = (body) => {
  for (const p of body.querySelectorAll("p, h3, li")) {
    if (!p.textContent.trim()) p.remove();
  }
  for (const br of body.querySelectorAll("br")) {
    const beside = [br.previousElementSibling, br.nextElementSibling];
    const isSpacer = !br.closest("p") && beside.some((each) => each?.matches(BLOCKS));
    if (isSpacer || br.className === "Apple-interchange-newline") br.remove();
  }
};

const keepMeaning = (element) => {
  for (const { name, value } of [...element.attributes]) {
    if (name === "href" || (name === "dir" && value === "rtl")) continue;
    element.removeAttribute(name);
  }
};
