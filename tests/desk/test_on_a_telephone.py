"""In the street, with one thumb: a picture, two lines, submitted."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from liveblog.models import Blog, Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.desk.test_pictures import captioned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PICTURE = {"name": "pier.jpg", "mimeType": "image/jpeg", "buffer": captioned()}


@pytest.fixture
def phone(browser: Browser, live_server: Any, blog: Blog) -> Any:
    context = browser.new_context(**PHONE)
    log_in(context, live_server.url, factory.user("Reporters"))
    page = context.new_page()
    page.goto(live_server.url + address("desk", blog))
    yield page
    context.close()


def tap(what: Locator) -> None:
    """With a thumb: it is in view and large enough, or is scrolled to."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    assert box["height"] >= 44, what
    what.tap()


def take(phone: Page, label: str) -> None:
    with phone.expect_file_chooser() as chooser:
        tap(phone.get_by_label(label, exact=True))
    chooser.value.set_files(PICTURE)
    phone.locator(".shown img").wait_for()


def test_a_reporter_takes_a_picture_writes_two_lines_and_submits(phone: Page, blog: Blog):
    tap(phone.locator("[name=headline]"))
    phone.keyboard.type("The pier is closed")
    tap(phone.locator(".field-body .rich-text"))
    phone.keyboard.type("Two boats wait outside.")
    tap(phone.get_by_text("Add pictures"))
    take(phone, "Take a picture")
    tap(phone.get_by_role("button", name="Submit", exact=True))
    phone.get_by_text("Submitted. The editors see it").wait_for()
    post = blog.posts.get()
    assert post.status == Post.Status.SUBMITTED
    assert (post.headline, post.body) == (
        "The pier is closed",
        "<p>Two boats wait outside.</p>",
    )
    assert post.photos.get().photo.credit == "Ada Byron/Reuters"
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_the_camera_opens_at_a_tap_and_choosing_stays_possible(phone: Page):
    tap(phone.get_by_text("Add pictures"))
    camera = phone.get_by_label("Take a picture", exact=True)
    # Asked for pictures alone, the newest Android offers those that are there, and no camera.
    expect(camera).to_have_attribute("capture", "environment")
    expect(camera).to_have_attribute("accept", "image/*")
    choosing = phone.get_by_label("Picture files")
    assert choosing.get_attribute("capture") is None
    assert choosing.get_attribute("multiple") is not None
    take(phone, "Picture files")


def test_at_a_desk_with_a_mouse_no_camera_is_offered(page: Page, live_server: Any, blog: Blog):
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", blog))
    page.get_by_text("Add pictures").click()
    expect(page.get_by_label("Picture files")).to_be_visible()
    expect(page.get_by_label("Take a picture", exact=True)).to_be_hidden()
