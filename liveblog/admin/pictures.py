"""A picture as a list shows it."""

from django.utils.html import format_html

from liveblog.models import Photo
from liveblog.photos.storage import pictures


def thumbnail(photo: Photo | None) -> str:
    """The smallest rendition, in the picture's own proportions."""
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
