"""At the desk: the way to withdraw a picture, and what becomes of sheets that hold it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from liveblog import publishing
from liveblog.models import Photo, Post
from liveblog.photos import storage
from tests import factory
from tests.desk.desk import address, at_work, edited, sheet
from tests.desk.pictures import jpeg
from tests.photos import shots

pytestmark = pytest.mark.django_db
LAWYER = "The family’s lawyer has called."


@pytest.fixture
def blog() -> Any:
    return factory.blog()


@pytest.fixture
def editor() -> Any:
    return at_work(factory.user("Editors"))


def withdraw(photo: Photo) -> None:
    publishing.withdraw_photo(photo, by=factory.user("Editors"), reason=LAWYER)


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("bridge.jpg", jpeg(), "image/jpeg")


def words(answer: Any) -> str:
    return str(answer.content.decode())


def way_to(photo: Photo) -> str:
    return reverse("admin:liveblog_photo_withdraw", args=[photo.pk])


def test_each_shown_picture_leads_there_for_who_may(blog, editor):
    photo = shots.made()
    post = factory.post(blog, "A bridge", photos=[{"photo": photo}])
    assert way_to(photo) in words(editor.get(address("desk_edit", blog, post)))
    publishing.set_lead(blog, by=None, photo=photo)
    assert way_to(photo) in words(editor.get(address("desk_lead", blog)))
    publishing.withdraw_photo(shots.made(), by=None, reason=LAWYER)
    reporter = factory.user("Reporters")
    own = factory.draft(blog, by=reporter, photos=[{"photo": photo}])
    page = words(at_work(reporter).get(address("desk_edit", blog, own)))
    assert "must not be seen any more" not in page


def test_a_new_sheet_that_holds_it_is_told_and_goes_out_without_it(blog, editor):
    photo = shots.made()
    withdraw(photo)
    said = sheet(headline="A bridge", pictures=[photo.pk], verb="publish")
    answer = editor.post(address("desk", blog), said)
    assert answer.status_code == 422
    assert "is not on this sheet any more. Withdrawn on" in words(answer)
    assert f'name="pictures" value="{photo.pk}"' not in words(answer)
    assert not Post.objects.exists()
    editor.post(address("desk", blog), sheet(headline="A bridge", verb="publish"))
    assert not Post.objects.get().photos.exists()


def test_an_edit_that_was_open_meanwhile_does_not_bring_it_back(blog, editor):
    photo = shots.made()
    post = factory.post(blog, "A bridge", photos=[{"photo": photo}])
    said = edited(editor, blog, post, headline="A new bridge", pictures=[photo.pk])
    withdraw(photo)
    answer = editor.post(address("desk_edit", blog, post), said)
    assert answer.status_code == 422
    assert "is not on this sheet any more" in words(answer)
    assert not post.photos.exists()
    without = {name: value for name, value in said.items() if name != "pictures"}
    editor.post(address("desk_edit", blog, post), without)
    assert not post.photos.exists()


def test_a_sheet_that_is_given_back_says_so(blog):
    user, photo = factory.user("Editors"), shots.made()
    client = at_work(user)
    said = {**sheet(token="t1", headline="A bridge", pictures=[photo.pk]), "typed": "1"}
    assert client.post(address("desk_keep", blog), said).status_code < 300
    withdraw(photo)
    page = words(client.get(address("desk", blog)))
    assert "is not on this sheet any more" in page


def test_the_same_file_dropped_again_is_refused(blog, editor):
    photo = publishing.save_shared(storage.store(upload()), by=None)
    withdraw(photo)
    answer = editor.post(address("desk_picture", blog), {"picture": upload()})
    assert answer.status_code == 422
    assert LAWYER.rstrip(".") in words(answer)
    answer = editor.post(address("desk_picture", blog), {"photo": photo.pk})
    assert answer.status_code == 422
    assert "Withdrawn on" in words(answer)


def test_it_is_refused_at_the_head_of_a_story(blog, editor):
    photo = publishing.save_shared(storage.store(upload()), by=None)
    withdraw(photo)
    sent = {"lead-picture": upload(), "lead-alt_text": "A", "lead-credit": "B"}
    answer = editor.post(address("desk_lead_upload", blog), sent)
    assert answer.status_code == 422
    assert "Withdrawn on" in words(answer)
    assert editor.get(address("desk_lead", blog), {"photo": photo.pk}).status_code == 404


def test_it_is_not_offered_from_the_library(blog, editor):
    photo = shots.made(alt_text="Cranes")
    withdraw(photo)
    assert "Cranes" not in words(editor.get(address("desk_library", blog), {"q": "Cranes"}))


def test_retracting_says_that_the_files_stay(blog):
    photo = shots.made()
    post = factory.post(blog, "A bridge", photos=[{"photo": photo}])
    page = words(at_work(factory.admin()).get(address("desk_retract", blog, post)))
    assert "their files stay at their addresses" in page
    assert way_to(photo) in page
