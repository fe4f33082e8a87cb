"""Where a picture stands: in updates, at heads, in explainers, over bylines, in links' cards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join

from liveblog.admin.badges import address_of, address_of_form, joined, link
from liveblog.models import Blog, Contributor, Embed, Explainer, Photo, PhotoCaption, Post
from liveblog.permissions import User, may_correct, visible_blogs, visible_posts


@dataclass(frozen=True)
class Use:
    """One place. `form` is its page in the admin, `public` where readers find it, if they can.

    `story` is the blog that it is in, where its words do not say so.
    """

    words: str
    form: str = ""
    public: str = ""
    story: str = ""


_CORRECTED = 3

# Another team's story is counted, so that nobody deletes beneath it, and is not named.
ELSEWHERE = Use("In a story that is not open to you")


def of(photos: Iterable[Photo], user: User) -> dict[int, list[Use]]:
    """Every use of each photo by its key, in a fixed number of queries."""
    keys = [photo.pk for photo in photos]
    found: dict[int, list[Use]] = defaultdict(list)
    for photo_id, use in (*_shown(keys, user), *_shared(keys)):
        found[photo_id].append(use)
    return found


def listed(uses: list[Use], *, most: int | None = None) -> str:
    """The first `most` of them, one a line, each with a way to it; a story is named once."""
    shown = uses[:most]
    before = ["", *(use.story for use in shown)]
    told = (_linked(use, use.story != last) for use, last in zip(shown, before, strict=False))
    lines = format_html_join("", '<li class="use">{}</li>', ((line,) for line in told))
    left = len(uses) - len(shown)
    more = format_html('<li class="use">and {} more</li>', left) if left else ""
    return format_html('<ul class="uses">{}{}</ul>', lines, more)


def ways_to_correct(photo: Photo, user: User) -> str:
    """To the public correction of the first updates in which readers see it."""
    posts = visible_posts(user).filter(status=Post.Status.PUBLISHED, blog__is_public=True)
    shown = posts.filter(photos__photo=photo).select_related("blog").order_by("-first_version")
    ways = [_way(post) for post in shown[:_CORRECTED] if may_correct(user, post.blog)]
    if not any(ways):
        return ""
    links = format_html_join("", "<p>{}</p>", ((way,) for way in ways if way))
    return format_html(" Words that were wrong are corrected in public:{}", links)


def _way(post: Post) -> str:
    """A site may leave the desk out."""
    try:
        address = reverse("liveblog:desk_correct", args=[post.blog_id, post.public_id])
    except NoReverseMatch:
        return ""
    return format_html('<a href="{}">Correct “{}” in public</a>', address, post)


def _linked(use: Use, names_story: bool) -> str:
    said = f"{use.words}, {use.story}" if use.story and names_story else use.words
    if not use.form:
        return said
    words = format_html('<a href="{}">{}</a>', use.form, said)
    if not use.public:
        return words
    return joined([words, "·", link(use.public, "Readers see it", of=said)])


def _shown(keys: list[int], user: User) -> Iterator[tuple[int, Use]]:
    shown = PhotoCaption.objects.filter(photo__in=keys).select_related(
        "post__blog", "post__explainer", "blog"
    )
    cards = Embed.objects.filter(thumbnail__in=keys).select_related("post__blog", "post__explainer")
    posts = {row.post for row in shown if row.post} | {card.post for card in cards}
    blogs = {row.blog for row in shown if row.blog}
    seen_posts = _seen(posts, visible_posts(user))
    seen_blogs = _seen(blogs, visible_blogs(user))
    for row in shown:
        if row.post:
            yield row.photo_id, _in_post(row.post, "In", seen_posts)
        elif row.blog:
            yield row.photo_id, _at_head(row.blog, seen_blogs)
    for card in cards:
        yield card.thumbnail_id, _in_post(card.post, "On a link in", seen_posts)  # type: ignore[misc]


def _seen(things: set[Any], visible: Any) -> set[int]:
    keys = [thing.pk for thing in things]
    return set(visible.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def _in_post(post: Post, where: str, seen: set[int]) -> Use:
    if post.pk not in seen:
        return ELSEWHERE
    is_read = post.is_published and post.blog.is_public
    public = _public(post, is_read)
    return Use(f"{where} {_called(post)}", address_of_form(post), public, story=str(post.blog))


def _called(thing: Any) -> str:
    """In quotation marks, once."""
    words = str(thing)
    return words if words.startswith("“") else f"“{words}”"


def _at_head(blog: Blog, seen: set[int]) -> Use:
    if blog.pk not in seen:
        return ELSEWHERE
    return Use(
        f"At the head of {_called(blog)}", address_of_form(blog), _public(blog, blog.is_public)
    )


def _shared(keys: list[int]) -> Iterator[tuple[int, Use]]:
    for told in Explainer.objects.filter(photo__in=keys):
        is_read = told.published_at is not None
        use = Use(
            f"In the explainer {_called(told)}", address_of_form(told), _public(told, is_read)
        )
        yield told.photo_id, use
    for who in Contributor.objects.filter(picture__in=keys):
        yield who.picture_id, Use(f"As the portrait of {who}", address_of_form(who))  # type: ignore[misc]


def _public(thing: Any, is_read: bool) -> str:
    return (address_of(thing) or "") if is_read else ""
