"""What changed since a version: the answer to a poll, as data.

Everybody at version N gets the same answer: final states only, each post with its place. A post
is placed by the one that stands below it. A reader who does not hold that one does not hold that
part of the stream, and the page leaves the fragment out.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from liveblog import conf, markup
from liveblog.models import Blog, Post
from liveblog.reader import kept
from liveblog.reader.stream import Page, Stream


@dataclass(frozen=True)
class Placed:
    """One changed post, and the one that stands `below` it ("" for the last) in `below_place`.

    `is_held`: whoever holds it holds it in this place, and whoever does not lacks it rightly.
    `is_moved`: it was put in this place since the asked version. A reader may hold it in another,
    or, having loaded an older page meanwhile, in this one already; or not at all.
    `is_gone`: it has left this stream.
    """

    post: Post
    part: str
    is_held: bool
    is_moved: bool
    is_gone: bool
    below_place: str

    @property
    def below(self) -> str:
        """Its public id."""
        return self.below_place.partition("@")[0]

    @property
    def in_place(self) -> str:
        """The part as a fragment that takes the place of the one with its id."""
        marked = self.part.replace("<article ", '<article hx-swap-oob="true" ', 1)
        return markup.trusted(marked)


@dataclass(frozen=True)
class Delta:
    """`fresh` is a first page, sent when the reader is too far behind to catch up in steps."""

    blog: Blog
    stream: Stream
    posts: list[Placed]
    head: bool
    shelf: bool
    keys: bool
    fresh: Page | None = None


def since(stream: Stream, version: int) -> Delta:
    """Everything a reader at `version` lacks. `stream.blog` has moved on since, or is behind."""
    if version > stream.blog.version:
        # A version from the future: nonsense, or a database that was put back. Start again.
        return _start_again(stream, [])
    changed = (
        stream.in_reverse(stream.blog.posts.in_stream().changed_since(version))
        .select_related("blog")
        .annotate(below_place=stream.next_in_order())[: conf.CATCH_UP_CHANGES + 1]
    )
    rows = list(changed.prefetch_related("topics") if stream.topic else changed)
    arrived = sum(post.placed_version > version for post in rows)
    if len(rows) > conf.CATCH_UP_CHANGES or arrived > conf.CATCH_UP_POSTS:
        withdrawn = [post for post in rows if post.is_retracted]
        return _start_again(stream, _placed(stream, withdrawn, stream.blog, version))
    # Posts, places and version come from one statement: see docs/decisions/0001.
    blog = rows[0].blog if rows else stream.blog
    return Delta(
        blog=blog,
        stream=stream,
        posts=_placed(stream, rows, blog, version),
        head=blog.head_version > version,
        shelf=blog.shelf_version > version,
        keys=blog.keys_version > version,
    )


def _placed(stream: Stream, posts: list[Post], blog: Blog, version: int) -> list[Placed]:
    staying = [post for post in posts if stream.holds(post)]
    parts = dict(zip([post.pk for post in staying], kept.parts(staying, blog), strict=True))
    return [
        Placed(
            post=post,
            part=parts.get(post.pk, ""),
            # In a filtered stream it may be new though its place is old: a key event since.
            is_held=stream.is_whole and post.placed_version <= version,
            is_moved=post.placed_version > version,
            is_gone=post.pk not in parts,
            below_place=post.below_place or "",  # type: ignore[attr-defined]
        )
        for post in posts
    ]


def _start_again(stream: Stream, gone: list[Placed]) -> Delta:
    """`gone`: who reads further down does not take the page, and must not go on reading these."""
    page = stream.page()
    return Delta(page.blog, stream, gone, head=True, shelf=True, keys=True, fresh=page)


def poll_seconds(blog: Blog) -> int | None:
    """The wait before the next poll: quick while news breaks, slow when quiet, None when ended."""
    if blog.is_ended:
        return None
    if blog.state == Blog.State.PAUSED:
        return int(conf.POLL_PAUSED_SECONDS)
    breaking = timezone.now() - timedelta(minutes=conf.BREAKING_MINUTES)
    return int(conf.POLL_SECONDS if blog.changed_at > breaking else conf.POLL_QUIET_SECONDS)
