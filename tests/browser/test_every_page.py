"""Each reader's page, in a real browser: nothing to scroll sideways, nothing that axe objects to,
nothing that the policy stops, nothing from anywhere else."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from liveblog import publishing
from liveblog.models import Photo
from tests import factory
from tests.servers import Newsroom

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]
PAGES = ["front", "blog", "older", "post", "withdrawn", "explainer", "corrections", "missing"]
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlung"


@pytest.fixture
def addresses(newsroom: Newsroom) -> dict[str, str]:
    blog = factory.blog(title=f"A story of {LONG_WORD}", standfirst="So far.\n\nAnd further.")
    explainer = factory.explainer()
    publishing.pin_explainer(blog, explainer, by=None)
    photo = publishing.save_shared(Photo(credit="Ann Writer/Agency"), by=None)
    post = factory.post(
        blog,
        f"With everything, even {LONG_WORD}",
        body="<p>Text</p><blockquote>Said</blockquote><ul><li>One</li></ul>",
        is_key_event=True,
        verification="developing",
        bylines=[factory.contributor(role="in Yerevan"), factory.contributor()],
        topics=[factory.topic()],
        photos=[{"photo": photo, "caption": "A bridge"}] * 3,
        embeds=[
            {"url": "https://x.com/a/status/1", "author": "Some One", "text": LONG_WORD},
            {"url": "https://www.youtube.com/watch?v=1", "title": "A film"},
        ],
    )
    publishing.correct(post, by=None, text="It was so.")
    publishing.correct(post, by=None, text="And it was so.")
    publishing.correct(factory.post(blog), by=None, text="So it was here.")
    publishing.pin(post, by=None)
    withdrawn = factory.post(blog, "Withdrawn")
    publishing.retract(withdrawn, by=None, reason="It was not so.")
    with publishing.change(by=None):
        for minute in range(25):
            factory.post(blog, minutes=minute)
    publishing.close(factory.blog(), by=None)
    factory.blog(opened=False)
    address = blog.get_absolute_url()
    return {
        "front": "/",
        "blog": address,
        "older": f"{address}?before={post.public_id}",
        "post": post.get_absolute_url(),
        "withdrawn": withdrawn.get_absolute_url(),
        "explainer": explainer.get_absolute_url(),
        "corrections": "/corrections/",
        "missing": "/nothing/",
    }


def test_no_page_is_scrolled_sideways(page: Page, newsroom: Newsroom, addresses: dict[str, str]):
    for name in PAGES:
        page.goto(newsroom.url + addresses[name])
        for width in (320, 390, 640, 1000, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


def test_axe_finds_nothing(page: Page, newsroom: Newsroom, addresses: dict[str, str]):
    for name in PAGES:
        page.goto(newsroom.url + addresses[name])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page).response["violations"]
            seen = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]
            assert seen == [], (name, scheme)


def test_every_request_goes_to_this_host(page: Page, newsroom: Newsroom, addresses: dict[str, str]):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto(newsroom.url + addresses[name])
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith(newsroom.url)] == []
    assert len(asked) > len(PAGES)
