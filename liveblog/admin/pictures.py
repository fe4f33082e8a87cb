"""A picture as a list shows it, and as its own page does: large, with its share card."""

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
