"""Networks, answers and scripts that fail an open page, and readers who are far behind."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from liveblog import publishing
from liveblog.models import Blog
from tests import factory
from tests.browser.test_live_page import LONG, ask, headlines, part
from tests.browser.test_through_the_night import WITHOUT_ANCHORS, story
from tests.patience import scroll
from tests.reader.model.open_page import OpenPage, said
from tests.servers import Newsroom

__all__ = ["story"]  # the fixture
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]


@pytest.fixture
def many(story: Blog) -> Blog:
    with publishing.change(by=None):
        for minute in range(10, 40):
            factory.post(story, f"Update {minute}", minutes=minute, body=LONG)
    return story


def polls_of(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/updates/" in r.url else None)
    return asked


def status(page: Page) -> Any:
    return page.locator("#live-status")


# When to ask.


def test_each_failure_is_waited_for_longer_than_the_one_before(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.clock.install()
    page.goto(newsroom.url + story.get_absolute_url())
    page.route("**/updates/**", lambda route: route.fulfill(status=500))
    asked = polls_of(page)
    seen = []
    for _ in range(4):
        page.clock.run_for(60_000)
        page.wait_for_timeout(150)
        seen.append(len(asked))
    # 12 in each minute, were nothing waited for.
    assert seen[0] <= 5
    assert seen[3] - seen[2] <= 2
    assert seen[3] > seen[0]
    expect(status(page)).to_contain_text("Not up to date")


def test_a_quiet_story_is_asked_at_its_own_interval(page: Page, newsroom: Newsroom, story: Blog):
    page.clock.install()
    page.goto(newsroom.url + story.get_absolute_url())
    said = {"status": 204, "headers": {"Poll-Seconds": "15"}}
    page.route("**/updates/**", lambda route: route.fulfill(**said))
    ask(page)
    asked = polls_of(page)
    for _ in range(12):
        page.clock.run_for(5_000)
        page.wait_for_timeout(50)
    assert 3 <= len(asked) <= 5


def test_offline_is_said_and_online_catches_up(
    page: Page, newsroom: Newsroom, story: Blog, complaints: list[str]
):
    page.goto(newsroom.url + story.get_absolute_url())
    page.context.set_offline(True)
    expect(status(page)).to_contain_text("Not up to date")
    factory.post(story, "Meanwhile")
    page.context.set_offline(False)
    expect(page.locator("#feed article h2").first).to_have_text("Meanwhile")
    expect(status(page)).to_contain_text("by themselves")
    complaints[:] = [line for line in complaints if "DISCONNECTED" not in line]


@pytest.mark.parametrize("ended", [False, True], ids=["live", "ended"])
def test_a_page_that_is_come_back_to_asks_at_once(
    page: Page, newsroom: Newsroom, story: Blog, ended: bool
):
    if ended:
        publishing.close(story, by=None)
    page.goto(newsroom.url + story.get_absolute_url())
    page.goto(newsroom.url + "/corrections/")
    wrong = story.posts.newest_first()[0]
    publishing.retract(wrong, by=None, reason="It was not so.")
    page.go_back()
    expect(part(page, wrong)).to_contain_text("It was not so.")


def test_a_page_kept_whole_by_the_browser_asks_when_it_is_shown_again(
    page: Page, newsroom: Newsroom, story: Blog
):
    publishing.close(story, by=None)
    page.goto(newsroom.url + story.get_absolute_url())
    wrong = story.posts.newest_first()[0]
    publishing.retract(wrong, by=None, reason="It was not so.")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(part(page, wrong)).to_contain_text("It was not so.")


def test_an_ended_page_that_cannot_catch_up_says_so_and_tries_again(
    page: Page, newsroom: Newsroom, many: Blog
):
    publishing.close(many, by=None)
    page.clock.install()
    page.goto(newsroom.url + many.get_absolute_url())
    wrong = many.posts.newest_first()[0]
    publishing.retract(wrong, by=None, reason="It was not so.")
    page.route("**/updates/**", lambda route: route.fulfill(status=500))
    asked = polls_of(page)
    page.evaluate(
        "document.addEventListener('poll', () => { window.polls = (window.polls || 0) + 1 })"
    )
    page.locator("#older a").click()
    expect(status(page)).to_contain_text("Not up to date")
    # For all the posts that came with one page.
    assert page.evaluate("window.polls") == 1
    for _ in range(6):
        page.clock.run_for(5_000)
        page.wait_for_timeout(80)
    assert 1 <= len(asked) <= 4
    page.unroute("**/updates/**")
    page.clock.run_for(90_000)
    expect(part(page, wrong)).to_contain_text("It was not so.")
    expect(status(page)).to_contain_text("Coverage has ended")


# What comes back.


def test_an_answer_of_somebody_elses_is_a_failure(page: Page, newsroom: Newsroom, story: Blog):
    page.goto(newsroom.url + story.get_absolute_url())
    login = "<title>Hotel</title><h1>Log in to the Wi-Fi</h1>"
    said = {"status": 200, "content_type": "text/html", "body": login}
    page.route("**/updates/**", lambda route: route.fulfill(**said))
    ask(page)
    expect(status(page)).to_contain_text("Not up to date")
    expect(page).to_have_title("A long night")


@pytest.mark.parametrize("script", ["idiomorph", "htmx"])
def test_a_script_that_does_not_load_hides_no_withdrawal(
    page: Page, newsroom: Newsroom, story: Blog, script: str, complaints: list[str]
):
    page.route(f"**/{script}*", lambda route: route.abort())
    page.goto(newsroom.url + story.get_absolute_url())
    if script == "htmx":
        expect(status(page)).to_contain_text("Reload this page")
    else:
        wrong = story.posts.newest_first()[0]
        publishing.retract(wrong, by=None, reason="It was not so.")
        ask(page)
        expect(part(page, wrong)).to_contain_text("It was not so.")
    complaints[:] = [line for line in complaints if "ERR_FAILED" not in line]


# Far behind.


def far_behind(story: Blog) -> None:
    with publishing.change(by=None):
        for number in range(70):
            factory.post(story, f"Meanwhile {number}", body=LONG)


def test_who_was_far_behind_and_watches_gets_the_first_page_and_is_told(
    page: Page, newsroom: Newsroom, many: Blog
):
    page.goto(newsroom.url + many.get_absolute_url())
    far_behind(many)
    ask(page)
    expect(page.locator("#feed article")).to_have_count(20)
    assert headlines(page)[0].startswith("Meanwhile")
    expect(page.locator("#announcer")).to_have_text("20 new updates")


def test_who_reads_further_down_is_not_thrown_back_but_told(
    page: Page, newsroom: Newsroom, many: Blog
):
    page.goto(newsroom.url + many.get_absolute_url())
    reading = many.posts.newest_first()[12]
    part(page, reading).scroll_into_view_if_needed()
    scroll(page, 200)
    before = part(page, reading).bounding_box()
    far_behind(many)
    ask(page)
    expect(status(page)).to_contain_text("Much has changed")
    assert part(page, reading).bounding_box() == before
    publishing.retract(reading, by=None, reason="It was not so.")
    publishing.close(many, by=None)
    # Chromium too answers a second ask for one address as it did, while it revalidates.
    page.wait_for_timeout(1_100)
    ask(page)
    expect(part(page, reading)).to_contain_text("It was not so.")
    expect(status(page)).to_contain_text("Much has changed")
    expect(page.locator("#poller")).not_to_have_attribute("data-seconds", re.compile("."))


def test_a_page_of_older_updates_never_becomes_the_first_page(
    page: Page, newsroom: Newsroom, many: Blog
):
    after = many.posts.newest_first()[19]
    page.goto(f"{newsroom.url}{many.get_absolute_url()}?before={after.public_id}")
    expect(status(page)).to_contain_text("Changes to these updates")
    held = headlines(page)
    far_behind(many)
    ask(page)
    expect(status(page)).to_contain_text("Much has changed")
    assert headlines(page) == held


def test_a_byline_put_right_in_many_updates_moves_nobody(
    page: Page, newsroom: Newsroom, story: Blog
):
    writer = factory.contributor("Ana Brigs")
    with publishing.change(by=None):
        for minute in range(10, 90):
            factory.post(story, f"Update {minute}", minutes=minute, bylines=[writer])
    page.goto(newsroom.url + story.get_absolute_url())
    writer.name = "Ana Briggs"
    publishing.save_shared(writer, by=None)
    ask(page)
    expect(page.locator("#feed .byline-name").first).to_have_text("Ana Briggs")
    expect(page.locator("#new-updates")).to_be_hidden()
    assert headlines(page)[0] == "Update 89"


# What is said, and where one is.


def test_an_update_at_the_end_of_a_stream_from_the_start_is_said_aloud(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(f"{newsroom.url}{story.get_absolute_url()}?order=oldest")
    factory.post(story, "The latest")
    ask(page)
    expect(page.locator("#announcer")).to_have_text("1 new update")
    assert headlines(page)[-1] == "The latest"


def test_the_last_update_and_the_end_are_both_said(page: Page, newsroom: Newsroom, story: Blog):
    page.goto(newsroom.url + story.get_absolute_url())
    with publishing.change(by=None, blogs=[story]):
        factory.post(story, "The last word")
        publishing.close(story, by=None)
    ask(page)
    expect(page.locator("#announcer")).to_contain_text("1 new update")
    expect(page.locator("#announcer")).to_contain_text("Coverage has ended")


def test_what_was_withdrawn_before_it_was_seen_is_not_counted(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(newsroom.url + story.get_absolute_url())
    scroll(page, 2000)
    with publishing.change(by=None):
        factory.post(story, "New")
    wrong = factory.post(story, "Wrong")
    publishing.retract(wrong, by=None, reason="It was not so.")
    ask(page)
    expect(page.locator("#new-updates")).to_have_text("1 new update")


def test_the_focus_stays_on_the_shelf_and_what_was_unfolded_stays_so(
    page: Page, newsroom: Newsroom, story: Blog
):
    explainer = factory.explainer("What is a count?")
    publishing.pin_explainer(story, explainer, by=None)
    page.goto(newsroom.url + story.get_absolute_url())
    summary = page.locator("#pinned summary")
    summary.click()
    summary.focus()
    explainer.title = "What is a recount?"
    publishing.save_shared(explainer, by=None)
    ask(page)
    expect(summary).to_contain_text("What is a recount?")
    expect(summary).to_be_focused()
    expect(page.locator("#pinned details")).to_have_attribute("open", "")


def test_the_focus_goes_to_the_updates_when_the_button_goes(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(newsroom.url + story.get_absolute_url())
    scroll(page, 2000)
    wrong = factory.post(story, "Wrong")
    ask(page)
    page.locator("#new-updates").focus()
    publishing.retract(wrong, by=None, reason="It was not so.")
    ask(page)
    expect(page.locator("#new-updates")).to_be_hidden()
    expect(page.locator("#feed")).to_be_focused()


def test_a_key_event_that_waits_is_revealed_when_it_is_jumped_to(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(newsroom.url + story.get_absolute_url())
    scroll(page, 2000)
    key = factory.post(story, "Key", is_key_event=True)
    ask(page)
    expect(part(page, key)).to_be_hidden()
    page.locator("#key-events a").evaluate("link => link.click()")
    expect(part(page, key)).to_be_visible()
    expect(part(page, key).locator("h2")).to_be_focused()


def test_a_change_of_language_is_the_pages_own(page: Page, newsroom: Newsroom, story: Blog):
    page.goto(newsroom.url + story.get_absolute_url())
    publishing.update_blog(story, by=None, language="fr")
    ask(page)
    expect(page.locator("html")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize("anchors", [True, False], ids=["anchoring browser", "other browser"])
def test_a_new_update_does_not_move_what_is_being_read(
    page: Page, newsroom: Newsroom, many: Blog, anchors: bool
):
    if not anchors:
        page.add_init_script(WITHOUT_ANCHORS)
    page.goto(newsroom.url + many.get_absolute_url())
    reading = many.posts.newest_first()[3]
    part(page, reading).scroll_into_view_if_needed()
    scroll(page, 150)
    before = part(page, reading).bounding_box() or {}
    factory.post(many, "New", body=LONG)
    factory.post(many, "Between", body=LONG, minutes=38)
    ask(page)
    expect(page.locator("#new-updates")).to_have_text(re.compile("new update"))
    after = part(page, reading).bounding_box() or {}
    assert abs(after["y"] - before["y"]) < 2


def test_the_bar_appears_with_the_first_update(page: Page, newsroom: Newsroom):
    blog = factory.blog()
    page.goto(newsroom.url + blog.get_absolute_url())
    expect(page.locator("#stream")).to_be_hidden()
    factory.post(blog, "The first")
    ask(page)
    expect(page.locator("#stream")).to_be_visible()


def test_the_button_leads_to_what_waits_wherever_it_stands(
    page: Page, newsroom: Newsroom, many: Blog
):
    page.goto(newsroom.url + many.get_absolute_url())
    part(page, many.posts.newest_first()[10]).scroll_into_view_if_needed()
    scroll(page, 200)
    between = factory.post(many, "Between", minutes=36, body=LONG)
    ask(page)
    page.locator("#new-updates").click()
    expect(part(page, between).locator("h2")).to_be_focused()
    expect(part(page, between)).to_be_in_viewport()


def test_what_was_on_its_way_when_the_reader_paused_waits_too(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(newsroom.url + story.get_absolute_url())
    on_its_way: list[Any] = []
    page.route("**/updates/**", lambda route: on_its_way.append(route))
    factory.post(story, "Meanwhile")
    with page.expect_request("**/updates/**"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("button", name="Pause updates").click()
    with page.expect_response("**/updates/**"):
        on_its_way[0].continue_()
    page.wait_for_timeout(200)
    page.unroute("**/updates/**")
    assert "Meanwhile" not in headlines(page)
    page.get_by_role("button", name="Resume updates").click()
    expect(page.locator("#feed article h2").first).to_have_text("Meanwhile")


def change_everything(story: Blog) -> None:
    """Each verb of FIELD's first case, on posts that the page holds."""
    posts = list(story.posts.published().newest_first()[1:8])
    edited, corrected, wrong, pinned, key, moved, unpinned = posts
    publishing.update(edited, by=None, headline="Edited")
    publishing.correct(corrected, by=None, text="Five, and not four.", headline="Corrected")
    publishing.retract(wrong, by=None, reason="It was not so.")
    publishing.pin(pinned, by=None)
    publishing.pin(unpinned, by=None)
    publishing.unpin(unpinned, by=None)
    publishing.update(key, by=None, is_key_event=True)
    publishing.update(moved, by=None, published_at=moved.published_at - timedelta(minutes=3))
    factory.post(story, "Backdated", minutes=35)
    factory.post(story, "New")
    publishing.update_blog(story, by=None, title="A longer night", standfirst="So far.")
    publishing.close(story, by=None)


WHERE = ["at the top", "further down", "on older updates", "in a hidden tab"]


@pytest.mark.parametrize("where", WHERE)
def test_every_change_arrives_wherever_one_is(
    page: Page, newsroom: Newsroom, many: Blog, where: str
):
    """Behind the button too: what waits is in the page, and hidden."""
    address = newsroom.url + many.get_absolute_url()
    if where == "on older updates":
        address += f"?before={many.posts.newest_first()[0].public_id}"
    page.goto(address)
    if where == "further down":
        scroll(page, 3000)
    if where == "in a hidden tab":
        hide = "Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s})"
        page.evaluate(hide % "true")
    change_everything(many)
    if where == "in a hidden tab":
        page.evaluate(hide % "false")
    ask(page)
    expect(page.locator("h1")).to_have_text("A longer night")
    held, fresh = OpenPage(page.content()), OpenPage(page.request.get(address).text())
    for name in ("blog-head", "pinned", "key-events"):
        assert said(held.part(name)) == said(fresh.part(name)), name
    told = {article.get("id"): said(article) for article in fresh.articles}
    shown = [article.get("id") for article in held.articles if article.get("id") in told]
    assert shown == [name for name in told if name in held.held]
    assert len(shown) >= 18
    for article in held.articles:
        assert told.get(article.get("id"), said(article)) == said(article)
    assert not held.is_polling
