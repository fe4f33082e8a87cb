"""When a stamp such as `01:45 PM BST` was.

The zone's abbreviation says what the clock showed, summer time or not, so an offset is enough and
no calendar is asked. Where one is used in several parts of the world and none is the usual reading
in English, it is refused: a guess would move every post by hours. BST is British here (Bangladesh
prints BDT), EST to PST are North America's.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

_HOURS_AHEAD: dict[str, float] = {
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "TRT": 3,
    "GET": 4,
    "AZT": 4,
    "WAT": 1,
    "CAT": 2,
    "SAST": 2,
    "EAT": 3,
    "IRST": 3.5,
    "AFT": 4.5,
    "PKT": 5,
    "NPT": 5.75,
    "HKT": 8,
    "SGT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "ACST": 9.5,
    "ACDT": 10.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "NST": -3.5,
    "NDT": -2.5,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
}
AHEAD = {name: timedelta(hours=hours) for name, hours in _HOURS_AHEAD.items()}
AMBIGUOUS = {
    "AMT": "Yerevan and Manaus",
    "AST": "Halifax and Riyadh",
    "CST": "Chicago, Shanghai and Havana",
    "GST": "Dubai and South Georgia",
    "IST": "Delhi, Dublin and Jerusalem",
}


_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
_HALF = r"(?P<half>[ap])\.?m\.?"
_STAMP = re.compile(rf"{_TIME}(?:\s*{_HALF})?(?:\s+(?P<zone>[a-z]{{1,6}}))?", re.IGNORECASE)
_STAMP_THEN_WORDS = re.compile(rf"{_TIME}\s*{_HALF}\s", re.IGNORECASE)


class WrongStamp(ValueError):
    """Says which stamp, why not, and what to write in its place."""


def is_stamp(line: str) -> bool:
    """A clock's time on a line of its own. "10:30 Arrival" is a line of a timetable."""
    match = _STAMP.fullmatch(line)
    if match is None:
        return False
    zone = match["zone"]
    return bool(match["half"]) or (":" in line and (zone is None or zone.isupper()))


def begins_like_stamp(line: str) -> bool:
    """True of `01:45 PM BST Ferries stop`, which is no stamp, though it may be meant as one."""
    return bool(_STAMP_THEN_WORDS.match(line)) and not is_stamp(line)


def moment(stamp: str, on: date) -> datetime:
    """When a clock in the stamp's zone showed it on that day; in UTC. Raises WrongStamp."""
    match = _STAMP.fullmatch(stamp)
    if match is None or match["zone"] is None:
        raise WrongStamp(f"“{stamp}” does not say whose clock it is. Add the zone: 01:45 PM BST.")
    return datetime.combine(on, _clock(stamp, match), UTC) - _ahead_of_utc(match["zone"])


def _clock(stamp: str, match: re.Match[str]) -> time:
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["half"] and not 1 <= hour <= 12:
        raise WrongStamp(
            f"“{stamp}” cannot be: with AM or PM the hour is 1 to 12. Correct the stamp."
        )
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise WrongStamp(f"“{stamp}” cannot be: no clock shows it. Correct the stamp.") from None


def _ahead_of_utc(abbreviation: str) -> timedelta:
    name = abbreviation.upper()
    if name in AMBIGUOUS:
        raise WrongStamp(
            f"“{abbreviation}” is the clock of {AMBIGUOUS[name]}, so it does not say when. "
            "Write the time in UTC."
        )
    if name not in AHEAD:
        raise WrongStamp(
            f"“{abbreviation}” is not a time zone we know. Write the time in one of these: "
            f"{', '.join(sorted(AHEAD))}."
        )
    return AHEAD[name]
