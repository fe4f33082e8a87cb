"""Two versions of one text, and what both leave standing. No database here, and no request."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from liveblog import markup

Side = Literal["theirs", "mine", "both"]
Fate = Literal["agreed", "theirs", "mine", "both", "merged"]

UNKNOWN: Any = object()
"""What stood before, where nobody knows what the editor saw."""

_WORDS = re.compile(r"\n+|[^\s]+")
_SPACED_BREAK = re.compile(r" ?(\n+) ?")
_BLOCK_TAG = re.compile(r"<(/?)(?:p|ul|ol|li|blockquote|h3)\b[^>]*>")
_PARAGRAPH_END = "\n\n"
_ONE_LINE_WORDS = 12
# From so many paragraphs on, those that stand there often are not looked for one by one: the time
# that takes grows with their product.
_MANY = 500


class Run(NamedTuple):
    """Neighbouring words of one kind; between paragraphs stands a blank line."""

    kind: Literal["same", "gone", "new"]
    words: str


class Settled(NamedTuple):
    """What a field is to hold, and by whose word."""

    value: Any
    fate: Fate


@dataclass(frozen=True)
class Change:
    """Some paragraphs that one side, or both, changed: counted from 1 in the merged text.

    Those that were removed are counted in the text as it stood before.
    """

    side: Side
    act: Literal["added", "changed", "removed"]
    first: int
    count: int


@dataclass(frozen=True)
class Conflict:
    """Paragraphs that both changed, as typed. Mine stand in the merged text."""

    before: str
    theirs: str
    mine: str


@dataclass
class Merge:
    """A text of both sides, as typed; `with_theirs` has theirs where they conflict."""

    text: str = ""
    with_theirs: str = ""
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.conflicts


@dataclass(frozen=True)
class _Hunk:
    """In one side's hands the base's paragraphs from `start` to `end` became `now`."""

    side: Literal["theirs", "mine"]
    start: int
    end: int
    now: list[str]


def settle(before: Any, theirs: Any, mine: Any) -> Settled:
    """Whoever alone changed it is followed; where both did, mine stands."""
    if theirs == mine:
        return Settled(mine, "agreed")
    if before == theirs:
        return Settled(mine, "mine")
    if before == mine:
        return Settled(theirs, "theirs")
    return Settled(mine, "both")


def settle_ticks(before: Any, theirs: frozenset[str], mine: frozenset[str]) -> Settled:
    """Each tick by itself: two sides cannot disagree about one that was set or was not."""
    if before is UNKNOWN or theirs == mine or before in (theirs, mine):
        return settle(before, theirs, mine)
    return Settled((before & theirs & mine) | (theirs - before) | (mine - before), "merged")


def paragraphs(text: str) -> list[str]:
    """The outermost blocks of `text`, typed or stored, each as safe HTML."""
    html, depth, start, found = markup.clean(text), 0, 0, []
    for tag in _BLOCK_TAG.finditer(html):
        if not depth:
            found.append(html[start : tag.start()])
            start = tag.start()
        depth += -1 if tag[1] else 1
        if not depth:
            found.append(html[start : tag.end()])
            start = tag.end()
    found.append(html[start:])
    # Words between two lists stand bare: beside another paragraph they need a wall of their own.
    blocks = (each.strip() for each in found)
    return [each if _BLOCK_TAG.match(each) else f"<p>{each}</p>" for each in blocks if each]


def merge(before: str, theirs: str, mine: str) -> Merge:
    """By paragraph, three texts as typed. `before` UNKNOWN: whatever differs is a conflict.

    Where both added something in one place, theirs comes first and mine after it.
    """
    if before is UNKNOWN:
        return _merge_unseen(theirs, mine)
    base, made = paragraphs(before), Merge()
    sides = (paragraphs(theirs), paragraphs(mine))
    merged: list[str] = []
    yielding: list[str] = []
    at = 0
    for start, end, hunks in _regions(base, *sides):
        for text in (merged, yielding):
            text += base[at:start]
        here = _settled_region(made, base[start:end], hunks, start, len(merged) + 1)
        merged += here[0]
        yielding += here[1]
        at = end
    known = ((mine, sides[1]), (theirs, sides[0]), (before, base))
    made.text = _as_typed(merged + base[at:], known)
    made.with_theirs = _as_typed(yielding + base[at:], (known[1], known[0], known[2]))
    return made


def _merge_unseen(theirs: str, mine: str) -> Merge:
    """As if all of it had been written by both."""
    made = Merge(text=mine, with_theirs=theirs)
    if paragraphs(theirs) != paragraphs(mine):
        made.changes.append(Change("both", "changed", 1, len(paragraphs(mine)) or 1))
        made.conflicts.append(Conflict("", theirs, mine))
    return made


def _hunks(side: Literal["theirs", "mine"], base: list[str], now: list[str]) -> Iterator[_Hunk]:
    for what, i1, i2, j1, j2 in _opcodes(base, now, is_exact=max(len(base), len(now)) < _MANY):
        if what == "replace" and i2 - i1 == j2 - j1:
            # As many as before: one for one, so that a neighbour's change is no conflict.
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield _Hunk(side, i, i + 1, [now[j]])
        elif what != "equal":
            yield _Hunk(side, i1, i2, now[j1:j2])


def _regions(
    base: list[str], theirs: list[str], mine: list[str]
) -> Iterator[tuple[int, int, list[_Hunk]]]:
    """Hunks that share a paragraph or add at one place are one region; neighbours are not."""
    hunks = [*_hunks("theirs", base, theirs), *_hunks("mine", base, mine)]
    hunks.sort(key=lambda hunk: (hunk.start, hunk.end))
    region: list[_Hunk] = []
    start = end = 0
    for hunk in hunks:
        is_same_place = hunk.start == hunk.end == start == end
        if region and (hunk.start < end or is_same_place):
            end = max(end, hunk.end)
            region.append(hunk)
            continue
        if region:
            yield start, end, region
        start, end, region = hunk.start, hunk.end, [hunk]
    if region:
        yield start, end, region


def _settled_region(
    made: Merge, base: list[str], hunks: list[_Hunk], start: int, first: int
) -> tuple[list[str], list[str]]:
    """The region's paragraphs, with mine and with theirs where both changed them; noted in `made`.

    `start` counts in the base from 0, `first` in the merged text from 1.
    """
    theirs = _applied(base, [hunk for hunk in hunks if hunk.side == "theirs"], start)
    mine = _applied(base, [hunk for hunk in hunks if hunk.side == "mine"], start)
    if theirs == mine:
        return mine, mine
    sides = {hunk.side for hunk in hunks}
    if len(sides) == 1:
        side = sides.pop()
        now = theirs if side == "theirs" else mine
        made.changes.append(_change(side, base, now, start, first))
        return now, now
    if not base:
        mine = [each for each in mine if each not in theirs]
        made.changes.append(_change("theirs", [], theirs, start, first))
        if mine:
            made.changes.append(_change("mine", [], mine, start, first + len(theirs)))
        return theirs + mine, theirs + mine
    made.changes.append(_change("both", base, mine, start, first))
    made.conflicts.append(Conflict(*(_as_typed(each) for each in (base, theirs, mine))))
    return mine, theirs


def _applied(base: list[str], hunks: list[_Hunk], start: int) -> list[str]:
    """`base`, which begins at `start`, as one side has it."""
    now = list(base)
    for hunk in reversed(hunks):
        now[hunk.start - start : hunk.end - start] = hunk.now
    return now


def _change(side: Side, base: list[str], now: list[str], start: int, first: int) -> Change:
    if not now:
        return Change(side, "removed", start + 1, len(base))
    return Change(side, "changed" if base else "added", first, len(now))


def _as_typed(blocks: list[str], known: Sequence[tuple[str, list[str]]] = ()) -> str:
    """In the words of whoever typed exactly this, or anew."""
    for typed, theirs in known:
        if blocks == theirs:
            return typed
    return markup.as_typed("\n".join(blocks))


def difference(before: str, after: str) -> list[Run]:
    """What of `before` is gone and what in `after` is new, word by word, both as typed."""
    old, new = ([_tokens(each) for each in paragraphs(text)] for text in (before, after))
    steps: list[tuple[list[str], list[str]]] = []
    for what, i1, i2, j1, j2 in _opcodes([tuple(p) for p in old], [tuple(p) for p in new]):
        gone = [word for part in old[i1:i2] for word in part]
        come = [word for part in new[j1:j2] for word in part]
        steps += [(gone, come)] if what == "equal" else _by_word(gone, come)
    runs = list(_runs(steps))
    if runs:
        runs[-1] = Run(runs[-1].kind, runs[-1].words.rstrip("\n"))
    return [run for run in runs if run.words]


def _tokens(paragraph: str) -> list[str]:
    return [*_WORDS.findall(markup.as_typed(paragraph)), _PARAGRAPH_END]


def _opcodes(old: Sequence[Any], new: Sequence[Any], *, is_exact: bool = False) -> list[Any]:
    """The steps from the one to the other. What both begin and end with is not compared at length:
    of a large text one word was changed.
    """
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    inner = old[start : len(old) - end], new[start : len(new) - end]
    codes: list[Any] = [("equal", 0, start, 0, start)] if start else []
    for what, i, j, k, m in SequenceMatcher(None, *inner, autojunk=not is_exact).get_opcodes():
        codes.append((what, i + start, j + start, k + start, m + start))
    if end:
        codes.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return codes


def _by_word(old: list[str], new: list[str]) -> list[tuple[list[str], list[str]]]:
    """Steps of (old, new) words. A text that was written anew is not cut into confetti."""
    steps: list[tuple[list[str], list[str]]] = []
    shared = 0
    codes = _opcodes(old, new)
    for at, (what, i1, i2, j1, j2) in enumerate(codes):
        is_crumb = what == "equal" and 0 < at < len(codes) - 1 and _is_crumb(old[i1:i2])
        shared += sum(len(word) > 3 for word in old[i1:i2]) if what == "equal" else 0
        joins = steps and (is_crumb or (what != "equal" and steps[-1][0] != steps[-1][1]))
        if joins:
            steps[-1] = (steps[-1][0] + old[i1:i2], steps[-1][1] + new[j1:j2])
        else:
            steps.append((old[i1:i2], new[j1:j2]))
    long_words = min(sum(len(word) > 3 for word in words) for words in (old, new))
    return _written_anew(old, new) if 3 * shared < long_words else steps


def _written_anew(old: list[str], new: list[str]) -> list[tuple[list[str], list[str]]]:
    """One after the other; short ones, a headline say, in one line."""
    if old and new and max(len(old), len(new)) <= _ONE_LINE_WORDS:
        return [(old[:-1], new[:-1]), ([_PARAGRAPH_END], [_PARAGRAPH_END])]
    return [(old, new)]


def _is_crumb(words: list[str]) -> bool:
    return len(words) == 1 and len(words[0]) <= 3 and "\n" not in words[0]


def _runs(steps: list[tuple[list[str], list[str]]]) -> Iterator[Run]:
    for old, new in steps:
        if old == new:
            yield Run("same", _joined(old))
            continue
        if old:
            yield Run("gone", _joined(old))
        if new:
            yield Run("new", _joined(new))


def _joined(words: list[str]) -> str:
    return _SPACED_BREAK.sub(r"\1", " ".join(words))
