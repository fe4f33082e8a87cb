"""The sizes readers are served: one JPEG when a picture arrives, the ladder after it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.dispatch import Signal
from PIL import Image

from liveblog.models import Photo
from liveblog.photos import storage
from liveblog.photos.geometry import WIDTHS_PX, Box, Original, Rendition

# Sent with `photo_id` after the commit of a photo whose ladder is not made, and when a lost file
# has come again.
wanted = Signal()

# A step coarser than the original: these are looked at in a column, and every byte is sent often.
# AVIF at 50 is as near to it as WebP at 78, and a tenth to a third smaller. Its speed 6 would save
# another 3 % and take four times as long. One thread: the other core is the readers'.
_ENCODED: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 50, "speed": 8, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 78, "method": 3}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
}


def make_plain(photo: Photo) -> None:
    """The one JPEG by which an upload can be shown at once; a tenth of what the ladder costs."""
    original = photo.original
    if original is None or photo.renditions or not storage.pictures().exists(original.name):
        return
    plain = original.plain()
    _write(original, [plain])
    photo.made = original.note([plain.name])
    if photo.pk:
        storage.take_back_if_withdrawn(photo)
        wanted.send_robust(Photo, photo_id=photo.pk)


def make(photo: Photo) -> list[str]:
    """Write the renditions of `photo` that are missing; the names of those that were.

    `photo.made` then says what exists; it is not saved. Twice is once. A photo to come has none,
    and where the original is gone nothing is made: what is left of it stays in use.
    """
    original, kept = photo.original, storage.pictures()
    if original is None:
        return []
    all_ = original.wanted()
    missing = [each for each in all_ if not kept.exists(each.name)]
    is_missing = not kept.exists(original.name)
    if missing and not is_missing:
        _write(original, missing)
    made = [] if is_missing else [each.name for each in missing]
    there = {each.name for each in all_} - {each.name for each in missing} | {*made}
    photo.made = original.note(there, is_missing=is_missing)
    return made


def _write(original: Original, these: Sequence[Rendition]) -> None:
    picture = _opened(original, these)
    across, down = picture.width / original.width_px, picture.height / original.height_px

    @cache  # A width is scaled once for all its formats.
    def scaled(size: tuple[int, int], part: Box) -> Image.Image:
        left, top, right, bottom = part
        box = (left * across, top * down, right * across, bottom * down)
        return picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)

    whole = (0.0, 0.0, float(original.width_px), float(original.height_px))
    for each in these:
        shown = scaled((each.width_px, each.height_px), each.box or whole)
        storage.keep(each.name, encoded(shown, each.format))


def _opened(original: Original, these: Sequence[Rendition]) -> Image.Image:
    """A JPEG is unpacked at the least size that will do: of 24 megapixels a quarter."""
    widest = WIDTHS_PX[-1] if any(each.box for each in these) else max(e.width_px for e in these)
    with storage.pictures().open(original.name) as file, Image.open(file) as opened:
        opened.draft("RGB", (widest, original.height_at(widest)))
        return opened.convert("RGB")


def encoded(picture: Image.Image, format_: str) -> bytes:
    """The bytes of `picture` in the quality that readers are served."""
    name, options = _ENCODED[format_]
    return storage.encoded(picture, name, **options)
