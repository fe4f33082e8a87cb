"""Correct, retract, restore, send back: each with the words that go with it."""

from datetime import date

import pytest

from liveblog import publishing
from liveblog.models import Correction
from tests import factory
from tests.admin.conftest import at, signed_in, version_of


@pytest.fixture
def corrector(db):
    return signed_in(factory.user("Corrections editors", "Editors", name="corrector"))


def send(client, act, post, **typed):
    address = at(f"post_{act}", post.pk)
    form = client.get(address).context["form"]
    held = {field.html_name: field.value() or "" for field in form}
    return client.post(address, {**held, **typed})


def test_a_correction_says_what_was_wrong_and_puts_it_right_in_one_version(corrector, blog):
    post = factory.post(blog, "Four hurt", body="Four people were hurt.")
    before = version_of(blog)
    send(
        corrector, "correct", post, kind="correction", text="Five, not four.", headline="Five hurt"
    )
    post.refresh_from_db()
    made = Correction.objects.get()
    assert post.headline == "Five hurt"
    assert (made.text, made.made_by.username) == ("Five, not four.", "corrector")
    assert made.before.content["headline"] == "Four hurt"
    assert made.after.content["headline"] == "Five hurt"
    assert version_of(blog) == before + 1


def test_a_correction_without_words_comes_back_as_it_was_typed(corrector, blog):
    post = factory.post(blog, "Four hurt")
    page = send(corrector, "correct", post, kind="update", text=" ", headline="Five hurt")
    assert page.status_code == 200
    assert b'value="Five hurt"' in page.content
    assert not Correction.objects.exists()


def test_a_correction_that_empties_the_post_is_refused_whole(corrector, blog):
    post = factory.post(blog, "Four hurt")
    page = send(corrector, "correct", post, text="All wrong.", headline="")
    assert b"Write a headline or a text" in page.content
    assert b"All wrong." in page.content
    post.refresh_from_db()
    assert post.headline == "Four hurt"
    assert not Correction.objects.exists()


def test_a_correction_is_not_written_over_somebody_elses(corrector, blog):
    post = factory.post(blog, "Four hurt")
    address = at("post_correct", post.pk)
    held = {f.html_name: f.value() or "" for f in corrector.get(address).context["form"]}
    publishing.update(post, by=factory.user(name="colleague"), headline="Six hurt")
    page = corrector.post(address, {**held, "text": "Five.", "headline": "Five hurt"})
    assert b"colleague changed this post (headline)" in page.content
    post.refresh_from_db()
    assert post.headline == "Six hurt"


def test_a_retraction_leaves_its_reason(corrector, blog):
    post = factory.post(blog)
    before = version_of(blog)
    answer = send(corrector, "retract", post, reason="It was another bridge.")
    assert answer["Location"] == at("post_change", post.pk)
    post.refresh_from_db()
    assert post.is_retracted
    assert Correction.objects.get().text == "It was another bridge."
    assert version_of(blog) == before + 1


def test_a_retraction_wants_a_reason(corrector, blog):
    post = factory.post(blog)
    assert send(corrector, "retract", post, reason="").status_code == 200
    post.refresh_from_db()
    assert post.is_published


def test_a_second_click_on_retract_withdraws_it_once(corrector, blog):
    post = factory.post(blog)
    address = at("post_retract", post.pk)
    held = {f.html_name: f.value() or "" for f in corrector.get(address).context["form"]}
    sent = {**held, "reason": "Wrong."}
    assert [corrector.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert Correction.objects.count() == 1


def test_a_restored_post_stands_in_its_place_again(corrector, blog):
    post = publishing.retract(factory.post(blog, minutes=5), by=None, reason="Wrong.")
    send(corrector, "restore", post, reason="It was right.")
    post.refresh_from_db()
    assert post.is_published
    assert post.published_at.minute == 5


def test_whoever_restores_is_told_what_its_pictures_licence_says(corrector, blog):
    photo = factory.photo_to_come(use_until=date(2023, 9, 18), usage_terms="EMBARGO until noon.")
    post = factory.post(blog, photos=[{"photo": photo, "caption": ""}])
    publishing.retract(post, by=None, reason="Wrong.")
    send(corrector, "restore", post)
    page = corrector.get(at("post_changelist")).content.decode()
    assert "icence ran out on" in page
    assert "EMBARGO until noon." in page


def test_a_submitted_post_goes_back_with_a_note(corrector, blog):
    post = publishing.submit(factory.draft(blog), by=None)
    send(corrector, "send_back", post, note="Who said so?")
    post.refresh_from_db()
    assert post.status == "draft"
    assert post.revisions.latest("pk").note == "Who said so?"


@pytest.mark.parametrize(
    ("act", "words"), [("correct", "Only a published"), ("retract", "Readers have never")]
)
def test_an_act_that_does_not_fit_says_so_and_does_nothing(corrector, blog, act, words):
    post = factory.draft(blog)
    address = at(f"post_{act}", post.pk)
    assert b"does not fit a post that is draft" in corrector.get(address).content
    typed = {"reason": "R", "text": "T", "kind": "correction", "headline": post.headline}
    page = corrector.post(address, {**typed, "seen": post.revisions.latest("pk").pk})
    assert page.status_code == 200
    assert not Correction.objects.exists()
