"""Two editors at once: one takes a picture into use, one mends it. Neither change is lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from liveblog import publishing
from liveblog.models import Blog, Photo, Post
from tests import factory

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
