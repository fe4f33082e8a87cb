"""The sizes and names of a picture's renditions: arithmetic only, so that templates may ask."""

import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

# A phone's column at a density of 1, 2 and 3 (358 px), a desktop's at 1 and 2 (752 px); the widest
# for a phone held sideways.
WIDTHS_PX = (400, 760, 1080, 1520, 2000)
# In the order in which a browser is offered them.
FORMATS = ("avif", "webp", "jpg")
# What one JPEG can do for everybody: an upload has it at once, feeds and old browsers keep to it.
PLAIN_WIDTH_PX = 1080
# What networks ask of a wide card, and the least width that they still show as one.
CARD_PX = (1200, 630)
CARD_LEAST_PX = 600
# Of any picture and any ladder: what an upload is called itself is never mistaken for one.
_NAMED = re.compile(
    r"(photos/[0-9a-f]{2}/[0-9a-f]{24})(?:-(?:\d+|card-\d+-\d+)\.(?:avif|webp|jpg)|\.jpg)"
)

# Where a face is, in most pictures that are taller than wide.
UPPER_THIRD = 33

Box = tuple[float, float, float, float]
Made = dict[str, Any]


@dataclass(frozen=True)
class Rendition:
    """One size of one picture: `name` is its place in the storage, derivable from the original.

    `box` is the part of the original that it shows; None: all of it.
    """

    name: str
    width_px: int
    height_px: int
    format: str
    box: Box | None = None


def resting(width_px: int, height_px: int) -> tuple[int, int]:
    """The focus of a picture that nobody has looked at yet, in per cent."""
    return 50, UPPER_THIRD if height_px > width_px else 50


def is_same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether sizes are in the same proportion, but for the rounding of a smaller copy."""
    across, down = one[0] * other[1], one[1] * other[0]
    return abs(across - down) <= max(across, down) / 100


@dataclass(frozen=True)
class Original:
    """A stored picture, and where the eye should rest: per cent from the left, from the top."""

    name: str
    width_px: int
    height_px: int
    focus: tuple[int, int] = (50, 50)

    def wanted(self) -> list[Rendition]:
        """Every rendition that should exist; none is enlarged."""
        rungs = [self.rung(width, each) for each in FORMATS for width in self._widths_px()]
        card = self.card()
        return [*rungs, card] if card else rungs

    def plain(self) -> Rendition:
        """The JPEG that an upload has before it has the others."""
        near = min(self._widths_px(), key=lambda width: abs(width - PLAIN_WIDTH_PX))
        return self.rung(near, "jpg")

    def rung(self, width_px: int, format_: str) -> Rendition:
        name = f"{self.stem}-{width_px}.{format_}"
        return Rendition(name, width_px, self.height_at(width_px), format_)

    def height_at(self, width_px: int) -> int:
        """Of the whole picture, scaled to `width_px`: a line stays a line."""
        return max(1, round(self.height_px * width_px / self.width_px))

    def card(self) -> Rendition | None:
        """The share card, cropped around the focus; smaller where the picture is, or none."""
        wide, high = CARD_PX
        scale = max(wide / self.width_px, high / self.height_px)
        shown = wide / scale, high / scale
        size = min(wide, round(shown[0])), min(high, round(shown[1]))
        if size[0] < CARD_LEAST_PX:
            return None
        left = _kept_in(self.width_px * self.focus[0] / 100 - shown[0] / 2, self.width_px, shown[0])
        top = _kept_in(
            self.height_px * self.focus[1] / 100 - shown[1] / 2, self.height_px, shown[1]
        )
        name = f"{self.stem}-card-{self.focus[0]}-{self.focus[1]}.jpg"
        return Rendition(name, *size, "jpg", (left, top, left + shown[0], top + shown[1]))

    def note(self, there: Container[str], *, is_missing: bool = False) -> Made:
        """What of the renditions is `there`, as a photo keeps it."""
        card = self.card()
        return {
            "of": self.name,
            **{
                each: [w for w in self._widths_px() if self.rung(w, each).name in there]
                for each in FORMATS
            },
            "card": list(self.focus) if card and card.name in there else None,
            "is_missing": is_missing,
        }

    @property
    def stem(self) -> str:
        return str(PurePosixPath(self.name).with_suffix(""))

    def _widths_px(self) -> list[int]:
        widths = [width for width in WIDTHS_PX if width <= self.width_px]
        # Its own width too, where it shows more than the rung below.
        if self.width_px < WIDTHS_PX[-1] and self.width_px > 1.1 * max(widths, default=0):
            widths.append(self.width_px)
        return widths


def stem_of(name: str) -> str:
    """The original's name, without its ending, if `name` is that or a rendition of it; else ""."""
    found = _NAMED.fullmatch(name)
    return found[1] if found else ""


def _kept_in(start: float, whole: float, part: float) -> float:
    return max(0.0, min(start, whole - part))
