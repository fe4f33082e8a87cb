"""What a picture says about itself, as its photographer or agency wrote it into the file.

Two voices, one standard (https://iptc.org/std/photometadata/specification/): XMP, and the older
IPTC-IIM (`iim.py`); where each stands in a file knows `packets.py`. Where both speak, XMP is right.
Where neither does, the camera itself may know its photographer, in EXIF.
Where the camera stood is not asked for, and so not kept. A file may claim anything: whatever cannot
be read is left out, and nothing here raises.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from PIL import Image

from liveblog import markup
from liveblog.photos import iim, packets

# A whole page of words.
LONGEST = 5_000
# Niépce's view from his window. An earlier date is a camera that nobody has set.
FIRST_PHOTOGRAPH = 1826

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_CONTINUED = "{http://ns.adobe.com/xmp/note/}HasExtendedXMP"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_XMP = {
    "caption": f"{_DC}description",
    "creator": f"{_DC}creator",
    "credit_line": f"{_PHOTOSHOP}Credit",
    "copyright_notice": f"{_DC}rights",
    "usage_terms": "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms",
    "alt_text": "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility",
    "instructions": f"{_PHOTOSHOP}Instructions",
    "taken_at": f"{_PHOTOSHOP}DateCreated",
}
_EXIF, _EXIF_TAKEN, _EXIF_OFFSET = 0x8769, 0x9003, 0x9011
_EXIF_ARTIST, _EXIF_COPYRIGHT = 0x013B, 0x8298


@dataclass(frozen=True)
class Metadata:
    """A picture's own words; "" where it has none. `taken_at` is ISO 8601, often without a zone."""

    caption: str = ""
    creator: str = ""
    credit_line: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    instructions: str = ""
    alt_text: str = ""
    taken_at: str = ""

    @property
    def terms(self) -> str:
        """All that restricts its use. Agencies write “No sales” among the instructions."""
        both = dict.fromkeys(filter(None, (self.usage_terms, self.instructions)))
        return "\n".join(both)

    @property
    def credit(self) -> str:
        """As it is to be printed: “Creator/Credit line”, neither of them twice."""
        if self.creator.casefold() in self.credit_line.casefold():
            return self.credit_line
        if self.credit_line.casefold() in self.creator.casefold():
            return self.creator
        return f"{self.creator}/{self.credit_line}"


@dataclass(frozen=True)
class Said:
    """What each of a file's voices says: "exif", "iptc", "xmp", from the weakest to the best."""

    by_source: dict[str, dict[str, str]]

    @property
    def together(self) -> Metadata:
        best = {name: words for said in self.by_source.values() for name, words in said.items()}
        return Metadata(**best)


def said(picture: Image.Image, data: bytes = b"") -> Said:
    """What `picture`, as it was opened, says about itself, and where: two voices may disagree, and
    a picture desk wants to see both. `data` is its file, in which Pillow leaves some of it.
    """
    readers = {
        "exif": lambda: _from_exif(picture),
        "iptc": lambda: iim.said(packets.iptc(picture)),
        "xmp": lambda: _from_xmp(picture, data),
    }
    return Said({source: _quietly(reader) for source, reader in readers.items()})


def _quietly(reader: Callable[[], dict[str, str]]) -> dict[str, str]:
    """What `reader` finds and can be said; a strange file makes readers raise anything."""
    try:
        found = reader()
    except Exception:
        return {}
    clean = {name: _clean(words) for name, words in found.items()}
    clean["taken_at"] = _moment(clean.get("taken_at", ""))
    return {name: words for name, words in clean.items() if words}


def _clean(words: str) -> str:
    even = words.replace("\r\n", "\n").replace("\r", "\n")
    return markup.upright(markup.printable(even[:LONGEST])).strip()


def _moment(said: str) -> str:
    """`said` as ISO 8601; "" for half a date, and for one that no photograph can have."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return ""
    return moment.isoformat() if FIRST_PHOTOGRAPH <= moment.year < 9999 else ""


def _from_xmp(picture: Image.Image, data: bytes) -> dict[str, str]:
    """The first packet's words, and those of the second that it may name: of a long caption."""
    parts = _parts(packets.xmp(picture, data))
    named = (part.get(_CONTINUED) or part.findtext(_CONTINUED) for part in parts)
    more = next(filter(None, named), "")
    with suppress(Exception):  # As above: the first packet is right, whatever is in the second.
        parts += _parts(packets.extended_xmp(picture, more)) if more else []
    said: dict[str, str] = {}
    for part in parts:
        said = _xmp_words(part) | said
    return said


def _parts(packet: bytes) -> list[Element]:
    return list(_descriptions(_parsed(packet.rstrip(b"\x00 ")))) if packet else []


def _xmp_words(part: Element) -> dict[str, str]:
    found = {}
    for name, tag in _XMP.items():
        held = part.find(tag)
        found[name] = part.get(tag, "") if held is None else _words(held)
    return {name: words for name, words in found.items() if words}


def _parsed(packet: bytes) -> Element:
    """A packet is UTF-8 by the book; one with a few wrong bytes still says the rest."""
    try:
        return ElementTree.fromstring(packet, forbid_dtd=True)
    except ElementTree.ParseError:
        mended = packet.decode("utf-8", errors="replace")
        return ElementTree.fromstring(markup.printable(mended), forbid_dtd=True)


def _descriptions(root: Element) -> Iterator[Element]:
    """Where the picture's own properties stand; those of a picture it was made from lie deeper."""
    # At the top alone: a packet nested a thousand deep is read once.
    for rdf in [root] if root.tag == f"{_RDF}RDF" else root.iterfind(f"{_RDF}RDF"):
        yield from rdf.iterfind(f"{_RDF}Description")


def _words(held: Element) -> str:
    """A plain value; of languages, the default one; of several people, all."""
    listed = [(each.get(_LANGUAGE, ""), each.text or "") for each in held.iter(f"{_RDF}li")]
    if held.find(f"{_RDF}Alt") is not None:
        by_language = dict(reversed(listed))
        return by_language.get("x-default") or next((text for _, text in listed if text), "")
    return ", ".join(text.strip() for _, text in listed if text) or held.text or ""


def _from_exif(picture: Image.Image) -> dict[str, str]:
    """Who, whose and when; what cameras write as a description is their own name."""
    exif = picture.getexif()
    held = exif.get_ifd(_EXIF)
    day, _, time = str(held.get(_EXIF_TAKEN, "")).strip("\x00 ").partition(" ")
    offset = str(held.get(_EXIF_OFFSET, "")).strip("\x00 ")
    return {
        "creator": _exif_words(exif.get(_EXIF_ARTIST, "")),
        "copyright_notice": _exif_words(exif.get(_EXIF_COPYRIGHT, "")),
        "taken_at": f"{day.replace(':', '-')}T{time}{offset}",
    }


def _exif_words(said: object) -> str:
    """Several stand one behind the other; by the book in ASCII, in life in UTF-8."""
    words = str(said)
    with suppress(UnicodeError):
        words = words.encode("latin-1").decode()
    return ", ".join(filter(None, (part.strip() for part in words.split("\x00"))))
