"""A post's form: what its buttons do, what it refuses, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Photo, Post, Revision
from liveblog.photos import storage
from tests import factory
from tests.admin.conftest import at, drawing, filled, save, save_post, signed_in, version_of


def picture(**fields):
    return publishing.save_shared(
        Photo(**{"alt_text": "A bridge", "credit": "A", **fields}), by=None
    )


def test_a_new_post_is_a_draft_of_whoever_typed_it(reporter, blog):
    save(reporter, at("post_add"), blog=blog.pk, headline="Bridge closed", _continue="1")
    post = Post.objects.get()
    assert (post.status, post.created_by.username) == ("draft", "reporter")
    assert version_of(blog) == blog.version


def test_the_writers_own_byline_is_offered_and_kept(blog):
    writer = factory.user("Reporters")
    own = factory.contributor(user=writer)
    save(signed_in(writer), at("post_add"), blog=blog.pk, headline="H", _continue="1")
    assert [b.contributor for b in Post.objects.get().bylines.all()] == [own]


def test_publish_on_the_empty_form_publishes_in_one_version(editor, blog):
    save(editor, at("post_add"), blog=blog.pk, headline="Bridge closed", _publish="1")
    post = Post.objects.get()
    assert post.is_published
    assert version_of(blog) == blog.version + 1


def test_a_double_click_makes_one_post(editor, blog):
    typed = {"blog": blog.pk, "headline": "Once", "_publish": "1", "once": "bcdfghjk"}
    for _ in range(2):
        answer = save(editor, at("post_add"), **typed)
    assert Post.objects.count() == 1
    assert answer["Location"] == at("post_change", Post.objects.get().pk)


def test_a_second_click_on_publish_is_answered_like_the_first(editor, blog):
    post = factory.draft(blog)
    address = at("post_change", post.pk)
    sent = filled(editor, address, _publish="1", headline="Twice")
    first, second = editor.post(address, sent), editor.post(address, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert version_of(blog) == blog.version + 1


def test_a_saved_change_reaches_readers_as_one_version(editor, blog):
    post = factory.post(blog)
    before = version_of(blog)
    save_post(editor, post, headline="New words", is_key_event="on", verification="confirmed")
    post.refresh_from_db()
    assert post.headline == "New words"
    assert version_of(blog) == post.version == before + 1


def test_saving_without_a_change_steps_nothing(editor, blog):
    post = factory.post(
        blog, body="One\n\nTwo", photos=[{"photo": picture()}], topics=[factory.topic()]
    )
    before, shown = version_of(blog), post.published_at
    revisions = post.revisions.count()
    assert save_post(editor, post).status_code == 302
    post.refresh_from_db()
    assert version_of(blog) == before
    assert post.published_at == shown
    assert post.revisions.count() == revisions


def test_topics_and_bylines_are_saved_with_the_post(editor, blog):
    post, topic, writer = factory.post(blog), factory.topic(), factory.contributor()
    before = version_of(blog)
    save_post(
        editor,
        post,
        topics=[topic.pk],
        bylines__TOTAL_FORMS="1",
        bylines__0__contributor=writer.pk,
    )
    assert list(post.topics.all()) == [topic]
    assert post.bylines.get().contributor == writer
    assert version_of(blog) == before + 1


def test_a_refused_publish_says_why_and_loses_nothing(editor, blog):
    post = factory.draft(blog, "Old words")
    before = Revision.objects.count()
    page = save_post(
        editor,
        post,
        "_publish",
        headline="New words",
        photos__TOTAL_FORMS="1",
        photos__0__photo=picture_with_a_file().pk,
        photos__0__caption="What I typed",
    )
    assert page.status_code == 200
    text = page.content.decode()
    assert "has no alt text" in text
    assert "has no credit" in text
    assert 'value="New words"' in text
    assert "What I typed" in text
    post.refresh_from_db()
    assert (post.headline, post.status, post.photos.count()) == ("Old words", "draft", 0)
    assert Revision.objects.count() == before


def picture_with_a_file():
    return publishing.save_shared(storage.store(drawing()), by=None)


def test_a_public_post_cannot_be_emptied(editor, blog):
    post = factory.post(blog, "Words")
    before = version_of(blog)
    page = save_post(editor, post, headline="")
    assert b"Write a headline or a text" in page.content
    assert version_of(blog) == before


def test_the_headline_may_give_way_to_a_picture_in_one_save(editor, blog):
    post = factory.post(blog, "Words")
    answer = save_post(
        editor, post, headline="", photos__TOTAL_FORMS="1", photos__0__photo=picture().pk
    )
    assert answer.status_code == 302
    assert post.photos.count() == 1


def test_a_post_is_scheduled_by_its_blogs_own_clock(editor):
    blog = factory.blog(time_zone="Asia/Yerevan")
    post = factory.draft(blog)
    to_come = (
        (timezone.now() + timedelta(days=2)).astimezone(blog.zone).replace(second=0, microsecond=0)
    )
    save_post(editor, post, "_schedule", published_at=f"{to_come:%Y-%m-%dT%H:%M}")
    post.refresh_from_db()
    assert (post.status, post.published_at) == ("scheduled", to_come)
    assert version_of(blog) == blog.version


@pytest.mark.parametrize("typed", ["", "2020-01-01T10:00"])
def test_schedule_wants_a_time_to_come(editor, blog, typed):
    post = factory.draft(blog)
    page = save_post(editor, post, "_schedule", published_at=typed)
    assert b"errornote" in page.content
    post.refresh_from_db()
    assert (post.status, post.published_at) == ("draft", None)


def test_a_public_post_whose_time_is_cleared_keeps_it(editor, blog):
    post = factory.post(blog)
    save_post(editor, post, published_at="", headline="New")
    shown = post.published_at
    post.refresh_from_db()
    assert (post.headline, post.published_at) == ("New", shown)


@pytest.mark.parametrize("typed", ["2999-01-01T10:00", "soon"])
def test_a_public_posts_time_is_never_to_come(editor, blog, typed):
    post = factory.post(blog)
    assert save_post(editor, post, published_at=typed).status_code == 200
    shown = post.published_at
    post.refresh_from_db()
    assert post.published_at == shown


def test_pin_and_unpin(editor, blog):
    post = factory.post(blog)
    save_post(editor, post, "_pin")
    post.refresh_from_db()
    assert post.pinned_at is not None
    save_post(editor, post, "_unpin")
    post.refresh_from_db()
    assert post.pinned_at is None


def test_a_post_never_moves_to_another_blog(editor, blog):
    post = factory.post(blog)
    save_post(editor, post, blog=factory.blog().pk, headline="Moved?")
    post.refresh_from_db()
    assert post.blog == blog


def test_a_link_with_nothing_said_is_asked_for_its_words(editor, blog):
    page = save_post(editor, factory.draft(blog), embeds__TOTAL_FORMS="1", embeds__0__handle="@a")
    assert b"Paste a link, or type what it says." in page.content
    assert b"Constraint" not in page.content


def test_only_what_no_reader_saw_is_thrown_away(editor, blog):
    draft, seen = factory.draft(blog), factory.post(blog)
    assert editor.post(at("post_delete", draft.pk), {"post": "yes"}).status_code == 302
    assert not Post.objects.filter(pk=draft.pk).exists()
    assert editor.post(at("post_delete", seen.pk), {"post": "yes"}).status_code == 403
    assert Post.objects.filter(pk=seen.pk).exists()


def test_a_list_is_published_post_by_post(editor, blog):
    good, bad = factory.draft(blog), factory.draft(blog, photos=[{"photo": picture_with_a_file()}])
    page = editor.post(
        at("post_changelist"),
        {"action": "publish_chosen", "_selected_action": [good.pk, bad.pk]},
        follow=True,
    )
    assert b"has no alt text" in page.content
    assert {p.pk: p.is_published for p in Post.objects.all()} == {good.pk: True, bad.pk: False}


def test_a_form_without_a_blog_yet_names_no_clock_but_the_blogs_own(editor):
    there = factory.blog(time_zone="Asia/Yerevan")
    form = editor.get(at("post_add")).context["adminform"].form
    assert form.fields["published_at"].help_text.endswith("By the blog's own clock.")
    chosen = editor.get(f"{at('post_add')}?blog={there.pk}").context["adminform"].form
    assert chosen.fields["published_at"].help_text.endswith("Asia/Yerevan time.")


def test_a_time_typed_before_the_blog_is_chosen_is_by_the_chosen_blogs_clock(editor):
    there = factory.blog(time_zone="Asia/Yerevan")
    typed = {"blog": there.pk, "headline": "At noon", "published_at": "2023-09-19T16:00"}
    save(editor, at("post_add"), **typed, _publish="1")
    assert there.posts.get().published_at == factory.NOON
