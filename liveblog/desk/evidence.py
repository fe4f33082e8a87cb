"""What of a quotation can be proved: what its source said when it was captured, what stands now."""

import json
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from liveblog import markup
from liveblog.desk.comparing import Piece, compared
from liveblog.desk.people import named
from liveblog.desk.sightings import LABELS, News, looks_at
from liveblog.embeds.naming import host_of
from liveblog.embeds.originals import said_otherwise
from liveblog.embeds.snapshot import answered_from, facts_in
from liveblog.models import Embed, Revision, Sighting


@dataclass(frozen=True)
class Words:
    """One field: as captured, as it stands now, and from the one to the other."""

    name: str
    label: str
    captured: str
    now: str
    pieces: list[Piece]

    @property
    def was_changed(self) -> bool:
        return _plain(self.captured) != _plain(self.now)


class Evidence:
    """Of one quotation. What was captured is read from the raw answer, never from what stands."""

    def __init__(self, embed: Embed) -> None:
        self.embed = embed

    @property
    def title(self) -> str:
        """Whose words they are, and where: the words themselves stand below."""
        embed = self.embed
        if embed.is_bare:
            return embed.plain_name
        whose = embed.author or embed.handle or embed.title or "A quotation"
        return f"{whose}, on {embed.source.name}" if embed.provider not in ("", "link") else whose

    @property
    def host(self) -> str:
        """Whom it was captured from; and, where the link led to somebody else, whom."""
        asked, answered = (
            host_of(each)
            for each in (self.embed.url, answered_from(self.embed.raw, self.embed.url))
        )
        return asked if asked == answered else f"{asked}, which led to {answered}"

    @property
    def was_captured(self) -> bool:
        return bool(self.embed.raw or self.embed.captured_at)

    @cached_property
    def words(self) -> list[Words]:
        """Every field that says something, then or now."""
        then = facts_in(self.embed.raw, self.embed.url) if self.embed.raw else {}
        pairs = [(n, str(then.get(n) or ""), str(getattr(self.embed, n) or "")) for n in LABELS]
        return [
            Words(name, LABELS[name], before, now, list(compared(before, now)))
            for name, before, now in pairs
            if before or now
        ]

    @property
    def changed_by_hand(self) -> dict[str, Words]:
        """By field, what differs from what the source said when it was captured."""
        if not self.embed.raw:
            return {}
        return {each.name: each for each in self.words if each.was_changed}

    @cached_property
    def latest(self) -> str:
        """What the source was found to say when it was asked last, beside what was captured."""
        if self.embed.gone_at:
            return "gone"
        seen = self.embed.sightings.newest_first().first()
        if seen and seen.kind == Sighting.Kind.GONE:
            return "gone, but an editor took that back, and readers are not told"
        if seen is None:
            return "unchanged" if self.embed.raw else "it answered"
        if not self.embed.raw:
            return "changed" if seen.kind == Sighting.Kind.CHANGED else "it answered"
        differs = said_otherwise(self.embed.raw, seen.raw, self.embed.url)
        return "changed" if differs else "unchanged"

    @property
    def raw_answer(self) -> str:
        """As JSON; a mark that turns words round stands there as its number, and turns none."""
        plain = json.dumps(self.embed.raw, ensure_ascii=False, indent=2)
        return plain.translate({mark: f"\\u{mark:04x}" for mark in markup.TURNING})

    @cached_property
    def sightings(self) -> list[News]:
        return looks_at(self.embed)

    @cached_property
    def first(self) -> Revision | None:
        """The revision of its post with which it came: one that was taken out before is another."""
        revisions = self.embed.post.revisions.select_related("made_by").order_by("-pk")
        stood = list(takewhile(self._stood_in, revisions))
        return stood[-1] if stood else None

    @property
    def put_in_by(self) -> str:
        return named(self.first.made_by) if self.first else ""

    def _stood_in(self, revision: Revision) -> bool:
        name = "url" if self.embed.url else "text" if self.embed.text else "title"
        own = getattr(self.embed, name)
        return any(each.get(name) == own for each in revision.content.get("embeds", ()))


def _plain(words: str) -> str:
    return " ".join(words.split())
