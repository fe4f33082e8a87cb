"""What a provider says of its own link, in the form that https://oembed.com/ describes."""

import json
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from liveblog import markup
from liveblog.embeds import bounds
from liveblog.embeds.errors import ProviderUnavailable, UnknownProvider
from liveblog.embeds.fetch import fetch

JSON_KINDS = ("application/json", "application/json+oembed", "text/json", "text/javascript")
# Providers whose `html` holds the words themselves; the others' holds a player.
_QUOTING = frozenset({"x", "bluesky", "mastodon", "threads", "link"})
# What `facts` reads.
READ = (
    *("author_name", "author_url", "author_unique_id", "title", "upload_date"),
    *("width", "height", "thumbnail_url", "html"),
)
_TITLE = bounds.TITLE_CHARACTERS
_FIRST_PARAGRAPH = re.compile(r"<p\b([^>]{0,300})>(.*?)</p>", re.DOTALL | re.IGNORECASE)
_QUOTATION = re.compile(r"<blockquote\b", re.IGNORECASE)
_LANG = re.compile(r"""\blang\s*=\s*["']?([\w-]{2,35})""", re.IGNORECASE)
_LAST_LINK = re.compile(r">([^<>]{6,40})</a>\s*</blockquote>", re.IGNORECASE)
_HANDLE_IN_BRACKETS = re.compile(r"\(@([\w.-]{1,100})\)")


def asked(endpoint: str, url: str) -> str:
    """The address at `endpoint` that says what `url` says."""
    mark = "&" if "?" in endpoint else "?"
    return f"{endpoint}{mark}{urlencode({'url': url, 'format': 'json', 'omit_script': '1'})}"


def answer_of(address: str, *, until: float) -> dict[str, Any]:
    """The answer at `address`. Raises what `fetch` does; no oEmbed is ProviderUnavailable."""
    try:
        fetched = fetch(address, kinds=JSON_KINDS, until=until)
        answer = None if fetched.is_cut else json.loads(fetched.text)
    except (UnknownProvider, ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise ProviderUnavailable(
            f"{urlsplit(address).hostname} answered with something else than was asked. "
            "Try again, or type what it says by hand."
        )
    return answer


def facts(answer: dict[str, Any], provider: str) -> dict[str, Any]:
    """The fields of a `Captured` that `answer` fills, bounded."""
    html = answer.get("html")
    html = html[: bounds.HTML_CHARACTERS] if isinstance(html, str) else ""
    quotes = provider in _QUOTING and bool(_QUOTATION.search(html))
    quoted = _quotation(html) if quotes else {}
    return {
        "author": bounds.line(answer.get("author_name")),
        "handle": _handle(answer, html),
        # A post has no title, whatever Mastodon says of it ("New status by ada").
        "title": "" if provider == "mastodon" else bounds.line(answer.get("title"), _TITLE),
        "text": "",
        "posted_on": bounds.day(answer.get("upload_date")),
        "aspect_ratio": bounds.ratio(answer.get("width"), answer.get("height")),
        "thumbnail_url": bounds.url(answer.get("thumbnail_url")),
        **quoted,
    }


def _quotation(html: str) -> dict[str, Any]:
    """The first paragraph of a quotation is what was said; its last link is the day."""
    paragraph = _FIRST_PARAGRAPH.search(html)
    if paragraph is None:
        return {}
    lang, last = _LANG.search(paragraph[1]), _LAST_LINK.search(html)
    return {
        "text": bounds.words(markup.plain(markup.clean(f"<p>{paragraph[2]}</p>"))),
        "language": bounds.language(lang[1]) if lang else "",
        "posted_on": bounds.day(last[1]) if last else None,
    }


def _handle(answer: dict[str, Any], html: str) -> str:
    """The @name: said so, in brackets after the name, or at the end of the author's address."""
    said = bounds.line(answer.get("author_unique_id")).lstrip("@")
    if said:
        return f"@{said}"
    bracketed = _HANDLE_IN_BRACKETS.search(markup.plain(html))
    if bracketed:
        return f"@{bracketed[1]}"
    address = urlsplit(bounds.url(answer.get("author_url")))
    last = bounds.line(address.path.rstrip("/").rpartition("/")[2])
    if _ends_in_a_handle(address.hostname or ""):
        return f"@{last.lstrip('@')}" if last else ""
    return last if last.startswith("@") else ""


def _ends_in_a_handle(host: str) -> bool:
    """Where the end of an author's address is their @name, without the @."""
    return host.removeprefix("www.") in ("x.com", "twitter.com", "bsky.app")
