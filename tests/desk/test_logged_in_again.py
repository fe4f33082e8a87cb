"""Who logged in again in another tab goes on in this one as if nothing had been."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from liveblog.models import Blog, OpenSheet
from tests import factory
from tests.desk.desk import address, log_in
from tests.desk.test_links_in_a_browser import X, paste
from tests.desk.test_pictures_in_a_browser import bring, fill_words, picture, publish
from tests.embeds.other_servers import OtherServers, oembed, recorded, within_reach

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(transactional_db: Any) -> Any:
    return factory.user("Editors", name="ada")


@pytest.fixture
def desk(page: Page, live_server: Any, blog: Blog, editor: Any) -> Page:
    log_in(page.context, live_server.url, editor)
    page.goto(live_server.url + address("desk", blog))
    return page


@pytest.fixture
def desk_before(desk: Page, live_server: Any, blog: Blog, editor: Any) -> Page:
    """A desk whose own token is of the session before."""
    desk.fill("[name=headline]", "The wall holds")
    desk.context.clear_cookies()
    log_in(desk.context, live_server.url, editor)
    other = desk.context.new_page()
    other.goto(live_server.url + address("desk", blog) + "#post")
    other.close()
    return desk


def test_words_are_kept_by_the_newsroom_again(desk_before: Page):
    desk_before.fill("[name=headline]", "The wall holds still")
    expect(desk_before.locator(".sheet-kept")).to_contain_text("Kept at", timeout=15_000)
    assert OpenSheet.objects.get().said["headline"] == ["The wall holds still"]


def test_a_picture_comes_without_being_sent_twice_by_hand(desk_before: Page):
    bring(desk_before, "drop", picture())
    desk_before.locator(".shown img").wait_for()
    assert desk_before.locator(".upload").count() == 0


def test_a_pasted_link_is_captured(desk_before: Page, servers: OtherServers, settings: Any):
    within_reach(settings)
    servers.at("/oembed/x", oembed(recorded("x.json")))
    paste(desk_before, X)
    card = desk_before.locator("[data-link-card]")
    expect(card).to_contain_text("ferries leave from the west")


def test_the_preview_shows_the_words(desk_before: Page):
    desk_before.locator("[data-preview]").click()
    expect(desk_before.locator(".preview")).to_contain_text("The wall holds")


def test_a_rows_button_does_what_it_says(desk: Page, live_server: Any, blog: Blog, editor: Any):
    post = factory.draft(blog, "Cranes", by=editor)
    desk.reload()
    desk.context.clear_cookies()
    log_in(desk.context, live_server.url, editor)
    row = desk.locator(f"#post-{post.public_id}")
    row.get_by_role("button", name="Publish").click()
    expect(desk.locator(".said")).to_contain_text("Published")
    post.refresh_from_db()
    assert post.is_published


def test_who_is_logged_out_is_told_so_by_the_list_and_by_a_link(
    desk: Page, live_server: Any, blog: Blog, editor: Any
):
    post = factory.draft(blog, "Cranes", by=editor)
    desk.reload()
    desk.context.clear_cookies()
    desk.locator(f"#post-{post.public_id}").get_by_role("button", name="Publish").click()
    expect(desk.locator(".said")).to_contain_text("You have been logged out")
    expect(desk.locator(".said a")).to_have_attribute("target", "_blank")
    paste(desk, X)
    expect(desk.locator(".link-reason")).to_contain_text("You have been logged out")


def test_a_picture_that_did_not_get_through_is_not_left_behind_in_silence(desk: Page, blog: Blog):
    desk.fill("[name=headline]", "Cranes")
    desk.route("**/desk/pictures/", lambda route: route.abort())
    bring(desk, "drop", picture())
    expect(desk.locator(".upload-said")).to_contain_text("cannot be reached")
    publish(desk)
    expect(desk.locator(".said")).to_contain_text("Nothing was sent: “wall.jpg” is not here yet.")
    expect(desk.get_by_role("button", name="Try again")).to_be_focused()
    assert not blog.posts.exists()
    desk.unroute("**/desk/pictures/")
    desk.keyboard.press("Enter")
    desk.locator(".shown img").wait_for()
    fill_words(desk, 0)
    publish(desk)
    desk.get_by_text("Published at").wait_for()
    assert blog.posts.get().photos.count() == 1
