"""Read a live blog as text: a dated first line, the standfirst, stamps with what stands under each.

    date 2024-03-02 A ferry in the outer harbour - Ana Reyes/Coast Press

    The harbour has been closed …

    09:40 PM GMT

    Ferries stop for the night

    The last boat …

Each line that is not blank is a paragraph. The first under a stamp is its headline, unless it is a
quotation or longer than a headline can be. A quotation ends in `— Name (@handle) Month D, YYYY`;
where it begins is for `quotations` to say. Under "Pictured: …" a line that ends in `- Photographer/
Agency` is a caption with its credit. "What is …?" with text under it is an explainer.

The date is that of the newest stamp, which comes first. Stamps go back in time, so one that is
later than the stamp above it is of the day before.

No word is dropped: a reading in which a line's words and those of its pieces differ is refused.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from liveblog.exchange.transcript import lines, quotations, stamps
from liveblog.exchange.transcript.lines import Line
from liveblog.exchange.transcript.nouns import (
    Caption,
    Entry,
    Note,
    Piece,
    Place,
    Quote,
    Transcript,
    TranscriptError,
    words,
)

LONGEST_HEADLINE = 300
LONGEST_TITLE = 200
LONGEST_CREDIT = 200

_FIRST_LINE = re.compile(r"(?P<day>date\s+(?P<date>\S+))(?:\s+(?P<lead>.*))?", re.IGNORECASE)
_CREDITED = re.compile(r"(?P<caption>.*\S)\s+(?P<mark>[-–—])\s+(?P<credit>\S.*)")
_PICTURED = re.compile(r"(?:pictured|pictures?|in pictures|photos?)\s*:", re.IGNORECASE)
_EXPLAINS = re.compile(r"what (?:is|are|was|were) .+\?", re.IGNORECASE)


def read(data: bytes) -> Transcript:
    """The transcript in a file's bytes. Raises TranscriptError, which names the line."""
    return parse(lines.decode(data))


def parse(text: str) -> Transcript:
    held = list(lines.numbered(text))
    if not held:
        raise TranscriptError(1, "the file is empty. Its first line begins “date YYYY-MM-DD”.")
    day, on, lead = _first_line(held[0])
    notes: list[Note] = []
    standfirst, groups = _by_stamp(held[0], held[1:])
    entries = tuple(
        _entry(stamp, at, under, notes)
        for (stamp, under), at in zip(groups, _moments(groups, on, notes), strict=True)
    )
    read = Transcript(
        date=on,
        day=day,
        lead=lead,
        standfirst=tuple(line.piece(Place.STANDFIRST) for line in standfirst),
        entries=entries,
        notes=tuple(sorted(notes, key=lambda note: note.line)),
    )
    _require_every_word(held, read)
    return read


def _first_line(line: Line) -> tuple[Piece, date, Caption | None]:
    match = _FIRST_LINE.fullmatch(line.text)
    if match is None:
        raise TranscriptError(
            line.number,
            "the first line has no date. It begins “date YYYY-MM-DD”, the day of the newest stamp.",
        )
    lead = _caption(line, match["lead"]) if match["lead"] else None
    return line.piece(Place.DAY, match["day"]), _date(line, match["date"]), lead


def _date(line: Line, text: str) -> date:
    try:
        on = datetime.strptime(text, "%Y-%m-%d").date()
        if not 1900 <= on.year < 3000 or len(text) != len("YYYY-MM-DD"):
            raise ValueError
    except ValueError:
        raise TranscriptError(
            line.number, f"“{text}” is not a day. Write it as YYYY-MM-DD, for instance 2024-03-02."
        ) from None
    return on


def _caption(line: Line, text: str) -> Caption:
    match = _credited(text)
    if match is None:
        return Caption(line.piece(Place.CAPTION, text))
    return Caption(
        caption=line.piece(Place.CAPTION, match["caption"]),
        mark=line.piece(Place.MARK, match["mark"]),
        credit=line.piece(Place.CREDIT, match["credit"]),
    )


def _credited(text: str) -> re.Match[str] | None:
    """`caption - Photographer/Agency`: after the last dash a name, not the end of a sentence."""
    match = _CREDITED.fullmatch(text)
    if match is None or len(match["credit"]) > LONGEST_CREDIT:
        return None
    return match if match["credit"][0].isupper() and not match["credit"].endswith(".") else None


Group = tuple[Line, list[Line]]


def _by_stamp(last: Line, rest: Iterable[Line]) -> tuple[list[Line], list[Group]]:
    """The lines above the first stamp, and each stamp with those under it."""
    above: list[Line] = []
    groups: list[Group] = []
    for line in rest:
        last = line
        if stamps.is_stamp(line.text):
            groups.append((line, []))
        else:
            (groups[-1][1] if groups else above).append(line)
    if not groups:
        raise TranscriptError(
            last.number,
            "the file ends without a stamp. Each update needs one above it: 01:45 PM BST.",
        )
    return above, groups


def _moments(groups: Iterable[Group], on: date, notes: list[Note]) -> list[datetime]:
    """When each stamp was, in UTC: the first on the day named, none later than the one above."""
    moments: list[datetime] = []
    for line, _ in groups:
        at = _moment(line, on)
        while moments and at > moments[-1]:
            on -= timedelta(days=1)
            at -= timedelta(days=1)
            notes.append(
                Note(line.number, f"later than the stamp above it, so it is of {on.isoformat()}.")
            )
        moments.append(at)
    return moments


def _moment(line: Line, on: date) -> datetime:
    try:
        return stamps.moment(line.text, on)
    except stamps.WrongStamp as error:
        raise TranscriptError(line.number, str(error)) from None


def _entry(stamp: Line, at: datetime, under: Sequence[Line], notes: list[Note]) -> Entry:
    headline, paragraphs = _headline(under)
    if not under:
        notes.append(Note(stamp.number, f"{stamp.text} has nothing under it, so it is no post."))
    text, captions, quotes = _parts(headline.text if headline else "", paragraphs, notes)
    place = Place.EXPLAINER if headline and _explains(headline.text) else Place.TEXT
    return Entry(
        stamp=stamp.piece(Place.STAMP),
        at=at,
        headline=headline.piece(Place.HEADLINE) if headline else None,
        text=tuple(line.piece(place) for line in text),
        captions=tuple(captions),
        quotes=tuple(quotes),
    )


def _headline(under: Sequence[Line]) -> tuple[Line | None, Sequence[Line]]:
    first = under[0].text if under else ""
    if not first or len(first) > LONGEST_HEADLINE or quotations.attribution(first):
        return None, under
    return under[0], under[1:]


def _explains(headline: str) -> bool:
    return len(headline) <= LONGEST_TITLE and bool(_EXPLAINS.fullmatch(headline))


def _parts(
    headline: str, paragraphs: Iterable[Line], notes: list[Note]
) -> tuple[list[Line], list[Caption], list[Quote]]:
    """The blog's own paragraphs, the captions and the quotations under a headline."""
    own: list[Line] = []
    since: list[Line] = []  # the paragraphs since the last quotation: its own, or the next one's
    captions: list[Caption] = []
    quotes: list[Quote] = []
    for line in paragraphs:
        said = quotations.attribution(line.text)
        if said and (said.text or since):
            begins = _quotation_begins(line, said, since, headline, notes)
            quotes.append(_quote(line, said, since[begins:]))
            own, since = own + since[:begins], []
        elif _PICTURED.match(headline) and _credited(line.text):
            captions.append(_caption(line, line.text))
        else:
            since.append(line)
            notes += _doubts(line, after_quotation=bool(quotes))
    return own + since, captions, quotes


def _quotation_begins(
    line: Line,
    said: quotations.Attribution,
    above: Sequence[Line],
    headline: str,
    notes: list[Note],
) -> int:
    """Which of the lines `above` is the quotation's first; see `quotations` for the rule."""
    begins = quotations.begins_at([one.text for one in above], headline)
    is_evident = begins < len(above)
    if not is_evident and not said.text:
        begins -= 1  # the attribution is a paragraph of its own: something above it was said
    if is_evident:
        text = f"lines {above[begins].number} to {line.number} are taken as said by {said.handle}."
        notes.append(Note(line.number, text))
    elif begins:
        first = (*above, line)[begins]
        text = f"{said.handle} is taken to speak from line {first.number} on, not above it. Check."
        notes.append(Note(line.number, text))
    return begins


def _quote(line: Line, said: quotations.Attribution, above: Sequence[Line]) -> Quote:
    text, link = quotations.link_at_end(said.text)
    try:
        posted_on = said.posted_on
    except ValueError:
        raise TranscriptError(
            line.number, f"“{said.posted}” is not a day. Correct the date of the quotation."
        ) from None
    last = [line.piece(Place.QUOTATION, text)] if text else []
    return Quote(
        text=(*(one.piece(Place.QUOTATION) for one in above), *last),
        link=line.piece(Place.LINK, link) if link else None,
        mark=line.piece(Place.MARK, said.mark),
        author=line.piece(Place.AUTHOR, said.author),
        handle=line.piece(Place.HANDLE, said.handle),
        posted=line.piece(Place.POSTED, said.posted),
        posted_on=posted_on,
    )


def _doubts(line: Line, *, after_quotation: bool) -> Iterator[Note]:
    if quotations.looks_like_attribution(line.text):
        yield Note(
            line.number,
            "ends like a quotation, though not in “— Name (@handle) Month D, YYYY”, so it is taken "
            "as the blog's own words. Check.",
        )
    if stamps.begins_like_stamp(line.text):
        yield Note(line.number, "begins with a time, and is taken as text. Check.")
    if after_quotation:
        yield Note(
            line.number, "stands after a quotation here; in the post, quotations come after text."
        )


def _require_every_word(held: Iterable[Line], read: Transcript) -> None:
    """Refuse a reading that would lose a word, or say one twice."""
    placed: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for piece in read.pieces:
        placed[piece.line].update(words(piece.text))
    for line in held:
        if Counter(words(line.text)) != placed[line.number]:
            raise TranscriptError(
                line.number, "the words of this line were not all understood. Please report it."
            )
