"""What an editor does all night, acted out and counted: presses of keys, clicks, seconds.

Words are typed by whoever has them; what is counted is all that is not a word. A number that grows
is a desk that grew slower.
"""

import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from liveblog import publishing
from liveblog.models import Blog, Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.desk.test_links_in_a_browser import TEXT, X, paste
from tests.desk.test_pictures import captioned
from tests.desk.test_pictures_in_a_browser import bring
from tests.embeds.other_servers import OtherServers, oembed, recorded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Hands:
    """An editor's, at the desk: each press and each click is a step. Nothing else touches it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps: list[str] = []
        self.began = time.monotonic()

    def words(self, words: str) -> None:
        """Where the focus is."""
        self.page.keyboard.type(words)

    def replace(self, words: str) -> None:
        """What the field with the focus says."""
        self.press("ControlOrMeta+a")
        self.words(words)

    def time(self, field: Locator, at: str) -> None:
        """The parts of a time are words; to get at them is a click."""
        self.click(field)
        field.fill(at)

    def press(self, keys: str) -> None:
        self.steps.append(keys)
        self.page.keyboard.press(keys)

    def click(self, what: Locator) -> None:
        self.steps.append("click")
        what.click()

    def follow(self, link: Locator) -> None:
        """To a page of its own."""
        before = self.page.url
        self.click(link)
        self.page.wait_for_url(lambda url: url != before)
        self.page.wait_for_selector(TEXT)

    def drop(self, *files: bytes) -> None:
        self.steps.append("drop")
        named = [(f"{n}.jpg", "image/jpeg", data) for n, data in enumerate(files)]
        bring(self.page, "drop", *named)

    def paste(self, words: str) -> None:
        self.steps.append("paste")
        paste(self.page, words)

    def see(self, words: str) -> None:
        """The newsroom has said yes."""
        self.page.get_by_text(words).first.wait_for()

    def told(self, name: str) -> list[str]:
        seconds = time.monotonic() - self.began
        print(f"{name}: {len(self.steps)} steps ({', '.join(self.steps)}), {seconds:.1f} s")
        return self.steps


@pytest.fixture
def blog(transactional_db: Any) -> Blog:
    return factory.blog(title="A night of counting")


@pytest.fixture
def hands(page: Page, complaints: list[str], live_server: Any, blog: Blog) -> Hands:
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", blog))
    page.wait_for_selector(TEXT)
    return Hands(page)


def row(hands: Hands, post: Post) -> Locator:
    return hands.page.locator(f"#post-{post.public_id}")


def test_a_text_is_two_presses(hands, blog):
    hands.words("The bridge is open")
    hands.press("Enter")
    hands.words("Since noon, both ways.")
    hands.press("Control+Enter")
    hands.see("Published at")
    assert hands.told("a text") == ["Enter", "Control+Enter"]
    post = blog.posts.get()
    assert (post.headline, post.body) == ("The bridge is open", "<p>Since noon, both ways.</p>")
    # And the next one can be typed at once.
    expect(hands.page.locator("[name=headline]")).to_be_focused()


def test_two_pictures_that_bring_their_own_words_are_one_drop_more(hands, blog):
    hands.words("The bridge is open")
    hands.drop(captioned("navy"), captioned("teal"))
    expect(hands.page.locator("[name=pictures]")).to_have_count(2)
    hands.press("Control+Enter")
    hands.see("Published at")
    assert hands.told("two pictures") == ["drop", "Control+Enter"]
    shown = list(blog.posts.get().photos.select_related("photo"))
    assert [each.photo.credit for each in shown] == ["Ada Byron/Reuters"] * 2
    assert [each.text for each in shown] == ["Cranes over the bridge."] * 2


def test_a_social_post_is_one_paste_more(hands, blog, servers: OtherServers):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    hands.words("What the harbour says")
    hands.press("Enter")
    hands.paste(X)
    expect(hands.page.locator("[data-link-card]")).to_contain_text("ferries leave")
    hands.press("Control+Enter")
    hands.see("Published at")
    assert hands.told("a social post") == ["Enter", "paste", "Control+Enter"]
    assert blog.posts.get().embeds.get().handle == "@harbour_desk"


def test_an_older_update_is_reworded_with_a_click_and_two_presses(hands, blog):
    post = factory.post(blog, "The brigde is open", minutes=0)
    hands.page.reload()
    hands.began = time.monotonic()
    hands.follow(row(hands, post).get_by_role("link", name="Edit"))
    hands.replace("The bridge is open")
    hands.press("Control+Enter")
    hands.see("Saved: ")
    assert hands.told("an edit") == ["click", "ControlOrMeta+a", "Control+Enter"]
    assert blog.posts.get().headline == "The bridge is open"


def test_a_correction_is_two_clicks_and_two_presses(hands, blog):
    post = factory.post(blog, "Twenty-one boats", minutes=0)
    hands.page.reload()
    hands.began = time.monotonic()
    hands.follow(row(hands, post).get_by_role("link", name="Correct"))
    hands.words("It is twelve boats, and not twenty-one.")
    hands.click(hands.page.locator("[name=headline]"))
    hands.replace("Twelve boats")
    hands.press("Control+Enter")
    hands.see("Correction made")
    steps = ["click", "click", "ControlOrMeta+a", "Control+Enter"]
    assert hands.told("a correction") == steps
    assert blog.posts.get().corrections.get().text.startswith("It is twelve")


def test_a_colleagues_update_is_read_and_published_with_a_click_and_a_press(hands, blog):
    reporter = factory.user("Reporters")
    post = publishing.submit(factory.draft(blog, "From the pier", by=reporter), by=reporter)
    hands.see("From the pier")  # by itself
    hands.began = time.monotonic()
    hands.follow(row(hands, post).get_by_role("link", name="Edit"))
    hands.press("Control+Enter")
    hands.see("Published at")
    assert hands.told("a review") == ["click", "Control+Enter"]
    assert blog.posts.get().is_published


def test_an_update_for_later_is_a_click_a_time_and_a_press(hands, blog):
    hands.words("The polls have closed")
    hands.time(hands.page.locator("[name=at]"), "2046-05-01T22:00")
    hands.press("Control+Enter")
    hands.see("Scheduled for")
    assert hands.told("a scheduled one") == ["click", "Control+Enter"]
    assert blog.posts.get().status == Post.Status.SCHEDULED
