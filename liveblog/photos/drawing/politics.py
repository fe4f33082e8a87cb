"""Public life: a lectern, an election."""

import math
from random import Random

from PIL import ImageDraw

from liveblog.photos.drawing.brushes import (
    AMBER,
    CLAY,
    HEIGHT,
    INK,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    PINE,
    ROSE,
    RUST,
    SAGE,
    SAND,
    SCALE,
    SLATE,
    WIDTH,
    Canvas,
    mix,
    wave,
)


def lectern(canvas: Canvas, chance: Random) -> None:
    """A lectern with its microphones before a row of flags of no country; nobody speaks yet."""
    canvas.wash(mix(NIGHT, INK, 0.3), mix(SLATE, NIGHT, 0.35), NIGHT)
    canvas.glow(800, 330, 640, mix(MIST, SLATE, 0.4), 0.55)
    colours = [RUST, SAND, PINE, MIST, OCHRE, SLATE, CLAY, SAGE]
    for number, x in enumerate((150, 330, 510, 1010, 1190, 1370)):
        pair = colours[number], colours[(number + 3) % len(colours)]
        _flag(canvas, x, *pair, start=chance.uniform(0, 6))
    canvas.box(0, 800, WIDTH, 100, mix(INK, SLATE, 0.25), INK)
    _desk(canvas)
    for x in (742, 800, 858):
        _microphone(canvas, x)


def _flag(canvas: Canvas, x: float, upper: str, lower: str, *, start: float) -> None:
    """Hanging in folds from a pole: each strip is a little lighter or darker than the last."""
    canvas.box(x - 5, 110, 10, 700, mix(OCHRE, SAND, 0.3), mix(OCHRE, INK, 0.5))
    canvas.disc(x, 104, 13, OCHRE)
    for strip in range(42):
        left = x + 6 + strip * 3
        fold = 0.5 + 0.5 * math.sin(strip / 4.1 + start)
        foot = 610 + 60 * math.sin(strip / 13 + start) + 26 * fold
        for colour, top, bottom in ((upper, 140 + strip, 390), (lower, 390, foot)):
            shade = mix(mix(colour, INK, 0.18), INK, 0.5 * (1 - fold))
            canvas.box(left, top, 3.6, bottom - top, shade, mix(shade, INK, 0.2))


def _desk(canvas: Canvas) -> None:
    wood = mix(RUST, INK, 0.55)
    canvas.fill([(640, 520), (960, 520), (925, 900), (675, 900)], mix(wood, OCHRE, 0.18), INK)
    canvas.fill([(610, 490), (990, 490), (968, 530), (632, 530)], mix(wood, OCHRE, 0.4), wood)
    canvas.disc(800, 660, 58, mix(OCHRE, INK, 0.25))
    canvas.disc(800, 660, 50, mix(wood, INK, 0.2))
    canvas.disc(800, 660, 16, mix(OCHRE, SAND, 0.3))


def _microphone(canvas: Canvas, x: float) -> None:
    lean = (x - 800) * 0.45
    canvas.lines([(x, 495), (x - lean * 0.2, 440), (x - lean, 385)], INK, 6)
    canvas.disc(x - lean, 376, 19, mix(INK, SLATE, 0.25))
    canvas.disc(x - lean - 5, 370, 7, mix(SLATE, MIST, 0.3), 0.6)


def ballots(canvas: Canvas, chance: Random) -> None:
    """Ballot papers falling towards a box."""
    canvas.wash(mix(PINE, INK, 0.25), mix(PINE, SAGE, 0.35))
    canvas.glow(800, 420, 700, mix(SAGE, PAPER, 0.35), 0.5)
    for number in range(17):
        x = 800 + chance.gauss(0, 290)
        y = 40 + number * 30 + chance.uniform(-30, 30)
        near = chance.uniform(0.55, 1.05)
        _paper(canvas, x, min(y, 520), 110 * near, chance.uniform(-0.9, 0.9), chance)
    front = mix(SLATE, NIGHT, 0.4)
    canvas.fill([(520, 600), (1080, 600), (1135, 660), (465, 660)], mix(front, MIST, 0.35), front)
    canvas.fill([(670, 622), (930, 622), (940, 638), (660, 638)], INK)
    _paper(canvas, 800, 580, 150, 0.04, chance)
    canvas.fill([(660, 630), (940, 630), (945, 640), (655, 640)], mix(front, MIST, 0.2))
    canvas.box(465, 660, 670, 245, mix(front, MIST, 0.12), mix(front, INK, 0.5))
    canvas.disc(800, 780, 62, mix(front, MIST, 0.3))
    _cross(canvas, 800, 780, 30, PAPER, 12)


def _paper(canvas: Canvas, x: float, y: float, width: float, turn: float, chance: Random) -> None:
    height, cos, sin = width * 1.25, math.cos(turn), math.sin(turn)

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * cos - dy * sin, y + dx * sin + dy * cos

    def flat(left: float, top: float, right: float, bottom: float, *colours: str) -> None:
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        canvas.fill([at(dx * width, dy * height) for dx, dy in corners], *colours)

    flat(-0.47, -0.46, 0.55, 0.55, mix(PINE, INK, 0.5))
    flat(-0.5, -0.5, 0.5, 0.5, PAPER, mix(PAPER, SAND, 0.6))
    chosen = chance.randrange(4)
    for row in range(4):
        top = -0.32 + row * 0.19
        flat(-0.38, top, 0.14, top + 0.045, MIST)
        flat(0.24, top - 0.03, 0.38, top + 0.08, mix(MIST, SLATE, 0.3))
        if row == chosen:
            _cross(canvas, *at(0.31 * width, (top + 0.025) * height), width * 0.06, RUST, 4)


def _cross(canvas: Canvas, x: float, y: float, arm: float, colour: str, width: float) -> None:
    canvas.lines([(x - arm, y - arm), (x + arm, y + arm)], colour, width)
    canvas.lines([(x - arm, y + arm), (x + arm, y - arm)], colour, width)


def columns(canvas: Canvas, chance: Random) -> None:
    """A result as columns that might be a town: four parties, one line to pass."""
    canvas.wash(PAPER, mix(PAPER, SAND, 0.7))
    for y in range(200, 800, 100):
        canvas.lines([(120, y), (1480, y)], mix(SAND, SLATE, 0.2), 1.2)
    shades = [RUST, OCHRE, PINE, SLATE]
    for party, colour in enumerate(shades):
        for part in range(5):
            height = (150, 330, 250, 470, 210)[(part + party * 2) % 5] * chance.uniform(0.6, 1.15)
            x = 150 + party * 335 + part * 56
            tone = mix(colour, PAPER, 0.12 * part)
            canvas.box(x, 800 - height, 48, height, tone, mix(tone, INK, 0.18))
    canvas.lines([(120, 800), (1480, 800)], INK, 5)
    for x in range(120, 1480, 34):
        canvas.lines([(x, 395), (x + 18, 395)], INK, 3)


def assembly(canvas: Canvas, chance: Random) -> None:
    """A chamber from above: seats in half-circles, a few already taken by their colour."""
    canvas.wash(mix(NIGHT, INK, 0.4), mix(NIGHT, SLATE, 0.35))
    canvas.glow(800, 860, 760, mix(SLATE, ROSE, 0.3), 0.6)
    pen = ImageDraw.Draw(canvas.picture)
    for row in range(7):
        radius, seats = 270 + row * 78, 11 + row * 4
        for seat in range(seats):
            share = seat / (seats - 1)
            angle = math.pi * (0.06 + 0.88 * share)
            x, y = 800 - radius * math.cos(angle), 850 - radius * math.sin(angle)
            colour = _party(share + wave(row, (2, 0.012, 1)), chance)
            _seat(pen, x, y, 22 + row * 1.2, colour)
    canvas.fill([(690, 850), (910, 850), (940, 905), (660, 905)], mix(OCHRE, RUST, 0.4), INK)
    canvas.box(670, 836, 260, 20, mix(OCHRE, SAND, 0.35), mix(OCHRE, RUST, 0.4))


def _party(share: float, chance: Random) -> str:
    if chance.random() < 0.12:
        return mix(SLATE, MIST, 0.25)
    for limit, colour in ((0.38, RUST), (0.52, SAGE), (0.66, SAND), (1.1, AMBER)):
        if share < limit:
            return mix(colour, NIGHT, chance.uniform(0.05, 0.25))
    return MIST


def _seat(pen: ImageDraw.ImageDraw, x: float, y: float, size: float, colour: str) -> None:
    if y > HEIGHT + size:
        return
    around = [x - size, y - size * 0.8, x + size, y + size * 0.8]
    pen.rounded_rectangle([v * SCALE for v in around], radius=size * 0.7 * SCALE, fill=colour)
