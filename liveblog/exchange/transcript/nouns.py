"""What a live blog as text says: stamps, newest first, each with what stands under it.

Every word belongs to a `Piece`, which knows its line and its place, so that a word that goes astray
on its way into the database can be named. Nothing here knows the database; `reading` makes these
from a file, `importing` writes them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TranscriptError(ValueError):
    """What is wrong, on which line, and what to do about it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


class Place(StrEnum):
    """Where a word belongs; the value is what the report calls it."""

    DAY = "the date"
    STAMP = "stamps"
    STANDFIRST = "standfirst"
    HEADLINE = "headlines"
    TEXT = "text"
    EXPLAINER = "explainers"
    QUOTATION = "quotations"
    AUTHOR = "names of the quoted"
    HANDLE = "handles of the quoted"
    POSTED = "dates of quotations"
    LINK = "links of quotations"
    CAPTION = "captions"
    CREDIT = "credits"
    MARK = "dashes before a name or a credit"


@dataclass(frozen=True)
class Piece:
    """Words of one line, as they are written, and their place."""

    line: int
    place: Place
    text: str


@dataclass(frozen=True)
class Note:
    """Something on `line` that a person should look at."""

    line: int
    text: str


@dataclass(frozen=True)
class Caption:
    """The words of a picture that is still to come."""

    caption: Piece
    credit: Piece | None = None
    mark: Piece | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(filter(None, (self.caption, self.mark, self.credit)))


@dataclass(frozen=True)
class Quote:
    """A social post. `link` leads to its picture, and so to it; `text` may then be empty."""

    text: tuple[Piece, ...]
    link: Piece | None
    mark: Piece
    author: Piece
    handle: Piece
    posted: Piece
    posted_on: date

    @property
    def pieces(self) -> tuple[Piece, ...]:
        ending = filter(None, (self.link, self.mark, self.author, self.handle, self.posted))
        return (*self.text, *ending)


@dataclass(frozen=True)
class Entry:
    """A stamp and what stands under it. `at` is in UTC."""

    stamp: Piece
    at: datetime
    headline: Piece | None = None
    text: tuple[Piece, ...] = ()
    captions: tuple[Caption, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def is_bare(self) -> bool:
        return not self.content

    @property
    def is_explainer(self) -> bool:
        return bool(self.text) and self.text[0].place == Place.EXPLAINER

    @property
    def content(self) -> tuple[Piece, ...]:
        """Everything but the stamp."""
        parts: tuple[Caption | Quote, ...] = (*self.captions, *self.quotes)
        headline = (self.headline,) if self.headline else ()
        return (*headline, *self.text, *(piece for part in parts for piece in part.pieces))


@dataclass(frozen=True)
class Transcript:
    """What a file says, its entries newest first."""

    date: date
    day: Piece
    lead: Caption | None
    standfirst: tuple[Piece, ...]
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]

    @property
    def head(self) -> tuple[Piece, ...]:
        return (*(self.lead.pieces if self.lead else ()), *self.standfirst)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Every word of the file, in its place."""
        under = (piece for entry in self.entries for piece in (entry.stamp, *entry.content))
        return (self.day, *self.head, *under)


def words(text: str) -> list[str]:
    """A word is whatever stands between blanks; a dash on its own is one, "!!!" too."""
    return text.split()


def count(pieces: Iterable[Piece]) -> Counter[Place]:
    """How many words stand in each place."""
    counted: Counter[Place] = Counter()
    for piece in pieces:
        counted[piece.place] += len(words(piece.text))
    return counted
