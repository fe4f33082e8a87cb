"""For how long an answer may be kept, and who is told when it must not be: one table.

`max_age` binds a reader's browser, `s_maxage` a shared cache in front, both in seconds; stale
answers may be served while one is fetched anew, and while the origin fails.
"""

from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpResponseBase

from liveblog import conf

Answer = TypeVar("Answer", bound=HttpResponseBase)


@dataclass(frozen=True)
class Freshness:
    """How long one kind of answer is good for, in seconds."""

    max_age: int
    s_maxage: int
    stale: int = 0

    @property
    def header(self) -> str:
        parts = ["public", f"max-age={self.max_age}", f"s-maxage={self.s_maxage}"]
        if self.stale:
            parts.append(f"stale-while-revalidate={self.stale}")
            parts.append(f"stale-if-error={self.stale}")
        return ", ".join(parts)


def freshness_of(kind: str) -> Freshness:
    """The table. `kind` is what a view asks for; a kind that is not here is a KeyError."""
    seconds, stale = conf.CACHE_SECONDS, conf.CACHE_STALE_SECONDS
    return {
        # What is open on readers' screens: fresh in the browser, shared for a moment in front.
        "page": Freshness(0, seconds, stale),
        "updates": Freshness(0, seconds),
        "post": Freshness(0, seconds, stale),
        # What changes seldom, and whose readers come back by themselves.
        "explainer": Freshness(0, seconds * 5, stale),
        "corrections": Freshness(0, seconds * 5, stale),
        "feed": Freshness(60, 60, stale),
    }[kind]


def keep(response: Answer, kind: str) -> Answer:
    """Write the table's answer for `kind` into `response`."""
    response["Cache-Control"] = freshness_of(kind).header
    return response


def blog_changed(blog_id: int) -> None:
    """Called after the commit that changed what readers see of a blog. Lifetimes are short
    enough that nothing need be purged; a cache with surrogate keys is told from here."""
