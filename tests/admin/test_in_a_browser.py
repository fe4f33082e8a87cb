"""The admin in a real browser, under the site's own strict content security policy."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import Page

from liveblog import publishing
from liveblog.models import Post
from liveblog.photos import renditions, storage
from tests import factory
from tests.admin.conftest import at, drawing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(new_context: Any, live_server: Any) -> Page:
    page: Page = new_context(base_url=live_server.url).new_page()
    return page


@pytest.fixture
def post(db: None) -> Post:
    blog = factory.blog(title="Election night")
    photo = storage.store(drawing())
    renditions.make(photo)
    photo.alt_text, photo.credit = "The square at night", "A. Walker/Agency"
    publishing.save_shared(photo, by=None)
    publishing.pin_explainer(blog, factory.explainer(), by=None)
    return factory.post(
        blog,
        "Polls close",
        body="Polls have closed.",
        bylines=[factory.contributor()],
        photos=[{"photo": photo}],
        embeds=[{"url": "https://example.org/1", "text": "Said so."}],
    )


def sign_in(page: Page) -> None:
    factory.user(name="admin", is_superuser=True)
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "pass")
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")


def pages(post: Post) -> list[str]:
    return [
        "/admin/",
        *(at(f"{noun}_changelist") for noun in ("blog", "post", "photo", "explainer", "revision")),
        *(at(f"{noun}_add") for noun in ("blog", "post", "photo", "explainer", "contributor")),
        at("post_change", post.pk),
        at("post_retract", post.pk),
        at("post_correct", post.pk),
        at("post_history", post.pk),
        at("blog_change", post.blog_id),
        at("photo_change", post.photos.get().photo_id),
    ]


def every_page(post: Post) -> list[str]:
    """Each model's list, and the pages of one of each; a model that comes is looked at too."""
    publishing.correct(post, by=None, text="It was eight o'clock.")
    withdrawn = publishing.retract(factory.post(post.blog), by=None, reason="Wrong hall.")
    submitted = publishing.submit(factory.draft(post.blog), by=None)
    own = [
        at("post_correct", post.pk),
        at("post_retract", post.pk),
        at("post_restore", withdrawn.pk),
        at("post_send_back", submitted.pk),
        *(reverse(f"admin:{name}") for name in ("index", "password_change")),
    ]
    return own + [address for model in admin.site._registry for address in pages_of(model)]


def pages_of(model: type[Model]) -> list[str]:
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    thing = model._default_manager.first()
    views = ["change", "history"] if thing else []
    if thing and thing._meta.model_name in ("topic", "contributor"):
        views.append("delete")
    found = [reverse(f"admin:{name}_{view}", args=[thing.pk]) for view in views]
    if model._meta.model_name not in ("revision", "correction", "sighting"):
        found.append(reverse(f"admin:{name}_add"))
    return [reverse(f"admin:{name}_changelist"), *found]


def test_no_page_breaks_the_policy(page, post, complaints):
    sign_in(page)
    for address in pages(post):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert complaints == [], address


def test_an_editor_publishes_with_a_row_added_and_a_searching_select(page, post, complaints):
    sign_in(page)
    page.goto(f"{at('post_add')}?blog={post.blog_id}")
    page.fill("#id_headline", "Turnout is up")
    page.click("text=Add another Byline")
    page.click("#bylines-group .form-row:not(.empty-form) .select2-selection")
    page.click(".select2-results__option:has-text('Writer')")
    page.click("text=Publish now")
    page.wait_for_selector(".messagelist .success")
    made = Post.objects.latest("pk")
    assert made.is_published
    assert made.bylines.count() == 1
    assert complaints == []


def test_a_text_is_edited_rich_and_saved_as_its_html(page, post, complaints):
    sign_in(page)
    page.goto(at("post_change", post.pk))
    text = page.get_by_role("textbox", name="Text", exact=True)
    text.press("ControlOrMeta+a")
    page.keyboard.type("Polls have ")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type("closed")
    page.get_by_role("button", name="Save for readers").click()
    page.wait_for_selector(".messagelist .success")
    assert Post.objects.get(pk=post.pk).body == "<p>Polls have <strong>closed</strong></p>"
    assert complaints == []


# From one scheme to the other the admin's own colours fade: nobody reads them meanwhile.
FADED = """async () => {
  await new Promise(requestAnimationFrame);
  for (const each of document.getAnimations()) each.finish();
}"""


def test_no_page_keeps_anybody_out(page, post):
    sign_in(page)
    barriers = []
    for address in every_page(post):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        for width, scheme in ((390, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(FADED)
            where = f"{address} {width} {scheme}"
            found = Axe().run(page)
            barriers += [
                (where, v["id"], [n["html"][:160] for n in v["nodes"]])
                for v in found.response["violations"]
            ]
            across = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if across > 0:
                barriers.append((where, "wider than the screen", [f"{across}px"]))
    assert not barriers, "\n".join(map(str, barriers))
