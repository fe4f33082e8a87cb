"""A link becomes stored facts: asked once, when it is quoted."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.utils import timezone

from liveblog.embeds import bounds, oembed, opengraph, providers
from liveblog.embeds.errors import NotCaptured, NotEmbeddable, UnknownProvider
from liveblog.embeds.fetch import fetch, in_time

# What tells who passed a link on, and nothing of what it shows.
_TRACKING = ("utm_", "fbclid", "gclid", "igsh", "igshid", "mc_cid", "mc_eid", "si", "ref_src")


@dataclass(frozen=True)
class Captured:
    """The fields of `models.Embed`, each bounded and printable; `raw` is what they were made of."""

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
    raw: dict[str, Any] = field(default_factory=dict)
    captured_at: datetime | None = None


def capture(url: str) -> Captured:
    """Ask once what `url` says and keep it, so the post survives the source's deletion.

    Raises UnknownProvider, ProviderUnavailable or NotEmbeddable, each saying what to do, within
    EMBED_TIMEOUT_SECONDS.
    """
    url = canonical(url)
    until = in_time()
    provider = providers.provider_of(url)
    if provider.oembed:
        answer = oembed.answer_of(oembed.asked(provider.oembed, url), until=until)
        return _captured(url, oembed.facts(answer, provider.slug), {"oembed": answer})
    return _from_page(url, provider.slug, until=until)


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


def _from_page(url: str, provider: str, *, until: float) -> Captured:
    fetched = fetch(url, kinds=opengraph.HTML_KINDS, until=until)
    page = opengraph.page_of(fetched)
    facts = opengraph.facts(page, fetched.url, provider)
    raw: dict[str, Any] = {"page": page.said}
    if page.oembed:
        try:
            answer = oembed.answer_of(urljoin(fetched.url, page.oembed), until=until)
        except NotCaptured:
            answer = {}  # The page has spoken for itself already.
        more = oembed.facts(answer, provider)
        facts |= {name: value for name, value in more.items() if value and not facts[name]}
        raw["oembed"] = answer
    return _captured(url, facts, raw)


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
