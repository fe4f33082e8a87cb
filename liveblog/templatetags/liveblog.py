"""What templates need beyond Django's own: the blog's clock, trusted text, pictures."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from liveblog import conf, markup
from liveblog.models import Blog, Photo, Post
from liveblog.photos import showing
from liveblog.photos.showing import Still
from liveblog.reader.public import absolute_address

register = template.Library()


@register.simple_tag
def site_name() -> str:
    return str(conf.SITE_NAME)


@register.filter
def trusted(html: str) -> SafeString:
    """A text that `markup` cleaned when it was stored."""
    return markup.trusted(html)


@register.filter
def words(html: str) -> str:
    """A stored text without its tags, on one line."""
    return " ".join(markup.plain(html).split())


@register.filter
def clock(moment: datetime, blog: Blog) -> str:
    """The time on the blog's own clock: "01:45 PM BST"."""
    return blog.clock(moment)


@register.filter
def day(moment: datetime, blog: Blog) -> str:
    """The day on the blog's own calendar: "19 September 2023"."""
    local = moment.astimezone(blog.zone)
    return f"{local.day} {local:%B %Y}"


@register.simple_tag
def days_of(posts: Iterable[Post], blog: Blog) -> int:
    """On how many days of the blog's own calendar they were published."""
    moments = [post.published_at for post in posts if post.published_at]
    return len({moment.astimezone(blog.zone).date() for moment in moments})


@register.filter
def machine(moment: datetime) -> str:
    """For <time datetime>: "2023-09-19T12:45:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.filter
def exact(moment: datetime) -> str:
    """To the microsecond, as posts are sorted: a page says by it where its last post stands."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], path: str) -> str:
    return absolute_address(context["request"], path)


@register.simple_tag
def share_picture(photo: Photo | None) -> Still | None:
    """`photo` as share cards take it: a JPEG, wide where the picture is. None: there is none."""
    return showing.card(photo) if photo else None


@register.simple_tag
def plain_picture(photo: Photo) -> Still | None:
    """`photo` as a JPEG of a middling width, for feeds. None: there is nothing to show."""
    return showing.still(photo)


@register.simple_tag
def largest(photo: Photo) -> str:
    """The address of `photo` as large as it is kept for readers, where that is worth a look."""
    return showing.largest(photo)


@register.inclusion_tag("liveblog/parts/picture.html")
def picture(photo: Photo, sizes: str = "", lead: bool = False) -> dict[str, Any]:
    """`photo` in every width it is kept in; `lead` loads at once, the others when they come near.

    `sizes` says how wide the layout shows it: a place that `photos.showing` knows, or CSS lengths
    as in HTML. Where there is nothing to show, a neutral box stands in.
    """
    srcsets = showing.sources(photo)
    return {
        "photo": photo,
        "still": showing.still(photo),
        "jpeg": srcsets.pop("image/jpeg", ""),
        "srcsets": srcsets,
        "sizes": showing.PLACES.get(sizes or "column", sizes),
        "lead": lead,
    }
