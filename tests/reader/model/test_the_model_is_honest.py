"""The model of a page and a page in Chromium, given the same answers, hold the same."""

from collections.abc import Callable
from contextvars import copy_context
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, expect

from tests.reader.model.newsroom import Newsroom
from tests.reader.model.open_page import OpenPage, said
from tests.reader.model.readers import SMALL
from tests.reader.model.story import Story

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.usefixtures("complaints"),
]
SITE = "http://localhost"  # where browsers trust plain HTTP


@pytest.fixture
def story(db: None, settings: Any) -> Story:
    settings.LIVEBLOG = {**SMALL, "WARM_SECONDS": 0}
    return Story(Newsroom())


class Twins:
    """One page in Chromium and one in the model. Chromium asks; both get what is answered."""

    def __init__(self, page: Page, query: str) -> None:
        self.client = Client()
        # Playwright calls from a context of its own, where Django would open another connection.
        self.context = copy_context()
        self.page = page
        self.copies: dict[str, bytes] = {}
        self.on_their_way: list[Route] = []
        self.is_slow = False
        self.asked = ""
        self.answer: Any = None
        page.route("**/*", self._serve)
        page.goto(f"{SITE}/live/story/{query}")
        expect(page.locator("#live-status")).to_be_visible()
        self.model = OpenPage(self.answer.content.decode())
        self.must_agree()

    def _serve(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.path.startswith("/static/"):
            route.fulfill(path=finders.find(address.path.removeprefix("/static/")))
        elif self.is_slow:
            self.on_their_way.append(route)
        else:
            self._answer(route)

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        self.asked = address.path + (f"?{address.query}" if address.query else "")
        self.answer = self.context.run(self.client.get, self.asked)
        if self.asked in self.copies:
            self.answer.content = self.copies[self.asked]
        headers = dict(self.answer.headers)
        route.fulfill(status=self.answer.status_code, headers=headers, body=self.answer.content)

    def arrive(self) -> None:
        """What was on its way."""
        self.is_slow = False
        for route in self.on_their_way:
            self._answer(route)

    def ask(self) -> None:
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def poll(self) -> None:
        expected = self.model.poll_address
        with self.page.expect_response("**/updates/**") as response:
            self.ask()
        self._settle(response)
        assert self.asked == expected
        text = self.answer.content.decode() or None
        self.model.take(text, self.answer.headers.get("Poll-Seconds"))
        self.must_agree()

    def load_older(self) -> None:
        expected = self.model.older_address
        with self.page.expect_response("**/*before=*") as response:
            self.page.locator("#older a").click()
        self._settle(response)
        assert self.asked == expected
        self.model.take_older(self.answer.content.decode())
        self.must_agree()

    def keep_a_copy(self) -> None:
        """Of the older page that is next asked for, as a cache in front would have it by then."""
        address = self.model.older_address
        assert address is not None
        self.copies[address] = self.client.get(address).content

    def _settle(self, response: Any) -> None:
        response.value.finished()
        self.page.wait_for_timeout(60)

    def must_agree(self) -> None:
        chromium = OpenPage(self.page.content())
        for name in ("feed", "blog-head", "pinned", "key-events", "poller"):
            assert said(chromium.part(name)) == said(self.model.part(name)), name
        assert self.page.title() == self.model.title


def all_verbs(story: Story, twins: Twins) -> None:
    newsroom = story.newsroom
    story.put("new", 1)
    story.put("between", 3)
    twins.poll()
    newsroom.edit(story.posts["b"], "headline")
    newsroom.correct(story.posts["c"], "correction", "body")
    newsroom.retract(story.posts["a"])
    twins.poll()
    story.move("b", 5)
    newsroom.restore(story.posts["a"])
    newsroom.pin(story.posts["c"])
    newsroom.pin_explainer(is_open=True, begins=None, ends=None)
    newsroom.rewrite_head("title")
    twins.poll()
    twins.load_older()
    story.mark("b", is_key=False)
    newsroom.set(story.posts["f"], topics=newsroom.topics)
    twins.poll()
    newsroom.close()
    twins.poll()


def moved_at_the_edge(story: Story, twins: Twins) -> None:
    story.move("c", 9)
    twins.load_older()
    twins.poll()
    story.move("h", 1)
    story.move("g", 20)
    twins.load_older()
    twins.poll()


def an_older_page_out_of_a_cache(story: Story, twins: Twins) -> None:
    twins.keep_a_copy()
    story.newsroom.edit(story.posts["d"], "headline")
    story.put("new", 7)
    story.newsroom.rewrite_head("title")
    twins.poll()
    twins.load_older()
    twins.poll()
    story.put("newer", 1)
    twins.poll()


def far_behind(story: Story, twins: Twins) -> None:
    twins.load_older()
    for minute in range(9):
        story.put(f"new {minute}", minute)
    # Who reads further down is not thrown back: tests/browser/test_what_may_go_wrong.py.
    twins.page.evaluate("scrollTo(0, 0)")
    twins.poll()
    twins.load_older()
    story.put("last", 2)
    twins.poll()


@pytest.mark.parametrize("query", ["", "?key=1", "?order=oldest"])
@pytest.mark.parametrize(
    "sequence", [all_verbs, moved_at_the_edge, an_older_page_out_of_a_cache, far_behind]
)
def test_the_model_and_chromium_agree(
    page: Page, story: Story, sequence: Callable[[Story, Twins], None], query: str
):
    sequence(story, Twins(page, query))


def test_each_poll_asks_from_the_latest_version_held(page: Page, story: Story):
    """Not from that of the page's first load: everyone shares an answer, and it stays small."""
    twins = Twins(page, "")
    for minute in (1, 2, 3):
        story.put(f"new {minute}", minute)
        twins.poll()
        assert f"/updates/{twins.model.version - 1}/" in twins.asked


def test_older_updates_wait_for_a_poll_that_is_on_its_way(page: Page, story: Story):
    """It may bring what they would bring again."""
    twins = Twins(page, "")
    story.put("at the edge", 5)
    twins.is_slow = True
    with page.expect_request("**/updates/**"):
        twins.ask()
    page.locator("#older a").click()
    twins.arrive()
    articles = page.locator("#feed article")
    expect(articles).to_have_count(7)
    assert len(set(articles.evaluate_all("all => all.map(one => one.id)"))) == 7
