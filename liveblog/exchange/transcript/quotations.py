"""Where a quoted social post ends, who said it, and where it begins.

It ends in `— Name (@handle) Month D, YYYY`, which is certain. Where it begins is not written: the
paragraphs above may be the blog's own words or the first part of the quotation. To put our words
into somebody's mouth, or theirs into ours, is an error either way, so a paragraph above joins the
quotation only on evidence, and then everything between it and the attribution joins too:

- it says again, five words in a row, what a paragraph above it quotes between quotation marks
  (the desk translates or reports a post, and the post itself follows);
- the paragraph above it introduces speech and ends in a colon ("He wrote on Twitter:");
- most of its letters are of another script than the headline's (an original, then a translation);
- it holds a link that only the social network itself puts into a post (pic.twitter.com/…, t.co/…).

Without evidence the quotation is the paragraph that carries the attribution, alone.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_DASH = "—"
_WHO_AND_WHEN = re.compile(
    r"\s+(?P<author>.{1,200}?)\s+(?P<handle>\(@\w{1,50}\))\s+"
    rf"(?P<posted>(?P<month>{'|'.join(MONTHS)})\s+(?P<day>[1-9]\d?),\s+(?P<year>\d{{4}}))",
)
_LONGEST_WHO_AND_WHEN = 400  # characters; what follows a dash further back is prose
_LIKE_ATTRIBUTION = re.compile(r"—.*\(@\w+\)")
_PICTURE_LINK = re.compile(r"pic\.(?:twitter|x)\.com/\w{1,100}")
_LINK_OF_A_POST = re.compile(r"\bpic\.(?:twitter|x)\.com/\w|\bt\.co/\w")
_INTRODUCES = re.compile(
    r"\b(?:wrote|writes|tweeted|tweets|posted|posts|said|says|added|adds|replied|responded"
    r"|twitter|telegram|facebook|social media|on x)\b[^.:]*:$",
    re.IGNORECASE,
)
_BETWEEN_QUOTATION_MARKS = re.compile(r"[“\"„«]([^”\"“»]*)[”\"“»]?")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_LONGEST_INTRODUCTION = 200  # characters: the end of a sentence
_RUN = 5  # words in a row: enough that two paragraphs do not share them by chance


@dataclass(frozen=True)
class Attribution:
    """The parts of a quotation's last line, each as it is written. `text` may be empty."""

    text: str
    mark: str
    author: str
    handle: str
    posted: str
    year: int
    month: int
    day: int

    @property
    def posted_on(self) -> date:
        """Raises ValueError where there is no such day."""
        return date(self.year, self.month, self.day)


def attribution(line: str) -> Attribution | None:
    text, mark, tail = line.rpartition(_DASH)
    stands_alone = not text or text[-1].isspace()
    match = _WHO_AND_WHEN.fullmatch(tail) if len(tail) <= _LONGEST_WHO_AND_WHEN else None
    if match is None or not stands_alone:
        return None
    return Attribution(
        text=text.strip(),
        mark=mark,
        author=match["author"],
        handle=match["handle"],
        posted=match["posted"],
        year=int(match["year"]),
        month=MONTHS.index(match["month"]) + 1,
        day=int(match["day"]),
    )


def looks_like_attribution(line: str) -> bool:
    """True of `— Name (@handle)` with anything after it: a date in another form, say."""
    return bool(_LIKE_ATTRIBUTION.search(line))


def printed(day: date) -> str:
    """`day` as an attribution prints it: September 19, 2023."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def link_at_end(text: str) -> tuple[str, str]:
    """`text` without the picture link that it ends in, and that link; or all of it, and ""."""
    rest, _, last = text.replace("\n", " ").rpartition(" ")
    return (rest.rstrip(), last) if _PICTURE_LINK.fullmatch(last) else (text, "")


def begins_at(above: Sequence[str], headline: str) -> int:
    """Which of the paragraphs `above` an attribution's own begins the quotation.

    `len(above)` where there is no evidence that any of them does.
    """
    introduced = (n + 1 for n, text in enumerate(above) if _introduces(text))
    evident = (n for n in range(len(above)) if _is_evident(above[n], above[:n], headline))
    return min([*introduced, *evident, len(above)])


def _introduces(text: str) -> bool:
    return bool(_INTRODUCES.search(text[-_LONGEST_INTRODUCTION:]))


def _is_evident(text: str, above: Sequence[str], headline: str) -> bool:
    if _LINK_OF_A_POST.search(text):
        return True
    if _script(headline) and _script(text) not in ("", _script(headline)):
        return True
    return not _quotes(text) and bool(_runs(text) & _quoted_runs(above))


def _quotes(text: str) -> bool:
    return bool(_BETWEEN_QUOTATION_MARKS.search(text))


def _quoted_runs(paragraphs: Sequence[str]) -> set[tuple[str, ...]]:
    passages = (m[1] for text in paragraphs for m in _BETWEEN_QUOTATION_MARKS.finditer(text))
    return {run for passage in passages for run in _runs(passage)}


def _runs(text: str) -> set[tuple[str, ...]]:
    said = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    return {tuple(said[n : n + _RUN]) for n in range(len(said) - _RUN + 1)}


def _script(text: str) -> str:
    """The script of most letters of `text`, as Unicode names it: LATIN, ARMENIAN, CYRILLIC."""
    scripts = Counter(unicodedata.name(c, "?").split()[0] for c in text if c.isalpha())
    return scripts.most_common(1)[0][0] if scripts else ""
