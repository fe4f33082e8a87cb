"""A picture is found by what was said of it: in the library, and wherever it is used."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Photo
from tests import factory
from tests.admin.conftest import at
from tests.desk.desk import address, at_work, sheet
from tests.desk.pictures import jpeg
from tests.desk.test_library import in_library

pytestmark = pytest.mark.django_db
LOGO = "The logo of the utility Elkraft"


@pytest.fixture
def blog() -> Blog:
    return factory.blog()


@pytest.fixture
def editor() -> User:
    return factory.user("Editors")


def found(client: Client, blog: Blog, words: str) -> list[Photo]:
    return list(client.get(address("desk_library", blog), {"q": words}).context["photos"])


def listed(client: Client, words: str) -> list[Photo]:
    return list(client.get(at("photo_changelist"), {"q": words}).context["cl"].result_list)


def brought(client: Client, blog: Blog) -> Photo:
    file = SimpleUploadedFile("logo.jpg", jpeg("navy"), "image/jpeg")
    assert client.post(address("desk_picture", blog), {"picture": file}).status_code == 201
    return Photo.objects.latest("pk")


def said(photo: Photo, caption: str, **more: str) -> dict[str, Any]:
    typed = {"caption": caption, "alt_text": "A logo", "credit": "Ada/Us"}
    named = {f"shown-{photo.pk}-{name}": each for name, each in typed.items()}
    return sheet(headline="Power", pictures=[photo.pk], **named, **more)


def test_the_first_caption_that_is_typed_stays_with_the_picture(blog: Blog, editor: User):
    client = at_work(editor)
    photo = brought(client, blog)
    client.post(address("desk", blog), said(photo, LOGO))
    photo.refresh_from_db()
    assert photo.caption == LOGO
    assert blog.posts.get().photos.get().text == LOGO
    again = client.post(address("desk_picture", blog), {"photo": photo.pk}).content.decode()
    assert f"{LOGO}</textarea>" in again
    assert found(client, blog, "elkraft") == listed(client, "elkraft") == [photo]


def test_another_caption_at_another_use_leaves_the_first(blog: Blog, editor: User):
    client = at_work(editor)
    photo = brought(client, blog)
    for caption in (LOGO, "The board meets"):
        client.post(address("desk", blog), said(photo, caption))
    photo.refresh_from_db()
    assert photo.caption == LOGO
    assert [p.photos.get().text for p in blog.posts.order_by("pk")] == [LOGO, "The board meets"]


@pytest.mark.parametrize(("group", "kept"), [("Editors", LOGO), ("Reporters", "")])
def test_a_colleagues_picture_has_it_of_who_keeps_the_library(blog: Blog, group: str, kept: str):
    photo = in_library("olive", alt_text="A logo")
    at_work(factory.user(group)).post(address("desk", blog), said(photo, LOGO, verb="save"))
    photo.refresh_from_db()
    assert photo.caption == kept
    assert blog.posts.get().photos.get().text == LOGO


def test_an_agencys_caption_stays_as_it_came(blog: Blog, editor: User):
    photo = in_library("teal", alt_text="A logo", caption="As it came")
    at_work(editor).post(address("desk", blog), said(photo, LOGO))
    photo.refresh_from_db()
    assert photo.caption == "As it came"


def test_no_caption_comes_to_light_where_readers_see_the_picture_without_one(
    blog: Blog, editor: User
):
    photo = in_library("teal", alt_text="A logo")
    before = factory.post(blog, photos=[{"photo": photo, "caption": ""}])
    at_work(editor).post(address("desk", blog), said(photo, LOGO))
    assert before.photos.get().text == ""


def test_the_first_caption_at_the_head_stays_with_the_picture_too(blog: Blog, editor: User):
    photo = in_library("teal", alt_text="A logo")
    client, where = at_work(editor), address("desk_lead", blog)
    form = client.get(where, {"photo": photo.pk}).context["form"]
    put = {"photo": photo.pk, "caption": LOGO, "revision": form["revision"].value() or ""}
    assert client.post(where, put).status_code == 302
    photo.refresh_from_db()
    assert photo.caption == LOGO


def test_a_caption_at_a_use_finds_the_picture_once_on_the_desk_and_in_the_admin(
    blog: Blog, editor: User
):
    photo, other = in_library("navy", alt_text="A logo"), in_library("red", alt_text="A wall")
    for caption in (LOGO, f"{LOGO}, again"):
        factory.post(blog, photos=[{"photo": photo, "caption": caption}])
    publishing.set_lead(blog, by=None, photo=other, caption="The town of Brekke")
    client = at_work(editor)
    for words, expected in (("Elkraft logo", [photo]), ("brekke wall", [other])):
        assert found(client, blog, words) == listed(client, words) == expected


def test_what_is_said_where_one_may_not_look_finds_nothing(blog: Blog, editor: User):
    photo, secret = in_library("navy", alt_text="A logo"), factory.blog(is_restricted=True)
    factory.post(blog, photos=[{"photo": photo, "caption": "Open"}])
    factory.post(secret, photos=[{"photo": photo, "caption": "Operation Heron"}])
    factory.draft(blog, photos=[{"photo": photo, "caption": "Not yet told"}], by=editor)
    client = at_work(editor)
    assert found(client, blog, "Heron") == listed(client, "Heron") == []
    reporter = at_work(factory.user("Reporters"))
    assert found(reporter, blog, "told") == listed(reporter, "told") == []
    assert found(client, blog, "told") == [photo]


def test_accents_and_quotation_marks(blog: Blog, editor: User):
    photo = in_library("navy", alt_text="At work", credit="Åsa Öberg/TT")
    client = at_work(editor)
    for words in ("asa oberg", "ÅSA", '"asa öberg"', "öberg 'at work'"):
        assert found(client, blog, words) == listed(client, words) == [photo]
    assert found(client, blog, '"oberg asa"') == listed(client, '"oberg asa"') == []


def test_words_mended_in_the_library_are_searched_at_once(blog: Blog, editor: User):
    photo = in_library("navy", alt_text="Old")
    photo.alt_text = "Ny"
    publishing.save_shared(photo, by=None)
    client = at_work(editor)
    assert (found(client, blog, "old"), found(client, blog, "ny")) == ([], [photo])


def test_one_whose_licence_has_run_out_is_shown_last_says_so_and_can_be_taken(
    blog: Blog, editor: User
):
    sound = in_library("navy", alt_text="A harbour")
    stale = in_library("red", alt_text="A harbour, burning", use_until=date(2023, 11, 25))
    client = at_work(editor)
    assert found(client, blog, "harbour") == [sound, stale]
    page = client.get(address("desk_library", blog), {"q": "burning"}).content.decode()
    assert "Licence ran out on 25 November 2023" in page
    assert "No picture has" not in page
    assert f'data-take-photo="{stale.pk}"' in page


def test_it_says_where_it_may_have_more_than_it_shows():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    for number in range(12):
        in_library(f"rgb({number * 20},0,0)", alt_text="Harbour")
    more = "one word more finds fewer"
    assert more in client.get(address("desk_library", blog), {"q": "harbour"}).content.decode()
    publishing.delete_photo(Photo.objects.order_by("pk")[0], by=None)
    assert more not in client.get(address("desk_library", blog), {"q": "harbour"}).content.decode()


def test_without_javascript_a_look_into_the_library_leaves_the_sheet_where_it_is():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    page = client.get(address("desk", blog)).content.decode()
    assert '<form id="library-search" target="_blank"' in page
