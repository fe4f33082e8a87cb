"""Whatever another page has typed, sent or thrown away: no word is undone, lost, or kept twice."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from liveblog.models import Blog, Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.desk.test_kept_on_two_machines import HEADLINE, HERE, is_kept, machine, opened, said
from tests.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(transactional_db: Any) -> Any:
    return factory.user("Editors", name="ada")


@pytest.fixture
def url(live_server: Any, blog: Blog) -> str:
    return live_server.url + address("desk", blog)


def type_there(page: Page, words: str) -> None:
    with page.expect_response("**/keep/", timeout=20_000):
        page.fill(HEADLINE, words)


def lose(route: Route) -> None:
    """It arrives, and its answer does not."""
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.continue_()


def comes_empty(page: Page, url: str) -> None:
    """What this browser has is given back, and goes when the newsroom says what became of it."""
    with page.expect_response("**/keep/"):
        page.goto(url)
    expect(page.locator(HEADLINE)).to_have_value("")
    assert page.evaluate(HERE) == []
    assert said() == set()


def is_here(page: Page, words: str) -> None:
    until(page, f"words => ({HERE})().includes(words)", words)


def test_to_start_afresh_throws_away_nothing_that_is_not_on_the_sheet(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    at_home, street = (machine(browser, live_server.url, editor) for _ in range(2))
    laptop = opened(at_home, url)
    type_there(laptop, "A")
    phone = opened(street, url)
    type_there(phone, "A, and what I saw in the street")
    phone.close()
    laptop.route("**/keep/", lambda route: route.abort())
    laptop.fill(HEADLINE, "A!")
    is_here(laptop, "A!")
    laptop.close()
    again = opened(at_home, url)
    expect(again.locator(HEADLINE)).to_have_value("A!")
    is_kept(again)
    assert said() == {"A!", "A, and what I saw in the street"}
    again.get_by_role("button", name="Start afresh").click()
    expect(again.locator(HEADLINE)).to_have_value("A, and what I saw in the street")
    assert said() == {"A, and what I saw in the street"}


def test_the_next_sheet_on_a_page_has_not_seen_what_the_one_before_sent(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    at_home, street = (machine(browser, live_server.url, editor) for _ in range(2))
    laptop = opened(at_home, url)
    type_there(laptop, "A")
    phone = opened(street, url)
    type_there(phone, "A, and what I saw in the street")
    phone.close()
    type_there(laptop, "A!")
    laptop.get_by_role("button", name="Save draft").click()
    expect(laptop.locator(HEADLINE)).to_have_value("A, and what I saw in the street")
    laptop.get_by_role("button", name="Save draft").click()
    expect(laptop.locator("#content")).to_contain_text("changed this post at")
    assert Post.objects.get().headline == "A!"


def test_what_was_deleted_and_undone_outlives_the_crash(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    context = machine(browser, live_server.url, editor)
    first = opened(context, url)
    type_there(first, "A long night")
    first.close()
    second = opened(context, url)
    expect(second.locator(HEADLINE)).to_have_value("A long night")
    type_there(second, "A")
    type_there(second, "A long night")
    second.close()
    assert said() == {"A long night"}
    expect(opened(context, url).locator(HEADLINE)).to_have_value("A long night")


def test_two_tabs_of_one_sheet_that_reach_nobody_both_outlive_the_crash(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    context = machine(browser, live_server.url, editor)
    one = opened(context, url)
    type_there(one, "A")
    two = opened(context, url)
    expect(two.locator(HEADLINE)).to_have_value("A")
    context.route("**/keep/", lambda route: route.abort())
    for tab, words in ((one, "A, from the pier"), (two, "A, from the hall")):
        tab.fill(HEADLINE, words)
        is_here(tab, words)
    one.close()
    two.close()
    context.unroute("**/keep/")
    again = opened(context, url)
    expect(again.locator(HEADLINE)).to_have_value("A, from the hall")
    expect(again.locator("[data-other]")).to_contain_text("A, from the pier")
    is_kept(again)
    again.get_by_role("button", name="Take this one up").click()
    expect(again.locator(HEADLINE)).to_have_value("A, from the pier")
    is_kept(again)
    assert "A, from the hall" in said() | set(again.evaluate(HERE))


def test_what_was_sent_from_the_telephone_is_not_given_back_where_it_was_begun(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    at_home, street = browser.new_context(), machine(browser, live_server.url, editor)
    log_in(at_home, live_server.url, editor)
    laptop = opened(at_home, url)
    type_there(laptop, "A")
    laptop.goto(live_server.url + "/")
    phone = opened(street, url)
    expect(phone.locator(HEADLINE)).to_have_value("A")
    type_there(phone, "A, and more")
    phone.get_by_role("button", name="Publish", exact=True).click()
    phone.get_by_text("Published at").wait_for()
    comes_empty(laptop, url)


def test_what_was_sent_when_the_browser_crashed_is_not_given_back_as_unsent(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    context = machine(browser, live_server.url, editor)
    desk = opened(context, url)
    desk.route("**/desk/", lose)
    desk.fill(HEADLINE, "First words")
    desk.locator(HEADLINE).press("Control+Enter")
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    desk.close()
    comes_empty(context.new_page(), url)


def test_a_draft_whose_answer_was_lost_goes_on_and_is_ones_own(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    desk = opened(machine(browser, live_server.url, editor), url)
    desk.route("**/desk/", lose)
    desk.fill(HEADLINE, "First words")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    type_there(desk, "First words, and more")
    desk.unroute("**/desk/")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".said")).to_contain_text("Draft saved")
    assert Post.objects.get().headline == "First words, and more"


def test_what_is_on_its_way_when_one_starts_afresh_is_thrown_away_too(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    context = machine(browser, live_server.url, editor)
    first = opened(context, url)
    type_there(first, "A")
    first.close()
    second = opened(context, url)
    expect(second.locator(HEADLINE)).to_have_value("A")
    late: list[Any] = []
    second.route("**/keep/", lambda route: (late.append(route.request), route.abort()))
    with second.expect_request("**/keep/", timeout=20_000):
        second.fill(HEADLINE, "A, never mind")
    second.get_by_role("button", name="Start afresh").click()
    expect(second.locator("[data-other]")).to_contain_text("Thrown away at")
    headers = {"content-type": late[0].headers["content-type"]}
    answer = context.request.post(late[0].url, data=late[0].post_data_buffer, headers=headers)
    assert answer.status == 200
    assert said() == set()


def test_what_was_typed_in_a_tab_is_kept_when_another_update_is_begun_there(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    context = machine(browser, live_server.url, editor)
    one = opened(context, url)
    type_there(one, "A")
    two = opened(context, url)
    begin = two.get_by_role("button", name="Write another one here")
    begin.wait_for()
    two.fill(HEADLINE, "A, from the hall")
    with two.expect_response("**/keep/"):
        begin.click()
    type_there(one, "A, from the pier")
    assert said() == {"A, from the hall", "A, from the pier"}


def test_a_sheet_that_was_refused_is_not_offered_a_second_time(
    browser: Browser, url: str, live_server: Any, editor: Any
):
    desk = opened(machine(browser, live_server.url, editor), url)
    desk.fill(HEADLINE, "Tonight")
    desk.fill("[name=at]", "2020-01-01T10:00")
    desk.get_by_role("button", name="Schedule").click()
    expect(desk.locator(".problems")).to_contain_text("Not scheduled yet")
    is_here(desk, "Tonight")
    desk.wait_for_timeout(600)  # Longer than the other tabs are asked.
    assert desk.locator("[data-other]").count() == 0
    assert desk.evaluate(HERE) == ["Tonight"]
