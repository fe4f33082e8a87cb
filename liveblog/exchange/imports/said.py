"""What a post or a blog's head says, in one shape for the file and for the database.

So the two can be compared, and the file can be compared with what it said last time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from liveblog import markup
from liveblog.exchange.transcript import quotations
from liveblog.exchange.transcript.nouns import (
    Caption,
    Entry,
    Piece,
    Place,
    Quote,
    Transcript,
    words,
)
from liveblog.publishing.content import Content

Words = dict[Place, Counter[str]]


@dataclass(frozen=True)
class Picture:
    """`credit` is None where the picture itself has come, and brought its own."""

    caption: str
    credit: str | None

    def agrees(self, other: "Picture") -> bool:
        credits = (self.credit, other.credit)
        return self.caption == other.caption and (None in credits or credits[0] == credits[1])

    def is_likely(self, caption: str, credit: str) -> bool:
        """One of the two was corrected; where both differ it is another picture."""
        return caption == self.caption or credit == self.credit


@dataclass(frozen=True)
class PostSaid:
    """An explainer's title and body stand for the post's own."""

    headline: str
    body: str
    is_explainer: bool
    pictures: tuple[Picture, ...]
    embeds: tuple[tuple[Any, ...], ...]

    def agrees(self, other: "PostSaid | None") -> bool:
        return (
            other is not None
            and self._words == other._words
            and _all_agree(self.pictures, other.pictures)
        )

    @property
    def _words(self) -> tuple[Any, ...]:
        return self.headline, self.body, self.is_explainer, self.embeds


@dataclass(frozen=True)
class HeadSaid:
    """None where the file is silent: what stands there then stays."""

    standfirst: str | None
    lead: Picture | None

    def agrees(self, other: "HeadSaid | None") -> bool:
        """True where `other` holds all that this one says."""
        if other is None:
            return False
        same_lead = self.lead is None or (other.lead is not None and self.lead.agrees(other.lead))
        return self.standfirst in (None, other.standfirst) and same_lead


def _all_agree(ours: Sequence[Picture], theirs: Sequence[Picture]) -> bool:
    return len(ours) == len(theirs) and all(
        one.agrees(other) for one, other in zip(ours, theirs, strict=True)
    )


def by_entry(entry: Entry) -> PostSaid:
    return PostSaid(
        headline=entry.headline.text if entry.headline else "",
        body=as_html(entry.text),
        is_explainer=entry.is_explainer,
        pictures=tuple(by_caption(caption) for caption in entry.captions),
        embeds=tuple(tuple(embed_fields(quote).values()) for quote in entry.quotes),
    )


def by_transcript(transcript: Transcript) -> HeadSaid:
    return HeadSaid(
        standfirst=as_html(transcript.standfirst) or None,
        lead=by_caption(transcript.lead) if transcript.lead else None,
    )


def by_caption(caption: Caption) -> Picture:
    return Picture(caption.caption.text, caption.credit.text if caption.credit else "")


def as_html(paragraphs: Iterable[Piece]) -> str:
    """As it will be stored, so that it can be compared with what is."""
    return markup.clean(markup.from_plain("\n\n".join(piece.text for piece in paragraphs)))


def embed_fields(quote: Quote) -> dict[str, Any]:
    """The post's own address is not in a transcript; its picture's link leads to it."""
    return {
        "url": f"https://{quote.link.text}" if quote.link else "",
        "provider": "x",
        "author": quote.author.text,
        "handle": quote.handle.text.strip("()"),
        "text": "\n\n".join(piece.text for piece in quote.text),
        "posted_on": quote.posted_on,
    }


def by_post(content: Content) -> PostSaid:
    """What a revision, or `publishing.content.of_post`, holds."""
    explainer = content["explainer"]
    return PostSaid(
        headline=explainer["title"] if explainer else content["headline"],
        body=explainer["body"] if explainer else content["body"],
        is_explainer=explainer is not None,
        pictures=tuple(_picture(photo) for photo in content["photos"]),
        embeds=tuple(_embed(embed) for embed in content["embeds"]),
    )


def by_head(content: Content) -> HeadSaid:
    """What a blog's revision, or `publishing.content.of_blog`, holds."""
    head = content["head"]
    return HeadSaid(head["standfirst"], _picture(head["lead"]) if head["lead"] else None)


def _picture(photo: Content) -> Picture:
    return Picture(photo["caption"], None if photo["file"] else photo["credit"])


def _embed(embed: Content) -> tuple[Any, ...]:
    names = ("url", "provider", "author", "handle", "text")
    posted_on = date.fromisoformat(embed["posted_on"]) if embed["posted_on"] else None
    return (*(embed[name] for name in names), posted_on)


def words_of_post(content: Content) -> Words:
    """Every word that a reader of the post finds, where a transcript would have it."""
    found: Words = defaultdict(Counter)
    explainer = content["explainer"] or {"title": "", "body": ""}
    _add(found, Place.HEADLINE, content["headline"], explainer["title"])
    _add(found, Place.TEXT, markup.plain(content["body"]))
    _add(found, Place.EXPLAINER, markup.plain(explainer["body"]))
    for photo in content["photos"]:
        _add_picture(found, photo)
    for embed in content["embeds"]:
        _add(found, Place.QUOTATION, embed["text"])
        _add(found, Place.LINK, embed["url"].removeprefix("https://"))
        _add(found, Place.AUTHOR, embed["author"])
        _add(found, Place.HANDLE, f"({embed['handle']})")
        if embed["posted_on"]:
            _add(found, Place.POSTED, quotations.printed(date.fromisoformat(embed["posted_on"])))
    return found


def words_of_head(content: Content) -> Words:
    found: Words = defaultdict(Counter)
    _add(found, Place.STANDFIRST, markup.plain(content["head"]["standfirst"]))
    if content["head"]["lead"]:
        _add_picture(found, content["head"]["lead"])
    return found


def _add_picture(found: Words, photo: Content) -> None:
    _add(found, Place.CAPTION, photo["caption"])
    _add(found, Place.CREDIT, photo["credit"])


def _add(found: Words, place: Place, *texts: str) -> None:
    for text in texts:
        found[place].update(words(text))
