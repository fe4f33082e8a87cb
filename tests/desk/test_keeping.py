"""What is typed and not sent is kept, given back to whoever typed it, and to nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from liveblog import publishing
from liveblog.desk.typed import Typed
from liveblog.models import Blog, OpenSheet
from tests import factory
from tests.desk.desk import Cast, address, at_work, edited, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


def keep(client: Client, blog: Blog, post=None, **said):
    here = {"typed": "1", "post": post.public_id if post else "", "page": "laptop.1"}
    data = {**sheet(token="t1"), **here, **said}
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
    client.post(address("desk", blog), sheet(token="t1", headline="Sent", page="laptop.1"))
    assert kept(cast.editor) == set()
    assert shown(client, blog).kept is None


def test_a_word_that_arrives_after_its_sheet_was_sent_is_not_given_back_but_said(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    client.post(address("desk", blog), sheet(token="t1", headline="Sent", page="laptop.1"))
    assert "This was sent" in keep(client, blog, headline="Sent").content.decode()
    assert kept(cast.editor) == set()


def test_a_word_that_arrives_after_its_edit_was_saved_is_not_given_back(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    post = factory.post(blog, "Frist")
    seen = post.revisions.newest_first()[0].pk
    keep(client, blog, post, headline="First", revision=seen)
    client.post(
        address("desk_edit", blog, post),
        sheet(token="t1", headline="First", revision=seen, verb="save", page="laptop.1"),
    )
    assert keep(client, blog, post, headline="First", revision=seen).status_code == 200
    assert kept(cast.editor) == set()
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
    client.post(address("desk_afresh", blog), {"token": "t1", "from": "laptop.1"})
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


def kept(user) -> set[str]:
    """The headlines that are kept."""
    return {each.said["headline"][0] for each in OpenSheet.objects.with_words().filter(user=user)}


def on(page: str, *seen: str) -> dict[str, str]:
    """As the page of that name and turn asks, which was shown what those had typed."""
    return {"page": page, "from": " ".join(seen)}


def test_a_page_that_is_behind_writes_over_nothing_that_another_typed(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    keep(client, blog, headline="A and more", **on("phone.1", "laptop.1"))
    assert kept(cast.editor) == {"A and more"}
    keep(client, blog, headline="A!", **on("laptop.2"))
    keep(client, blog, headline="A and still more", **on("phone.2", "laptop.1"))
    keep(client, blog, headline="A!!", **on("laptop.3"))
    assert kept(cast.editor) == {"A and still more", "A!!"}


def test_a_page_that_took_words_up_writes_over_nothing_that_was_typed_there_since(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("phone.1"))
    assert shown(client, blog).typed_before == "phone.1"
    keep(client, blog, headline="A and what I saw", **on("phone.2"))
    keep(client, blog, headline="A!", **on("laptop.1", "phone.1"))
    assert kept(cast.editor) == {"A and what I saw", "A!"}
    client.post(
        address("desk", blog), sheet(token="t1", **on("laptop.1", "phone.1"), headline="A!")
    )
    assert kept(cast.editor) == {"A and what I saw"}


def test_words_that_another_page_took_up_are_not_kept_a_second_time(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    keep(client, blog, headline="A and more", **on("phone.1", "laptop.1"))
    assert "Kept at" in keep(client, blog, headline="A", **on("laptop.1")).content.decode()
    assert kept(cast.editor) == {"A and more"}


def test_what_another_page_typed_stays_when_this_one_is_sent_and_is_given_back(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    keep(client, blog, headline="A and more", **on("phone.1", "laptop.1"))
    keep(client, blog, headline="A!", **on("laptop.2"))
    client.post(address("desk", blog), sheet(token="t1", headline="A!", **on("laptop.2")))
    assert kept(cast.editor) == {"A and more"}
    assert shown(client, blog).words["headline"].value() == "A and more"


def test_two_versions_of_one_update_never_become_two_posts(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    keep(client, blog, headline="A and more", **on("phone.1", "laptop.1"))
    keep(client, blog, headline="A!", **on("laptop.2"))
    first = sheet(token="t1", headline="A and more", **on("phone.1", "laptop.1"))
    assert client.post(address("desk", blog), first).status_code == 302
    given_back = shown(client, blog)
    assert given_back.words["headline"].value() == "A!"
    other = sheet(token=given_back.words["token"].value(), headline="A!")
    answer = client.post(address("desk", blog), {**other, **on("again.1", given_back.typed_before)})
    assert answer.status_code == 409
    assert blog.posts.get().headline == "A and more"


def test_what_another_page_typed_stays_when_this_one_starts_afresh(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    keep(client, blog, headline="A and more", **on("phone.1", "laptop.1"))
    keep(client, blog, headline="A!", **on("laptop.2"))
    client.post(address("desk_afresh", blog), {"token": "t1", **on("laptop.2")})
    assert kept(cast.editor) == {"A and more"}


def test_a_page_that_took_the_words_up_puts_them_away_when_it_is_sent(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    assert shown(client, blog).typed_before == "laptop.1"
    client.post(address("desk", blog), sheet(token="t1", headline="A", **on("phone.0", "laptop.1")))
    assert kept(cast.editor) == set()


def test_a_sheet_that_was_refused_puts_all_of_its_words_away_when_it_is_sent(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    keep(client, blog, headline="A and more", **on("phone.1", "laptop.1"))
    keep(client, blog, headline="A!", **on("laptop.2"))
    answer = client.post(address("desk", blog), sheet(token="t1", **on("laptop.3")))
    assert answer.status_code == 422
    assert answer.context["sheet"].typed_before == "laptop.3"
    again = sheet(token="t1", headline="A!", **on("reloaded.0", "laptop.3"))
    assert client.post(address("desk", blog), again).status_code == 302
    assert kept(cast.editor) == {"A and more"}


def test_what_is_typed_after_a_sheet_was_sent_elsewhere_is_kept(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    sent = sheet(token="t1", headline="A and more", **on("phone.1", "laptop.1"))
    client.post(address("desk", blog), sent)
    late = keep(client, blog, headline="A", **on("laptop.1")).content.decode()
    assert ("This was sent" in late, "Kept at" in late) == (True, False)
    answer = keep(client, blog, headline="A!", **on("laptop.2")).content.decode()
    assert ("This was sent" in answer, "Kept at" in answer) == (True, True)
    assert kept(cast.editor) == {"A!"}


def test_what_is_typed_after_a_post_was_saved_elsewhere_is_kept_and_the_newer_version_told(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    post = factory.post(blog, "Before", by=cast.editor)
    seen = post.revisions.newest_first()[0].pk
    keep(client, blog, post, headline="A", revision=seen, **on("laptop.1"))
    said = {"token": "t1", "headline": "A more", "revision": seen, **on("phone.1", "laptop.1")}
    saved = client.post(address("desk_edit", blog, post), edited(client, blog, post, **said))
    assert saved.status_code == 302
    answer = keep(client, blog, post, headline="A!", revision=seen, **on("laptop.2"))
    assert "changed this post" in answer.content.decode()
    assert kept(cast.editor) == {"A!"}


def test_who_has_sent_a_sheet_is_no_longer_at_it(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    post = factory.post(blog)
    keep(client, blog, post, headline="After", **on("laptop.1"))
    edit = edited(client, blog, post, token="t1", headline="After", **on("laptop.1"))
    client.post(address("desk_edit", blog, post), edit)
    assert OpenSheet.objects.get().sent == post.revisions.newest_first()[0]
    answer = keep(at_work(cast.corrections), blog, post, token="t2", **on("desk.1"))
    assert "is editing this too" not in answer.content.decode()


def test_that_a_sheet_was_sent_is_not_remembered_for_ever(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    client.post(address("desk", blog), sheet(token="t1", headline="A", **on("laptop.1")))
    OpenSheet.objects.update(put_away_at=timezone.now() - timedelta(days=8))
    client.post(address("desk", blog), sheet(token="t2", headline="B", **on("laptop.2")))
    assert [each.token for each in OpenSheet.objects.all()] == ["t2"]


def test_a_page_that_is_merely_open_writes_no_words(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A and more", **on("phone.1"))
    merely = {**sheet(token="t1", headline="A"), "post": "", **on("laptop.0", "phone.1")}
    answer = client.post(address("desk_keep", blog), merely).content.decode()
    assert ("data-holds" in answer, "Kept at" in answer) == (True, False)
    assert kept(cast.editor) == {"A and more"}


def test_what_arrives_after_it_was_thrown_away_is_not_given_back(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    client.post(address("desk_afresh", blog), {"token": "t1", **on("laptop.2")})
    assert "data-put-away" in keep(client, blog, headline="A!", **on("laptop.2")).content.decode()
    assert kept(cast.editor) == set()
    keep(client, blog, headline="A!!", **on("laptop.3"))
    assert kept(cast.editor) == {"A!!"}


def test_a_draft_whose_answer_was_lost_is_gone_on_with_though_words_were_kept_since(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    first = sheet(token="t1", headline="A", verb="save", **on("laptop.1"))
    client.post(address("desk", blog), first)
    keep(client, blog, headline="A!", **on("laptop.2"))
    again = sheet(token="t1", headline="A!", verb="save", **on("laptop.2"))
    assert client.post(address("desk", blog), again).status_code == 302
    assert blog.posts.get().headline == "A!"
    assert kept(cast.editor) == set()


def test_the_latest_typed_is_given_back_first_though_another_page_is_open(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    keep(client, blog, headline="A and more", **on("phone.1", "laptop.1"))
    keep(client, blog, headline="A!", **on("laptop.2"))
    merely = {**sheet(token="t1", headline="A and more"), "post": "", **on("phone.1", "laptop.1")}
    client.post(address("desk_keep", blog), merely)
    assert shown(client, blog).words["headline"].value() == "A!"


def test_what_arrives_late_changes_nothing_of_what_is_held(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    post = factory.post(blog)
    keep(client, blog, post, headline="A!", **on("laptop.2"))
    keep(client, blog, headline="A", **on("laptop.1"))
    row = OpenSheet.objects.get()
    assert (row.post, row.said["headline"], row.seen) == (post, ["A!"], "laptop.2")


def test_an_edit_whose_answer_was_lost_is_still_told_of_colleagues(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    post = factory.post(blog)
    edit = edited(client, blog, post, token="t1", headline="After", **on("laptop.1"))
    client.post(address("desk_edit", blog, post), edit)
    other = factory.user("Editors", name="benita")
    keep(at_work(other), blog, post, token="t2", **on("desk.1"))
    answer = keep(client, blog, post, revision=edit["revision"], headline="After", **on("laptop.1"))
    assert "benita is editing this too" in answer.content.decode()


def test_a_draft_that_was_sent_and_discarded_is_not_given_back(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    client.post(address("desk", blog), sheet(token="t1", headline="A", verb="save", **on("a.1")))
    client.post(address("desk_discard", blog, blog.posts.get()))
    assert not blog.posts.exists()
    keep(client, blog, headline="A", **on("a.1"))
    assert kept(cast.editor) == set()


def test_sending_remembers_what_was_sent_with_it_or_not_at_all(cast, monkeypatch):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    client.raise_request_exception = False
    with monkeypatch.context() as patched:
        patched.setattr(OpenSheet.objects, "create", None)
        sent = sheet(token="t1", headline="A", **on("laptop.1"))
        assert client.post(address("desk", blog), sent).status_code == 500
    assert not blog.posts.exists()
    assert kept(cast.editor) == {"A"}


def test_a_page_from_before_pages_had_turns_keeps_what_it_types(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    for headline in ("A!", "A!!"):
        assert "Kept at" in keep(client, blog, headline=headline, page="k3x9").content.decode()
    assert kept(cast.editor) == {"A", "A!!"}


def test_who_says_that_something_was_typed_and_not_how_much_is_believed(cast):
    blog, client = factory.blog(), at_work(cast.editor)
    keep(client, blog, headline="A", **on("laptop.1"))
    keep(client, blog, headline="A!", **on("phone.0"))
    assert kept(cast.editor) == {"A", "A!"}


def test_what_pages_have_typed_is_read_as_it_is_written_and_nonsense_passed_over():
    said = Typed.read("phone.3 x laptop.12", "phone.2 a.b .4 c.9999999999 phone.4")
    assert str(said) == "laptop.12 phone.4"
    assert said.holds(Typed.read("phone.4"))
    assert said.holds(Typed.read(""))
    assert not said.holds(Typed.read("phone.5"))
    assert not said.holds(Typed.read("tablet.1"))
    assert said.holds(Typed.read("tablet.0"))  # Nothing was typed there.
    assert len(str(Typed.read(" ".join(f"p{n}.1" for n in range(500))))) < 200
