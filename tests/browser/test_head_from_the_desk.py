"""What an editor changes at the head on the desk is on an open page without a reload."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import Page, expect

from liveblog.models import Blog
from tests import factory
from tests.browser.test_live_page import ask
from tests.desk.desk import address, at_work
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]


@pytest.fixture
def story(newsroom: Newsroom) -> Blog:
    blog = factory.blog(title="A night of counting")
    factory.post(blog, "The doors are open")
    return blog


@pytest.fixture
def open_page(page: Page, newsroom: Newsroom, story: Blog) -> Page:
    page.clock.install()
    page.goto(newsroom.url + story.get_absolute_url())
    expect(page.locator("#live-status")).to_be_visible()
    page.evaluate("window.stillTheSamePage = true")
    return page


def drawing() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(out, "JPEG")
    return SimpleUploadedFile("hall.jpg", out.getvalue(), "image/jpeg")


def test_a_lead_picture_set_on_the_desk_appears_on_an_open_page(open_page: Page, story: Blog):
    sent: dict[str, Any] = {
        "lead-picture": drawing(),
        "lead-alt_text": "The counting hall",
        "lead-credit": "Ada/Us",
        "lead-caption": "Tables for two hundred",
    }
    answer = at_work(factory.user("Editors")).post(address("desk_lead_upload", story), sent)
    assert answer.status_code == 302
    ask(open_page)
    lead = open_page.locator("#blog-head .lead")
    expect(lead.get_by_alt_text("The counting hall")).to_be_visible()
    expect(lead).to_contain_text("Tables for two hundred")
    assert open_page.evaluate("window.stillTheSamePage")


def test_the_closing_line_arrives_with_the_end_and_survives_without_javascript(
    open_page: Page, story: Blog, browser: Any, newsroom: Newsroom
):
    client = at_work(factory.user("Editors"))
    client.post(address("desk_close", story), {"closing_line": "More at dawn."})
    ask(open_page)
    expect(open_page.locator(".closing-line")).to_have_text("More at dawn.")
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(newsroom.url + story.get_absolute_url())
    expect(page.locator(".closing-line")).to_have_text("More at dawn.")
    plain.close()
