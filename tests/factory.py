"""Plain functions that make things for tests, through publishing like everything else."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection

from liveblog import publishing
from liveblog.models import Blog, Contributor, Explainer, Photo, Post, Topic

_number = count(1)
NOON = datetime(2023, 9, 19, 12, 0, tzinfo=UTC)


def user(*groups: str, name: str = "", **fields: Any) -> User:
    """Somebody who works here, in the named groups."""
    fields = {"is_staff": True, **fields}
    made = User.objects.create_user(
        username=name or f"user{next(_number)}", password="pass", **fields
    )
    made.groups.set([_group(each) for each in groups])
    return made


def _group(name: str) -> Group:
    """The migration's own, made again where a test before this one emptied the table."""
    if not Group.objects.filter(name=name).exists():
        migration = import_module("liveblog.migrations.0002_groups")
        migration.make_groups(apps, connection.schema_editor())
    return Group.objects.get(name=name)


def admin() -> User:
    return user(is_superuser=True)


def blog(*, opened: bool = True, **fields: Any) -> Blog:
    number = next(_number)
    made = publishing.create_blog(
        by=None, **{"title": f"Story {number}", "slug": f"story-{number}", **fields}
    )
    return publishing.open(made, by=None) if opened else made


def draft(blog: Blog, headline: str = "", **content: Any) -> Post:
    headline = headline or f"Headline {next(_number)}"
    return publishing.create(blog, **{"by": None, "headline": headline, **content})


def post(
    blog: Blog, headline: str = "", *, minutes: int | None = None, by: Any = None, **content: Any
) -> Post:
    """A published post, `minutes` after NOON where given."""
    made = draft(blog, headline, by=by, **content)
    at = NOON + timedelta(minutes=minutes) if minutes is not None else None
    return publishing.publish(made, by=by, at=at)


def explainer(title: str = "", **fields: Any) -> Explainer:
    number = next(_number)
    made = Explainer(
        **{
            "title": title or f"What is thing {number}?",
            "slug": f"thing-{number}",
            "body": "<p>It is a thing.</p>",
            "published_at": NOON,
            **fields,
        }
    )
    return publishing.save_shared(made, by=None)


def photo_to_come(**words: Any) -> Photo:
    """Announced, and its file still to come."""
    known = {"alt_text": "A wall", "credit": "Ada/Us"}
    return publishing.save_shared(Photo(**{**known, **words}), by=None)


def contributor(name: str = "", **fields: Any) -> Contributor:
    number = next(_number)
    made = Contributor(name=name or f"Writer {number}", slug=f"writer-{number}", **fields)
    return publishing.save_shared(made, by=None)


def topic(name: str = "", **fields: Any) -> Topic:
    number = next(_number)
    made = Topic(name=name or f"Topic {number}", slug=f"topic-{number}", **fields)
    return publishing.save_shared(made, by=None)
