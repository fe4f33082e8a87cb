"""What a post of several pictures needs: how wide each is in its strip, and which it is."""

from collections.abc import Sized

from django import template

from liveblog.models import Photo

register = template.Library()

# As reader.css lays it out: a frame takes this much of the column, and the next one peeps in.
FRAME_SHARE = 0.88
FRAME_SHAPE = 3 / 2
# The column's width, by the width of the window; on a post's own page there is no rail.
_COLUMN = [
    ("(min-width: 1168px) ", "752px"),
    ("(min-width: 1000px) ", "(100vw - 416px)"),
    ("", "93vw"),
]
_SINGLE = [("(min-width: 689px) ", "640px"), ("", "93vw")]


@register.simple_tag
def strip_sizes(photo: Photo, place: str = "") -> str:
    """For `sizes`: the width of `photo` in its frame, where an upright one is as tall as it."""
    shape = photo.width_px / photo.height_px if photo.width_px and photo.height_px else FRAME_SHAPE
    share = FRAME_SHARE * min(1, shape / FRAME_SHAPE)
    widths = _SINGLE if place == "single" else _COLUMN
    return ", ".join(f"{when}calc({column} * {share:.2f})" for when, column in widths)


@register.simple_tag
def among(number: int, all_of_them: Sized) -> str:
    """ "2 of 5"."""
    return f"{number} of {len(all_of_them)}"
