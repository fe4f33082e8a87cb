"""A link becomes stored facts: asked once, when it is quoted."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.utils import timezone

from liveblog.embeds import bounds, oembed, opengraph, providers
from liveblog.embeds.errors import (
    NotCaptured,
    NotEmbeddable,
    ProviderUnavailable,
    UnknownProvider,
)
from liveblog.embeds.fetch import fetch, in_time

# What tells who passed a link on, and nothing of what it shows.
_TRACKING = ("utm_", "fbclid", "gclid", "igsh", "igshid", "mc_cid", "mc_eid", "si", "ref_src")


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
    url = canonical(url)
    until = until or in_time()
    provider = providers.provider_of(url)
    if provider.oembed:
        answer = oembed.answer_of(oembed.asked(provider.oembed, url), until=until)
        return _captured(url, oembed.facts(answer, provider.slug), {"oembed": answer})
    return _from_page(url, provider, until=until)


def facts_in(raw: dict[str, Any], url: str) -> dict[str, Any]:
    """The fields that the `raw` of a `Captured` fills, read once more.

    So two captures of `url` are compared by one reading, whatever was mended by hand since.
    """
    provider = providers.provider_of(url).slug
    answer = raw.get("oembed") or {}
    if "page" not in raw:
        return oembed.facts(answer, provider)
    page = opengraph.page_in(raw["page"])
    return _together(opengraph.facts(page, url, provider), oembed.facts(answer, provider))


def canonical(url: str) -> str:
    """`url` without what tells who passed it on."""
    found = bounds.url(url)
    if not found:
        raise NotEmbeddable("Paste the whole link, as in https://example.org/story.")
    parts = urlsplit(found)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in asked if not pair[0].lower().startswith(_TRACKING[0])]
    kept = [pair for pair in kept if pair[0].lower() not in _TRACKING]
    return found if len(kept) == len(asked) else parts._replace(query=urlencode(kept)).geturl()


def _from_page(url: str, provider: providers.Provider, *, until: float) -> Captured:
    fetched = fetch(url, kinds=opengraph.HTML_KINDS, until=until)
    page = opengraph.page_of(fetched)
    if provider.has_a_wall and opengraph.asks_for_a_login(page):
        raise ProviderUnavailable(
            f"{provider.name} shows this only to whoever logs in there. Type what it says by hand."
        )
    facts = opengraph.facts(page, fetched.url, provider.slug)
    raw: dict[str, Any] = {"page": page.kept}
    if page.oembed:
        try:
            answer = oembed.answer_of(urljoin(fetched.url, page.oembed), until=until)
        except NotCaptured:
            answer = {}  # The page has spoken for itself already.
        facts = _together(facts, oembed.facts(answer, provider.slug))
        raw["oembed"] = answer
    return _captured(url, facts, raw)


def _together(facts: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """`facts`, and of `more` what they lack."""
    return facts | {name: value for name, value in more.items() if value and not facts[name]}


def _captured(url: str, facts: dict[str, Any], raw: dict[str, Any]) -> Captured:
    if not any(facts.get(name) for name in ("title", "text", "author")):
        raise UnknownProvider
    return Captured(
        url=url,
        provider=providers.provider_of(url).slug,
        raw={name: bounds.raw(said) for name, said in raw.items() if said},
        captured_at=timezone.now(),
        **facts,
    )
