"""A picture is looked at as large as the screen, over the page or at its file's own address."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from liveblog import publishing
from liveblog.models import Post
from tests import factory
from tests.browser.test_live_page import ask
from tests.patience import until
from tests.photos import shots
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]


@pytest.fixture
def post(newsroom: Newsroom) -> Post:
    shown = {"photo": shots.made(2400, 1350), "caption": "The tower at dusk"}
    return factory.post(factory.blog(), photos=[shown])


@pytest.fixture
def open_page(page: Page, newsroom: Newsroom, post: Post) -> Page:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(newsroom.url + post.blog.get_absolute_url())
    expect(page.locator("#live-status")).to_be_visible()
    return page


def enlarged(page: Page) -> Any:
    return page.get_by_role("dialog")


def test_a_click_opens_it_as_wide_as_the_screen_with_its_caption(open_page: Page):
    open_page.locator("#feed a.enlarge").click()
    image = enlarged(open_page).locator("img")
    until(image, "(i) => i.complete && i.currentSrc.endsWith('-1520.avif')")
    assert image.bounding_box()["width"] > 1200
    expect(enlarged(open_page)).to_contain_text("The tower at dusk")
    found = Axe().run(open_page, context=".enlarged").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


@pytest.mark.parametrize("how", ["Escape", "Close", "a click"])
def test_it_is_closed_and_the_reader_stands_where_they_were(open_page: Page, how: str):
    link = open_page.locator("#feed a.enlarge")
    link.press("Enter")
    if how == "Escape":
        open_page.keyboard.press("Escape")
    elif how == "Close":
        expect(enlarged(open_page).get_by_role("button", name="Close")).to_be_focused()
        open_page.keyboard.press("Enter")
    else:
        enlarged(open_page).locator("img").click()
    expect(enlarged(open_page)).to_have_count(0)
    expect(link).to_be_focused()


def test_in_a_gallery_enter_opens_the_picture_that_is_looked_at(
    page: Page, newsroom: Newsroom, post: Post
):
    shown = [{"photo": shots.made(1600, 1200, alt_text=f"Wall {n}")} for n in range(3)]
    factory.post(post.blog, "Three", minutes=5, photos=shown)
    page.emulate_media(reduced_motion="reduce")
    page.goto(newsroom.url + post.blog.get_absolute_url())
    strip = page.locator(".gallery-strip")
    strip.press("ArrowRight")
    expect(page.locator(".gallery [aria-live]")).to_have_text("2 of 3")
    strip.press("Enter")
    expect(page.get_by_role("dialog", name="Wall 1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(strip).to_be_focused()


@pytest.fixture
def of_three(page: Page, newsroom: Newsroom, post: Post) -> Page:
    """The first of three, enlarged."""
    shown = [
        {"photo": shots.made(1600, 1200, alt_text=f"Wall {n}"), "caption": f"Caption {n}"}
        for n in range(3)
    ]
    factory.post(post.blog, "Three", minutes=5, photos=shown)
    page.emulate_media(reduced_motion="reduce")
    page.goto(newsroom.url + post.blog.get_absolute_url())
    page.locator(".gallery-strip").press("Enter")
    expect(page.get_by_role("dialog", name="Wall 0")).to_be_visible()
    return page


def test_of_several_the_next_is_a_key_away_and_the_strip_follows(of_three: Page):
    for name in ("Wall 1", "Wall 2", "Wall 2"):  # There is none behind the last.
        of_three.keyboard.press("ArrowRight")
        expect(of_three.get_by_role("dialog", name=name)).to_be_visible()
    of_three.keyboard.press("ArrowLeft")
    expect(enlarged(of_three)).to_contain_text("Caption 1")
    expect(enlarged(of_three).locator("[aria-live]")).to_have_text("Wall 1")
    of_three.keyboard.press("Escape")
    strip = of_three.locator(".gallery-strip")
    expect(strip).to_be_focused()
    until(strip, "(s) => Math.abs(s.children[1].offsetLeft - s.scrollLeft) < 2")


def test_of_several_the_next_is_a_press_away_and_the_button_keeps_the_focus(of_three: Page):
    following = enlarged(of_three).get_by_role("button", name="Next picture")
    following.click()
    expect(of_three.get_by_role("dialog", name="Wall 1")).to_be_visible()
    expect(following).to_be_focused()
    of_three.keyboard.press("Enter")
    expect(of_three.get_by_role("dialog", name="Wall 2")).to_be_visible()
    expect(following).to_have_attribute("aria-disabled", "true")
    found = Axe().run(of_three, context=".enlarged").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_one_that_was_taken_out_meanwhile_closes_as_any_other(of_three: Page, post: Post):
    for _ in range(2):
        of_three.keyboard.press("ArrowRight")
    expect(of_three.get_by_role("dialog", name="Wall 2")).to_be_visible()
    three = post.blog.posts.get(headline="Three")
    left = [{"photo": each.photo, "caption": each.caption} for each in three.photos.all()[:2]]
    publishing.update(three, by=None, photos=left)
    ask(of_three)
    expect(of_three.locator(".gallery-strip > *")).to_have_count(2)
    of_three.keyboard.press("Escape")
    expect(enlarged(of_three)).to_have_count(0)
    expect(of_three.locator(".gallery-strip")).to_be_focused()


SWIPE = """(dialog, [across, down]) => {
    const touch = (x, y) => new Touch({ identifier: 1, target: dialog, clientX: x, clientY: y });
    const start = touch(200, 300);
    const end = touch(200 + across, 300 + down);
    dialog.dispatchEvent(new TouchEvent("touchstart", { touches: [start] }));
    dialog.dispatchEvent(new TouchEvent("touchend", { changedTouches: [end] }));
}"""


def test_of_several_the_next_is_a_swipe_away(of_three: Page):
    enlarged(of_three).evaluate(SWIPE, [-120, 10])
    expect(of_three.get_by_role("dialog", name="Wall 1")).to_be_visible()
    enlarged(of_three).evaluate(SWIPE, [20, 0])
    enlarged(of_three).evaluate(SWIPE, [-60, 200])
    expect(of_three.get_by_role("dialog", name="Wall 1")).to_be_visible()
    enlarged(of_three).evaluate(SWIPE, [120, -10])
    expect(of_three.get_by_role("dialog", name="Wall 0")).to_be_visible()


def test_one_that_came_by_polling_opens_too(open_page: Page, post: Post):
    new = factory.post(post.blog, minutes=5, photos=[{"photo": shots.made(1600, 900)}])
    ask(open_page)
    open_page.locator(f"#post-{new.public_id} a.enlarge").click()
    expect(enlarged(open_page)).to_be_visible()


def test_what_is_no_wider_than_the_page_is_no_link(page: Page, newsroom: Newsroom):
    post = factory.post(factory.blog(), photos=[{"photo": shots.made(700, 500)}])
    page.goto(newsroom.url + post.get_absolute_url())
    expect(page.locator("figure.photo img")).to_be_visible()
    expect(page.locator("a.enlarge")).to_have_count(0)


def test_without_javascript_the_link_leads_to_the_largest_file(
    browser: Browser, newsroom: Newsroom, post: Post
):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(newsroom.url + post.get_absolute_url())
    link = page.get_by_role("link", name="Enlarge: A wall, half red")
    answer = page.request.get(newsroom.url + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "image/jpeg"
    assert str(link.get_attribute("href")).endswith("-2000.jpg")
    page.context.close()


def test_in_a_tunnel_it_is_shown_as_the_page_has_it_and_can_be_closed(
    open_page: Page, complaints: list[str]
):
    shown = open_page.locator("#feed a.enlarge img")
    until(shown, "(i) => i.complete && i.naturalWidth > 0")
    here = shown.evaluate("(i) => i.currentSrc")
    open_page.route("**/*-1520.*", lambda route: route.abort())
    open_page.locator("#feed a.enlarge").click()
    image = enlarged(open_page).locator("img")
    until(image, f"(i) => i.complete && i.naturalWidth > 0 && i.currentSrc === {here!r}")
    for each in (image, enlarged(open_page).get_by_role("button", name="Close")):
        box = each.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
    complaints.clear()
