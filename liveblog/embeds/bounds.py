"""What comes from outside is made short, printable and storable before anything else sees it."""

import math
import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin, urlsplit

from liveblog import markup

LINE_CHARACTERS = 200
TITLE_CHARACTERS = 500
TEXT_CHARACTERS = 5_000
URL_CHARACTERS = 1_000
HTML_CHARACTERS = 20_000
RAW_CHARACTERS = 40_000
# What a raw answer says of itself: how many of its values there was no room for.
LEFT_OUT = "<left out>"

_SPACES = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# Not languages: undetermined, none, and X's own ("qme": only a picture).
_NO_LANGUAGE = re.compile(r"und|zxx|mul|q[a-t][a-z]")
# Half letters and the 66 that are no characters in any version of Unicode. A letter that
# is newer than this Python's own table is one all the same.
_NO_CHARACTERS = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_NOT_IN_AN_ADDRESS = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"})
_WRITTEN_DATE = re.compile(r"([A-Z][a-z]+) (\d{1,2}), (\d{4})")


def line(value: Any, characters: int = LINE_CHARACTERS) -> str:
    """`value` on one line; what is no text is none."""
    return _cut(_SPACES.sub(" ", _printable(value, characters)).strip(), characters)


def words(value: Any, characters: int = TEXT_CHARACTERS) -> str:
    """`value` with its line breaks."""
    return _cut(_printable(value, characters).replace("\r\n", "\n").strip(), characters)


def url(value: Any) -> str:
    """`value` where it is an address that a browser opens by a click; else nothing."""
    found = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(found)
    except ValueError:
        return ""
    is_whole = len(found) <= URL_CHARACTERS and not _NO_CHARACTERS.search(found)
    is_sound = is_whole and parts.scheme in ("http", "https") and bool(parts.hostname)
    is_seen = _NOT_IN_AN_ADDRESS.isdisjoint(map(unicodedata.category, found))
    return found if is_sound and is_seen else ""


def joined(base: str, link: str) -> str:
    """Where `link` leads from the page at `base`; nothing where it leads nowhere."""
    try:
        return url(urljoin(base, link))
    except ValueError:  # "http://[": an address that cannot even be taken apart.
        return ""


def language(value: Any) -> str:
    found = value.strip() if isinstance(value, str) else ""
    is_one = _LANGUAGE.fullmatch(found) and not _NO_LANGUAGE.match(found)
    return found if is_one else ""


def day(value: Any) -> date | None:
    """The day of "2026-11-24T…" or of "November 24, 2026"."""
    found = value.strip() if isinstance(value, str) else ""
    try:
        return date.fromisoformat(found[:10])
    except ValueError:
        pass
    written = _WRITTEN_DATE.search(found)
    try:
        return datetime.strptime(written[0], "%B %d, %Y").date() if written else None
    except ValueError:
        return None


def ratio(width: Any, height: Any) -> Decimal | None:
    """Width divided by height, where both are numbers and the shape is one that a page can hold."""
    try:
        found = Decimal(str(width)) / Decimal(str(height))
        return round(found, 3) if Decimal("0.2") <= found <= 5 else None
    except ArithmeticError:
        return None


def raw(answer: dict[str, Any], *, first: Collection[str] = ()) -> dict[str, Any]:
    """The plain values of an answer, as JSON that every database takes.

    Those named in `first` come first, and no other takes their place by a name that reads the same;
    what there is no room for is counted under LEFT_OUT.
    """
    kept: dict[str, Any] = {}
    room, left_out = RAW_CHARACTERS, 0
    for name in sorted(answer, key=lambda name: name not in first):
        tame, short = _tame(name, answer[name]), line(name, 60)
        if tame is None:
            continue
        is_forged = short == LEFT_OUT or short in kept or (short in first and name not in first)
        size = len(str(name)) + len(str(tame))
        if is_forged or size > room:
            left_out += 1
            continue
        kept[short] = tame
        room -= size
    return kept | {LEFT_OUT: left_out} if left_out else kept


def _tame(name: str, value: Any) -> str | int | float | None:
    if isinstance(value, str):
        characters = HTML_CHARACTERS if name == "html" else TEXT_CHARACTERS
        # As it came, with the marks that turn words round: what is shown goes through `words`.
        return _cut(_storable(value, characters).strip(), characters)
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    return value if isinstance(value, float) and math.isfinite(value) else None


def _printable(value: Any, characters: int) -> str:
    return markup.upright(_storable(value, characters))


def _storable(value: Any, characters: int) -> str:
    # Spaces go later: a little more is looked at than is kept.
    found = value[: characters * 2] if isinstance(value, str) else ""
    return markup.printable(_NO_CHARACTERS.sub("", found))


def _cut(found: str, characters: int) -> str:
    return found if len(found) <= characters else found[: characters - 1].rstrip() + "…"
