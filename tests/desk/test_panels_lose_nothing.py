"""Words typed in a panel of the story survive what the composer's do; and its keys are its own."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from liveblog import publishing
from liveblog.models import Blog
from tests import factory
from tests.desk.desk import address, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "#coverage [name=title]"
SAID = ".said"


@pytest.fixture
def blog(transactional_db: Any) -> Blog:
    return factory.blog(title="A night of counting")


@pytest.fixture
def desk(page: Page, complaints: list[str], live_server: Any, blog: Blog) -> Page:
    """The desk of an editor who has begun to write, with the headline's panel open and typed in."""
    log_in(page.context, live_server.url, factory.user("Editors", name="ada"))
    page.goto(live_server.url + address("desk", blog))
    page.fill("form[data-sheet] [name=headline]", "Half a sentence")
    open_panel(page)
    page.fill(TITLE, "A long night")
    return page


def open_panel(desk: Page) -> None:
    expect(desk.locator("#coverage .panel")).to_have_count(0)
    desk.locator("#coverage .story").evaluate("story => { story.open = true; }")
    desk.get_by_role("link", name="Headline and standfirst").click()
    desk.locator(TITLE).wait_for()


def save(desk: Page) -> None:
    desk.get_by_role("button", name="Save for readers").click()


def title(blog: Blog) -> str:
    return Blog.objects.get(pk=blog.pk).title


@pytest.mark.parametrize("keys", ["Control+Enter", "Control+s"])
def test_the_keys_press_the_button_of_the_panel_that_holds_the_focus(desk, blog, keys):
    desk.locator(TITLE).press(keys)
    expect(desk.locator("#coverage h1")).to_have_text("A long night")
    assert not blog.posts.exists()
    assert desk.input_value("form[data-sheet] [name=headline]") == "Half a sentence"


def test_keys_pressed_twice_in_a_panel_are_never_the_composers(desk, blog):
    desk.locator(TITLE).press("Control+Enter")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#coverage h1")).to_have_text("A long night")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_timeout(300)
    assert not blog.posts.exists()
    assert desk.input_value("form[data-sheet] [name=headline]") == "Half a sentence"


def test_beside_a_form_without_keys_nothing_is_published(desk, blog):
    desk.get_by_role("link", name="Close", exact=True).focus()
    desk.keyboard.press("Control+s")
    desk.locator("#finder-q").evaluate("field => field.closest('details').open = true")
    desk.locator("#finder-q").press("Control+Enter")
    desk.locator("#finder-q").press("Control+s")
    expect(desk.locator(SAID)).to_be_empty()
    assert not blog.posts.exists()


def test_a_session_that_ended_leaves_the_words_and_a_login_elsewhere_sends_them(desk, blog):
    desk.context.clear_cookies(name="sessionid")
    save(desk)
    expect(desk.locator(SAID)).to_contain_text("You have been logged out.")
    assert desk.input_value(TITLE) == "A long night"
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Open the desk in another tab").click()
    other = opened.value
    other.fill("[name=username]", "ada")
    other.fill("[name=password]", "pass")
    other.get_by_role("button", name="Log in").click()
    other.locator("form[data-sheet]").wait_for()
    other.close()
    save(desk)
    expect(desk.locator("#coverage h1")).to_have_text("A long night")
    expect(desk.locator(SAID)).to_be_empty()
    assert title(blog) == "A long night"


@pytest.mark.parametrize(
    ("status", "words"), [(500, "stumbled (500)"), (413, "too large"), (404, "is gone")]
)
def test_a_server_that_stumbles_is_told_of(desk, blog, status, words):
    desk.route("**/desk/head/", lambda route: route.fulfill(status=status, body="Oh dear"))
    save(desk)
    expect(desk.locator(SAID)).to_contain_text(words)
    assert desk.input_value(TITLE) == "A long night"
    desk.unroute("**/desk/head/")
    save(desk)
    expect(desk.locator("#coverage h1")).to_have_text("A long night")


def test_who_may_not_is_told_so_once(desk, blog):
    asked: list[Route] = []

    def refuse(route: Route) -> None:
        asked.append(route)
        route.fulfill(status=403, body="No")

    desk.route("**/desk/head/", refuse)
    save(desk)
    expect(desk.locator(SAID)).to_contain_text("may not do this")
    assert len(asked) == 2  # The second with a new token, had it been that.
    assert desk.input_value(TITLE) == "A long night"


def test_no_network_is_told_of(desk, blog):
    desk.context.set_offline(True)
    save(desk)
    expect(desk.locator(SAID)).to_contain_text("cannot be reached")
    assert desk.input_value(TITLE) == "A long night"
    desk.context.set_offline(False)
    save(desk)
    expect(desk.locator("#coverage h1")).to_have_text("A long night")


def test_a_server_that_never_answers_is_given_up(desk, blog):
    desk.clock.install()
    desk.route("**/desk/head/", lambda route: None)
    desk.evaluate("htmx.config.timeout = 50")
    save(desk)
    expect(desk.locator(SAID)).to_contain_text("cannot be reached")
    assert desk.input_value(TITLE) == "A long night"


def test_sending_the_composer_leaves_an_open_panel_with_its_words(desk, blog):
    desk.locator("#coverage .rich-text").fill("So far.")
    desk.locator("form[data-sheet] [name=headline]").press("Control+Enter")
    desk.get_by_text("Published at").wait_for()
    assert desk.input_value(TITLE) == "A long night"
    expect(desk.locator("#coverage-facts")).to_contain_text("1 post")
    expect(desk.locator("form[data-sheet] [name=headline]")).to_be_focused()
    save(desk)
    expect(desk.locator("#coverage h1")).to_have_text("A long night")
    assert Blog.objects.get(pk=blog.pk).standfirst == "<p>So far.</p>"


def test_a_panel_that_was_closed_gives_its_words_back_until_they_are_sent(desk, blog):
    desk.locator("#coverage .rich-text").fill("So far.")
    desk.get_by_role("link", name="Close", exact=True).click()
    open_panel(desk)
    expect(desk.locator(".given-back")).to_contain_text("is back")
    assert desk.input_value(TITLE) == "A long night"
    expect(desk.locator("#coverage .rich-text")).to_have_text("So far.")
    save(desk)
    expect(desk.locator("#coverage h1")).to_have_text("A long night")
    open_panel(desk)
    expect(desk.locator(".given-back")).to_have_count(0)


def test_starting_afresh_has_the_panel_as_the_story_stands(desk, blog):
    desk.get_by_role("link", name="Close", exact=True).click()
    open_panel(desk)
    desk.get_by_role("button", name="Start afresh").click()
    expect(desk.locator(TITLE)).to_have_value("A night of counting")
    desk.get_by_role("link", name="Close", exact=True).click()
    open_panel(desk)
    expect(desk.locator(".given-back")).to_have_count(0)


def test_words_given_back_do_not_overwrite_a_colleagues_newer_ones(desk, blog):
    desk.get_by_role("link", name="Close", exact=True).click()
    publishing.update_blog(blog, by=factory.user(), title="Theirs")
    open_panel(desk)
    expect(desk.locator(TITLE)).to_have_value("A long night")
    save(desk)
    expect(desk.locator("#merging-title")).to_be_visible()
    assert title(blog) == "Theirs"


def test_who_ends_coverage_second_finds_their_last_word_in_the_head(desk, blog):
    desk.get_by_role("link", name="Close", exact=True).click()
    desk.get_by_text("End coverage").click()
    desk.fill("#coverage [name=closing_line]", "Mine.")
    publishing.close(blog, by=factory.user(first_name="Anna"), closing_line="Theirs.")
    desk.locator("#coverage [name=closing_line]").press("Control+Enter")
    expect(desk.locator("#coverage .problems")).to_contain_text("Anna had ended it already")
    expect(desk.locator("#coverage [name=closing_line]")).to_have_value("Mine.")
    save(desk)
    expect(desk.locator("#coverage .coverage-said")).to_have_text("Saved, and on readers’ pages.")
    assert Blog.objects.get(pk=blog.pk).closing_line == "Mine."
