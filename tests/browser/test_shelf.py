"""What stands at the top: folded as the reader left it, changed everywhere by one edit."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from liveblog import publishing
from liveblog.models import Blog, Explainer
from tests import factory
from tests.browser.test_live_page import LONG, ask, story
from tests.patience import until
from tests.servers import Newsroom

__all__ = ["story"]  # the fixture
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]
OPENS = "each => each.open"


@pytest.fixture
def explainer(story: Blog) -> Explainer:
    explainer = factory.explainer("What is a count?", body=LONG)
    publishing.pin_explainer(story, explainer, by=None, is_open=True)
    return explainer


def edit(explainer: Explainer, body: str) -> None:
    explainer.body = body
    publishing.save_shared(explainer, by=None)


def test_a_fold_is_remembered_through_reloads_polls_and_edits_and_in_other_stories(
    page: Page, newsroom: Newsroom, story: Blog, explainer: Explainer
):
    page.goto(newsroom.url + story.get_absolute_url())
    held = page.locator("#pinned details")
    expect(held).to_have_attribute("open", "")
    held.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(held).not_to_have_attribute("open", "")
    mark = held.locator(".edited-since")
    expect(mark).to_be_hidden()

    edit(explainer, "Another text.")
    ask(page)
    expect(held).not_to_have_attribute("open", "")
    expect(mark).to_be_visible()
    expect(held.locator("summary")).to_be_focused()

    page.reload()
    assert not held.evaluate(OPENS)
    expect(mark).to_be_visible()

    other = factory.blog()
    publishing.pin_explainer(other, explainer, by=None, is_open=True)
    page.goto(newsroom.url + other.get_absolute_url())
    assert not held.evaluate(OPENS)
    page.keyboard.press("Tab")
    held.locator("summary").click()
    expect(held).to_contain_text("Another text.")
    expect(mark).to_be_hidden()
    page.reload()
    assert held.evaluate(OPENS)


def test_what_a_reader_folded_is_folded_before_it_is_painted(
    page: Page, newsroom: Newsroom, story: Blog, explainer: Explainer
):
    page.goto(newsroom.url + story.get_absolute_url())
    page.locator("#pinned summary").click()
    page.add_init_script(
        """window.painted = [];
        const look = () => {
            const held = document.querySelector("#pinned details");
            if (held) window.painted.push(held.open);
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);"""
    )
    page.reload()
    until(page, "window.painted.length > 3")
    assert not any(page.evaluate("window.painted"))


def test_what_is_pinned_is_printed_folded_or_not_however_far_the_page_goes(
    page: Page, newsroom: Newsroom, story: Blog, explainer: Explainer
):
    post = factory.post(
        story, "Pinned", minutes=0, body=f"<p>{'It stands further down. ' * 30}</p>"
    )
    publishing.pin(post, by=None)
    for number in range(25):
        factory.post(story, f"Later {number}", minutes=number + 1)
    page.goto(newsroom.url + story.get_absolute_url())
    page.locator("#pinned details").evaluate_all("all => all.map((each) => { each.open = false; })")
    page.emulate_media(media="print")
    assert page.locator(".pinned-explainer .prose").bounding_box()["height"] > 0
    assert page.locator(".pinned-post .prose").bounding_box()["height"] > 0
    expect(page.locator(f"#post-{post.public_id}")).to_have_count(0)


def test_a_browser_that_keeps_nothing_keeps_a_fold_until_the_page_is_left(
    page: Page, newsroom: Newsroom, story: Blog, explainer: Explainer
):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
    )
    page.goto(newsroom.url + story.get_absolute_url())
    held = page.locator("#pinned details")
    held.locator("summary").click()
    edit(explainer, "Another text.")
    ask(page)
    expect(held.locator(".edited-since")).to_be_visible()
    assert not held.evaluate(OPENS)


def test_what_comes_to_the_top_is_announced(page: Page, newsroom: Newsroom, story: Blog):
    page.goto(newsroom.url + story.get_absolute_url())
    publishing.pin_explainer(story, factory.explainer("What is a tie?"), by=None)
    ask(page)
    expect(page.locator("#announcer")).to_have_text("At the top: What is a tie?")


def test_a_pin_begins_and_ends_on_an_open_page_by_itself(
    page: Page, newsroom: Newsroom, story: Blog
):
    page.goto(newsroom.url + story.get_absolute_url())
    soon = timezone.now() + timedelta(seconds=2)
    for title, edge in (("What begins?", "shown_from"), ("What ends?", "shown_until")):
        publishing.pin_explainer(story, factory.explainer(title), by=None, **{edge: soon})
    ask(page)
    while timezone.now() <= soon:
        page.wait_for_timeout(200)
    ask(page)
    expect(page.locator("#pinned .shelf-title")).to_have_text(["What begins?"])


def test_one_edit_reaches_the_open_pages_of_every_story_that_pins_or_tells_it(
    browser: Browser, newsroom: Newsroom, story: Blog, explainer: Explainer
):
    other = factory.blog()
    publishing.pin_explainer(other, explainer, by=None)
    publishing.tell_explainer(other, explainer, by=None)
    context = browser.new_context()
    pages = []
    for blog in (story, other):
        page = context.new_page()
        page.goto(newsroom.url + blog.get_absolute_url())
        pages.append(page)
    before = [Blog.objects.get(pk=blog.pk).version for blog in (story, other)]
    edit(explainer, "One text for all.")
    after = [Blog.objects.get(pk=blog.pk).version for blog in (story, other)]
    assert after == [version + 1 for version in before]
    for page in pages:
        ask(page)
        expect(page.locator("#pinned .prose")).to_have_text("One text for all.")
    expect(pages[1].locator("#feed .explainer .prose")).to_have_text("One text for all.")
    context.close()


def test_without_javascript_it_folds_and_unfolds(
    browser: Browser, newsroom: Newsroom, story: Blog, explainer: Explainer
):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(newsroom.url + story.get_absolute_url())
    prose = page.locator("#pinned .prose")
    expect(prose).to_be_visible()
    page.locator("#pinned summary").press("Enter")
    expect(prose).to_be_hidden()
    page.context.close()


def test_a_long_pinned_update_is_folded_and_its_whole_is_one_press_away(
    page: Page, newsroom: Newsroom, story: Blog
):
    long, short = story.posts.oldest_first()[:2]
    publishing.update(short, by=None, body="A short text.")
    for post in (long, short):
        publishing.pin(post, by=None)
    page.goto(newsroom.url + story.get_absolute_url())
    held = page.locator("#pinned details")
    # The latest pinned first.
    expect(held.locator(".shelf-title")).to_have_text(["Update 1", "Update 0"])
    assert [each.evaluate(OPENS) for each in held.all()] == [True, False]
    held.last.locator("summary").click()
    held.last.get_by_role("link", name="the whole update").click()
    expect(page.locator(f"#post-{long.public_id} h2")).to_be_focused()
    publishing.unpin(long, by=None)
    publishing.retract(short, by=None, reason="It was not so.")
    ask(page)
    expect(held).to_have_count(0)


def test_the_first_words_of_a_post_without_a_headline_are_not_said_twice(
    page: Page, newsroom: Newsroom, story: Blog
):
    post = factory.draft(story, body="<p>Two ferries are out.</p>")
    publishing.update(post, by=None, headline="")
    publishing.pin(publishing.publish(post, by=None), by=None)
    page.goto(newsroom.url + story.get_absolute_url())
    title = page.locator("#pinned .shelf-title")
    expect(page.locator("#pinned .prose")).to_have_text("Two ferries are out.")
    expect(title).to_be_hidden()
    page.locator("#pinned summary").click()
    expect(title).to_have_text("Two ferries are out.")
    expect(title).to_be_visible()
