"""What an import did, in words: each post, and each word of the file accounted for.

What did not go into the blog is printed in full, so that the file and the report together can
always be reconciled.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from liveblog.exchange.transcript.nouns import Entry, Note, Piece, Place, Transcript, count, words


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "the same"
    LEFT = "left as it is"
    NOTHING = "nothing there"


@dataclass
class Report:
    transcript: Transcript
    outcomes: list[tuple[Entry, Outcome]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    stored: list[Piece] = field(default_factory=list)
    left: list[Piece] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def words_in(self) -> int:
        return sum(len(words(piece.text)) for piece in self.transcript.pieces)

    @property
    def words_placed(self) -> "Counter[Place]":
        """Words that stand in the blog now, by place."""
        return count(piece for piece in self.stored if piece.place != Place.MARK)

    @property
    def words_read(self) -> "Counter[Place]":
        """Words that became a time, or only parted others. The times stand in this report."""
        times = [self.transcript.day, *(entry.stamp for entry in self.transcript.entries)]
        return count([*times, *(piece for piece in self.stored if piece.place == Place.MARK)])

    @property
    def words_left(self) -> int:
        """Words that are not in the blog; this report prints them."""
        return count(self.left).total()

    def lines(self) -> Iterator[str]:
        yield from self._entries()
        yield from self._counts()
        yield from self._to_look_at()

    def _entries(self) -> Iterator[str]:
        yield self.transcript.day.text
        for entry, outcome in self.outcomes:
            title = next((piece.text for piece in entry.content), "")
            when = f"{entry.stamp.text:<12}  {entry.at:%Y-%m-%d %H:%M} UTC"
            yield f"  {when}  line {entry.stamp.line:<5} {outcome:<13}  {title[:80]}".rstrip()
        posts = [(entry, outcome) for entry, outcome in self.outcomes if not entry.is_bare]
        yield f"{len(posts)} posts{_span(entry for entry, _ in posts)}: " + ", ".join(
            f"{number} {outcome}" for outcome, number in Counter(o for _, o in posts).items()
        )

    def _counts(self) -> Iterator[str]:
        yield f"{self.words_in:>6} words in the file"
        yield from _table("stand in the blog", self.words_placed)
        yield from _table("are times and dashes", self.words_read)
        yield f"{self.words_left:>6} are not in the blog" + (": see below" * bool(self.left))

    def _to_look_at(self) -> Iterator[str]:
        for note in sorted(self.notes, key=lambda note: note.line):
            yield f"Line {note.line}: {note.text}"
        for name in self.gone:
            yield f"Not in this file, and left as it is: {name}"
        if self.left:
            yield "Not imported, line by line:"
        for piece in self.left:
            yield f"  {piece.line}: {piece.text}"


def _table(title: str, counted: "Counter[Place]") -> Iterator[str]:
    yield f"{counted.total():>6} {title}"
    yield from (f"{number:>12} {place}" for place, number in counted.items())


def _span(entries: Iterable[Entry]) -> str:
    moments = sorted(entry.at for entry in entries)
    if not moments:
        return ""
    first, last = moments[0], moments[-1]
    shown = "%H:%M" if first.date() == last.date() else "%Y-%m-%d %H:%M"
    return f" from {first:{shown}} to {last:{shown}} UTC"
