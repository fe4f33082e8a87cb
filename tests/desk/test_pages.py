"""The small pages: head, corrections, retractions; what they refuse, and what they keep."""

import pytest
from django.contrib.messages import get_messages

from liveblog import publishing
from liveblog.models import Blog, Post
from tests import factory
from tests.desk.desk import address, at_work

pytestmark = pytest.mark.django_db


def test_a_retraction_without_a_reason_is_refused():
    blog = factory.blog()
    post = factory.post(blog)
    client = at_work(factory.user("Corrections editors"))
    answer = client.post(address("desk_retract", blog, post), {"reason": " "})
    assert answer.status_code == 422
    assert "Say why it is withdrawn" in answer.content.decode()
    assert Post.objects.get(pk=post.pk).is_published


def test_a_correction_without_its_note_keeps_the_mended_words():
    blog = factory.blog()
    post = factory.post(blog, "Twenty-one")
    client = at_work(factory.user("Corrections editors"))
    said = {"kind": "correction", "text": "", "headline": "Twelve", "body": ""}
    answer = client.post(address("desk_correct", blog, post), said)
    assert answer.status_code == 422
    assert answer.context["form"]["headline"].value() == "Twelve"
    assert Post.objects.get(pk=post.pk).headline == "Twenty-one"


def test_a_draft_is_not_corrected_and_the_words_stay():
    blog, user = factory.blog(), factory.admin()
    post = factory.draft(blog)
    seen = post.revisions.get().pk
    said = {"kind": "correction", "text": "Oh.", "headline": post.headline, "revision": seen}
    answer = at_work(user).post(address("desk_correct", blog, post), said)
    assert answer.status_code == 422
    assert "Only a published post is corrected" in answer.content.decode()
    assert answer.context["form"]["text"].value() == "Oh."


def test_a_correction_over_a_colleagues_newer_words_is_refused_once():
    blog, post_by = factory.blog(), factory.user("Editors")
    post = factory.post(blog, "First")
    seen = post.revisions.newest_first()[0].pk
    publishing.update(post, by=post_by, headline="Theirs")
    said = {"kind": "correction", "text": "Not first.", "headline": "Mine", "revision": seen}
    client = at_work(factory.user("Corrections editors"))
    answer = client.post(address("desk_correct", blog, post), said)
    assert answer.status_code == 409
    assert not post.corrections.exists()
    said["revision"] = answer.context["form"]["revision"].value()
    assert client.post(address("desk_correct", blog, post), said).status_code == 302
    assert Post.objects.get(pk=post.pk).headline == "Mine"


def test_a_note_alone_leaves_the_words_as_they_were_stored():
    blog = factory.blog()
    post = factory.post(blog, "First", body="<p>One</p><p>Two</p>")
    client = at_work(factory.user("Corrections editors"))
    form = client.get(address("desk_correct", blog, post)).context["form"]
    said = {name: form[name].value() for name in ("headline", "body", "revision")}
    client.post(address("desk_correct", blog, post), {**said, "kind": "update", "text": "More."})
    after = Post.objects.get(pk=post.pk)
    assert after.corrections.get().text == "More."
    assert after.body == "<p>One</p><p>Two</p>"


def test_publishing_what_is_not_ready_leads_to_the_sheet_that_says_what_is_missing():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    post = factory.draft(blog, "Wall")
    publishing.update(post, by=None, headline="")
    answer = client.post(address("desk_publish", blog, post))
    assert answer["Location"] == address("desk_edit", blog, post)
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["Write a headline or a text, or add a picture or a link, then publish."]
    assert not Post.objects.get(pk=post.pk).is_published


def head(blog: Blog) -> tuple[str, str]:
    return Blog.objects.values_list("title", "standfirst").get(pk=blog.pk)


def test_an_editor_words_headline_and_standfirst():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    seen = client.get(address("desk_head", blog)).context["form"]["revision"].value()
    said = {"title": "New", "standfirst": "So far.", "revision": seen}
    assert client.post(address("desk_head", blog), said).status_code == 302
    assert head(blog) == ("New", "<p>So far.</p>")


def test_a_headline_is_needed_and_the_standfirst_is_kept():
    blog, client = factory.blog(title="Old"), at_work(factory.user("Editors"))
    answer = client.post(address("desk_head", blog), {"title": "", "standfirst": "So far."})
    assert answer.status_code == 422
    assert answer.context["form"]["standfirst"].value() == "So far."
    assert head(blog) == ("Old", "")


def test_a_colleagues_newer_headline_is_not_overwritten_unseen():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    seen = client.get(address("desk_head", blog)).context["form"]["revision"].value()
    colleague = factory.user("Editors", first_name="Anna", last_name="Bell")
    publishing.update_blog(blog, by=colleague, title="Theirs")
    said = {"title": "Mine", "standfirst": "", "revision": seen}
    answer = client.post(address("desk_head", blog), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Anna Bell changed this blog at" in page
    assert "<ins>Theirs</ins>" in page
    assert head(blog)[0] == "Theirs"
    said["revision"] = answer.context["form"]["revision"].value()
    client.post(address("desk_head", blog), said)
    assert head(blog)[0] == "Mine"


def test_headline_and_standfirst_are_not_for_reporters():
    blog = factory.blog(title="Old")
    client = at_work(factory.user("Reporters"))
    answer = client.post(address("desk_head", blog), {"title": "Mine", "standfirst": ""})
    assert answer.status_code == 403
    assert head(blog)[0] == "Old"


def test_what_was_done_is_said_where_a_screen_reader_hears_it():
    blog, client = factory.blog(), at_work(factory.user("Editors"))
    page = client.post(address("desk_pause", blog), follow=True).content.decode()
    assert 'role="status"' in page
    assert "Coverage is paused, and readers are told." in page
