"""A newsroom that keeps its own record of what readers may read, beside the database.

Every wording is a word that occurs nowhere else, so that a leak is found by looking for it. The
record is kept by the rules of the trade, and asks none of the code that it judges.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Correction, Explainer, Post, Topic
from tests import factory

WORD = re.compile(r"word\d+w")


@dataclass
class Kept:
    """What the record says of a post."""

    pk: int
    public_id: str
    words: dict[str, str]
    status: str = Post.Status.DRAFT
    at: datetime | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def public(self) -> set[str]:
        if self.status == Post.Status.RETRACTED:
            return {word for kind, word in self.notes[-1:] if kind == Correction.Kind.RETRACTION}
        if self.status == Post.Status.PUBLISHED:
            return {*self.words.values(), *(word for _, word in self.notes)}
        return set()


class Newsroom:
    """One blog, one explainer, two topics; the verbs, each of which may be refused."""

    def __init__(self) -> None:
        self._number = 0
        self.head = {"title": self.word(), "standfirst": self.word()}
        self.closing_line = ""
        self.blog = factory.blog(slug="story", **self.head)
        self.posts: list[Kept] = []
        self.background = {"title": self.word(), "summary": self.word(), "body": self.word()}
        self.explainer = factory.explainer(slug="background", **self.background)
        self.topics = [_topic(slug, self.word()) for slug in ("sea", "land")]

    def word(self) -> str:
        self._number += 1
        return f"word{self._number}w"

    @property
    def public(self) -> set[str]:
        """Every word that may stand in an answer given now."""
        words = set(self.head.values()) | {topic.name for topic in self.topics}
        if self.explainer.published_at:
            words |= set(self.background.values())
        if self.closing_line:
            words.add(self.closing_line)
        for kept in self.posts:
            words |= kept.public
        return words

    def let_come_due(self) -> None:
        for kept in self.posts:
            if kept.status == Post.Status.SCHEDULED and kept.at and kept.at <= timezone.now():
                kept.status = Post.Status.PUBLISHED

    # Posts.

    def write(self, **content: Any) -> Kept:
        words = {"headline": self.word(), "body": self.word()}
        post = publishing.create(self._blog(), by=None, **words, **content)
        self.posts.append(Kept(post.pk, post.public_id, words))
        return self.posts[-1]

    def publish(self, kept: Kept, minutes: int | None = None) -> None:
        at = ago(minutes) if minutes is not None else None
        if attempt(lambda: publishing.publish(_post(kept), by=None, at=at)):
            kept.status = Post.Status.PUBLISHED

    def edit(self, kept: Kept, part: str) -> None:
        word = self.word()
        if attempt(lambda: publishing.update(_post(kept), by=None, **{part: word})):
            kept.words[part] = word

    def set(self, kept: Kept, **fields: Any) -> None:
        attempt(lambda: publishing.update(_post(kept), by=None, **fields))

    def move(self, kept: Kept, minutes: int) -> None:
        at = ago(minutes)
        if attempt(lambda: publishing.update(_post(kept), by=None, published_at=at)):
            kept.at = at

    def schedule(self, kept: Kept, minutes: int) -> None:
        at = timezone.now() + timedelta(minutes=minutes)
        if attempt(lambda: publishing.schedule(_post(kept), by=None, at=at)):
            kept.status, kept.at = Post.Status.SCHEDULED, at

    def submit(self, kept: Kept) -> None:
        if attempt(lambda: publishing.submit(_post(kept), by=None)):
            kept.status = Post.Status.SUBMITTED

    def send_back(self, kept: Kept) -> None:
        if attempt(lambda: publishing.send_back(_post(kept), by=None)):
            kept.status = Post.Status.DRAFT

    def discard(self, kept: Kept) -> None:
        if attempt(lambda: publishing.discard(_post(kept), by=None)):
            self.posts.remove(kept)

    def correct(self, kept: Kept, kind: str, part: str | None) -> None:
        note, word = self.word(), self.word()
        content = {part: word} if part else {}
        if attempt(
            lambda: publishing.correct(_post(kept), by=None, text=note, kind=kind, **content)
        ):
            kept.notes.append((kind, note))
            kept.words |= content

    def retract(self, kept: Kept) -> None:
        if kept.status == Post.Status.RETRACTED:
            return
        reason = self.word()
        if attempt(lambda: publishing.retract(_post(kept), by=None, reason=reason)):
            kept.status = Post.Status.RETRACTED
            kept.notes.append((Correction.Kind.RETRACTION, reason))

    def restore(self, kept: Kept) -> None:
        if kept.status != Post.Status.RETRACTED:
            return
        reason = self.word()
        if attempt(lambda: publishing.restore(_post(kept), by=None, reason=reason)):
            kept.status = Post.Status.PUBLISHED
            kept.notes.append((Correction.Kind.UPDATE, reason))

    def pin(self, kept: Kept) -> None:
        attempt(lambda: publishing.pin(_post(kept), by=None))

    def unpin(self, kept: Kept) -> None:
        attempt(lambda: publishing.unpin(_post(kept), by=None))

    # The blog and what it shares.

    def rewrite_head(self, part: str) -> None:
        word = self.word()
        publishing.update_blog(self._blog(), by=None, **{part: word})
        self.head[part] = word

    def set_blog(self, **fields: Any) -> None:
        publishing.update_blog(self._blog(), by=None, **fields)

    def open(self) -> None:
        if attempt(lambda: publishing.open(self._blog(), by=None)):
            self.closing_line = ""

    def pause(self) -> None:
        attempt(lambda: publishing.pause(self._blog(), by=None))

    def close(self) -> None:
        """Ended twice, it keeps the first closing line."""
        line = self.word()
        if attempt(lambda: publishing.close(self._blog(), by=None, closing_line=line)):
            self.closing_line = self.closing_line or line

    def pin_explainer(self, *, is_open: bool, begins: int | None, ends: int | None) -> None:
        now = timezone.now()
        window = {
            "shown_from": now + timedelta(minutes=begins) if begins is not None else None,
            "shown_until": now + timedelta(minutes=ends) if ends is not None else None,
        }
        pin = publishing.pin_explainer
        attempt(lambda: pin(self._blog(), self.explainer, by=None, is_open=is_open, **window))

    def unpin_explainer(self) -> None:
        publishing.unpin_explainer(self._blog(), self.explainer, by=None)

    def edit_explainer(self, part: str) -> None:
        word = self.word()
        explainer = Explainer.objects.get(pk=self.explainer.pk)
        setattr(explainer, part, word)
        publishing.save_shared(explainer, by=None)
        self.explainer, self.background[part] = explainer, word

    def rename_topic(self, number: int) -> None:
        slug = self.topics[number].slug
        topic = Topic.objects.get(slug=slug)
        topic.name = self.word()
        self.topics[number] = publishing.save_shared(topic, by=None)

    def hide_or_show_explainer(self) -> None:
        explainer = Explainer.objects.get(pk=self.explainer.pk)
        explainer.published_at = None if explainer.published_at else timezone.now()
        if attempt(lambda: publishing.save_shared(explainer, by=None)):
            self.explainer = explainer

    def _blog(self) -> Blog:
        return Blog.objects.get(pk=self.blog.pk)


def _topic(slug: str, name: str) -> Topic:
    return publishing.save_shared(Topic(name=name, slug=slug), by=None)


def _post(kept: Kept) -> Post:
    """As it is in the database: a refused verb leaves a mark on the copy it was given."""
    return Post.objects.select_related("blog").get(pk=kept.pk)


def attempt(verb: Callable[[], object]) -> bool:
    """Whether the newsroom let it happen."""
    try:
        verb()
    except (publishing.NotPossible, ValidationError):
        return False
    return True


def ago(minutes: int) -> datetime:
    """Whole minutes before the hour, so that many posts share one time."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(minutes=minutes)
