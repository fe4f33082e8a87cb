"""A reader: holds posts in an order, each at a version, and applies what it gets as htmx would."""

import asyncio
import contextlib
import re
import time
from collections import Counter

from tests.load.client import Answer, Client
from tests.load.ledger import Ledger

_STEPS = re.compile(
    r'hx-swap-oob="delete:#post-(?P<gone>[\w-]+)"'
    r'|hx-swap-oob="beforebegin:#(?P<below>[\w-]+)'
    r'|(?P<fresh>hx-swap-oob="innerHTML:#feed")'
    r"|<article (?P<post>[^>]*)>"
    r'|<nav id="older"[^>]*data-next="(?P<older>[\w-]+)'
    r'|<div id="poller"(?P<poller>[^>]*)>'
)
_POST = re.compile(r'id="post-([\w-]+)"')
_VERSION = re.compile(r'data-version="(\d+)"')
_ADDRESS = re.compile(r'hx-get="([^"]+)"')
_SECONDS = re.compile(r'data-seconds="(\d+)"')


class Reader:
    """`posts` in their order, newest first, with the version held; `older` is what comes after."""

    def __init__(self, number: int, port: int, ledger: Ledger) -> None:
        self.client = Client(port, cookie=f"sessionid=reader-{number}")
        self.ledger = ledger
        self.posts: list[tuple[str, int]] = []
        self.older = ""
        self.version = 0
        self.first_version = 0
        self.address = ""
        self.seconds = 5
        self.statuses: Counter[str] = Counter()
        self.received: list[tuple[float, str, int]] = []

    async def follow(self, page: str, *, after: float, until: asyncio.Event) -> None:
        """Open `page` after so many seconds, then poll until told to stop, or coverage ends."""
        await asyncio.sleep(after)
        while not self.version and not until.is_set():
            await self._ask(page)
            self.first_version = self.version
            await self._wait(until)
        while self.address and not until.is_set():
            await self._ask(self.address)
            await self._wait(until)
        self.client.close()

    async def _wait(self, until: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), self.seconds)

    async def _ask(self, path: str) -> None:
        asked_at = time.monotonic()
        try:
            answer = await self.client.get(path)
        except (OSError, EOFError, TimeoutError) as error:
            self.statuses[type(error).__name__] += 1
            return
        self.statuses[str(answer.status)] += 1
        self.ledger.read(answer.text, asked_at=asked_at)
        if answer.status == 200:
            self.apply(answer)
        self.seconds = int(answer.headers.get("poll-seconds", self.seconds))

    def apply(self, answer: Answer) -> None:
        place = ""
        for step in _STEPS.finditer(answer.text):
            found = step.groupdict()
            if found["gone"]:
                self.posts = [held for held in self.posts if held[0] != found["gone"]]
            elif found["fresh"]:
                self.posts, self.older = [], ""
            elif found["below"]:
                place = found["below"]
            elif found["post"]:
                self._take(found["post"], place)
                place = ""
            elif found["older"]:
                self.older = found["older"]
            elif found["poller"]:
                self._poller(found["poller"])

    def _take(self, how: str, place: str) -> None:
        named, version = _POST.search(how), _VERSION.search(how)
        assert named is not None
        assert version is not None
        post = named[1]
        taken = (post, int(version[1]))
        ids = [held for held, _ in self.posts]
        below = place.removeprefix("post-")
        if 'hx-swap-oob="true"' in how:
            if post in ids:
                self.posts[ids.index(post)] = taken
        elif below in ids:
            self.posts.insert(ids.index(below), taken)
        elif below in ("", self.older) or (below == "feed-end" and not self.older):
            self.posts.append(taken)
        self.received.append((time.monotonic(), *taken))

    def _poller(self, how: str) -> None:
        version, address, seconds = (p.search(how) for p in (_VERSION, _ADDRESS, _SECONDS))
        assert version is not None
        self.version = int(version[1])
        self.address = address[1] if address and seconds else ""
        self.seconds = int(seconds[1]) if seconds else self.seconds

    def lacks(self, truth: list[tuple[str, int]]) -> int:
        """How many places of this page differ from `truth`, the whole stream newest first."""
        ids = [post for post, _ in truth]
        whole = truth[: ids.index(self.older)] if self.older else truth
        differing = sum(one != other for one, other in zip(whole, self.posts, strict=False))
        return differing + abs(len(whole) - len(self.posts))
