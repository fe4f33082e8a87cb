"""Where the words stand in a file: the XMP and the IPTC of each format, as bytes, and no more than
is worth reading. A file may claim anything: what does not fit together is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from PIL import Image

# The most that is read of either.
MAX_BYTES = 1_000_000

# In the second packet stands what did not fit into the first: a JPEG's part holds 64 kB.
# Adobe's XMP Specification, part 3, "Extended XMP in JPEG".
_EXTENSION = re.compile(
    rb"http://ns\.adobe\.com/xmp/extension/\0([0-9A-Fa-f]{32}).{4}(.{4})(.*)", re.DOTALL
)
# A GIF's blocks would cut it: it stands there whole, and its end leads every reader out (part 3).
_GIF_XMP, _GIF_XMP_END = b"!\xff\x0bXMP DataXMP", b"\x01\xff\xfe\xfd"
# A PNG has it in hexadecimal digits, behind a name and its length, as ImageMagick began it.
_PNG_IPTC, _PNG_HELD = "Raw profile type iptc", re.compile(r"\n.*\n *\d+\n([0-9a-fA-F\s]*)")
_IPTC = 0x0404
# A Photoshop resource: a number, a name, what it holds.
_RESOURCE = re.compile(rb"8BIM(..)(.)", re.DOTALL)


def xmp(picture: Image.Image, data: bytes = b"") -> bytes:
    """The packet of `picture`, of which `data` is the file; b"" where there is none."""
    found = picture.info.get("xmp") or _in_gif(data)
    return found if isinstance(found, bytes) and len(found) <= MAX_BYTES else b""


def extended_xmp(picture: Image.Image, name: str) -> bytes:
    """The second packet of a JPEG, which the first calls `name`: as far as its parts join."""
    parts = sorted((at, held) for called, at, held in _extensions(picture) if called == name)
    joined, length = [], 0
    for at, held in parts:
        if at == length and length + len(held) <= MAX_BYTES:
            joined.append(held)
            length += len(held)
    return b"".join(joined)


def iptc(picture: Image.Image) -> bytes:
    """The IPTC-IIM of `picture`, record after record; b"" where there is none."""
    in_png = picture.info.get(_PNG_IPTC)
    resources: Any = picture.info.get("photoshop") or {}
    found = _in_png(in_png) if isinstance(in_png, str) else resources.get(_IPTC)
    return found if isinstance(found, bytes) and len(found) <= MAX_BYTES else b""


def _in_gif(data: bytes) -> bytes:
    start = data.find(_GIF_XMP) + len(_GIF_XMP)
    if not data.startswith(b"GIF8") or start < len(_GIF_XMP):
        return b""
    end = data.find(_GIF_XMP_END, start, start + MAX_BYTES)
    return data[start : max(start, end)]


def _extensions(picture: Image.Image) -> Iterator[tuple[str, int, bytes]]:
    """Of each part the packet's name, where in the packet it stands, and what it holds."""
    for kind, held in getattr(picture, "applist", ()):
        found = _EXTENSION.fullmatch(held) if kind == "APP1" else None
        if found:
            yield found[1].decode(), int.from_bytes(found[2], "big"), found[3]


def _in_png(said: str) -> bytes:
    found = _PNG_HELD.match(said[: 3 * MAX_BYTES])
    held = bytes.fromhex(found[1]) if found else b""
    return held if held.startswith(b"\x1c") else _resource(held, _IPTC)


def _resource(held: bytes, wanted: int) -> bytes:
    """What `held` keeps under the number `wanted`, among all that Photoshop puts there."""
    at = 0
    while found := _RESOURCE.match(held, at):
        named = found.end() + found[2][0]
        named += (named - at) % 2
        begins = named + 4
        at = begins + int.from_bytes(held[named:begins], "big")
        if int.from_bytes(found[1], "big") == wanted:
            return held[begins:at]
        at += (at - begins) % 2
    return b""
