"""Two editors, two browsers, one post: the second is shown both texts, and merges them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from liveblog.models import Blog, Post
from tests import factory
from tests.desk.desk import address, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
Sit = Callable[..., Page]


@pytest.fixture
def blog(transactional_db: Any) -> Blog:
    return factory.blog(time_zone="UTC")


@pytest.fixture
def post(blog: Blog) -> Post:
    body = "Nine people are hurt.\n\nThe road is closed."
    return factory.post(blog, "Wall gives way", body=body)


@pytest.fixture
def sit(browser: Browser, live_server: Any) -> Iterator[Sit]:
    """A browser of its own for somebody, opened at a page of the desk."""
    opened = []

    def sit_down(user: Any, where: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        opened.append(context)
        log_in(context, live_server.url, user)
        page = context.new_page()
        page.goto(live_server.url + where)
        return page

    yield sit_down
    for context in opened:
        context.close()


def anna() -> Any:
    return factory.user(first_name="Anna", last_name="Bell", is_superuser=True)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save changes").click()


def back_at_the_desk(page: Page) -> None:
    page.wait_for_url(lambda address: "/post/" not in address)


def met(page: Page) -> None:
    page.get_by_role("heading", name="Anna Bell changed this").wait_for()
    page.wait_for_timeout(1100)  # A press within a second of it was meant for the page before.


def overtaken(sit: Sit, post: Post, **options: Any) -> Page:
    """The second editor's page: a headline that Anna alone changed, a paragraph that both did."""
    where = address("desk_edit", post.blog, post)
    hers, mine = sit(anna(), where), sit(factory.admin(), where, **options)
    hers.fill("[name=headline]", "Wall at Dover gives way")
    hers.fill("[name=body]", "Twelve people are hurt.\n\nThe road is closed.")
    save(hers)
    back_at_the_desk(hers)
    mine.fill("[name=body]", "Ten people are hurt.\n\nThe road is closed.\n\nTrains run.")
    save(mine)
    met(mine)
    return mine


def test_the_second_is_shown_both_texts_and_the_form_holds_what_both_left(sit: Sit, post: Post):
    mine = overtaken(sit, post)
    assert mine.input_value("[name=headline]") == "Wall at Dover gives way"
    assert mine.input_value("[name=body]") == (
        "Ten people are hurt.\n\nThe road is closed.\n\nTrains run."
    )
    for said in ("The headline is now theirs.", "Your third paragraph was added."):
        expect(mine.get_by_text(said)).to_be_visible()
    assert "merging-said" in mine.evaluate("document.activeElement.className")
    save(mine)
    back_at_the_desk(mine)
    post.refresh_from_db()
    assert post.headline == "Wall at Dover gives way"
    assert post.body.startswith("<p>Ten people")


def test_an_impatient_second_press_is_no_answer_to_what_has_come_since(sit: Sit, post: Post):
    where = address("desk_edit", post.blog, post)
    hers, mine = sit(anna(), where), sit(factory.admin(), where)
    hers.fill("[name=headline]", "Wall at Dover gives way")
    save(hers)
    back_at_the_desk(hers)
    mine.fill("[name=headline]", "Wall falls")
    mine.keyboard.press("Control+Enter")
    mine.get_by_role("heading", name="Anna Bell changed this").wait_for()
    mine.keyboard.press("Control+Enter")
    expect(mine.locator(".said")).to_contain_text("look at both versions, then press again")
    post.refresh_from_db()
    assert post.headline == "Wall at Dover gives way"
    mine.wait_for_timeout(1100)
    mine.keyboard.press("Control+Enter")
    back_at_the_desk(mine)
    post.refresh_from_db()
    assert post.headline == "Wall falls"


def test_take_theirs_and_keep_mine_fill_the_form_and_tell_who_listens(sit: Sit, post: Post):
    mine = overtaken(sit, post)
    mine.evaluate("document.addEventListener('change', (e) => { window.heard = e.target.name; })")
    mine.get_by_role("button", name="Take theirs: Text").click()
    theirs = "Twelve people are hurt.\n\nThe road is closed.\n\nTrains run."
    assert mine.input_value("[name=body]") == theirs
    assert mine.evaluate("window.heard") == "body"
    assert mine.get_by_role("button", name="Take theirs", pressed=True).count() == 1
    mine.get_by_role("button", name="Keep mine: Text").click()
    assert mine.input_value("[name=body]").startswith("Ten people")
    mine.get_by_role("button", name="Take theirs: Text").click()
    save(mine)
    back_at_the_desk(mine)
    post.refresh_from_db()
    assert post.body.startswith("<p>Twelve people are hurt.</p>")
    assert "Trains run." in post.body


def test_ticks_and_lists_are_taken_too(sit: Sit, blog: Blog):
    ada, bob, cyd = (factory.contributor(name) for name in ("Ada", "Bob", "Cyd"))
    post = factory.post(blog, "Wall", bylines=[ada])
    where = address("desk_edit", blog, post)
    hers, mine = sit(anna(), where), sit(factory.admin(), where)
    for page, who, mark in ((hers, bob, "confirmed"), (mine, cyd, "developing")):
        page.select_option("[name=byline_1]", str(who.pk))
        page.select_option("[name=verification]", mark)
    save(hers)
    back_at_the_desk(hers)
    save(mine)
    met(mine)
    for label in ("Bylines", "Verification"):
        mine.get_by_role("button", name=f"Take theirs: {label}").click()
    assert mine.input_value("[name=byline_1]") == str(bob.pk)
    assert mine.input_value("[name=verification]") == "confirmed"


def test_without_javascript_both_texts_are_there_to_copy_from(sit: Sit, post: Post):
    mine = overtaken(sit, post, java_script_enabled=False)
    assert not mine.get_by_role("button", name="Take theirs").is_visible()
    mine.locator("summary", has_text="Both, to copy from").last.click()
    expect(mine.get_by_label("Anna Bell left").last).to_have_value(
        "Twelve people are hurt.\n\nThe road is closed."
    )
    save(mine)
    back_at_the_desk(mine)
    post.refresh_from_db()
    assert post.body.startswith("<p>Ten people")


def test_a_correction_is_met_too(sit: Sit, blog: Blog, post: Post):
    where = address("desk_correct", blog, post)
    mine = sit(factory.admin(), where)
    hers = sit(anna(), address("desk_edit", blog, post))
    hers.fill("[name=body]", "Twelve people are hurt.\n\nThe road is closed.")
    save(hers)
    back_at_the_desk(hers)
    mine.fill("[name=text]", "It is ten.")
    mine.fill("[name=body]", "Ten people are hurt.\n\nThe road is closed.")
    mine.get_by_role("button", name="Publish the correction").click()
    met(mine)
    assert mine.input_value("[name=text]") == "It is ten."
    mine.get_by_role("button", name="Take theirs: Text").click()
    mine.get_by_role("button", name="Publish the correction").click()
    back_at_the_desk(mine)
    post.refresh_from_db()
    assert post.body.startswith("<p>Twelve people are hurt.</p>")
    assert post.corrections.get().text == "It is ten."


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_page_that_shows_both_keeps_nobody_out(sit: Sit, post: Post, width: int, scheme: str):
    mine = overtaken(sit, post, viewport={"width": width, "height": 800}, color_scheme=scheme)
    found = Axe().run(mine, options={"runOnly": RULES}).response["violations"]
    assert [(each["id"], [n["html"][:160] for n in each["nodes"]]) for each in found] == []
    assert mine.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    mine.locator("[data-merging]").first.scroll_into_view_if_needed()
    assert mine.locator("[data-merging]").first.bounding_box()["height"] >= 44
