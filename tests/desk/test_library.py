"""Pictures that the newsroom has already come to the sheet from the library."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from liveblog import publishing
from liveblog.desk import library
from liveblog.models import Photo
from liveblog.photos import renditions, storage
from tests import factory
from tests.admin.conftest import drawing
from tests.desk.desk import address, at_work, log_in, pressed, sheet


def in_library(colour: str, **words: Any) -> Photo:
    photo = storage.store(drawing(colour))
    renditions.make(photo)
    for name, said in {"credit": "Ada/Us", **words}.items():
        setattr(photo, name, said)
    return publishing.save_shared(photo, by=None)


@pytest.mark.django_db
def test_the_library_is_searched_by_who_may_write_here():
    blog = factory.blog()
    in_library("navy", alt_text="A harbour at night")
    in_library("maroon", alt_text="A parliament")
    found = at_work(factory.user("Reporters")).get(address("desk_library", blog) + "?q=harbour")
    assert [photo.alt_text for photo in found.context["photos"]] == ["A harbour at night"]
    assert at_work(factory.user()).get(address("desk_library", blog)).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["desk_library", "desk_lead"])
def test_who_is_shown_as_many_as_there_is_room_for_is_told_that_there_may_be_more(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(library, "PICTURES_FOUND", 2)
    client, where = at_work(factory.user("Editors")), address(name, factory.blog())
    in_library("navy", alt_text="A harbour")
    assert "The library may have more" not in client.get(where).content.decode()
    in_library("maroon", alt_text="A parliament")
    assert "The library may have more" in client.get(where).content.decode()


@pytest.mark.django_db
def test_without_a_script_what_is_found_is_ticked_and_goes_out_with_the_sheet():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    photo = in_library("navy", alt_text="A harbour at night", caption="The quay.")
    in_library("maroon", alt_text="A parliament")
    said = sheet(headline="Open", fetch="library", find="harbour")
    page = client.post(address("desk", blog), said)
    assert page.status_code == 200
    assert page.context["sheet"].found["photos"] == [photo]
    shown = page.content.decode()
    assert f'name="pictures" value="{photo.pk}"' in shown
    assert "Open" in shown
    assert not blog.posts.exists()
    ticked = {**pressed(page), "pictures": [photo.pk]}
    again = client.post(address("desk", blog), {**ticked, "fetch": "library", "find": "nothing"})
    assert [form.shown.photo for form in again.context["sheet"].shown] == [photo]
    assert "No picture has all these words" in again.content.decode()
    client.post(address("desk", blog), {**ticked, "verb": "publish"})
    post = blog.posts.get()
    assert post.is_published
    assert post.photos.get().photo == photo


@pytest.mark.django_db
def test_a_whole_caption_finds_its_picture():
    words = " ".join(f"word{number}" for number in range(1_200))
    photo = in_library("navy", caption=words)
    client, where = at_work(factory.user("Editors")), address("desk_library", factory.blog())
    assert client.get(where, {"q": words}).context["photos"] == [photo]


@pytest.mark.django_db
def test_a_long_caption_is_cut_between_words_and_never_inside_what_it_is_escaped_to():
    caption = "The mayor's speech & “gates” " + "at the old harbour wall " * 4
    in_library("navy", caption=caption)
    client, where = at_work(factory.user("Editors")), address("desk_library", factory.blog())
    page = client.get(where, {"q": "speech"}).content.decode()
    assert "<span>The mayor&#x27;s speech &amp; “gates” at the old harbour wall …</span>" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_picture_of_the_library_is_taken_to_the_sheet_with_its_words(
    page: Page, live_server: Any
):
    blog = factory.blog()
    in_library("navy", alt_text="A harbour at night", caption="The quay.")
    log_in(page.context, live_server.url, factory.user("Editors"))
    page.goto(live_server.url + address("desk", blog))
    page.get_by_label("Headline").fill("The harbour is open")
    page.get_by_text("Add pictures").click()
    page.get_by_label("From the photo library").fill("harbour")
    page.get_by_role("button", name="A harbour at night").click()
    expect(page.locator("[data-photo]").get_by_label("Caption")).to_have_value("The quay.")
    page.keyboard.press("ControlOrMeta+Enter")
    page.get_by_text("Published at").wait_for()
    shown = blog.posts.get().photos.get()
    assert (shown.photo.alt_text, shown.text) == ("A harbour at night", "The quay.")
