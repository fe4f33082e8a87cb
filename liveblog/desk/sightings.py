"""A sighting of an original as the desk tells it: what came and went since it was quoted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from liveblog.desk.comparing import Difference, compared
from liveblog.desk.people import named
from liveblog.embeds.originals import SAID
from liveblog.embeds.snapshot import facts_in
from liveblog.models import Embed, Post, Sighting, SightingQuerySet

SHOWN = 100
# What a source says of itself, and an editor may word otherwise.
LABELS = {
    "author": "Author",
    "handle": "Handle",
    "title": "Title",
    "text": "Text",
    "language": "Language",
    "posted_on": "Posted on",
}


@dataclass(frozen=True)
class News:
    """A sighting, and in which words it differs from what was kept."""

    sighting: Sighting
    differences: list[Difference]
    noted_by: str

    @property
    def post(self) -> Post:
        return self.sighting.embed.post


def news_of(post: Post) -> list[News]:
    """All that became of this post's originals."""
    found = Sighting.objects.filter(embed__post=post).exclude(kind=Sighting.Kind.FOUND)
    return told(found)


def looks_at(embed: Embed) -> list[News]:
    """Every look at it that is kept: the first, at what was typed by hand, too."""
    return told(embed.sightings.all())


def told(sightings: SightingQuerySet) -> list[News]:
    found = sightings.select_related("embed__post__explainer", "embed__post__blog", "noted_by")
    return [
        News(each, list(_differences(each)), named(each.noted_by) if each.noted_by else "")
        for each in found.newest_first()[:SHOWN]
    ]


def _differences(sighting: Sighting) -> Iterable[Difference]:
    if not sighting.raw:
        return
    embed = sighting.embed
    before = embed.raw or _first_answer(sighting)
    kept, now = facts_in(before, embed.url), facts_in(sighting.raw, embed.url)
    for name in SAID:
        before, after = str(kept[name] or ""), str(now[name] or "")
        if before != after:
            yield Difference(LABELS[name], list(compared(before, after)))


def _first_answer(sighting: Sighting) -> dict[str, Any]:
    """What the source of a quotation that was typed by hand said when it was first looked at."""
    if sighting.kind == Sighting.Kind.FOUND:
        return {}
    first = sighting.embed.sightings.filter(kind=Sighting.Kind.FOUND).order_by("pk").first()
    return first.raw if first else {}
