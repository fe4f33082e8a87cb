"""The list under the composer: what waits, what is to come, what readers see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format

from liveblog import markup, permissions
from liveblog.desk.finding import address
from liveblog.desk.people import named
from liveblog.models import Blog, Byline, Post, PostQuerySet, Revision

SECTION_POSTS = 30
_WORDS_SHOWN = 160
SENT_BACK = "sent back"


@dataclass(frozen=True)
class Action:
    """Something this user may do to a post: one press, or the way to a page of its own."""

    label: str
    address: str
    is_page: bool = False


@dataclass(frozen=True)
class Row:
    post: Post
    words: str
    day: str
    typed_by: str
    actions: list[Action]


@dataclass(frozen=True)
class Section:
    """`older` is the next page, where there is one; the other sections are kept short."""

    slug: str
    title: str
    rows: list[Row]
    has_more: bool = False
    older: str = ""


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


def sections(blog: Blog, user: Any, *, before: Post | None = None) -> list[Section]:
    """The list, in the order of what wants doing; `before` turns the page of the published."""
    posts = permissions.visible_posts_of(blog, user)
    if before is not None:
        wanted = [
            ("published", "Published, older", posts.published().older_than(before).newest_first())
        ]
    else:
        wanted = _groups(posts)
    found = [(slug, title, _page(rows)) for slug, title, rows in wanted]
    every_row = [post for _, _, page in found for post in page]
    names = Prefetch("bylines", Byline.objects.select_related("contributor"))
    prefetch_related_objects(every_row, names)
    rights, place = Rights.of(user, blog), before.public_id if before else ""
    return [
        Section(
            slug,
            title,
            [_row(post, rights, place) for post in page[:SECTION_POSTS]],
            has_more=len(page) > SECTION_POSTS,
            older=_older(slug, blog, page),
        )
        for slug, title, page in found
        if page or slug == "published"
    ]


def _groups(posts: PostQuerySet) -> list[tuple[str, str, PostQuerySet]]:
    return [
        ("submitted", "Submitted", posts.submitted().order_by("pk")),
        ("drafts", "Drafts", posts.drafts().order_by("-pk")),
        ("scheduled", "Scheduled", posts.scheduled().oldest_first()),
        ("published", "Published", posts.published().newest_first()),
        ("retracted", "Retracted", posts.filter(status=Post.Status.RETRACTED).newest_first()),
    ]


def _page(posts: PostQuerySet) -> list[Post]:
    """One more than is shown, to know whether there are more."""
    note = Revision.objects.filter(post=OuterRef("pk"), act=SENT_BACK).newest_first()
    rows = posts.select_related("created_by", "explainer")
    return list(rows.annotate(note=Subquery(note.values("note")[:1]))[: SECTION_POSTS + 1])


def _older(slug: str, blog: Blog, page: list[Post]) -> str:
    if len(page) <= SECTION_POSTS or slug != "published":
        return ""
    return address("desk", blog, before=page[SECTION_POSTS - 1].public_id) + "#published"


def _row(post: Post, rights: Rights, place: str) -> Row:
    words = markup.plain(post.body).replace("\n", " ") if post.headline else ""
    short = words if len(words) <= _WORDS_SHOWN else words[:_WORDS_SHOWN].rsplit(" ", 1)[0] + "…"
    return Row(post, short, _day(post), _typed_by(post), list(actions(post, rights, place)))


def _typed_by(post: Post) -> str:
    """Who typed it, where the byline does not say so already."""
    who = post.created_by
    if who is None or any(each.contributor.user_id == who.pk for each in post.bylines.all()):
        return ""
    return named(who)


def _day(post: Post) -> str:
    """The day, for a post that is not today's."""
    if post.published_at is None:
        return ""
    day, today = timezone.localtime(post.published_at).date(), timezone.localdate()
    if day == today:
        return ""
    return date_format(day, "j M" if day.year == today.year else "j M Y")


def actions(post: Post, rights: Rights, place: str = "") -> Iterator[Action]:
    """What `rights` allow for the post as it stands, the likeliest first."""

    def to(name: str, label: str, *, is_page: bool = False) -> Action:
        return Action(label, address(name, rights.blog, post, before=place), is_page)

    waits = post.status in (Post.Status.DRAFT, Post.Status.SUBMITTED, Post.Status.SCHEDULED)
    if permissions.may_edit(rights.user, post):
        yield to("desk_edit", "Edit", is_page=True)
    elif waits and post.created_by_id == rights.user.pk:
        yield to("desk_edit", "Read", is_page=True)
    if waits and rights.publish:
        yield to("desk_publish", "Publish now" if post.status == "scheduled" else "Publish")
    if post.status == Post.Status.DRAFT and permissions.may_submit(rights.user, post):
        yield to("desk_submit", "Submit")
    if post.status in (Post.Status.SUBMITTED, Post.Status.SCHEDULED) and rights.publish:
        yield to("desk_send_back", "Send back", is_page=True)
    if post.is_published:
        yield from _of_published(post, rights, to)
    if post.is_retracted and rights.restore:
        yield to("desk_restore", "Restore", is_page=True)


def _of_published(post: Post, rights: Rights, to: Any) -> Iterator[Action]:
    if rights.correct:
        yield to("desk_correct", "Correct", is_page=True)
    if rights.pin:
        yield to("desk_unpin", "Unpin") if post.pinned_at else to("desk_pin", "Pin")
    if permissions.may_edit(rights.user, post):
        if post.is_key_event:
            yield to("desk_unkey", "Unmark key")
        else:
            yield to("desk_key", "Mark as key")
    if rights.retract:
        yield to("desk_retract", "Retract", is_page=True)
