"""Pictures under the fingers, in a real browser: dropped, pasted, chosen, moved, and none lost."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from liveblog import publishing
from liveblog.models import Blog, OpenSheet, Photo
from tests import factory
from tests.desk.desk import address, log_in
from tests.desk.pictures import jpeg
from tests.desk.test_library import in_library
from tests.desk.test_pictures import captioned
from tests.patience import held_up, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CARRY = """([kind, on, files, text]) => {
    const carried = new DataTransfer();
    for (const [name, type, data] of files) {
        const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
        carried.items.add(new File([bytes], name, { type }));
    }
    if (text) carried.setData("text/plain", text);
    const place = document.querySelector(on);
    const options = { bubbles: true, cancelable: true };
    if (kind === "paste") {
        const paste = new ClipboardEvent(kind, { ...options, clipboardData: carried });
        return place.dispatchEvent(paste);
    }
    place.dispatchEvent(new DragEvent("dragover", { ...options, dataTransfer: carried }));
    return place.dispatchEvent(new DragEvent(kind, { ...options, dataTransfer: carried }));
}"""
BAD = ("notes.pdf", "application/pdf", b"%PDF-1.7 no picture")


@pytest.fixture
def desk(page: Page, complaints: list[str], live_server: Any, blog: Blog) -> Page:
    """The blog's desk, opened by an editor."""
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk", blog))
    return page


@pytest.fixture
def held(desk: Page) -> Iterator[list[Route]]:
    """Uploads that hang on the line until the test lets them go."""
    routes: list[Route] = []
    desk.route("**/desk/pictures/", lambda route: routes.append(route))
    yield routes
    desk.unroute("**/desk/pictures/")


def picture(name: str = "wall.jpg", colour: str = "navy") -> tuple[str, str, bytes]:
    return (name, "image/jpeg", jpeg(colour))


def bring(desk: Page, kind: str, *files: tuple[str, str, bytes], text: str = "") -> bool:
    """Let the files go over the sheet, or paste them; whether the browser would take them too."""
    coded = [[name, type_, base64.b64encode(data).decode()] for name, type_, data in files]
    return desk.evaluate(CARRY, [kind, "form[data-sheet] [name=headline]", coded, text])


def fill_words(desk: Page, number: int, alt: str = "A wall") -> None:
    fields = desk.locator(".shown").nth(number)
    fields.get_by_label("Caption").fill(f"Caption of {alt}")
    fields.get_by_label("Alt text").fill(alt)
    fields.get_by_label("Credit").fill("Ada/Us")


def publish(desk: Page) -> None:
    desk.get_by_role("button", name="Publish", exact=True).click()


@pytest.mark.parametrize("width", [390, 1280])
def test_of_two_that_are_dropped_the_bad_one_stops_neither_the_other_nor_the_post(
    desk: Page, blog: Blog, width: int
):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.fill("[name=headline]", "The wall holds")
    assert not bring(desk, "drop", BAD, picture())
    desk.locator(".upload-failed").get_by_text("“notes.pdf” is not a picture").wait_for()
    desk.locator(".shown img").wait_for()
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    fill_words(desk, 0)
    desk.get_by_role("button", name="Leave it out").click()
    assert desk.locator(".upload").count() == 0
    publish(desk)
    desk.get_by_text("Published at").wait_for()
    shown = blog.posts.get().photos.get()
    assert (shown.text, shown.photo.credit) == ("Caption of A wall", "Ada/Us")


def test_a_file_that_was_refused_and_missed_is_named_when_the_post_went_without_it(desk, blog):
    desk.fill("[name=headline]", "The wall holds")
    bring(desk, "drop", BAD)
    desk.locator(".upload-failed").wait_for()
    publish(desk)
    expect(desk.locator(".said .success")).to_contain_text("Published at")
    expect(desk.locator(".said .warning")).to_contain_text("“notes.pdf” could not be used")
    desk.fill("[name=headline]", "And holds")
    publish(desk)
    expect(desk.locator(".said .success")).to_contain_text("Published at")
    expect(desk.locator(".said")).not_to_contain_text("notes.pdf")
    assert blog.posts.count() == 2


def test_the_words_that_came_with_a_picture_are_in_its_fields(desk: Page, blog: Blog):
    bring(desk, "drop", ("cranes.jpg", "image/jpeg", captioned()))
    fields = desk.locator(".shown")
    fields.wait_for()
    assert fields.get_by_label("Caption").input_value() == "Cranes over the bridge."
    assert fields.get_by_label("Alt text").input_value() == "Four cranes"
    assert fields.get_by_label("Credit").input_value() == "Ada Byron/Reuters"
    publish(desk)
    desk.get_by_text("Published at").wait_for()
    assert blog.posts.get().photos.get().text == "Cranes over the bridge."


def test_a_picture_is_pasted_into_the_sheet(desk: Page):
    assert not bring(desk, "paste", ("image.png", "image/png", jpeg()))
    desk.locator(".shown img").wait_for()
    assert Photo.objects.count() == 1


def test_words_that_are_copied_as_a_picture_too_are_pasted_as_words(desk: Page):
    assert bring(desk, "paste", picture(), text="A1\tB1")
    assert desk.locator(".upload, .shown").count() == 0


def test_several_files_are_chosen_at_once_and_travel_ahead_of_the_sheet(desk: Page):
    desk.get_by_text("Add pictures").click()
    assert not desk.locator("[name=new-alt_text]").is_visible()
    files = [
        {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(colour)}
        for colour in ("red", "green", "blue")
    ]
    desk.set_input_files("[name=new-picture]", files)
    desk.locator(".shown").nth(2).wait_for()
    assert desk.locator("[name=new-picture]").evaluate("input => input.files.length") == 0


def test_each_upload_shows_how_far_it_is_and_can_be_cancelled(desk: Page, held: list[Route]):
    bring(desk, "drop", picture("a.jpg", "red"), picture("b.jpg", "green"))
    desk.locator(".upload progress").nth(1).wait_for()
    desk.locator(".upload", has_text="a.jpg").get_by_role("button", name="Cancel").click()
    assert desk.locator(".upload-name").all_inner_texts() == ["b.jpg"]
    desk.wait_for_timeout(100)
    for route in held:
        if "b.jpg" in (route.request.post_data_buffer or b"").decode("latin-1"):
            route.continue_()
    desk.locator(".shown").wait_for()
    assert Photo.objects.count() == 1


def test_a_post_waits_for_a_picture_that_is_on_its_way(desk: Page, blog: Blog, held: list[Route]):
    desk.fill("[name=headline]", "Cranes")
    bring(desk, "drop", ("cranes.jpg", "image/jpeg", captioned()))
    desk.locator(".upload progress").wait_for()
    publish(desk)
    desk.get_by_text("A picture is still on its way").wait_for()
    assert not blog.posts.exists()
    held_up(desk, held).continue_()
    desk.get_by_text("Published at").wait_for()
    assert blog.posts.get().photos.count() == 1


def test_a_post_whose_picture_failed_meanwhile_is_not_sent_without_it(
    desk: Page, blog: Blog, held: list[Route]
):
    desk.fill("[name=headline]", "Cranes")
    bring(desk, "drop", BAD)
    desk.locator(".upload progress").wait_for()
    publish(desk)
    held_up(desk, held).continue_()
    desk.get_by_text("The post was not sent").wait_for()
    assert not blog.posts.exists()
    desk.get_by_role("button", name="Leave it out").click()
    publish(desk)
    desk.get_by_text("Published at").wait_for()


def test_an_upload_that_was_cut_off_is_tried_again(desk: Page, held: list[Route]):
    bring(desk, "drop", picture())
    desk.locator(".upload progress").wait_for()
    held_up(desk, held).abort()
    desk.get_by_text("The newsroom cannot be reached.").wait_for()
    desk.unroute("**/desk/pictures/")
    desk.get_by_role("button", name="Try again").click()
    desk.locator(".shown img").wait_for()


def test_what_failed_without_a_network_comes_by_itself_when_there_is_one(desk: Page):
    desk.context.set_offline(True)
    bring(desk, "drop", picture())
    expect(desk.locator(".upload-failed")).to_contain_text("cannot be reached")
    desk.context.set_offline(False)
    desk.locator(".shown img").wait_for()
    expect(desk.locator(".upload")).to_have_count(0)


def test_a_picture_of_a_refused_sheet_is_kept_by_the_newsroom_at_once(desk: Page, blog: Blog):
    desk.fill("[name=headline]", "The wall holds")
    bring(desk, "drop", picture())
    desk.locator(".shown img").wait_for()
    with desk.expect_response("**/desk/keep/", timeout=3_000):
        publish(desk)
    expect(desk.locator(".problems")).to_contain_text("alt text")
    photo = Photo.objects.get()
    kept = OpenSheet.objects.with_words().get().said
    assert kept["pictures"] == [str(photo.pk)]


def test_the_same_picture_comes_to_a_sheet_once(desk: Page):
    bring(desk, "drop", picture())
    desk.locator(".shown").wait_for()
    bring(desk, "drop", picture("copy.jpg"))
    desk.get_by_text("stands on the sheet already").wait_for()
    assert desk.locator(".shown").count() == 1


def test_a_picture_of_the_library_that_is_pressed_twice_comes_once(desk: Page, held: list[Route]):
    in_library("navy", alt_text="A harbour at night", credit="Ada/Us")
    desk.locator("[data-picture] summary").first.click()
    desk.get_by_label("From the photo library").fill("harbour")
    desk.locator("[data-take-photo]").dblclick()
    for _ in range(2):
        held_up(desk, held)
        held.pop(0).continue_()
    expect(desk.locator("[data-photo]")).to_have_count(1)
    desk.wait_for_load_state("networkidle")
    expect(desk.locator("[data-photo]")).to_have_count(1)


def test_pictures_are_put_in_order_by_keyboard_and_go_out_so(desk: Page, blog: Blog):
    bring(desk, "drop", picture("a.jpg", "red"))
    desk.locator(".shown").wait_for()
    bring(desk, "drop", picture("b.jpg", "green"))
    desk.locator(".shown").nth(1).wait_for()
    fill_words(desk, 0, "First")
    fill_words(desk, 1, "Second")
    down = desk.locator(".shown").first.get_by_role("button", name="Move down")
    down.focus()
    desk.keyboard.press("Enter")
    assert desk.locator("[name$=-alt_text]").evaluate_all(
        "fields => fields.map((field) => field.value).filter(Boolean)"
    ) == ["Second", "First"]
    up = desk.locator(".shown").nth(1).get_by_role("button", name="Move up")
    assert up.evaluate("button => button === document.activeElement")
    publish(desk)
    desk.get_by_text("Published at").wait_for()
    shown = blog.posts.get().photos.all()
    assert [each.photo.alt_text for each in shown] == ["Second", "First"]


def test_a_refusal_is_one_press_from_the_field_that_is_empty(desk: Page, blog: Blog):
    bring(desk, "drop", picture())
    desk.locator(".shown").wait_for()
    desk.locator(".shown").get_by_label("Credit").fill("Ada/Us")
    publish(desk)
    desk.get_by_role("link", name="The picture has no alt text").click()
    desk.keyboard.type("A wall")
    publish(desk)
    desk.get_by_text("Published at").wait_for()
    assert Photo.objects.get().alt_text == "A wall"


def test_pictures_are_back_after_a_crash_before_the_newsroom_kept_them(desk: Page):
    bring(desk, "drop", picture("a.jpg", "red"), picture("b.jpg", "green"))
    desk.locator(".shown").nth(1).wait_for()
    fill_words(desk, 0, "First")
    fill_words(desk, 1, "Second")
    before = desk.locator("[name=pictures]").evaluate_all("all => all.map((one) => one.value)")
    until(desk, "() => Object.values(localStorage).join().includes('Caption of Second')")
    desk.route("**/desk/keep/", lambda route: route.abort())
    desk.reload()
    desk.locator(".shown").nth(1).wait_for()
    after = desk.locator("[name=pictures]").evaluate_all("all => all.map((one) => one.value)")
    assert after == before
    assert desk.locator(".shown").nth(1).get_by_label("Alt text").input_value() == "Second"


def test_the_preview_of_several_pictures_is_the_strip_that_readers_get(
    page: Page, complaints: list[str], live_server: Any, blog: Blog
):
    shown = [
        {"photo": publishing.save_shared(Photo(alt_text=alt, credit="Ada/Us"), by=None)}
        for alt in ("A wall", "A gate")
    ]
    post = factory.post(blog, photos=shown)
    log_in(page.context, live_server.url, factory.admin())
    page.goto(live_server.url + address("desk_edit", blog, post))
    page.locator("[data-preview]").click()
    strip = page.locator(".preview .gallery-strip")
    page.locator(".preview").get_by_role("button", name="Next picture").click()
    until(strip, "strip => strip.scrollLeft > 0")


@pytest.fixture
def unkept(desk: Page) -> Page:
    """Its picture and words are in this browser alone; then the server stumbles over pictures."""
    desk.route("**/desk/keep/", lambda route: route.abort())
    desk.context.add_init_script("Navigator.prototype.sendBeacon = () => false")
    desk.reload()
    bring(desk, "drop", picture())
    desk.locator(".shown").wait_for()
    fill_words(desk, 0)
    desk.fill("[name=headline]", "The wall holds")
    until(desk, "() => Object.values(localStorage).join().includes('The wall holds')")
    desk.route("**/desk/pictures/", lambda route: route.fulfill(status=503, body="x"))
    desk.reload()
    desk.locator(".upload-failed").wait_for()
    return desk


def test_words_of_a_picture_that_cannot_be_shown_again_stay_on_the_sheet(unkept: Page):
    expect(unkept.locator(".upload-said")).to_have_text(
        "The newsroom stumbled (503). Its words are kept."
    )
    expect(unkept.locator(".upload-name")).to_have_text("Caption of A wall")
    unkept.unroute("**/desk/keep/")
    expect(unkept.locator(".sheet-kept")).to_contain_text("Kept at", timeout=15_000)
    assert "Caption of A wall" in str(OpenSheet.objects.get().said)
    unkept.unroute("**/desk/pictures/")
    unkept.get_by_role("button", name="Try again").click()
    expect(unkept.locator(".shown").get_by_label("Caption")).to_have_value("Caption of A wall")
    expect(unkept.locator(".shown").get_by_label("Alt text")).to_have_value("A wall")
    assert unkept.locator(".upload").count() == 0


def test_a_picture_that_cannot_be_shown_again_goes_out_with_its_post(unkept: Page, blog: Blog):
    publish(unkept)
    unkept.get_by_text("Published at").wait_for()
    shown = blog.posts.get().photos.get()
    assert (shown.text, shown.photo.alt_text) == ("Caption of A wall", "A wall")


def test_a_picture_that_cannot_be_shown_again_is_left_out(unkept: Page, blog: Blog):
    unkept.get_by_role("button", name="Leave it out").click()
    publish(unkept)
    unkept.get_by_text("Published at").wait_for()
    assert not blog.posts.get().photos.exists()


def test_words_given_back_after_a_crash_undo_nothing_that_the_library_mended(unkept: Page):
    photo = Photo.objects.get()
    unkept.unroute("**/desk/pictures/")
    unkept.get_by_role("button", name="Try again").click()
    card = unkept.locator(".shown")
    alt_text, credit = card.get_by_label("Alt text"), card.get_by_label("Credit")
    expect(alt_text).to_have_value("A wall")
    publishing.reword_photo(photo, by=None, alt_text="The harbour wall", credit="Ada/AP")
    until(unkept, "() => Object.values(localStorage).join().includes('alt_text_was')")
    unkept.reload()
    expect(alt_text).to_have_value("A wall")
    expect(credit).to_have_value("Ada/Us")
    unkept.get_by_role("button", name="Save draft").click()
    expect(unkept.locator(".field-alt_text .field-error")).to_contain_text("The harbour wall")
    expect(unkept.locator(".field-credit .field-error")).to_contain_text("Ada/AP")


def test_a_word_left_alone_comes_back_after_a_crash_as_the_library_mended_it(unkept: Page):
    photo = publishing.reword_photo(Photo.objects.get(), by=None, alt_text="A wall")
    unkept.unroute("**/desk/pictures/")
    unkept.get_by_role("button", name="Leave it out").click()
    bring(unkept, "drop", picture())
    card = unkept.locator(".shown")
    expect(card.get_by_label("Alt text")).to_have_value("A wall")
    card.get_by_label("Credit").fill("Ada/Us")
    until(unkept, "() => Object.values(localStorage).join().includes('Ada/Us')")
    publishing.reword_photo(photo, by=None, alt_text="The harbour wall")
    unkept.reload()
    expect(card.get_by_label("Alt text")).to_have_value("The harbour wall")
    expect(card.get_by_label("Credit")).to_have_value("Ada/Us")
