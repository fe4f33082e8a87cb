"""Several pictures in one post: by swipe, keys and buttons; edited, printed, without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from liveblog import publishing
from liveblog.models import Photo, Post
from tests import factory
from tests.browser.pictures import photos
from tests.browser.test_live_page import ask
from tests.patience import until
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]
# How far each picture's left edge stands from the strip's.
AT = """strip => Array.from(strip.children).findIndex(
    (each) => Math.abs(each.offsetLeft - strip.scrollLeft) < 2)"""
IS_LAST = "strip => strip.scrollLeft + strip.clientWidth >= strip.scrollWidth - 2"
# What of the feed moves from now on, and how far. What a reader's own scrolling moves is not
# counted, nor the line above the feed, which says by itself how long ago it asked.
WATCH = """() => {
    window.shifted = [];
    const isInFeed = ({ node }) => (node?.parentElement ?? node)?.closest?.("#feed");
    const said = ({ node, previousRect: was, currentRect: is }) =>
        `${node.outerHTML?.slice(0, 120) ?? node.data}: ${was.x},${was.y} to ${is.x},${is.y}`;
    new PerformanceObserver((list) => {
        const moved = list.getEntries().flatMap((each) => Array.from(each.sources));
        window.shifted.push(...moved.filter(isInFeed).map(said));
    }).observe({ type: "layout-shift" });
}"""


@pytest.fixture
def five(newsroom: Newsroom) -> list[Photo]:
    return photos(5)


@pytest.fixture
def post(five: list[Photo]) -> Post:
    blog = factory.blog(title="A night of counting")
    return factory.post(blog, "Five pictures", minutes=1, photos=shown(five))


def shown(pictures: list[Photo]) -> list[dict[str, Any]]:
    return [{"photo": each, "caption": f"Caption {each.alt_text[-1]}"} for each in pictures]


@pytest.fixture
def strip(page: Page, newsroom: Newsroom, post: Post) -> Any:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    page.goto(newsroom.url + post.blog.get_absolute_url())
    strip = page.locator(".gallery-strip")
    strip.scroll_into_view_if_needed()
    return strip


def at(strip: Any, place: int) -> None:
    until(strip, f"strip => ({AT})(strip) === {place}")


def test_buttons_lead_to_the_next_picture_and_stop_at_the_last(page: Page, strip: Any):
    following = page.get_by_role("button", name="Next picture")
    before = page.get_by_role("button", name="Previous picture")
    expect(before).to_have_attribute("aria-disabled", "true")
    following.click()
    at(strip, 1)
    expect(page.locator(".gallery [aria-live]")).to_have_text("2 of 5")
    expect(before).to_have_attribute("aria-disabled", "false")
    for _ in range(3):
        following.press("Enter")
    expect(following).to_have_attribute("aria-disabled", "true")
    expect(following).to_be_focused()
    assert strip.evaluate(IS_LAST)


def test_the_strip_is_one_stop_of_the_tab_key_and_arrows_move_it(page: Page, strip: Any):
    strip.focus()
    expect(page.get_by_role("group", name="5 pictures")).to_be_focused()
    strip.press("ArrowRight")
    at(strip, 1)
    strip.press("ArrowRight")
    at(strip, 2)
    strip.press("ArrowLeft")
    at(strip, 1)
    strip.press("End")
    until(strip, IS_LAST)
    strip.press("Home")
    at(strip, 0)


def test_a_swipe_comes_to_rest_at_a_picture(page: Page, strip: Any):
    box = strip.bounding_box()
    finger = page.context.new_cdp_session(page)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": box["y"] + 60}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start = box["x"] + box["width"] * 0.8
    touch("touchStart", start)
    for step in range(1, 11):
        touch("touchMove", start - box["width"] * 0.06 * step)
        page.wait_for_timeout(30)
    touch("touchEnd")
    at(strip, 1)


def test_each_picture_has_its_caption_credit_place_and_alt_text(page: Page, strip: Any):
    for number in range(1, 6):
        figure = strip.locator("figure").nth(number - 1)
        said = f"{number} of 5 Caption {number} – Photographer {number}/Agency"
        words = figure.locator("figcaption").evaluate(
            """it => Array.from(it.children, each =>
                getComputedStyle(each, "::before").content.replace(/^none$|"/g, "")
                + each.textContent).join(" ").replace(/\\s+/g, " ")"""
        )
        assert words == said
        expect(figure.locator("img")).to_have_attribute("alt", f"Alt text {number}")


def test_frames_are_of_one_shape_and_nothing_shifts_as_pictures_come(
    page: Page, newsroom: Newsroom, post: Post
):
    waiting: list[Any] = []
    hold = waiting.append
    page.route("**/media/**", lambda route: hold(route))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(newsroom.url + post.blog.get_absolute_url(), wait_until="domcontentloaded")
    expect(page.locator("#live-words")).to_be_visible()
    page.evaluate("document.fonts.ready")
    page.evaluate(WATCH)
    frames = page.locator(".gallery-frame")
    box = "all => all.map(each => [each.clientWidth, each.clientHeight])"
    before = frames.evaluate_all(box)
    assert len({tuple(frame) for frame in before}) == 1
    assert abs(before[0][0] / before[0][1] - 1.5) < 0.01
    hold = lambda route: route.continue_()  # noqa: E731
    for each in waiting:
        hold(each)
    for picture in page.locator(".gallery img").all():
        picture.scroll_into_view_if_needed()
        until(picture, "img => img.naturalWidth > 0")
    assert frames.evaluate_all(box) == before
    assert page.evaluate("window.shifted") == []


@pytest.mark.parametrize("width", [390, 1100, 1280])
def test_sizes_say_how_wide_the_layout_shows_each(page: Page, strip: Any, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    told = strip.locator("img").evaluate_all(
        """all => all.map((img) => {
            const frame = img.parentElement.closest(".gallery-frame");
            const fit = Math.min(1, (img.getAttribute("width") / img.getAttribute("height")) / 1.5);
            const rule = img.sizes.split(", ").map((part) => part.match(/^(\\(.*?px\\))? ?(.*)$/));
            const [, , size] = rule.find(([, when]) => !when || matchMedia(when).matches);
            const probe = document.createElement("div");
            probe.style.width = size;
            document.body.append(probe);
            const said = probe.getBoundingClientRect().width;
            probe.remove();
            return said / (frame.clientWidth * fit);
        })"""
    )
    assert all(0.95 < each < 1.05 for each in told), told


def test_an_edit_does_not_move_the_picture_that_is_looked_at(
    page: Page, strip: Any, post: Post, five: list[Photo]
):
    strip.focus()
    strip.press("ArrowRight")
    strip.press("ArrowRight")
    at(strip, 2)
    publishing.update(post, by=None, headline="Five pictures, edited")
    ask(page)
    expect(page.locator("#feed h2")).to_have_text("Five pictures, edited")
    at(strip, 2)
    expect(strip).to_be_focused()
    # One goes from before it: it stays in view, now the second of four.
    publishing.update(post, by=None, photos=shown(five[1:]))
    ask(page)
    expect(page.locator(".gallery figure")).to_have_count(4)
    at(strip, 1)
    expect(strip.locator("img").nth(1)).to_have_attribute("alt", "Alt text 3")
    page.get_by_role("button", name="Next picture").click()
    at(strip, 2)


def test_a_gallery_that_arrives_by_polling_works(
    page: Page, strip: Any, post: Post, five: list[Photo]
):
    page.evaluate("scrollTo(0, 0)")
    new = factory.post(post.blog, "New", minutes=2, photos=shown(five[:3]))
    ask(page)
    arrived = page.locator(f"#post-{new.public_id}")
    arrived.get_by_role("button", name="Next picture").click()
    at(arrived.locator(".gallery-strip"), 1)


def test_one_picture_becomes_a_gallery_where_it_stands(
    page: Page, newsroom: Newsroom, five: list[Photo]
):
    one = factory.post(factory.blog(), "One", photos=shown(five[:1]))
    page.goto(newsroom.url + one.blog.get_absolute_url())
    expect(page.locator("live-gallery")).to_have_count(0)
    publishing.update(one, by=None, photos=shown(five[:2]))
    ask(page)
    expect(page.locator("#feed img")).to_have_count(2)
    page.get_by_role("button", name="Next picture").click()
    until(page.locator(".gallery-strip"), IS_LAST)


def test_without_javascript_the_strip_scrolls_by_keyboard(
    browser: Browser, newsroom: Newsroom, post: Post
):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(newsroom.url + post.get_absolute_url())
    expect(page.locator(".gallery-buttons")).to_be_hidden()
    strip = page.get_by_role("group", name="5 pictures")
    strip.focus()
    expect(strip).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    second = strip.locator("figure").nth(1).bounding_box()
    assert second is not None
    assert second["x"] < page.viewport_size["width"] / 2  # type: ignore[index]
    page.context.close()


def test_print_shows_all_pictures_one_under_another(page: Page, strip: Any):
    page.emulate_media(media="print")
    boxes = [strip.locator("img").nth(n).bounding_box() for n in range(5)]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(set(tops))
    assert len({round(box["x"]) for box in boxes if box}) == 1
    expect(page.locator(".gallery-buttons")).to_be_hidden()
