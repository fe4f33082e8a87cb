"""What was written and when it could be read: each wording has a name of its own."""

import re
import time
from dataclasses import dataclass, field

from liveblog import caching

# nginx counts whole seconds; and an answer may have been under way when the change was committed.
ROUNDING_SECONDS = 2
_NAME = re.compile(r"wording-\d{6}")


@dataclass
class Wording:
    """Public from the moment its verb was called until the verb that withdrew it had returned."""

    shown_from: float | None = None
    gone_from: float | None = None


@dataclass(frozen=True)
class Made:
    """One change: when its verb was called, and what readers then lack."""

    at: float
    post: str
    version: int


@dataclass
class Ledger:
    wordings: dict[str, Wording] = field(default_factory=dict)
    changes: list[Made] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)

    def new(self) -> str:
        name = f"wording-{len(self.wordings):06}"
        self.wordings[name] = Wording()
        return name

    def show(self, name: str) -> None:
        self.wordings[name].shown_from = time.monotonic()

    def withdraw(self, name: str) -> None:
        self.wordings[name].gone_from = time.monotonic()

    def read(self, text: str, *, asked_at: float) -> None:
        """Note each wording in `text` that nobody should have read in an answer to `asked_at`."""
        grace = caching.table()["page"].longest + ROUNDING_SECONDS
        for name in set(_NAME.findall(text)):
            wording = self.wordings[name]
            early = wording.shown_from is None
            late = wording.gone_from is not None and asked_at > wording.gone_from + grace
            if early or late:
                self.leaked.append(name)
