"""A post thrown away: a line of it stays, and nobody's unsent words go with it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from liveblog import conf, publishing
from liveblog.desk import panels
from liveblog.models import Blog, Membership, OpenSheet, Post, Revision
from tests import factory
from tests.admin.conftest import at, save
from tests.desk.desk import address, at_work, edited, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return factory.user("Editors", first_name="Ana", last_name="Bell")


@pytest.fixture
def reporter() -> User:
    return factory.user("Reporters", first_name="Rob", last_name="Cole")


@pytest.fixture
def draft(reporter: User) -> Post:
    return factory.draft(factory.blog(), "Four hurt", by=reporter)


def discard(user: User, post: Post) -> str:
    answer = at_work(user).post(address("desk_discard", post.blog, post), follow=True)
    return answer.content.decode()


def type_in(user: User, post: Post, **said: str) -> None:
    typed = {**sheet(token="t1", **said), "typed": "1", "post": post.public_id}
    assert at_work(user).post(address("desk_keep", post.blog), typed).status_code == 200


def history(user: User, blog: Blog) -> str:
    return at_work(user).get(at("blog_history", blog.pk)).content.decode()


def is_there(post: Post) -> bool:
    return Post.objects.filter(pk=post.pk).exists()


def test_the_storys_history_tells_who_threw_what_away_and_when(draft: Post, editor: User):
    discard(editor, draft)
    record = draft.blog.revisions.latest("pk")
    assert (record.act, record.made_by) == ("discarded", editor)
    assert timezone.now() - record.made_at < timedelta(minutes=1)
    page = history(editor, draft.blog)
    for told in ("discarded", "Ana Bell", "Draft, typed by Rob Cole: Four hurt"):
        assert told in page
    listed = at_work(factory.admin()).get(at("revision_changelist")).content.decode()
    assert "Draft, typed by Rob Cole: Four hurt" in listed


def test_by_the_admins_own_way_too(draft: Post, editor: User):
    assert at_work(editor).post(at("post_delete", draft.pk), {"post": "yes"}).status_code == 302
    assert not is_there(draft)
    assert "Four hurt" in history(editor, draft.blog)


def test_of_a_colleagues_draft_a_reporter_learns_nothing_by_its_end(draft: Post, editor: User):
    discard(editor, draft)
    for colleague in (factory.user("Reporters"), factory.user("Corrections editors")):
        assert "Four hurt" not in history(colleague, draft.blog)
        listed = at_work(colleague).get(at("revision_changelist")).content.decode()
        assert "Four hurt" not in listed


def test_a_team_only_editor_and_who_discarded_it_find_it(draft: Post, reporter: User):
    member = factory.user()
    Membership.objects.create(blog=draft.blog, user=member, role="editor")
    discard(reporter, draft)
    for user in (member, reporter):
        assert "Four hurt" in history(user, draft.blog)


def test_readers_learn_nothing_of_it(draft: Post, editor: User):
    was = Blog.objects.values_list("version", "changed_at", "next_due_at").get(pk=draft.blog.pk)
    discard(editor, draft)
    assert draft.blog.revisions.latest("pk").version is None
    now = Blog.objects.values_list("version", "changed_at", "next_due_at").get(pk=draft.blog.pk)
    assert now == was


def test_the_next_change_of_the_head_is_told_as_what_it_is(draft: Post, editor: User):
    discard(editor, draft)
    version = Blog.objects.get(pk=draft.blog.pk).version
    publishing.update_blog(draft.blog, by=editor, title="Renamed")
    record = draft.blog.revisions.latest("pk")
    assert (record.act, record.version) == ("edited", version + 1)
    entry = at_work(editor).get(at("blog_history", draft.blog.pk)).context["entries"][0]
    assert entry["changed"] == ["headline"]


def test_an_open_form_of_the_story_is_not_overtaken_by_it(draft: Post, editor: User):
    blog, client = draft.blog, at_work(editor)
    seen = panels.latest(blog)
    discard(editor, draft)
    assert panels.latest(blog) == seen
    said = {"title": "Renamed", "standfirst": "", "revision": seen.pk}
    assert client.post(address("desk_head", blog), said).status_code == 302
    open_form = client.get(at("blog_change", blog.pk)).context["adminform"].form
    discard(editor, factory.draft(blog))
    seen_there = open_form.initial["seen"]
    page = save(client, at("blog_change", blog.pk), title="Again", seen=seen_there, _continue="1")
    assert page.status_code == 302


def test_not_while_a_colleague_writes_in_it(draft: Post, editor: User, reporter: User):
    type_in(reporter, draft, headline="Five hurt, the mayor says")
    assert "Rob Cole has it open" in discard(editor, draft)
    assert is_there(draft)
    answer = at_work(editor).post(at("post_delete", draft.pk), {"post": "yes"}, follow=True)
    assert "Rob Cole has it open" in answer.content.decode()
    assert is_there(draft)
    kept = OpenSheet.objects.get()
    assert (kept.post, kept.said["headline"]) == (draft, ["Five hurt, the mayor says"])


def test_words_a_colleague_left_behind_come_back_as_a_new_update(
    draft: Post, editor: User, reporter: User
):
    type_in(reporter, draft, headline="Five hurt, the mayor says", body="He was there.")
    long_ago = timezone.now() - timedelta(seconds=conf.SHEET_OPEN_SECONDS + 60)
    OpenSheet.objects.update(seen_at=long_ago)
    discard(editor, draft)
    assert not is_there(draft)
    client = at_work(reporter)
    words = client.get(address("desk", draft.blog)).context["sheet"].words
    assert words["headline"].value() == "Five hurt, the mayor says"
    sent = sheet(token=words["token"].value(), headline="Five hurt", body="He was there.")
    client.post(address("desk", draft.blog), {**sent, "verb": "submit"})
    assert draft.blog.posts.submitted().get().headline == "Five hurt"
    assert not OpenSheet.objects.with_words().exists()


def test_ones_own_unsent_words_and_a_page_that_is_merely_open_stand_in_no_way(
    draft: Post, editor: User, reporter: User
):
    OpenSheet.objects.create(
        user=editor, blog=draft.blog, post=draft, token="t2", seen_at=timezone.now()
    )
    type_in(reporter, draft, headline="Never mind")
    discard(reporter, draft)
    assert not is_there(draft)
    assert not OpenSheet.objects.with_words().exists()


def test_a_post_that_is_deleted_in_any_other_way_leaves_the_words_too(draft: Post, reporter: User):
    type_in(reporter, draft, headline="Five hurt")
    with publishing.change(by=None):
        Post.objects.get(pk=draft.pk).delete()
    assert OpenSheet.objects.get().said["headline"] == ["Five hurt"]


def test_a_discard_that_is_refused_leaves_no_line(editor: User):
    blog = factory.blog()
    post = factory.post(blog)
    with pytest.raises(publishing.NotPossible):
        publishing.discard(post, by=editor)
    assert not Revision.objects.filter(act="discarded").exists()
    assert edited(at_work(editor), blog, post)


def test_what_two_throw_away_at_one_moment_is_gone_once_and_nobody_stumbles(
    draft: Post, editor: User, monkeypatch: pytest.MonkeyPatch
):
    def just_before(post: Post, *, by: User) -> None:
        publishing_discard(Post.objects.get(pk=post.pk), by=None)
        publishing_discard(post, by=by)

    publishing_discard = publishing.discard
    monkeypatch.setattr(publishing, "discard", just_before)
    assert "A colleague has thrown this draft away" in discard(editor, draft)
    assert draft.blog.revisions.filter(act=Revision.DISCARDED).count() == 1
