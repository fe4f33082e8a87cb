"""No page of the desk keeps anybody out, on a telephone or a desk's screen, in light or dark."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from liveblog import publishing
from liveblog.desk.urls import urlpatterns
from liveblog.models import Blog, Photo, Post
from liveblog.photos import renditions, storage
from tests import factory
from tests.admin.conftest import drawing
from tests.desk.desk import address, at_work, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADLINE = "form[data-sheet] [name=headline]"


class Night:
    """A story with something of everything on its desk."""

    def __init__(self) -> None:
        self.admin, self.colleague = factory.admin(), factory.user("Editors", "Reporters")
        blog = self.blog = factory.blog(title="A night of counting", standfirst="So far.")
        publishing.pin_explainer(blog, factory.explainer(), by=None)
        publishing.pin_explainer(blog, factory.explainer(), by=None, is_open=True)
        factory.explainer()
        factory.topic()
        shown = picture()
        publishing.set_lead(blog, by=None, photo=shown)
        links = [{"url": "https://example.org/", "text": "Said so.", "author": "Ada"}]
        whole = {"photos": [{"photo": shown}], "embeds": links, "is_key_event": True}
        self.published = factory.post(blog, "It holds", body="<p>It does.</p>", **whole)
        publishing.correct(self.published, by=None, text="It held before, too.")
        self.retracted = publishing.retract(factory.post(blog), by=None, reason="Wrong hall.")
        self.draft = factory.draft(blog, by=self.admin)
        self.submitted = publishing.submit(factory.draft(blog, by=self.colleague), by=None)
        later = timezone.now() + timedelta(hours=1)
        publishing.schedule(factory.draft(blog), by=None, at=later)

    def post_for(self, name: str) -> Post:
        """One on which that page makes sense."""
        return {
            "desk_restore": self.retracted,
            "desk_send_back": self.submitted,
            "desk_discard": self.draft,
        }.get(name, self.published)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Each address of the desk that answers with a page; one that comes is looked at too."""
        client = at_work(self.admin)
        for pattern in urlpatterns:
            where = self.address_of(str(pattern.name), str(pattern.pattern))
            answer = client.get(where)
            is_page = answer.status_code == 200 and b'id="content"' in answer.content
            assert is_page or answer.status_code in (200, 302, 405), where
            if is_page:
                yield str(pattern.name), where

    def address_of(self, name: str, path: str) -> str:
        more = [self.post_for(name).public_id] if "public_id" in path else []
        more += [self.blog.pins.all()[0].explainer_id] if "_pk>" in path else []
        return reverse(f"liveblog:{name}", args=[self.blog.pk, *more])


def picture() -> Photo:
    photo = storage.store(drawing())
    renditions.make(photo)
    photo.alt_text, photo.credit = "A bridge", "A. Walker/Agency"
    publishing.save_shared(photo, by=None)
    return photo


class Eyes:
    """Somebody who looks at a page after another, and notes what keeps anybody out."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.barriers: list[Any] = []

    def sit(self, user: Any) -> None:
        log_in(self.page.context, self.url, user)

    def go(self, name: str, blog: Blog, post: Post | None = None) -> None:
        self.page.goto(self.url + address(name, blog, post))

    def look(self, where: str) -> None:
        found = Axe().run(self.page).response["violations"]
        self.barriers += [
            (where, each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found
        ]
        across = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if across > 0:
            self.barriers.append((where, "wider than the screen", [f"{across}px"]))

    def have_seen_nothing(self) -> None:
        assert not self.barriers, "\n".join(map(str, self.barriers))


@pytest.fixture(params=[390, 1280])
def eyes(page: Page, live_server: Any, transactional_db: Any, request: Any) -> Eyes:
    page.set_viewport_size({"width": request.param, "height": 800})
    # A page still fading in has colours that nobody reads.
    scheme = "dark" if request.param == 390 else "light"
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return Eyes(page, live_server.url)


@pytest.fixture
def night(transactional_db: Any) -> Night:
    return Night()


def test_no_page_of_the_desk_keeps_anybody_out(eyes: Eyes, night: Night):
    eyes.sit(night.admin)
    names = []
    for name, where in night.pages():
        names.append(name)
        eyes.page.goto(eyes.url + where)
        if name != "desk":  # That has a test of its own.
            eyes.look(name)
    assert len(names) == 13, names
    eyes.have_seen_nothing()


def test_nothing_that_opens_on_the_desk_keeps_anybody_out(eyes: Eyes, night: Night):
    eyes.sit(night.admin)
    page = eyes.page
    eyes.go("desk", night.blog)
    page.locator("#coverage .story > summary").click()
    page.get_by_text("Find in the list").click()
    page.get_by_text("Add pictures").click()
    page.get_by_text("Add a link or a quote").click()
    page.locator(f"#post-{night.published.public_id} .more > summary").click()
    for section in ("submitted", "drafts", "scheduled", "published", "retracted"):
        assert page.locator(f"#{section} .row").count(), section
    eyes.look("everything open")
    page.get_by_role("button", name="Schedule").click()
    page.get_by_role("alert").wait_for()
    eyes.look("a refused sheet")
    page.locator("#coverage .story").evaluate("story => { story.open = true; }")
    for label in ("Headline and standfirst", "Lead picture", "Explainers"):
        page.get_by_role("link", name=label).click()
        page.locator("#coverage .panel").wait_for()
        page.locator("#coverage .panel details").evaluate_all(
            "all => { for (const each of all) each.open = true; }"
        )
        eyes.look(label)
        page.get_by_role("link", name="Close", exact=True).click()
        expect(page.locator("#coverage .panel")).to_have_count(0)
        page.locator("#coverage .story").evaluate("story => { story.open = true; }")
    page.get_by_text("End coverage").click()
    eyes.look("the end")
    page.locator("#keys").evaluate("keys => keys.showModal()")
    eyes.look("keys")
    eyes.have_seen_nothing()


def test_nothing_that_the_desk_answers_keeps_anybody_out(eyes: Eyes, night: Night):
    eyes.sit(night.admin)
    page = eyes.page
    eyes.go("desk_retract", night.blog, night.published)
    page.fill("[name=reason]", "It was wrong.")
    page.reload()
    page.locator(".given-back").wait_for()
    eyes.look("words given back")
    publishing.retract(night.published, by=night.colleague, reason="Theirs.")
    page.get_by_role("button", name="Retract").click()
    page.get_by_role("alert").wait_for()
    eyes.look("a second reason")
    publishing.restore(night.published, by=None)
    page.wait_for_timeout(1100)  # A press within a second of it was meant for the page before.
    page.get_by_role("button", name="Retract").click()
    page.get_by_text("Retracted: ").wait_for()
    eyes.look("a message")
    page.fill(HEADLINE, "It holds")
    page.get_by_role("button", name="Preview").click()
    page.locator(".preview article").wait_for()
    eyes.look("the preview")
    eyes.go("desk_edit", night.blog, night.draft)
    page.fill(HEADLINE, "Mine")
    publishing.update(night.draft, by=night.colleague, headline="Theirs")
    page.get_by_role("button", name="Save draft").click()
    page.locator("#merging-title").wait_for()
    eyes.look("merging")
    eyes.have_seen_nothing()


def test_what_one_filed_and_what_one_may_not_open_keep_nobody_out(eyes: Eyes, night: Night):
    stranger = factory.user()
    filed = publishing.submit(factory.draft(night.blog, by=stranger), by=stranger)
    eyes.sit(stranger)
    for name, post, words in (
        ("desk_edit", filed, "an editor has it now"),
        ("desk_head", None, "not open to you"),
    ):
        eyes.go(name, night.blog, post)
        eyes.page.get_by_text(words).wait_for()
        eyes.look(name)
    eyes.have_seen_nothing()
