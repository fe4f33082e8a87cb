"""What templates need beyond Django's own: the blog's clock, trusted text, pictures."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString

from liveblog import conf, markup
from liveblog.models import Blog, Photo
from liveblog.reader.public import absolute_address

register = template.Library()

# The column that a page's pictures fill, as reader.css lays it out.
COLUMN = "(min-width: 1200px) 752px, (min-width: 1000px) 59vw, 93vw"


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


@register.simple_tag(takes_context=True)
def share_picture(context: dict[str, Any], photo: Photo | None) -> str:
    """The absolute address of `photo` as share cards take it, a wide JPEG; "" where it has none."""
    wide = [r for r in photo.renditions if r.format == "jpg"] if photo else []
    return absolute(context, default_storage.url(wide[-1].name)) if wide else ""


@register.inclusion_tag("liveblog/parts/picture.html")
def picture(photo: Photo, sizes: str = COLUMN, lead: bool = False) -> dict[str, Any]:
    """`photo` in every width it is kept in; `lead` loads at once, the others when they come near.

    `sizes` says how wide the layout shows it (CSS lengths, as in HTML).
    """
    by_format: dict[str, list[str]] = {}
    for rendition in photo.renditions:
        address = default_storage.url(rendition.name)
        by_format.setdefault(rendition.format, []).append(f"{address} {rendition.width_px}w")
    jpeg = [r for r in photo.renditions if r.format == "jpg"]
    return {
        "photo": photo,
        "webp": ", ".join(by_format.get("webp", [])),
        "jpeg": ", ".join(by_format.get("jpg", [])),
        "src": default_storage.url(jpeg[len(jpeg) // 2].name) if jpeg else "",
        "sizes": sizes,
        "lead": lead,
    }
