"""An editor's or a third party's text becomes safe HTML here, and nowhere else."""

import re
from html import escape, unescape

import nh3
from django.utils.safestring import SafeString, mark_safe

# What a post's body may hold: what an editor writes in a hurry, no layout and nothing that loads.
TAGS = {"p", "br", "strong", "em", "a", "blockquote", "ul", "ol", "li", "h3", "cite", "q", "s"}
ATTRIBUTES = {"a": {"href"}, "blockquote": {"lang"}, "p": {"lang", "dir"}, "q": {"lang"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_SAME_MEANING = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h4": "h3", "h5": "h3"}

_OLD_TAG = re.compile(r"<(/?)(b|i|h1|h2|h4|h5)(\s[^>]*)?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]+>")
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
    if not text.strip():
        return ""
    if not _looks_like_html(text):
        return from_plain(text)
    text = _OLD_TAG.sub(lambda m: f"<{m[1]}{_SAME_MEANING[m[2].lower()]}>", text)
    cleaned = nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return _EMPTY_PARAGRAPH.sub("", cleaned).strip()


def from_plain(text: str) -> str:
    """Plain paragraphs as HTML: a blank line parts paragraphs, a single one breaks the line."""
    paragraphs = (p.strip() for p in _BLANK_LINES.split(text.replace("\r\n", "\n")))
    # quote=False: these are words between tags, and typewriter quotes stay readable in a diff.
    return "\n".join(
        f"<p>{escape(p, quote=False).replace(chr(10), '<br>')}</p>" for p in paragraphs if p
    )


def as_typed(html: str) -> str:
    """`html` as its author may have typed it: plain paragraphs as `from_plain` takes them.

    What holds more than paragraphs and line breaks stays HTML. Text that was never cleaned (a form
    shown again) comes back as it is.
    """
    typed = _PARAGRAPH_BREAK.sub("\n\n", html.strip())
    typed = _LINE_BREAK.sub("\n", _OUTER_PARAGRAPH.sub("", typed))
    typed = unescape(typed) if html.startswith("<p>") else html
    return html if _looks_like_html(typed) else typed


def plain(html: str) -> str:
    """The words of `html`, one paragraph a line; for feeds, summaries, search and diffs."""
    return unescape(_ANY_TAG.sub("", _BLOCK_END.sub("\n", html))).strip()


def trusted(html: str) -> SafeString:
    """Stored HTML that went through `clean` when it was written (see `models.fields`)."""
    return mark_safe(html)


def _looks_like_html(text: str) -> bool:
    """True where any tag stands in `text`; "Turnout < 50%" is plain, and stays as typed."""
    return bool(re.search(r"</?[a-zA-Z!][^<]*>", text))
