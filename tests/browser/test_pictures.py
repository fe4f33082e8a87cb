"""Pictures in a real browser: which file it takes, whether anything moves, what a failure shows."""

import re
from itertools import product
from typing import Any

import pytest
from django.db.models import F
from playwright.sync_api import Browser, Page, Route, expect

from liveblog import publishing
from liveblog.models import Blog, Photo, Post
from liveblog.photos import storage
from tests import factory
from tests.patience import until
from tests.photos import shots
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]

SHIFTS = """
window.shifts = [];
new PerformanceObserver((seen) => {
  for (const entry of seen.getEntries()) {
    const moved = entry.sources.map((one) => one.node && (one.node.outerHTML || one.node.data));
    window.shifts.push([entry.value, ...moved]);
  }
}).observe({type: "layout-shift", buffered: true});
"""
PHONE, DESKTOP = (390, 844), (1280, 900)


def story(pictures: int, *, lead: bool = True) -> Blog:
    blog = factory.blog()
    if lead:
        publishing.set_lead(blog, by=None, photo=shots.made(800, 450), caption="Dawn")
    for number in range(pictures):
        photo = shots.made(*((800, 450), (600, 750))[number % 2])
        factory.post(blog, minutes=number, photos=[{"photo": photo, "caption": "A wall"}])
    return blog


def scrolled_through(page: Page) -> None:
    """To the end, a screen at a time, as a reader does: so that all that is lazy has loaded."""
    while page.evaluate("innerHeight + scrollY < document.body.scrollHeight - 2"):
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(60)
    page.wait_for_load_state("networkidle")


def slowly(route: Route) -> None:
    page = route.request.frame.page
    page.wait_for_timeout(60)
    route.continue_()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_nothing_moves_on_a_page_of_twenty_pictures_that_come_late(
    page: Page, newsroom: Newsroom, size: tuple[int, int]
):
    blog = story(20)
    page.add_init_script(SHIFTS)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.route("**/media/**", slowly)
    page.goto(newsroom.url + blog.get_absolute_url())
    scrolled_through(page)
    loaded = "[...document.images].filter((i) => i.complete && i.naturalWidth).length"
    assert page.evaluate(loaded) == 21
    assert page.evaluate("window.shifts") == []


FITS = [
    (PHONE, 1, 400), (PHONE, 2, 760), (PHONE, 3, 1080),
    (DESKTOP, 1, 760), (DESKTOP, 2, 1520),
]  # fmt: skip


def test_the_browser_takes_the_avif_that_fits(browser: Browser, newsroom: Newsroom):
    blog = factory.blog()
    publishing.set_lead(blog, by=None, photo=shots.made(2400, 1350))
    factory.post(blog, photos=[{"photo": shots.made(1600, 2000)}])
    for size, density, width in FITS:
        page = screen(browser, size, density)
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(newsroom.url + blog.get_absolute_url())
        scrolled_through(page)
        page.context.close()
        taken = [re.sub(r".*-", "", address) for address in asked if "/media/" in address]
        assert taken == [f"{width}.avif"] * 2, (size, density)


def screen(browser: Browser, size: tuple[int, int], density: int) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    return browser.new_context(viewport=viewport, device_scale_factor=density).new_page()


def test_what_is_far_down_is_not_asked_for_until_the_reader_comes_near(
    page: Page, newsroom: Newsroom
):
    blog = story(20)
    page.set_viewport_size({"width": 390, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(newsroom.url + blog.get_absolute_url(), wait_until="networkidle")
    assert 1 <= len([address for address in asked if "/media/" in address]) < 12


# Sizes, as the layout has them

SIZES = """(image) => {
  const probe = document.createElement("div");
  probe.style.cssText = "position:absolute;height:0;visibility:hidden";
  document.body.append(probe);
  const chosen = image.sizes.split(/,(?![^(]*\\))/).map((one) => one.trim()).find((one) => {
    const condition = one.match(/^(\\([^)]*\\)) (.*)$/);
    return !condition || !one.startsWith("(min") || matchMedia(condition[1]).matches;
  });
  probe.style.width = chosen.replace(/^\\(min-width: [^)]*\\) /, "");
  const said = probe.getBoundingClientRect().width;
  probe.remove();
  return [said, image.getBoundingClientRect().width];
}"""


@pytest.fixture
def places(newsroom: Newsroom) -> dict[str, tuple[str, str]]:
    """Every place a picture stands in: the page, and which picture of it."""
    photo = shots.made(2400, 1350)
    blog = factory.blog()
    publishing.set_lead(blog, by=None, photo=photo)
    explainer = factory.explainer(photo=photo)
    publishing.pin_explainer(blog, explainer, by=None, is_open=True)
    post = factory.post(blog, photos=[{"photo": photo}])
    link = {"url": "https://www.youtube.com/watch?v=1", "title": "A film", "thumbnail": photo}
    still = factory.post(blog, embeds=[link])
    told = factory.post(blog, explainer=explainer)
    several = factory.post(blog, photos=[{"photo": photo}, {"photo": shots.made(2400, 1350)}])
    for _ in range(3):
        ended = factory.blog()
        publishing.set_lead(ended, by=None, photo=photo)
        publishing.close(ended, by=None)
    address = blog.get_absolute_url()
    return {
        "stream": (address, f"#post-{post.public_id} > .photo img"),
        "lead": (address, ".blog-head img"),
        "shelf": (address, "#pinned img"),
        "explainer in the stream": (address, ".post .explainer img"),
        "gallery": (address, f"#post-{several.public_id} .gallery img"),
        "embed": (address, f"#post-{still.public_id} .embed img"),
        "post": (post.get_absolute_url(), ".single .photo img"),
        "explainer of a post": (told.get_absolute_url(), ".single .explainer img"),
        "gallery of a post": (several.get_absolute_url(), ".single .gallery img"),
        "embed of a post": (still.get_absolute_url(), ".single .embed img"),
        "explainer": (explainer.get_absolute_url(), ".single .photo img"),
        "front": ("/", ".front-live img"),
        "card": ("/", ".card img"),
    }


def test_sizes_say_how_wide_the_layout_shows_it(
    page: Page, newsroom: Newsroom, places: dict[str, tuple[str, str]]
):
    """In every place, at every width: never more than a fiftieth too small, a fifth too large."""
    wrong = []
    at = ""
    for name, (address, selector) in places.items():
        if address != at:
            page.goto(newsroom.url + address)
            at = address
        for width in (320, 390, 600, 700, 820, 990, 1020, 1100, 1280, 1800):
            page.set_viewport_size({"width": width, "height": 900})
            said, shown = page.locator(selector).first.evaluate(SIZES)
            # Between 1000 and 1044 px a card's width depends on its neighbours: the wider is said.
            most = 2 if name == "card" and width == 1020 else 1.2
            if not 0.98 <= said / shown <= most:
                wrong.append((name, width, round(said), round(shown)))
    assert wrong == []


def test_no_place_gets_fewer_pixels_than_it_shows(
    browser: Browser, newsroom: Newsroom, places: dict[str, tuple[str, str]]
):
    """Chromium may take the next smaller file above a density of 1: then a fifth at most lacks."""
    wrong = []
    for size, density in product((PHONE, DESKTOP), (1, 2, 3)):
        page, at = screen(browser, size, density), ""
        for name, (address, selector) in places.items():
            if address != at:
                page.goto(newsroom.url + address)
                at = address
            image = page.locator(selector).first
            image.scroll_into_view_if_needed()
            until(image, "(i) => i.complete && i.naturalWidth")
            file, shown = image.evaluate("(i) => [i.currentSrc, i.getBoundingClientRect().width]")
            found = re.search(r"-(\d+)\.avif$", file)
            least = (0.99 if density == 1 else 0.8) * shown * density
            if not found or int(found[1]) < min(least, 2000):
                wrong.append((size, density, name, file, shown))
        page.context.close()
    assert wrong == []


# What fails


def failed(page: Page) -> Any:
    return page.locator(".picture-gone")


def test_a_file_that_is_gone_becomes_a_box_of_its_size_with_its_words(
    page: Page, newsroom: Newsroom
):
    blog = story(1, lead=False)
    for name in shots.names():
        storage.pictures().delete(name)
    page.goto(newsroom.url + blog.get_absolute_url())
    expect(failed(page)).to_have_text("A wall, half red")
    expect(page.locator("#feed img")).to_have_count(0)
    expect(page.locator("#feed figcaption")).to_contain_text("A wall")
    box = failed(page).bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(800 / 450, rel=0.02)


def test_so_it_does_in_a_post_that_came_by_polling(page: Page, newsroom: Newsroom):
    blog = factory.blog()
    page.clock.install()
    page.goto(newsroom.url + blog.get_absolute_url())
    photo = shots.made(500, 400)
    for name in shots.names():
        storage.pictures().delete(name)
    factory.post(blog, photos=[{"photo": photo}])
    page.clock.run_for(20_000)
    expect(failed(page)).to_have_text("A wall, half red")


@pytest.mark.parametrize("by", ["a good poll", "the browser's word"])
def test_a_picture_that_failed_on_the_way_comes_back_to_its_place(
    page: Page, newsroom: Newsroom, by: str
):
    blog = story(2, lead=False)
    asked: list[str] = []

    def in_a_tunnel(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_() if len(asked) > 1 else route.abort()

    page.route("**/media/photos/**", in_a_tunnel)
    page.add_init_script(SHIFTS)
    page.clock.install()
    page.goto(newsroom.url + blog.get_absolute_url())
    expect(failed(page)).to_have_count(1)
    before = failed(page).bounding_box()
    figure = page.locator("figure", has=failed(page)).element_handle()
    if by == "a good poll":
        page.clock.run_for(20_000)
    else:
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(failed(page)).to_have_count(0)
    image = figure.query_selector("img")
    assert image is not None
    assert image.evaluate("(i) => i.complete && i.naturalWidth") > 0
    assert image.bounding_box() == pytest.approx(before, abs=1)
    assert page.evaluate("shifts") == []


def test_a_file_that_is_gone_is_asked_for_a_few_times_only(page: Page, newsroom: Newsroom):
    blog = story(1, lead=False)
    for name in shots.names():
        storage.pictures().delete(name)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/media/" in sent.url else None)
    page.goto(newsroom.url + blog.get_absolute_url())
    expect(failed(page)).to_have_count(1)
    for _ in range(50):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(50)
    assert len(asked) == 4
    expect(failed(page)).to_have_text("A wall, half red")


def test_a_page_that_is_open_takes_the_better_files_when_they_are_made(
    page: Page, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("liveblog.photos.renditions.wanted.send_robust", lambda *a, **k: [])
    blog = factory.blog()
    photo = shots.taken_in(2400, 1350)
    factory.post(blog, photos=[{"photo": photo}])
    page.clock.install()
    page.goto(newsroom.url + blog.get_absolute_url())
    image = page.locator("#feed img")
    until(image, "(i) => i.complete")
    assert image.evaluate("(i) => i.currentSrc").endswith("-1080.jpg")
    publishing.complete(Photo.objects.get())
    page.clock.run_for(20_000)
    expect(page.locator("#feed source")).to_have_count(2)
    until(image, "(i) => i.currentSrc.endsWith('.avif')")
    assert Post.objects.filter(version=F("blog__version")).exists()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_an_upright_picture_and_its_caption_fit_on_one_screen(
    page: Page, newsroom: Newsroom, size: tuple[int, int]
):
    blog = factory.blog()
    photo = shots.made(1200, 2400)
    post = factory.post(blog, photos=[{"photo": photo, "caption": "A tower"}])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(newsroom.url + post.get_absolute_url())
    figure = page.locator("figure.photo")
    assert figure.bounding_box()["height"] < size[1]
    assert page.locator("figure.photo img").bounding_box()["height"] <= 0.8 * size[1] + 1


def test_pictures_are_printed(page: Page, newsroom: Newsroom):
    blog = story(2)
    page.goto(newsroom.url + blog.get_absolute_url())
    page.emulate_media(media="print")
    for image in page.locator("img").all():
        expect(image).to_be_visible()
