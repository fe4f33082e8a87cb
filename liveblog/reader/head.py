"""What stands around a blog's stream: its lead picture, its shelf, its key events."""

from dataclasses import dataclass

from django.utils import timezone

from liveblog import conf
from liveblog.models import Blog, PhotoCaption, PinnedExplainer, Post


@dataclass(frozen=True)
class Shelf:
    """What is pinned at the top: explainers in their order, then posts, the latest pinned first."""

    explainers: list[PinnedExplainer]
    posts: list[Post]


def lead_of(blog: Blog) -> PhotoCaption | None:
    return PhotoCaption.objects.filter(blog=blog).select_related("photo").first()


def shelf_of(blog: Blog) -> Shelf:
    explainers = blog.pins.shown_at(timezone.now()).select_related("explainer__photo")
    posts = blog.posts.published().pinned().select_related("blog", "explainer")
    return Shelf(list(explainers), list(posts))


def key_events_of(blog: Blog) -> list[Post]:
    """The latest key events, newest first."""
    events = blog.posts.published().key_events().newest_first().select_related("blog", "explainer")
    return list(events[: conf.KEY_EVENTS_SHOWN])
