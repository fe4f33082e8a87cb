"""Readers who open pages, poll, and load older posts: from the origin, or out of a cache."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.core.cache.backends.dummy import DummyCache
from django.test import Client, override_settings

from liveblog.models import Post
from liveblog.reader import kept
from tests.reader.model.newsroom import WORD, Newsroom
from tests.reader.model.open_page import OpenPage, said

# Small pages and a small bound: a few posts are already a long blog.
SMALL = {"PAGE_POSTS": 3, "CATCH_UP_POSTS": 7, "CATCH_UP_CHANGES": 12, "KEY_EVENTS_SHOWN": 3}
NOTHING_KEPT = DummyCache("", {})
WHOLE = {**SMALL, "PAGE_POSTS": 1_000}


@dataclass(frozen=True)
class Answer:
    text: str | None
    seconds: str | None


class Front:
    """The way to the origin: looks for leaks in each answer, and keeps a copy of it."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.client = Client()
        self.copies: dict[str, list[Answer]] = defaultdict(list)

    def ask(self, address: str, *, copy: int | None = None) -> Answer:
        """From the origin; with `copy`, an earlier answer to this address where there is one."""
        if copy is not None and self.copies[address]:
            return self.copies[address][copy % len(self.copies[address])]
        self.newsroom.let_come_due()
        response = self.client.get(address)
        assert response.status_code in (200, 204), f"{address}: {response.status_code}"
        text = response.content.decode() if response.status_code == 200 else None
        self.refuse_leaks(text or "", address)
        answer = Answer(text, response.headers.get("Poll-Seconds"))
        self.copies[address].append(answer)
        return answer

    def refuse_leaks(self, text: str, where: str) -> None:
        leaked = set(WORD.findall(text)) - self.newsroom.public
        assert not leaked, f"{where} told what is not public: {leaked}"

    def whole(self, query: str) -> OpenPage:
        """What a fresh load shows, had it no end, and were nothing kept from before."""
        self.newsroom.let_come_due()
        with override_settings(LIVEBLOG=WHOLE), patch.object(kept, "cache", NOTHING_KEPT):
            page = self.client.get(f"/live/story/{query}").content.decode()
        self.refuse_leaks(page, query)
        return OpenPage(page)

    def ask_for_everything(self) -> None:
        """A stranger with every address there is, of every post that is not to be read."""
        addresses = ["/", "/corrections/", "/explainers/background/"]
        parts = ["corrections/", "feed.atom", "feed.json"]
        addresses += [f"/live/story/{part}" for part in parts]
        hidden = Post.objects.exclude(status=Post.Status.PUBLISHED).select_related("blog")
        addresses += [post.get_absolute_url() for post in hidden]
        self.newsroom.let_come_due()
        for address in addresses:
            response: Any = self.client.get(address)
            assert response.status_code in (200, 404, 410), f"{address}: {response.status_code}"
            self.refuse_leaks(response.content.decode(), address)


class Reader:
    """One open page, and the checks that hold after each answer."""

    def __init__(self, front: Front, query: str, *, copy: int | None = None) -> None:
        self.front = front
        self.query = query
        page = front.ask(f"/live/story/{query}", copy=copy).text
        assert page is not None
        self.page = OpenPage(page)

    def poll(self, *, copy: int | None = None) -> None:
        if not (self.page.is_polling or self.page.must_catch_up):
            return
        asked = self.page.poll_address
        answer = self.front.ask(asked, copy=copy)
        self.page.take(answer.text, answer.seconds)
        if answer.text is not None:
            self.must_change_nothing_by(answer.text)
        if copy is None:
            self.must_equal_a_fresh_load()

    def load_older(self, *, copy: int | None = None) -> None:
        address = self.page.older_address
        if address is not None:
            answer = self.front.ask(address, copy=copy)
            assert answer.text is not None
            self.page.take_older(answer.text)
        if self.page.must_catch_up:
            self.poll()

    def edge(self, *, beyond: bool) -> str:
        """The public id of the last post held, or of the one that follows; "" where none is."""
        if beyond:
            return str(self.page.end.get("data-next", "")).partition("@")[0]
        return self.page.held[-1].removeprefix("post-") if self.page.held else ""

    def must_change_nothing_by(self, answer: str) -> None:
        before = said(self.page.document)
        self.page.apply(answer)
        assert said(self.page.document) == before, "The same answer changed the page twice."

    def must_equal_a_fresh_load(self) -> None:
        page, fresh = self.page, self.front.whole(self.query)
        held, stream = page.held, fresh.held
        assert held == stream[: len(held)], f"holds {held} of {stream}"
        for mine, theirs in zip(page.articles, fresh.articles, strict=False):
            assert said(mine) == said(theirs), "a post reads otherwise than on a fresh load"
        if page.older_address is None:
            assert held == stream, f"says that the stream ends with {held} of {stream}"
        for name in ("blog-head", "pinned", "key-events", "stream"):
            assert said(page.part(name)) == said(fresh.part(name)), name
        assert page.title == fresh.title
        for name in ("data-version", "data-state", "hx-get"):
            assert page.poller.get(name) == fresh.poller.get(name), name
        assert page.version == fresh.version
        assert not page.is_polling or page.wait_seconds == fresh.wait_seconds
