"""`make_renditions`: what is missing is made, what is obsolete goes, and nothing that is shown."""

import io
import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Photo
from liveblog.photos import geometry, listing, renditions, storage
from tests import factory
from tests.photos import shots

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("make_renditions", *options, stdout=out, stderr=out)
    return out.getvalue()


def made_days_ago(days: int = 2) -> None:
    """Everything that is stored and noted, as it stands that many days later."""
    then = timezone.now() - timedelta(days=days)
    Photo._base_manager.update(made_at=then)
    for name in shots.names():
        os.utime(storage.pictures().path(name), (then.timestamp(), then.timestamp()))


def test_it_makes_what_is_missing_and_a_second_time_nothing():
    photo = shots.taken_in(1600, 900)
    assert run() == "Made: 12.\n"
    photo.refresh_from_db()
    assert photo.is_ready
    assert run() == "Nothing was missing.\n"


def test_a_file_that_was_deleted_is_made_again():
    photo = shots.made(500, 400)
    storage.pictures().delete(photo.renditions[0].name)
    assert run() == "Made: 1.\n"


def test_a_newsroom_without_a_picture():
    assert run("--obsolete") == "Nothing was missing.\nRemoved: 0.\n"


def test_a_new_width_is_made_and_shown_and_the_old_ones_go_a_day_later(monkeypatch):
    photo = shots.made(1600, 900)
    old = {each.name for each in photo.renditions}
    monkeypatch.setattr(geometry, "WIDTHS_PX", (500, 1080))
    made_days_ago()
    assert "Made: 3." in run()
    photo.refresh_from_db()
    new = {each.name for each in photo.renditions}
    assert {each.width_px for each in photo.renditions} == {500, 1080}
    # A page that is open, or kept, still names them.
    assert "Removed: 0.\nLeft until tomorrow, as pages may still name them: 9." in run("--obsolete")
    assert old <= shots.names()
    made_days_ago()
    assert "Removed: 9.\n" in run("--obsolete")
    assert new | {photo.file.name} <= shots.names()
    assert not (old - new) & shots.names()


def test_what_a_picture_uses_is_never_removed():
    photo = shots.made(1600, 900)
    made_days_ago()
    before = shots.names()
    assert "Removed: 0.\n" in run("--obsolete")
    assert shots.names() == before
    assert photo.file.name in before


def test_a_file_that_is_no_rendition_is_never_removed():
    kept = storage.pictures()
    kept.save("photos/holiday-400.jpg", shots.file())
    kept.save("photos/ab/notes.txt", shots.file())
    with publishing.change(by=None):
        Photo(file="photos/holiday-400.jpg", alt_text="As it was imported").save()
    made_days_ago()
    run("--obsolete")
    assert kept.exists("photos/holiday-400.jpg")
    assert kept.exists("photos/ab/notes.txt")


def test_an_upload_whose_words_are_still_being_written_is_left_alone():
    photo = storage.store(shots.file())
    renditions.make_plain(photo)  # Not in the library yet.
    assert "Left until tomorrow" in run("--obsolete")
    assert {photo.file.name, photo.renditions[0].name} == shots.names()


def test_an_upload_that_was_never_taken_in_goes_a_day_later():
    """As when its form was refused for its words, and nobody came back to it."""
    kept = shots.made(500, 400)
    photo = storage.store(shots.file())
    renditions.make_plain(photo)
    made_days_ago()
    assert "Removed: 2.\n" in run("--obsolete")
    assert {each.name for each in kept.renditions} | {kept.file.name} == shots.names()


def test_a_picture_that_came_after_the_look_round_is_not_touched(monkeypatch):
    """The storage is listed before the library is asked."""
    there = listing.stored()
    photo = shots.made(500, 400)
    found = listing.obsolete(there, timezone.now() + timedelta(days=9))
    assert (found.to_remove, found.left) == ([], [])
    assert storage.pictures().exists(photo.renditions[0].name)


def test_a_card_for_a_focus_of_last_week_goes():
    photo = shots.made(1600, 900)
    card = photo.share_card
    assert card is not None
    photo.focal_x = 20
    publishing.save_shared(photo, by=None)
    assert "Made: 1." in run()
    made_days_ago()
    assert "Removed: 1." in run("--obsolete")
    assert not storage.pictures().exists(card.name)


def test_a_file_that_is_gone_is_named_and_its_page_shows_a_neutral_box(client):
    blog = factory.blog()
    photo = shots.made(500, 400, alt_text="A stone bridge")
    factory.post(blog, photos=[{"photo": photo, "caption": "The bridge at dawn"}])
    for name in shots.names():
        storage.pictures().delete(name)
    said = run()
    assert photo.file.name in said
    assert "Gone from the storage" in said
    page = client.get(blog.get_absolute_url()).content.decode()
    assert "<img" not in page
    assert '<div class="picture-gone"><span>A stone bridge</span></div>' in page
    assert "The bridge at dawn" in page
    assert "Ann Writer/Agency" in page


def test_a_file_that_came_back_is_shown_again():
    photo = shots.made(500, 400)
    kept = storage.pictures()
    with kept.open(photo.file.name) as file:
        data = file.read()
    for name in shots.names():
        kept.delete(name)
    run()
    assert Photo.objects.get().is_missing
    storage.keep(photo.file.name, data)
    run()
    photo.refresh_from_db()
    assert not photo.is_missing
    assert photo.is_ready


def test_one_damaged_file_stops_no_other():
    damaged, sound = shots.taken_in(500, 400), shots.taken_in(600, 400)
    for name in shots.names():
        if name.startswith(damaged.original.stem):
            storage.pictures().delete(name)
    storage.keep(damaged.file.name, b"not a picture any more")
    said = run()
    assert damaged.file.name in said
    sound.refresh_from_db()
    assert sound.is_ready


def test_whatever_is_wrong_with_one_picture_stops_no_other(monkeypatch):
    odd, sound = shots.taken_in(500, 400), shots.taken_in(600, 400)
    really = renditions.make

    def make(photo: Photo) -> list[str]:
        return really(photo) if photo.pk != odd.pk else [str(1 // 0)]

    monkeypatch.setattr(renditions, "make", make)
    said = run()
    assert f"Picture {odd.pk}, {odd.file.name}: " in said
    sound.refresh_from_db()
    assert sound.is_ready


def test_a_storage_without_paths_will_do(settings):
    """As a bucket is."""
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": in_memory}
    assert "Nothing was missing." in run("--obsolete")
    photo = shots.taken_in(500, 400)
    assert "Made: 5." in run("--obsolete")
    photo.refresh_from_db()
    assert photo.is_ready
