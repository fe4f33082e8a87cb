"""Newsroom and readers, each doing what comes into its head, in any order."""

from contextlib import ExitStack
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import time_machine
from django.core.cache import cache
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from liveblog import conf, publishing
from liveblog.models import Correction
from tests.reader.model.newsroom import Kept, Newsroom
from tests.reader.model.readers import Front, Reader

MOST_READERS = 4
BEGINNING = datetime(2023, 9, 19, 12, 30, tzinfo=UTC)
which = st.integers(0, 11)
minutes = st.integers(0, 9)
parts = st.sampled_from(["headline", "body"])
queries = st.sampled_from(["", "", "", "?key=1", "?order=oldest", "?topic=sea"])
kinds = st.sampled_from(["correction", "clarification", "update"])
copies = st.none() | st.integers(-4, -1)  # None: from the origin; -1: the latest copy of it
VERBS = ["retract", "retract", "restore", "pin", "unpin", "submit", "send_back", "discard"]
FIELDS = [{}, {"is_key_event": True}, {"is_key_event": False}, {"verification": "confirmed"}]


def found_a_newsroom() -> Newsroom:
    """What each run finds: a blog of some pages, all at one moment."""
    with time_machine.travel(BEGINNING, tick=False):
        newsroom = Newsroom()
        with publishing.change(by=None, act="published"):
            for minute in range(1, 8):
                kept = newsroom.write(is_key_event=minute % 3 > 0, topics=newsroom.topics[:1])
                newsroom.publish(kept, minute)
    return newsroom


class LiveBlog(RuleBasedStateMachine):
    """Each run is a transaction of its own, rolled back; time stands still until it is moved."""

    found: Newsroom

    def __init__(self) -> None:
        super().__init__()
        self.world = ExitStack()
        self.readers: list[Reader] = []

    @initialize()
    def begin(self) -> None:
        # A run is rolled back, and the next one's blog has the same key and versions.
        cache.clear()
        self.world.enter_context(transaction.atomic())
        self.world.callback(transaction.set_rollback, True)
        self.clock = self.world.enter_context(time_machine.travel(BEGINNING, tick=False))
        self.newsroom = deepcopy(self.found)
        self.front = Front(self.newsroom)
        self.readers = [Reader(self.front, "")]

    def teardown(self) -> None:
        with self.world:
            if self.readers:
                self.let_the_warm_memory_go()
                self.front.ask_for_everything()
            for reader in self.readers:
                reader.poll()

    def post(self, number: int) -> Kept:
        """Of the latest twelve, counted from the newest."""
        return self.newsroom.posts[-1 - number % len(self.newsroom.posts)]

    def reader(self, number: int) -> Reader:
        return self.readers[number % len(self.readers)]

    # The newsroom.

    @rule(key=st.booleans(), sea=st.booleans(), at=st.none() | minutes)
    def post_at_once(self, key: bool, sea: bool, at: int | None) -> None:
        topics = self.newsroom.topics[:1] if sea else []
        with publishing.change(by=None, act="published"):
            kept = self.newsroom.write(is_key_event=key, topics=topics)
            self.newsroom.publish(kept, at)

    @rule(at=st.lists(minutes, min_size=2, max_size=8))
    def post_many(self, at: list[int]) -> None:
        with publishing.change(by=None, act="published"):
            for minute in at:
                kept = self.newsroom.write(is_key_event=minute % 2 == 0)
                self.newsroom.publish(kept, minute)

    @rule(after=st.none() | st.integers(1, 9))
    def write(self, after: int | None) -> None:
        kept = self.newsroom.write()
        if after is not None:
            self.newsroom.schedule(kept, after)

    @rule(number=which, at=st.none() | minutes)
    def publish(self, number: int, at: int | None) -> None:
        self.newsroom.publish(self.post(number), at)

    @rule(number=which, part=parts)
    def edit(self, number: int, part: str) -> None:
        self.newsroom.edit(self.post(number), part)

    @rule(number=which, at=minutes)
    def move(self, number: int, at: int) -> None:
        self.newsroom.move(self.post(number), at)

    @rule(number=which, beyond=st.booleans(), at=minutes, fields=st.sampled_from(FIELDS))
    def change_what_stands_at_the_edge_of_a_page(
        self, number: int, beyond: bool, at: int, fields: dict[str, Any]
    ) -> None:
        """The last post held, or the one that follows it: there a place is most easily lost."""
        edge = self.reader(number).edge(beyond=beyond)
        for kept in self.newsroom.posts:
            if kept.public_id == edge:
                self.newsroom.set(kept, **fields)
                self.newsroom.move(kept, at)

    @rule(one=which, other=which, part=parts, at=minutes)
    def edit_two_in_one_change(self, one: int, other: int, part: str, at: int) -> None:
        with publishing.change(by=None):
            self.newsroom.edit(self.post(one), part)
            self.newsroom.move(self.post(other), at)

    @rule(number=which, kind=kinds, part=st.none() | parts)
    def correct(self, number: int, kind: Correction.Kind, part: str | None) -> None:
        self.newsroom.correct(self.post(number), kind, part)

    @rule(number=which, verb=st.sampled_from(VERBS))
    def stand(self, number: int, verb: str) -> None:
        getattr(self.newsroom, verb)(self.post(number))

    @rule(number=which, fields=st.sampled_from(FIELDS), topics=st.sets(st.integers(0, 1)))
    def mark(self, number: int, fields: dict[str, Any], topics: set[int]) -> None:
        named = [self.newsroom.topics[each] for each in topics]
        self.newsroom.set(self.post(number), topics=named, **fields)

    @rule(number=which, told=st.booleans())
    def explain(self, number: int, told: bool) -> None:
        explainer = self.newsroom.explainer if told else None
        self.newsroom.set(self.post(number), explainer=explainer)

    @rule(act=st.sampled_from(["title", "standfirst", "Europe/London", "Asia/Yerevan"]))
    def change_the_head(self, act: str) -> None:
        if "/" in act:
            self.newsroom.set_blog(time_zone=act)
        else:
            self.newsroom.rewrite_head(act)

    @rule(verb=st.sampled_from(["open", "open", "open", "pause", "close"]))
    def coverage(self, verb: str) -> None:
        getattr(self.newsroom, verb)()

    @rule(
        is_open=st.booleans(),
        begins=st.none() | st.integers(1, 5),
        ends=st.none() | st.integers(6, 9),
    )
    def pin_explainer(self, **how: Any) -> None:
        self.newsroom.pin_explainer(**how)

    @rule(act=st.sampled_from(["title", "summary", "body", "unpin", "hide or show"]))
    def change_the_explainer(self, act: str) -> None:
        match act:
            case "unpin":
                self.newsroom.unpin_explainer()
            case "hide or show":
                self.newsroom.hide_or_show_explainer()
            case _:
                self.newsroom.edit_explainer(act)

    @rule(number=st.integers(0, 1))
    def rename_a_topic(self, number: int) -> None:
        self.newsroom.rename_topic(number)

    @rule(seconds=st.sampled_from([1, 61, 200, 700]))
    def time_passes(self, seconds: int) -> None:
        self.clock.shift(seconds)

    # The readers.

    @rule(query=queries, copy=copies)
    def open_page(self, query: str, copy: int | None) -> None:
        self.readers.append(Reader(self.front, query, copy=copy))
        del self.readers[:-MOST_READERS]

    @rule(number=which)
    def poll(self, number: int) -> None:
        self.let_the_warm_memory_go()
        self.reader(number).poll()

    @rule(number=which, copy=copies)
    def poll_through_a_cache(self, number: int, copy: int | None) -> None:
        if copy is None:
            self.let_the_warm_memory_go()
        self.reader(number).poll(copy=copy)

    @rule(number=which, copy=copies)
    def load_older(self, number: int, copy: int | None) -> None:
        self.reader(number).load_older(copy=copy)

    @rule(number=which)
    def load_older_twice_and_poll(self, number: int) -> None:
        self.reader(number).load_older()
        self.reader(number).load_older()
        self.poll(number)

    def let_the_warm_memory_go(self) -> None:
        """What a process last saw of a blog delays an answer by this much: reader/quick.py."""
        self.clock.shift(conf.WARM_SECONDS + 1)
