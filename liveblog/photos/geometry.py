"""The sizes and names of a picture's renditions: arithmetic only, so that templates may ask."""

from dataclasses import dataclass
from pathlib import PurePosixPath

# Steps of about √2 in area, from a phone's column to a wide screen at double density.
WIDTHS_PX = (400, 640, 960, 1360, 2000)
FORMATS = ("webp", "jpg")


@dataclass(frozen=True)
class Rendition:
    """One size of one picture: `name` is its place in the storage, derivable from the original."""

    name: str
    width_px: int
    height_px: int
    format: str


def renditions(name: str, width_px: int, height_px: int) -> list[Rendition]:
    """Every rendition that should exist of the picture stored as `name`; none is enlarged."""
    if not (name and width_px and height_px):
        return []
    stem = PurePosixPath(name).with_suffix("")
    widths = [w for w in WIDTHS_PX if w < width_px] or []
    if width_px <= WIDTHS_PX[-1]:
        widths.append(width_px)
    return [
        Rendition(
            name=f"{stem}-{width}.{format_}",
            width_px=width,
            height_px=max(1, round(height_px * width / width_px)),
            format=format_,
        )
        for format_ in FORMATS
        for width in widths
    ]
