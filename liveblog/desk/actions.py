"""What a row of the list offers: what a night does all the time; the rest behind “More”."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from liveblog import permissions
from liveblog.desk.finding import address
from liveblog.models import Blog, Post

_WAITS = (Post.Status.DRAFT, Post.Status.SUBMITTED, Post.Status.SCHEDULED)


@dataclass(frozen=True)
class Action:
    """Something this user may do to a post: one press, or the way to a page of its own."""

    label: str
    address: str
    is_page: bool = False
    is_rare: bool = False


@dataclass(frozen=True)
class Rights:
    """What the user may do in this blog, asked once for the whole list."""

    user: Any
    blog: Blog
    publish: bool
    pin: bool
    correct: bool
    retract: bool
    restore: bool

    @classmethod
    def of(cls, user: Any, blog: Blog) -> "Rights":
        return cls(
            user,
            blog,
            publish=permissions.may_publish(user, blog),
            pin=permissions.may_pin(user, blog),
            correct=permissions.may_correct(user, blog),
            retract=permissions.may_retract(user, blog),
            restore=permissions.may_restore(user, blog),
        )


class Offer:
    """The actions on one post; each leads back to where the list stood (`place`)."""

    def __init__(self, post: Post, rights: Rights, place: dict[str, str]) -> None:
        self.post = post
        self.rights = rights
        self.place = place
        self.may_edit = permissions.may_edit(rights.user, post)

    def actions(self) -> Iterator[Action]:
        """The likeliest first."""
        if self.post.status in _WAITS:
            yield from self._while_it_waits()
        elif self.post.is_published:
            yield from self._in_public()
        elif self.rights.restore:
            yield self._page("desk_restore", "Restore")
        if may_discard(self.rights.user, self.post):
            yield self._page("desk_discard", "Discard", is_rare=True)
        yield self._page("desk_history", "History", is_rare=True)
        if self.post.is_in_stream and self.rights.blog.is_public:
            yield Action("Open as a reader", self.post.get_absolute_url(), True, True)

    def _while_it_waits(self) -> Iterator[Action]:
        post, publishes = self.post, self.rights.publish
        is_draft = post.status == Post.Status.DRAFT
        if self.may_edit:
            yield self._page("desk_edit", "Edit")
        elif post.created_by_id == self.rights.user.pk:
            yield self._page("desk_edit", "Read")
            if permissions.may_take_back(self.rights.user, post):
                yield self._press("desk_take_back", "Take back")
        if publishes:
            yield Action(self._publish_label(), self._to("desk_publish", stood=stood(post)))
        if is_draft and permissions.may_submit(self.rights.user, post):
            yield self._press("desk_submit", "Submit", is_rare=publishes)
        if not is_draft and publishes:
            yield self._page("desk_send_back", "Send back")

    def _publish_label(self) -> str:
        if self.post.is_to_come:
            return f"Schedule for {spoken(self.post)}"
        return "Publish now" if self.post.status == Post.Status.SCHEDULED else "Publish"

    def _in_public(self) -> Iterator[Action]:
        post, rights = self.post, self.rights
        if self.may_edit:
            yield self._page("desk_edit", "Edit")
        if rights.correct:
            yield self._page("desk_correct", "Correct")
        if rights.pin and post.pinned_at:
            yield self._press("desk_unpin", "Unpin")
        elif rights.pin:
            yield self._press("desk_pin", "Pin")
        if self.may_edit and post.is_key_event:
            yield self._press("desk_unkey", "Unmark key", is_rare=True)
        elif self.may_edit:
            yield self._press("desk_key", "Mark as key", is_rare=True)
        if rights.retract:
            yield self._page("desk_retract", "Retract", is_rare=True)

    def _page(self, name: str, label: str, *, is_rare: bool = False) -> Action:
        return Action(label, self._to(name), is_page=True, is_rare=is_rare)

    def _press(self, name: str, label: str, *, is_rare: bool = False) -> Action:
        return Action(label, self._to(name), is_rare=is_rare)

    def _to(self, name: str, **more: str) -> str:
        return address(name, self.rights.blog, self.post, place={**more, **self.place})


def stood(post: Post) -> str:
    """How it stands, in a word that a row's button carries: what is pressed is what was seen."""
    return f"{post.status}{post.published_at:%Y%m%d%H%M}" if post.published_at else post.status


def spoken(post: Post) -> str:
    """Its time, by the current clock; with the day, if that is another."""
    assert post.published_at is not None
    at = timezone.localtime(post.published_at)
    return date_format(at, "H:i" if at.date() == timezone.localdate() else "H:i, j F Y")


def may_discard(user: Any, post: Post) -> bool:
    """What no reader saw: its author's while it is a draft, and anybody's who may publish."""
    return post.first_version is None and permissions.may_edit(user, post)
