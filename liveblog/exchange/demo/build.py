"""The demonstration newsroom, built once. A second time finds it and touches nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from liveblog import publishing
from liveblog.exchange.demo import acts, count, script, shelf
from liveblog.exchange.demo.script import Entry, Story, import_ref
from liveblog.exchange.demo.shelf import Shelf
from liveblog.models import Blog, Post

MAIN, ELECTION, TO_COME = "nagorno-karabakh", "election-night", "harbour-tunnel"


class NotHere(ValueError):
    """The demonstration does not belong in this database. The message says why."""


def build() -> list[Blog]:
    """Build what is missing of the three stories; those that were built, none where all stand."""
    missing = [story for story in stories() if built(story) is None]
    if not missing:
        return []
    _refuse_a_newsroom_at_work(missing)
    shared = shelf.stock(shelf.people())
    return [write(story, shared) for story in missing]


def stories() -> list[Story]:
    main, election, to_come = (script.story(name) for name in (MAIN, ELECTION, TO_COME))
    written = script.load(ELECTION)
    entries = election.entries + count.declarations(written) + count.turnouts(written)
    # In the order of the night, so that what is written later has the greater key.
    entries.sort(key=lambda entry: election.moment(entry.at))
    return [main, replace(election, entries=entries), to_come]


def built(story: Story) -> Blog | None:
    """The blog of `story`, whatever its address is by now."""
    first = Post.objects.filter(import_ref=story.marker).select_related("blog").first()
    return first.blog if first else None


def _refuse_a_newsroom_at_work(missing: list[Story]) -> None:
    """A login whose password everybody knows must not come into a newsroom that works."""
    others = get_user_model().objects.exclude(username__in=shelf.names())
    if others.exists() and not get_user_model().objects.filter(username__in=shelf.names()).exists():
        raise NotHere(
            "People work in this database already, and the demonstration's logins have a password "
            "that everybody knows. Build it in a database of its own: VAR_DIR=/some/empty/folder."
        )
    taken = Blog.objects.filter(slug__in=[story.head["slug"] for story in missing]).first()
    if taken is not None:
        raise NotHere(
            f"The address /live/{taken.slug}/ is taken by a story that is not the demonstration's. "
            "Give that story another address, or build the demonstration in an empty database."
        )


def write(story: Story, shared: Shelf) -> Blog:
    """One story: everything that was published in one change, what was put right in others."""
    by = shared.people[script.EDITOR]
    with publishing.change(by=by, act="created"):
        blog = _begin(story, shared, by)
        for entry in story.entries:
            _post(story, blog, entry, shared)
        _settle_state(story, blog, by)
    for act in story.acts:
        acts.apply(act, blog, by=by, moment=story.moment(act.at))
    return blog


def _begin(story: Story, shared: Shelf, by: Any) -> Blog:
    head = story.head
    named = ("title", "slug", "standfirst", "time_zone", "language")
    started = story.moment(head["started"]) if "started" in head else _opening()
    words = {name: head[name] for name in named}
    blog = publishing.create_blog(by=by, coverage_started_at=started, **words)
    photo = shared.pictures[head["lead"]]
    publishing.set_lead(blog, by=by, photo=photo, caption=head["lead_caption"])
    for slug in head["pins"]:
        publishing.pin_explainer(blog, shared.explainers[slug], by=by)
    return blog


def _settle_state(story: Story, blog: Blog, by: Any) -> None:
    if story.head["state"] in ("live", "ended"):
        publishing.open(blog, by=by)
    if story.head["state"] == "ended":
        publishing.close(blog, by=by)
        ended = story.moment(story.head["ended"])
        publishing.update_blog(blog, by=by, act="closed", coverage_ended_at=ended)


def _post(story: Story, blog: Blog, entry: Entry, shared: Shelf) -> Post:
    by = shared.people[entry.user]
    post = publishing.create(blog, by=by, **content(entry, shared))
    match entry.status:
        case "published":
            publishing.publish(post, by=by, at=story.moment(entry.at))
        case "submitted":
            publishing.submit(post, by=by)
        case "scheduled":
            publishing.schedule(post, by=by, at=_OCCASIONS[entry.on]())
    if entry.pinned:
        publishing.pin(post, by=by)
    return post


def content(entry: Entry, shared: Shelf) -> dict[str, Any]:
    """What `entry` says, as `publishing.create` takes it; what the shelf lacks is left out."""
    photo = shared.pictures.get(entry.picture)
    return {
        "import_ref": import_ref(entry.ref),
        "headline": entry.headline,
        "body": entry.body,
        "verification": entry.verification,
        "is_key_event": entry.key,
        "explainer": shared.explainers.get(entry.explainer),
        "bylines": [shared.contributors[n] for n in entry.by if n in shared.contributors],
        "topics": [shared.topics[n] for n in entry.topics if n in shared.topics],
        "photos": [{"photo": photo, "caption": entry.caption}] if photo else [],
        "embeds": [_quoted(each, shared) for each in entry.embeds],
    }


def _quoted(written: dict[str, Any], shared: Shelf) -> dict[str, Any]:
    thumbnail = written.get("thumbnail")
    return {**written, **({"thumbnail": shared.pictures[thumbnail]} if thumbnail else {})}


def _opening() -> datetime:
    """When the story to come begins: in three days, at nine."""
    day = timezone.now() + timedelta(days=3)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def _anniversary() -> datetime:
    """The next 19 September, early: a post for then stands in nobody's way today."""
    now = timezone.now()
    this_year = datetime(now.year, 9, 19, 6, 0, tzinfo=UTC)
    return this_year if this_year > now else this_year.replace(year=now.year + 1)


_OCCASIONS = {"opening": _opening, "anniversary": _anniversary}
