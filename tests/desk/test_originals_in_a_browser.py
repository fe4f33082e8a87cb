"""The preview shows an original as readers may, in a real browser; the sheet's card does not."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests import factory
from tests.desk.desk import address, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILM = {"url": "https://www.youtube.com/watch?v=aaaaaaaaaaa", "title": "The mayor answers"}


def test_the_preview_shows_the_original_on_request_and_remembers_it(
    page: Page, complaints: list[str], live_server: Any
):
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<!doctype html><title>Player</title>", content_type="text/html")

    page.route(lambda url: not url.startswith(live_server.url), answer)
    log_in(page.context, live_server.url, factory.admin())
    blog = factory.blog()
    post = factory.post(blog, "Quoted", embeds=[FILM])
    page.goto(live_server.url + address("desk_edit", blog, post))
    page.wait_for_selector(".field-body .rich-text")
    expect(page.get_by_role("button", name="Show the original")).to_have_count(0)

    page.get_by_role("button", name="Preview").press("Enter")
    page.get_by_role("button", name="Show the original").press("Enter")
    frame = page.locator(".preview iframe")
    expect(frame).to_have_attribute("title", "The mayor answers, on YouTube")
    page.get_by_label("Always show originals from YouTube").check()
    page.get_by_role("button", name="Close the preview").press("Enter")
    expect(frame).to_have_count(0)
    page.get_by_role("button", name="Preview").press("Enter")
    expect(frame).to_have_count(1)
    page.get_by_role("button", name="Show what we kept").press("Enter")
    expect(frame).to_have_count(0)
    assert {url.split("?")[0] for url in asked} == {
        "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa"
    }
