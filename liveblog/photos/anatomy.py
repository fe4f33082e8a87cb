"""What a file is and how it is built, read from its bytes before any of them is unpacked."""

import re

# A picture's first bytes. What follows is for the decoder to judge.
_PICTURES = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP|.{4}ftypavi[fs]", re.DOTALL
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

# A progressive JPEG goes over its pixels about ten times, and each time takes as long as the
# picture is large: a small file that asks for it ten thousand times would hold a server for hours.
MOST_SCANS = 100
# A large PNG is in some thousands of parts, and each costs a moment.
MOST_PARTS = 50_000
# Restarts (D0 to D7) and stuffed zeros stand among the pixels; they begin no part.
_JPEG_PART = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_JPEG_SCAN, _JPEG_END = b"\xda", b"\xd9"


def begins_as_a_picture(data: bytes) -> bool:
    return _PICTURES.match(data) is not None


def kind_of(data: bytes) -> str:
    """In a few words (“it is a PDF”), or "". Its name is not asked: that may say anything."""
    return next((kind for start, kind in _KINDS if start.match(data)), "")


def is_overbuilt(data: bytes) -> bool:
    """Whether it has so many parts that no camera wrote it, only somebody who means harm."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg_is_overbuilt(data)
    if data.startswith(b"\x89PNG"):
        return _png_is_overbuilt(data)
    return False


def _jpeg_is_overbuilt(data: bytes) -> bool:
    at, parts, scans = 2, 0, 0
    while (found := _JPEG_PART.search(data, at)) and found[1] != _JPEG_END:
        parts += 1
        scans += found[1] == _JPEG_SCAN
        if scans > MOST_SCANS or parts > MOST_PARTS:
            return True
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big")
    return False


def _png_is_overbuilt(data: bytes) -> bool:
    at = 8
    for _ in range(MOST_PARTS):
        if at >= len(data):
            return False
        # A part is its length, a name, what it holds, and a sum of it: 12 bytes beside the content.
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return True
