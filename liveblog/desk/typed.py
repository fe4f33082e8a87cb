"""Which words a sheet holds: the open pages that typed them, and how far each had come."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

# One page, and how often its words had changed.
_TURN = re.compile(r"(?<!\S)([\w-]{1,20})\.(\d{1,9})(?!\S)", re.ASCII)
_MOST_PAGES = 20


@dataclass(frozen=True)
class Typed:
    """A version vector: by the name of each page, how often its words had changed.

    As text, in forms and in rows, the oldest first: `phone.3 laptop.12`. At 0 nothing was typed.
    """

    turns: Mapping[str, int]

    @classmethod
    def read(cls, *texts: str) -> "Typed":
        """What several say together; what is no page's turn is passed over."""
        turns: dict[str, int] = {}
        for page, turn in _TURN.findall(" ".join(texts)):
            turns[page] = max(int(turn), turns.pop(page, 0))
        return cls(dict(list(turns.items())[-_MOST_PAGES:]))

    def holds(self, other: "Typed") -> bool:
        """Whether nothing was typed in `other` that this does not go on from."""
        return all(self.turns.get(page, 0) >= turn for page, turn in other.turns.items())

    def __bool__(self) -> bool:
        return any(self.turns.values())

    def __str__(self) -> str:
        return " ".join(f"{page}.{turn}" for page, turn in self.turns.items())


def new_page() -> str:
    """Of a page that is opened now; where no script counts, all that it says is one turn."""
    return f"{secrets.token_urlsafe(9)}.1"
