"""Two people on one post with pictures: their words, who took one out, and in which order."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, Photo, Post
from tests import factory
from tests.desk.desk import address, at_work, edited, pressed
from tests.desk.pictures import jpeg
from tests.desk.test_library import in_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return factory.blog()


@pytest.fixture
def me() -> Client:
    return at_work(factory.user("Editors", name="me"))


@pytest.fixture
def anna() -> Any:
    return factory.user("Editors", name="anna")


def draft_with(blog: Blog, *pictures: Photo, by: Any = None) -> Post:
    post = factory.draft(blog, "Wall", by=by)
    return publishing.update(post, by=by, photos=[{"photo": p, "caption": ""} for p in pictures])


def shown(photo: Photo, word: str) -> str:
    return f"shown-{photo.pk}-{word}"


def test_a_caption_that_only_the_colleague_changed_is_theirs(blog, me, anna):
    photo = Photo(caption="The wall")
    publishing.save_shared(photo, by=None)
    post = factory.post(blog, photos=[{"photo": photo, "caption": "As it was"}])
    mine = edited(me, blog, post, headline="Mine")
    publishing.update(post, by=anna, photos=[{"photo": photo, "caption": "As it is"}])
    answer = me.post(address("desk_edit", blog, post), mine)
    (shown,) = answer.context["sheet"].shown
    assert shown["caption"].value() == "As it is"


def test_a_caption_typed_for_a_picture_that_was_taken_out_is_shown(blog, me, anna):
    photo = Photo(caption="The wall")
    publishing.save_shared(photo, by=None)
    post = factory.post(blog, photos=[{"photo": photo, "caption": "As it was"}])
    mine = edited(me, blog, post, **{f"shown-{photo.pk}-caption": "Typed with care"})
    publishing.update(post, by=anna, photos=[])
    page = me.post(address("desk_edit", blog, post), mine).content.decode()
    assert "Typed with care</textarea>" in page


def test_a_picture_that_the_colleague_took_out_does_not_come_back(blog, me, anna):
    words = {"alt_text": "A wall", "credit": "Ada/Agency"}
    photo = Photo(file=SimpleUploadedFile("wall.jpg", jpeg()), **words)
    publishing.save_shared(photo, by=None)
    post = factory.post(blog, photos=[{"photo": photo, "caption": ""}], minutes=0)
    mine = edited(me, blog, post, headline="Mine", pictures=[photo.pk])
    publishing.update(post, by=anna, photos=[])
    answer = me.post(address("desk_edit", blog, post), mine)
    assert answer.status_code == 409
    assert answer.context["sheet"].shown == []


@pytest.mark.parametrize("name", ["shown-1", f"shown-{'9' * 30}-caption", "shown-²-caption"])
def test_a_forged_name_among_the_captions_is_nobodys(blog, me, anna, name: str):
    post = factory.post(blog, "Theirs")
    mine = edited(me, blog, post, headline="Mine", **{name: "Typed"})
    publishing.update(post, by=anna, headline="Other")
    assert me.post(address("desk_edit", blog, post), mine).status_code == 409


@pytest.mark.parametrize(
    ("word", "was", "theirs"),
    [("credit", "Wrong Name/AP", "Right Name/Reuters"), ("alt_text", "", "Divers at the wall")],
)
def test_a_word_that_only_the_colleague_mended_survives_my_second_save(
    blog, me, anna, word: str, was: str, theirs: str
):
    photo = in_library("navy", **{"alt_text": "A wall", "credit": "Ada/AP", word: was})
    post = draft_with(blog, photo)
    mine = edited(me, blog, post, headline="Mine")
    at_work(anna).post(
        address("desk_edit", blog, post), edited(me, blog, post, **{shown(photo, word): theirs})
    )
    answer = me.post(address("desk_edit", blog, post), mine)
    assert answer.status_code == 409
    me.post(address("desk_edit", blog, post), {**pressed(answer), "verb": "save"})
    photo.refresh_from_db()
    post.refresh_from_db()
    assert (getattr(photo, word), post.headline) == (theirs, "Mine")


def test_a_credit_that_both_mended_is_asked_about_and_mine_stands_until_then(blog, me, anna):
    photo = in_library("navy", alt_text="A wall", credit="Wrong Name/AP")
    post = draft_with(blog, photo)
    mine = edited(me, blog, post, **{shown(photo, "credit"): "My Name/AP"})
    his = edited(me, blog, post, **{shown(photo, "credit"): "Right Name/Reuters"})
    at_work(anna).post(address("desk_edit", blog, post), his)
    answer = me.post(address("desk_edit", blog, post), mine)
    (form,) = answer.context["sheet"].shown
    assert form["credit"].value() == "My Name/AP"
    assert list(answer.context["proposal"].asks) == [
        "You both changed the credit: yours stands until you choose."
    ]
    assert "Right Name/Reuters" in answer.content.decode()


def test_among_several_pictures_it_is_said_which_ones_word_is_meant(blog, me, anna):
    first, second = (in_library(each, alt_text=each, credit="A/B") for each in ("navy", "teal"))
    post = draft_with(blog, first, second)
    mine = edited(me, blog, post, headline="Mine")
    his = edited(me, blog, post, **{shown(second, "alt_text"): "A teal wall"})
    at_work(anna).post(address("desk_edit", blog, post), his)
    said = list(me.post(address("desk_edit", blog, post), mine).context["proposal"].said)
    assert "The alt text of picture 2 is now theirs." in said


def test_an_alt_text_typed_where_a_colleague_was_faster_is_not_lost(blog, anna):
    """A reporter may fill it in where it is empty; once it is there, the library keeps it."""
    bob = factory.user("Reporters", name="bob")
    me = at_work(bob)
    photo = in_library("navy", alt_text="", credit="Ada/AP")
    post = draft_with(blog, photo, by=bob)
    mine = edited(me, blog, post, **{shown(photo, "alt_text"): "Typed with care"})
    photo.alt_text = "A wall"
    publishing.save_shared(photo, by=anna)
    answer = me.post(address("desk_edit", blog, post), mine)
    assert answer.status_code == 409
    assert "Typed with care" in answer.content.decode()
    photo.refresh_from_db()
    assert photo.alt_text == "A wall"


@pytest.mark.parametrize("is_mine", [False, True])
def test_an_order_is_whose_hand_alone_changed_it_and_mine_where_both_did(
    blog, me, anna, is_mine: bool
):
    one, two, three = (in_library(each, alt_text=each) for each in ("navy", "teal", "maroon"))
    post = draft_with(blog, one, two, three)
    order = [two, one, three] if is_mine else [one, two, three]
    mine = edited(me, blog, post, headline="Mine", pictures=[each.pk for each in order])
    theirs = [three, two, one]
    publishing.update(post, by=anna, photos=[{"photo": p, "caption": ""} for p in theirs])
    answer = me.post(address("desk_edit", blog, post), mine)
    met = [form.shown.photo for form in answer.context["sheet"].shown]
    said = list(answer.context["proposal"].said)
    assert met == (order if is_mine else theirs)
    assert said[-1] == (
        "You both changed the order of the pictures: yours stands."
        if is_mine
        else "The pictures are now in their order."
    )
    assert not [each for each in said if "added pictures" in each]


# A caption put right in public.


def correcting(client: Client, blog: Blog, post: Post, **said: str) -> dict[str, str]:
    page = client.get(address("desk_correct", blog, post))
    forms = [page.context["form"], *page.context["pictures"]]
    shown = {field.html_name: field.value() or "" for form in forms for field in form}
    return {**shown, "text": "The caption named the wrong town.", **said}


def test_a_wrong_caption_is_corrected_in_public_and_its_words_are_mended(blog):
    corrector = at_work(factory.user("Corrections editors"))
    photo = in_library("navy", alt_text="A wall", caption="Seen from Brekke")
    post = factory.post(blog, photos=[{"photo": photo, "caption": "Seen from Vik"}])
    said = correcting(corrector, blog, post, **{shown(photo, "caption"): "Seen from Moss"})
    answer = corrector.post(address("desk_correct", blog, post), said, follow=True)
    assert f'Correction made: <a href="{post.get_absolute_url()}">' in answer.content.decode()
    assert post.photos.get().caption == "Seen from Moss"
    assert post.corrections.get().text == "The caption named the wrong town."


def test_a_correction_that_leaves_the_captions_alone_leaves_the_pictures_alone(blog):
    corrector = at_work(factory.user("Corrections editors"))
    photo = in_library("navy", alt_text="A wall", caption="Seen from\nBrekke")
    post = factory.post(blog, photos=[{"photo": photo, "caption": ""}])
    row = post.photos.get()
    said = correcting(corrector, blog, post, body="Mended.")
    said[shown(photo, "caption")] = "Seen from\r\nBrekke"
    corrector.post(address("desk_correct", blog, post), said)
    assert (post.photos.get().pk, post.photos.get().caption) == (row.pk, "")


def test_a_caption_that_a_colleague_mended_meanwhile_is_met_by_the_correction(blog, anna):
    corrector = at_work(factory.user("Corrections editors"))
    photo = in_library("navy", alt_text="A wall")
    post = factory.post(blog, photos=[{"photo": photo, "caption": "Seen from Vik"}])
    said = correcting(corrector, blog, post, headline="Mended")
    theirs = [{"photo": photo, "caption": "Seen from Moss"}]
    publishing.update(post, by=anna, photos=theirs)
    answer = corrector.post(address("desk_correct", blog, post), said)
    assert answer.status_code == 409
    (form,) = answer.context["pictures"]
    assert form["caption"].value() == "Seen from Moss"
    assert "The caption is now theirs." in list(answer.context["proposal"].said)


def test_a_caption_typed_for_a_picture_that_was_taken_out_meanwhile_is_shown(blog, anna):
    corrector = at_work(factory.user("Corrections editors"))
    photo = in_library("navy", alt_text="A wall")
    post = factory.post(blog, "Wall", photos=[{"photo": photo, "caption": "Seen from Vik"}])
    said = correcting(corrector, blog, post, **{shown(photo, "caption"): "Typed with care"})
    publishing.update(post, by=anna, photos=[])
    answer = corrector.post(address("desk_correct", blog, post), said)
    assert answer.status_code == 409
    assert "Typed with care" in answer.content.decode()
