"""Pictures at the desk: several on one sheet, each with its words, none lost with another."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from liveblog import publishing
from liveblog.models import Blog, Photo, Post
from liveblog.photos import storage
from tests import factory
from tests.desk.desk import Cast, address, at_work, edited, sheet
from tests.desk.pictures import jpeg
from tests.photos import shots

pytestmark = pytest.mark.django_db

_PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"><rdf:RDF><rdf:Description
  photoshop:Credit="Reuters"><dc:creator>Ada Byron</dc:creator>
  <dc:description>Cranes over the bridge.</dc:description>
  <core:AltTextAccessibility>Four cranes</core:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def captioned(colour: str = "teal") -> bytes:
    """A picture that came with its words, as an agency sends it."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", xmp=_PACKET.encode())
    return out.getvalue()


def file(data: bytes, name: str = "wall.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def upload(client: Client, blog: Blog, data: bytes, name: str = "wall.jpg") -> Any:
    return client.post(address("desk_picture", blog), {"picture": file(data, name)})


def in_library(user: Any, blog: Blog, colour: str = "navy") -> Photo:
    """Uploaded at the desk by `user`, and on no sheet yet."""
    before = set(Photo.objects.values_list("pk", flat=True))
    assert upload(at_work(user), blog, jpeg(colour)).status_code == 201
    return Photo.objects.exclude(pk__in=before).get()


def worded(photo: Photo, caption: str = "", alt: str = "A wall", credit: str = "Ada/Us") -> dict:
    words = {"caption": caption, "alt_text": alt, "credit": credit}
    return {f"shown-{photo.pk}-{name}": said for name, said in words.items()}


def captions(post: Post) -> list[str]:
    return [shown.text for shown in post.photos.all()]


# One picture ahead of its post


def test_an_upload_is_in_the_library_and_answers_with_its_fields():
    blog, editor = factory.blog(), factory.user("Editors")
    answer = upload(at_work(editor), blog, captioned())
    photo = Photo.objects.get()
    page = answer.content.decode()
    assert answer.status_code == 201
    assert f'<input type="hidden" name="pictures" value="{photo.pk}">' in page
    assert photo.uploaded_by == editor
    assert "<html" not in page


def test_its_fields_hold_the_words_that_came_with_it():
    answer = upload(at_work(factory.user("Reporters")), factory.blog(), captioned())
    form = answer.context["form"]
    said = {name: form[name].value() for name in form.fields}
    assert said["caption"] == "Cranes over the bridge."
    assert (said["alt_text"], said["credit"]) == ("Four cranes", "Ada Byron/Reuters")


@pytest.mark.parametrize("size", [(2500, 1), (6000, 2)])
def test_a_line_with_a_long_name_is_taken_in_and_goes_out(size: tuple[int, int]):
    blog, editor = factory.blog(), factory.user("Editors")
    line = shots.file(*size, "PNG").getvalue()
    assert upload(at_work(editor), blog, line, "x" * 400 + ".png").status_code == 201
    photo = Photo.objects.get()
    said = sheet(headline="The horizon", pictures=[photo.pk], **worded(photo))
    assert at_work(editor).post(address("desk", blog), said).status_code == 302
    page = Client().get(blog.get_absolute_url()).content.decode()
    assert f'src="/media/{photo.renditions[0].name}"' in page


def test_an_upload_changes_nothing_that_readers_see():
    blog = factory.blog()
    upload(at_work(factory.user("Editors")), blog, jpeg())
    assert Blog.objects.get(pk=blog.pk).version == blog.version


def test_the_same_file_twice_is_one_photo():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    assert [upload(client, blog, jpeg()).status_code for _ in range(2)] == [201, 201]
    assert Photo.objects.count() == 1


def test_a_lost_file_that_is_sent_again_is_back_and_readers_see_it():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = in_library(editor, blog)
    publishing.set_lead(blog, by=None, photo=photo)
    assert shots.lost(photo).is_missing
    assert upload(at_work(editor), blog, jpeg("navy")).status_code == 201
    photo.refresh_from_db()
    assert photo.is_ready
    assert not photo.is_missing
    assert all(storage.pictures().exists(each.name) for each in photo.original.wanted())
    assert "<img" in Client().get(blog.get_absolute_url()).content.decode()


def test_what_is_not_a_picture_is_refused_in_one_sentence_that_names_it():
    answer = upload(at_work(factory.user("Editors")), factory.blog(), b"MZ\x90", "<b>.exe")
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/plain")
    assert "“<b>.exe” is not a picture we can read" in answer.content.decode()
    assert not Photo.objects.exists()


def test_a_request_without_a_file_is_told_so():
    client, blog = at_work(factory.user("Editors")), factory.blog()
    for said in ({}, {"photo": "1"}, {"photo": "x"}, {"photo": "9" * 40}):
        answer = client.post(address("desk_picture", blog), said)
        assert answer.status_code == 422
        assert "Choose its file again" in answer.content.decode()


def test_a_sheet_that_is_given_back_asks_for_a_picture_by_its_number():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = in_library(editor, blog)
    answer = at_work(editor).post(address("desk_picture", blog), {"photo": photo.pk})
    assert answer.status_code == 201
    assert f'id="picture-{photo.pk}"' in answer.content.decode()


def test_pictures_are_brought_by_who_writes_here():
    blog, team = factory.blog(), Cast()
    where = address("desk_picture", blog)
    assert at_work(team.editor).get(where).status_code == 405
    assert "/login/" in Client().post(where, {"picture": file(jpeg())})["Location"]
    for somebody in (team.corrections, team.other_teams_editor, team.reader):
        assert upload(at_work(somebody), blog, jpeg()).status_code == 403
    publishing.update_blog(blog, by=None, is_restricted=True)
    assert upload(at_work(team.editor), blog, jpeg()).status_code == 404
    assert not Photo.objects.exists()


# On the sheet


def test_pictures_go_out_in_the_order_of_the_sheet_each_with_its_words():
    blog, editor = factory.blog(), factory.user("Editors")
    first, second = in_library(editor, blog, "red"), in_library(editor, blog, "blue")
    said = worded(first, "Red", "A red wall") | worded(second, "Blue", "A blue wall")
    order = [second.pk, first.pk]
    at_work(editor).post(address("desk", blog), sheet(headline="Walls", pictures=order, **said))
    post = blog.posts.get()
    assert post.is_published
    assert captions(post) == ["Blue", "Red"]
    assert [shown.photo.alt_text for shown in post.photos.all()] == ["A blue wall", "A red wall"]
    assert {shown.photo.credit for shown in post.photos.all()} == {"Ada/Us"}


def test_a_picture_that_is_ticked_out_stays_behind():
    blog, editor = factory.blog(), factory.user("Editors")
    stays, goes = in_library(editor, blog, "red"), in_library(editor, blog, "blue")
    said = worded(stays) | worded(goes) | {f"shown-{stays.pk}-remove": "on"}
    said["pictures"] = [stays.pk, goes.pk]
    at_work(editor).post(address("desk", blog), sheet(headline="Walls", **said))
    assert [shown.photo for shown in blog.posts.get().photos.all()] == [goes]


@pytest.mark.parametrize("forged", ["0", "-1", "1 OR 1=1", "9" * 30, "٣", ""])
def test_a_number_that_is_no_pictures_is_ignored(forged: str):
    blog = factory.blog()
    said = sheet(headline="Words", pictures=[forged], **{f"shown-{forged}-caption": "x"})
    assert at_work(factory.user("Editors")).post(address("desk", blog), said).status_code == 302
    assert not blog.posts.get().photos.exists()


def test_a_picture_named_twice_stands_once():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = in_library(editor, blog)
    said = sheet(headline="Wall", pictures=[photo.pk, photo.pk], **worded(photo))
    at_work(editor).post(address("desk", blog), said)
    assert blog.posts.get().photos.count() == 1


def test_pictures_that_stand_in_a_post_change_places_with_new_ones():
    blog, editor = factory.blog(), factory.user("Editors")
    old, new = in_library(editor, blog, "red"), in_library(editor, blog, "blue")
    post = factory.draft(blog, by=editor, photos=[{"photo": old, "caption": "Old"}])
    client = at_work(editor)
    said = edited(client, blog, post, pictures=[new.pk, old.pk], **worded(new, "New"))
    assert client.post(address("desk_edit", blog, post), said).status_code == 302
    assert captions(post) == ["New", "Old"]


def test_a_double_click_with_uploaded_pictures_makes_one_post():
    blog, editor = factory.blog(), factory.user("Editors")
    photo, client = in_library(editor, blog), at_work(editor)
    said = sheet(headline="Once", token="abc", pictures=[photo.pk], **worded(photo, "Wall"))
    for _ in range(2):
        assert client.post(address("desk", blog), said).status_code == 302
    assert captions(blog.posts.get()) == ["Wall"]


def test_the_pictures_own_caption_is_kept_once_and_mended_in_one_place():
    blog, editor = factory.blog(), factory.user("Editors")
    upload(at_work(editor), blog, captioned())
    photo = Photo.objects.get()
    said = worded(photo, photo.caption, photo.alt_text, photo.credit)
    at_work(editor).post(address("desk", blog), sheet(pictures=[photo.pk], **said))
    shown = blog.posts.get().photos.get()
    assert (shown.caption, shown.text) == ("", "Cranes over the bridge.")


def test_who_brought_a_picture_may_choose_other_words_than_came_with_it():
    blog, editor = factory.blog(), factory.user("Editors")
    upload(at_work(editor), blog, captioned())
    photo = Photo.objects.get()
    said = worded(photo, "Cranes", "Cranes and a bridge", "Ada Byron for Us")
    at_work(editor).post(address("desk", blog), sheet(pictures=[photo.pk], **said))
    photo.refresh_from_db()
    assert (photo.alt_text, photo.credit) == ("Cranes and a bridge", "Ada Byron for Us")


def test_anothers_picture_keeps_the_librarys_words_whatever_is_sent():
    blog, editor = factory.blog(), factory.user("Editors")
    upload(at_work(factory.user("Editors")), blog, captioned())
    photo = Photo.objects.get()
    said = worded(photo, "Cranes", "Forged", "Forged")
    at_work(editor).post(address("desk", blog), sheet(pictures=[photo.pk], **said))
    photo.refresh_from_db()
    assert (photo.alt_text, photo.credit) == ("Four cranes", "Ada Byron/Reuters")
    assert captions(blog.posts.get()) == ["Cranes"]


def test_a_picture_that_readers_see_keeps_the_librarys_words_too():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = in_library(editor, blog)
    for alt in ("A wall", "Forged"):
        said = sheet(headline="Wall", pictures=[photo.pk], **worded(photo, alt=alt))
        at_work(editor).post(address("desk", blog), said)
    photo.refresh_from_db()
    assert photo.alt_text == "A wall"


# Refusals


def problems(answer: Any) -> list[tuple[str, str]]:
    return list(answer.context["sheet"].problems)


def test_a_refusal_leads_to_the_very_picture_that_lacks_its_words():
    blog, editor = factory.blog(), factory.user("Editors")
    good, bad = in_library(editor, blog, "red"), in_library(editor, blog, "blue")
    said = worded(good) | worded(bad, alt="", credit="")
    answer = at_work(editor).post(
        address("desk", blog), sheet(headline="Walls", pictures=[good.pk, bad.pk], **said)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [target for _, target in problems(answer)] == [
        f"id_shown-{bad.pk}-alt_text",
        f"id_shown-{bad.pk}-credit",
    ]
    assert "Picture 2 has no alt text" in problems(answer)[0][0]
    for _, target in problems(answer):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page


def test_a_picture_that_is_left_out_is_not_counted_in_a_refusal():
    blog, editor = factory.blog(), factory.user("Editors")
    out, bad = in_library(editor, blog, "red"), in_library(editor, blog, "blue")
    said = worded(out) | worded(bad, alt="") | {f"shown-{out.pk}-remove": "on"}
    answer = at_work(editor).post(
        address("desk", blog), sheet(headline="Walls", pictures=[out.pk, bad.pk], **said)
    )
    (problem,) = problems(answer)
    assert problem[0].startswith("The picture has no alt text")
    assert problem[1] == f"id_shown-{bad.pk}-alt_text"


def test_after_a_refusal_every_picture_is_still_on_the_sheet_in_its_order():
    blog, editor = factory.blog(), factory.user("Editors")
    first, second = in_library(editor, blog, "red"), in_library(editor, blog, "blue")
    said = worded(first, "Red") | worded(second, "Blue")
    answer = at_work(editor).post(
        address("desk", blog),
        sheet(headline="When?", at="soon", pictures=[second.pk, first.pk], **said),
    )
    shown = answer.context["sheet"].shown
    assert [form["caption"].value() for form in shown] == ["Blue", "Red"]
    assert not blog.posts.exists()


def test_a_draft_waits_for_its_pictures_words():
    blog, editor = factory.blog(), factory.user("Editors")
    photo = in_library(editor, blog)
    said = sheet(headline="Wall", verb="save", pictures=[photo.pk], **worded(photo, alt=""))
    assert at_work(editor).post(address("desk", blog), said).status_code == 302
    assert blog.posts.get().photos.count() == 1


# Without JavaScript


def test_several_files_are_sent_with_the_sheet():
    blog, editor = factory.blog(), factory.user("Editors")
    files = [file(captioned("red"), "a.jpg"), file(captioned("blue"), "b.jpg")]
    said = sheet(headline="Cranes", **{"new-picture": files, "new-caption": "The first"})
    assert at_work(editor).post(address("desk", blog), said).status_code == 302
    assert captions(blog.posts.get()) == ["The first", "Cranes over the bridge."]


def test_one_bad_file_takes_neither_the_others_nor_the_words_with_it():
    blog, editor = factory.blog(), factory.user("Editors")
    files = [file(b"MZ", "virus.exe"), file(b"", "empty.jpg"), file(jpeg(), "wall.jpg")]
    words = {"new-picture": files, "new-alt_text": "A wall", "new-credit": "Ada/Us"}
    answer = at_work(editor).post(address("desk", blog), sheet(headline="The wall", **words))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“virus.exe” is not a picture we can read" in page
    assert "“empty.jpg” is not a picture we can read" in page
    (form,) = answer.context["sheet"].shown
    assert (form["alt_text"].value(), form["credit"].value()) == ("A wall", "Ada/Us")
    assert f'name="pictures" value="{Photo.objects.get().pk}"' in page
    assert answer.context["sheet"].words["headline"].value() == "The wall"


def test_the_only_file_is_bad_and_its_words_wait_for_the_right_one():
    blog, editor = factory.blog(), factory.user("Editors")
    words = {"new-picture": file(b"MZ", "virus.exe"), "new-alt_text": "A wall"}
    answer = at_work(editor).post(address("desk", blog), sheet(headline="The wall", **words))
    assert answer.context["sheet"].picture["alt_text"].value() == "A wall"


def test_a_picture_sent_with_a_refused_sheet_need_not_be_chosen_again():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    words = {"new-picture": file(jpeg()), "new-alt_text": "A wall", "new-credit": "Ada/Us"}
    client.post(address("desk", blog), sheet(headline="Wall", at="soon", **words))
    photo = Photo.objects.get()
    client.post(address("desk", blog), sheet(headline="Wall", pictures=[photo.pk], **worded(photo)))
    assert blog.posts.get().photos.get().photo == photo


def test_a_picture_sent_over_a_colleagues_change_is_still_on_the_sheet():
    blog, editor = factory.blog(), factory.user("Editors")
    post, client = factory.draft(blog, by=editor), at_work(editor)
    mine = edited(client, blog, post, headline="Mine")
    publishing.update(post, by=factory.user("Editors"), headline="Theirs")
    mine |= {"new-picture": file(jpeg()), "new-alt_text": "A wall"}
    answer = client.post(address("desk_edit", blog, post), mine)
    assert answer.status_code == 409
    (form,) = answer.context["sheet"].shown
    assert form["alt_text"].value() == "A wall"


def test_pictures_that_were_kept_unsent_are_given_back_with_their_words():
    blog, editor = factory.blog(), factory.user("Editors")
    first, second = in_library(editor, blog, "red"), in_library(editor, blog, "blue")
    client = at_work(editor)
    said = worded(first, "Red") | worded(second, "Blue") | {"pictures": [second.pk, first.pk]}
    client.post(address("desk_keep", blog), sheet(token="abc", typed="1", **said))
    shown = client.get(address("desk", blog)).context["sheet"].shown
    assert [form["caption"].value() for form in shown] == ["Blue", "Red"]
    assert [form["alt_text"].value() for form in shown] == ["A wall", "A wall"]
