"""IPTC-IIM, the older of the two ways in which agencies write into a picture.

Record after record: a mark, two numbers that say what it is, a length, and what it says
(https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf). Many an agency fills it alone.
"""

import re
from collections.abc import Iterator

_SAID = {
    "caption": (2, 120),
    "creator": (2, 80),
    "credit_line": (2, 110),
    "copyright_notice": (2, 116),
    "instructions": (2, 40),
}
_CHARSET, _DAY, _TIME = (1, 90), (2, 55), (2, 60)
# More people than have ever made one picture.
_SEVERAL = 20
# A length that has its first bit set says how long the length is that follows it.
_LONG = 0x8000
# ISO 2022's ways to name a set of letters, and the names of ISO 8859's (ISO-IR 100 to 226). Latin-1
# is read as Windows': it has typographic quotes where the other has nothing that is printed.
_NAMES_A_SET = re.compile(rb"\x1b[,\-./]([A-Z_bf])")
_LATIN_1 = "cp1252"
_SETS = {
    b"A": _LATIN_1,
    b"B": "iso8859_2",
    b"C": "iso8859_3",
    b"D": "iso8859_4",
    b"F": "iso8859_7",
    b"G": "iso8859_6",
    b"H": "iso8859_8",
    b"L": "iso8859_5",
    b"M": "iso8859_9",
    b"T": "iso8859_11",
    b"V": "iso8859_10",
    b"Y": "iso8859_13",
    b"_": "iso8859_14",
    b"b": "iso8859_15",
    b"f": "iso8859_16",
}
_IS_UTF_8 = re.compile(rb"\x1b%(?:G|/[GHI])")

Tag = tuple[int, int]


def said(data: bytes) -> dict[str, str]:
    """What the records of `data` say, by the names that `metadata` has for it."""
    records: dict[Tag, list[bytes]] = {}
    for tag, held in _records(data):
        records.setdefault(tag, []).append(held)
    charset = _charset(b"".join(records.get(_CHARSET, [])[:1]))

    def words(tag: Tag) -> str:
        return ", ".join(_decoded(each, charset) for each in records.get(tag, [])[:_SEVERAL])

    found = {name: words(tag) for name, tag in _SAID.items()}
    return {**found, "taken_at": f"{words(_DAY)}T{words(_TIME) or '000000'}"}


def _records(data: bytes) -> Iterator[tuple[Tag, bytes]]:
    """Until one is none: what stands behind it cannot be found."""
    at = 0
    while data[at : at + 1] == b"\x1c" and at + 5 <= len(data):
        tag, length = (data[at + 1], data[at + 2]), int.from_bytes(data[at + 3 : at + 5], "big")
        at += 5
        if length & _LONG:
            size = length - _LONG
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        yield tag, data[at : at + length]
        at += length


def _charset(named: bytes) -> str:
    """The one that the file names, if Python knows it; else Latin-1, as it is by the book."""
    if _IS_UTF_8.search(named):
        return "utf-8"
    found = _NAMES_A_SET.search(named)
    return _SETS.get(found[1], _LATIN_1) if found else _LATIN_1


def _decoded(raw: bytes, charset: str) -> str:
    """What is UTF-8 is that, whatever the file says: no other letters look like it by chance."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(charset, errors="replace")
