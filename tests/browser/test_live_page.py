"""An open page keeps itself up to date, and never moves what is being read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from liveblog import publishing
from liveblog.models import Blog, Post
from tests import factory
from tests.patience import scroll
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]
LONG = "\n\n".join(["A paragraph that takes up some room on the page. " * 6] * 4)


@pytest.fixture
def story(newsroom: Newsroom) -> Blog:
    blog = factory.blog(title="A night of counting")
    for minute in range(6):
        factory.post(blog, f"Update {minute}", minutes=minute, body=LONG)
    return blog


@pytest.fixture
def open_page(page: Page, newsroom: Newsroom, story: Blog) -> Page:
    # A clock that can be moved on: nobody waits for a poll that must not come.
    page.clock.install()
    page.goto(newsroom.url + story.get_absolute_url())
    expect(page.locator("#live-status")).to_be_visible()
    return page


# A poll that was on its way already knows nothing of what the test has just done: ours is the next.
ASK = """() => new Promise((answered) => {
    let ours = null;
    const poll = () => ours || document.dispatchEvent(new Event("visibilitychange"));
    const again = setInterval(poll, 100);
    document.body.addEventListener("htmx:beforeSend", (event) => { ours ??= event.detail.xhr; });
    document.body.addEventListener("htmx:afterRequest", (event) => {
        if (event.detail.xhr !== ours) return;
        clearInterval(again);
        answered();
    });
    poll();
})"""


def ask(page: Page) -> None:
    """Poll now, as the page does when it comes back into view, until the answer is taken in."""
    page.evaluate(ASK)


def headlines(page: Page) -> list[str]:
    return page.locator("#feed article:visible h2").all_inner_texts()


def part(page: Page, post: Post) -> Any:
    return page.locator(f"#post-{post.public_id}")


def test_a_published_post_arrives_by_itself(open_page: Page, story: Blog):
    factory.post(story, "It has just happened")
    # No help: the page's own clock, at its own interval.
    expect(open_page.locator("#feed article h2").first).to_have_text(
        "It has just happened", timeout=12_000
    )
    expect(open_page.locator("#announcer")).to_have_text("1 new update")


def test_what_is_put_right_in_public_is_said_aloud_and_an_edit_is_not(open_page: Page, story: Blog):
    said, post = open_page.locator("#announcer"), story.posts.newest_first().first()
    publishing.update(post, by=None, headline="Mended")
    ask(open_page)
    expect(part(open_page, post).locator("h2")).to_have_text("Mended")
    expect(said).to_have_text("")
    publishing.correct(post, by=None, text="Five, and not four.", headline="Five")
    ask(open_page)
    expect(said).to_have_text("Correction: Five")
    publishing.retract(post, by=None, reason="It was not so.")
    ask(open_page)
    expect(said).to_have_text("Withdrawn: Five")
    publishing.restore(post, by=None)
    ask(open_page)
    expect(said).to_contain_text(": Five")
    expect(said).not_to_contain_text("Withdrawn")


def test_much_that_is_put_right_at_once_is_counted(open_page: Page, story: Blog):
    for post in story.posts.all()[:4]:
        publishing.correct(post, by=None, text="Not so.", headline="So")
    ask(open_page)
    expect(open_page.locator("#announcer")).to_have_text("4 updates were corrected or withdrawn")


def test_each_change_arrives_without_a_reload(open_page: Page, story: Blog):
    first, last = story.posts.oldest_first().first(), story.posts.newest_first().first()
    open_page.evaluate("window.stillTheSamePage = true")

    factory.post(story, "In between", minutes=3)
    ask(open_page)
    assert headlines(open_page)[1:4] == ["Update 4", "In between", "Update 3"]

    publishing.update(first, by=None, headline="Mended")
    ask(open_page)
    expect(part(open_page, first).locator("h2")).to_have_text("Mended")

    publishing.correct(last, by=None, text="Five, and not four.", headline="Five")
    ask(open_page)
    expect(part(open_page, last).locator(".correction")).to_contain_text("Five, and not four.")

    publishing.retract(last, by=None, reason="It was not so.")
    ask(open_page)
    expect(part(open_page, last)).to_contain_text("It was not so.")
    expect(part(open_page, last)).not_to_contain_text("Five")

    publishing.restore(last, by=None)
    ask(open_page)
    expect(part(open_page, last).locator("h2")).to_have_text("Five")

    publishing.pin(first, by=None)
    publishing.update(first, by=None, is_key_event=True)
    ask(open_page)
    expect(open_page.locator("#pinned")).to_contain_text("Mended")
    expect(open_page.locator("#key-events")).to_contain_text("Mended")

    publishing.update_blog(story, by=None, title="A night of recounting", standfirst="So far.")
    ask(open_page)
    expect(open_page.locator("h1")).to_have_text("A night of recounting")
    expect(open_page.locator(".standfirst")).to_have_text("So far.")
    expect(open_page).to_have_title("A night of recounting")

    assert open_page.evaluate("window.stillTheSamePage") is True


def test_the_end_of_coverage_is_shown_and_ends_polling(open_page: Page, story: Blog):
    publishing.close(story, by=None)
    ask(open_page)
    expect(open_page.locator("#blog-head")).to_contain_text("Coverage ended")
    expect(open_page.locator("#live-status")).to_contain_text("Coverage has ended")
    expect(open_page.locator("#poller")).not_to_have_attribute("data-seconds", re.compile("."))
    asked: list[str] = []
    open_page.on("request", lambda request: asked.append(request.url))
    open_page.clock.run_for(60_000)
    assert asked == []


def test_further_down_the_page_a_button_counts_and_nothing_moves(open_page: Page, story: Blog):
    reading = story.posts.oldest_first()[1]
    part(open_page, reading).scroll_into_view_if_needed()
    scroll(open_page, 200)
    before = part(open_page, reading).bounding_box()
    button = open_page.locator("#new-updates")
    expect(button).to_be_hidden()

    for number in (1, 2, 3):
        factory.post(story, f"News {number}", body=LONG)
    ask(open_page)
    expect(button).to_have_text("3 new updates")
    expect(open_page.locator("#announcer")).to_have_text("3 new updates")
    assert part(open_page, reading).bounding_box() == before

    button.click()
    expect(button).to_be_hidden()
    assert headlines(open_page)[:3] == ["News 3", "News 2", "News 1"]
    expect(open_page.locator("#feed article h2").first).to_be_focused()
    expect(open_page.locator("#feed article").first).to_be_in_viewport()


def test_what_waits_behind_the_button_is_edited_and_retracted_like_any_other(
    open_page: Page, story: Blog
):
    scroll(open_page, 1500)
    edited, wrong = factory.post(story, "Edited"), factory.post(story, "Wrong")
    ask(open_page)
    expect(open_page.locator("#new-updates")).to_have_text("2 new updates")
    publishing.update(edited, by=None, headline="Edited twice")
    publishing.retract(wrong, by=None, reason="It was not so.")
    ask(open_page)
    expect(open_page.locator("#new-updates")).to_have_text("1 new update")
    open_page.locator("#new-updates").click()
    assert "Edited twice" in headlines(open_page)
    assert "Wrong" not in open_page.content()


def test_older_updates_are_added_below_and_kept_up_to_date(
    page: Page, newsroom: Newsroom, story: Blog
):
    for minute in range(10, 40):
        factory.post(story, f"Update {minute}", minutes=minute)
    page.goto(newsroom.url + story.get_absolute_url())
    page.locator("#older a").click()
    expect(page.locator("#feed article")).to_have_count(36)
    expect(page.locator("#older")).to_have_count(0)
    expect(page.locator("#new-updates")).to_be_hidden()
    oldest = story.posts.oldest_first().first()
    publishing.update(oldest, by=None, headline="Mended far below")
    ask(page)
    expect(part(page, oldest).locator("h2")).to_have_text("Mended far below")


def test_who_loads_older_updates_by_keyboard_goes_on_from_there(
    page: Page, newsroom: Newsroom, story: Blog
):
    for minute in range(10, 40):
        factory.post(story, f"Update {minute}", minutes=minute)
    page.goto(newsroom.url + story.get_absolute_url())
    last = page.locator("#feed article h2").last
    page.locator("#older a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#feed article")).to_have_count(36)
    following = page.locator("#feed article").nth(20).locator("h2")
    expect(following).to_be_focused()
    expect(last).not_to_have_text(following.inner_text())


def test_a_page_says_that_coverage_is_paused(open_page: Page, story: Blog):
    publishing.pause(story, by=None)
    ask(open_page)
    expect(open_page.locator("#live-status")).to_contain_text("Coverage is paused")


def test_a_paused_page_asks_for_nothing_until_it_is_resumed(open_page: Page, story: Blog):
    open_page.get_by_role("button", name="Pause updates").click()
    expect(open_page.locator("#live-status")).to_contain_text("paused")
    factory.post(story, "Meanwhile")
    asked: list[str] = []
    open_page.on("request", lambda request: asked.append(request.url))
    open_page.clock.run_for(60_000)
    assert asked == []
    open_page.get_by_role("button", name="Resume updates").click()
    expect(open_page.locator("#feed article h2").first).to_have_text("Meanwhile")


def test_a_hidden_page_asks_for_nothing_and_catches_up_when_seen(open_page: Page, story: Blog):
    hide = "Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s})"
    open_page.evaluate(hide % "true")
    factory.post(story, "Meanwhile")
    asked: list[str] = []
    open_page.on("request", lambda request: asked.append(request.url))
    open_page.clock.run_for(60_000)
    assert asked == []
    open_page.evaluate(hide % "false")
    ask(open_page)
    expect(open_page.locator("#feed article h2").first).to_have_text("Meanwhile")


def test_a_failure_is_said_and_heals(page: Page, newsroom: Newsroom, story: Blog):
    page.goto(newsroom.url + story.get_absolute_url())
    page.route("**/updates/**", lambda route: route.fulfill(status=500, body="Oh dear"))
    ask(page)
    expect(page.locator("#live-status")).to_contain_text("Not up to date")
    assert "Oh dear" not in page.content()
    page.unroute("**/updates/**")
    factory.post(story, "After the failure")
    ask(page)
    expect(page.locator("#live-status")).to_contain_text("New updates appear here")
    expect(page.locator("#feed article h2").first).to_have_text("After the failure")


@pytest.mark.parametrize("offset_hours", [-1, 1])
def test_the_readers_clock_plays_no_part(
    page: Page, newsroom: Newsroom, story: Blog, offset_hours: int
):
    page.clock.install(time=timezone.now() + timedelta(hours=offset_hours))
    page.goto(newsroom.url + story.get_absolute_url())
    factory.post(story, "Seen all the same")
    page.clock.run_for(6_000)
    expect(page.locator("#feed article h2").first).to_have_text("Seen all the same")


def test_what_an_older_page_brought_is_withdrawn_like_any_other(
    page: Page, newsroom: Newsroom, story: Blog
):
    """It was born after this page was opened, and came by way of "Older updates"."""
    for minute in range(10, 40):
        factory.post(story, f"Update {minute}", minutes=minute)
    page.goto(newsroom.url + story.get_absolute_url())
    page.get_by_role("button", name="Pause updates").click()
    wrong, moved = (factory.post(story, words, minutes=5) for words in ("Wrong", "Moved"))
    page.locator("#older a").click()
    expect(part(page, wrong)).to_be_visible()
    publishing.retract(wrong, by=None, reason="It was not so.")
    publishing.update(moved, by=None, published_at=factory.NOON + timedelta(minutes=2))
    page.get_by_role("button", name="Resume updates").click()
    expect(part(page, wrong)).to_contain_text("It was not so.")
    expect(page.get_by_text("Wrong", exact=True)).to_have_count(0)
    expect(part(page, moved)).to_have_count(1)
    fresh = [p.public_id for p in story.posts.in_stream().newest_first()]
    shown = page.locator("#feed article").evaluate_all("all => all.map(a => a.id.slice(5))")
    assert shown == fresh


@pytest.mark.parametrize("query", ["?key=1", "?order=oldest", ""])
def test_the_last_post_held_stays_when_it_is_edited(
    page: Page, newsroom: Newsroom, story: Blog, query: str
):
    with publishing.change(by=None):
        for minute in range(10, 40):
            factory.post(story, f"Update {minute}", minutes=minute, is_key_event=True)
    page.goto(newsroom.url + story.get_absolute_url() + query)
    last = page.locator("#feed article").last
    post = story.posts.get(public_id=(last.get_attribute("id") or "").removeprefix("post-"))
    publishing.update(post, by=None, headline="Mended")
    ask(page)
    expect(page.locator("#feed article").last.locator("h2")).to_have_text("Mended")
    expect(page.locator("#feed article")).to_have_count(20)
    seconds = timedelta(seconds=5)
    publishing.update(post, by=None, published_at=post.published_at + seconds)
    ask(page)
    expect(page.locator("#feed article").last.locator("h2")).to_have_text("Mended")
    expect(page.locator("#feed article")).to_have_count(20)


def test_an_older_page_that_does_not_load_says_so(page: Page, newsroom: Newsroom, story: Blog):
    for minute in range(10, 40):
        factory.post(story, f"Update {minute}", minutes=minute)
    page.goto(newsroom.url + story.get_absolute_url())
    page.route("**/*before=*", lambda route: route.abort())
    page.locator("#older a").click()
    expect(page.locator("#live-status")).to_contain_text("did not load")
    page.locator("#older a").click()
    expect(page.locator(".older-failed")).to_have_count(1)
    expect(page.locator(".older-failed")).to_be_in_viewport()
    page.unroute("**/*before=*")
    page.locator("#older a").click()
    expect(page.locator("#feed article")).to_have_count(36)
    expect(page.locator(".older-failed")).to_have_count(0)


def test_scrolling_back_to_the_top_shows_what_waits(open_page: Page, story: Blog):
    scroll(open_page, 2500)
    factory.post(story, "Meanwhile")
    ask(open_page)
    expect(open_page.locator("#new-updates")).to_have_text("1 new update")
    open_page.keyboard.press("Home")
    expect(open_page.locator("#new-updates")).to_be_hidden()
    assert headlines(open_page)[0] == "Meanwhile"


def test_a_key_event_is_jumped_to_where_it_stands(page: Page, newsroom: Newsroom, story: Blog):
    post = story.posts.oldest_first().first()
    publishing.update(post, by=None, is_key_event=True)
    page.goto(newsroom.url + story.get_absolute_url())
    page.locator("#key-events a").click()
    expect(part(page, post)).to_be_in_viewport()
    expect(part(page, post).locator("h2")).to_be_focused()


def test_without_javascript_every_post_is_a_link_away(
    browser: Any, newsroom: Newsroom, story: Blog
):
    for minute in range(10, 30):
        factory.post(story, f"Update {minute}", minutes=minute)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(newsroom.url + story.get_absolute_url())
    expect(page.locator("#feed article")).to_have_count(20)
    page.locator("#older a").click()
    expect(page.locator("#feed article")).to_have_count(6)
    context.close()
