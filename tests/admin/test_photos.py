"""The picture library at work: finding, where it is used, rights, another file, none yet."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from liveblog import publishing
from liveblog.models import Contributor, Photo, Post
from liveblog.photos import storage
from tests import factory
from tests.admin.conftest import at, drawing, filled, save_post, signed_in, version_of
from tests.desk.desk import address
from tests.photos import shots

NEVER = date(2023, 9, 18)


def picture(words: str = "A bridge", **fields: Any) -> Photo:
    """In the library, without a file that anybody could open."""
    here = {"file": "photos/aa/x.jpg", "width_px": 900, "height_px": 600}
    return publishing.save_shared(
        Photo(**{"alt_text": words, "credit": "A. Walker", **here, **fields}), by=None
    )


def awaited(words: str = "", **fields: Any) -> Photo:
    return picture(words, file="", width_px=None, height_px=None, **fields)


def uploaded(client: Client, colour: str = "navy", **typed: str) -> Photo:
    client.post(at("photo_add"), {"file": drawing(colour), **typed})
    return Photo.objects.latest("pk")


def send(client: Client, photo: Photo, colour: str, **typed: str) -> Any:
    address = at("photo_change", photo.pk)
    return client.post(address, filled(client, address, **typed) | {"file": drawing(colour)})


def found(client: Client, **asked: str) -> set[str]:
    page = client.get(at("photo_changelist"), asked)
    assert page.status_code == 200
    return {photo.alt_text for photo in page.context["cl"].result_list}


def page_of(client: Client, photo: Photo) -> str:
    return client.get(at("photo_change", photo.pk)).content.decode()


def exists(photo: Photo) -> bool:
    return storage.pictures().exists(photo.file.name)


def today() -> date:
    return datetime.now(UTC).date()


# Finding


@pytest.mark.parametrize(
    "asked",
    ["cranes", "byron", "reuters", "© 2023", "sales", "cranes reuters", "2023-09-19", "2023-09"],
)
def test_a_picture_is_found_by_its_words_its_credit_and_its_day(editor, asked):
    picture(
        "Four cranes",
        credit="Reuters",
        creator="Ada Byron",
        copyright_notice="© 2023",
        usage_terms="No sales.",
        taken_at=datetime(2023, 9, 19, 14, tzinfo=UTC),
    )
    picture("A bridge")
    assert found(editor, q=asked) == {"Four cranes"}


def test_it_is_found_by_words_and_a_day_together_and_by_the_day_it_came(editor):
    picture("Four cranes", taken_at=datetime(2023, 9, 19, 14, tzinfo=UTC))
    assert found(editor, q="cranes 2023-09-19") == {"Four cranes"}
    assert found(editor, q="bridge 2023-09-19") == set()
    assert found(editor, q=f"{today():%Y-%m-%d}") == {"Four cranes"}
    assert found(editor, q="2023-99-99") == set()


@pytest.mark.parametrize("asked", ["0000-01", "0000-00-00", "0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Anchorage"])
def test_a_day_on_which_no_picture_can_be_taken_finds_none(editor, asked, zone):
    picture()
    with timezone.override(zone):
        assert found(editor, q=asked) == set()


def test_many_days_are_one_question_each_and_cost_no_more_queries(editor):
    picture()

    def asked(days: int) -> list[str]:
        with CaptureQueriesContext(connection) as asked_for:
            found(editor, q=" ".join(f"2023-09-{day:02}" for day in range(1, days + 1)))
        return [each["sql"] for each in asked_for]

    few, some, many = asked(1), asked(8), asked(15)
    assert len(few) == len(some) == len(many)
    sizes = [sum(map(len, each)) for each in (few, some, many)]
    assert sizes[2] - sizes[1] == pytest.approx(sizes[1] - sizes[0], rel=0.1)


@pytest.mark.parametrize("noun", ["photo", "post", "explainer", "blog", "correction", "revision"])
def test_a_whole_page_of_words_can_be_searched_for(editor, noun):
    for asked in ("a b " * 900, "2023-09-19 " * 300):
        assert editor.get(at(f"{noun}_changelist"), {"q": asked}).status_code == 200


def test_a_whole_caption_finds_its_picture(editor):
    words = " ".join(f"word{number}" for number in range(400))
    picture(caption=words)
    assert found(editor, q=words) == {"A bridge"}


def test_the_picture_desks_questions_are_each_answered(editor, blog):
    factory.post(blog, photos=[{"photo": picture("Used and sound")}])
    picture("Nowhere")
    used = {
        "No alt": picture("", caption="No alt"),
        "No credit": picture("No credit", credit=""),
        "To come": awaited("To come"),
        "Run out": picture("Run out", use_until=today() - timedelta(days=1)),
        "Ends today": picture("Ends today", use_until=today()),
        "Ends soon": picture("Ends soon", use_until=today() + timedelta(days=7)),
        "Good": picture("Good", use_until=today() + timedelta(days=9)),
    }
    factory.draft(blog, photos=[{"photo": photo} for photo in used.values()])
    assert found(editor, wanting="nowhere") == {"Nowhere"}
    assert found(editor, wanting="no-alt") == {""}
    assert found(editor, wanting="no-credit") == {"No credit"}
    assert found(editor, wanting="to-come") == {"To come"}
    assert found(editor, wanting="run-out") == {"Run out"}
    assert found(editor, wanting="running-out") == {"Ends today", "Ends soon"}


def test_what_has_run_out_and_still_stands_before_readers_is_listed_with_its_places(editor, blog):
    def stale(words: str) -> Photo:
        return picture(words, use_until=NEVER)

    hidden = factory.blog(is_public=False)
    post = factory.post(blog, "Polls close", photos=[{"photo": stale("In an update")}])
    publishing.set_lead(factory.blog(), by=None, photo=stale("At a head"))
    factory.explainer(photo=stale("In an explainer"))
    card = {"url": "https://example.org/", "title": "T", "thumbnail": stale("On a card")}
    factory.post(blog, embeds=[card])
    factory.draft(blog, photos=[{"photo": stale("In a draft")}])
    factory.post(hidden, photos=[{"photo": stale("In a hidden story")}])
    gone = factory.post(blog, photos=[{"photo": stale("Withdrawn")}])
    publishing.retract(gone, by=None, reason="Wrong.")
    factory.post(blog, photos=[{"photo": picture("Sound")}])
    public = {"In an update", "At a head", "In an explainer", "On a card"}
    assert found(editor, wanting="standing") == public
    page = editor.get(at("photo_changelist"), {"wanting": "standing"}).content.decode()
    assert post.get_absolute_url() in page
    assert "Its licence ran out on 18 September 2023." in page


# Where it is used


def test_its_page_leads_to_every_place_it_is_used_in(editor, blog):
    photo = picture()
    factory.post(blog, "Polls close", photos=[{"photo": photo}])
    card = {"url": "https://example.org/", "title": "T", "thumbnail": photo}
    factory.draft(blog, "With a link", embeds=[card])
    publishing.set_lead(blog, by=None, photo=photo)
    factory.explainer("What is a bridge?", photo=photo)
    publishing.save_shared(Contributor(name="Ada", slug="ada", picture=photo), by=None)
    page = page_of(editor, photo)
    for words in (
        f"In “Polls close”, {blog}",
        f"On a link in “With a link”, {blog}",
        f"At the head of “{blog}”",
        "In the explainer “What is a bridge?”",
        "As the portrait of Ada",
    ):
        assert f">{words}</a>" in page
    for thing in (Post.objects.get(headline="Polls close"), blog):
        assert f'href="{thing.get_absolute_url()}"' in page
    assert Post.objects.get(headline="With a link").get_absolute_url() not in page


def test_where_a_picture_is_used_names_no_restricted_blog(editor, blog):
    photo, secret = picture(), factory.blog(title="Secret story", is_restricted=True)
    factory.post(secret, "Secret words", photos=[{"photo": photo}])
    publishing.set_lead(secret, by=None, photo=photo)
    factory.post(blog, "Open words", photos=[{"photo": photo}])
    for page in (page_of(editor, photo), editor.get(at("photo_changelist")).content.decode()):
        assert "Open words" in page
        assert "Secret" not in page
        assert page.count("In a story that is not open to you") == 2


def test_a_picture_that_only_a_restricted_story_shows_is_not_used_nowhere(editor):
    factory.draft(factory.blog(is_restricted=True), photos=[{"photo": picture()}])
    assert found(editor, wanting="nowhere") == set()


def test_a_long_list_of_places_is_counted_in_the_sheet(editor, blog):
    photo = picture()
    for _ in range(5):
        factory.post(blog, photos=[{"photo": photo}])
    assert "and 2 more" in editor.get(at("photo_changelist")).content.decode()


# Rights


def test_a_licence_that_has_run_out_is_told_at_the_picture_and_when_publishing(editor, blog):
    post = factory.draft(blog, "Polls close", photos=[{"photo": picture(use_until=NEVER)}])
    page = editor.get(at("post_change", post.pk)).content.decode()
    assert "Its licence ran out on 18 September 2023." in page
    answer = editor.post(
        at("post_change", post.pk),
        filled(editor, at("post_change", post.pk)) | {"_publish": "1"},
        follow=True,
    )
    assert "The picture (A bridge (A. Walker)): its licence ran out" in answer.content.decode()
    post.refresh_from_db()
    assert post.is_published


def test_a_sound_licence_is_not_spoken_of(editor, blog):
    post = factory.draft(blog, photos=[{"photo": picture(use_until=date(2100, 1, 1))}])
    save_post(editor, post, "_publish")
    assert "licence" not in editor.get(at("post_change", post.pk)).content.decode().lower()


# Another file


def test_another_file_takes_the_pictures_place_and_its_words_stay(
    editor, blog, django_capture_on_commit_callbacks
):
    photo = uploaded(editor, "navy", alt_text="A bridge", credit="A. Walker")
    post = factory.post(blog, photos=[{"photo": photo, "caption": "The bridge at noon"}])
    publishing.set_lead(blog, by=None, photo=photo)
    before = version_of(blog)
    old = [photo.file.name, *(each.name for each in photo.renditions)]
    with django_capture_on_commit_callbacks(execute=True):
        assert send(editor, photo, "red").status_code == 302
    new = Photo.objects.get(pk=photo.pk)
    assert new.file.name not in old
    assert new.sha256 != photo.sha256
    assert exists(new)
    assert not any(storage.pictures().exists(name) for name in old)
    assert (new.alt_text, new.credit) == ("A bridge", "A. Walker")
    assert post.photos.get().caption == "The bridge at noon"
    # Once for the picture, once more when its sizes were made.
    assert version_of(blog) == before + 2
    for revision in (post.revisions.newest_first()[0], blog.revisions.newest_first()[0]):
        assert revision.act == "picture replaced"
        assert new.file.name in str(revision.content)


def test_a_new_file_brings_no_words_where_an_editor_took_them_out(editor):
    photo = uploaded(editor, "navy")
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22'
        b'-rdf-syntax-ns#"><rdf:Description xmlns:p="http://ns.adobe.com/photoshop/1.0/"'
        b' p:Credit="Reuters"/></rdf:RDF></x:xmpmeta>'
    )
    out = io.BytesIO()
    Image.new("RGB", (90, 60), "red").save(out, "JPEG", xmp=xmp)
    address = at("photo_change", photo.pk)
    file = SimpleUploadedFile("red.jpg", out.getvalue(), "image/jpeg")
    editor.post(address, filled(editor, address) | {"file": file})
    photo.refresh_from_db()
    assert photo.credit == ""
    assert photo.said_by_file["xmp"]["credit_line"] == "Reuters"
    assert "<dt>XMP: credit line</dt><dd>Reuters</dd>" in page_of(editor, photo)


def test_a_file_that_the_library_has_is_refused_with_the_way_to_it(editor):
    known = uploaded(editor, "red", alt_text="Red <wall>")
    photo = uploaded(editor, "navy", alt_text="A bridge")
    answer = send(editor, photo, "red", credit="Typed meanwhile").content.decode()
    assert "The library has this picture already" in answer
    assert f'<a href="{at("photo_change", known.pk)}">Red &lt;wall&gt;</a>' in answer
    assert "Typed meanwhile" in answer
    assert Photo.objects.get(pk=photo.pk).file.name == photo.file.name


def test_its_own_file_again_changes_nothing(editor, blog):
    photo = uploaded(editor, "navy", alt_text="A bridge", credit="A")
    factory.post(blog, photos=[{"photo": photo}])
    before = version_of(blog)
    assert send(editor, photo, "navy").status_code == 302
    assert version_of(blog) == before
    assert exists(Photo.objects.get(pk=photo.pk))


def test_a_lost_file_that_is_sent_again_is_back_with_its_sizes(editor):
    photo = shots.lost(uploaded(editor, "navy", alt_text="A bridge"))
    assert photo.is_missing
    assert send(editor, photo, "navy").status_code == 302
    photo.refresh_from_db()
    assert exists(photo)
    assert not photo.is_missing
    assert all(storage.pictures().exists(each.name) for each in photo.original.wanted())


def test_another_file_takes_a_lost_ones_place(editor):
    photo = shots.lost(uploaded(editor, "navy", alt_text="A bridge"))
    assert send(editor, photo, "red").status_code == 302
    assert exists(Photo.objects.get(pk=photo.pk))


def test_words_are_saved_without_opening_the_file(editor, monkeypatch):
    """It may be lost; and where it is in a bucket, it would be fetched."""
    photo = shots.lost(uploaded(editor, "navy"))
    monkeypatch.setattr(type(storages["default"]), "open", lambda *_: pytest.fail("it was opened"))
    address = at("photo_change", photo.pk)
    sent = filled(editor, address, alt_text="The old bridge")
    assert editor.post(address, sent).status_code == 302
    photo = Photo.objects.get()
    assert photo.alt_text == "The old bridge"
    assert photo.file.name
    assert (photo.width_px, photo.height_px) == (900, 600)


def test_a_file_that_is_no_picture_leaves_the_old_one_and_the_words_typed(editor):
    photo = uploaded(editor, "navy", alt_text="A bridge")
    address = at("photo_change", photo.pk)
    bad = SimpleUploadedFile("x.jpg", b"MZ", "image/jpeg")
    answer = editor.post(address, filled(editor, address, credit="Typed") | {"file": bad})
    assert "it is a program" in answer.content.decode()
    assert "Typed" in answer.content.decode()
    assert exists(Photo.objects.get(pk=photo.pk))


def test_who_may_not_change_pictures_replaces_none(editor):
    photo = uploaded(editor, "navy", alt_text="A bridge")
    client = signed_in(factory.user("Corrections editors"))
    sent = {"file": drawing("red"), "focal_x": 50, "focal_y": 50}
    assert client.post(at("photo_change", photo.pk), sent).status_code == 403


def test_a_second_click_with_the_same_file_is_told_so(editor, monkeypatch):
    first = uploaded(editor, "navy", alt_text="A bridge")
    really, asked = storage.store, []

    def not_seen_at_first(upload: Any, *, name: str = "") -> Photo:
        asked.append(name)
        known = really(upload, name=name)
        if len(asked) > 1:
            return known
        return Photo(sha256=known.sha256, file=known.file.name, width_px=900, height_px=600)

    monkeypatch.setattr(storage, "store", not_seen_at_first)
    answer = editor.post(at("photo_add"), {"file": drawing("navy")})
    assert "The library has this picture already" in answer.content.decode()
    assert list(Photo.objects.all()) == [first]


# To come


def test_a_picture_to_come_is_announced_and_its_file_fills_it(editor, blog):
    editor.post(at("photo_add"), {"caption": "The bridge, to come", "credit": "A. Walker"})
    photo = Photo.objects.get()
    post = factory.post(blog, photos=[{"photo": photo}])
    before = version_of(blog)
    assert "To come" in editor.get(at("photo_changelist")).content.decode()
    assert send(editor, photo, "navy", alt_text="A bridge").status_code == 302
    photo.refresh_from_db()
    assert exists(photo)
    assert (photo.width_px, photo.caption, photo.alt_text) == (
        900,
        "The bridge, to come",
        "A bridge",
    )
    assert version_of(blog) == before + 1
    assert post.revisions.newest_first()[0].act == "picture arrived"


def test_a_file_that_came_for_another_is_told_so(editor):
    known = uploaded(editor, "navy", alt_text="A bridge")
    answer = send(editor, awaited(caption="The bridge"), "navy").content.decode()
    assert f'href="{at("photo_change", known.pk)}">A bridge</a>' in answer
    assert "Put that one where this one stands" in answer


# Never used


def test_a_picture_that_is_deleted_leaves_no_file_behind(
    editor, django_capture_on_commit_callbacks
):
    photo = uploaded(editor, "navy", alt_text="A bridge")
    names = [photo.file.name, *(each.name for each in photo.renditions)]
    assert found(editor, wanting="nowhere") == {"A bridge"}
    chief = signed_in(factory.admin())
    with django_capture_on_commit_callbacks() as waiting:
        chief.post(at("photo_delete", photo.pk), {"post": "yes"})
    assert exists(photo)
    for callback in waiting:
        callback()
    assert not any(storage.pictures().exists(name) for name in names)


def test_several_are_deleted_together_with_their_files(editor, django_capture_on_commit_callbacks):
    photos = [uploaded(editor, colour) for colour in ("navy", "red")]
    chosen = {"action": "delete_selected", "_selected_action": [p.pk for p in photos]}
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(factory.admin()).post(at("photo_changelist"), {**chosen, "post": "yes"})
    assert not Photo.objects.exists()
    assert not any(exists(photo) for photo in photos)


def test_a_picture_in_use_is_not_deleted_and_keeps_its_file(editor, blog):
    photo = uploaded(editor, "navy", alt_text="A bridge", credit="A")
    factory.post(blog, photos=[{"photo": photo}])
    signed_in(factory.admin()).post(at("photo_delete", photo.pk), {"post": "yes"})
    assert exists(Photo.objects.get(pk=photo.pk))


# An upload of an odd shape, or of an odd name


@pytest.mark.parametrize("size", [(2500, 1), (6000, 2), (1, 2500)])
def test_a_line_is_a_picture_from_the_upload_to_the_readers_page(
    editor, blog, size, django_capture_on_commit_callbacks
):
    file = SimpleUploadedFile("line.png", shots.file(*size, "PNG").getvalue(), "image/png")
    words = {"alt_text": "The horizon", "credit": "A. Walker"}
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(at("photo_add"), {"file": file, **words}).status_code == 302
    photo = Photo.objects.get()
    assert (photo.width_px, photo.height_px) == size
    assert photo.is_ready
    factory.post(blog, photos=[{"photo": photo, "caption": "Where the sea ends"}])
    page = Client().get(blog.get_absolute_url()).content.decode()
    assert f'width="{photo.width_px}" height="{photo.height_px}"' in page
    assert "Where the sea ends" in page
    assert photo.alt_text in editor.get(at("photo_changelist")).content.decode()


@pytest.mark.parametrize("length", [140, 400])
def test_a_file_may_be_called_whatever_it_likes(editor, length):
    file = SimpleUploadedFile("x" * length + ".jpg", drawing().read(), "image/jpeg")
    assert editor.post(at("photo_add"), {"file": file}).status_code == 302
    photo = Photo.objects.get()
    assert exists(photo)
    other = SimpleUploadedFile("y" * length + ".jpg", drawing("red").read(), "image/jpeg")
    address = at("photo_change", photo.pk)
    assert editor.post(address, filled(editor, address) | {"file": other}).status_code == 302
    assert Photo.objects.get().file.name != photo.file.name


# What is told of an upload


def test_what_was_done_to_a_file_is_told_when_it_is_saved_and_on_its_page(editor):
    out = io.BytesIO()
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    file = SimpleUploadedFile("moves.gif", out.getvalue(), "image/gif")
    answer = editor.post(at("photo_add"), {"file": file}, follow=True)
    assert "It moves. Only its first frame is kept." in answer.content.decode()
    page = page_of(editor, Photo.objects.get())
    assert "<dd>It moves. Only its first frame is kept.</dd>" in page
    assert "moves.gif · GIF · 60 × 40" in page


def test_words_of_a_file_are_shown_as_words(editor):
    photo = picture(said_by_file={"xmp": {"caption": "<script>alert(1)</script>"}})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page_of(editor, photo)
    assert "<script>alert(1)" not in page_of(editor, photo)


# What a card of the sheet says


def test_a_card_says_the_caption_first_then_what_it_shows_and_names_a_story_once(editor, blog):
    photo = picture("A logo", caption="The utility Elkraft.")
    for headline in ("First", "Second"):
        factory.post(blog, headline, photos=[{"photo": photo}])
    page = editor.get(at("photo_changelist")).content.decode()
    parts = ["Elkraft.", "A logo</span>", "A. Walker</span>", "“First”"]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert page.count(f"”, {blog}</a>") == 1


def test_the_sheet_is_called_a_library_and_its_questions_are_plain(editor):
    page = editor.get(at("photo_changelist")).content.decode()
    assert "<h1>Photo library</h1>" in page
    assert "<summary>Needs attention</summary>" in page
    assert "File still to come" in page


def test_the_page_of_what_readers_see_says_so_and_leads_to_the_public_correction(editor, blog):
    photo = picture()
    assert "Readers see this picture" not in page_of(editor, photo)
    post = factory.post(blog, "The bridge", photos=[{"photo": photo, "caption": ""}])
    page = page_of(editor, photo)
    assert "Readers see this picture" in page
    assert address("desk_correct", blog, post) not in page
    corrections = signed_in(factory.user("Corrections editors"))
    page = page_of(corrections, photo)
    assert (
        f'<a href="{address("desk_correct", blog, post)}">Correct “The bridge” in public</a>'
        in page
    )
    publishing.update_blog(blog, by=None, is_restricted=True)
    assert address("desk_correct", blog, post) not in page_of(corrections, photo)


def test_a_quotations_still_keeps_the_words_that_readers_have(editor, blog):
    photo = picture()
    factory.post(
        blog, embeds=[{"url": "https://example.org/a", "text": "Said", "thumbnail": photo}]
    )
    where = at("photo_change", photo.pk)
    page = editor.post(where, filled(editor, where, alt_text=" ")).content.decode()
    assert "Readers have this picture, or soon will: say what it shows" in page
    assert Photo.objects.get().alt_text == "A bridge"
