"""An original is asked for again: is it there, and does it say what it said?"""

from typing import Any

from liveblog.embeds.errors import NotEmbeddable, ProviderUnavailable
from liveblog.embeds.providers import provider_of
from liveblog.embeds.snapshot import Captured, capture, facts_in

# What of it is evidence. Addresses of pictures are new each day, and counts are never kept.
SAID = ("author", "handle", "title", "text", "posted_on")
_GONE = (404, 410)
# By an oEmbed that has spoken of it before. A page may refuse a machine and be there for readers;
# so may an oEmbed that never answered this machine.
_GONE_OR_PRIVATE = (*_GONE, 403, 451)


def asked_again(url: str, *, was_answered: bool) -> Captured | None:
    """What `url` says now; None where its provider says that it is gone or private.

    Whether it is private can be told only of what was answered before (`was_answered`). Raises
    NotCaptured where nobody can tell: a failure on the way is not an end.
    """
    try:
        return capture(url)
    except NotEmbeddable as refused:
        ends = _GONE_OR_PRIVATE if was_answered and provider_of(url).oembed else _GONE
        if refused.status in ends:
            return None
        raise ProviderUnavailable(str(refused)) from None


def said_otherwise(before: dict[str, Any], now: dict[str, Any], url: str) -> list[str]:
    """Those of SAID in which two raw answers of `url` differ."""
    # A page's oEmbed may be away for a moment: what was heard both times is compared.
    heard = before.keys() & now.keys() or before.keys() | now.keys()
    then, later = (facts_in({k: raw[k] for k in heard if k in raw}, url) for raw in (before, now))
    return [name for name in SAID if _words(then[name]) != _words(later[name])]


def _words(value: Any) -> str:
    return " ".join(str(value or "").split())
