"""What a page says of itself in its head: Open Graph, Twitter cards, its title (https://ogp.me/)."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from liveblog.embeds import bounds
from liveblog.embeds.fetch import Fetched

HTML_KINDS = ("text/html", "application/xhtml+xml")
# Possessive and bounded: a page made to be slow to read is read in one pass all the same.
_TAG = re.compile(
    r"""<(meta|link)\b((?:[^>"'<]++|"[^"]{0,9000}+"|'[^']{0,9000}+'){0,60}+)>""", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TITLE = re.compile(r"<title\b[^>]{0,300}>([^<]{0,2000})", re.IGNORECASE)
_LANG = re.compile(r"""<html\b[^>]{0,2000}?\slang\s*=\s*["']?([\w-]{2,35})""", re.IGNORECASE)
_LOGIN = re.compile(r"(?:log ?in|sign ?up|you must log in)\b|(?:facebook|instagram|threads)$", re.I)
# "1,204 likes, 18 comments - harbourdesk on November 24, 2026: “…”": counts are not what it says.
_ON_INSTAGRAM = re.compile(
    r"(?:[^\n\"“]{0,80} - )?([\w.]{1,60}) on ([A-Z][a-z]+ \d{1,2}, \d{4}): [\"“](.*)[\"”]\.?\s*",
    re.DOTALL,
)
_NAME_ON_INSTAGRAM = re.compile(r"(.{1,200}?) on Instagram\b")
# Among what `<meta>` says, where no `<meta>` has such a name.
_TITLE_NAME, _LANGUAGE_NAME, _ADDRESS_NAME = "<title>", "<html lang>", "<address>"
# What `facts` reads.
READ = (
    *(_TITLE_NAME, _LANGUAGE_NAME, _ADDRESS_NAME, "og:title", "twitter:title"),
    *("og:description", "twitter:description", "description"),
    *("author", "article:author", "og:site_name", "profile:username", "twitter:creator"),
    *("article:published_time", "og:published_time", "datepublished", "date"),
    *("og:image", "twitter:image", "og:video:width", "og:video:height"),
)
_NAME_AND_HANDLE = re.compile(r"(.{1,200}?) \((@[\w.@-]{1,150})\)")
_TAGS_READ = 400
_HTML_TAG_WITHIN = 5_000


@dataclass(frozen=True)
class Page:
    """`said` is the first of each `<meta>` by its name; `oembed` where it can be asked for more.

    `address` is where it was found, at the end of all redirects.
    """

    said: dict[str, str]
    title: str
    language: str
    address: str
    oembed: str = ""

    @property
    def kept(self) -> dict[str, str]:
        """What `page_in` makes a page of again."""
        return {
            **self.said,
            _TITLE_NAME: self.title,
            _LANGUAGE_NAME: self.language,
            _ADDRESS_NAME: self.address,
        }


def page_in(kept: dict[str, str], url: str) -> Page:
    """The page that was `kept` of the link `url`."""
    said = dict(kept)
    return Page(
        title=said.pop(_TITLE_NAME, ""),
        language=said.pop(_LANGUAGE_NAME, ""),
        address=bounds.url(said.pop(_ADDRESS_NAME, "")) or url,
        said=said,
    )


def asks_for_a_login(page: Page) -> bool:
    """Whether this page says nothing of the post, but how to log in."""
    title = _first(page, "og:title", "twitter:title") or page.title
    return bool(_LOGIN.match(title.strip()))


def page_of(fetched: Fetched) -> Page:
    html = fetched.text
    said: dict[str, str] = {}
    oembed = ""
    for number, tag in enumerate(_TAG.finditer(html)):
        if number >= _TAGS_READ:
            break
        attributes = _attributes(tag[2])
        if tag[1].lower() == "link":
            oembed = oembed or _discovered(attributes, fetched.url)
        else:
            name = (
                attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            )
            said.setdefault((name or "").lower(), attributes.get("content", ""))
    said.pop("", None)
    title, language = _TITLE.search(html), _LANG.search(html[:_HTML_TAG_WITHIN])
    return Page(
        said=said,
        title=unescape(title[1]) if title else "",
        language=language[1] if language else "",
        address=fetched.url,
        oembed=oembed,
    )


def facts(page: Page, provider: str) -> dict[str, Any]:
    """The fields of a `Captured` that `page` fills, bounded."""
    title = bounds.line(_first(page, "og:title", "twitter:title") or page.title, 500)
    said = bounds.words(_first(page, "og:description", "twitter:description", "description"))
    author = bounds.line(_first(page, "author", "article:author", "og:site_name"))
    handle = _handle(page)
    named = _NAME_AND_HANDLE.match(title)
    if named and provider != "link":
        # "Name (@handle)": a post has no title, and this is who says it.
        author, handle, title = named[1], named[2], ""
    elif provider == "telegram":
        author, handle, title = title, _channel(page.address), ""
    elif provider == "facebook":
        author, title = title.rpartition(" | ")[2], ""
    image = _first(page, "og:image", "twitter:image")
    facts = {
        "author": "" if author.startswith(("http:", "https:")) else author,
        "handle": handle,
        "title": title,
        "text": said,
        "language": bounds.language(page.language) if provider == "link" else "",
        "posted_on": bounds.day(
            _first(page, "article:published_time", "og:published_time", "datepublished", "date")
        ),
        "aspect_ratio": bounds.ratio(
            page.said.get("og:video:width"), page.said.get("og:video:height")
        ),
        "thumbnail_url": bounds.joined(page.address, image) if image else "",
    }
    return facts | _on_instagram(title, said) if provider == "instagram" else facts


def _on_instagram(title: str, said: str) -> dict[str, Any]:
    """Who, what and when, out of the sentences in which Instagram says it."""
    name, told = _NAME_ON_INSTAGRAM.match(title), _ON_INSTAGRAM.fullmatch(said)
    facts: dict[str, Any] = {"author": name[1], "title": ""} if name else {}
    if told:
        handle, day, words = told.groups()
        facts |= {"handle": f"@{handle}", "posted_on": bounds.day(day), "text": words.strip()}
    return facts


def _channel(url: str) -> str:
    name = urlsplit(url).path.removeprefix("/s/").strip("/").partition("/")[0]
    return f"@{name}" if name else ""


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): unescape(double or single or bare).strip()
        for name, double, single, bare in _ATTRIBUTE.findall(text)
    }


def _discovered(attributes: dict[str, str], base: str) -> str:
    if attributes.get("type", "").lower() != "application/json+oembed":
        return ""
    return bounds.joined(base, attributes.get("href", ""))


def _first(page: Page, *names: str) -> str:
    return next((page.said[name] for name in names if page.said.get(name)), "")


def _handle(page: Page) -> str:
    handle = bounds.line(_first(page, "profile:username", "twitter:creator")).lstrip("@")
    return f"@{handle}" if handle else ""
