"""Words as they are searched for: "asa oberg" finds "Åsa Öberg"."""

import unicodedata

# What Unicode does not take apart, as a keyboard without it types it.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th"})


def folded(text: str) -> str:
    """`text` in small letters, without accents, each run of white space one space.

    Kept beside what is searched, so that every database finds the same.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(plain.translate(_PLAIN).replace("\0", "").split())
