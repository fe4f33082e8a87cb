"""Two browsers, one night: the list moves by itself and takes nothing from who is writing."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from liveblog import publishing
from liveblog.models import Blog, Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.patience import held_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quickly(settings: Any) -> None:
    settings.LIVEBLOG = {"DESK_POLL_SECONDS": 1}


def sit_down(page: Page, live_server: Any, blog: Blog, user: Any) -> Page:
    log_in(page.context, live_server.url, user)
    page.goto(live_server.url + address("desk", blog))
    return page


@pytest.fixture
def desk(page: Page, complaints: list[str], live_server: Any, blog: Blog) -> Page:
    """The editor's."""
    return sit_down(page, live_server, blog, factory.user("Editors"))


@pytest.fixture
def colleague(browser: Browser, live_server: Any, blog: Blog) -> Iterator[Page]:
    """A reporter's desk, in a browser of its own."""
    context = browser.new_context()
    reporter = factory.user("Reporters", first_name="Ana", last_name="Petrosyan")
    yield sit_down(context.new_page(), live_server, blog, reporter)
    context.close()


def the_row(desk: Page, post: Post) -> Any:
    return desk.locator(f"#post-{post.public_id}")


def a_poll_has_passed(desk: Page) -> None:
    for _ in range(2):
        with desk.expect_response("**/desk/list/**"):
            pass


def test_a_colleagues_submission_appears_while_one_types_and_no_word_is_lost(desk, colleague):
    desk.locator("[name=headline]").click()
    desk.keyboard.type("Half a ")
    desk.evaluate("window.composer = document.querySelector('.composer')")
    colleague.locator("[name=headline]").fill("From the field")
    colleague.get_by_role("button", name="Submit", exact=True).click()
    expect(desk.locator("#submitted h3")).to_have_text("From the field")
    desk.keyboard.type("thought")
    assert desk.input_value("[name=headline]") == "Half a thought"
    assert desk.evaluate("document.activeElement.name") == "headline"
    assert desk.evaluate("window.composer.isConnected")
    expect(desk.locator("#list-news")).to_have_text("1 update submitted for review")


def test_an_open_menu_a_selection_and_the_place_stay_while_the_list_moves(desk, blog):
    posts = [factory.post(blog, f"Post {n}", minutes=n) for n in range(20)]
    desk.reload()
    row = the_row(desk, posts[5])
    row.get_by_text("More").click()
    desk.evaluate(
        """id => getSelection().selectAllChildren(document.querySelector(`#post-${id} h3`))""",
        posts[5].public_id,
    )
    top = row.bounding_box()["y"]
    factory.post(blog, "The newest", minutes=99)
    expect(desk.locator("#published h3").first).to_have_text("The newest")
    assert row.locator("details").get_attribute("open") is not None
    assert desk.evaluate("String(getSelection())") == "Post 5"
    assert abs(row.bounding_box()["y"] - top) < 2


def test_a_pin_leaves_half_typed_words_alone_and_asks_nothing(desk, blog):
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    post = factory.post(blog, "The harbour")
    expect(the_row(desk, post)).to_be_visible()
    desk.locator("[name=headline]").fill("Half a thought")
    where = desk.url
    the_row(desk, post).get_by_role("button", name="Pin").click()
    expect(desk.locator(".said")).to_have_text("Pinned: The harbour")
    expect(the_row(desk, post).get_by_role("button", name="Unpin")).to_be_focused()
    assert Post.objects.get(pk=post.pk).pinned_at is not None
    assert (desk.url, asked) == (where, [])
    assert desk.input_value("[name=headline]") == "Half a thought"


def test_what_is_published_from_the_list_moves_to_its_place_with_the_focus(desk, blog):
    post = publishing.submit(factory.draft(blog, "It holds"), by=None)
    the_row(desk, post).get_by_role("button", name="Publish").click()
    expect(desk.locator("#published h3")).to_have_text("It holds")
    expect(desk.locator("#submitted")).to_have_count(0)
    assert desk.evaluate("document.activeElement.closest('.row')?.id") == f"post-{post.public_id}"
    expect(desk.locator("#coverage-facts")).to_contain_text("1 post")


def test_a_rare_act_is_pressed_behind_more_by_the_keyboard(desk, blog):
    post = factory.post(blog, "The harbour")
    more = the_row(desk, post).locator("summary")
    more.focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    expect(the_row(desk, post).locator("details")).not_to_have_attribute("open", "")
    desk.keyboard.press("Enter")
    the_row(desk, post).get_by_role("button", name="Mark as key").focus()
    desk.keyboard.press("Enter")
    expect(the_row(desk, post).get_by_text("Key event", exact=True)).to_be_visible()
    expect(more).to_be_focused()


def test_filters_survive_the_polls_and_leave_the_words_above(desk, blog):
    desk.locator("[name=headline]").fill("Half a thought")
    factory.post(blog, "The bridge")
    desk.get_by_text("Find in the list").click()
    desk.locator("#finder-q").fill("harbour")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Nothing here is like that.")).to_be_visible()
    factory.post(blog, "The harbour")
    expect(desk.locator(".row h3")).to_have_text(["The harbour"])
    factory.post(blog, "Another bridge")
    a_poll_has_passed(desk)
    expect(desk.locator(".row h3")).to_have_text(["The harbour"])
    assert desk.input_value("#finder-q") == "harbour"
    assert desk.input_value("[name=headline]") == "Half a thought"
    assert desk.url.endswith("?q=harbour")
    desk.locator("#finder").get_by_text("Show everything").click()
    expect(desk.locator(".row")).to_have_count(3)
    assert "?" not in desk.url


def test_a_server_that_is_gone_is_said_and_heals(desk, blog):
    desk.route("**/desk/list/**", lambda route: route.abort())
    behind = desk.get_by_text("This list may be out of date since")
    expect(behind).to_be_visible()
    post = factory.post(blog, "Meanwhile")
    desk.unroute("**/desk/list/**")
    expect(the_row(desk, post)).to_be_visible()
    expect(behind).to_have_count(0)


def test_a_login_that_ran_out_is_said_too(desk):
    desk.context.clear_cookies()
    expect(desk.get_by_text("This list may be out of date since")).to_be_visible()


def test_a_button_that_reaches_nobody_says_so_and_can_be_pressed_again(desk, blog):
    post = factory.post(blog, "The harbour")
    desk.route("**/pin/**", lambda route: route.abort())
    the_row(desk, post).get_by_role("button", name="Pin").click()
    expect(desk.locator(".said")).to_contain_text("That was not done")
    desk.unroute("**/pin/**")
    the_row(desk, post).get_by_role("button", name="Pin").click()
    expect(desk.locator(".said")).to_have_text("Pinned: The harbour")


def test_rows_that_are_pressed_quickly_are_each_done_in_their_turn(desk, blog):
    posts = [factory.draft(blog, f"Update {n}") for n in range(3)]
    held: list[Route] = []
    said: list[str] = []
    desk.route("**/publish/**", lambda route: held.append(route))
    desk.expose_function("saidNow", lambda words: said.append(words))
    desk.evaluate(
        """() => {
          const line = document.querySelector(".said");
          const tell = () => window.saidNow(line.innerText);
          new MutationObserver(tell).observe(line, { childList: true, subtree: true });
        }"""
    )
    for post in posts:
        the_row(desk, post).get_by_role("button", name="Publish").click()
    for _ in posts:
        held_up(desk, held)
        assert len(held) == 1
        held.pop().continue_()
    expect(desk.locator("#published .row")).to_have_count(3)
    expect(desk.locator(".said")).to_have_text("Published: Update 2")
    assert not any("not done" in words for words in said)
    assert blog.posts.published().count() == 3


def test_a_hidden_tab_asks_nothing(desk):
    desk.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    asked: list[str] = []
    desk.on("request", lambda request: "/list/" in request.url and asked.append(request.url))
    desk.wait_for_timeout(2500)
    assert asked == []


def test_without_scripts_the_rows_and_the_filters_work(browser, live_server, blog):
    post = factory.post(blog, "The harbour")
    factory.post(blog, "The bridge")
    context = browser.new_context(java_script_enabled=False)
    desk = sit_down(context.new_page(), live_server, blog, factory.user("Editors"))
    desk.get_by_text("Find in the list").click()
    desk.locator("#finder-q").fill("harbour")
    desk.locator("#finder").get_by_role("button", name="Show").click()
    expect(desk.locator(".row h3")).to_have_text(["The harbour"])
    the_row(desk, post).get_by_role("button", name="Pin").click()
    expect(desk.locator(".said")).to_contain_text("Pinned: The harbour")
    assert "q=harbour" in desk.url
    expect(desk.locator(".row h3")).to_have_text(["The harbour"])
    context.close()
