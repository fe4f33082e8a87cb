"""One run: readers follow, editors work, everyone catches up, and the figures are taken."""

import asyncio
import math
import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass

from django.db import connection

from liveblog import caching, conf
from liveblog.models import Blog
from tests.load.editors import Editor
from tests.load.ledger import Ledger
from tests.load.reader import Reader


@dataclass(frozen=True)
class Figures:
    """What came of it. Latencies in seconds, sorted: from the verb's call to a reader's page."""

    seconds: float
    changes: int
    latencies: list[float]
    missed: int
    leaked: list[str]
    statuses: Counter[str]
    bytes_per_reader: int

    def latency(self, share: float) -> float:
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]

    @property
    def median(self) -> float:
        return statistics.median(self.latencies)


def allowed_at_origin(seconds: float, changes: int) -> float:
    """However many read: each lifetime is fetched once, each change makes one new address."""
    return (seconds / conf.CACHE_POLL_SECONDS + changes) * 2


async def follow(
    port: int, blog: Blog, *, readers: int, seconds: float, editors: int, pace: float
) -> Figures:
    began = time.monotonic()
    ledger, stop, chance = Ledger(), asyncio.Event(), random.Random(1)
    crowd = [Reader(number, port, ledger) for number in range(readers)]
    page = blog.get_absolute_url()
    following = [
        asyncio.create_task(r.follow(page, after=chance.uniform(0, conf.POLL_SECONDS), until=stop))
        for r in crowd
    ]
    staff = [Editor(blog, ledger, seed=number) for number in range(editors)]
    shifts = [asyncio.to_thread(e.work, until=began + seconds, pace=pace) for e in staff]
    await asyncio.gather(*shifts)
    await _caught_up(crowd, ledger)
    stop.set()
    await asyncio.gather(*following)
    truth = await asyncio.to_thread(_stream, blog)
    return _figures(crowd, ledger, truth, time.monotonic() - began)


async def _caught_up(crowd: list[Reader], ledger: Ledger) -> None:
    """Until all hold the last version, or for as long as that may take and a little more."""
    last = max((change.version for change in ledger.changes), default=0)
    longest = 2 * conf.POLL_SECONDS + caching.table()["updates"].longest
    until = time.monotonic() + longest
    while time.monotonic() < until and any(reader.version < last for reader in crowd):
        await asyncio.sleep(0.2)


def _stream(blog: Blog) -> list[tuple[str, int]]:
    """In a thread of its own; the connection is closed with it."""
    try:
        return list(blog.posts.in_stream().newest_first().values_list("public_id", "version"))
    finally:
        connection.close()


def _figures(
    crowd: list[Reader], ledger: Ledger, truth: list[tuple[str, int]], seconds: float
) -> Figures:
    latencies: list[float] = []
    never = 0
    for reader in crowd:
        for change in ledger.changes:
            if change.version > reader.first_version:
                came = [
                    at
                    for at, post, version in reader.received
                    if post == change.post and version >= change.version
                ]
                never += not came
                latencies += [min(came) - change.at] if came else []
    return Figures(
        seconds=seconds,
        changes=len(ledger.changes),
        latencies=sorted(latencies) or [math.inf],
        missed=never + sum(reader.lacks(truth) for reader in crowd),
        leaked=ledger.leaked,
        statuses=sum((reader.statuses for reader in crowd), Counter()),
        bytes_per_reader=sum(r.client.bytes_received for r in crowd) // len(crowd),
    )
