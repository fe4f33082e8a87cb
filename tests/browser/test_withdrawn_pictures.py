"""A picture is withdrawn while a reader looks at it: it leaves their page by itself."""

import pytest
from playwright.sync_api import Page, expect

from liveblog import publishing
from tests import factory
from tests.photos import shots
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]


def test_an_open_page_loses_the_picture_everywhere_and_keeps_the_words(
    page: Page, newsroom: Newsroom
):
    photo, blog = shots.made(), factory.blog()
    publishing.set_lead(blog, by=None, photo=photo)
    publishing.pin_explainer(blog, factory.explainer(photo=photo), by=None)
    factory.post(blog, "A bridge", photos=[{"photo": photo}])
    alone = publishing.create(blog, by=None, photos=[{"photo": photo}])
    publishing.publish(alone, by=None)
    address = newsroom.url + photo.file.url
    page.goto(newsroom.url + blog.get_absolute_url())
    shown = page.locator(f'img[alt="{photo.alt_text}"]')
    expect(shown).to_have_count(4)
    assert page.request.get(address).status == 200
    publishing.withdraw_photo(photo, by=None, reason="A lawyer has called.")
    expect(shown).to_have_count(0, timeout=20_000)
    expect(page.get_by_role("heading", name="A bridge")).to_be_visible()
    expect(page.locator(f"#post-{alone.public_id}")).to_contain_text(publishing.withdrawing.NOTICE)
    assert "lawyer" not in page.content()
    assert page.request.get(address).status == 404
