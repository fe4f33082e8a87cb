"""The desk under the fingers, in a real browser: shortcut, focus, nothing refused by the policy."""

from typing import Any

import pytest
from playwright.sync_api import Page

from liveblog.models import Blog
from tests import factory
from tests.desk.desk import address, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, complaints: list[str], live_server: Any, blog: Blog) -> Page:
    """The blog's desk, opened by an editor."""
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", blog))
    return page


def test_control_and_enter_publishes_from_wherever_one_writes(desk: Page, blog: Blog):
    desk.keyboard.type("From the keys")
    desk.keyboard.press("Enter")
    desk.keyboard.type("And its text")
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("Published at").wait_for()
    post = blog.posts.get()
    assert post.is_published
    assert (post.headline, post.body) == ("From the keys", "<p>And its text</p>")
    assert desk.evaluate("document.activeElement.name") == "headline"


def test_a_refusal_takes_the_focus_to_what_is_wrong(desk: Page, blog: Blog):
    desk.fill("[name=body]", "Kept")
    desk.get_by_role("button", name="Schedule").click()
    desk.get_by_role("alert").wait_for()
    assert "problems" in desk.evaluate("document.activeElement.className")
    assert desk.input_value("[name=body]") == "Kept"


def test_the_desk_is_as_wide_as_a_telephone(desk: Page):
    desk.set_viewport_size({"width": 390, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
