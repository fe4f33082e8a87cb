"""The sizes readers are served, made once, when a picture arrives."""

from functools import cache

from PIL import Image

from liveblog.models import Photo
from liveblog.photos import storage

# A step coarser than the original: these are looked at in a column, and every byte is sent often.
_QUALITY = {"webp": 78, "jpg": 82}


def make(photo: Photo) -> list[str]:
    """Write the renditions of `photo` that are missing; the names of those that were.

    What should exist is `photo.renditions`; twice is once. A photo to come has none.
    """
    kept = storage.pictures()
    missing = [each for each in photo.renditions if not kept.exists(each.name)]
    if not (missing and photo.file.name):
        return []
    with kept.open(photo.file.name) as file, Image.open(file) as opened:
        original = opened.convert("RGB")

    @cache  # A width is scaled once for all its formats.
    def scaled(size: tuple[int, int]) -> Image.Image:
        return original.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)

    for each in missing:
        picture = scaled((each.width_px, each.height_px))
        quality = _QUALITY[each.format]
        storage.keep(each.name, storage.encode(picture, each.format, quality=quality))
    return [each.name for each in missing]
