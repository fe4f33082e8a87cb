"""What stands in `stories/`, as data."""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

STORIES = Path(__file__).with_name("stories")
EDITOR, REPORTER = "editor", "reporter"


@dataclass(frozen=True)
class Entry:
    """One update as it is written; `at` is UTC, `on` names an occasion to come."""

    ref: str
    at: str = ""
    on: str = ""
    status: str = "published"
    user: str = EDITOR
    headline: str = ""
    body: str = ""
    by: list[str] = field(default_factory=lambda: ["Helen Ashdown"])
    topics: list[str] = field(default_factory=list)
    verification: str = ""
    key: bool = False
    pinned: bool = False
    picture: str = ""
    caption: str = ""
    explainer: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Act:
    """What is done to an update that stands. `text` is what readers are told of it."""

    verb: str
    ref: str = ""
    at: str = ""
    text: str = ""
    kind: str = "correction"
    content: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """A blog, its updates in order, and what was done to them afterwards."""

    head: dict[str, Any]
    entries: list[Entry]
    acts: list[Act]

    @property
    def marker(self) -> str:
        """The import_ref by which a built story is known, whatever its editors did to it."""
        return import_ref(self.entries[0].ref)

    def moment(self, at: str) -> datetime:
        """The time `at` on the story's day; in the small hours, on the day after."""
        return moment(self.head["day"], at)


@cache
def load(name: str) -> dict[str, Any]:
    """The file of that name, read once: nothing in it may be changed."""
    with (STORIES / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def story(name: str) -> Story:
    written = load(name)
    entries = [Entry(**each) for each in written["post"]]
    return Story(written["blog"], entries, [act(**each) for each in written.get("act", [])])


def act(**written: Any) -> Act:
    """An act as it stands in a file: what is no word of `Act` is content."""
    own = {name: written.pop(name) for name in list(written) if name in Act.__dataclass_fields__}
    return Act(**own, content=written)


@cache
def afternoon() -> list[tuple[Entry, Act | None]]:
    """The live updates in order, each with what is done beside it."""
    told = []
    for number, each in enumerate(load("nagorno-karabakh-live")["post"], start=1):
        then = each.get("then")
        words = {name: value for name, value in each.items() if name != "then"}
        told.append((Entry(ref=live_ref(number), **words), act(**then) if then else None))
    return told


@cache
def recaps() -> list[tuple[str, str]]:
    """(what it is about, the text) of what is summed up once the afternoon is told."""
    return [(e["headline"], e["body"]) for e in load("nagorno-karabakh-live")["recap"]]


def live_ref(number: int) -> str:
    # Five digits, so that the greatest is the last in order.
    return f"live:{number:05}"


def import_ref(ref: str) -> str:
    return f"demo:{ref}"


def moment(day: str, at: str) -> datetime:
    clock = datetime.strptime(f"{day} {at}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    return clock + timedelta(days=1) if clock.hour < 9 else clock
