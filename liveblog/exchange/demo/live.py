"""The afternoon goes on: each step is the story's next moment, and what was reached is in the
database, so that a demonstration started again carries on where it stopped."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from liveblog import publishing
from liveblog.exchange.demo import acts, build, script, shelf
from liveblog.exchange.demo.script import Act, Entry, import_ref
from liveblog.models import Blog, Post

# Ten seconds of the story's evening each: the last falls before its midnight, and a demonstration
# left alone for a week fills no disc. From then on the last one is rewritten in turn.
RECAPS = 2_500
PACE = timedelta(seconds=10)
_OPENINGS = ("In brief", "To recap", "At a glance", "What we know", "For the record", "Once more")


def step() -> str:
    """Publish the next update and do what goes with it; what happened, in a line.

    Does nothing while the story is not live: an editor who pauses it pauses this too.
    """
    blog = build.built(script.story(build.MAIN))
    if blog is None:
        return "The story is not there: run demo_newsroom first."
    by = get_user_model().objects.filter(username=script.EDITOR).first()
    with transaction.atomic():
        with publishing.change(by=by, act="published", blogs=[blog]):
            # Asked under the lock, so that two demonstrations do not tell the same thing twice.
            if not Blog.objects.get(pk=blog.pk).is_live:
                return "Coverage is not live: nothing is published until an editor opens it."
            number = reached(blog) + 1
            entry, then = _due(number)
            moment = _on_top(blog, moment_of(number))
            post = _publish(blog, entry, by, moment) if entry else None
        if then is not None:
            acts.apply(then, blog, by=by, moment=moment)
        return f"Published: {post.label}" if post else _rewrite_last(blog, by)


def reached(blog: Blog) -> int:
    """The number of the last live update told."""
    told = blog.posts.filter(import_ref__startswith=import_ref("live:"))
    last = told.aggregate(last=Max("import_ref"))["last"]
    return int(last.rpartition(":")[2]) if last else 0


def moment_of(number: int) -> datetime:
    """The story's time at that step."""
    told = script.afternoon()
    day = script.load(build.MAIN)["blog"]["day"]
    written = script.moment(day, told[min(number, len(told)) - 1][0].at)
    return written + PACE * max(0, number - len(told))


def _on_top(blog: Blog, moment: datetime) -> datetime:
    """`moment`, or later: whoever posts at the demo's desk posts today, years after the story, and
    what follows is to be seen above it."""
    newest = blog.posts.in_stream().newest_first().first()
    if newest is None or newest.published_at is None or newest.published_at < moment:
        return moment
    return min(newest.published_at + PACE, timezone.now())


def _due(number: int) -> tuple[Entry | None, Act | None]:
    """The update of that number and what goes with it; neither when all is told."""
    told = script.afternoon()
    if number > len(told) + RECAPS:
        return None, None
    if number <= len(told):
        return told[number - 1]
    place = number - len(told) - 1
    return _recap(place), _put_right(place, script.live_ref(number - 1))


def _recap(place: int) -> Entry:
    """The facts in turn, each time round under another opening."""
    about, body = script.recaps()[place % len(script.recaps())]
    opening = _OPENINGS[place // len(script.recaps()) % len(_OPENINGS)]
    number = len(script.afternoon()) + 1 + place
    return Entry(ref=script.live_ref(number), headline=f"{opening}: {about}", body=body)


def _put_right(place: int, ref: str) -> Act | None:
    """Now and then the recap before this one is edited, corrected or withdrawn."""
    match place % 9:
        case 2:
            return Act("update", ref=ref, content={"verification": "confirmed"})
        case 5:
            said = "An earlier version of this summary did not say that it was one."
            return Act("correct", ref=ref, text=said, content={"is_key_event": False})
        case 8:
            return Act("retract", ref=ref, text="It repeated an update above it; one is enough.")
    return None


def _publish(blog: Blog, entry: Entry, by: Any, moment: datetime) -> Post:
    words = build.content(entry, shelf.as_it_stands())
    post = publishing.create(blog, by=by, **words)
    publishing.publish(post, by=by, at=moment)
    if entry.pinned:
        publishing.pin(post, by=by)
    return post


def _rewrite_last(blog: Blog, by: Any) -> str:
    """All is told: the last recap says the next of the facts instead."""
    ref = script.live_ref(reached(blog))
    last = blog.posts.get(import_ref=import_ref(ref))
    told = [about for about, _ in script.recaps()]
    standing = last.headline.rpartition(": ")[2]
    place = told.index(standing) + 1 if standing in told else 0
    about, body = script.recaps()[place % len(told)]
    words = {"headline": f"{_OPENINGS[0]}: {about}", "body": body}
    act = Act("update", ref=ref, content=words)
    if acts.apply(act, blog, by=by, moment=moment_of(reached(blog))):
        return f"Rewritten: {words['headline']}"
    return "Skipped: somebody has withdrawn the last update."
