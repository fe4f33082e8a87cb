"""An editor's or a third party's text becomes safe HTML here, and nowhere else."""

import re
from html import escape, unescape
from unicodedata import category

import nh3
from django.utils.safestring import SafeString, mark_safe

# What a post's body may hold: what an editor writes in a hurry, no layout and nothing that loads.
TAGS = {"p", "br", "strong", "em", "a", "blockquote", "ul", "ol", "li", "h3", "cite", "q", "s"}
ATTRIBUTES = {"a": {"href"}, "blockquote": {"lang"}, "p": {"lang", "dir"}, "q": {"lang"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_SAME_MEANING = {"b": "strong", "i": "em", "div": "p", "section": "p", "article": "p", "tr": "p"}
_SAME_MEANING |= dict.fromkeys(("h1", "h2", "h4", "h5", "h6"), "h3")

_OLD_TAG = re.compile(rf"<(/?)({'|'.join(_SAME_MEANING)})(\s[^>]*)?>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]>", re.IGNORECASE)
# What HTML and word processors know. "<50%" and "<desk@example.org>" are words.
_KNOWN_TAG = re.compile(
    r"<(?:!--|/?(?:a|abbr|address|article|aside|audio|b|blockquote|body|br|button|center|cite|code"
    r"|dd|del|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i"
    r"|iframe|img|input|ins|li|link|main|mark|math|meta|nav|object|ol|o:p|p|pre|q|s|script|section"
    r"|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|template|textarea|tfoot|th"
    r"|thead|title|tr|u|ul|video)\b[^<>]*>)",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# They turn the words after them round, beyond the end of what somebody else said.
TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UPRIGHT = dict.fromkeys(TURNING)
# Spaces, controls and formats; and letters and signs that are drawn as nothing.
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_DRAWN_AS_NOTHING = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_USER_IN_ADDRESS = re.compile(r"\s*https?:[/\\]*[^/\\?#]*@", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]+>")
_ANY_BLOCK = re.compile(r"<(p|br|ul|ol|li|blockquote|h3)\b")
_BLOCK_END = re.compile(r"</(p|li|h3|blockquote|ul|ol)>|<br\s*/?>", re.IGNORECASE)
_EMPTY_PARAGRAPH = re.compile(r"<p>(\s|&nbsp;|<br>)*</p>")
_PARAGRAPH_BREAK = re.compile(r"</p>\s*<p>")
_OUTER_PARAGRAPH = re.compile(r"^<p>|</p>$")
_LINE_BREAK = re.compile(r"<br\s*/?>")
_BLANK_LINES = re.compile(r"\n\s*\n")


def clean(text: str) -> str:
    """`text` as safe HTML. Text without a tag is taken as plain: blank lines part paragraphs.

    Scripts and styles vanish with what they hold; other unknown tags vanish and leave their words.
    """
    text = printable(text)
    if not text.strip():
        return ""
    if not _looks_like_html(text):
        return from_plain(text)
    text = _CELL_END.sub(" ", text)
    text = _OLD_TAG.sub(lambda m: f"<{m[1]}{_SAME_MEANING[m[2].lower()]}>", text)
    cleaned = _sanitised(text)
    # A word in bold among plain paragraphs: they stay paragraphs. It is escaped already.
    return cleaned if _ANY_BLOCK.search(cleaned) else _sanitised(_paragraphs(cleaned))


def _sanitised(html: str) -> str:
    """What is allowed, well nested."""
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_without_password,
        link_rel="noopener noreferrer",
    )
    return _EMPTY_PARAGRAPH.sub("", cleaned).strip()


def _without_password(tag: str, name: str, value: str) -> str | None:
    """A link keeps its words; an address with somebody's name or password in it is no link."""
    return None if name == "href" and _USER_IN_ADDRESS.match(value) else value


def printable(text: str) -> str:
    """`text` without the control characters that a paste may bring and that XML forbids."""
    return _CONTROL.sub("", text)


def upright(text: str) -> str:
    """A third party's plain `text` without marks that turn round what stands after it."""
    return text.translate(_UPRIGHT)


def is_blank(words: str) -> bool:
    """Whether nothing of these plain `words` is there to be seen."""
    return all(category(each) in _UNSEEN or each in _DRAWN_AS_NOTHING for each in words)


def is_blank_text(text: str) -> bool:
    """The same of a text that is shown as `clean` makes it."""
    return is_blank(plain(clean(text)))


def from_plain(text: str) -> str:
    """Plain paragraphs as HTML: a blank line parts paragraphs, a single one breaks the line."""
    # quote=False: these are words between tags, and typewriter quotes stay readable in a diff.
    return _paragraphs(escape(text, quote=False))


def _paragraphs(text: str) -> str:
    parts = (p.strip() for p in _BLANK_LINES.split(text.replace("\r\n", "\n")))
    return "\n".join(f"<p>{p.replace(chr(10), '<br>')}</p>" for p in parts if p)


def as_typed(html: str) -> str:
    """`html` as its author may have typed it: plain paragraphs as `from_plain` takes them.

    Words in bold and links stay as tags among them; what has lists, quotations or a language stays
    HTML as a whole. Text that was never cleaned (a form shown again) comes back as it is.
    """
    if not html.startswith("<p>"):
        return html
    typed = _PARAGRAPH_BREAK.sub("\n\n", html.strip())
    typed = _LINE_BREAK.sub("\n", _OUTER_PARAGRAPH.sub("", typed))
    if not _looks_like_html(typed):
        typed = unescape(typed)
    # Shown so, and saved again, it must be what it was.
    return typed if clean(typed) == html else html


def plain(html: str) -> str:
    """The words of `html`, one paragraph a line; for feeds, summaries, search and diffs."""
    return unescape(_ANY_TAG.sub("", _BLOCK_END.sub("\n", html))).strip()


def trusted(html: str) -> SafeString:
    """Stored HTML that went through `clean` when it was written (see `models.fields`)."""
    return mark_safe(html)


def _looks_like_html(text: str) -> bool:
    """True where a tag stands in `text`; "Turnout < 50%" is plain, and stays as typed."""
    return bool(_KNOWN_TAG.search(text))
