"""Unsaved words are not lost by a press elsewhere, and what matters is never out of view."""

from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from liveblog.models import Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.desk.pictures import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post(transactional_db: Any) -> Post:
    """The oldest of many, so that its row is far down the list."""
    blog = factory.blog()
    oldest = factory.post(blog, minutes=0)
    for minutes in range(1, 20):
        factory.post(blog, minutes=minutes)
    return oldest


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The browser's questions; each is answered with "stay here"."""
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return questions


@pytest.fixture
def desk(page: Page, complaints: list[str], live_server: Any, post: Post) -> Page:
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", post.blog))
    return page


def press_in_row(desk: Page, post: Post, name: str) -> None:
    desk.locator(f"#post-{post.public_id}").get_by_role("button", name=name).click()


def test_a_rows_button_leaves_typed_words_where_they_are_and_asks_nothing(desk, post, asked):
    desk.keyboard.type("Half a thought")
    press_in_row(desk, post, "Pin")
    desk.get_by_text("Pinned: ").wait_for()
    assert asked == []
    assert desk.input_value("[name=headline]") == "Half a thought"
    assert Post.objects.get(pk=post.pk).pinned_at is not None


def test_whoever_follows_a_link_finds_the_words_again(desk, post, asked):
    desk.keyboard.type("Half a thought")
    desk.locator(f"#post-{post.public_id}").get_by_role("link", name="Edit").click()
    desk.get_by_role("link", name="Back to the desk without saving").click()
    expect(desk.locator("[name=headline]")).to_have_value("Half a thought")
    assert asked == []


def test_words_of_a_refused_page_are_found_again_too(desk, post, asked):
    desk.keyboard.type("No time yet")
    desk.get_by_role("button", name="Schedule").click()
    desk.get_by_role("alert").wait_for()
    desk.locator(f"#post-{post.public_id}").get_by_role("link", name="Edit").click()
    desk.get_by_role("link", name="Back to the desk without saving").click()
    expect(desk.locator("[name=headline]")).to_have_value("No time yet")
    assert asked == []


def test_only_what_nobody_could_keep_is_asked_about(desk, asked):
    desk.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    desk.route("**/desk/keep/", lambda route: route.abort())
    desk.keyboard.type("Half a thought")
    expect(desk.locator(".sheet-kept")).to_contain_text("not kept", timeout=10_000)
    desk.evaluate("void setTimeout(() => location.reload())")
    desk.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert desk.input_value("[name=headline]") == "Half a thought"


def test_sending_the_sheet_asks_nothing(desk, post, asked):
    desk.keyboard.type("A whole thought")
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_text("Published at").wait_for()
    assert asked == []
    assert post.blog.posts.filter(headline="A whole thought").get().is_published


def test_an_untouched_sheet_lets_one_go(desk, post, asked):
    desk.locator("[name=headline]").click()
    press_in_row(desk, post, "Pin")
    desk.get_by_text("Pinned: ").wait_for()
    assert asked == []
    assert Post.objects.get(pk=post.pk).pinned_at is not None


def in_view(desk: Page, selector: str) -> bool:
    """Whether the whole of it is on the screen, and nothing lies over its middle."""
    return desk.locator(selector).first.evaluate(
        """(thing) => {
            const box = thing.getBoundingClientRect();
            const on_top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return box.top >= 0 && box.bottom <= innerHeight && thing.contains(on_top);
        }"""
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_what_a_rows_button_did_is_said_in_view_and_covers_no_part_of_the_row(desk, post, width):
    desk.set_viewport_size({"width": width, "height": 800})
    middle = list(post.blog.posts.published().newest_first())[8]
    press_in_row(desk, middle, "Pin")
    desk.get_by_text("Pinned: ").wait_for()
    row = f"#post-{middle.public_id}"
    assert in_view(desk, ".messagelist li")
    assert in_view(desk, f"{row} h3")
    foot = desk.locator(".messagelist").evaluate("list => list.getBoundingClientRect().bottom")
    assert desk.locator(row).evaluate("row => row.getBoundingClientRect().top") >= foot


@pytest.mark.parametrize("width", [390, 1280])
def test_a_row_that_an_address_names_stands_clear_of_its_sections_heading(
    desk, post, live_server, width
):
    desk.set_viewport_size({"width": width, "height": 800})
    middle = list(post.blog.posts.published().newest_first())[8]
    where = address("desk", post.blog)
    desk.goto(f"{live_server.url}{where}?again#post-{middle.public_id}")
    heading = desk.locator("#published-title")
    foot = heading.evaluate("heading => heading.getBoundingClientRect().bottom")
    row = desk.locator(f"#post-{middle.public_id}")
    assert row.evaluate("row => row.getBoundingClientRect().top") >= foot > 0


@pytest.mark.parametrize("width", [390, 1280])
def test_a_picture_and_a_link_are_added_without_scrolling(desk, width):
    desk.set_viewport_size({"width": width, "height": 800})
    assert in_view(desk, "[data-picture] > summary")
    foot = desk.locator("[data-picture] > summary").evaluate(
        "it => it.getBoundingClientRect().bottom"
    )
    assert desk.locator(".sheet-buttons").evaluate("it => it.getBoundingClientRect().top") >= foot


@pytest.mark.parametrize("width", [390, 1280])
def test_a_field_that_is_asked_for_comes_out_from_beneath_the_buttons(desk, width):
    desk.set_viewport_size({"width": width, "height": 500})
    desk.get_by_text("Add pictures").click()
    file = {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    desk.set_input_files("[name=new-picture]", file)
    credit = "[name$=-credit]:not([name^=new])"
    desk.locator(credit).wait_for()
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_role("link", name="has no credit").click()
    assert desk.locator(credit).evaluate("field => field === document.activeElement")
    assert in_view(desk, credit)


def test_on_a_telephone_the_sheets_buttons_share_one_row_without_that_of_keys(desk):
    desk.set_viewport_size({"width": 390, "height": 800})
    buttons = desk.locator(".sheet-verbs button:visible")
    rows = {round(button.bounding_box()["y"]) for button in buttons.all()}
    assert len(rows) == 1
    assert not desk.locator("[data-keys]").is_visible()


def test_a_message_stays_while_one_reads_on(desk, post):
    press_in_row(desk, post, "Pin")
    desk.get_by_text("Pinned: ").wait_for()
    desk.evaluate("scrollTo(0, 600)")
    assert in_view(desk, ".messagelist li")
