"""A pasted link under the fingers, in a real browser: a card, whatever its provider does."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from liveblog.embeds.snapshot import capture
from liveblog.models import Blog, Embed
from tests import factory
from tests.desk.desk import address, log_in
from tests.embeds.other_servers import (
    OtherServers,
    answer_page,
    oembed,
    recorded,
    slow,
    within_reach,
)
from tests.patience import held_up, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
X = "https://x.com/harbour_desk/status/1850000000000000001"
PASTE = """([selector, words]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", words);
  const how = { clipboardData, bubbles: true, cancelable: true };
  const target = document.querySelector(selector);
  target.focus();
  const isFree = target.dispatchEvent(new ClipboardEvent("paste", how));
  if (isFree) document.execCommand("insertText", false, words);
}"""
SENT = "form[data-sheet] textarea[name=body]"
# Where one writes: the rich editor that stands in for the textarea.
TEXT = ".field-body .rich-text"


@pytest.fixture(autouse=True)
def impatient(settings: Any, servers: OtherServers) -> None:
    within_reach(settings, EMBED_TIMEOUT_SECONDS=2)


@pytest.fixture
def desk(
    page: Page, complaints: list[str], live_server: Any, blog: Blog, servers: OtherServers
) -> Page:
    """The blog's desk, opened by an editor."""
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", blog))
    page.wait_for_selector(TEXT)
    return page


@pytest.fixture
def plain_desk(desk: Page) -> Page:
    """The desk where the rich editor could not be loaded."""
    desk.route("**/editor_t*", lambda route: route.abort())
    desk.reload()
    return desk


def paste(desk: Page, words: str, *, into: str = TEXT) -> None:
    desk.evaluate(PASTE, [into, words])


def write(desk: Page, words: str) -> None:
    desk.locator(TEXT).click()
    desk.keyboard.type(words)


def test_a_pasted_link_becomes_a_card_that_says_what_it_says(
    desk: Page, servers: OtherServers, blog: Blog
):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    paste(desk, X)
    expect(desk.locator("[data-link-card]")).to_contain_text("ferries leave from the west")
    assert desk.input_value(SENT) == ""
    expect(desk.locator("[data-links-said]")).to_contain_text("Captured")
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("Published at").wait_for()
    embed = Embed.objects.get()
    assert (embed.url, embed.handle) == (X, "@harbour_desk")
    assert embed.captured_at
    assert desk.locator("[data-link-card]").count() == 0


def test_a_link_pasted_inside_a_sentence_stays_in_it(desk: Page):
    write(desk, "See ")
    paste(desk, X)
    assert desk.locator("[data-link-card]").count() == 0
    assert X in desk.input_value(SENT)


def test_a_link_typed_on_a_line_of_its_own_becomes_a_card_at_enter(
    desk: Page, servers: OtherServers
):
    url = servers.at("/ferries", answer_page(recorded("article.html")))
    write(desk, "First line")
    desk.keyboard.press("Enter")
    desk.keyboard.type(url)
    desk.keyboard.press("Enter")
    desk.keyboard.type("Next line")
    expect(desk.locator("[data-link-card]")).to_contain_text("Ferries return to the east pier")
    assert desk.input_value(SENT) == "First line\n\nNext line"


def link_field(desk: Page) -> Locator:
    """The Link field of the panel, opened."""
    desk.get_by_text("Add a link or a quote").click()
    return desk.locator("[name=quote-new-url]")


@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_an_address_in_the_field_for_links_becomes_a_card_and_sends_nothing(
    desk: Page, servers: OtherServers, blog: Blog, key: str
):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    field = link_field(desk)
    field.fill(X)
    field.press(key)
    expect(desk.locator("[data-link-card]")).to_contain_text("ferries leave from the west")
    expect(desk.locator("[data-link-card]")).to_be_focused()
    expect(field).to_be_hidden()
    assert field.input_value() == ""
    assert desk.locator(".preview").count() == 0
    assert not blog.posts.exists()
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("Published at").wait_for()
    assert Embed.objects.get().captured_at


def test_half_an_address_in_it_stays_there_and_enter_shows_no_preview(desk: Page, blog: Blog):
    field = link_field(desk)
    field.fill("harbour")
    field.press("Enter")
    field.press("Tab")
    desk.locator("[name=quote-new-author]").press("Enter")
    desk.wait_for_timeout(200)
    assert desk.locator("[data-link-card], .preview").count() == 0
    assert field.input_value() == "harbour"
    assert not blog.posts.exists()


def test_a_quotation_by_hand_keeps_its_link_beside_its_words(desk: Page):
    field = link_field(desk)
    desk.locator("[name=quote-new-text]").fill("As read out on the radio.")
    field.fill(X)
    field.press("Tab")
    desk.wait_for_timeout(200)
    assert desk.locator("[data-link-card]").count() == 0
    assert field.input_value() == X


def test_a_press_of_publish_that_leaves_the_field_is_a_press_of_publish(desk: Page, blog: Blog):
    link_field(desk).fill(X)
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_text("Published at").wait_for()
    assert blog.posts.get().embeds.get().url == X
    assert desk.locator("[data-link-card]").count() == 0


def test_a_plain_textarea_takes_links_too(plain_desk: Page, servers: OtherServers):
    url = servers.at("/ferries", answer_page(recorded("article.html")))
    plain_desk.locator(SENT).click()
    for line in ("First line", url):
        plain_desk.keyboard.type(line)
        plain_desk.keyboard.press("Enter")
    paste(plain_desk, f"{url}?page=2", into=SENT)
    expect(plain_desk.locator("[data-link-card] .embed-title")).to_have_count(2)
    expect(plain_desk.get_by_role("link", name="See the original")).to_have_count(2)
    plain_desk.get_by_role("button", name="Remove").first.click()
    assert plain_desk.input_value(SENT) == f"First line\n{url}"


def test_a_provider_that_is_down_leaves_a_plain_card_that_is_published_all_the_same(
    desk: Page, servers: OtherServers
):
    servers.at("/oembed/x", answer_page("Down", status=503))
    paste(desk, X)
    card = desk.locator("[data-link-card]")
    expect(card).to_contain_text("would not answer")
    expect(card).to_contain_text("Post on X by @harbour_desk")
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("Published at").wait_for()
    assert Embed.objects.get().url == X


def test_a_second_try_fetches_what_the_first_could_not(desk: Page, servers: OtherServers):
    servers.at("/oembed/x", answer_page("Down", status=503))
    paste(desk, X)
    again = desk.get_by_role("button", name="Try again")
    again.wait_for()
    servers.at("/oembed/x", oembed(recorded("x.json")))
    again.press("Enter")
    expect(desk.locator("[data-link-card]")).to_contain_text("ferries leave from the west")
    assert again.count() == 0


def test_a_link_that_was_published_bare_is_captured_when_its_post_is_opened_again(
    desk: Page, live_server: Any, servers: OtherServers, blog: Blog
):
    post = factory.post(blog, "Quoted", embeds=[{"url": X}, {"text": "By telephone."}])
    row = post.embeds.get(url=X)
    servers.at("/oembed/x", answer_page("Down", status=503))
    desk.goto(live_server.url + address("desk_edit", blog, post))
    card = desk.get_by_role("group", name="Link 1")
    expect(card).to_contain_text("It was not captured")
    again = card.get_by_role("button", name="Try again")
    again.click()
    expect(card.locator(".link-reason")).to_contain_text("would not answer")
    expect(card).to_be_focused()
    servers.at("/oembed/x", oembed(recorded("x.json")))
    again.click()
    expect(card).to_contain_text("ferries leave from the west")
    expect(card.locator(".link-reason, [data-link-again]")).to_have_count(0)
    expect(desk.locator(".sheet-kept")).to_contain_text("Kept at", timeout=10_000)
    desk.reload()
    desk.wait_for_selector(TEXT)
    desk.get_by_role("button", name="Save").first.click()
    desk.get_by_text("Saved: Quoted").wait_for()
    row.refresh_from_db()
    assert (row.order, row.handle) == (1, "@harbour_desk")
    assert row.captured_at
    assert row.raw["oembed"]


@pytest.fixture
def held(desk: Page, live_server: Any, servers: OtherServers, blog: Blog) -> Locator:
    """The card of a link that was captured, on the sheet of its post, open to be edited."""
    servers.at("/oembed/x", oembed(recorded("x.json")))
    found = capture(X)
    words = ("url", "author", "handle", "text", "language", "posted_on", "raw", "captured_at")
    row = {name: getattr(found, name) for name in words}
    post = factory.post(blog, "Quoted", embeds=[row])
    desk.goto(live_server.url + address("desk_edit", blog, post))
    desk.wait_for_selector(TEXT)
    card = desk.locator("[data-held-link]")
    card.get_by_text("Edit by hand").click()
    return card


@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_another_address_is_asked_when_its_field_is_left(
    desk: Page, held: Locator, servers: OtherServers, key: str
):
    url = servers.at("/ferries", answer_page(recorded("article.html")))
    held.locator("[name$=-author]").fill("Our desk")
    held.locator("[name$=-url]").fill(url)
    held.locator("[name$=-url]").press(key)
    expect(held.locator(".embed-title")).to_have_text("Ferries return to the east pier")
    expect(held.locator("[name$=-author]")).to_have_value("Our desk")
    expect(held.locator("[name$=-handle]")).to_have_value("")
    desk.get_by_role("button", name="Save").first.click()
    desk.get_by_text("Saved: Quoted").wait_for()
    embed = Embed.objects.get()
    assert (embed.url, embed.author, list(embed.raw)) == (url, "Our desk", ["page"])


def test_another_address_that_cannot_be_fetched_is_a_plain_link(
    desk: Page, held: Locator, servers: OtherServers
):
    url = servers.at("/ferries", answer_page("Down", status=503))
    held.locator("[name$=-url]").fill(url)
    held.locator("[name$=-url]").press("Tab")
    expect(held.locator(".link-reason")).to_contain_text("would not answer")
    expect(held.locator(".embed")).not_to_contain_text("ferries leave")
    expect(held.locator("textarea")).to_have_value("")
    desk.get_by_role("button", name="Save").first.click()
    desk.get_by_text("Saved: Quoted").wait_for()
    assert Embed.objects.values("url", "text", "raw").get() == {"url": url, "text": "", "raw": {}}


def test_a_quotation_by_hand_keeps_its_words_under_a_mended_address(
    desk: Page, live_server: Any, servers: OtherServers, blog: Blog
):
    quote = {"url": "https://x.com/harbour_desk/status/2", "text": "As read out."}
    post = factory.post(blog, "Quoted", embeds=[quote])
    desk.goto(live_server.url + address("desk_edit", blog, post))
    desk.wait_for_selector(TEXT)
    card = desk.locator("[data-held-link]")
    card.get_by_text("Edit by hand").click()
    card.locator("[name$=-url]").fill(X)
    card.locator("[name$=-url]").press("Tab")
    desk.get_by_role("button", name="Save").first.click()
    desk.get_by_text("Saved: Quoted").wait_for()
    assert Embed.objects.values("url", "text").get() == {"url": X, "text": "As read out."}
    assert servers.asked == []


def test_a_sheet_is_sent_while_its_link_is_still_being_fetched(
    desk: Page, servers: OtherServers, blog: Blog
):
    servers.at("/oembed/x", slow)
    desk.fill("[name=headline]", "Now")
    paste(desk, X)
    expect(desk.locator("[data-link-card]")).to_contain_text("Fetching what it says")
    desk.locator(TEXT).press("Control+Enter")
    desk.get_by_text("Published at").wait_for(timeout=1_900)
    assert blog.posts.get().embeds.get().url == X


@pytest.fixture
def line(desk: Page) -> dict[str, list[Route]]:
    """What is asked of a link, and the sheet that is sent, hang until the test lets them go."""
    held: dict[str, list[Route]] = {"link": [], "sheet": []}
    desk.route("**/desk/links/**", lambda route: held["link"].append(route))

    def hold(route: Route) -> None:
        held["sheet"].append(route) if route.request.method == "POST" else route.continue_()

    desk.route(re.compile(r"/desk/(post/\w+/)?$"), hold)
    return held


def test_what_a_link_says_arrives_while_a_sheet_is_sent_that_does_not_get_through(
    desk: Page, servers: OtherServers, line: dict[str, list[Route]]
):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    desk.fill("[name=headline]", "Now")
    paste(desk, X)
    desk.locator(TEXT).press("Control+Enter")
    sheet = held_up(desk, line["sheet"])
    with desk.expect_response("**/desk/links/**"):
        held_up(desk, line["link"]).continue_()
    sheet.abort()
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    expect(desk.locator("[data-link-card]")).to_contain_text("ferries leave from the west")


def test_what_a_held_link_says_arrives_while_a_sheet_is_sent_that_does_not_get_through(
    desk: Page, servers: OtherServers, blog: Blog, live_server: Any, line: dict[str, list[Route]]
):
    post = factory.post(blog, "Quoted", embeds=[{"url": X}])
    servers.at("/oembed/x", oembed(recorded("x.json")))
    desk.goto(live_server.url + address("desk_edit", blog, post))
    desk.locator("[data-held-link]").get_by_role("button", name="Try again").click()
    desk.locator(TEXT).press("Control+Enter")
    sheet = held_up(desk, line["sheet"])
    with desk.expect_response("**/desk/links/**"):
        held_up(desk, line["link"]).continue_()
    sheet.abort()
    expect(desk.locator(".said")).to_contain_text("cannot be reached")
    expect(desk.locator("[data-held-link]")).to_contain_text("ferries leave from the west")
    expect(desk.locator(".link-reason, [data-link-again]")).to_have_count(0)


def test_a_removed_card_gives_its_link_back_to_the_text(desk: Page, servers: OtherServers):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    write(desk, "First line")
    desk.keyboard.press("Enter")
    paste(desk, X)
    desk.get_by_text("ferries leave from the west").first.wait_for()
    desk.get_by_role("button", name="Remove").press("Enter")
    assert desk.locator("[data-link-card]").count() == 0
    assert desk.input_value(SENT) == f"First line\n\n{X}"
    expect(desk.locator(TEXT)).to_contain_text(X)
    expect(desk.locator(TEXT)).to_be_focused()


def test_a_removed_card_gives_the_words_that_were_typed_into_it_back_too(
    desk: Page, servers: OtherServers
):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    paste(desk, X)
    card = desk.locator("[data-link-card]")
    expect(card).to_contain_text("ferries leave from the west")
    card.locator("details summary").first.click()
    card.get_by_label("Title").fill("Twenty minutes of translation")
    card.get_by_role("button", name="Remove").click()
    expect(card).to_have_count(0)
    expect(desk.locator(SENT)).to_have_value(f"Twenty minutes of translation\n\n{X}")
    expect(desk.locator(TEXT)).to_contain_text("Twenty minutes of translation")


def test_words_typed_by_hand_meanwhile_are_not_overwritten(desk: Page, servers: OtherServers):
    def late(handler: Any) -> None:
        slow(handler, seconds=1)

    servers.at("/oembed/x", late)
    paste(desk, X)
    desk.get_by_text("Edit by hand").click()
    desk.locator("[data-link-card] textarea").fill("As read out on the radio.")
    expect(desk.locator(".link-reason")).to_have_count(0)
    assert desk.locator("[data-link-card] textarea").input_value() == "As read out on the radio."


def test_cards_come_back_after_a_crash(desk: Page, servers: OtherServers):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    url = servers.at("/ferries", answer_page(recorded("article.html")))
    for each, words in ((X, "ferries leave"), (url, "Ferries return")):
        paste(desk, each)
        desk.get_by_text(words).first.wait_for()
    until(desk, "() => Object.values(localStorage).join().includes('Ferries return')")
    desk.goto(desk.url)
    expect(desk.locator("[data-link-card]")).to_have_count(2)
    names = desk.eval_on_selector_all("[name=links]", "fields => fields.map((f) => f.value)")
    assert len(set(names)) == 2
    desk.fill("[name=headline]", "After the crash")
    desk.locator(TEXT).press("Control+Enter")
    desk.get_by_text("Published at").wait_for()
    assert [embed.url for embed in Embed.objects.order_by("order")] == [X, url]
    assert all(embed.captured_at for embed in Embed.objects.all())


def test_two_cards_are_as_wide_as_a_telephone(desk: Page, servers: OtherServers):
    desk.set_viewport_size({"width": 390, "height": 800})
    servers.at("/oembed/x", oembed(recorded("x.json")))
    for each in (X, f"https://example.org/{'a' * 300}"):
        paste(desk, each)
    expect(desk.locator("[data-link-card]")).to_have_count(2)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
