"""One editor, two tabs: neither overwrites what the other typed, and each knows of the other."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from liveblog.models import Blog, OpenSheet, Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.patience import held_up, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADLINE = "form[data-sheet] [name=headline]"


@pytest.fixture
def context(context: BrowserContext, live_server: Any, blog: Blog) -> BrowserContext:
    log_in(context, live_server.url, factory.user("Editors", name="ada"))
    return context


def tab(context: BrowserContext, live_server: Any, blog: Blog) -> Page:
    page = context.new_page()
    page.goto(live_server.url + address("desk", blog))
    return page


def test_what_two_tabs_left_unsent_is_given_back_and_offered(context, live_server, blog):
    context.route("**/desk/keep/", lambda route: route.abort())
    context.add_init_script("Navigator.prototype.sendBeacon = () => false")
    first, second = tab(context, live_server, blog), tab(context, live_server, blog)
    for page, words in ((first, "From the pier"), (second, "From the hall")):
        page.fill(HEADLINE, words)
        until(page, "words => Object.values(localStorage).join().includes(words)", words)
    first.close()
    second.close()
    third = tab(context, live_server, blog)
    expect(third.locator(HEADLINE)).to_have_value("From the hall")
    expect(third.locator("[data-other]")).to_contain_text("“From the pier”")
    third.get_by_role("button", name="Take this one up").click()
    expect(third.locator(HEADLINE)).to_have_value("From the pier")
    expect(third.locator("[data-other]")).to_contain_text("“From the hall”")
    context.unroute("**/desk/keep/")
    third.locator(HEADLINE).press("Control+Enter")
    third.get_by_text("Published at").wait_for()
    expect(third.locator(HEADLINE)).to_have_value("")
    third.get_by_role("button", name="Take this one up").click()
    expect(third.locator(HEADLINE)).to_have_value("From the hall")
    third.locator(HEADLINE).press("Control+Enter")
    third.get_by_text("Published at").wait_for()
    expect(third.locator("[data-other]")).to_have_count(0)
    headlines = set(Post.objects.values_list("headline", flat=True))
    assert headlines == {"From the pier", "From the hall"}


def test_a_second_tab_of_one_draft_says_so_and_can_write_another(context, live_server, blog):
    first = tab(context, live_server, blog)
    first.fill(HEADLINE, "From the pier")
    expect(first.locator(".sheet-kept")).to_contain_text("Kept at", timeout=15_000)
    second = tab(context, live_server, blog)
    expect(second.locator(".given-back")).to_contain_text("open in another tab")
    assert second.input_value(HEADLINE) == "From the pier"
    second.get_by_role("button", name="Write another one here").click()
    expect(second.locator(HEADLINE)).to_be_focused()
    second.keyboard.type("From the hall")
    second.keyboard.press("Control+Enter")
    second.get_by_text("Published at").wait_for()
    first.locator(HEADLINE).press("Control+Enter")
    first.get_by_text("Published at").wait_for()
    assert blog.posts.published().count() == 2


def test_two_tabs_with_words_of_their_own_leave_each_other_alone(context, live_server, blog):
    first, second = tab(context, live_server, blog), tab(context, live_server, blog)
    first.fill(HEADLINE, "From the pier")
    first.wait_for_timeout(400)
    second.reload()
    second.wait_for_timeout(500)
    assert first.input_value(HEADLINE) == "From the pier"
    assert second.locator("[data-other]").count() == 0


def test_what_is_being_kept_arrives_before_the_sheet_and_never_after(context, live_server, blog):
    post = factory.post(blog, "Before")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url[-6:]}"))
    held: list[Route] = []
    page.goto(live_server.url + address("desk_edit", blog, post))
    page.wait_for_load_state("networkidle")
    page.route("**/desk/keep/", lambda route: held.append(route))
    page.fill(HEADLINE, "After")
    with page.expect_request("**/desk/keep/", timeout=15_000):
        pass
    asked.clear()
    page.locator(HEADLINE).press("Control+Enter")
    page.wait_for_timeout(300)
    assert not [each for each in asked if each.startswith("POST")]
    held_up(page, held).continue_()
    page.get_by_text("Saved: ").wait_for()
    page.wait_for_timeout(300)
    assert len([each for each in asked if "keep/" in each]) == 0
    assert not OpenSheet.objects.with_words().exists()


def test_what_hangs_while_it_is_kept_is_given_up_and_the_sheet_is_sent(context, live_server, blog):
    page = tab(context, live_server, blog)
    page.route("**/desk/keep/", lambda route: None)
    with page.expect_request("**/desk/keep/", timeout=15_000):
        page.fill(HEADLINE, "Now")
    page.locator(HEADLINE).press("Control+Enter")
    page.get_by_text("Published at").wait_for(timeout=15_000)
    assert not OpenSheet.objects.with_words().exists()
