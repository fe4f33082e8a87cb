"""The load program's own counting: what it calls missed or leaked is so."""

import time

import pytest

from tests.load.client import Answer
from tests.load.ledger import Ledger, Wording
from tests.load.reader import Reader

PAGE = """
<article id="post-b" data-version="2"></article><article id="post-a" data-version="1"></article>
<nav id="older" class="older" data-next="z@1"></nav>
<div id="poller" data-version="2" data-seconds="5" hx-get="/updates/2/"></div>
"""
POLLER = (
    '<div id="poller" hx-swap-oob="true" data-version="3" data-seconds="5"'
    ' hx-get="/updates/3/"></div>'
)
NEW = '<div hx-swap-oob="beforebegin:#post-b:not(x)"><article id="post-c" data-version="3"></div>'
EDIT = '<article hx-swap-oob="true" id="post-a" data-version="3"></article>'


def reader() -> Reader:
    made = Reader(1, 0, Ledger())
    made.apply(Answer(200, {}, PAGE))
    return made


def test_a_reader_who_applied_everything_lacks_nothing():
    one = reader()
    one.apply(Answer(200, {}, NEW + EDIT + POLLER))
    assert one.lacks([("c", 3), ("b", 2), ("a", 3), ("z", 1)]) == 0
    assert (one.version, one.address) == (3, "/updates/3/")


@pytest.mark.parametrize("answer", [NEW, EDIT, ""], ids=["no edit", "no new post", "nothing"])
def test_a_reader_who_missed_a_change_is_found(answer):
    one = reader()
    one.apply(Answer(200, {}, answer + POLLER))
    assert one.lacks([("c", 3), ("b", 2), ("a", 3), ("z", 1)]) > 0


@pytest.mark.parametrize(
    ("shown", "gone", "leaks"),
    [(None, None, 1), (-99, None, 0), (-99, -1, 0), (-99, -50, 1)],
    ids=["never public", "public", "just withdrawn", "withdrawn long ago"],
)
def test_a_wording_read_when_nobody_should_is_a_leak(shown, gone, leaks):
    ledger, now = Ledger(), time.monotonic()
    at = [None if moment is None else now + moment for moment in (shown, gone)]
    ledger.wordings["wording-000001"] = Wording(*at)
    ledger.read("<p>wording-000001</p>", asked_at=now)
    assert len(ledger.leaked) == leaks
