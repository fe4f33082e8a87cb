"""No page of the desk keeps anybody out, on a telephone or a desk's screen, in light or dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from liveblog import publishing
from tests import factory
from tests.desk.desk import address, at_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


def barriers(page: Page) -> list[Any]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]


@pytest.fixture(params=[390, 1280])
def screen(page: Page, live_server: Any, transactional_db: Any, request: Any) -> Page:
    page.set_viewport_size({"width": request.param, "height": 800})
    page.emulate_media(color_scheme="dark" if request.param == 390 else "light")
    return page


def sign_in(page: Page, live_server: Any, user: Any) -> None:
    session = at_work(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def test_no_page_of_the_desk_keeps_anybody_out(screen: Page, live_server: Any):
    blog = factory.blog()
    post = factory.post(blog, body="<p>It holds.</p>")
    sign_in(screen, live_server, factory.admin())
    for name in ("desk", "desk_edit", "desk_correct", "desk_retract"):
        screen.goto(live_server.url + address(name, blog, None if name == "desk" else post))
        assert barriers(screen) == [], name
        assert screen.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
    screen.fill("[name=reason]", "It was wrong.")
    screen.get_by_role("button", name="Retract").click()
    screen.get_by_text("Retracted: ").wait_for()
    assert barriers(screen) == [], "with its message"


def test_what_one_filed_and_what_one_may_not_open_keep_nobody_out(screen: Page, live_server: Any):
    blog, colleague = factory.blog(), factory.user()
    embeds = [{"url": "https://example.org/", "text": "Said so.", "author": "Ada"}]
    filed = publishing.submit(factory.draft(blog, by=colleague, embeds=embeds), by=colleague)
    sign_in(screen, live_server, colleague)
    for name, post, words in (
        ("desk_edit", filed, "an editor has it now"),
        ("desk_head", None, "not open to you"),
    ):
        screen.goto(live_server.url + address(name, blog, post))
        screen.get_by_text(words).wait_for()
        assert barriers(screen) == [], name
