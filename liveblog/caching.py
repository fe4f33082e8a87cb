"""For how long an answer may be kept, and by which keys it is thrown away: one table.

A reader's browser asks anew each time, but for feeds. A cache in front answers for `s_maxage`
seconds, and with the old answer for `revalidate` more while it fetches a new one: so nothing that
was withdrawn is read for longer than `longest`. Only while the origin cannot be reached may what
it said last stand in, for `stale` seconds. docs/live-updating.md gives each address's reason.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TypeVar

from django.db.models import Model
from django.dispatch import Signal
from django.http import HttpResponseBase
from django.utils import timezone

from liveblog import conf
from liveblog.models import Blog, Explainer

Answer = TypeVar("Answer", bound=HttpResponseBase)

# Sent after a commit, with `keys`: the surrogate keys of every answer that is no longer true.
# Lifetimes are so short that nothing need be purged; a site that wants to connects here.
outdated = Signal()


@dataclass(frozen=True)
class Freshness:
    """How long one kind of answer is good for, in seconds."""

    max_age: int
    s_maxage: int
    revalidate: int
    stale: int = 0

    @property
    def header(self) -> str:
        parts = ["public", f"max-age={self.max_age}", f"s-maxage={self.s_maxage}"]
        parts.append(f"stale-while-revalidate={self.revalidate}")
        if self.stale:
            parts.append(f"stale-if-error={self.stale}")
        return ", ".join(parts)

    def until(self, due_at: datetime) -> "Freshness":
        """No longer than until something appears that nobody need do anything for."""
        left = max(0, math.floor((due_at - timezone.now()).total_seconds()))
        s_maxage = min(self.s_maxage, left)
        revalidate = min(self.revalidate, left - s_maxage)
        return replace(
            self, max_age=min(self.max_age, left), s_maxage=s_maxage, revalidate=revalidate
        )

    @property
    def longest(self) -> int:
        """How old an answer out of a shared cache can be, while the origin is well."""
        return self.s_maxage + self.revalidate


def table() -> dict[str, Freshness]:
    """Each kind of answer a view can ask for."""
    return _table(conf.CACHE_SECONDS, conf.CACHE_POLL_SECONDS, conf.CACHE_STALE_SECONDS)


@cache
def _table(seconds: int, poll: int, stale: int) -> dict[str, Freshness]:
    return {
        # What is open on readers' screens: fresh in the browser, shared for a moment in front.
        "front": Freshness(0, seconds, seconds, stale),
        "page": Freshness(0, seconds, seconds, stale),
        "post": Freshness(0, seconds, seconds, stale),
        # Readers wait for news half a poll interval and this. Never stale on an error: "nothing
        # new" from a dead origin would hide that it is dead.
        "updates": Freshness(0, poll, poll),
        # What changes seldom, and whose readers come back by themselves.
        "explainer": Freshness(0, seconds * 5, seconds, stale),
        "corrections": Freshness(0, seconds * 5, seconds, stale),
        "feed": Freshness(60, 60, seconds, stale),
    }


def keep(response: Answer, kind: str, *keys: str, due_at: datetime | None = None) -> Answer:
    """Write the table's answer for `kind` into `response`, and the keys of what it shows.

    `due_at` is when what it shows will change by itself. A kind that is not in the table is a
    KeyError.
    """
    freshness = table()[kind] if due_at is None else table()[kind].until(due_at)
    response["Cache-Control"] = freshness.header
    response["Surrogate-Key"] = " ".join([kind, *keys])
    return response


def key_of(thing: Model) -> str:
    """ "blog-12", "explainer-3"."""
    return f"{thing._meta.model_name}-{thing.pk}"


def explainer_changed(explainer_id: int) -> None:
    """Called after the commit that changed an explainer; its blogs are told of apart."""
    outdated.send_robust(sender=Explainer, keys=[key_of(Explainer(pk=explainer_id))])


def blog_changed(blog_id: int) -> None:
    """Called after the commit that changed what readers see of a blog."""
    keys = [key_of(Blog(pk=blog_id)), "front", "corrections"]
    outdated.send_robust(sender=Blog, keys=keys)
