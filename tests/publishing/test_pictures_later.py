"""The ladder is made after the change that brought a picture in, and shown by a step of its own."""

import threading
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from django.core.files.storage import storages
from PIL import Image

from liveblog import caching, later, publishing
from liveblog.models import Explainer, Photo
from liveblog.photos import renditions, storage
from tests import factory
from tests.photos import shots


def published(photo: Photo):
    blog = factory.blog()
    return factory.post(blog, photos=[{"photo": photo}])


@pytest.mark.django_db
def test_nothing_is_made_before_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        photo = shots.taken_in()
        post = published(photo)
    assert len(photo.renditions) == 1
    assert post.is_published
    for call in waiting:
        call()
    photo.refresh_from_db()
    assert photo.is_ready


@pytest.mark.django_db(transaction=True)
def test_whoever_saves_it_its_ladder_follows():
    photo = shots.taken_in()
    photo.refresh_from_db()
    assert photo.is_ready


@pytest.mark.django_db
def test_a_picture_that_is_ready_is_not_asked_for_again(django_capture_on_commit_callbacks):
    photo = shots.made()
    with django_capture_on_commit_callbacks() as waiting:
        photo.caption = "The wall"
        publishing.save_shared(photo, by=None)
    assert waiting == []


@pytest.mark.django_db
def test_one_change_asks_once(django_capture_on_commit_callbacks, monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(
        renditions.wanted, "send_robust", lambda sender, photo_id: asked.append(photo_id)
    )
    with django_capture_on_commit_callbacks(execute=True), publishing.change(by=None):
        photo = shots.taken_in()
        photo.save()
    assert asked == [photo.pk]


@pytest.mark.django_db
def test_every_blog_that_shows_it_steps_and_says_what_it_said():
    photo = shots.taken_in()
    post, other = published(photo), factory.post(factory.blog(), "Without a picture")
    lead = factory.blog()
    publishing.set_lead(lead, by=None, photo=photo)
    explainer = factory.explainer(photo=photo)
    pinning, telling = factory.blog(), factory.post(factory.blog(), explainer=explainer)
    publishing.pin_explainer(pinning, explainer, by=None)
    blogs = [post.blog, lead, pinning, telling.blog]
    before = [each.__class__.objects.get(pk=each.pk) for each in [*blogs, other.blog]]
    told = post.revisions.count(), lead.revisions.count(), explainer.revisions.count()

    publishing.complete(photo)

    after = [each.__class__.objects.get(pk=each.pk) for each in [*blogs, other.blog]]
    steps = [now.version - then.version for now, then in zip(after, before, strict=True)]
    assert steps == [1, 1, 1, 1, 0]
    assert after[1].head_version == after[1].version
    assert after[2].shelf_version == after[2].version
    post.refresh_from_db()
    assert post.version == after[0].version
    # Nobody has edited anything: no mark in the post, no line in its history.
    assert post.edited_at is None
    assert told == (post.revisions.count(), lead.revisions.count(), explainer.revisions.count())
    assert Explainer.objects.get().photo == photo


@pytest.mark.django_db
def test_an_open_page_gets_the_sources_by_polling(client):
    photo = shots.taken_in()
    post = published(photo)
    version = post.blog.__class__.objects.get(pk=post.blog_id).version
    publishing.complete(photo)
    answer = client.get(f"{post.blog.get_absolute_url()}updates/{version}/").content.decode()
    assert f'id="post-{post.public_id}"' in answer
    assert answer.count("image/avif") == 1


@pytest.mark.django_db
def test_so_does_the_shelf_on_which_the_post_is_pinned(client):
    post = published(shots.taken_in())
    publishing.pin(post, by=None)
    blog = post.blog.__class__.objects.get(pk=post.blog_id)
    publishing.complete(Photo.objects.get())
    answer = client.get(f"{blog.get_absolute_url()}updates/{blog.version}/").content.decode()
    _, _, shelf = answer.partition('id="pinned"')
    assert "image/avif" in shelf.partition("</section>")[0]


@pytest.mark.django_db
def test_a_withdrawn_post_and_a_draft_do_not_step():
    photo = shots.taken_in()
    blog = factory.blog()
    publishing.retract(factory.post(blog, photos=[{"photo": photo}]), by=None, reason="Wrong.")
    factory.draft(blog, photos=[{"photo": photo}])
    blog.refresh_from_db()
    publishing.complete(photo)
    version = blog.version
    blog.refresh_from_db()
    assert blog.version == version


@pytest.mark.django_db
def test_completed_twice_is_completed_once():
    photo = shots.taken_in()
    blog = published(photo).blog
    publishing.complete(photo)
    blog.refresh_from_db()
    version = blog.version
    assert publishing.complete(photo) == []
    blog.refresh_from_db()
    assert blog.version == version


@pytest.mark.django_db
def test_a_file_that_took_its_place_meanwhile_is_not_given_the_old_ones_ladder(monkeypatch):
    photo = shots.taken_in()
    make = renditions.make

    def slowly(old: Photo) -> list[str]:
        now = Photo.objects.get(pk=old.pk)
        now.file = shots.taken_in(900, 900).file
        publishing.save_shared(now, by=None)
        return make(old)

    monkeypatch.setattr(renditions, "make", slowly)
    publishing.complete(photo)
    photo.refresh_from_db()
    assert not photo.is_ready
    assert photo.renditions == []


def deleted(photo: Photo) -> None:
    publishing.delete_photo(Photo.objects.get(pk=photo.pk), by=None)


def replaced(photo: Photo) -> None:
    received = storage.store(shots.file(900, 900))
    publishing.set_file(Photo.objects.get(pk=photo.pk), by=None, received=received)


@pytest.mark.parametrize("fails", [False, True], ids=["made", "broken off"])
@pytest.mark.parametrize("withdraw", [deleted, replaced])
@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_while_its_ladder_is_made_leaves_no_file(monkeypatch, withdraw, fails):
    """Its files go when that is committed; those that are written after it must go, too."""
    monkeypatch.setattr(renditions.wanted, "send_robust", lambda *a, **k: [])
    photo = shots.taken_in()
    opened = renditions._opened

    def meanwhile(*asked: Any) -> Image.Image:
        picture = opened(*asked)
        withdraw(photo)
        storage.keep(photo.original.plain().name, b"the first of many")
        if fails:
            raise OSError("The disk is full.")
        return picture

    monkeypatch.setattr(renditions, "_opened", meanwhile)
    with pytest.raises(OSError, match="full") if fails else nullcontext():
        publishing.complete(photo)
    assert [name for name in shots.names() if name.startswith(photo.original.stem)] == []


@pytest.fixture
def purged() -> Iterator[list[str]]:
    """The keys that whoever purges is told of."""
    told: list[str] = []

    def note(sender: type, keys: list[str], **kwargs: Any) -> None:
        told.extend(keys)

    caching.outdated.connect(note)
    yield told
    caching.outdated.disconnect(note)


@pytest.mark.django_db(transaction=True)
def test_a_storage_that_fails_after_the_commit_holds_up_neither_purge_nor_ladder(
    monkeypatch, caplog, purged
):
    photo = shots.taken_in()
    post, received = published(photo), storage.store(shots.file(900, 900))

    def down(*_: Any) -> Any:
        raise OSError("The bucket does not answer.")

    purged.clear()
    monkeypatch.setattr(type(storages["default"]), "listdir", down)
    publishing.set_file(photo, by=None, received=received)
    assert f"blog-{post.blog_id}" in purged
    assert Photo.objects.get().is_ready
    publishing.delete_photo(shots.taken_in(), by=None)
    assert Photo.objects.count() == 1
    assert caplog.text.count("The bucket does not answer.") >= 2


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_fails_is_logged_and_no_editors_trouble(monkeypatch, caplog):
    def down(*_: Any) -> Any:
        raise OSError("no such table: tasks")

    monkeypatch.setattr(type(publishing.pictures.make_ladder), "enqueue", down)
    photo = shots.taken_in()
    assert Photo.objects.get() == photo
    assert "no such table: tasks" in caplog.text


@pytest.mark.django_db
def test_a_picture_that_was_deleted_before_its_turn_is_nobodys_error():
    publishing.pictures.make_ladder.call(12345)


@pytest.mark.django_db(transaction=True)
def test_by_default_a_thread_of_the_process_makes_it_and_nobody_waits(settings):
    settings.TASKS = {"default": {"BACKEND": "liveblog.later.OneThread"}}
    go_on, made_by = threading.Event(), []
    make = renditions.make

    def waits(photo: Photo) -> list[str]:
        made_by.append(threading.current_thread().name)
        go_on.wait(30)
        return make(photo)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(renditions, "make", waits)
        post = published(shots.taken_in())  # Returns, though nothing is made.
        assert post.is_published
        assert not Photo.objects.get().is_ready
        go_on.set()
        later.OneThread._queue.submit(lambda: None).result(60)
    assert Photo.objects.get().is_ready
    assert made_by[0].startswith("later")
