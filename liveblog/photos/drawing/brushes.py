"""What the scenes are painted with. Lengths are in pixels of the finished picture."""

import math
from collections.abc import Callable, Iterable
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

WIDTH, HEIGHT = 1600, 900
# Painted at twice the size and scaled down: every edge is smooth.
SCALE = 2

Point = tuple[float, float]
Pen = Callable[[ImageDraw.ImageDraw], None]

# A newspaper's colours: ink, slate, dusk and paper, with one warm light.
INK, NIGHT, SLATE, MIST = "#141d2b", "#22324a", "#4a617c", "#a9b6c1"
PAPER, SAND, OCHRE, AMBER = "#f1e9db", "#dcc9a8", "#c8933f", "#f2c067"
ROSE, RUST, CLAY, SAGE, PINE = "#d9a091", "#9c4a3c", "#b97a5e", "#8b9c88", "#3e5650"


def mix(one: str, other: str, share: float) -> str:
    """`one`, with `share` (0 to 1) of `other` in it."""
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Canvas:
    """The picture while it is painted."""

    def __init__(self, ground: str = PAPER) -> None:
        self.size = (WIDTH * SCALE, HEIGHT * SCALE)
        self.picture = Image.new("RGB", self.size, ground)

    def wash(self, top: str, bottom: str, middle: str | None = None) -> None:
        """A sky: from `top` to `bottom`, over the whole."""
        self.picture = self._gradient(self.size, top, bottom, middle)

    def fill(self, points: Iterable[Point], top: str, bottom: str | None = None) -> None:
        """A shape, in one colour or from `top` to `bottom` of itself."""
        corners = [(x * SCALE, y * SCALE) for x, y in points]
        left, right = _span([x for x, _ in corners], self.size[0])
        upper, lower = _span([y for _, y in corners], self.size[1])
        if left >= right or upper >= lower:
            return
        size = (right - left, lower - upper)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - upper) for x, y in corners], fill=255)
        self.picture.paste(self._gradient(size, top, bottom or top), (left, upper), mask)

    def box(self, x: float, y: float, width: float, height: float, *colours: str) -> None:
        self.fill([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], *colours)

    def disc(self, x: float, y: float, radius: float, colour: str, strength: float = 1) -> None:
        mask = Image.new("L", self.size)
        around = [(x - radius) * SCALE, (y - radius) * SCALE]
        around += [(x + radius) * SCALE, (y + radius) * SCALE]
        ImageDraw.Draw(mask).ellipse(around, fill=round(255 * strength))
        self.picture.paste(colour, (0, 0), mask)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float) -> None:
        """Light that fades with distance; a soft cloud, where the colour is dark."""
        side = round(radius * 2 * SCALE)
        fall = ImageOps.invert(Image.radial_gradient("L")).point(
            lambda v: round((max(0, v - 75) / 180) ** 1.7 * 255 * strength)
        )
        corner = (round((x - radius) * SCALE), round((y - radius) * SCALE))
        self.picture.paste(colour, corner, fall.resize((side, side), Image.Resampling.BICUBIC))

    def lines(self, points: Iterable[Point], colour: str, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        pen = ImageDraw.Draw(self.picture)
        pen.line(scaled, fill=colour, width=max(1, round(width * SCALE)), joint="curve")

    def finished(self, chance: Random) -> Image.Image:
        """Scaled down, with a printed paper's grain and slightly darker corners."""
        small = self.picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        corners = Image.radial_gradient("L").resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        corners = corners.point(lambda v: 255 - round(max(0, v - 110) * 0.28))
        shaded = ImageChops.multiply(small, Image.merge("RGB", [corners] * 3))
        dust = Image.frombytes("L", (WIDTH, HEIGHT), chance.randbytes(WIDTH * HEIGHT))
        dust = dust.filter(ImageFilter.GaussianBlur(0.8)).point(
            lambda v: round(128 + (v - 128) * 0.30)
        )
        return ImageChops.soft_light(shaded, Image.merge("RGB", [dust] * 3))

    @staticmethod
    def _gradient(
        size: tuple[int, int], top: str, bottom: str, middle: str | None = None
    ) -> Image.Image:
        strip = Image.linear_gradient("L").resize((1, size[1]))
        return ImageOps.colorize(strip, top, bottom, mid=middle).resize(size)


def ridge(chance: Random, level: float, height: float, roughness: float = 0.5) -> list[Point]:
    """The line of a mountain range across the picture, as a shape that reaches the ground."""
    steps = 512
    heights = [0.0] * (steps + 1)
    heights[0], heights[steps] = chance.uniform(-1, 1), chance.uniform(-1, 1)
    span, reach = steps, 1.0
    while span > 1:
        half = span // 2
        for middle in range(half, steps, span):
            mean = (heights[middle - half] + heights[middle + half]) / 2
            heights[middle] = mean + chance.uniform(-reach, reach)
        span, reach = half, reach * roughness
    top = [(i * WIDTH / steps, level - h * height) for i, h in enumerate(heights)]
    return [(-5, HEIGHT + 5), (-5, top[0][1]), *top, (WIDTH + 5, HEIGHT + 5)]


def wave(x: float, *parts: tuple[float, float, float]) -> float:
    """A sum of sines, each (length, height, start): a hill, a coast, a contour."""
    return sum(height * math.sin(x / length + start) for length, height, start in parts)


def _span(values: list[float], end: int) -> tuple[int, int]:
    return max(0, math.floor(min(values))), min(end, math.ceil(max(values)) + 1)
