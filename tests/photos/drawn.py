"""Pictures, profiles and traps made for a test, byte by byte where no program would write them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(format_: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> io.BytesIO:
    """Its left half red, its right half blue."""
    drawn = Image.new(options.pop("mode", "RGB"), size, options.pop("ground", "blue"))
    if drawn.mode == "RGB":
        drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    return saved(drawn, format_, **options)


def saved(drawn: Image.Image, format_: str, **options: Any) -> io.BytesIO:
    out = io.BytesIO()
    drawn.save(out, format_, **options)
    out.seek(0)
    return out


def moving(format_: str, frames: int = 3, size: tuple[int, int] = (8, 8)) -> io.BytesIO:
    """Red at first, then other colours."""
    shades = [Image.new("RGB", size, (number % 256, number // 256, 90)) for number in range(frames)]
    first = Image.new("RGB", size, "red")
    return saved(first, format_, save_all=True, append_images=shades[1:], duration=40)


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A sound PNG header, and whatever `rows` are behind it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# Colour profiles, as the International Color Consortium lays them out (ICC.1:2001-04).

D50 = (0.9642, 1.0, 0.8249)
# A light's red, green and blue as the profiles' white sees them: their X, Y, Z.
DISPLAY_P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
ADOBE_RGB = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))


def rgb_profile(lights: tuple[tuple[float, float, float], ...], gamma: float = 2.2) -> bytes:
    names = (b"rXYZ", b"gXYZ", b"bXYZ")
    tags = {name: _xyz(light) for name, light in zip(names, lights, strict=True)}
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(gamma))
    return _profile(b"RGB ", b"mntr", b"XYZ ", {**tags, **curves})


def grey_profile(gamma: float) -> bytes:
    return _profile(b"GRAY", b"mntr", b"XYZ ", {b"kTRC": _curve(gamma)})


def press_profile(colours: dict[tuple[int, int, int, int], tuple[int, int, int]]) -> bytes:
    """A press on which each mixture of full inks looks as `colours` says, in bytes of L, a, b."""
    corners = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    paper, black = (255, 128, 128), (0, 128, 128)
    table = b"".join(bytes(colours.get(inks, black if any(inks) else paper)) for inks in corners)
    straight = bytes(range(256))
    unit = b"".join(_fixed(float(row == column)) for row in range(3) for column in range(3))
    head = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + unit
    lookup = head + straight * 4 + table + straight * 3
    return _profile(b"CMYK", b"prtr", b"Lab ", {b"A2B0": lookup})


def _profile(space: bytes, kind: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    tags = {b"wtpt": _xyz(D50), b"desc": _words(b"drawn"), **tags}
    at, index, held = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        index += name + struct.pack(">II", at + len(held), len(data))
        held += data + bytes(-len(data) % 4)
    white = b"".join(map(_fixed, D50))
    head = b"none" + struct.pack(">I", 0x02400000) + kind + space + connection
    head += bytes(12) + b"acsp" + bytes(28) + white
    body = struct.pack(">I", len(tags)) + index + held
    return struct.pack(">I", 128 + len(body)) + head.ljust(124, b"\0") + body


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(map(_fixed, values))


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


def _words(said: bytes) -> bytes:
    return b"desc" + bytes(4) + struct.pack(">I", len(said) + 1) + said + bytes(1 + 78)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))
