"""What the ladder stands on: a story with its cast, where a rung starts, what is sent, what is so.

A post, where there is one, is the reporter's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from liveblog import publishing
from liveblog.models import (
    Blog,
    Explainer,
    OpenSheet,
    Photo,
    PhotoCaption,
    PinnedExplainer,
    Post,
    Revision,
    Sighting,
)
from tests import factory
from tests.desk.desk import ROLES, Cast, sheet
from tests.desk.pictures import jpeg
from tests.desk.test_library import in_library

# All that a request of the desk could write.
WRITTEN = (
    Blog,
    Post,
    Revision,
    OpenSheet,
    Photo,
    PhotoCaption,
    PinnedExplainer,
    Explainer,
    Sighting,
)
DONE = (200, 201, 204, 302)
Said = dict[str, Any]


class Stage:
    """A blog, the cast, and what a rung starts from; `who` asks."""

    def __init__(self, rung: "Rung") -> None:
        self.blog = factory.blog()
        self.cast = Cast(self.blog)
        for role in ROLES:
            getattr(self.cast, role, None)
        self.rung, self.who = rung, ""
        self.start_in(self.blog)

    def start_in(self, blog: Blog) -> Any:
        self.thing = self.rung.start(blog, self.cast)
        self.post = self.thing if isinstance(self.thing, Post) else None
        return self.thing

    def where(self) -> str:
        args: list[Any] = [self.blog.pk]
        if isinstance(self.thing, Explainer | Sighting):
            args.append(self.thing.pk)
        elif self.post is not None and self.rung.is_on_a_post:
            args.append(self.post.public_id)
        return reverse(f"liveblog:{self.rung.name}", args=args) + self.rung.query

    def answer(self) -> Said:
        """As the page that was open would send it."""
        said = self.rung.said(self) if callable(self.rung.said) else self.rung.said
        if self.post is None:
            return {**said}
        return {"revision": self.post.revisions.newest_first()[0].pk, **said}

    def ask(self, role: str, method: str = "") -> Any:
        self.who = role
        send = getattr(self.cast.client(role), method or self.rung.method)
        return send(self.where(), self.answer())

    def fresh(self) -> Post:
        assert self.post is not None
        return Post.objects.get(pk=self.post.pk)

    def asker(self) -> Any:
        return getattr(self.cast, self.who)

    def state(self) -> str:
        return Blog.objects.get(pk=self.blog.pk).state


def all_rows() -> list[list[tuple[Any, ...]]]:
    return [list(model._base_manager.order_by("pk").values_list()) for model in WRITTEN]


@dataclass(frozen=True)
class Rung:
    """`done` says whether it came about; without, the answer alone tells. `page` is who may look
    before they press; empty: there is nothing to look at. `gives_back`: an author whose post has
    left their hands meanwhile is shown their words again, with why they were not taken.
    """

    name: str
    may: tuple[str, ...]
    start: Callable[[Blog, Cast], Any] = lambda blog, cast: None
    said: Said | Callable[[Stage], Said] = field(default_factory=dict)
    done: Callable[[Stage], bool] | None = None
    page: tuple[str, ...] = ()
    method: str = "post"
    query: str = ""
    ok: tuple[int, ...] = DONE
    is_on_a_post: bool = True
    gives_back: bool = False
    label: str = ""

    def __str__(self) -> str:
        begun = self.start.__name__.strip("<>")
        return f"{self.name} {self.label or ('' if begun == 'lambda' else begun)}".strip()


# What a rung starts from.


def draft(blog: Blog, cast: Cast) -> Post:
    return factory.draft(blog, by=cast.reporter)


def submitted(blog: Blog, cast: Cast) -> Post:
    return publishing.submit(draft(blog, cast), by=cast.reporter)


def scheduled(blog: Blog, cast: Cast) -> Post:
    at = timezone.now() + timedelta(hours=2)
    return publishing.schedule(draft(blog, cast), by=None, at=at)


def published(blog: Blog, cast: Cast) -> Post:
    return publishing.publish(draft(blog, cast), by=None)


def quoting(blog: Blog, cast: Cast) -> Post:
    embeds = [{"url": "https://example.org/a", "text": "Said"}]
    return publishing.update(published(blog, cast), by=cast.reporter, embeds=embeds)


def pinned(blog: Blog, cast: Cast) -> Post:
    return publishing.pin(published(blog, cast), by=None)


def key_event(blog: Blog, cast: Cast) -> Post:
    return publishing.update(published(blog, cast), by=None, is_key_event=True)


def retracted(blog: Blog, cast: Cast) -> Post:
    return publishing.retract(published(blog, cast), by=None, reason="Wrong.")


def sighting(blog: Blog, cast: Cast) -> Sighting:
    post = factory.post(blog, embeds=[{"url": "https://example.org/a", "text": "It holds."}])
    return Sighting.objects.create(embed=post.embeds.get(), kind="changed")


def photo(blog: Blog, cast: Cast) -> Photo:
    return in_library("navy", alt_text="A wall")


def lead(blog: Blog, cast: Cast) -> None:
    publishing.set_lead(blog, by=None, photo=photo(blog, cast))


def explainer(blog: Blog, cast: Cast) -> Explainer:
    return factory.explainer()


def shelf(blog: Blog, cast: Cast) -> Explainer:
    for _ in range(2):
        publishing.pin_explainer(blog, made := factory.explainer(), by=None)
    return made


def paused(blog: Blog, cast: Cast) -> None:
    publishing.pause(blog, by=None)


def sheets(blog: Blog, cast: Cast) -> None:
    """One of everybody's."""
    for role in ROLES:
        if user := getattr(cast, role, None):
            now = timezone.now()
            OpenSheet.objects.create(user=user, blog=blog, token="t1", typed_at=now, seen_at=now)


# What is sent, and what is so then.


def new_post(verb: str, **said: str) -> Said:
    return sheet(headline="New", verb=verb, **said)


def is_new(status: str) -> Callable[[Stage], bool]:
    return lambda s: list(s.blog.posts.values_list("status", flat=True)) == [status]


def rewritten(verb: str = "save") -> Said:
    return sheet(headline="Written anew", verb=verb)


def is_rewritten(stage: Stage) -> bool:
    return stage.fresh().headline == "Written anew"


def has_status(status: str) -> Callable[[Stage], bool]:
    return lambda s: s.fresh().status == status


def upload(name: str, **said: str) -> Callable[[Stage], Said]:
    return lambda s: {**said, name: SimpleUploadedFile("a.jpg", jpeg("teal"), "image/jpeg")}


def pins(blog: Blog) -> list[int]:
    return list(blog.pins.order_by("order").values_list("explainer", flat=True))


def has_own_sheet(stage: Stage) -> bool:
    return OpenSheet.objects.filter(user=stage.asker(), post=stage.post).exists()


def of_post(stage: Stage) -> Said:
    assert stage.post is not None
    return {**sheet(headline="Typed", token="t1"), "typed": "1", "post": stage.post.public_id}
