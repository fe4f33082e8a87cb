"""Two texts word by word: what stayed, what came, what went."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# Beyond so many words each, texts are compared line by line: the sum grows with their product.
_WORDS_COMPARED = 1500
_WORD = re.compile(r"\s+|[\w’']+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    """Words that stayed ("same"), came ("new") or went ("old")."""

    kind: str
    words: str


@dataclass(frozen=True)
class Difference:
    label: str
    pieces: list[Piece]


def compared(old: str, new: str) -> Iterator[Piece]:
    """`new` with what came and what went; the same words stand once."""
    is_long = max(len(old), len(new)) > _WORDS_COMPARED * 6
    before, after = ((_LINE if is_long else _WORD).findall(text) for text in (old, new))
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(after[k:m]))
            continue
        if i < j:
            yield Piece("old", "".join(before[i:j]))
        if k < m:
            yield Piece("new", "".join(after[k:m]))
