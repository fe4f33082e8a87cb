"""A file's bytes as numbered lines, or a clear word about the line that cannot be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liveblog.exchange.transcript.nouns import Piece, Place, TranscriptError

LONGEST_LINE = 100_000  # characters: several newspaper pages

_BREAK = re.compile(r"\r\n|\r|\n")
_BREAK_IN_BYTES = re.compile(rb"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Line:
    """A line that is not blank, without the blanks around it."""

    number: int
    text: str

    def piece(self, place: Place, text: str | None = None) -> Piece:
        """The line, or a part of it, in its place."""
        return Piece(self.number, place, self.text if text is None else text)


def decode(data: bytes) -> str:
    """UTF-8, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _BREAK_IN_BYTES.split(data[: error.start])
        raise TranscriptError(
            len(before),
            f"byte {len(before[-1]) + 1} is 0x{data[error.start]:02x}, which is not UTF-8. "
            "Save the file as UTF-8 and import it again.",
        ) from None


def numbered(text: str) -> Iterator[Line]:
    for number, line in enumerate(_BREAK.split(text), start=1):
        if len(line) > LONGEST_LINE:
            raise TranscriptError(
                number,
                f"this line has {len(line):,} characters, and a paragraph has at most "
                f"{LONGEST_LINE:,}. Is the file a transcript?",
            )
        if control := _CONTROL.search(line):
            raise TranscriptError(
                number,
                f"character {control.start() + 1} is a control character "
                f"(U+{ord(control[0]):04X}), which no page can show. Delete it.",
            )
        if line.strip():
            yield Line(number, line.strip())
