"""Two editors at once: one takes a picture into use, one mends it. Neither change is lost."""

import re
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liveblog import publishing
from liveblog.models import Blog, Explainer, Photo, Post
from tests import factory
from tests.photos import shots

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer"),
]


def beside(work: Callable[[], None]) -> threading.Thread:
    """`work` in a thread, on a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_credit_mended_while_the_picture_is_taken_into_use_reaches_readers():
    post = factory.post(factory.blog(), "A bridge")
    photo = publishing.save_shared(Photo(credit="Wrong/Agency"), by=None)

    def mend() -> None:
        mended = Photo.objects.get(pk=photo.pk)
        mended.credit = "Right/Agency"
        publishing.save_shared(mended, by=None)

    with publishing.change(by=None, act="edited", blogs=[post.blog]):
        publishing.update(post, by=None, photos=[{"photo": photo}])
        # Committed before the post's own change is: it cannot know of the post.
        beside(mend).join()
    told = post.revisions.newest_first().first()
    assert told is not None
    assert told.content["photos"][0]["credit"] == "Right/Agency"
    assert told.version == Blog.objects.get().version


def test_a_picture_taken_into_use_while_its_credit_is_mended_is_told_right():
    post = factory.post(factory.blog(), "A bridge")
    photo = publishing.save_shared(Photo(credit="Wrong/Agency"), by=None)
    begun = threading.Event()

    def take() -> None:
        mine = Post.objects.get(pk=post.pk)
        begun.set()
        publishing.update(mine, by=None, photos=[{"photo": photo}])

    with publishing.change(by=None, act="edited"):
        photo.credit = "Right/Agency"
        photo.save()
        taking = beside(take)
        begun.wait(5)
        # It waits for this change, or it would tell the old credit and nobody would step again.
        taking.join(0.5)
        assert taking.is_alive()
    taking.join(10)
    told = post.revisions.newest_first().first()
    assert told is not None
    assert told.content["photos"][0]["credit"] == "Right/Agency"


def test_a_picture_withdrawn_while_it_is_taken_into_use_is_not_brought_back():
    post, photo = factory.post(factory.blog(), "A bridge"), shots.made()

    def withdraw() -> None:
        publishing.withdraw_photo(Photo.objects.get(pk=photo.pk), by=None, reason="A lawyer.")

    def take() -> None:
        with publishing.change(by=None, act="edited", blogs=[post.blog]):
            publishing.update(post, by=None, photos=[{"photo": photo}])
            # Committed before the post's own change is: it cannot take out what it cannot see.
            beside(withdraw).join()

    with pytest.raises(publishing.NotPossible, match="must not be used"):
        take()
    assert not post.photos.exists()


def test_a_picture_taken_into_use_while_it_is_withdrawn_is_refused():
    post, photo = factory.post(factory.blog(), "A bridge"), shots.made()
    refused = []

    def take() -> None:
        try:
            publishing.update(
                Post.objects.get(pk=post.pk),
                by=None,
                photos=[{"photo": Photo(pk=photo.pk, file=photo.file.name)}],
            )
        except publishing.NotPossible as refusal:
            refused.append(refusal)

    with publishing.change(by=None, act="edited"):
        publishing.withdraw_photo(photo, by=None, reason="A lawyer.")
        taking = beside(take)
        taking.join(0.5)
        assert taking.is_alive()
    taking.join(10)
    assert refused
    assert not post.photos.exists()


def test_of_two_who_withdraw_it_at_once_one_does():
    photo = shots.made()
    factory.post(factory.blog(), "A bridge", photos=[{"photo": photo}])
    done = []

    def withdraw() -> None:
        mine = Photo.objects.get(pk=photo.pk)
        done.append(publishing.withdraw_photo(mine, by=None, reason="A lawyer."))

    both = [beside(withdraw), beside(withdraw)]
    for each in both:
        each.join(10)
    assert sorted(each.places for each in done) == [0, 1]


def test_who_saves_an_explainer_and_who_withdraws_its_picture_do_not_wait_for_each_other():
    photo = shots.made()
    explainer = factory.explainer(photo=photo)
    held, failed = threading.Event(), []

    def save() -> None:
        mine = Explainer.objects.get(pk=explainer.pk)
        try:
            with publishing.change(by=None, act="edited"):
                mine.summary = "Mended."
                mine.save()
                held.set()
                time.sleep(0.5)  # The withdrawal has begun, and holds what it can.
        except Exception as error:
            failed.append(error)

    saving = beside(save)
    held.wait(5)
    publishing.withdraw_photo(photo, by=None, reason="A lawyer.")
    saving.join(10)
    explainer.refresh_from_db()
    assert failed == []
    assert (explainer.summary, explainer.photo) == ("Mended.", None)


def test_what_is_shared_is_held_in_one_order_whoever_names_it_first():
    first, second = factory.topic(), factory.topic()
    post = factory.draft(factory.blog())
    with CaptureQueriesContext(connection) as asked:
        publishing.update(post, by=None, topics=[second, first])
    held = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    of_topics = [sql for sql in held if "liveblog_topic" in sql]
    asked_for = [int(re.search(r'"id" = (\d+)', sql)[1]) for sql in of_topics]
    assert asked_for == [first.pk, second.pk]


def test_blogs_are_locked_in_one_order_whether_by_a_head_or_by_a_post():
    told_in, pinned_in = factory.blog(), factory.blog()
    explainer = factory.explainer()
    publishing.pin_explainer(pinned_in, explainer, by=None)
    factory.post(told_in, explainer=explainer)
    with CaptureQueriesContext(connection) as asked:
        publishing.save_shared(explainer, by=None)
    locks = [each["sql"] for each in asked if 'FROM "liveblog_blog"' in each["sql"]]
    locks = [sql for sql in locks if sql.endswith("FOR UPDATE")]
    assert len(locks) == 1
    assert "ORDER BY" in locks[0]
