"""What nobody would see is not published: not an update, an explainer, a picture's words."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from liveblog import publishing
from liveblog.models import Explainer
from liveblog.publishing import NotPossible
from tests import factory
from tests.admin.conftest import at, save, signed_in
from tests.desk.desk import address, at_work, sheet
from tests.desk.test_library import in_library

pytestmark = pytest.mark.django_db
BLANK = ["<p> </p>", "<p>&nbsp;</p>", "<script>x</script>", "\u200b", "<p><br></p>", "\u202e"]
NO_TEXT = "Write the text"


@pytest.mark.parametrize("said", ["\u200b", "\u2060", "\u202e"])
def test_an_update_of_nothing_to_be_seen_is_refused(said: str):
    blog, editor = factory.blog(), at_work(factory.user("Editors"))
    for words in ({"body": said}, {"headline": said}):
        answer = editor.post(address("desk", blog), sheet(**words))
        assert "Write a headline or a text" in answer.content.decode()
    assert not blog.posts.exists()


@pytest.mark.parametrize("word", ["alt_text", "credit"])
def test_nor_is_a_picture_whose_word_cannot_be_seen(word: str):
    photo = in_library("navy", **{"alt_text": "A wall", "credit": "Ada/Us", word: "\u200b"})
    post = factory.draft(factory.blog(), photos=[{"photo": photo}])
    with pytest.raises(ValidationError, match=word.replace("_", " ")):
        publishing.publish(post, by=None)


@pytest.mark.parametrize("body", BLANK)
def test_an_explainer_without_a_text_is_not_written_at_the_desk(body: str):
    blog, editor = factory.blog(), at_work(factory.user("Editors"))
    said = {"new-explainer-title": "What?", "new-explainer-body": body}
    answer = editor.post(address("desk_new_explainer", blog), said)
    assert NO_TEXT in answer.content.decode()
    assert "What?" in answer.content.decode()
    with pytest.raises(NotPossible, match=NO_TEXT):
        publishing.write_explainer("What?", by=None, body=body)
    assert not Explainer.objects.exists()


@pytest.mark.parametrize("body", ["", *BLANK])
def test_nor_published_or_emptied_in_the_admin(body: str):
    editor = signed_in(factory.user("Editors"))
    said = {"title": "What?", "slug": "what", "body": body, "_publish": "1"}
    assert NO_TEXT in editor.post(at("explainer_add"), said).content.decode()
    assert not Explainer.objects.published().exists()
    told: Any = factory.explainer("Who?", body="<p>They.</p>")
    where = at("explainer_change", told.pk)
    assert NO_TEXT in save(editor, where, body=body, _continue="1").content.decode()
    told.refresh_from_db()
    assert told.body == "<p>They.</p>"


def test_one_without_a_text_is_not_pinned():
    with pytest.raises(NotPossible, match="has no text"):
        publishing.pin_explainer(factory.blog(), factory.explainer("What?", body=""), by=None)


def test_a_quotation_and_a_correction_of_nothing_to_be_seen_are_refused():
    blog, editor = factory.blog(), at_work(factory.user("Editors"))
    answer = editor.post(address("desk", blog), sheet(**{"quote-new-text": "\u200b"}))
    assert answer.status_code == 422
    assert not blog.posts.exists()
    post = factory.post(blog, "Wall")
    with pytest.raises(NotPossible, match="Say what was wrong"):
        publishing.correct(post, by=None, text="\u200b", headline="The wall")
    with pytest.raises(NotPossible, match="Say why"):
        publishing.retract(post, by=None, reason="\u200b")


@pytest.mark.parametrize("noun", ["explainer", "blog", "topic", "contributor"])
def test_nothing_is_given_a_name_that_nobody_can_see(noun: str):
    admin = signed_in(factory.user(is_superuser=True))
    name = {"title": "\u200b"} if noun in ("explainer", "blog") else {"name": "\u200b"}
    page = save(admin, at(f"{noun}_add"), slug="unseen", body="Text", **name)
    assert page.status_code == 200
    assert "Nothing of this can be seen" in page.content.decode()


def test_a_story_keeps_its_headline_and_a_new_explainer_needs_a_title():
    blog, editor = factory.blog(title="A night"), at_work(factory.user("Editors"))
    head = editor.post(address("desk_head", blog), {"title": "\u200b", "standfirst": ""})
    assert "Nothing of this can be seen" in head.content.decode()
    blog.refresh_from_db()
    assert blog.title == "A night"
    with pytest.raises(NotPossible, match="Write the title"):
        publishing.write_explainer("\u200b", by=None, body="Text")
