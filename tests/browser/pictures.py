"""Pictures of known shapes for the browser to lay out, drawn for a test."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from liveblog import publishing
from liveblog.models import Photo

SHAPES = [(900, 600), (600, 900), (900, 900), (1200, 500), (640, 480)]


def photos(number: int) -> list[Photo]:
    """Landscape, upright, square, a panorama …: no two alike."""
    return [_photo(place, *SHAPES[place % len(SHAPES)]) for place in range(number)]


def _photo(place: int, width_px: int, height_px: int) -> Photo:
    drawn = BytesIO()
    Image.new("RGB", (width_px, height_px), (40 * place % 256, 90, 140)).save(drawn, "JPEG")
    name = default_storage.save(f"photos/strip-{place}.jpg", ContentFile(drawn.getvalue()))
    photo = Photo(
        file=name,
        width_px=width_px,
        height_px=height_px,
        alt_text=f"Alt text {place + 1}",
        credit=f"Photographer {place + 1}/Agency",
    )
    return publishing.save_shared(photo, by=None)
