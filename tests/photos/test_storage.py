"""What is kept of an upload, and what is refused."""

import io

import pytest
from django.core.files.storage import storages
from PIL import Image

from liveblog import publishing
from liveblog.photos import renditions, storage
from tests.photos.drawn import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["FileSystemStorage", "memory.InMemoryStorage"])
def kept_in(request, settings):
    """Whatever keeps the files: nothing here asks for a path on a disk."""
    backend = f"django.core.files.storage.{request.param}"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend}}


ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def kept(photo) -> Image.Image:
    with storage.pictures().open(photo.file.name) as file:
        found = Image.open(file)
        found.load()
    return found


def stored_bytes(photo) -> bytes:
    with storage.pictures().open(photo.file.name) as file:
        return file.read()


def from_a_phone_held_upright() -> io.BytesIO:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKE] = "A camera maker"
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 49.0, 0.0)})
    return picture(exif=exif, quality=95)


def test_a_picture_taken_on_its_side_is_stored_upright():
    photo = storage.store(from_a_phone_held_upright())
    assert (photo.width_px, photo.height_px) == (40, 60)
    upper, lower = kept(photo).getpixel((20, 5)), kept(photo).getpixel((20, 55))
    assert upper[0] > 200 > upper[2]
    assert lower[2] > 200 > lower[0]


def test_where_and_with_what_it_was_taken_is_not_kept():
    photo = storage.store(from_a_phone_held_upright())
    assert dict(kept(photo).getexif()) == {}
    assert b"camera maker" not in stored_bytes(photo)
    assert b"Exif" not in stored_bytes(photo)


def test_comments_and_agency_words_are_not_kept_in_the_file():
    photo = storage.store(picture(comment=b"Home address of the photographer"))
    assert "comment" not in kept(photo).info
    assert b"Home address" not in stored_bytes(photo)


def test_a_photo_comes_unsaved_with_its_size_and_the_uploads_hash():
    photo = storage.store(picture())
    assert photo.pk is None
    assert (photo.width_px, photo.height_px) == (60, 40)
    assert len(photo.sha256) == 64


def test_until_it_has_words_it_is_known_by_the_name_that_its_file_came_with():
    photo = storage.store(picture(), name="harbour.jpg")
    assert str(photo) == "harbour.jpg"
    photo.alt_text = "The harbour"
    assert str(photo) == "The harbour"


def test_its_name_is_derived_from_what_it_holds():
    photo = storage.store(picture(), name="../../etc/passwd.jpg")
    assert photo.file.name == f"photos/{photo.sha256[:2]}/{photo.sha256[2:26]}.jpg"


def test_storing_the_same_file_again_writes_no_second_one():
    first, second = storage.store(picture()), storage.store(picture())
    assert first.file.name == second.file.name
    folder = first.file.name.rpartition("/")[0]
    assert len(storage.pictures().listdir(folder)[1]) == 1


def test_its_size_is_known_without_fetching_it_again(monkeypatch):
    kind = type(storages["default"])
    monkeypatch.setattr(kind, "open", lambda *_: pytest.fail("it was fetched"))
    assert storage.store(picture()).width_px == 60


def test_what_is_removed_goes_with_every_size_that_was_made_of_it():
    photo = storage.store(picture())
    names = [photo.file.name, *(each.name for each in photo.renditions)]
    renditions.make(photo)
    storage.remove(photo.file.name)
    assert not any(storage.pictures().exists(name) for name in names)
    storage.remove(photo.file.name)  # Twice is once.


def test_what_a_photo_still_shows_is_not_removed():
    photo = publishing.save_shared(storage.store(picture()), by=None)
    storage.remove(photo.file.name)
    assert storage.pictures().exists(photo.file.name)


def test_one_file_is_one_photo():
    first = storage.store(picture())
    publishing.save_shared(first, by=None)
    assert storage.store(picture()) == first


def test_a_name_that_another_process_took_first_is_used_and_no_copy_stays(monkeypatch):
    taken = storage.keep("photos/aa/one.jpg", b"the same bytes")
    kind = type(storages["default"])
    really, asked = kind.exists, []

    def not_yet_at_first(self, name):
        asked.append(name)
        return len(asked) > 1 and really(self, name)

    monkeypatch.setattr(kind, "exists", not_yet_at_first)
    assert storage.keep(taken, b"the same bytes") == taken
    assert storage.pictures().listdir("photos/aa")[1] == ["one.jpg"]


def test_too_many_bytes_are_refused_saying_the_limit(settings):
    settings.LIVEBLOG = {"PHOTO_MAX_BYTES": 500}
    with pytest.raises(storage.RefusedPicture, match=r"larger than 0\.0005 MB"):
        storage.store(picture(quality=95))


def test_too_many_pixels_are_refused_before_they_are_unpacked(settings, monkeypatch):
    settings.LIVEBLOG = {"PHOTO_MAX_PIXELS": 2000}
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was unpacked"))
    monkeypatch.setattr(Image.Image, "tobytes", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(storage.RefusedPicture, match=r"more than 0\.002 megapixels"):
        storage.store(picture_of_2400_pixels())


def picture_of_2400_pixels() -> io.BytesIO:
    # Bytes made beforehand: the test forbids Pillow to pack or unpack anything.
    return io.BytesIO(_PICTURE)


_PICTURE = picture("PNG").getvalue()


def test_a_decompression_bomb_is_refused_as_too_large(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(storage.RefusedPicture, match="megapixels"):
        storage.store(picture())
