"""What stands around a blog's stream: its lead picture, its shelf, its key events."""

from dataclasses import dataclass
from hashlib import blake2s
from typing import Generic, TypeVar

from django.utils import timezone

from liveblog import conf, markup
from liveblog.models import Blog, Explainer, PhotoCaption, PinnedExplainer, Post
from liveblog.publishing import content

Thing = TypeVar("Thing", Post, Explainer)
# A pinned update of more words stands folded: some fifteen lines on a telephone.
WORDS_UNFOLDED = 80


@dataclass(frozen=True)
class OnShelf(Generic[Thing]):
    """One thing at the top. `edition` names what it says: a reader who folded it away is told when
    it says something else."""

    thing: Thing
    is_open: bool
    edition: str


@dataclass(frozen=True)
class Shelf:
    """What is pinned at the top: posts, the latest pinned first, then explainers in their order."""

    explainers: list[OnShelf[Explainer]]
    posts: list[OnShelf[Post]]


def lead_of(blog: Blog) -> PhotoCaption | None:
    return PhotoCaption.objects.filter(blog=blog).select_related("photo").first()


def shelf_of(blog: Blog) -> Shelf:
    pins = blog.pins.shown_at(timezone.now()).select_related("explainer__photo")
    posts = blog.posts.published().pinned().select_related("blog").with_parts()
    return Shelf([_explainer(pin) for pin in pins], [_update(post) for post in posts])


def _explainer(pin: PinnedExplainer) -> OnShelf[Explainer]:
    said = content.of_explainer(pin.explainer)
    return OnShelf(pin.explainer, pin.is_open, _edition(said))


def _update(post: Post) -> OnShelf[Post]:
    whole = content.of_post(post)
    said = {part: whole[part] for part in (*content.SAYS, "verification", "corrections")}
    return OnShelf(post, not _is_long(post), _edition(said))


def _is_long(post: Post) -> bool:
    bodies = [post.body, post.explainer.body if post.explainer else ""]
    bodies += [embed.text for embed in post.embeds.all()]
    return sum(len(markup.plain(body).split()) for body in bodies) > WORDS_UNFOLDED


def _edition(said: content.Content) -> str:
    return blake2s(repr(said).encode(), digest_size=6).hexdigest()


def key_events_of(blog: Blog) -> list[Post]:
    """The latest key events, newest first."""
    events = blog.posts.published().key_events().newest_first().select_related("blog", "explainer")
    return list(events[: conf.KEY_EVENTS_SHOWN])
