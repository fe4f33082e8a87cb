"""An address put back under the fingers, and words that were typed, fetched and given back."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from liveblog.models import Blog
from tests import factory
from tests.desk.desk import address, log_in
from tests.desk.test_links_in_a_browser import SENT, TEXT, paste
from tests.desk.test_put_back import FERRIES, stands
from tests.embeds.other_servers import (
    OtherServers,
    answer_page,
    oembed,
    recorded,
    within_reach,
)
from tests.embeds.test_originals import X, quoted, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(
    page: Page,
    complaints: list[str],
    live_server: Any,
    blog: Blog,
    servers: OtherServers,
    settings: Any,
) -> Page:
    within_reach(settings, EMBED_TIMEOUT_SECONDS=2)
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", blog))
    page.wait_for_selector(TEXT)
    return page


@pytest.fixture
def held(desk: Page, live_server: Any, servers: OtherServers, blog: Blog) -> Locator:
    """The card of a link that was captured, on the sheet of its post."""
    post = quoted(servers, blog).post
    desk.goto(live_server.url + address("desk_edit", blog, post))
    desk.wait_for_selector(TEXT)
    return desk.locator("[data-held-link]")


@pytest.fixture
def ferries(servers: OtherServers) -> str:
    return servers.at("/ferries", answer_page(recorded("article.html")))


def to(card: Locator, url: str) -> None:
    field = card.locator("[name$=-url]")
    if not field.is_visible():
        card.get_by_text("Edit by hand").click()
    field.fill(url)
    field.press("Tab")


def save(desk: Page) -> None:
    desk.get_by_role("button", name="Save").first.click()
    desk.get_by_text("Saved: Quoted").wait_for()


@pytest.mark.parametrize("original", ["gone", "changed", "unreached"])
def test_it_has_its_own_words_whatever_its_source_says_by_now(
    desk: Page, held: Locator, servers: OtherServers, ferries: str, original: str
):
    was = stands()
    to(held, ferries)
    expect(held.locator(".embed-title")).to_have_text(FERRIES)
    if original == "unreached":
        desk.route("**/desk/links/**", lambda route: route.abort())
    elif original == "changed":
        servers.at("/oembed/x", says("Something else by now."))
    else:
        servers.at("/oembed/x", answer_page("gone", status=404))
    servers.asked.clear()
    to(held, X)
    if original != "unreached":
        expect(held.locator("[name$=-author]")).to_have_value("Harbour Desk")
    assert servers.asked == []
    save(desk)
    assert stands() == was


def test_it_has_them_where_it_is_saved_at_once(desk: Page, held: Locator, ferries: str):
    was = stands()
    to(held, ferries)
    expect(held.locator(".embed-title")).to_have_text(FERRIES)
    held.locator("[name$=-url]").fill(X)
    held.locator("[name$=-url]").press("Control+s")
    desk.get_by_text("Saved: Quoted").wait_for()
    assert stands() == was


def test_what_tells_who_passed_it_on_makes_no_other_link_of_it(
    desk: Page, held: Locator, servers: OtherServers
):
    was = stands()
    servers.at("/oembed/x", answer_page("gone", status=404))
    with desk.expect_response("**/desk/links/again/"):
        to(held, f"{X}?utm_source=mail&s=20")
    save(desk)
    assert stands() == was


def test_words_that_were_typed_and_given_back_are_typed(desk: Page, held: Locator, ferries: str):
    held.get_by_text("Edit by hand").click()
    held.locator("textarea[name$=-text]").fill("My translation")
    expect(desk.locator(".sheet-kept")).to_contain_text("Kept at", timeout=10_000)
    desk.evaluate("localStorage.clear()")
    desk.reload()
    desk.wait_for_selector(TEXT)
    card = desk.locator("[data-held-link]")
    to(card, ferries)
    expect(card.locator(".embed-title")).to_have_text(FERRIES)
    expect(card.locator("textarea[name$=-text]")).to_have_value("My translation")


def test_a_third_address_takes_no_words_of_the_second(
    desk: Page, held: Locator, servers: OtherServers, ferries: str
):
    """It was fetched, the browser crashed, and gave it back."""
    third = servers.at("/other", answer_page("<title>Another story</title>"))
    desk.route("**/desk/keep/", lambda route: route.abort())
    to(held, ferries)
    expect(held.locator(".embed-title")).to_have_text(FERRIES)
    expect(desk.locator(".sheet-kept")).to_contain_text("kept in this browser", timeout=10_000)
    desk.goto(desk.url)
    card = desk.locator("[data-held-link]")
    expect(card.locator("[name$=-title]")).to_have_value(FERRIES)
    to(card, third)
    expect(card.locator("[name$=-title]")).to_have_value("Another story")


def test_words_typed_into_a_card_that_was_given_back_go_to_the_text_with_its_link(
    desk: Page, blog: Blog, servers: OtherServers
):
    servers.at("/oembed/x", oembed(recorded("x.json")))
    paste(desk, X)
    card = desk.locator("[data-link-card]")
    expect(card).to_contain_text("ferries leave from the west")
    card.locator("details summary").first.click()
    card.get_by_label("Title").fill("My translation")
    with desk.expect_response("**/desk/keep/", timeout=20_000):
        card.get_by_label("Title").press("Tab")
    expect(desk.locator(".sheet-kept")).to_contain_text("Kept at", timeout=20_000)
    desk.evaluate("localStorage.clear()")
    desk.reload()
    desk.wait_for_selector(TEXT)
    card = desk.locator("[data-link-card]")
    expect(card.get_by_label("Title")).to_have_value("My translation")
    card.get_by_role("button", name="Remove").click()
    expect(card).to_have_count(0)
    given = desk.input_value(SENT)
    assert "My translation" in given
    assert "Harbour Desk" not in given
