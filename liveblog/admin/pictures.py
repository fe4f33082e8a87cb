"""A picture as a list shows it, and as its own page does: large, with its share card."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from liveblog.models import Photo
from liveblog.photos import showing
from liveblog.photos.storage import pictures


def thumbnail(photo: Photo | None) -> str:
    """The smallest rendition, in the picture's own proportions."""
    if photo is not None and photo.is_withdrawn:
        return "Withdrawn"
    if photo is None or not photo.file:
        return "To come"
    small = min(photo.renditions, key=lambda each: each.width_px, default=None)
    return format_html(
        '<img class="thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        pictures().url(small.name if small else photo.file.name),
        photo.alt_text or "No alt text yet",
        small.width_px if small else photo.width_px,
        small.height_px if small else photo.height_px,
    )


_CAPTION_SHOWN = 160
_SOURCES = {"xmp": "XMP", "iptc": "IPTC", "exif": "EXIF"}


def described(photo: Photo) -> str:
    """Its caption, as one knows it by; what it shows, and whose it is, after that."""
    caption = Truncator(photo.caption).chars(_CAPTION_SHOWN)
    lines = [("caption", caption), ("alt", photo.alt_text), ("credit", photo.credit)]
    told = [(kind, said) for kind, said in lines if said.strip()] or [("alt", str(photo))]
    return format_html_join("", '<span class="photo-{}">{}</span>', told)


def pointed_at(photo: Photo) -> str:
    """The whole picture, on which a press sets the focus, and the share card beside it.

    Without JavaScript the card is the one that is made, and the numbers are typed.
    """
    original = photo.original
    if original is None:
        return "When its file is here."
    still = showing.still(photo)
    picture = format_html(
        '<div class="focus-picture" title="Press on what must stay in view"><img src="{}" alt="{}" '
        'width="{}" height="{}" draggable="false"><span class="focus-mark" hidden></span></div>',
        still.address if still else pictures().url(photo.file.name),
        photo.alt_text or "No alt text yet",
        original.width_px,
        original.height_px,
    )
    values = (photo.focal_x, photo.focal_y, picture, _card(photo))
    return format_html('<div class="focus" data-x="{}" data-y="{}">{}{}</div>', *values)


def _card(photo: Photo) -> str:
    wanted, made = photo.original and photo.original.card(), photo.share_card
    if wanted is None:
        return format_html("<p>{}</p>", "Too small for a share card: it is shared whole.")
    shown = format_html('<img src="{}" alt="">', pictures().url(made.name)) if made else ""
    return format_html(
        '<figure class="focus-card"><div>{}</div><figcaption>{}</figcaption></figure>',
        shown,
        "The share card, as networks show it",
    )


def came_with(photo: Photo) -> str:
    """What its file says of itself, and what those said that stood there before it."""
    rows = list(_said_by_file(photo))
    if not rows:
        return "Nothing."
    row = "<div><dt>{}</dt><dd>{}</dd></div>"
    return format_html('<dl class="came-with">{}</dl>', format_html_join("", row, rows))


def _said_by_file(photo: Photo) -> Iterator[tuple[str, str]]:
    """Of the file that stands, then of those that stood there before it."""
    said = photo.said_by_file
    while said:
        yield from _said_by(said)
        said = said.get("before")
        if said:
            yield "Earlier file", "What it said of itself:"


def _said_by(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    file = said.get("file", {})
    if file:
        size = f"{file['width_px']} × {file['height_px']}"
        yield "File", " · ".join(filter(None, [file["name"], file["format"], size]))
    for remark in said.get("remarks", ()):
        yield "Note", remark
    for source, label in _SOURCES.items():
        for name, words in said.get(source, {}).items():
            yield f"{label}: {name.replace('_', ' ')}", words
