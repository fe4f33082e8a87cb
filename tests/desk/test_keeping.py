"""What is typed and not sent is kept, given back to whoever typed it, and to nobody else."""

import pytest
from django.test import Client

from liveblog import publishing
from liveblog.models import Blog, OpenSheet
from tests import factory
from tests.desk.desk import Cast, address, at_work, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


def keep(client: Client, blog: Blog, post=None, **said):
    data = {**sheet(token="t1"), "typed": "1", "post": post.public_id if post else "", **said}
    return client.post(address("desk_keep", blog), data)


def shown(client: Client, blog: Blog, post=None):
    page = client.get(address("desk_edit", blog, post) if post else address("desk", blog))
    return page.context["sheet"]


def test_what_was_typed_stands_in_the_composer_again(cast):
    blog, topic, writer = factory.blog(), factory.topic(), factory.contributor()
    client = at_work(cast.editor)
    said = {"headline": "Half a th", "body": "and more", "at": "2026-01-02T03:04"}
    said |= {"is_key_event": "on", "topics": [topic.pk], "byline_2": writer.pk}
    assert "Kept at" in keep(client, blog, **said).content.decode()
    again = shown(client, blog).words
    assert again["headline"].value() == "Half a th"
    assert again["body"].value() == "and more"
    assert again["at"].value() == "2026-01-02T03:04"
    assert again["is_key_event"].value() is True
    assert again["topics"].value() == [str(topic.pk)]
    assert again["byline_2"].value() == str(writer.pk)
    assert again["token"].value() == "t1"
    assert not blog.posts.exists()


def test_only_whoever_typed_it_gets_it_back(cast):
    blog = factory.blog()
    keep(at_work(cast.editor), blog, headline="Mine")
    assert shown(at_work(factory.user("Editors")), blog).kept is None


def test_what_was_sent_is_not_given_back(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="Sent")
    client.post(address("desk", blog), sheet(token="t1", headline="Sent"))
    assert not OpenSheet.objects.exists()
    assert shown(client, blog).kept is None


def test_a_word_that_arrives_after_its_sheet_was_sent_is_not_given_back_but_said(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    client.post(address("desk", blog), sheet(token="t1", headline="Sent"))
    assert "This was sent" in keep(client, blog, headline="Sent").content.decode()
    assert not OpenSheet.objects.exists()


def test_a_word_that_arrives_after_its_edit_was_saved_is_not_given_back(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    post = factory.post(blog, "Frist")
    seen = post.revisions.newest_first()[0].pk
    keep(client, blog, post, headline="First", revision=seen)
    client.post(
        address("desk_edit", blog, post),
        sheet(token="t1", headline="First", revision=seen, verb="save"),
    )
    assert keep(client, blog, post, headline="First", revision=seen).status_code == 200
    assert not OpenSheet.objects.exists()
    assert shown(client, blog, post).kept is None


def test_an_edit_is_given_back_over_the_version_it_was_begun_on(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    post = factory.post(blog, "Before")
    seen = post.revisions.newest_first()[0].pk
    keep(client, blog, post, headline="Half done", revision=seen)
    publishing.update(post, by=cast.corrections, headline="A colleague's")
    again = shown(client, blog, post).words
    assert again["headline"].value() == "Half done"
    assert str(again["revision"].value()) == str(seen)


def test_a_sheet_is_told_of_who_else_is_at_it_and_of_a_newer_version(cast):
    blog = factory.blog()
    post = factory.post(blog)
    seen = post.revisions.newest_first()[0].pk
    other = factory.user("Editors", name="benita")
    keep(at_work(other), blog, post, token="t2")
    publishing.update(post, by=other, headline="Newer")
    answer = keep(at_work(cast.editor), blog, post, revision=seen).content.decode()
    assert "benita is editing this too" in answer
    assert "benita changed this post" in answer


@pytest.mark.parametrize("revision", ["", "x", "9" * 5000, "-1", "²"])
def test_nonsense_for_a_version_is_no_error(cast, revision):
    blog = factory.blog()
    post = factory.post(blog)
    assert keep(at_work(cast.editor), blog, post, revision=revision).status_code == 200


def test_starting_afresh_forgets_it(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="Never mind")
    page = client.get(address("desk", blog)).content.decode()
    assert "Start afresh" in page
    client.post(address("desk_afresh", blog), {"token": "t1"})
    assert shown(client, blog).kept is None


def test_a_sheet_without_a_name_is_refused(cast):
    for token in ("", "x" * 41):
        assert keep(at_work(cast.editor), factory.blog(), token=token).status_code == 400


@pytest.mark.parametrize("name", ["desk_keep", "desk_afresh", "desk_preview"])
def test_the_ladder(cast, name):
    blog = factory.blog(is_restricted=False)
    said = sheet(token="t1", headline="Word")
    where = address(name, blog)
    assert at_work(cast.reporter).post(where, said).status_code in (200, 302)
    assert at_work(cast.reporter).get(where).status_code == 405
    assert at_work(cast.corrections).post(where, said).status_code == 403
    assert at_work(cast.reader).post(where, said).status_code == 403
    assert Client().post(where, said)["Location"].startswith("/admin/login/")
    secret = factory.blog(is_restricted=True)
    assert at_work(cast.reporter).post(address(name, secret), said).status_code == 404


@pytest.mark.parametrize("name", ["desk_keep", "desk_preview"])
def test_a_reporter_reaches_no_colleagues_post(cast, name):
    blog = factory.blog()
    hidden, public = factory.draft(blog, by=cast.editor), factory.post(blog, by=cast.editor)
    client = at_work(cast.reporter)
    said = sheet(token="t1", headline="Word")
    for post, status in ((hidden, 404), (public, 403)):
        data = {**said, "post": post.public_id}
        assert client.post(address(name, blog), data).status_code == status


def test_the_preview_is_what_readers_would_get_and_leaves_nothing(cast, client):
    blog, editor = factory.blog(), at_work(cast.editor)
    said = sheet(token="t1", headline="A headline", body="Some **words** & <b>bold</b>")
    answer = editor.post(address("desk_preview", blog), said)
    assert '<h2 tabindex="-1">A headline</h2>' in answer.content.decode()
    assert "&amp; <strong>bold</strong>" in answer.content.decode()
    assert not blog.posts.exists()
    version = Blog.objects.get(pk=blog.pk).version
    editor.post(address("desk", blog), said)
    public = client.get(blog.get_absolute_url()).content.decode()
    assert "&amp; <strong>bold</strong>" in public
    assert Blog.objects.get(pk=blog.pk).version == version + 1


def test_the_preview_of_an_edit_shows_the_edit_and_writes_none_of_it(cast):
    blog = factory.blog()
    post = factory.post(blog, "Before")
    said = {**sheet(headline="After"), "post": post.public_id}
    answer = at_work(cast.editor).post(address("desk_preview", blog), said)
    assert "After" in answer.content.decode()
    post.refresh_from_db()
    assert post.headline == "Before"
    assert post.revisions.count() == 2


def test_a_preview_of_nothing_says_what_is_missing(cast):
    said = sheet(at="nonsense")
    answer = at_work(cast.editor).post(address("desk_preview", factory.blog()), said)
    assert answer.status_code == 422
    assert "Type a date and a time" in answer.content.decode()


@pytest.mark.parametrize("name", ["byline_x", "byline_0", "byline_1000", "byline_20000", "byline_"])
def test_a_byline_that_no_form_has_spoils_no_desk(cast, name: str):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="Half", **{name: "1"})
    words = shown(client, blog).words
    assert words["headline"].value() == "Half"
    assert len(words.bylines) == 3


@pytest.mark.parametrize("name", ["headline", "body", "token", "byline_1"])
def test_a_character_that_no_database_keeps_is_left_out_and_the_words_stay(cast, name: str):
    blog, client = factory.blog(), at_work(cast.editor)
    said = {"headline": "Half", name: "Ha\0lf"}
    assert "Kept at" in keep(client, blog, **said).content.decode()
    assert shown(client, blog).words["headline"].value() == "Half"
    assert client.post(address("desk_afresh", blog), {"token": "Ha\0lf"}).status_code == 302
    assert client.get(address("desk_library", blog), {"q": "a\0"}).status_code == 200
    assert client.get(address("desk_explainers", blog), {"q": "a\0"}).status_code == 200
    assert client.post(address("desk_keep", blog), {"post": "\0"}).status_code == 400


def kept(user) -> dict[str, str]:
    """What is kept of each page, by its name."""
    return {each.page: each.said["headline"][0] for each in OpenSheet.objects.filter(user=user)}


def test_a_page_that_is_behind_writes_over_nothing_that_another_typed(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", page="laptop")
    keep(client, blog, headline="A and more", page="phone", **{"from": "laptop"})
    assert kept(cast.editor) == {"phone": "A and more"}
    keep(client, blog, headline="A!", page="laptop")
    keep(client, blog, headline="A and still more", page="phone", **{"from": "laptop"})
    assert kept(cast.editor) == {"phone": "A and still more", "laptop": "A!"}


def test_what_another_page_typed_stays_when_this_one_is_sent_and_is_given_back(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", page="laptop")
    keep(client, blog, headline="A and more", page="phone", **{"from": "laptop"})
    keep(client, blog, headline="A!", page="laptop")
    client.post(address("desk", blog), sheet(token="t1", headline="A!", page="laptop"))
    assert kept(cast.editor) == {"phone": "A and more"}
    assert shown(client, blog).words["headline"].value() == "A and more"


def test_a_page_that_took_the_words_up_puts_them_away_when_it_is_sent(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", page="laptop")
    assert shown(client, blog).page_before == "laptop"
    sent = sheet(token="t1", headline="A", page="phone", **{"from": "laptop"})
    client.post(address("desk", blog), sent)
    assert kept(cast.editor) == {}


def test_a_page_that_is_merely_open_writes_no_words(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A and more", page="phone")
    merely = {**sheet(token="t1", headline="A"), "post": "", "page": "laptop"}
    answer = client.post(address("desk_keep", blog), merely).content.decode()
    assert "data-holds" in answer
    assert "Kept at" not in answer
    assert kept(cast.editor) == {"phone": "A and more"}
