"""The number of a row, as an address or a form says it."""

import re

# The largest that every database holds has nineteen digits; SQLite fails over a longer one.
_KEY = re.compile(r"[0-9]{1,18}")


def key_in(said: str) -> int | None:
    """The key that `said` is, or None: what nobody but a forger sends names no row."""
    return int(said) if _KEY.fullmatch(said) else None
