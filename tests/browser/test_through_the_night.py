"""What a night does to an open page: lost answers, restarts, and readers of every kind."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from liveblog import publishing
from liveblog.models import Blog, Embed
from tests import factory
from tests.browser.test_live_page import LONG, ask, headlines, part
from tests.patience import scroll
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]


@pytest.fixture
def story(newsroom: Newsroom) -> Blog:
    blog = factory.blog(title="A long night")
    for minute in range(6):
        factory.post(blog, f"Update {minute}", minutes=minute, body=LONG)
    return blog


@pytest.fixture
def one_that_stops(newsroom_env: dict[str, str], transactional_db: None) -> Iterator[Newsroom]:
    """A server of this test's own, to be stopped in the middle of it."""
    newsroom = Newsroom(Path(os.environ["VAR_DIR"]), newsroom_env)
    newsroom.start()
    yield newsroom
    newsroom.stop()


def test_a_restart_in_mid_story_is_said_and_caught_up_with(
    page: Page, one_that_stops: Newsroom, complaints: list[str]
):
    blog = factory.blog()
    factory.post(blog, "Before")
    page.goto(one_that_stops.url + blog.get_absolute_url())
    one_that_stops.stop()
    with page.expect_event("requestfailed"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#live-status")).to_contain_text("Not up to date")
    factory.post(blog, "Meanwhile")
    one_that_stops.start()
    ask(page)
    expect(page.locator("#live-status")).to_contain_text("by themselves")
    assert headlines(page) == ["Meanwhile", "Before"]
    complaints[:] = [said for said in complaints if "ERR_CONNECTION" not in said]


def test_an_answer_that_was_lost_on_its_way_is_asked_for_again(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(newsroom.url + story.get_absolute_url())
    factory.post(story, "Lost once")

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/updates/**", lose, times=1)
    with page.expect_event("requestfailed"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ask(page)
    assert headlines(page).count("Lost once") == 1


def test_the_same_answer_again_changes_nothing(page: Page, newsroom: Newsroom, story: Blog):
    page.goto(newsroom.url + story.get_absolute_url())
    edited = story.posts.newest_first()[1]
    answers: list[bytes] = []

    def remember(route):
        answer = route.fetch()
        answers.append(answer.body())
        route.fulfill(response=answer)

    page.route("**/updates/**", remember)
    # At once, so that whichever poll comes first brings all of it.
    with publishing.change(by=None, act="edited", blogs=[story]):
        factory.post(story, "New")
        publishing.update(edited, by=None, headline="Edited", is_key_event=True)
        publishing.pin(edited, by=None)
    ask(page)
    page.unroute("**/updates/**")
    news = next(body for body in answers if body)
    content = """document.querySelector('main').innerHTML
        .replaceAll(' arrived', '').replaceAll(/\\s+</g, '<')"""
    before = page.evaluate(content)
    again = {"status": 200, "content_type": "text/html", "body": news}
    page.route("**/updates/**", lambda route: route.fulfill(**again))
    ask(page)
    assert page.evaluate(content) == before


def test_what_is_new_is_said_aloud_once(page: Page, newsroom: Newsroom, story: Blog):
    page.goto(newsroom.url + story.get_absolute_url())
    page.evaluate(
        """() => {
            window.said = [];
            new MutationObserver(() => said.push(announcer.textContent))
                .observe(announcer, {childList: true});
        }"""
    )
    for number in (1, 2, 3):
        factory.post(story, f"News {number}")
    ask(page)
    publishing.update(story.posts.oldest_first()[0], by=None, headline="Edited")
    ask(page)
    assert page.evaluate("said") == ["3 new updates"]


def test_the_button_works_by_keyboard_and_takes_one_to_what_is_new(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(newsroom.url + story.get_absolute_url())
    scroll(page, 2000)
    new = factory.post(story, "New")
    ask(page)
    page.locator("#new-updates").focus()
    page.keyboard.press("Enter")
    expect(part(page, new).locator("h2")).to_be_focused()
    expect(part(page, new)).to_be_in_viewport()


def test_who_asked_for_less_motion_gets_none(page: Page, newsroom: Newsroom, story: Blog):
    page.emulate_media(reduced_motion="reduce")
    page.goto(newsroom.url + story.get_absolute_url())
    factory.post(story, "New")
    ask(page)
    for moving in (".live-dot", ".arrived"):
        duration = page.locator(moving).first.evaluate(
            "element => getComputedStyle(element).animationDuration"
        )
        assert duration == "0s", moving


def test_a_page_of_older_updates_hears_of_their_edits_and_keeps_its_place(
    page: Page, newsroom: Newsroom, story: Blog
):
    newest, *_, oldest = story.posts.newest_first()
    page.goto(f"{newsroom.url}{story.get_absolute_url()}?before={newest.public_id}")
    publishing.update(oldest, by=None, headline="Mended")
    factory.post(story, "Far above")
    ask(page)
    expect(part(page, oldest).locator("h2")).to_have_text("Mended")
    assert "Far above" not in headlines(page)
    assert headlines(page)[0] == "Update 4"


def test_polls_do_not_pile_up_behind_a_slow_one(page: Page, newsroom: Newsroom, story: Blog):
    page.clock.install()
    page.goto(newsroom.url + story.get_absolute_url())
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/updates/" in request.url else None
    )
    page.route("**/updates/**", lambda route: None)
    with page.expect_request("**/updates/**"):
        page.clock.run_for(6_000)
    page.clock.run_for(8_000)
    page.wait_for_timeout(200)
    assert len(asked) == 1


def test_a_reopened_story_is_live_again_on_a_fresh_page(
    page: Page, newsroom: Newsroom, story: Blog
):
    publishing.close(story, by=None)
    page.goto(newsroom.url + story.get_absolute_url())
    expect(page.locator("#live-status")).to_contain_text("Coverage has ended")
    publishing.open(story, by=None)
    page.reload()
    expect(page.locator("#live-status")).to_contain_text("by themselves")
    expect(page.locator("#poller")).to_have_attribute("hx-get", re.compile("updates"))


PLAY = """embed => {
    const player = document.createElement("iframe");
    const still = embed.querySelector(".embed-still");
    still.setAttribute("data-playing", "");
    still.replaceChildren(player);
    player.contentWindow.seconds = 83;
}"""


@pytest.mark.parametrize("moves", [True, False], ids=["moveBefore", "no moveBefore"])
def test_a_player_plays_on_while_its_post_is_edited_and_goes_when_it_is_withdrawn(
    page: Page, newsroom: Newsroom, story: Blog, moves: bool
):
    """A frame that leaves the document, if only for a moment, begins from its beginning."""
    if not moves:
        page.add_init_script("delete Element.prototype.moveBefore")
    film = factory.post(story, "Film of the count")
    with publishing.change(by=None):
        for order in (1, 2):
            url = f"https://www.youtube.com/watch?v=abc{order}"
            Embed.objects.create(post=film, url=url, title=f"Film {order}", order=order)
    page.goto(newsroom.url + story.get_absolute_url())
    embed = part(page, film).locator(".embed").nth(1)
    embed.evaluate(PLAY)
    seconds = "embed => embed.querySelector('iframe')?.contentWindow.seconds"

    publishing.correct(film, by=None, text="It was Tuesday.", headline="Film", body=LONG)
    publishing.update(film, by=None, is_key_event=True, verification="confirmed")
    ask(page)
    expect(part(page, film).locator("h2")).to_have_text("Film")
    expect(part(page, film)).to_contain_text("It was Tuesday.")
    assert embed.evaluate(seconds) == 83

    with publishing.change(by=None):
        film.embeds.order_by("order")[0].delete()
    ask(page)
    expect(part(page, film).locator(".embed")).to_have_count(1)
    assert part(page, film).locator(".embed").evaluate(seconds) == 83

    publishing.retract(film, by=None, reason="It was not ours to show.")
    ask(page)
    expect(part(page, film)).to_contain_text("not ours to show")
    expect(page.locator("iframe")).to_have_count(0)


def test_what_is_selected_and_focused_stays_so_while_its_post_is_edited(
    page: Page, newsroom: Newsroom, story: Blog
):
    post = story.posts.newest_first().first()
    page.goto(newsroom.url + story.get_absolute_url())
    link = part(page, post).locator(".permalink")
    link.focus()
    part(page, post).locator(".prose p").first.evaluate("p => getSelection().selectAllChildren(p)")
    chosen = page.evaluate("getSelection().toString()")
    publishing.correct(post, by=None, text="It was Tuesday.", headline="Mended")
    ask(page)
    expect(part(page, post).locator("h2")).to_have_text("Mended")
    expect(link).to_be_focused()
    assert page.evaluate("getSelection().toString()") == chosen


def test_a_page_of_ended_coverage_that_loads_older_updates_is_as_a_fresh_one(
    page: Page, newsroom: Newsroom, story: Blog
):
    """Nothing is asked for any more; but what is loaded now is of a later version."""
    with publishing.change(by=None):
        for minute in range(10, 40):
            factory.post(story, f"Update {minute}", minutes=minute)
    publishing.close(story, by=None)
    page.goto(newsroom.url + story.get_absolute_url())
    wrong, moved = story.posts.newest_first()[3:5]
    publishing.retract(wrong, by=None, reason="It was not so.")
    publishing.update(moved, by=None, published_at=factory.NOON + timedelta(minutes=2))
    page.locator("#older a").click()
    expect(part(page, wrong)).to_contain_text("It was not so.")
    expect(page.locator("#feed article")).to_have_count(36)
    shown = page.locator("#feed article").evaluate_all("all => all.map(a => a.id.slice(5))")
    assert shown == [p.public_id for p in story.posts.in_stream().newest_first()]


def test_a_story_that_is_taken_away_is_said_to_be_gone(page: Page, newsroom: Newsroom, story: Blog):
    page.goto(newsroom.url + story.get_absolute_url())
    publishing.update_blog(story, by=None, is_public=False)
    ask(page)
    expect(page.locator("#live-status")).to_contain_text("no longer to be found")
    publishing.update_blog(story, by=None, is_public=True)
    ask(page)
    expect(page.locator("#live-status")).to_contain_text("by themselves")


def test_an_open_page_follows_its_story_to_a_new_address(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(newsroom.url + story.get_absolute_url())
    publishing.update_blog(story, by=None, slug="moved-on")
    factory.post(story, "After the move")
    ask(page)
    assert headlines(page)[0] == "After the move"
    expect(page.locator("#poller")).to_have_attribute("hx-get", re.compile("/moved-on/"))
    part(page, story.posts.oldest_first()[0]).locator(".permalink").click()
    expect(page).to_have_url(re.compile("/moved-on/posts/"))


WITHOUT_ANCHORS = """
    CSS.supports = () => false;
    addEventListener("DOMContentLoaded", () => {
        document.documentElement.style.overflowAnchor = "none";
    });
"""


@pytest.mark.parametrize("anchors", [True, False], ids=["anchoring browser", "other browser"])
def test_what_changes_above_does_not_move_what_is_being_read(
    page: Page, newsroom: Newsroom, story: Blog, anchors: bool
):
    if not anchors:
        page.add_init_script(WITHOUT_ANCHORS)
    page.goto(newsroom.url + story.get_absolute_url())
    reading, above = story.posts.oldest_first()[1], story.posts.newest_first()[1]
    part(page, reading).scroll_into_view_if_needed()
    scroll(page, 150)
    before = part(page, reading).bounding_box() or {}
    publishing.update(above, by=None, body=LONG + "\n\n" + LONG)
    publishing.correct(above, by=None, text="It was longer than we said.")
    publishing.update_blog(story, by=None, standfirst=LONG)
    publishing.pin_explainer(story, factory.explainer(body=LONG), by=None, is_open=True)
    ask(page)
    expect(part(page, above)).to_contain_text("longer than we said")
    after = part(page, reading).bounding_box() or {}
    assert abs(after["y"] - before["y"]) < 2
