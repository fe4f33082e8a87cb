"""Whatever happens between a word and its commit, the word is there; and there is one post."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from liveblog.models import Blog, OpenSheet, Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.patience import held_up, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(transactional_db: Any) -> Any:
    return factory.user("Editors", name="ada")


@pytest.fixture
def desk(page: Page, live_server: Any, blog: Blog, editor: Any) -> Page:
    log_in(page.context, live_server.url, editor)
    page.goto(live_server.url + address("desk", blog))
    return page


def write(desk: Page, headline: str = "Not to be lost", body: str = "Nor this") -> None:
    desk.fill("[name=headline]", headline)
    desk.locator("[name=headline]").press("Enter")
    desk.keyboard.type(body)


def words(desk: Page) -> tuple[str, str]:
    return desk.input_value("[name=headline]"), desk.input_value("[name=body]")


def publish(desk: Page) -> None:
    desk.keyboard.press("Control+Enter")


WORDS = ("Not to be lost", "Nor this")


def must_publish_once(desk: Page, blog: Blog) -> None:
    publish(desk)
    desk.get_by_text("Published at").wait_for()
    post = blog.posts.get()
    assert (post.headline, post.body) == (WORDS[0], f"<p>{WORDS[1]}</p>")
    assert post.is_published
    assert words(desk) == ("", "")
    assert not OpenSheet.objects.with_words().exists()


@pytest.mark.parametrize("status", [500, 502, 503, 413])
def test_a_server_that_stumbles_leaves_the_words_where_they_are(desk, blog, status):
    desk.route("**/desk/", lambda route: route.fulfill(status=status, body="Oh dear"))
    write(desk)
    publish(desk)
    expect(desk.locator(".said")).to_contain_text("press again" if status != 413 else "too large")
    assert words(desk) == WORDS
    desk.unroute("**/desk/")
    must_publish_once(desk, blog)


def test_no_network_leaves_the_words_where_they_are(desk, blog):
    write(desk)
    desk.context.set_offline(True)
    publish(desk)
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    assert words(desk) == WORDS
    desk.context.set_offline(False)
    must_publish_once(desk, blog)


def test_a_server_that_never_answers_is_given_up(desk, blog):
    desk.clock.install()
    desk.reload()
    desk.route("**/desk/", lambda route: None)
    write(desk)
    with desk.expect_request("**/desk/"):
        publish(desk)
    desk.clock.run_for(31_000)
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    desk.unroute("**/desk/")
    must_publish_once(desk, blog)


def test_an_answer_lost_on_its_way_and_a_second_press_make_one_post(desk, blog):
    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.route("**/desk/", lose)
    write(desk)
    publish(desk)
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    assert blog.posts.get().is_published
    assert words(desk) == WORDS
    desk.unroute("**/desk/")
    must_publish_once(desk, blog)


def test_a_double_click_makes_one_post(desk, blog):
    write(desk)
    desk.get_by_role("button", name="Publish", exact=True).dblclick()
    desk.get_by_text("Published at").wait_for()
    desk.wait_for_timeout(300)
    assert blog.posts.count() == 1


def test_a_session_that_ends_in_mid_sentence_costs_a_login_and_no_word(
    desk, blog, editor, live_server
):
    write(desk)
    desk.context.clear_cookies()
    publish(desk)
    expect(desk.locator(".said")).to_contain_text("logged out")
    assert words(desk) == WORDS
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Open the desk in another tab").click()
    other = opened.value
    other.fill("[name=username]", "ada")
    other.fill("[name=password]", "pass")
    other.get_by_role("button", name="Log in").click()
    other.locator("form[data-sheet]").wait_for()
    other.close()
    # The form's own token is of the session before.
    must_publish_once(desk, blog)


def test_a_validation_error_keeps_every_word_and_says_where(desk, blog):
    write(desk)
    desk.get_by_role("button", name="Schedule").click()
    desk.get_by_role("alert").wait_for()
    assert words(desk) == WORDS
    must_publish_once(desk, blog)


def test_a_closed_and_reopened_tab_has_the_words(desk, blog, live_server):
    write(desk)
    desk.close()
    again = desk.context.new_page()
    again.goto(live_server.url + address("desk", blog))
    expect(again.locator("[name=headline]")).to_have_value(WORDS[0])
    assert words(again) == WORDS
    must_publish_once(again, blog)


def test_a_crashed_browser_and_another_machine_have_the_words(
    desk, blog, editor, live_server, browser: Browser
):
    """Nothing of the first browser is left; the newsroom kept what was typed."""
    write(desk)
    expect(desk.locator(".sheet-kept")).to_contain_text("Kept at", timeout=10_000)
    other = browser.new_context()
    log_in(other, live_server.url, editor)
    page = other.new_page()
    page.goto(live_server.url + address("desk", blog))
    assert words(page) == WORDS
    expect(page.locator(".given-back")).to_contain_text("never sent")
    must_publish_once(page, blog)
    other.close()


def test_what_the_newsroom_could_not_keep_this_browser_did(desk, blog, live_server):
    desk.route("**/desk/keep/", lambda route: route.abort())
    write(desk)
    expect(desk.locator(".sheet-kept")).to_contain_text("kept in this browser", timeout=10_000)
    assert not OpenSheet.objects.with_words().exists()
    desk.unroute("**/desk/keep/")
    desk.goto(live_server.url + "/admin/")
    desk.goto(live_server.url + address("desk", blog))
    expect(desk.locator("[name=headline]")).to_have_value(WORDS[0])
    assert words(desk) == WORDS
    must_publish_once(desk, blog)


def test_enter_in_a_field_of_a_sheet_that_was_refused_sends_nothing(desk, blog):
    """What is there for who has no script is not pressed by who has one."""
    write(desk, body="")
    desk.fill("[name=at]", "2020-01-01T10:00")
    desk.get_by_role("button", name="Schedule").click()
    expect(desk.locator(".problems")).to_contain_text("Not scheduled yet")
    assert desk.locator("[name=fetch], [name=find]").count() == 0
    sent: list[str] = []
    desk.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    desk.locator("[name=at]").press("Enter")
    desk.wait_for_timeout(500)
    assert [url for url in sent if url.endswith("/desk/")] == []
    expect(desk.locator("[name=headline]")).to_have_value(WORDS[0])
    assert not blog.posts.exists()


def test_an_edit_is_given_back_on_its_own_page(desk, blog, live_server):
    post = factory.post(blog, "Before")
    where = live_server.url + address("desk_edit", blog, post)
    desk.goto(where)
    desk.fill("[name=headline]", "Half done")
    desk.goto(live_server.url + address("desk", blog))
    assert words(desk) == ("", "")
    desk.goto(where)
    expect(desk.locator("[name=headline]")).to_have_value("Half done")
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("Saved: ").wait_for()
    assert Post.objects.get().headline == "Half done"


def test_starting_afresh_empties_the_sheet_and_can_be_undone(desk, blog, live_server):
    write(desk)
    expect(desk.locator(".sheet-kept")).to_contain_text("Kept at", timeout=10_000)
    desk.reload()
    desk.get_by_role("button", name="Start afresh").click()
    expect(desk.locator("[data-other]")).to_contain_text("Thrown away at")
    assert words(desk) == ("", "")
    assert not OpenSheet.objects.with_words().exists()
    desk.reload()
    expect(desk.locator("[data-other]")).to_contain_text("Not to be lost")
    assert words(desk) == ("", "")
    desk.get_by_role("button", name="Take this one up").click()
    expect(desk.locator("[name=headline]")).to_have_value("Not to be lost")
    expect(desk.locator(".sheet-kept")).to_contain_text("Kept at", timeout=10_000)
    assert OpenSheet.objects.with_words().exists()
    expect(desk.locator("[data-other]")).to_have_count(0)


def test_who_starts_afresh_at_once_throws_away_what_the_newsroom_never_had(desk, blog, live_server):
    """Pressed before the page has given back what this browser alone had kept."""
    write(desk, body="")
    expect(desk.locator(".sheet-kept")).to_contain_text("Kept at", timeout=10_000)
    desk.context.route("**/keep/", lambda route: route.abort())
    desk.locator(".ProseMirror").focus()
    desk.keyboard.type("Nor this")
    until(desk, "Object.values(localStorage).some(kept => kept.includes('Nor this'))")
    desk.reload()
    desk.locator("form[data-afresh]").evaluate("form => form.requestSubmit()")
    expect(desk.locator("[data-other]")).to_contain_text("Thrown away at")
    assert words(desk) == ("", "")
    desk.wait_for_timeout(600)  # Longer than the other tabs are asked.
    assert words(desk) == ("", "")
    desk.get_by_role("button", name="Take this one up").click()
    expect(desk.locator("[name=headline]")).to_have_value(WORDS[0])
    assert words(desk) == WORDS


def test_a_colleague_is_told_who_else_is_at_a_post(desk, blog, live_server, browser: Browser):
    post = factory.post(blog)
    where = live_server.url + address("desk_edit", blog, post)
    desk.goto(where)
    other = browser.new_context()
    log_in(other, live_server.url, factory.user("Editors", name="ben"))
    page = other.new_page()
    with desk.expect_response("**/keep/"):
        desk.reload()
    page.goto(where)
    expect(page.locator(".sheet-kept")).to_contain_text("ada is editing this too")
    other.close()


@pytest.mark.parametrize(
    ("keys", "status"),
    [("Control+Shift+S", "submitted"), ("Control+Enter", "published")],
)
def test_each_ending_has_its_keys(desk, blog, keys, status):
    write(desk)
    desk.keyboard.press(keys)
    expect(desk.locator("[name=headline]")).to_have_value("")
    assert blog.posts.get().status == status


def late(desk: Page) -> list[Route]:
    """What is sent hangs until the test lets it go."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route) if route.request.method == "POST" else route.continue_()

    desk.route(re.compile(r"/desk/(post/\w+/)?$"), hold)
    return held


def test_what_is_typed_while_an_update_is_sent_begins_the_next(desk: Page, blog: Blog):
    held = late(desk)
    write(desk)
    desk.keyboard.press("Control+Enter")
    desk.keyboard.type("And in the")
    expect(desk.get_by_label("Typed meanwhile, for your next update")).to_have_value("And in the")
    held_up(desk, held).continue_()
    expect(desk.locator("[name=headline]")).to_have_value("And in the")
    desk.keyboard.type(" street")
    expect(desk.locator("[name=headline]")).to_have_value("And in the street")
    expect(desk.locator(".said")).to_contain_text("Published at")
    expect(desk.locator(".typed-on")).to_have_count(0)
    assert blog.posts.get().is_published


def test_what_is_typed_while_an_update_does_not_get_through_waits_for_the_next(
    desk: Page, blog: Blog
):
    held = late(desk)
    write(desk)
    desk.keyboard.press("Control+Enter")
    desk.keyboard.type("Next")
    held_up(desk, held).abort()
    held.clear()
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    expect(desk.locator(".typed-on textarea")).to_be_visible()
    desk.locator("[name=headline]").press("Control+Enter")
    held_up(desk, held).continue_()
    expect(desk.locator("[name=headline]")).to_have_value("Next")


@pytest.mark.parametrize("field", ["headline", "body"])
def test_the_key_that_saves_a_draft_leaves_one_where_one_writes(desk: Page, blog: Blog, field: str):
    held = late(desk)
    desk.locator(".rich-text").wait_for()
    where = "[name=headline]" if field == "headline" else ".rich-text"
    desk.locator(where).click()
    desk.keyboard.type("The first half of my sent, and an end")
    for _ in range(len(", and an end")):
        desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Control+s")
    desk.keyboard.type("ence")
    held_up(desk, held).continue_()
    expect(desk.get_by_role("heading", name="Edit")).to_be_visible()
    said = desk.locator(f"[name={field}]")
    expect(said).to_have_value("The first half of my sentence, and an end")
    desk.keyboard.type(" goes on")
    expect(said).to_have_value("The first half of my sentence goes on, and an end")
    expect(desk.locator(".said")).to_contain_text("Draft saved")
    post = blog.posts.get()
    assert (post.status, getattr(post, field) != "") == ("draft", True)


def test_the_question_mark_shows_all_keys_and_types_one_where_one_writes(desk):
    desk.locator("[name=headline]").press("?")
    assert words(desk)[0] == "?"
    expect(desk.locator("#keys")).to_be_hidden()
    desk.locator("body").click(position={"x": 5, "y": 300})
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.locator("[data-keys]").click()
    expect(desk.locator("#keys")).to_contain_text("Save the draft")


def test_the_preview_stands_under_the_sheet_as_readers_would_get_it(desk, blog):
    write(desk)
    desk.get_by_role("button", name="Preview").click()
    article = desk.locator(".preview article.post")
    expect(article.locator("h2")).to_have_text(WORDS[0])
    expect(article.locator("h2")).to_have_css("font-family", re.compile("Newsreader"))
    desk.get_by_role("button", name="Close the preview").click()
    expect(article).to_have_count(0)
    assert words(desk) == WORDS
    assert not blog.posts.exists()


def test_the_preview_says_that_one_has_been_logged_out(desk, blog):
    write(desk)
    desk.context.clear_cookies()
    desk.get_by_role("button", name="Preview").click()
    expect(desk.locator(".preview")).to_contain_text("You have been logged out")
    assert words(desk) == WORDS
