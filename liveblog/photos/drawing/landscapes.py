"""Places: mountains, a town, a road, a harbour."""

from random import Random

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
    SLATE,
    WIDTH,
    Canvas,
    mix,
    ridge,
    wave,
)


def ridges(canvas: Canvas, chance: Random) -> None:
    """Range behind range at dusk, the far ones lost in haze."""
    canvas.wash(NIGHT, mix(ROSE, AMBER, 0.35), mix(SLATE, ROSE, 0.45))
    canvas.glow(1120, 430, 780, AMBER, 0.85)
    canvas.disc(1120, 415, 44, mix(AMBER, PAPER, 0.55))
    _ranges(canvas, chance, far=mix(ROSE, SLATE, 0.45), near=INK, count=7, start=440)


def rooftops(canvas: Canvas, chance: Random) -> None:
    """A town on a slope by night; here and there somebody is up."""
    canvas.wash(INK, SLATE, NIGHT)
    canvas.fill(ridge(chance, 400, 120), mix(SLATE, NIGHT, 0.4), NIGHT)
    canvas.glow(820, 640, 640, mix(OCHRE, SLATE, 0.3), 0.35)
    for row in range(6):
        _street(canvas, chance, level=480 + row * 84, depth=row / 5)


def _street(canvas: Canvas, chance: Random, *, level: float, depth: float) -> None:
    """One row of houses; `depth` 0 is the farthest, 1 the nearest."""
    x = -chance.uniform(20, 100)
    wall = mix(mix(SLATE, ROSE, 0.12), INK, 0.25 + 0.6 * depth)
    while x < WIDTH:
        width = chance.uniform(70, 130) * (0.75 + 0.7 * depth)
        y = level + chance.uniform(-34, 26) + wave(x, (260, 20, depth * 5))
        shade = mix(wall, INK, chance.uniform(0, 0.3))
        canvas.box(x, y, width, HEIGHT - y, shade, mix(shade, INK, 0.5))
        _roof(canvas, chance, x, y, width, mix(mix(RUST, NIGHT, 0.62), INK, depth * 0.55))
        _windows(canvas, chance, x, y, width)
        x += width + chance.uniform(-6, 16)


def _roof(canvas: Canvas, chance: Random, x: float, y: float, width: float, colour: str) -> None:
    rise = width * chance.uniform(0.16, 0.34)
    if chance.random() < 0.3:
        canvas.box(x - 3, y - 8, width + 6, 10, colour)
        return
    crown = x + width * chance.choice([0.5, 0.5, 0.35])
    canvas.fill([(x - 7, y), (crown, y - rise), (x + width + 7, y)], colour, mix(colour, INK, 0.4))


def _windows(canvas: Canvas, chance: Random, x: float, y: float, width: float) -> None:
    side = max(8, width * 0.11)
    for row in range(2):
        for column in range(3):
            left, top = x + width * (0.17 + 0.27 * column), y + side * (1.1 + 2.3 * row)
            if chance.random() < 0.22:
                canvas.glow(left + side / 2, top + side / 2, side * 3, OCHRE, 0.35)
                canvas.box(left, top, side, side * 1.35, AMBER, OCHRE)
            else:
                canvas.box(left, top, side, side * 1.35, mix(NIGHT, INK, 0.55))


def road(canvas: Canvas, chance: Random) -> None:
    """One road through a valley, and nothing on it."""
    canvas.wash(mix(SLATE, MIST, 0.3), PAPER, mix(MIST, PAPER, 0.35))
    canvas.glow(1150, 330, 700, mix(AMBER, PAPER, 0.5), 0.7)
    _ranges(
        canvas,
        chance,
        far=mix(MIST, SLATE, 0.25),
        near=mix(PINE, SAGE, 0.25),
        count=5,
        start=360,
        base=560,
    )
    left, right = [], []
    for step in range(61):
        near = step / 60
        y = 575 + 335 * near**1.35
        middle = 800 + wave(near * 1000, (150, 210 * (1 - near) ** 0.8, 1.2)) - 150 * near
        half = 5 + 190 * near**1.7
        left.append((middle - half, y))
        right.append((middle + half, y))
    canvas.fill(_meadow(), mix(SAGE, SAND, 0.45), mix(PINE, SAGE, 0.3))
    canvas.fill([*left, *reversed(right)], mix(SAND, SLATE, 0.35), mix(SLATE, INK, 0.25))
    for start in range(8, 56, 8):
        _dash(canvas, left, right, start)


def _meadow() -> list[tuple[float, float]]:
    edge = [(x, 585 + wave(x, (210, 16, 0), (90, 6, 2))) for x in range(-20, WIDTH + 40, 20)]
    return [(-20, HEIGHT + 5), *edge, (WIDTH + 20, HEIGHT + 5)]


def _dash(canvas: Canvas, left: list, right: list, start: int) -> None:
    """A stroke of the centre line, wider as it comes near."""
    corners = []
    for step, sign in ((start, 1), (start + 3, 1), (start + 3, -1), (start, -1)):
        (x1, y), (x2, _) = left[step], right[step]
        corners.append(((x1 + x2) / 2 + sign * (x2 - x1) * 0.014, y))
    canvas.fill(corners, mix(PAPER, SAND, 0.3))


def smoke(canvas: Canvas, chance: Random) -> None:
    """Smoke behind a ridge, seen from far away."""
    canvas.wash(mix(SLATE, NIGHT, 0.3), mix(SAND, CLAY, 0.35), mix(MIST, CLAY, 0.25))
    canvas.fill(ridge(chance, 520, 90), mix(MIST, CLAY, 0.3), mix(SLATE, CLAY, 0.3))
    canvas.glow(700, 660, 320, AMBER, 0.6)
    for step in range(90):
        up = step / 89
        x = 690 + 330 * up**1.5 + chance.uniform(-80, 80) * (0.25 + up)
        radius = (70 + 190 * up) * chance.uniform(0.7, 1.15)
        colour = mix(mix(INK, CLAY, 0.18), MIST, up * 0.55)
        canvas.glow(x, 690 - 620 * up, radius, colour, 0.62 - 0.36 * up)
    _ranges(canvas, chance, far=mix(SLATE, CLAY, 0.25), near=INK, count=3, start=610)


def harbour(canvas: Canvas, chance: Random) -> None:
    """An island harbour at first light, a mole and its lamp."""
    canvas.wash(mix(SLATE, NIGHT, 0.35), mix(PAPER, ROSE, 0.35), mix(MIST, ROSE, 0.25))
    canvas.glow(420, 520, 460, AMBER, 0.6)
    canvas.fill(ridge(chance, 470, 80, 0.48), mix(MIST, SLATE, 0.45), mix(MIST, SLATE, 0.2))
    canvas.box(0, 540, WIDTH, 360, mix(MIST, ROSE, 0.25), mix(NIGHT, SLATE, 0.35))
    for _ in range(170):
        y = 545 + 350 * chance.random() ** 1.4
        length = 20 + (y - 540) * chance.uniform(0.2, 0.7)
        x = chance.gauss(430, 120) if chance.random() < 0.4 else chance.uniform(0, WIDTH)
        light = mix(AMBER, PAPER, 0.6) if abs(x - 430) < 160 else mix(MIST, PAPER, 0.3)
        canvas.lines([(x - length / 2, y), (x + length / 2, y)], mix(light, SLATE, 0.25), 1.5)
    _mole(canvas)
    for x, size in ((240, 0.8), (640, 1.15), (905, 0.65)):
        _boat(canvas, x, 600 + 110 * size, size)


def _mole(canvas: Canvas) -> None:
    canvas.fill([(1010, 610), (1600, 570), (1600, 690), (1040, 650)], mix(INK, SLATE, 0.3), INK)
    canvas.fill([(1085, 600), (1098, 350), (1142, 350), (1155, 600)], PAPER, mix(SAND, SLATE, 0.4))
    canvas.fill([(1091, 480), (1095, 410), (1145, 410), (1149, 480)], RUST, mix(RUST, INK, 0.25))
    canvas.glow(1120, 325, 120, AMBER, 0.9)
    canvas.box(1104, 306, 32, 44, AMBER, mix(AMBER, PAPER, 0.5))
    canvas.fill([(1094, 308), (1120, 278), (1146, 308)], INK)


def _boat(canvas: Canvas, x: float, y: float, size: float) -> None:
    hull = [(-70, 0), (76, -4), (54, 30), (-48, 30)]
    canvas.lines([(x, y), (x, y - 120 * size)], INK, 4 * size)
    canvas.fill([(x - 6, y - 8), (x - 6, y - 112 * size), (x - 58 * size, y - 8)], PAPER, SAND)
    canvas.fill([(x + dx * size, y + dy * size) for dx, dy in hull], mix(RUST, INK, 0.45), INK)


def _ranges(
    canvas: Canvas,
    chance: Random,
    *,
    far: str,
    near: str,
    count: int,
    start: float,
    base: float = HEIGHT - 90,
) -> None:
    """Ranges of mountains, each nearer, darker and lower than the one behind."""
    for number in range(count):
        share = number / max(1, count - 1)
        colour = mix(far, near, share)
        level = start + (base - start) * share
        shape = ridge(chance, level, 125 - 45 * share, 0.55 - 0.04 * share)
        canvas.fill(shape, colour, mix(colour, far, 0.5 * (1 - share)))
