"""The head of the desk in a real browser: changed in place, beside words that are being typed."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from liveblog import publishing
from liveblog.models import Blog, Explainer
from tests import factory
from tests.desk.desk import address, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def blog(transactional_db: Any) -> Blog:
    blog = factory.blog(title="A night of counting")
    factory.explainer("What is a recount?")
    factory.post(blog)
    return blog


@pytest.fixture
def desk(page: Page, complaints: list[str], live_server: Any, blog: Blog) -> Page:
    """The blog's desk, opened by an editor who has begun to write."""
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", blog))
    page.fill("[name=headline]", "Half a sentence")
    return page


def story(desk: Page) -> None:
    desk.locator("#coverage .story > summary").click()


def still_typing(desk: Page) -> bool:
    return desk.input_value(".composer [name=headline]") == "Half a sentence"


def test_a_headline_is_worded_in_place(desk: Page, blog: Blog):
    story(desk)
    desk.get_by_role("link", name="Headline and standfirst").click()
    desk.fill("#coverage [name=title]", "A long night of counting")
    desk.get_by_role("button", name="Save for readers").click()
    expect(desk.locator("#coverage h1")).to_have_text("A long night of counting")
    expect(desk.locator("#coverage [role=status]")).to_have_text("Saved, and on readers’ pages.")
    assert Blog.objects.get(pk=blog.pk).title == "A long night of counting"
    assert still_typing(desk)


def test_a_refusal_stays_in_the_panel_with_the_words(desk: Page, blog: Blog):
    story(desk)
    desk.get_by_role("link", name="Headline and standfirst").click()
    desk.fill("#coverage [name=title]", " ")
    desk.fill("#coverage [name=standfirst]", "So far.")
    desk.get_by_role("button", name="Save for readers").click()
    expect(desk.locator("#coverage .field-error")).to_be_visible()
    assert desk.input_value("#coverage [name=standfirst]") == "So far."
    assert still_typing(desk)


def test_explainers_are_found_pinned_and_ordered_in_place(desk: Page, blog: Blog):
    publishing.pin_explainer(blog, factory.explainer("What is a ballot?"), by=None)
    story(desk)
    desk.get_by_role("link", name="Explainers").click()
    desk.fill("#coverage [type=search]", "recount")
    desk.get_by_role("button", name="Search").click()
    desk.get_by_role("button", name=re.compile("^Pin ?: What is a recount")).click()
    desk.get_by_role("button", name=re.compile("^Up ?: What is a recount")).click()
    expect(desk.locator("ol.pins .pin").first).to_contain_text("What is a recount?")
    pins = blog.pins.order_by("order")
    assert [pin.explainer.title for pin in pins] == ["What is a recount?", "What is a ballot?"]
    assert still_typing(desk)


def test_a_new_explainer_is_written_pinned_and_told_beside_words_being_typed(
    desk: Page, blog: Blog
):
    story(desk)
    desk.get_by_role("link", name="Explainers").click()
    desk.locator("#coverage .new-explainer summary").click()
    desk.fill("[name=new-explainer-title]", "What is a tie?")
    desk.locator("#coverage .new-explainer [contenteditable]").last.fill("As many on both sides.")
    desk.get_by_role("button", name="Publish and pin it").click()
    expect(desk.locator("#coverage [role=status]")).to_have_text(
        "Written and pinned: What is a tie?"
    )
    desk.get_by_role("button", name=re.compile("^Tell it in the stream now")).click()
    expect(desk.locator("#coverage .pin-where")).to_contain_text("Told in the stream")
    (post,) = blog.posts.filter(explainer__title="What is a tie?")
    assert post.is_published
    assert "As many on both sides." in post.explainer.body
    assert still_typing(desk)


def test_an_explainers_text_is_edited_and_the_desk_come_back_to_as_it_was(desk: Page, blog: Blog):
    publishing.pin_explainer(blog, Explainer.objects.get(), by=None)
    story(desk)
    desk.get_by_role("link", name="Explainers").click()
    desk.get_by_role("link", name=re.compile("^Its text")).click()
    desk.fill("[name=title]", "What is a count?")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".composer [name=headline]")).to_have_value("Half a sentence")
    assert blog.pins.get().explainer.title == "What is a count?"


def test_coverage_ends_with_its_last_word_in_place(desk: Page, blog: Blog):
    story(desk)
    desk.get_by_text("End coverage").click()
    desk.fill("#coverage [name=closing_line]", "More at dawn.")
    desk.get_by_role("button", name="End it now").click()
    expect(desk.locator("#coverage-facts .state")).to_have_text("Ended")
    assert Blog.objects.get(pk=blog.pk).closing_line == "More at dawn."
    assert still_typing(desk)


def test_on_a_telephone_the_head_is_short_and_the_rest_is_one_press_away(desk: Page):
    desk.set_viewport_size({"width": 390, "height": 844})
    head = desk.locator("#coverage")
    assert head.bounding_box()["height"] < 130
    expect(desk.get_by_role("button", name="Pause")).to_be_hidden()
    story(desk)
    expect(desk.get_by_role("button", name="Pause")).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390


def test_how_long_since_grows_older_by_itself(page: Page, live_server: Any, blog: Blog):
    page.clock.install()
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", blog))
    # No poll helps: it is the page's own doing.
    page.route("**/list/**", lambda route: route.abort())
    expect(page.locator("[data-ago-seconds]")).to_have_text("just now")
    page.clock.fast_forward("05:00")
    expect(page.locator("[data-ago-seconds]")).to_have_text("5 min ago")
