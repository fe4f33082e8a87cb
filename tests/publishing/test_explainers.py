"""An explainer is written once: told in streams, changed everywhere, recorded."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Explainer, Photo
from liveblog.publishing import NotPossible
from tests import factory
from tests.photos import shots

pytestmark = pytest.mark.django_db


def test_told_it_stands_in_the_stream_and_says_what_the_explainer_says():
    blog, explainer = factory.blog(), factory.explainer("What is a count?")
    post = publishing.tell_explainer(blog, explainer, by=None)
    assert post.is_published
    assert post.label == "What is a count?"
    explainer.title = "What is a recount?"
    publishing.save_shared(explainer, by=None)
    assert blog.posts.get().label == "What is a recount?"


def test_pressing_twice_tells_it_once_and_pressing_later_tells_it_again():
    blog, explainer = factory.blog(), factory.explainer()
    first = publishing.tell_explainer(blog, explainer, by=None, after="")
    assert publishing.tell_explainer(blog, explainer, by=None, after="") == first
    later = publishing.tell_explainer(blog, explainer, by=None, after=first.public_id)
    assert later != first
    assert blog.posts.count() == 2


def test_what_became_a_draft_meanwhile_does_not_come_back_with_the_post_that_told_it():
    blog, explainer = factory.blog(), factory.explainer()
    publishing.pin_explainer(blog, explainer, by=None)
    post = publishing.tell_explainer(blog, explainer, by=None)
    publishing.retract(post, by=None, reason="It was wrong.")
    explainer.published_at = None
    publishing.save_shared(explainer, by=None)
    with pytest.raises(NotPossible, match="is a draft now"):
        publishing.restore(post, by=None)
    explainer.published_at = timezone.now()
    publishing.save_shared(explainer, by=None)
    assert publishing.restore(post, by=None).is_published


def test_a_draft_is_not_told():
    blog = factory.blog()
    with pytest.raises(ValidationError, match="is a draft"):
        publishing.tell_explainer(blog, factory.explainer(published_at=None), by=None)
    assert not blog.posts.exists()


def test_the_same_words_sent_twice_are_one_explainer():
    words = {"title": "What is a count?", "body": "It is a sum.", "by": None}
    assert publishing.write_explainer(**words) == publishing.write_explainer(**words)
    with pytest.raises(NotPossible, match="already"):
        publishing.write_explainer("what is a Count?", body="Something else.", by=None)
    assert Explainer.objects.published().count() == 1


def test_each_has_an_address_of_its_own_whatever_its_script():
    titles = ["What is it?", "What is it!", "Что это?", "Что то?"]
    for title in titles:
        publishing.write_explainer(title, body="Words.", by=None)
    slugs = Explainer.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["what-is-it", "what-is-it-2", "explainer", "explainer-2"]


def test_its_history_tells_of_its_pictures_words_too():
    photo = publishing.save_shared(Photo(alt_text="A hall", credit="Ann/Us"), by=None)
    explainer = factory.explainer(photo=photo)
    photo.caption = "The hall at noon."
    publishing.save_shared(photo, by=None)
    last = explainer.revisions.newest_first().first()
    assert last.content["photo"]["caption"] == "The hall at noon."
    assert explainer.revisions.count() == 2


def test_a_change_that_nobody_sees_steps_no_blog():
    blog, explainer = factory.blog(), factory.explainer()
    publishing.pin_explainer(blog, explainer, by=None)
    before = Blog.objects.get(pk=blog.pk).version
    publishing.save_shared(explainer, by=None)
    assert Blog.objects.get(pk=blog.pk).version == before
    assert explainer.revisions.count() == 1


def test_its_picture_needs_words_before_it_is_pinned_or_told_and_one_to_come_does_not():
    blog = factory.blog()
    explainer = factory.explainer("What is a count?", photo=shots.taken_in(alt_text="", credit=""))
    where = "The picture of the explainer “What is a count\\?” has no alt text.*has no credit"
    with pytest.raises(NotPossible, match=where):
        publishing.pin_explainer(blog, explainer, by=None)
    with pytest.raises(ValidationError, match=where):
        publishing.tell_explainer(blog, explainer, by=None)
    assert not blog.pins.exists()
    assert not blog.posts.exists()
    announced = factory.explainer(photo=publishing.save_shared(Photo(), by=None))
    publishing.pin_explainer(blog, announced, by=None)
    publishing.tell_explainer(blog, announced, by=None)
    assert blog.posts.get().is_published
