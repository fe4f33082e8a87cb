"""A link becomes stored facts: asked once, when it is quoted."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote_plus, urldefrag, urlsplit

from django.utils import timezone

from liveblog.embeds import bounds, oembed, opengraph, providers
from liveblog.embeds.errors import (
    NotCaptured,
    NotEmbeddable,
    ProviderUnavailable,
    UnknownProvider,
)
from liveblog.embeds.fetch import fetch, in_time

# What tells who passed a link on, and nothing of what it shows: anywhere, and at one provider.
_TRACKING = ("fbclid", "gclid", "mc_cid", "mc_eid")
_TRACKING_AT = {
    "x": ("ref_src", "s", "t"),
    "youtube": ("si", "feature"),
    "spotify": ("si",),
    "soundcloud": ("si",),
    "instagram": ("igsh", "igshid"),
    "threads": ("igshid", "xmt"),
    "tiktok": ("is_from_webapp", "sender_device", "_r", "_t"),
}


@dataclass(frozen=True)
class Captured:
    """The fields of `models.Embed`, each bounded and printable; `raw` is what they were made of.

    `thumbnail_id` is a photo of ours, once somebody has fetched it.
    """

    url: str
    provider: str
    author: str = ""
    handle: str = ""
    title: str = ""
    text: str = ""
    language: str = ""
    posted_on: date | None = None
    aspect_ratio: Decimal | None = None
    thumbnail_url: str = ""
    thumbnail_id: int | None = None
    raw: dict[str, Any] = field(default_factory=dict)
    captured_at: datetime | None = None


def capture(url: str, *, until: float | None = None) -> Captured:
    """Ask once what `url` says and keep it, so the post survives the source's deletion.

    Raises UnknownProvider, ProviderUnavailable or NotEmbeddable, each saying what to do, by the
    moment `until`: else within EMBED_TIMEOUT_SECONDS.
    """
    until = until or in_time()
    url = _led_to(canonical(url), until=until)
    provider = providers.provider_of(url)
    if provider.oembed:
        answer = oembed.answer_of(oembed.asked(provider.oembed, url), until=until)
        return _captured(url, {"oembed": answer})
    return _from_page(url, provider, until=until)


def facts_in(raw: dict[str, Any], url: str) -> dict[str, Any]:
    """The fields that the `raw` of a `Captured` fills, read once more.

    So two captures of `url` are compared by one reading, whatever was mended by hand since.
    """
    provider = providers.provider_of(url).slug
    answer = raw.get("oembed") or {}
    if "page" not in raw:
        return oembed.facts(answer, provider)
    page = opengraph.page_in(raw["page"], url)
    return _together(opengraph.facts(page, provider), oembed.facts(answer, provider))


def answered_from(raw: dict[str, Any], url: str) -> str:
    """The address that answered when `url` was asked: another one where it led there."""
    return opengraph.page_in(raw["page"], url).address if "page" in raw else url


def canonical(url: str) -> str:
    """`url` without what tells who passed it on, nor that its page begins at the top; what is left
    of it is as it was, to the letter.
    """
    found = bounds.url(url)
    if not found:
        raise NotEmbeddable("Paste the whole link, as in https://example.org/story.")
    parts = urlsplit(found)
    if parts.fragment.lower() == "top" or found.endswith("#"):
        found = urldefrag(found).url
        parts = urlsplit(found)
    tracks = (*_TRACKING, *_TRACKING_AT.get(providers.provider_of(found).slug, ()))
    asked = parts.query.split("&")
    kept = [each for each in asked if not _tracks(each, tracks)]
    return found if len(kept) == len(asked) else parts._replace(query="&".join(kept)).geturl()


def is_same(one: str, other: str) -> bool:
    """Whether two addresses are one link, but for what tells who passed it on."""
    try:
        return canonical(one) == canonical(other)
    except NotEmbeddable:
        return one == other


def _tracks(said: str, names: tuple[str, ...]) -> bool:
    name = unquote_plus(said.partition("=")[0]).lower()
    return name in names or name.startswith("utm_")


def _led_to(url: str, *, until: float) -> str:
    """Where a provider's short link leads: it alone says what it shows, and has a player."""
    if not providers.is_short(url):
        return url
    try:
        return canonical(fetch(url, kinds=opengraph.HTML_KINDS, until=until).url)
    except NotCaptured:
        return url


def _from_page(url: str, provider: providers.Provider, *, until: float) -> Captured:
    fetched = fetch(url, kinds=opengraph.HTML_KINDS, until=until)
    page = opengraph.page_of(fetched)
    if provider.has_a_wall and opengraph.asks_for_a_login(page):
        raise ProviderUnavailable(
            f"{provider.name} shows this only to whoever logs in there. Type what it says by hand."
        )
    raw: dict[str, Any] = {"page": page.kept}
    if page.oembed:
        with suppress(NotCaptured):  # The page has spoken for itself already.
            raw["oembed"] = oembed.answer_of(page.oembed, until=until)
    return _captured(url, raw)


def _together(facts: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """`facts`, and of `more` what they lack."""
    return facts | {name: value for name, value in more.items() if value and not facts[name]}


def _captured(url: str, answers: dict[str, dict[str, Any]]) -> Captured:
    """Its facts are read out of what is kept, so that the one always proves the other."""
    first = {"page": opengraph.READ, "oembed": oembed.READ}
    bounded = {name: bounds.raw(said, first=first[name]) for name, said in answers.items()}
    raw = {name: said for name, said in bounded.items() if said}
    facts = facts_in(raw, url)
    if not any(facts.get(name) for name in ("title", "text", "author")):
        raise UnknownProvider
    return Captured(
        url=url,
        provider=providers.provider_of(url).slug,
        raw=raw,
        captured_at=timezone.now(),
        **facts,
    )
