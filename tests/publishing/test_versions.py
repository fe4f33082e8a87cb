"""The version steps once for each change that a reader could see, and for nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from liveblog import publishing
from liveblog.models import (
    Blog,
    Correction,
    Explainer,
    Photo,
    Post,
    Revision,
    RevisionIsFinal,
    WriteOutsidePublishing,
)
from tests import factory

pytestmark = pytest.mark.django_db


def version(blog: Blog) -> int:
    return Blog.objects.get(pk=blog.pk).version


def test_publishing_steps_the_version_once_and_the_post_takes_it():
    blog = factory.blog()
    before = version(blog)
    post = factory.post(blog)
    assert version(blog) == before + 1
    post.refresh_from_db()
    assert post.first_version == post.version == before + 1


def test_publishing_twice_publishes_once():
    blog = factory.blog()
    post = factory.post(blog)
    after, revisions = version(blog), post.revisions.count()
    publishing.publish(post, by=None)
    assert (version(blog), post.revisions.count()) == (after, revisions)


def test_a_draft_is_no_change_to_readers_but_is_kept():
    blog = factory.blog()
    before = version(blog)
    post = factory.draft(blog)
    publishing.update(post, by=None, headline="Another")
    assert version(blog) == before
    assert [r.version for r in post.revisions.all()] == [None, None]


def test_an_edit_that_changes_nothing_is_no_change():
    blog = factory.blog()
    post = factory.post(blog, "Same")
    before = version(blog)
    publishing.update(post, by=None, headline="Same")
    assert version(blog) == before


def test_several_verbs_in_one_change_are_one_step():
    blog = factory.blog()
    post = factory.draft(blog)
    before = version(blog)
    with publishing.change(by=None, act="imported", blogs=[blog]):
        publishing.publish(post, by=None)
        publishing.pin(post, by=None)
    assert version(blog) == before + 1


def test_a_write_outside_publishing_is_refused():
    blog = factory.blog()
    post = factory.post(blog)
    post.headline = "Unseen"
    with pytest.raises(WriteOutsidePublishing):
        post.save()
    with pytest.raises(WriteOutsidePublishing):
        Post.objects.filter(pk=post.pk).update(headline="Unseen")
    with pytest.raises(WriteOutsidePublishing):
        post.delete()
    topic = factory.topic()
    with pytest.raises(WriteOutsidePublishing), transaction.atomic():
        post.topics.add(topic)
    post.refresh_from_db()
    assert post.headline != "Unseen"


def test_a_retraction_keeps_the_record_and_can_be_undone():
    blog = factory.blog()
    editor = factory.user("Corrections editors")
    post = factory.post(blog, "Wrong")
    publishing.pin(post, by=editor)
    publishing.retract(post, by=editor, reason="The source withdrew its claim.")
    post.refresh_from_db()
    assert post.is_retracted
    assert post.pinned_at is None
    notice = post.corrections.get()
    assert notice.kind == Correction.Kind.RETRACTION
    assert notice.made_by == editor
    assert notice.before.content["headline"] == "Wrong"
    assert notice.after.content["status"] == "retracted"
    publishing.restore(post, by=editor)
    assert Post.objects.published().get() == post


def test_a_correction_ties_what_was_said_to_what_is_said():
    post = factory.post(factory.blog(), "Three hurt")
    made = publishing.correct(post, by=None, text="It was four.", headline="Four hurt")
    made.refresh_from_db()
    assert made.before.content["headline"] == "Three hurt"
    assert made.after.content["headline"] == "Four hurt"
    assert made.after.version == post.version


def test_a_post_that_says_nothing_is_not_published():
    blog = factory.blog()
    empty = publishing.create(blog, by=None)
    with pytest.raises(ValidationError, match="Write a headline"):
        publishing.publish(empty, by=None)


def test_an_explainer_edited_once_steps_every_blog_that_shows_it():
    pinning, telling, other = factory.blog(), factory.blog(), factory.blog()
    explainer = factory.explainer()
    publishing.pin_explainer(pinning, explainer, by=None)
    factory.post(telling, explainer=explainer)
    before = [version(b) for b in (pinning, telling, other)]
    explainer.title = "What is it now?"
    publishing.save_shared(explainer, by=None)
    assert [version(b) for b in (pinning, telling, other)] == [
        before[0] + 1,
        before[1] + 1,
        before[2],
    ]


def test_a_new_caption_of_an_explainers_picture_reaches_the_blogs_that_show_it():
    blog = factory.blog()
    photo = publishing.save_shared(Photo(credit="Ann Writer/Agency"), by=None)
    publishing.pin_explainer(blog, factory.explainer(photo=photo), by=None)
    before = version(blog)
    photo.caption = "Seen from the north"
    publishing.save_shared(photo, by=None)
    assert version(blog) == before + 1


def test_an_explainer_that_a_post_tells_does_not_become_a_draft():
    blog = factory.blog(title="The harbour")
    explainer = factory.explainer()
    factory.post(blog, explainer=explainer)
    explainer.published_at = None
    with pytest.raises(publishing.NotPossible, match="“The harbour”"):
        publishing.save_shared(explainer, by=None)
    assert Explainer.objects.published().filter(pk=explainer.pk).exists()


def test_an_explainer_is_not_published_at_a_time_to_come():
    explainer = Explainer(title="What is it?", slug="it")
    explainer.published_at = timezone.now() + timedelta(days=2)
    with pytest.raises(ValidationError, match="is to come"):
        explainer.full_clean()


def test_a_long_chain_of_verbs_in_one_change_is_kept():
    blog = factory.blog()
    with publishing.change(by=None, act="imported from the archive of another system"):
        post = factory.post(blog)
        publishing.pin(post, by=None)
        publishing.correct(post, by=None, text="So.")
        publishing.unpin(post, by=None)
        for number in range(20):
            with publishing.change(by=None, act=f"touched by the machine number {number}"):
                publishing.update(post, by=None, act=f"act {number}", headline=f"{number}")
    assert 40 < len(post.revisions.get().act) <= 200


def test_a_byline_renamed_reaches_the_posts_under_it():
    blog = factory.blog()
    writer = factory.contributor("Ann")
    post = factory.post(blog, bylines=[writer])
    before = version(blog)
    writer.name = "Anna"
    publishing.save_shared(writer, by=None)
    post.refresh_from_db()
    assert post.version == version(blog) == before + 1


def test_a_scheduled_post_falls_due_once():
    blog = factory.blog()
    post = factory.draft(blog)
    at = timezone.now() + timedelta(minutes=5)
    publishing.schedule(post, by=None, at=at)
    blog.refresh_from_db()
    assert blog.next_due_at == at
    assert publishing.publish_due(moment=at) == 1
    assert publishing.publish_due(moment=at) == 0
    post.refresh_from_db()
    assert post.is_published
    assert post.published_at == at
    assert Blog.objects.get().next_due_at is None


def test_the_old_address_of_a_blog_is_kept():
    blog = factory.blog(slug="old")
    publishing.update_blog(blog, by=None, slug="new")
    assert blog.old_slugs.get().slug == "old"


def test_an_address_that_leads_to_one_story_is_not_given_to_another():
    first, second = factory.blog(slug="first"), factory.blog(slug="second")
    publishing.update_blog(first, by=None, slug="moved")
    with pytest.raises(publishing.NotPossible, match="another story's address"):
        publishing.update_blog(second, by=None, slug="first")
    with pytest.raises(publishing.NotPossible, match="another story's address"):
        factory.blog(slug="first")
    assert first.old_slugs.get().slug == "first"


def test_a_revision_is_final():
    revision = factory.post(factory.blog()).revisions.first()
    with pytest.raises(RevisionIsFinal):
        revision.save()
    with pytest.raises(RevisionIsFinal):
        Revision.objects.update(note="")
