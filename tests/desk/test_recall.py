"""What is typed where no draft is kept comes back in this browser: questions, admin forms."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from liveblog import publishing
from liveblog.models import Blog, Explainer, Post
from tests import factory
from tests.admin.conftest import at
from tests.desk.desk import address, at_work
from tests.desk.test_library import in_library

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BAR = ".given-back"


@pytest.fixture
def post(transactional_db: Any) -> Post:
    return factory.post(factory.blog(), "Ten boats", body="<p>There are ten.</p>")


@pytest.fixture
def page(new_context: Any, live_server: Any, post: Post) -> Page:
    context = new_context(base_url=live_server.url)
    page: Page = context.new_page()
    log_in(page, factory.user(name="admin", is_superuser=True))
    return page


def log_in(page: Page, user: Any) -> None:
    session = at_work(user).cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
    )


def log_in_by_hand(page: Page) -> None:
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", "pass")
    page.get_by_role("button", name="Log in").click()


def restorable(post: Post) -> Post:
    return publishing.retract(post, by=None, reason="Wrong.")


def sendable(post: Post) -> Post:
    return publishing.submit(factory.draft(post.blog), by=None)


@pytest.mark.parametrize(
    ("name", "field", "made"),
    [
        ("desk_retract", "reason", lambda post: post),
        ("desk_restore", "reason", restorable),
        ("desk_send_back", "note", sendable),
        ("desk_correct", "text", lambda post: post),
    ],
)
def test_an_answer_that_was_left_is_there_again_until_it_is_sent(page, post, name, field, made):
    about = made(post)
    where = address(name, post.blog, about)
    page.goto(where)
    page.fill(f"[name={field}]", "Half a reason")
    page.goto(address("desk", post.blog))
    page.goto(where)
    expect(page.locator(BAR)).to_contain_text("What you typed until")
    assert page.input_value(f"[name={field}]") == "Half a reason"
    page.locator(f"[name={field}]").press("Control+Enter")
    page.locator(".said .success").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('recall'))") == []


def test_a_text_that_was_mended_comes_back_rich(page, post):
    where = address("desk_correct", post.blog, post)
    page.goto(where)
    page.locator(".field-body .rich-text").fill("There are twelve.")
    page.goto(address("desk", post.blog))
    page.goto(where)
    expect(page.locator(".field-body .rich-text")).to_have_text("There are twelve.")
    page.get_by_role("button", name="Start afresh").click()
    expect(page.locator(".field-body .rich-text")).to_have_text("There are ten.")
    expect(page.locator(BAR)).to_have_count(0)


def test_a_refused_answer_that_was_left_comes_back_too(page, post):
    where = address("desk_correct", post.blog, post)
    page.goto(where)
    page.fill("[name=headline]", "Twelve boats")
    page.fill("[name=text]", " ")
    page.get_by_role("button", name="Publish the correction").click()
    page.locator(".field-error").wait_for()
    page.goto(address("desk", post.blog))
    page.goto(where)
    expect(page.locator("[name=headline]")).to_have_value("Twelve boats")


def test_nobody_else_at_this_browser_is_given_them(page, post):
    where = address("desk_retract", post.blog, post)
    page.goto(where)
    page.fill("[name=reason]", "Mine alone")
    page.goto("/admin/")
    log_in(page, factory.admin())
    page.goto(where)
    expect(page.locator("[name=reason]")).to_have_value("")
    expect(page.locator(BAR)).to_have_count(0)


def test_a_new_explainer_sent_after_the_session_ended_is_there_after_the_login(page):
    page.goto(at("explainer_add"))
    page.fill("[name=title]", "What is a tide?")
    page.locator(".rich-text").first.fill("It is the moon.")
    page.context.clear_cookies(name="sessionid")
    page.click("[name=_save]")
    log_in_by_hand(page)
    expect(page.locator(BAR)).to_contain_text("is back")
    assert page.input_value("[name=title]") == "What is a tide?"
    page.click("[name=_save]")
    page.locator(".messagelist .success").wait_for()
    assert Explainer.objects.get().body == "<p>It is the moon.</p>"
    page.goto(at("explainer_add"))
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator(BAR)).to_have_count(0)


def test_a_post_comes_back_with_its_rows_and_its_looked_up_names(page, post):
    factory.contributor("Ada Byron")
    where = at("post_change", post.pk)
    page.goto(where)
    page.fill("[name=headline]", "Twelve boats")
    page.click("text=Add another Byline")
    page.click("#bylines-group .form-row:not(.empty-form) .select2-selection")
    page.click(".select2-results__option:has-text('Ada Byron')")
    page.goto("/admin/")
    page.goto(where)
    expect(page.locator(BAR)).to_contain_text("is back")
    expect(page.locator("#bylines-group .select2-selection__rendered").first).to_contain_text("Ada")
    page.get_by_role("button", name="Save for readers").click()
    page.locator(".messagelist .success").wait_for()
    post.refresh_from_db()
    assert post.headline == "Twelve boats"
    assert [each.contributor.name for each in post.bylines.all()] == ["Ada Byron"]


def test_a_form_of_the_admin_that_was_refused_keeps_its_words(page, post):
    where = at("blog_change", post.blog_id)
    page.goto(where)
    page.fill("[name=title]", "")
    page.locator("#id_standfirst ~ .rich .rich-text").fill("So far.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errornote").wait_for()
    expect(page.locator(BAR)).to_have_count(0)
    page.goto(where)
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("#id_standfirst ~ .rich .rich-text")).to_have_text("So far.")


def test_words_given_back_in_the_admin_do_not_overwrite_newer_ones(page, post):
    where = at("post_change", post.pk)
    page.goto(where)
    page.fill("[name=headline]", "Mine")
    page.goto("/admin/")
    publishing.update(post, by=factory.user(), headline="Theirs")
    page.goto(where)
    expect(page.locator("[name=headline]")).to_have_value("Mine")
    page.get_by_role("button", name="Save for readers").click()
    page.locator(".errornote").first.wait_for()
    post.refresh_from_db()
    assert post.headline == "Theirs"


def test_the_blogs_head_as_a_page_of_its_own_gives_back_too(page, post):
    where = address("desk_head", post.blog)
    page.goto(where)
    page.fill("[name=title]", "A long night")
    page.goto(address("desk", post.blog))
    page.goto(where)
    expect(page.locator(BAR)).to_contain_text("is back")
    page.locator("[name=title]").press("Control+Enter")
    page.locator(".said .success").wait_for()
    assert Blog.objects.get(pk=post.blog_id).title == "A long night"


def test_only_what_was_typed_in_a_form_of_the_library_is_given_back(page, post):
    photo = in_library("navy", alt_text="A wall", caption="Old")
    page.goto(at("photo_change", photo.pk))
    page.fill("#id_caption", "New caption")
    page.goto("about:blank")
    photo.usage_terms, photo.use_until = "One week only", date(2030, 1, 1)
    publishing.save_shared(photo, by=None)
    page.goto(at("photo_change", photo.pk))
    expect(page.locator(BAR)).to_be_visible()
    expect(page.locator("#id_caption")).to_have_value("New caption")
    expect(page.locator("#id_use_until")).to_have_value("2030-01-01")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    photo.refresh_from_db()
    assert (photo.caption, photo.usage_terms) == ("New caption", "One week only")
    assert photo.use_until == date(2030, 1, 1)


def test_words_that_a_colleague_left_no_place_for_are_there_to_be_copied(page, post):
    photo = in_library("navy", alt_text="")
    where = f"{address('desk_lead', post.blog)}?photo={photo.pk}"
    page.goto(where)
    page.fill("[name=alt_text]", "A wall, seen from the sea")
    page.goto("about:blank")
    photo.alt_text = "A wall"
    publishing.save_shared(photo, by=None)
    for _ in range(2):
        page.goto(where)
        expect(page.locator(BAR)).to_contain_text(
            "Alt text: “A wall, seen from the sea” has no place"
        )
        expect(page.locator("[name=alt_text]")).to_have_count(0)
        page.fill("[name=caption]", "The wall.")
    page.get_by_role("button", name="Start afresh").click()
    page.goto(where)
    expect(page.locator(BAR)).to_have_count(0)


def test_words_typed_for_a_file_that_was_refused_say_which_one_they_are_for(page, post, tmp_path):
    refused = tmp_path / "harbour.jpg"
    refused.write_text("no picture")
    page.goto(at("photo_add"))
    page.set_input_files("input[type=file]", refused)
    page.fill("#id_caption", "The harbour")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errornote").wait_for()
    page.goto(at("photo_add"))
    expect(page.locator("#id_caption")).to_have_value("The harbour")
    expect(page.locator(BAR)).to_contain_text(
        "for the file “harbour.jpg” is back. Choose that file"
    )
    page.get_by_role("button", name="Start afresh").click()
    expect(page.locator("#id_caption")).to_have_value("")
    expect(page.locator(BAR)).to_have_count(0)


def test_a_word_of_the_library_that_a_colleague_mended_meanwhile_is_asked_about(page, post):
    photo = in_library("navy", alt_text="A wall", caption="Old")
    page.goto(at("photo_change", photo.pk))
    page.fill("#id_caption", "New caption")
    page.goto("about:blank")
    photo.caption = "Mended"
    publishing.save_shared(photo, by=None)
    page.goto(at("photo_change", photo.pk))
    expect(page.locator("#id_caption")).to_have_value("New caption")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".field-caption")).to_contain_text("A colleague changed this to “Mended”")
    expect(page.locator("#id_caption")).to_have_value("New caption")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    photo.refresh_from_db()
    assert photo.caption == "New caption"
