"""Diagrams and interiors: a map of no real place, a cellar."""

import math
from random import Random

from PIL import Image, ImageDraw

from liveblog.photos.drawing.brushes import (
    AMBER,
    HEIGHT,
    INK,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    RUST,
    SAGE,
    SAND,
    SCALE,
    SLATE,
    WIDTH,
    Canvas,
    Point,
    mix,
    wave,
)

Hill = tuple[float, float, float, float]


def contour_map(canvas: Canvas, chance: Random) -> None:
    """Heights in bands with their contour lines, a river, a road, a few places."""
    hills = [
        (
            chance.uniform(0, 1600),
            chance.uniform(0, 900),
            chance.uniform(80, 210),
            chance.uniform(0.5, 2.4),
        )
        for _ in range(16)
    ]
    field = _heights(hills)
    bands = [mix(PAPER, SAGE, 0.1 + 0.085 * n) for n in range(5)]
    bands += [mix(SAND, OCHRE, 0.1 * n) for n in range(5)]
    for number, colour in enumerate(bands):
        mask = field.point(lambda v, n=number: 255 if v > n * 24 + 8 else 0)
        canvas.picture.paste(mix(colour, SLATE, 0.55), (0, 0), mask)
        inner = field.point(lambda v, n=number: 255 if v > n * 24 + 9.6 else 0)
        canvas.picture.paste(colour, (0, 0), inner)
    _grid(canvas)
    canvas.lines(_across(120, 760, 330, 1.1), mix(SLATE, MIST, 0.35), 7)
    way = _across(90, 250, 620, 4.0)
    canvas.lines(way, PAPER, 15)
    canvas.lines(way, RUST, 7)
    _places(canvas, way)


def _heights(hills: list[Hill]) -> Image.Image:
    """Grey is height. Reckoned on a coarse grid and smoothed: contours have no detail to lose."""
    wide, high = 160, 90
    coarse = Image.new("F", (wide, high))
    coarse.putdata(
        [_height(hills, x * 10 + 5, y * 10 + 5) for y in range(high) for x in range(wide)]
    )
    return coarse.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BICUBIC).convert("L")


def _height(hills: list[Hill], x: float, y: float) -> float:
    total = sum(
        size * math.exp(-((x - hx) ** 2 + (y - hy) ** 2) / (2 * reach**2))
        for hx, hy, reach, size in hills
    )
    return min(
        255, 200 * total / (total + 1.1) + 20 + wave(x, (70, 5, y / 90)) + wave(y, (55, 5, x / 80))
    )


def _across(swing: float, start: float, end: float, turn: float) -> list[Point]:
    return [
        (x, start + (end - start) * x / WIDTH + wave(x, (210, swing, turn), (75, swing / 5, 0)))
        for x in range(-20, WIDTH + 30, 10)
    ]


def _grid(canvas: Canvas) -> None:
    for x in range(200, WIDTH, 200):
        canvas.lines([(x, 0), (x, HEIGHT)], mix(SLATE, SAND, 0.7), 0.8)
    for y in range(150, HEIGHT, 200):
        canvas.lines([(0, y), (WIDTH, y)], mix(SLATE, SAND, 0.7), 0.8)


def _places(canvas: Canvas, way: list[Point]) -> None:
    for index, size in ((18, 11), (62, 11), (98, 20), (140, 11)):
        x, y = way[index]
        canvas.disc(x, y, size + 5, PAPER)
        canvas.disc(x, y, size, INK)
        canvas.disc(x, y, size * 0.4, AMBER)


def shelter(canvas: Canvas, chance: Random) -> None:
    """A cellar by one bulb: steps to a lit door, empty chairs."""
    canvas.wash(mix(NIGHT, INK, 0.5), INK)
    canvas.fill([(0, 900), (330, 640), (1270, 640), (1600, 900)], mix(NIGHT, SLATE, 0.25), INK)
    canvas.fill([(330, 110), (1270, 110), (1270, 640), (330, 640)], mix(NIGHT, SLATE, 0.4), NIGHT)
    for row in range(12):
        _course(canvas, row)
    canvas.box(900, 250, 190, 390, mix(MIST, SLATE, 0.4), mix(MIST, PAPER, 0.4))
    for step in range(6):
        y = 640 - step * 34
        tone = mix(SLATE, MIST, 0.12 * step)
        canvas.box(900 + step * 9, y - 34, 190 - step * 18, 36, tone, mix(tone, INK, 0.35))
    canvas.lines([(620, 0), (620, 250)], INK, 4)
    canvas.glow(620, 285, 520, OCHRE, 0.55)
    canvas.glow(620, 285, 130, AMBER, 0.9)
    canvas.disc(620, 282, 22, mix(AMBER, PAPER, 0.6))
    for x, size in ((400, 1.0), (560, 1.12), (735, 1.05)):
        _chair(canvas, x, 770, size)


def _course(canvas: Canvas, row: int) -> None:
    """One course of bricks on the far wall."""
    y, joint = 110 + row * 44, mix(NIGHT, INK, 0.3)
    canvas.lines([(330, y), (1270, y)], joint, 2)
    for x in range(370 if row % 2 else 330, 1270, 80):
        canvas.lines([(x, y), (x, min(640, y + 44))], joint, 2)


def _chair(canvas: Canvas, x: float, y: float, size: float) -> None:
    def part(left: float, top: float, width: float, height: float) -> None:
        canvas.box(x + left * size, y + top * size, width * size, height * size, wood, INK)

    wood = mix(INK, RUST, 0.28)
    pen = ImageDraw.Draw(canvas.picture)
    shadow = [x - 20 * size, y + 30 * size, x + 110 * size, y + 52 * size]
    pen.ellipse([v * SCALE for v in shadow], fill=mix(INK, NIGHT, 0.2))
    for left in (0, 72):
        part(left, -60, 9, 104)
    for left in (-10, 82):
        part(left, -50, 9, 94)
    part(0, -160, 8, 110)
    part(73, -160, 8, 110)
    part(0, -158, 81, 26)
    part(0, -112, 81, 14)
    part(-12, -64, 106, 16)
