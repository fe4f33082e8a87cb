"""What can be done to a blog: its head, its coverage, its shelf, what falls due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from liveblog.models import Blog, Explainer, OldSlug, Photo, PhotoCaption, PinnedExplainer, Post
from liveblog.publishing.change import change
from liveblog.publishing.posts import send_back
from liveblog.publishing.ready import require_ready_to_pin
from liveblog.publishing.terms import EDITED, WHEN_DUE, NotPossible, User, account


def create_blog(*, by: User, **fields: Any) -> Blog:
    """A new blog, upcoming until it is opened."""
    with change(by=by, act="created"):
        blog = Blog(created_by=account(by), **fields)
        _refuse_anothers_address(blog, blog.slug)
        blog.save()
    return blog


def update_blog(blog: Blog, *, by: User, act: str = EDITED, **fields: Any) -> Blog:
    """Change headline, standfirst and the like; a slug that goes keeps redirecting."""
    with change(by=by, act=act, blogs=[blog]):
        was = Blog.objects.values_list("slug", flat=True).get(pk=blog.pk)
        _refuse_anothers_address(blog, fields.get("slug", was))
        for name, value in fields.items():
            setattr(blog, name, value)
        blog.save(update_fields=list(fields))
        if blog.slug != was:
            OldSlug.objects.filter(slug=blog.slug).delete()
            OldSlug.objects.get_or_create(slug=was, defaults={"blog": blog})
    return blog


def _refuse_anothers_address(blog: Blog, slug: str) -> None:
    if OldSlug.objects.filter(slug=slug).exclude(blog_id=blog.pk).exists():
        raise NotPossible(
            f"“{slug}” was another story's address, and links to it lead there. Choose another."
        )


def open(blog: Blog, *, by: User) -> Blog:
    """Coverage is live: for the first time, after a pause, or again after its end.

    Reopened, it has no closing line any more.
    """
    with change(by=by, act="opened", blogs=[blog]):
        fresh = Blog.objects.get(pk=blog.pk)
        if not fresh.is_live:
            now = timezone.now()
            started = fresh.coverage_started_at
            update_blog(
                blog,
                by=by,
                act="opened",
                state=Blog.State.LIVE,
                coverage_started_at=min(started, now) if started else now,
                coverage_ended_at=None,
                closing_line="",
            )
    return blog


def pause(blog: Blog, *, by: User) -> Blog:
    """Coverage rests: open pages ask seldom, and say so."""
    with change(by=by, act="paused", blogs=[blog]):
        fresh = Blog.objects.get(pk=blog.pk)
        if fresh.is_live:
            update_blog(blog, by=by, act="paused", state=Blog.State.PAUSED)
        elif fresh.state != Blog.State.PAUSED:
            raise NotPossible("Only live coverage is paused.")
    return blog


def close(blog: Blog, *, by: User, closing_line: str = "", take_back: bool = False) -> Blog:
    """Coverage has ended: the last answer says so, and open pages stop asking.

    `closing_line` tells readers where the story goes on. `take_back` makes drafts of what is
    scheduled, each with its time; else it appears all the same, under a page that is said to be
    complete. Where coverage had ended already, nothing changes, that line neither: `update_blog`
    words it anew.
    """
    with change(by=by, act="closed", blogs=[blog]):
        if not Blog.objects.get(pk=blog.pk).is_ended:
            _publish_due(blog, timezone.now())
            for post in blog.posts.scheduled().oldest_first() if take_back else ():
                send_back(post, by=by, note="Coverage has ended.")
            update_blog(
                blog,
                by=by,
                act="closed",
                state=Blog.State.ENDED,
                coverage_ended_at=timezone.now(),
                closing_line=closing_line,
            )
    return blog


def set_lead(blog: Blog, *, by: User, photo: Photo, caption: str = "") -> PhotoCaption:
    """The picture at the head of the blog."""
    with change(by=by, act="lead picture set", blogs=[blog]):
        lead = PhotoCaption.objects.filter(blog=blog).first() or PhotoCaption(blog=blog)
        lead.photo, lead.caption = photo, caption
        lead.save()
    return lead


def remove_lead(blog: Blog, *, by: User) -> None:
    """No picture at the head of the blog; the library keeps it."""
    with change(by=by, act="lead picture removed", blogs=[blog]):
        PhotoCaption.objects.filter(blog=blog).delete()


def pin_explainer(
    blog: Blog,
    explainer: Explainer,
    *,
    by: User,
    is_open: bool = False,
    shown_from: datetime | None = None,
    shown_until: datetime | None = None,
) -> PinnedExplainer:
    """Put an explainer on the shelf, last in order; one that stands there keeps its place."""
    require_ready_to_pin(explainer)
    with change(by=by, act="explainer pinned", blogs=[blog]):
        pin = PinnedExplainer.objects.filter(blog=blog, explainer=explainer).first()
        if pin is None:
            last = blog.pins.order_by("order").last()
            pin = PinnedExplainer(
                blog=blog, explainer=explainer, order=last.order + 1 if last else 1
            )
        pin.is_open, pin.shown_from, pin.shown_until = is_open, shown_from, shown_until
        pin.save()
    return pin


def unpin_explainer(blog: Blog, explainer: Explainer, *, by: User) -> None:
    with change(by=by, act="explainer unpinned", blogs=[blog]):
        PinnedExplainer.objects.filter(blog=blog, explainer=explainer).delete()


def order_explainers(blog: Blog, explainers: Sequence[Explainer], *, by: User) -> None:
    """Let the shelf stand in this order; what is pinned and not named comes after, as it stood."""
    with change(by=by, act="explainers put in order", blogs=[blog]):
        pins = list(blog.pins.order_by("order", "pk"))
        wish = {explainer.pk: place for place, explainer in enumerate(explainers)}
        wanted = sorted(pins, key=lambda pin: wish.get(pin.explainer_id, len(wish)))
        moved = [(place, pin) for place, pin in enumerate(wanted, 1) if pin.order != place]
        # A place is held by one pin at a time: the moving ones first step below them all.
        floor = min([0, *(pin.order for pin in pins)])
        for step, (_, pin) in enumerate(moved, start=1):
            _put(pin, floor - step)
        for place, pin in moved:
            _put(pin, place)


def _put(pin: PinnedExplainer, place: int) -> None:
    pin.order = place
    pin.save(update_fields=["order"])


def publish_due(blog: Blog | None = None, *, moment: datetime | None = None) -> int:
    """Publish what has come due in `blog`, or everywhere; the number of posts published.

    Several processes may see the same due post: the lock lets one of them publish it.
    """
    moment = moment or timezone.now()
    blogs = [blog] if blog is not None else list(Blog.objects.due(moment).order_by("pk"))
    return sum(_publish_due(one, moment) for one in blogs)


def _publish_due(blog: Blog, moment: datetime) -> int:
    with change(by=None, act=WHEN_DUE, blogs=[blog]) as running:
        posts = list(blog.posts.due(moment).oldest_first())
        for post in posts:
            post.status = Post.Status.PUBLISHED
            post.save(update_fields=["status"])
        # A pin that begins or ends changes the shelf with nobody writing anything.
        running.look_at(blog)
    return len(posts)
