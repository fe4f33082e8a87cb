"""Alt text and credit are the photo library's: who mends them where, and who was faster."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Membership, Photo, Post
from liveblog.publishing import NotPossible
from tests import factory
from tests.admin.conftest import at, save, signed_in
from tests.desk.desk import address, at_work, edited, pressed, sheet
from tests.desk.pictures import jpeg
from tests.desk.test_library import in_library
from tests.desk.test_pictures_met import correcting, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return factory.blog()


@pytest.fixture
def reporter() -> Any:
    return factory.user("Reporters")


def brought(blog: Blog, by: Any, **words: str) -> Photo:
    """A picture that `by` has taken to the sheet, and its words."""
    file = SimpleUploadedFile("a.jpg", jpeg("teal"), "image/jpeg")
    at_work(by).post(address("desk_picture", blog), {"picture": file})
    photo = Photo.objects.get(uploaded_by=by)
    return publishing.reword_photo(photo, by=by, **words)


def card(blog: Blog, by: Any, photo: Photo, **typed: str) -> dict[str, Any]:
    """What a browser sends of the picture's fields on a new sheet, as they are shown now."""
    answer = at_work(by).post(address("desk_picture", blog), {"photo": photo.pk})
    form = answer.context["form"]
    said = {field.html_name: field.value() or "" for field in form if field.name != "remove"}
    typed = {shown(photo, name): word for name, word in typed.items()}
    return {**said, **typed, "pictures": [photo.pk]}


def mended(photo: Photo, **words: str) -> None:
    publishing.reword_photo(Photo.objects.get(pk=photo.pk), by=None, **words)


def words_of(photo: Photo) -> tuple[str, str]:
    photo.refresh_from_db()
    return photo.alt_text, photo.credit


# On a sheet that is not sent yet.


def test_words_left_alone_on_a_sheet_undo_nothing_that_the_library_mended(blog, reporter):
    photo = brought(blog, reporter, alt_text="A wal", credit="Ada")
    said = card(blog, reporter, photo, caption="At noon")
    mended(photo, alt_text="The harbour wall", credit="Ada Lovelace/Reuters")
    answer = at_work(reporter).post(address("desk", blog), sheet(verb="submit", **said))
    assert answer.status_code == 302
    assert words_of(photo) == ("The harbour wall", "Ada Lovelace/Reuters")


def test_a_word_that_both_changed_is_asked_about_and_pressing_again_is_a_decision(blog, reporter):
    photo = brought(blog, reporter, alt_text="A wal", credit="Ada")
    said = card(blog, reporter, photo, alt_text="A wall")
    mended(photo, alt_text="The harbour wall", credit="Ada/AP")
    answer = at_work(reporter).post(
        address("desk", blog), sheet(headline="Wall", verb="save", **said)
    )
    assert answer.status_code == 422
    (form,) = answer.context["sheet"].shown
    assert "“The harbour wall”" in form.errors["alt_text"][0]
    assert (form["alt_text"].value(), form["credit"].value()) == ("A wall", "Ada/AP")
    assert words_of(photo) == ("The harbour wall", "Ada/AP")
    again = at_work(reporter).post(address("desk", blog), {**pressed(answer), "verb": "save"})
    assert again.status_code == 302
    assert words_of(photo) == ("A wall", "Ada/AP")


def test_an_alt_text_that_was_emptied_here_and_mended_there_is_asked_about_too(blog, reporter):
    photo = brought(blog, reporter, alt_text="A wal", credit="Ada")
    said = card(blog, reporter, photo, alt_text="")
    mended(photo, alt_text="The harbour wall")
    answer = at_work(reporter).post(
        address("desk", blog), sheet(headline="Wall", verb="save", **said)
    )
    assert answer.status_code == 422
    assert words_of(photo)[0] == "The harbour wall"


def test_where_a_colleague_filled_it_in_first_theirs_stands_and_mine_is_shown(blog, reporter):
    photo = in_library("navy", alt_text="", credit="Ada/Us")
    said = card(blog, reporter, photo, alt_text="A wall I typed")
    mended(photo, alt_text="The harbour wall")
    answer = at_work(reporter).post(
        address("desk", blog), sheet(headline="Wall", verb="save", **said)
    )
    (form,) = answer.context["sheet"].shown
    assert "“The harbour wall”. That stands" in form.errors["alt_text"][0]
    assert form["alt_text"].value() == "A wall I typed"
    again = at_work(reporter).post(address("desk", blog), {**pressed(answer), "verb": "save"})
    assert again.status_code == 302
    assert words_of(photo)[0] == "The harbour wall"


def kept(blog: Blog, by: Any, said: dict[str, Any]) -> Any:
    """The picture's fields on a sheet that is given back after `said` was kept."""
    told = {"typed": "1", "page": "abc.1"}
    at_work(by).post(address("desk_keep", blog), {**sheet(token="tok123", **said), **told})
    return at_work(by).get(address("desk", blog)).context["sheet"]


def test_a_sheet_that_is_given_back_has_the_librarys_mended_word(blog, reporter):
    photo = brought(blog, reporter, alt_text="A wal", credit="Ada")
    said = card(blog, reporter, photo, credit="Ada/AFP")
    mended(photo, alt_text="The harbour wall", credit="Ada/AP")
    (form,) = kept(blog, reporter, said).shown
    assert (form["alt_text"].value(), form["alt_text_was"].value()) == ("The harbour wall",) * 2
    assert (form["credit"].value(), form["credit_was"].value()) == ("Ada/AFP", "Ada")


def test_a_sheet_that_is_given_back_asks_about_a_word_filled_in_meanwhile(blog, reporter):
    photo = in_library("navy", alt_text="", credit="Ada/Us")
    said = card(blog, reporter, photo, alt_text="A wall I typed")
    mended(photo, alt_text="The harbour wall")
    (form,) = kept(blog, reporter, said).shown
    assert (form["alt_text"].value(), form["alt_text_was"].value()) == ("A wall I typed", "")


def test_a_picture_deleted_meanwhile_is_told_with_what_was_typed_of_it(blog, reporter):
    photo = brought(blog, reporter)
    said = card(blog, reporter, photo, caption="Long words", alt_text="A wall")
    publishing.delete_photo(photo, by=None)
    answer = at_work(reporter).post(
        address("desk", blog), sheet(headline="Wall", verb="save", **said)
    )
    assert answer.status_code == 422
    (told,) = [problem for problem, _ in answer.context["sheet"].problems]
    assert "does not offer it now. You had typed “Long words”, “A wall”." in told
    assert told in kept(blog, reporter, said).taken_away
    again = at_work(reporter).post(address("desk", blog), {**pressed(answer), "verb": "save"})
    assert again.status_code == 302


# In a post that stands.


def team(blog: Blog, role: str) -> Any:
    user = factory.user()
    Membership.objects.create(blog=blog, user=user, role=role)
    return user


def wall(blog: Blog) -> tuple[Photo, Post]:
    photo = in_library("navy", alt_text="A wall", credit="Wrong/Us")
    return photo, factory.post(blog, "Wall", photos=[{"photo": photo, "caption": ""}])


@pytest.mark.parametrize(
    "who",
    [lambda blog: factory.user("Corrections editors"), lambda blog: team(blog, "corrections")],
)
def test_who_may_correct_puts_a_credit_right_in_public(client: Client, blog, who):
    photo, post = wall(blog)
    corrector = at_work(who(blog))
    right = correcting(corrector, blog, post, **{shown(photo, "credit"): "Right/Us"})
    assert corrector.post(address("desk_correct", blog, post), right).status_code == 302
    assert words_of(photo) == ("A wall", "Right/Us")
    page = client.get(blog.get_absolute_url()).content.decode()
    assert "Right/Us" in page
    assert "The caption named the wrong town." in page
    assert post.revisions.newest_first().first().content["photos"][0]["credit"] == "Right/Us"


def test_the_same_correction_sent_twice_is_made_once(blog):
    photo, post = wall(blog)
    corrector = at_work(factory.user("Corrections editors"))
    right = correcting(corrector, blog, post, **{shown(photo, "credit"): "Right/Us"})
    for _ in "ab":
        assert corrector.post(address("desk_correct", blog, post), right).status_code == 302
    assert post.corrections.count() == 1


def test_a_teams_editor_mends_them_in_the_post(blog):
    photo, post = wall(factory.blog(is_restricted=True))
    editor = at_work(team(post.blog, "editor"))
    said = edited(editor, post.blog, post, **{shown(photo, "alt_text"): "The harbour wall"})
    assert editor.post(address("desk_edit", post.blog, post), said).status_code == 302
    assert words_of(photo) == ("The harbour wall", "Wrong/Us")


def test_not_where_it_stands_in_another_teams_story_too(blog):
    photo, post = wall(factory.blog(is_restricted=True))
    factory.draft(blog, photos=[{"photo": photo, "caption": ""}])
    editor = at_work(team(post.blog, "editor"))
    said = edited(editor, post.blog, post, **{shown(photo, "alt_text"): "The harbour wall"})
    editor.post(address("desk_edit", post.blog, post), said)
    assert words_of(photo) == ("A wall", "Wrong/Us")


@pytest.mark.parametrize("shares", ["explainer", "contributor"])
def test_nor_where_an_explainer_or_a_byline_shows_it(blog, shares: str):
    photo, post = wall(blog)
    if shares == "explainer":
        factory.explainer(photo=photo)
    else:
        factory.contributor("Ada", picture=photo)
    corrector = at_work(factory.user("Corrections editors"))
    page = corrector.get(address("desk_correct", blog, post)).content.decode()
    assert shown(photo, "credit") not in page


def test_a_reporter_mends_what_they_brought_in_their_own_draft_alone(blog, reporter):
    photo = brought(blog, reporter, alt_text="A wal", credit="Ada/Us")
    post = factory.draft(blog, by=reporter, photos=[{"photo": photo, "caption": ""}])
    me, name = at_work(reporter), shown(photo, "alt_text")
    me.post(address("desk_edit", blog, post), edited(me, blog, post, **{name: "A wall"}))
    assert words_of(photo)[0] == "A wall"
    factory.draft(blog, photos=[{"photo": photo, "caption": ""}])
    assert name not in me.get(address("desk_edit", blog, post)).content.decode()


# What readers have keeps its words.


@pytest.mark.parametrize("stands", ["published", "scheduled", "lead", "explainer"])
@pytest.mark.parametrize("word", ["alt_text", "credit"])
def test_what_readers_have_or_soon_will_is_not_emptied(blog, stands: str, word: str):
    photo = in_library("navy", alt_text="A wall", credit="Ada/Us")
    shows = {"photos": [{"photo": photo, "caption": ""}]}
    if stands == "published":
        factory.post(blog, **shows)
    elif stands == "scheduled":
        at_nine = timezone.now() + timedelta(hours=1)
        publishing.schedule(factory.draft(blog, **shows), by=None, at=at_nine)
    elif stands == "lead":
        publishing.set_lead(blog, by=None, photo=photo)
    else:
        factory.explainer(photo=photo)
    library = signed_in(factory.user("Editors"))
    answer = save(library, at("photo_change", photo.pk), **{word: ""}, _continue="1")
    assert "soon will" in answer.context["adminform"].form.errors[word][0]
    with pytest.raises(NotPossible, match="soon will"):
        publishing.reword_photo(photo, by=None, **{word: ""})
    emptied = Photo.objects.get(pk=photo.pk)
    setattr(emptied, word, "")
    with pytest.raises(NotPossible, match="soon will"):
        publishing.save_shared(emptied, by=None)
    assert words_of(photo) == ("A wall", "Ada/Us")


def test_a_draft_s_picture_may_lose_a_word_again(blog):
    photo = in_library("navy", alt_text="A wall", credit="Ada/Us")
    factory.draft(blog, photos=[{"photo": photo, "caption": ""}])
    library = signed_in(factory.user("Editors"))
    assert save(library, at("photo_change", photo.pk), credit="", _continue="1").status_code == 302
    assert words_of(photo) == ("A wall", "")


def test_the_file_of_a_picture_that_readers_wait_for_comes_with_its_words(blog):
    photo = publishing.save_shared(Photo(caption="The wall"), by=None)
    factory.post(blog, photos=[{"photo": photo, "caption": ""}])
    library, where = signed_in(factory.user("Editors")), at("photo_change", photo.pk)
    file = SimpleUploadedFile("a.jpg", jpeg("teal"), "image/jpeg")
    errors = save(library, where, file=file, _continue="1").context["adminform"].form.errors
    assert {"alt_text", "credit"} <= errors.keys()
    file.seek(0)
    words = {"alt_text": "A wall", "credit": "Ada/Us"}
    assert save(library, where, file=file, **words, _continue="1").status_code == 302


def test_a_post_from_before_whose_picture_lacks_a_word_is_corrected_all_the_same(blog):
    photo = in_library("navy", alt_text="A wall", credit="")
    post = factory.post(blog, "Wall")
    with publishing.change(by=None):
        post.photos.create(photo=photo)
    corrector = at_work(factory.user("Corrections editors"))
    said = correcting(corrector, blog, post, headline="The wall")
    assert corrector.post(address("desk_correct", blog, post), said).status_code == 302
    post.refresh_from_db()
    assert post.headline == "The wall"


def test_words_that_the_library_changed_a_moment_ago_are_not_written_over(blog, reporter):
    photo = brought(blog, reporter, alt_text="A wal", credit="Ada")
    mended(photo, alt_text="The harbour wall")
    with pytest.raises(NotPossible, match="has just been changed"):
        publishing.reword_photo(photo, by=reporter, alt_text="A wall")


# At the head of the story.


def lead_form(editor: Client, blog: Blog, photo: Photo) -> dict[str, Any]:
    form = editor.get(address("desk_lead", blog), {"photo": photo.pk}).context["form"]
    return {field.html_name: field.value() or "" for field in form}


def test_a_lead_pictures_words_are_not_dropped_where_a_colleague_was_faster(blog):
    photo = in_library("navy", alt_text="", credit="Ada/Us")
    editor = at_work(factory.user("Editors"))
    said = {**lead_form(editor, blog, photo), "alt_text": "A wall I typed"}
    mended(photo, alt_text="The harbour wall")
    answer = editor.post(address("desk_lead", blog), said)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "“The harbour wall”. That stands" in form.errors["alt_text"][0]
    assert form["alt_text"].value() == "A wall I typed"
    again = {field.html_name: field.value() or "" for field in form}
    assert editor.post(address("desk_lead", blog), again).status_code == 302
    assert blog.lead.photo == photo
    assert words_of(photo)[0] == "The harbour wall"


def test_a_picture_put_at_the_head_takes_the_words_that_it_lacked_and_no_others(blog, monkeypatch):
    photo = in_library("navy", alt_text="", credit="Ada/Us", caption="Old")
    editor = at_work(factory.user("Editors"))
    said = {**lead_form(editor, blog, photo), "alt_text": "A wall"}
    set_lead = publishing.set_lead

    def after_a_colleague(*args: Any, **kwargs: Any) -> Any:
        Photo.objects.filter(pk=photo.pk).update(usage_terms="One week", caption="Mended")
        return set_lead(*args, **kwargs)

    monkeypatch.setattr(publishing, "set_lead", after_a_colleague)
    assert editor.post(address("desk_lead", blog), said).status_code == 302
    photo.refresh_from_db()
    assert (photo.alt_text, photo.usage_terms, photo.caption) == ("A wall", "One week", "Mended")


def test_a_file_that_another_team_holds_goes_to_the_head_once_it_has_its_words(blog):
    secret = factory.blog(is_restricted=True)
    known = brought(secret, team(secret, "editor"), credit="Ada/Us")
    editor = at_work(factory.user("Editors"))
    upload = {"lead-picture": SimpleUploadedFile("a.jpg", jpeg("teal"), "image/jpeg")}
    upload["lead-revision"] = editor.get(address("desk_lead", blog)).context["seen"].pk
    asked = editor.post(address("desk_lead_upload", blog), upload).context["form"]
    said = {field.html_name: field.value() or "" for field in asked}
    answer = editor.post(address("desk_lead", blog), {**said, "alt_text": "A wall"})
    assert answer.status_code == 302
    assert blog.lead.photo == known


def test_what_lost_its_credit_while_it_was_withdrawn_is_not_restored_without(blog):
    photo, post = wall(blog)
    publishing.retract(post, by=None, reason="Wrong")
    mended(photo, credit="")
    corrector = at_work(factory.user("Corrections editors"))
    corrector.post(address("desk_restore", blog, post), {})
    post.refresh_from_db()
    assert post.is_retracted
    mended(photo, credit="Ada/Us")
    corrector.post(address("desk_restore", blog, post), {})
    post.refresh_from_db()
    assert post.is_published


def test_who_restores_gives_its_pictures_the_words_that_they_lack(blog):
    photo = in_library("navy", alt_text="", credit="")
    post = factory.post(blog, "Wall")
    with publishing.change(by=None):
        post.photos.create(photo=photo)
    publishing.retract(post, by=None, reason="Wrong")
    corrector, where = (
        at_work(factory.user("Corrections editors")),
        address("desk_restore", blog, post),
    )
    words = {f"alt_text-{photo.pk}": "A wall"}
    refused = corrector.post(where, {"reason": "It was right.", **words})
    assert f"credit-{photo.pk}" in refused.context["form"].errors
    assert words_of(photo) == ("", "")
    words[f"credit-{photo.pk}"] = "Ada/Us"
    assert corrector.post(where, {"reason": "It was right.", **words}).status_code == 302
    post.refresh_from_db()
    assert post.is_published
    assert words_of(photo) == ("A wall", "Ada/Us")
    assert post.corrections.newest_first().first().text == "It was right."


def test_a_word_typed_for_a_picture_that_a_colleague_gave_it_meanwhile_is_told(blog):
    photo, post = wall(blog)
    publishing.retract(post, by=None, reason="Wrong")
    corrector = at_work(factory.user("Corrections editors"))
    said = {"reason": "Right.", f"credit-{photo.pk}": "Typed/Us"}
    page = corrector.post(address("desk_restore", blog, post), said, follow=True)
    told = "“Wrong/Us” stands as the credit by now: your “Typed/Us” was not used."
    assert told in page.content.decode()
    assert words_of(photo)[1] == "Wrong/Us"


def test_what_lacks_nothing_is_restored_without_being_asked(blog):
    photo, post = wall(blog)
    publishing.retract(post, by=None, reason="Wrong")
    corrector = at_work(factory.user("Corrections editors"))
    page = corrector.get(address("desk_restore", blog, post))
    assert list(page.context["form"].fields) == ["reason"]
    assert photo.alt_text not in page.content.decode().partition("<form")[2]
