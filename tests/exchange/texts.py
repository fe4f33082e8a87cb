"""Transcripts for tests, of events that never were; each has what real ones have."""

from pathlib import Path

from liveblog.exchange.transcript import reading
from liveblog.exchange.transcript.nouns import Entry, Transcript

FIXTURES = Path(__file__).parent / "fixtures"
HARBOUR = (FIXTURES / "harbour.txt").read_bytes()
NIGHT = (FIXTURES / "night.txt").read_bytes()


def harbour() -> Transcript:
    return reading.read(HARBOUR)


def entry(headline: str) -> Entry:
    """The one entry of the harbour's transcript that begins so."""
    found = [e for e in harbour().entries if e.headline and e.headline.text.startswith(headline)]
    assert len(found) == 1
    return found[0]


def under(*lines: str) -> Entry:
    """What is read under one stamp; the first of `lines` is line 5 of the file."""
    return reading.parse("\n\n".join(["date 2024-03-02", "04:20 PM CET", *lines])).entries[0]
