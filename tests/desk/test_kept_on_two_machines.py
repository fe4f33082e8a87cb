"""A page that is behind, and an answer that was lost: what was typed last is still there."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from liveblog.models import Blog, OpenSheet, Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADLINE = "[name=headline]"
# A crash gives a page no time for a last word.
CRASHES = """
const listen = window.addEventListener;
window.addEventListener = function (type, ...rest) {
  if (type !== "pagehide" && type !== "beforeunload") listen.call(this, type, ...rest);
};
"""
HERE = """() => Object.entries(localStorage)
  .filter(([name]) => name.startsWith("desk:"))
  .map(([, kept]) => JSON.parse(kept).said.headline[0])"""


@pytest.fixture
def editor(transactional_db: Any) -> Any:
    return factory.user("Editors", name="ada")


def machine(browser: Browser, url: str, user: Any) -> BrowserContext:
    """A browser that will crash."""
    context = browser.new_context()
    context.add_init_script(CRASHES)
    log_in(context, url, user)
    return context


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def is_kept(page: Page) -> None:
    expect(page.locator(".sheet-kept")).to_contain_text("Kept at", timeout=20_000)


def said() -> set[str]:
    return {sheet.said["headline"][0] for sheet in OpenSheet.objects.with_words()}


def test_what_was_typed_on_the_telephone_is_not_undone_by_the_laptop_left_open(
    browser: Browser, live_server: Any, blog: Blog, editor: Any
):
    url = live_server.url + address("desk", blog)
    at_home, in_the_street = (machine(browser, live_server.url, editor) for _ in range(2))
    laptop = opened(at_home, url)
    laptop.fill(HEADLINE, "A")
    is_kept(laptop)
    phone = opened(in_the_street, url)
    expect(phone.locator(HEADLINE)).to_have_value("A")
    phone.fill(HEADLINE, "A, and what I saw in the street")
    is_kept(phone)
    phone.close()
    with laptop.expect_response("**/keep/", timeout=20_000):
        laptop.fill(HEADLINE, "A!")
    is_kept(laptop)
    assert said() == {"A!", "A, and what I saw in the street"}
    laptop.locator(HEADLINE).press("Control+Enter")
    laptop.get_by_text("Published at").wait_for()
    again = opened(in_the_street, url)
    expect(again.locator(HEADLINE)).to_have_value("A, and what I saw in the street")
    again.locator(HEADLINE).press("Control+Enter")
    expect(again.locator("#content")).to_contain_text("changed this post at")
    assert Post.objects.get().headline == "A!"
    for context in (at_home, in_the_street):
        context.close()


def test_what_the_telephone_goes_on_typing_is_not_undone_by_the_laptop_that_took_it_up(
    browser: Browser, live_server: Any, blog: Blog, editor: Any
):
    url = live_server.url + address("desk", blog)
    at_home, in_the_street = (machine(browser, live_server.url, editor) for _ in range(2))
    phone = opened(in_the_street, url)
    phone.fill(HEADLINE, "A")
    is_kept(phone)
    laptop = opened(at_home, url)
    expect(laptop.locator(HEADLINE)).to_have_value("A")
    with phone.expect_response("**/keep/", timeout=20_000):
        phone.fill(HEADLINE, "A, and what I saw in the street")
    phone.close()
    laptop.fill(HEADLINE, "A!")
    is_kept(laptop)
    assert said() == {"A!", "A, and what I saw in the street"}
    laptop.locator(HEADLINE).press("Control+Enter")
    laptop.get_by_text("Published at").wait_for()
    assert said() == {"A, and what I saw in the street"}
    for context in (at_home, in_the_street):
        context.close()


def test_a_sentence_added_after_an_answer_was_lost_outlives_the_crash(
    browser: Browser, live_server: Any, blog: Blog, editor: Any
):
    url = live_server.url + address("desk", blog)
    context = machine(browser, live_server.url, editor)
    desk = opened(context, url)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.route("**/desk/", lose)
    desk.fill(HEADLINE, "First words")
    desk.locator(HEADLINE).press("Control+Enter")
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    with desk.expect_response("**/keep/", timeout=20_000):
        desk.fill(HEADLINE, "First words, and more")
    expect(desk.locator("[data-sent]")).to_be_visible()
    until(desk, f"({HERE})().includes('First words, and more')")
    desk.close()
    again = opened(context, url)
    expect(again.locator(HEADLINE)).to_have_value("First words, and more")
    context.close()


def test_what_a_second_tab_of_an_edit_added_outlives_the_crash(
    browser: Browser, live_server: Any, blog: Blog, editor: Any
):
    post = factory.post(blog, "Before")
    url = live_server.url + address("desk_edit", blog, post)
    context = machine(browser, live_server.url, editor)
    first = opened(context, url)
    first.fill(HEADLINE, "Half")
    is_kept(first)
    second = opened(context, url)
    expect(second.locator(HEADLINE)).to_have_value("Half")
    first.locator(HEADLINE).press("Control+Enter")
    first.get_by_text("Saved: ").wait_for()
    with second.expect_response("**/keep/", timeout=20_000):
        second.fill(HEADLINE, "Half, and a paragraph")
    until(second, f"({HERE})().includes('Half, and a paragraph')")
    second.close()
    again = opened(context, url)
    expect(again.locator(HEADLINE)).to_have_value("Half, and a paragraph")
    context.close()
