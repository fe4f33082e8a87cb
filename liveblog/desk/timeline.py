"""The list under the composer: what waits, what is to come, what readers see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Case, OuterRef, Prefetch, Subquery, When, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format

from liveblog import markup, permissions
from liveblog.desk.actions import Action, Offer, Rights
from liveblog.desk.finding import address
from liveblog.desk.people import named
from liveblog.desk.wanted import Wanted
from liveblog.models import (
    Blog,
    Byline,
    Correction,
    Embed,
    OpenSheet,
    PhotoCaption,
    Post,
    PostQuerySet,
    Revision,
    Sighting,
)

SECTION_POSTS = 30
# Of one section, asked for by itself.
STATE_POSTS = 200
_WORDS_SHOWN = 160
_TERMS_SHOWN = 80
SENT_BACK = "sent back"


@dataclass(frozen=True)
class AtWork:
    """The colleagues whose sheets are open: by the post they are of, and of new posts."""

    on_posts: dict[int, list[str]] = field(default_factory=dict)
    on_new: list[str] = field(default_factory=list)

    @classmethod
    def in_blog(cls, blog: Blog, *, besides: Any) -> "AtWork":
        sheets = OpenSheet.objects.filter(blog=blog).open_now().exclude(user=besides)
        on_posts: dict[int, dict[str, None]] = {}
        on_new: dict[str, None] = {}
        for sheet in sheets.select_related("user").defer("said").order_by("pk"):
            if sheet.post_id is not None:
                on_posts.setdefault(sheet.post_id, {})[named(sheet.user)] = None
            elif sheet.typed_at is not None:
                on_new[named(sheet.user)] = None
        return cls({pk: list(names) for pk, names in on_posts.items()}, list(on_new))


@dataclass(frozen=True)
class Row:
    """`changed` is what was done to it since it was published.

    `whose` marks a draft; `due_in` is a countdown; `rights` warn of
    its pictures' licences and terms.

    `editors` have its sheet open now.
    """

    post: Post
    words: str
    day: str
    typed_by: str
    changed: str
    whose: str
    due_in: str
    rights: list[str]
    editors: list[str]
    actions: list[Action]
    more: list[Action]


@dataclass(frozen=True)
class Section:
    """`older` leads to those that are not shown, where this list has a page for them."""

    slug: str
    title: str
    rows: list[Row]
    has_more: bool = False
    older: str = ""


def sections(blog: Blog, user: Any, wanted: Wanted, at_work: AtWork) -> list[Section]:
    """The list, in the order of what wants doing."""
    shown = STATE_POSTS if wanted.state not in ("", Post.Status.PUBLISHED) else SECTION_POSTS
    found = [
        (slug, title, _page(rows, most=shown)) for slug, title, rows in _groups(blog, user, wanted)
    ]
    _fetch_parts([post for _, _, page in found for post in page])
    rights = Rights.of(user, blog)
    return [
        Section(
            slug,
            title,
            [_row(post, rights, wanted, at_work) for post in page[:shown]],
            has_more=len(page) > shown,
            older=_more(slug, blog, page, wanted) if len(page) > shown else "",
        )
        for slug, title, page in found
        if page or (slug == "published" and not wanted.is_narrowed)
    ]


def _fetch_parts(posts: list[Post]) -> None:
    """What the rows show of their bylines, pictures and links, each in one query."""
    names = Byline.objects.select_related("contributor")
    shown = PhotoCaption.objects.select_related("photo").only(
        "post", "order", "photo__use_until", "photo__usage_terms"
    )
    links = Embed.objects.select_related("thumbnail").only(
        "post", "order", "thumbnail__use_until", "thumbnail__usage_terms"
    )
    parts = {"bylines": names, "photos": shown, "embeds": links}
    prefetch_related_objects(posts, *(Prefetch(name, rows) for name, rows in parts.items()))


def _groups(blog: Blog, user: Any, wanted: Wanted) -> Iterator[tuple[str, str, PostQuerySet]]:
    """Each section that is asked for."""
    posts = wanted.among(permissions.visible_posts_of(blog, user))
    if wanted.before is not None:
        yield "published", "Published, older", _after(wanted.before, posts)
        return
    mine_first = Case(When(created_by=user.pk, then=0), default=1)
    groups = [
        ("submitted", "Submitted for review", posts.submitted().order_by("pk")),
        ("draft", "Drafts", posts.drafts().order_by(mine_first, "-pk")),
        ("scheduled", "Scheduled", posts.scheduled().oldest_first()),
        ("published", "Published", posts.published().newest_first()),
        ("retracted", "Retracted", posts.filter(status=Post.Status.RETRACTED).newest_first()),
    ]
    for status, title, rows in groups:
        if wanted.state in ("", status):
            yield "drafts" if status == "draft" else status, title, rows


def _after(place: Post, posts: PostQuerySet) -> PostQuerySet:
    return posts.published().older_than(place).newest_first()


def _page(posts: PostQuerySet, *, most: int) -> list[Post]:
    """One more than is shown, to know whether there are more."""
    note = Revision.objects.filter(post=OuterRef("pk"), act=SENT_BACK).newest_first()
    news = Sighting.objects.news().filter(embed__post=OuterRef("pk")).newest_first()
    notes = Correction.objects.filter(post=OuterRef("pk")).newest_first()
    rows = posts.select_related("created_by", "explainer__photo").annotate(
        note=Subquery(note.values("note")[:1]),
        original=Subquery(news.values("kind")[:1]),
        corrected=Subquery(notes.values("kind")[:1]),
        corrected_at=Subquery(notes.values("made_at")[:1]),
    )
    return list(rows[: most + 1])


def _more(slug: str, blog: Blog, page: list[Post], wanted: Wanted) -> str:
    """The next page of what is published; of what is not, all, by itself, if it is not yet."""
    if slug == "published":
        place = {**wanted.query, "before": page[SECTION_POSTS - 1].public_id}
        return address("desk", blog, place=place) + "#published"
    if wanted.state:
        return ""
    return address("desk", blog, place={**wanted.query, "state": page[0].status})


def _row(post: Post, rights: Rights, wanted: Wanted, at_work: AtWork) -> Row:
    words = markup.plain(post.body).replace("\n", " ") if post.headline else ""
    short = words if len(words) <= _WORDS_SHOWN else words[:_WORDS_SHOWN].rsplit(" ", 1)[0] + "…"
    offered = list(Offer(post, rights, wanted.query).actions())
    is_draft = post.status == Post.Status.DRAFT
    return Row(
        post,
        short,
        _day(post),
        typed_by="" if is_draft else _typed_by(post),
        changed=_changed(post),
        whose=_whose(post, rights.user) if is_draft else "",
        due_in=_due_in(post.published_at) if _is_awaited(post) else "",
        rights=list(_rights(post)),
        editors=at_work.on_posts.get(post.pk, []),
        actions=[action for action in offered if not action.is_rare],
        more=[action for action in offered if action.is_rare],
    )


_CORRECTED = {"correction": "Corrected", "clarification": "Clarified", "update": "Updated"}


def _changed(post: Post) -> str:
    """What readers are told last, and when: that it was put right goes before an edit."""
    kind, at = post.corrected, post.corrected_at  # type: ignore[attr-defined]
    if kind in _CORRECTED and post.is_published:
        return f"{_CORRECTED[kind]} {timezone.localtime(at):%H:%M}"
    return f"Updated {timezone.localtime(post.edited_at):%H:%M}" if post.edited_at else ""


def _rights(post: Post) -> Iterator[str]:
    """What an editor should know of its pictures' rights: the licence that has ended when it is
    shown, and, as long as no reader has it, what an agency forbids."""
    if post.is_retracted:
        return
    photos = [shown.photo for shown in post.photos.all()]
    photos += [link.thumbnail for link in post.embeds.all() if link.thumbnail]
    photos += [post.explainer.photo] if post.explainer and post.explainer.photo else []
    day = timezone.localdate()
    if _is_awaited(post) and post.published_at:
        day = max(day, timezone.localdate(post.published_at))
    yield from islice(filter(None, (photo.licence_ended_by(day) for photo in photos)), 1)
    if not post.is_published:
        said = filter(None, (photo.forbidding_words(_TERMS_SHOWN) for photo in photos))
        yield from (f"Agency: {each}" for each in dict.fromkeys(said))


def _whose(post: Post, user: Any) -> str:
    """Whose draft it is; one that came from another system is nobody's."""
    if post.created_by is None:
        return ""
    return "Yours" if post.created_by_id == user.pk else f"{named(post.created_by)}’s"


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


def _is_awaited(post: Post) -> bool:
    return post.status == Post.Status.SCHEDULED or post.is_to_come


def _due_in(at: datetime | None) -> str:
    """How long until then, to the minute that is still to run: "in 12 min"."""
    if at is None:
        return ""
    minutes = -int((timezone.now() - at).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if minutes <= 1:
        return "in less than a minute" if minutes == 1 else "due now"
    if hours >= 48:
        return f"in {hours // 24} days"
    if hours:
        return f"in {hours} h {rest} min" if rest else f"in {hours} h"
    return f"in {minutes} min"
