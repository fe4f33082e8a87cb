"""What was captured travels through the editor's page and comes back as it was, or not at all."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing

from liveblog.embeds.snapshot import Captured

_SALT = "liveblog.embeds.captured"


def sealed(captured: Captured) -> str:
    """`captured` in letters that a hidden field holds, signed."""
    facts = asdict(captured)
    for name in ("posted_on", "captured_at"):
        facts[name] = facts[name].isoformat() if facts[name] else None
    facts["aspect_ratio"] = str(facts["aspect_ratio"]) if facts["aspect_ratio"] else None
    return signing.dumps(facts, salt=_SALT, compress=True)


def unsealed(letters: str) -> Captured | None:
    """What was sealed; None for what we never signed, or what an older version did otherwise."""
    try:
        facts: dict[str, Any] = signing.loads(letters, salt=_SALT) if letters else {}
        return Captured(**{**facts, **_moments(facts)}) if facts else None
    except (signing.BadSignature, TypeError, ValueError, KeyError, ArithmeticError):
        return None


def _moments(facts: dict[str, Any]) -> dict[str, Any]:
    day, moment, ratio = facts["posted_on"], facts["captured_at"], facts["aspect_ratio"]
    return {
        "posted_on": date.fromisoformat(day) if day else None,
        "captured_at": datetime.fromisoformat(moment) if moment else None,
        "aspect_ratio": Decimal(ratio) if ratio else None,
    }
