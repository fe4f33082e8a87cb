"""What a colleague left and what one typed, side by side, and what the form now proposes."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liveblog.desk import merging
from liveblog.desk.merging import UNKNOWN, Change, Fate, Merge, Run, Settled

Answers = dict[str, list[str]]

_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]


@dataclass(frozen=True)
class Asked:
    """A field of a form: how its values are said in words, and as what a browser sends them."""

    label: str
    shown: Callable[[Any], str]
    answers: Callable[[Any], Answers]
    settle: Callable[[Any, Any, Any], Settled] = merging.settle
    is_text: bool = False
    is_many: bool = False


@dataclass(frozen=True)
class Field:
    """One field that differs. `take` and `keep` are JSON of the answers that settle a conflict."""

    label: str
    fate: Fate
    before: str | None
    theirs: str
    mine: str
    answers: Answers = field(default_factory=dict)
    is_text: bool = False
    said: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    take: str = ""
    keep: str = ""

    @property
    def is_conflict(self) -> bool:
        return bool(self.asks)

    @property
    def their_difference(self) -> list[Run]:
        return _difference(self.before, self.theirs)

    @property
    def my_difference(self) -> list[Run]:
        """From what stood before; where nobody knows that, from theirs."""
        return _difference(self.theirs if self.before is None else self.before, self.mine)


@dataclass(frozen=True)
class Proposal:
    """A colleague's change, met: `news` is what they did to what this form does not ask."""

    who: str
    at: datetime
    fields: list[Field]
    news: list[str] = field(default_factory=list)

    @property
    def said(self) -> Iterator[str]:
        """What the form holds of both sides."""
        for each in self.fields:
            yield from each.said
        yield from self.news

    @property
    def asks(self) -> Iterator[str]:
        """What the editor must choose."""
        for each in self.fields:
            yield from each.asks

    @property
    def has_conflicts(self) -> bool:
        return any(each.is_conflict for each in self.fields)


def meet(asked: Asked, before: Any, theirs: Any, mine: Any) -> Field:
    """A field that holds one thing."""
    value, fate = asked.settle(before, theirs, mine)
    noun, are, stand = (
        _noun(asked.label),
        *(("are", "stand") if asked.is_many else ("is", "stands")),
    )
    sentences = {
        "theirs": f"The {noun} {are} now theirs.",
        "mine": f"Your {noun} {stand}.",
        "merged": f"The {noun} {are} theirs and yours together.",
    }
    return Field(
        label=asked.label,
        fate=fate,
        before=None if before is UNKNOWN else asked.shown(before),
        theirs=asked.shown(theirs),
        mine=asked.shown(mine),
        answers=asked.answers(value),
        is_text=asked.is_text,
        said=[sentences[fate]] if fate in sentences else [],
        asks=[_asking(noun, f"yours {stand}")] if fate == "both" else [],
        take=json.dumps(asked.answers(theirs)),
        keep=json.dumps(asked.answers(mine)),
    )


def meet_text(name: str, label: str, before: Any, theirs: str, mine: str) -> Field:
    """A field of paragraphs, as typed."""
    made = merging.merge(before, theirs, mine)
    known = [text for text in (before, theirs, mine) if text is not UNKNOWN]
    most = max(len(merging.paragraphs(text)) for text in known)
    whole = _noun(label) if most <= 1 else ""
    clean = [in_words(each, whole=whole) for each in made.changes if each.side != "both"]
    return Field(
        label=label,
        fate=_fate(made),
        before=None if before is UNKNOWN else before,
        theirs=theirs,
        mine=mine,
        answers={name: [made.text]},
        is_text=True,
        said=clean,
        asks=[in_words(each, whole=whole) for each in made.changes if each.side == "both"],
        take=json.dumps({name: [made.with_theirs]}),
        keep=json.dumps({name: [made.text]}),
    )


def _fate(made: Merge) -> Fate:
    sides = {each.side for each in made.changes}
    if not sides or "both" in sides:
        return "both" if sides else "agreed"
    return "merged" if len(sides) > 1 else sides.pop()


def _difference(before: str | None, after: str) -> list[Run]:
    return merging.difference(after if before is None else before, after)


def in_words(change: Change, *, whole: str = "") -> str:
    """What became of these paragraphs, said to the editor. `whole` names a text that is but one."""
    place, are, were = (whole, "is", "was") if whole else _place(change)
    if change.side == "both":
        stands = "the text without it stands" if change.act == "removed" else "yours stands"
        return _asking(place, stands)
    if change.act == "removed":
        return f"What {were} the {place} is out, as {_who(change)} wanted it."
    if change.act == "added":
        return f"{_whose(change)} {place} {were} added."
    if change.side == "theirs":
        return f"The {place} {are} now theirs."
    return f"Your {place} {'stands' if are == 'is' else 'stand'}."


def _asking(noun: str, stands: str) -> str:
    return f"You both changed the {noun}: {stands} until you choose."


def _noun(label: str) -> str:
    return label[:1].lower() + label[1:]


def _whose(change: Change) -> str:
    return "Their" if change.side == "theirs" else "Your"


def _who(change: Change) -> str:
    return "they" if change.side == "theirs" else "you"


def _place(change: Change) -> tuple[str, str, str]:
    if change.count > 1:
        return f"paragraphs {change.first} to {change.first + change.count - 1}", "are", "were"
    if change.first <= len(_ORDINALS):
        return f"{_ORDINALS[change.first - 1]} paragraph", "is", "was"
    return f"paragraph {change.first}", "is", "was"
