"""“Show the original” in a real browser: nothing of a third party's before it is asked for, a frame
in its place when it is, and it plays on whatever becomes of its post."""

import io
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Frame, Page, Route, expect

from liveblog import publishing
from liveblog.embeds.players import FRAME_SOURCES
from liveblog.models import Blog, Post
from tests import factory
from tests.browser.test_live_page import LONG, ask, part
from tests.embeds.other_servers import OtherServers, answer_page
from tests.patience import held_up, until
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]
Open = Callable[..., Page]
FILM = {"url": "https://www.youtube.com/watch?v=aaaaaaaaaaa", "title": "The mayor answers"}
WORDS = {
    "url": "https://x.com/harbour_desk/status/1850000000000000001",
    "author": "Harbour Desk",
    "text": "The east pier is closed until morning.",
}
TEN = [
    FILM,
    WORDS,
    {"url": "https://vimeo.com/76979871", "title": "Low water"},
    {"url": "https://www.instagram.com/p/Caaaaa/", "author": "Ada Lind", "text": "Six."},
    {"url": "https://www.tiktok.com/@tomasvey/video/1", "title": "How high"},
    {"url": "https://bsky.app/profile/ada.example/post/3kaa", "text": "The gates held."},
    {"url": "https://open.spotify.com/episode/1a", "title": "Morning at the quay"},
    {"url": "https://datawrapper.dwcdn.net/aBc12/", "title": "Water level"},
    {"url": "https://t.me/harbourdesk/12", "text": "The tide turned."},
    {"url": "https://www.reddit.com/r/harbour/comments/aa/which/", "title": "Which ferries?"},
]
BARE = [{"url": FILM["url"]}, {"url": WORDS["url"]}]
PLAYER = "<!doctype html><title>Player</title><button>Play</button><script>seconds = 0</script>"
# What moves in an embed or below one, from now on; that a reader has pressed a button excuses none.
SHIFTS = """() => {
    window.shifts = 0;
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) window.shifts += shift.value;
    }).observe({ type: "layout-shift" });
}"""
WHERE = """() => JSON.stringify(Array.from(
    document.querySelectorAll("article, .embed, .embed-title, figcaption, footer"),
    (part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        return [x, y + scrollY, width, height];
    }))"""


@pytest.fixture
def players() -> Iterator[OtherServers]:
    """The providers' players: they stand on loopback and are asked under their own names."""
    found = OtherServers()
    yield found
    found.stop()


@pytest.fixture
def open_page(page: Page, newsroom: Newsroom, players: OtherServers) -> Iterator[Open]:
    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        players.at(parts.path, answer_page(PLAYER))
        address = f"{players.address}{parts.path}?{parts.query}"
        with urllib.request.urlopen(address) as played:
            route.fulfill(body=played.read(), content_type="text/html")

    page.route(lambda url: not url.startswith(newsroom.url), answer)

    def opened(blog: Blog, query: str = "") -> Page:
        page.goto(newsroom.url + blog.get_absolute_url() + query)
        return page

    yield opened
    page.unroute_all(behavior="ignoreErrors")


def story(*embeds: dict[str, Any]) -> tuple[Blog, Post]:
    blog = factory.blog()
    for minute in range(3):
        factory.post(blog, minutes=minute, body=LONG)
    return blog, factory.post(blog, "Quoted", minutes=9, embeds=list(embeds))


def show(page: Page, number: int = 0) -> Frame:
    """Press the button of the embed; its frame, loaded."""
    page.locator(".embed").nth(number).get_by_role("button", name="Show the original").click()
    return playing(page, number)


def playing(page: Page, number: int = 0) -> Frame:
    held = page.locator(".embed").nth(number).locator("iframe").element_handle()
    frame = held.content_frame()
    assert frame is not None
    frame.wait_for_load_state()
    return frame


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_of_ten_asks_nobody_until_a_reader_does(
    open_page: Open, newsroom: Newsroom, players: OtherServers, width: int
):
    blog, _ = story(*TEN)
    asked: list[str] = []
    page = open_page(factory.blog())
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 800})
    page = open_page(blog)
    expect(page.get_by_role("button", name="Show the original")).to_have_count(10)
    for _ in range(20):
        page.mouse.wheel(0, 600)
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith(newsroom.url)] == []
    assert page.locator("iframe").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    show(page, 1)
    elsewhere = [url for url in asked if not url.startswith(newsroom.url)]
    assert [urlsplit(url).netloc for url in elsewhere] == ["platform.twitter.com"]


def test_the_frame_is_shut_in_and_says_what_it_is(open_page: Open):
    page = open_page(story(FILM)[0])
    show(page)
    frame = page.locator("iframe")
    for name, value in {
        "title": "The mayor answers, on YouTube",
        "src": "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
        "sandbox": "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox",
        "referrerpolicy": "strict-origin",
    }.items():
        expect(frame).to_have_attribute(name, value)
    assert "fullscreen" in (frame.get_attribute("allow") or "")
    expect(frame).to_be_focused()


def test_what_we_kept_comes_back_by_keyboard(open_page: Open):
    page = open_page(story(WORDS)[0])
    button = page.get_by_role("button", name="Show the original")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("iframe")).to_be_focused()
    expect(page.get_by_text("The east pier is closed")).to_be_hidden()
    back = page.get_by_role("button", name="Show what we kept")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_text("The east pier is closed")).to_be_visible()
    expect(button).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("embed", [FILM, TEN[4]], ids=["a film", "an upright film"])
def test_a_player_takes_the_place_that_was_kept_and_nothing_moves(
    open_page: Open, width: int, embed: dict[str, Any]
):
    blog, _ = story(embed)
    page = open_page(blog)
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator("#live-pause")).to_be_visible()
    page.locator(".embed").scroll_into_view_if_needed()
    page.evaluate(SHIFTS)
    before = page.evaluate(WHERE)
    show(page)
    assert page.evaluate(WHERE) == before
    page.get_by_role("button", name="Show what we kept").click()
    assert page.evaluate(WHERE) == before
    page.wait_for_timeout(100)
    assert page.evaluate("window.shifts") == 0


def test_a_post_keeps_its_height_at_least_and_nothing_above_it_moves(open_page: Open):
    page = open_page(story({**WORDS, "text": "A long one.\n\n" * 30})[0])
    expect(page.locator("#live-pause")).to_be_visible()
    page.evaluate(SHIFTS)
    before = page.evaluate(WHERE)
    show(page)
    assert page.evaluate(WHERE) == before
    assert page.evaluate("window.shifts") == 0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("embed", BARE, ids=["a film", "a post"])
def test_a_link_that_says_nothing_is_a_line_and_its_original_comes_below_it(
    open_page: Open, width: int, embed: dict[str, Any]
):
    page = open_page(story(embed)[0])
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator("#live-pause")).to_be_visible()
    line = page.locator(".embed figcaption")
    box = page.locator(".embed").bounding_box()
    assert box is not None
    assert box["height"] < 80
    page.locator(".embed").scroll_into_view_if_needed()
    before = line.bounding_box(), page.locator("article h2").first.bounding_box()
    show(page)
    expect(page.locator("iframe")).to_be_focused()
    assert (line.bounding_box(), page.locator("article h2").first.bounding_box()) == before
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    assert frame["width"] > box["width"] - 60
    page.get_by_role("button", name="Put it away").click()
    assert (page.locator(".embed").bounding_box() or {})["height"] == box["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_with_no_network_what_we_kept_stays_and_says_why(open_page: Open):
    page = open_page(story(WORDS, BARE[0])[0])
    page.context.set_offline(True)
    for number in range(2):
        button = page.locator(".embed").nth(number).get_by_role("button", name="Show the original")
        button.click()
        expect(page.locator(".embed").nth(number)).to_contain_text("You are offline")
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_text("The east pier is closed")).to_be_visible()
    page.context.set_offline(False)
    show(page)
    expect(page.locator("iframe")).to_have_count(1)


@pytest.mark.parametrize("ends", ["time", "network"])
def test_an_original_that_does_not_come_makes_way_for_what_we_kept(
    open_page: Open, page: Page, ends: str
):
    page.clock.install()
    open_page(story(WORDS)[0])
    page.route("**/Tweet.html*", lambda route: None)
    button = page.get_by_role("button", name="Show the original")
    button.click()
    expect(page.locator("iframe")).to_have_count(1)
    if ends == "time":
        page.clock.fast_forward(25_000)
    else:
        page.context.set_offline(True)
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_text("The east pier is closed")).to_be_visible()
    words = "X did not answer" if ends == "time" else "You are offline"
    expect(page.locator(".embed")).to_contain_text(words)
    expect(button).to_be_focused()
    page.context.set_offline(False)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "embed", [WORDS, TEN[6], *BARE, FILM], ids=lambda embed: embed["url"][8:20]
)
@pytest.mark.parametrize("ends", ["it comes", "it does not"])
def test_after_the_press_nothing_moves_whether_it_comes_or_not(
    open_page: Open, page: Page, width: int, embed: dict[str, Any], ends: str
):
    """The place is as large at once as it will be; what does not come leaves it as large."""
    page.clock.install()
    page.set_viewport_size({"width": width, "height": 900})
    open_page(story(embed)[0])
    held: list[Route] = []
    page.route(lambda url: "/embed/" in url, lambda route: held.append(route))
    page.get_by_role("button", name="Show the original").click()
    expect(page.locator("iframe")).to_have_count(1)
    route, pressed = held_up(page, held), page.evaluate(WHERE)
    if ends == "it comes":
        route.fulfill(body=PLAYER, content_type="text/html")
        playing(page)
        expect(page.frame_locator("iframe").get_by_role("button", name="Play")).to_be_visible()
    else:
        page.clock.fast_forward(25_000)
        expect(page.locator("iframe")).to_have_count(0)
        expect(page.locator(".embed")).to_contain_text("did not answer")
    assert page.evaluate(WHERE) == pressed


def test_what_did_not_come_is_asked_for_again_by_the_same_button(open_page: Open, page: Page):
    page.clock.install()
    open_page(story(WORDS)[0])
    height = page.locator(".embed").evaluate("embed => embed.offsetHeight")
    held: list[Route] = []
    page.route("**/Tweet.html*", lambda route: held.append(route))
    page.get_by_role("button", name="Show the original").click()
    held_up(page, held)
    page.clock.fast_forward(25_000)
    expect(page.locator(".embed-ways-doubt")).to_have_text("X did not answer")
    page.unroute("**/Tweet.html*")
    show(page)
    expect(page.locator("iframe")).to_have_count(1)
    page.get_by_role("button", name="Show what we kept").click()
    expect(page.get_by_text("The east pier is closed")).to_be_visible()
    assert page.locator(".embed").evaluate("embed => embed.offsetHeight") == height


def test_beside_a_frame_that_may_hold_an_error_stands_the_way_back(open_page: Open):
    page = open_page(story(WORDS)[0])
    page.set_viewport_size({"width": 1280, "height": 900})
    show(page)
    expect(page.get_by_text("If nothing appears, X did not answer.")).to_be_visible()


def test_the_choice_is_remembered_for_its_provider_until_it_is_taken_back(
    open_page: Open, players: OtherServers
):
    blog, _ = story(FILM, WORDS)
    page = open_page(blog)
    show(page)
    page.get_by_label("Always show originals from YouTube").check()
    page = open_page(blog)
    expect(page.locator(".embed").nth(0).locator("iframe")).to_have_count(1)
    page.wait_for_timeout(200)
    expect(page.locator("iframe")).to_have_count(1)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    expect(page.get_by_label("Always show originals from YouTube")).to_be_checked()
    page.get_by_label("Always show originals from YouTube").uncheck()
    players.asked.clear()
    page = open_page(blog)
    page.wait_for_timeout(300)
    expect(page.locator("iframe")).to_have_count(0)
    assert players.asked == []


def test_what_is_remembered_holds_for_posts_that_arrive_and_for_older_ones(open_page: Open):
    blog = factory.blog()
    for minute in range(25):
        factory.post(blog, minutes=minute, embeds=[FILM] if minute == 2 else [])
    page = open_page(blog)
    page.evaluate("localStorage.setItem('liveblog:originals', '[\"youtube\", \"x\"]')")
    page = open_page(blog)
    expect(page.locator("iframe")).to_have_count(0)
    new = factory.post(blog, "New", embeds=[FILM])
    ask(page)
    expect(part(page, new).locator("iframe")).to_have_count(1)
    words = factory.post(blog, "Newer", embeds=[WORDS])
    ask(page)
    expect(part(page, words)).to_be_visible()
    expect(part(page, words).locator("iframe")).to_have_count(1)
    page.get_by_role("link", name="Older updates").press("Enter")
    page.locator(".embed").nth(2).scroll_into_view_if_needed()
    expect(page.locator("iframe")).to_have_count(3)


def test_what_comes_by_itself_moves_nothing_either(open_page: Open):
    blog, _ = story(WORDS, FILM, *TEN[2:])
    page = open_page(blog)
    every = '["youtube","x","vimeo","instagram","tiktok","bluesky","spotify","telegram","reddit"]'
    page.evaluate(f"localStorage.setItem('liveblog:originals', '{every}')")
    page = open_page(blog)
    # That the page says that it is live moves it once; that is not theirs.
    expect(page.locator("#live-pause")).to_be_visible()
    page.evaluate(SHIFTS)
    for _ in range(12):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(60)
    expect(page.locator("iframe").nth(5)).to_be_attached()
    assert page.evaluate("window.shifts") == 0


def test_nothing_in_a_post_that_waits_is_asked_for(open_page: Open, players: OtherServers):
    blog, _ = story(WORDS)
    page = open_page(blog)
    page.evaluate("localStorage.setItem('liveblog:originals', '[\"youtube\"]')")
    page.mouse.wheel(0, 900)
    until(page, "scrollY > 500")
    waiting = factory.post(blog, "Waits", embeds=[FILM])
    ask(page)
    expect(page.locator("#new-updates")).to_have_text("1 new update")
    page.wait_for_timeout(300)
    assert players.asked == []
    page.locator("#new-updates").press("Enter")
    expect(part(page, waiting).locator("iframe")).to_have_count(1)


def test_put_back_by_hand_it_does_not_come_again_by_itself(open_page: Open):
    blog, post = story(FILM)
    page = open_page(blog)
    show(page)
    page.get_by_label("Always show originals from YouTube").check()
    page.get_by_role("button", name="Show what we kept").click()
    publishing.update(post, by=None, headline="Edited")
    ask(page)
    expect(part(page, post).locator("h2")).to_have_text("Edited")
    page.wait_for_timeout(200)
    expect(page.locator("iframe")).to_have_count(0)


def mend_the_words(post: Post) -> None:
    publishing.correct(post, by=None, text="It was Tuesday.", headline="Mended", body=LONG)


def edit_another(post: Post) -> None:
    publishing.update(post, by=None, embeds=[{**WORDS, "text": "Mended."}, FILM])


def put_one_before_it(post: Post) -> None:
    publishing.update(post, by=None, embeds=[TEN[5], WORDS, FILM])


def take_another_out(post: Post) -> None:
    publishing.update(post, by=None, embeds=[FILM])


def put_it_first(post: Post) -> None:
    publishing.update(post, by=None, embeds=[FILM, WORDS])


def mend_its_own_title(post: Post) -> None:
    publishing.update(post, by=None, embeds=[WORDS, {**FILM, "title": "The mayor replies"}])


def find_it_gone(post: Post) -> None:
    publishing.note_original(post.embeds.get(url=FILM["url"]), by=None, raw=None)


@pytest.mark.parametrize(
    "edit",
    [
        mend_the_words,
        edit_another,
        put_one_before_it,
        take_another_out,
        put_it_first,
        mend_its_own_title,
        find_it_gone,
    ],
    ids=lambda edit: edit.__name__,
)
@pytest.mark.parametrize("moves", [True, False], ids=["moveBefore", "no moveBefore"])
def test_a_player_plays_on(
    open_page: Open, page: Page, players: OtherServers, edit: Callable[[Post], None], moves: bool
):
    if not moves:
        if edit is put_it_first:
            pytest.skip("Without moveBefore no browser can move a frame and let it play.")
        page.add_init_script("delete Element.prototype.moveBefore")
    blog, post = story(WORDS, FILM)
    page = open_page(blog)
    show(page, 1).evaluate("seconds = 83")
    edit(post)
    version = Blog.objects.get(pk=blog.pk).version
    ask(page)
    expect(page.locator(f"#poller[data-version='{version}']")).to_be_attached()
    expect(page.locator("iframe")).to_have_count(1)
    [frame] = [each for each in page.frames if "youtube" in each.url]
    assert frame.evaluate("seconds") == 83
    assert len(players.asked) == 1
    expect(page.get_by_role("button", name="Show what we kept")).to_be_visible()


def test_an_original_that_did_not_come_and_is_gone_by_now_leaves_no_button(
    page: Page, newsroom: Newsroom
):
    blog, post = story(WORDS)
    page.clock.install()
    page.route(lambda url: not url.startswith(newsroom.url), lambda route: None)
    page.goto(newsroom.url + blog.get_absolute_url())
    page.get_by_role("button", name="Show the original").click()
    page.clock.run_for(21_000)
    expect(page.locator("[data-gave-up]")).to_have_count(1)
    publishing.note_original(post.embeds.get(), by=None, raw=None)
    ask(page)
    expect(part(page, post)).to_contain_text("no longer available")
    expect(page.locator("[data-gave-up]")).to_have_count(0)
    expect(page.get_by_role("button", name="Show the original")).to_have_count(0)
    page.unroute_all(behavior="ignoreErrors")


def test_a_quotation_that_is_taken_out_takes_its_player_along(open_page: Open):
    blog, post = story(FILM)
    page = open_page(blog)
    show(page)
    publishing.update(post, by=None, embeds=[])
    ask(page)
    expect(page.locator("iframe")).to_have_count(0)


def test_without_javascript_there_is_a_link_and_no_button(browser: Browser, newsroom: Newsroom):
    blog, _ = story(FILM, WORDS)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(newsroom.url + blog.get_absolute_url())
    expect(page.get_by_text("The east pier is closed")).to_be_visible()
    expect(page.get_by_role("link", name="See it on X")).to_be_visible()
    expect(page.get_by_text("Watch on YouTube")).to_be_visible()
    expect(page.locator("[data-show-original]").first).to_be_hidden()
    context.close()


def test_print_has_the_words_and_no_frame(open_page: Open):
    page = open_page(story(WORDS)[0])
    show(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("The east pier is closed")).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()
    expect(page.get_by_role("button", name="Show what we kept")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_opened_originals(open_page: Open, scheme: str):
    blog, _ = story(FILM, WORDS, *TEN[3:6])
    page = open_page(blog)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    show(page, 1)
    found = Axe().run(page, options={"iframes": False}).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


def test_a_frame_from_anywhere_else_is_stopped_by_the_policy(
    open_page: Open, players: OtherServers, complaints: list[str]
):
    page = open_page(story(FILM)[0])
    page.evaluate(
        """() => {
            document.querySelector("[data-player]").dataset.player = "https://evil.example/embed/1";
        }"""
    )
    page.get_by_role("button", name="Show the original").click()
    page.wait_for_timeout(300)
    assert players.asked == []
    assert any("frame-src" in said for said in complaints)
    assert "https://evil.example" not in FRAME_SOURCES
    complaints.clear()


@pytest.mark.parametrize("is_answered", [False, True])
def test_on_a_dark_page_the_place_of_a_film_is_never_white(
    page: Page, newsroom: Newsroom, is_answered: bool
):
    blank = "<!doctype html><title>Player</title>"
    waiting: list[Route] = []

    def answer(route: Route) -> None:
        route.fulfill(body=blank, content_type="text/html") if is_answered else waiting.append(
            route
        )

    page.emulate_media(color_scheme="dark")
    page.route(lambda url: not url.startswith(newsroom.url), answer)
    page.goto(
        newsroom.url + story({"url": FILM["url"], "title": "The mayor"})[0].get_absolute_url()
    )
    page.get_by_role("button", name="Show the original").click()
    frame = page.locator("iframe")
    frame.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # A frame that is drawn once too early proves nothing.
    picture = Image.open(io.BytesIO(frame.screenshot())).convert("L")
    assert picture.resize((1, 1)).getpixel((0, 0)) < 100
    page.unroute_all(behavior="ignoreErrors")
