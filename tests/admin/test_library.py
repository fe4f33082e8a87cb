"""What blogs share: pictures, explainers, bylines, topics."""

import pytest

from liveblog import publishing
from liveblog.models import Contributor, Explainer, Photo, Topic
from liveblog.photos import storage
from tests import factory
from tests.admin.conftest import at, drawing, save, signed_in, version_of


def upload(client, colour="navy", **typed):
    return client.post(at("photo_add"), {"file": drawing(colour), **typed})


def test_an_upload_is_kept_with_its_words_and_its_renditions(reporter):
    upload(reporter, alt_text="A bridge", credit="A. Walker", focal_x=50, focal_y=50)
    photo = Photo.objects.get()
    assert (photo.alt_text, photo.credit, photo.width_px) == ("A bridge", "A. Walker", 900)
    assert photo.uploaded_by.username == "reporter"
    assert storage.pictures().exists(photo.renditions[0].name)


def test_the_same_picture_twice_is_one_photo_and_the_words_typed_stay(editor):
    upload(editor, alt_text="A bridge")
    page = upload(editor, credit="Somebody else")
    assert b"The library has this picture already" in page.content
    assert b"Somebody else" in page.content
    assert Photo.objects.count() == 1


def test_what_is_no_picture_is_refused_with_a_word(editor):
    sent = {"file": drawing(), "alt_text": "A bridge"}
    sent["file"].file.seek(0)
    sent["file"].file.write(b"MZ not a picture")
    page = editor.post(at("photo_add"), sent)
    assert b"not a picture we can read" in page.content
    assert not Photo.objects.exists()


def test_a_stranger_to_pictures_uploads_nothing():
    client = signed_in(factory.user("Corrections editors"))
    assert upload(client).status_code == 403


test_a_stranger_to_pictures_uploads_nothing = pytest.mark.django_db(
    test_a_stranger_to_pictures_uploads_nothing
)


def test_new_alt_text_reaches_every_blog_that_shows_the_picture(editor, blog):
    photo = publishing.save_shared(Photo(alt_text="Old", credit="A"), by=None)
    factory.post(blog, photos=[{"photo": photo}])
    before = version_of(blog)
    save(editor, at("photo_change", photo.pk), alt_text="New")
    assert version_of(blog) == before + 1


def test_an_explainer_says_where_it_is_pinned_and_names_no_restricted_blog(editor):
    thing = factory.explainer()
    for blog in (factory.blog(title="Open"), factory.blog(title="Secret", is_restricted=True)):
        publishing.pin_explainer(blog, thing, by=None)
    page = editor.get(at("explainer_change", thing.pk)).content
    assert b">Open</a>" in page
    assert b"Secret" not in page


def test_an_explainers_edit_reaches_the_blogs_that_pin_it(editor, blog):
    thing = factory.explainer()
    publishing.pin_explainer(blog, thing, by=None)
    before = version_of(blog)
    save(editor, at("explainer_change", thing.pk), body="It is another thing.")
    assert version_of(blog) == before + 1


@pytest.mark.parametrize(
    ("noun", "model", "typed"),
    [
        ("explainer", Explainer, {"title": "What is it?", "slug": "it"}),
        ("contributor", Contributor, {"name": "Anna", "slug": "anna"}),
        ("topic", Topic, {"name": "Sport", "slug": "sport"}),
    ],
)
def test_an_editor_adds_one_and_a_reporter_does_not(editor, reporter, noun, model, typed):
    assert reporter.post(at(f"{noun}_add"), typed).status_code == 403
    assert editor.post(at(f"{noun}_add"), typed).status_code == 302
    assert model.objects.count() == 1


def test_unused_things_are_deleted_together_by_who_may(blog):
    client = signed_in(factory.admin())
    things = [factory.explainer(published_at=None), factory.explainer(published_at=None)]
    chosen = {
        "action": "delete_selected",
        "_selected_action": [t.pk for t in things],
        "post": "yes",
    }
    client.post(at("explainer_changelist"), chosen)
    assert not Explainer.objects.exists()


@pytest.mark.django_db
def test_an_explainer_that_readers_could_read_stays_with_its_history():
    client, explainer = signed_in(factory.admin()), factory.explainer()
    explainer.published_at = None
    publishing.save_shared(explainer, by=None)
    assert client.post(at("explainer_delete", explainer.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [explainer.pk], "post": "yes"}
    client.post(at("explainer_changelist"), chosen)
    assert explainer.revisions.count() == 2
    page = client.get(at("explainer_change", explainer.pk)).content.decode()
    assert at("explainer_delete", explainer.pk) not in page
