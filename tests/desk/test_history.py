"""A post's history, and the end of one that no reader saw."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liveblog import publishing
from liveblog.desk import history
from liveblog.models import Post
from tests import factory
from tests.desk.desk import Cast, address, at_work

pytestmark = pytest.mark.django_db


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.words) for piece in history.compared(old, new)]


def test_only_the_words_that_differ_are_marked():
    assert told("Twenty people, at least.", "Twelve people, at least.") == [
        ("old", "Twenty"),
        ("new", "Twelve"),
        ("same", " people, at least."),
    ]


def test_a_text_as_long_as_a_book_is_compared_by_its_lines():
    lines = [f"Line {n} of many, and a few more words.\n" for n in range(3000)]
    other = [*lines[:-1], "Another end.\n"]
    kinds = [kind for kind, _ in told("".join(lines), "".join(other))]
    assert kinds == ["same", "old", "new"]


def test_every_act_is_told_with_who_and_why_the_newest_first():
    blog = factory.blog()
    ana = factory.user("Editors", first_name="Ana", last_name="Petrosyan")
    post = publishing.submit(factory.draft(blog, "Twenty", by=ana, body="<p>A & B</p>"), by=ana)
    publishing.send_back(post, by=None, note="Name the <second> source.")
    publishing.publish(post, by=ana)
    publishing.update(post, by=ana, headline="Twelve", body="<p>A &amp; C</p>")
    acts = history.acts_on(post)
    assert [act.revision.act for act in acts] == [
        "edited",
        "published",
        "sent back",
        "submitted",
        "created",
    ]
    assert [act.who for act in acts] == [
        "Ana Petrosyan",
        "Ana Petrosyan",
        "The system",
        "Ana Petrosyan",
        "Ana Petrosyan",
    ]
    page = at_work(ana).get(address("desk_history", blog, post)).content.decode()
    assert "<del>Twenty</del><ins>Twelve</ins>" in page
    assert "A &amp; <del>B</del><ins>C</ins>" in page
    assert "Name the &lt;second&gt; source." in page
    assert "<del>Draft</del><ins>Published</ins>" in page


def test_a_script_in_old_words_stays_words():
    blog = factory.blog()
    post = factory.post(blog, "<script>alert(1)</script>")
    publishing.update(post, by=None, headline="<b>Bold</b>")
    page = at_work(factory.user("Editors")).get(address("desk_history", blog, post))
    assert "<script>alert" not in page.content.decode()
    assert "<b>Bold" not in page.content.decode()


def test_a_long_life_is_shown_up_to_a_bound_at_a_fixed_cost(monkeypatch):
    monkeypatch.setattr(history, "ACTS_SHOWN", 5)
    blog, editor, costs = factory.blog(), factory.user("Editors"), []
    for number in (3, 12):
        post = factory.post(blog)
        for n in range(number):
            publishing.update(post, by=editor, headline=f"Words {n}")
        client = at_work(editor)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("desk_history", blog, post))
        costs.append(len(queries))
        assert page.content.decode().count('class="act"') == min(number + 2, 5)
    assert costs[0] == costs[1]
    assert "Only the 5 newest are shown." in page.content.decode()


def test_the_history_is_for_who_may_see_the_post():
    blog, cast = factory.blog(), Cast()
    post, draft = factory.post(blog), factory.draft(blog)
    where = address("desk_history", blog, post)
    assert at_work(cast.reporter).get(where).status_code == 200
    assert at_work(cast.corrections).get(where).status_code == 200
    assert at_work(cast.reporter).get(address("desk_history", blog, draft)).status_code == 404
    assert at_work(cast.editor).post(where).status_code == 405
    assert at_work(cast.reader).get(where).status_code == 403
    assert "/login/" in Client().get(where)["Location"]
    elsewhere = address("desk_history", factory.blog(), post)
    assert at_work(cast.editor).get(elsewhere).status_code == 404
    publishing.update_blog(blog, by=None, is_restricted=True)
    assert at_work(cast.other_teams_editor).get(where).status_code == 404


def is_there(post: Post) -> bool:
    return Post.objects.filter(pk=post.pk).exists()


def test_an_author_discards_an_own_draft_and_a_second_click_is_told_so():
    blog, reporter = factory.blog(), factory.user("Reporters")
    draft = factory.draft(blog, by=reporter)
    client, where = at_work(reporter), address("desk_discard", blog, draft)
    assert "It does not come back." in client.get(where).content.decode()
    assert is_there(draft)
    assert client.post(where)["Location"] == address("desk", blog)
    assert not is_there(draft)
    assert "gone already" in client.post(where, follow=True).content.decode()


@pytest.mark.parametrize("status", ["draft", "submitted", "scheduled"])
def test_an_editor_discards_what_no_reader_saw(status: str):
    blog, editor = factory.blog(), factory.user("Editors")
    post = factory.draft(blog, by=factory.user("Reporters"))
    if status == "submitted":
        publishing.submit(post, by=None)
    elif status == "scheduled":
        publishing.schedule(post, by=None, at=timezone.now() + timedelta(hours=1))
    assert at_work(editor).post(address("desk_discard", blog, post)).status_code == 302
    assert not is_there(post)


@pytest.mark.parametrize("is_gone", [False, True])
def test_what_readers_saw_is_not_discarded(is_gone: bool):
    blog = factory.blog()
    post = factory.post(blog)
    if is_gone:
        publishing.retract(post, by=None, reason="Wrong.")
    where = address("desk_discard", blog, post)
    assert at_work(factory.admin()).post(where).status_code == 403
    assert is_there(post)


def test_nobody_else_discards_a_draft():
    blog, cast = factory.blog(), Cast()
    draft = factory.draft(blog, by=cast.editor)
    handed_in = publishing.submit(factory.draft(blog, by=cast.reporter), by=cast.reporter)
    where = address("desk_discard", blog, draft)
    for somebody in (cast.reporter, cast.corrections, cast.other_teams_editor):
        assert at_work(somebody).post(where).status_code == 404
    assert at_work(cast.reporter).post(address("desk_discard", blog, handed_in)).status_code == 403
    assert at_work(cast.reader).post(where).status_code == 403
    assert "/login/" in Client().post(where)["Location"]
    assert at_work(cast.editor).put(where).status_code == 405
    assert at_work(cast.editor).post(
        address("desk_discard", factory.blog(), draft)
    ).status_code in (
        302,
        404,
    )
    assert is_there(draft)
    assert is_there(handed_in)
