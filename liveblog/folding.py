"""Words as they are searched for: "asa oberg" finds "Åsa Öberg"."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

# What Unicode does not take apart, as a keyboard without it types it.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("‘’ʼ`´", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑–—", "-")
)
_ASKED = re.compile(r"""("[^"]+"|(?<!\S)'[^']+'(?!\S))|([^\s"]+)""")
# Of a text that is pasted the first words will find it; a database takes a thousand at the most.
MOST_WORDS = 30


def folded(text: str) -> str:
    """`text` in small letters, without accents, each run of white space one space.

    Quotation marks and dashes are those of a typewriter. Kept beside what is searched, so that
    every database finds the same.
    """
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(plain.translate(_PLAIN).replace("\0", "").split())


def asked_for(query: str) -> Iterator[str]:
    """The words that are searched for, folded; “in quotation marks” they are one, as it stands."""
    found = (phrase[1:-1].strip() or word for phrase, word in _ASKED.findall(folded(query)))
    return islice(filter(None, found), MOST_WORDS)
