"""What a file is and how it is built, read from its bytes before any of them is unpacked."""

import re
from collections import Counter
from collections.abc import Generator, Iterator

# A picture's first bytes. What follows is for the decoder to judge. Some write an AVIF under the
# name that all of its family share, and its own among those that it goes by, too.
_PICTURES = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP"
    rb"|.{4}ftyp(?:mi|ms)f1.{4}(?:(?!hei|hev).{4}){0,20}?avi[fs]|.{4}ftypavi[fs]",
    re.DOTALL,
)
# What is sent in place of a picture, and what a photo editor calls it.
_OTHERS = {
    rb"\Z": "it is empty",
    rb".{4}ftyp(?:hei[cx]|hev[cx]|mif1|msf1)": "it is a HEIC, as telephones take them",
    rb"\s*(?:<\?xml.{0,2000}?|<!--.{0,2000}?|<!DOCTYPE.{0,500}?)?<(?:svg|!DOCTYPE svg)\b": (
        "it is an SVG, a drawing that can hold a program"
    ),
    rb"(?:II\*\0|MM\0\*)": "it is a TIFF or a camera’s raw file",
    rb"8BPS": "it is a Photoshop document",
    rb"%PDF": "it is a PDF",
    rb"PK\x03\x04": "it is a zip archive or an office document",
    rb"(?:MZ|\x7fELF|\xcf\xfa\xed\xfe|#!)": "it is a program",
    rb".{4}ftyp": "it is a film",
    rb"\s*<(?:!DOCTYPE html|html|head|body|script)\b": "it is a web page",
}
_KINDS = [(re.compile(start, re.DOTALL | re.IGNORECASE), kind) for start, kind in _OTHERS.items()]

# A large PNG is in some thousands of parts, and each costs a moment.
MOST_PARTS = 50_000
# A progressive JPEG goes over its pixels about ten times, and each time takes as long as the
# picture is large: a small file that asks for it ten thousand times would hold a server for hours.
MOST_SCANS = 100
# A JPEG has one. Pillow joins them one by one, and copies each time what it has so far: of fifty
# thousand in 30 MB that is 750 GB.
MOST_EXIF = 100
# A JPEG has one of these, too: Pillow keeps 88 bytes for each 3 of its own.
MOST_FRAMES = 10
# Between the parts of a JPEG's head is nothing, and Pillow reads it byte by byte.
MOST_JUNK = 500_000
_JPEG_MOST = {
    "part": MOST_PARTS,
    "scan": MOST_SCANS,
    "exif": MOST_EXIF,
    "frame": MOST_FRAMES,
    "junk": MOST_JUNK,
}
_HEAD = 100_000
_PNG_NUMBERS = re.compile(rb"\x00\x00\x00\x04cICP(.)(.)", re.DOTALL)
_AVIF_NUMBERS = re.compile(rb"\x00\x00\x00\x13colrnclx(..)(..)", re.DOTALL)
# What has a length, and the end. Restarts (D0 to D7), stuffed zeros and others have none: whatever
# decoders skip without a length is skipped so here, or the rest could hide from this look.
_JPEG_PART = re.compile(rb"\xff([\x02-\xc7\xc9-\xcf\xd9-\xef\xfe])")
_JPEG_KINDS = {
    "scan": re.compile(rb"\xda"),
    "exif": re.compile(rb"\xe1..Exif\0\0", re.DOTALL),
    "frame": re.compile(rb"[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf\xde]"),
}
_JPEG_END = b"\xd9"


def begins_as_a_picture(data: bytes) -> bool:
    return _PICTURES.match(data) is not None


def kind_of(data: bytes) -> str:
    """In a few words (“it is a PDF”), or "". Its name is not asked: that may say anything."""
    return next((kind for start, kind in _KINDS if start.match(data)), "")


def colour_numbers(data: bytes) -> tuple[int, int] | None:
    """Primaries and transfer, as ITU-T H.273 counts them, where an AVIF or a PNG gives those alone.

    Of an AVIF they stand in its head ("nclx"), in a PNG before the pixels ("cICP").
    """
    if data.startswith(b"\x89PNG"):
        found = _PNG_NUMBERS.search(data[:_HEAD].partition(b"IDAT")[0])
        return (found[1][0], found[2][0]) if found else None
    found = _AVIF_NUMBERS.search(data[:_HEAD]) if data[4:8] == b"ftyp" else None
    return (int.from_bytes(found[1], "big"), int.from_bytes(found[2], "big")) if found else None


def is_overbuilt(data: bytes) -> bool:
    """Whether it has so many parts that no camera wrote it, only somebody who means harm."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg_is_overbuilt(data)
    if data.startswith(b"\x89PNG"):
        return _png_is_overbuilt(data)
    if data.startswith(b"GIF8"):
        return _gif_is_overbuilt(data)
    return False


def _jpeg_is_overbuilt(data: bytes) -> bool:
    counts: Counter[str] = Counter()
    for kind, number in _jpeg_parts(data):
        counts[kind] += number
        if counts[kind] > _JPEG_MOST[kind]:
            return True
    return False


def _jpeg_parts(data: bytes) -> Iterator[tuple[str, int]]:
    """What is in a JPEG, and how much of it, in the order in which decoders come by it.

    An end ends it when there are pixels: Pillow, which looks for the first of them, reads on.
    """
    at, has_pixels = 2, False
    while at < len(data):
        found = _JPEG_PART.search(data, at)
        if not has_pixels:
            yield "junk", (found.start() if found else len(data)) - at
        if found is None or (has_pixels and found[1] == _JPEG_END):
            return
        yield "part", 1
        at = found.end()
        for kind in (name for name, it in _JPEG_KINDS.items() if it.match(data, at - 1)):
            yield kind, 1
            has_pixels = has_pixels or kind == "scan"
        if found[1] != _JPEG_END:
            at += int.from_bytes(data[at : at + 2], "big")


def _png_is_overbuilt(data: bytes) -> bool:
    at = 8
    for _ in range(MOST_PARTS):
        if at >= len(data):
            return False
        # A part is its length, a name, what it holds, and a sum of it: 12 bytes beside the content.
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return True


def _gif_is_overbuilt(data: bytes) -> bool:
    """Its pixels and its words stand in blocks of 255 bytes, and of these Pillow keeps the words'
    one by one: a block for each hundred bytes is more than it needs.
    """
    most = MOST_PARTS + len(data) // 100
    return any(number > most for number, _ in enumerate(_gif_parts(data)))


def _gif_parts(data: bytes) -> Iterator[int]:
    """Where each frame, each extension and each of their blocks begins, as Pillow comes by them."""
    at, is_first = 13 + _palette(data, 10), True
    while at < len(data) and data[at : at + 1] != b";":
        yield at
        match data[at : at + 1]:
            case b"!":
                unasked = _unasked(data, at, is_first=is_first)
                at = yield from _blocks(data, at + 2, unasked=unasked)
            case b",":
                is_first = False
                at = yield from _blocks(data, at + 11 + _palette(data, at + 9))
            case _:
                at += 1


def _blocks(data: bytes, at: int, *, unasked: int = 0) -> Generator[int, None, int]:
    """Each begins with its length, and an empty one ends them; returns what is behind that."""
    while at < len(data) and (data[at] or unasked > 0):
        yield at
        at += 1 + data[at]
        unasked -= 1
    return at + 1


def _unasked(data: bytes, at: int, *, is_first: bool) -> int:
    """How many blocks of the extension at `at` Pillow reads without asking whether it has ended."""
    kind, length, name = data[at + 1 : at + 2], data[at + 2 : at + 3], data[at + 3 : at + 14]
    if kind == b"\xfe":
        return 0
    repeats = kind == b"\xff" and length >= b"\x0b" and name == b"NETSCAPE2.0"
    return 2 if repeats and is_first else 1


def _palette(data: bytes, at: int) -> int:
    """How many bytes of colours the flags at `at` announce."""
    flags = data[at] if at < len(data) else 0
    return 3 << ((flags & 7) + 1) if flags & 128 else 0
