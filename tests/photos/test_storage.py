"""What is kept of an upload, and what is refused."""

import io

import pytest
from django.core.files.storage import FileSystemStorage
from PIL import Image

from liveblog import publishing
from liveblog.photos import storage

pytestmark = pytest.mark.django_db

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def picture(format_: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> io.BytesIO:
    """A picture drawn for the test: its left half red, its right half blue."""
    drawn = Image.new(options.pop("mode", "RGB"), size, options.pop("ground", "blue"))
    if drawn.mode == "RGB":
        drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    drawn.save(out, format_, **options)
    out.seek(0)
    return out


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


@pytest.mark.parametrize(
    ("format_", "mode"), [("PNG", "P"), ("PNG", "L"), ("PNG", "I;16"), ("JPEG", "CMYK")]
)
def test_every_kind_of_colour_becomes_rgb(format_, mode):
    photo = storage.store(picture(format_, mode=mode, ground=0))
    assert kept(photo).mode == "RGB"
    assert kept(photo).format == "JPEG"


def test_what_is_transparent_stands_on_white():
    photo = storage.store(picture("PNG", mode="RGBA", ground=(0, 0, 0, 0)))
    assert min(kept(photo).getpixel((5, 5))) > 250


def test_a_photo_comes_unsaved_with_its_size_and_the_uploads_hash():
    photo = storage.store(picture())
    assert photo.pk is None
    assert (photo.width_px, photo.height_px) == (60, 40)
    assert len(photo.sha256) == 64


def test_its_name_is_derived_from_what_it_holds():
    photo = storage.store(picture(), name="../../etc/passwd.jpg")
    assert photo.file.name == f"photos/{photo.sha256[:2]}/{photo.sha256[2:26]}.jpg"


def test_storing_the_same_file_again_writes_no_second_one():
    first, second = storage.store(picture()), storage.store(picture())
    assert first.file.name == second.file.name
    folder = first.file.name.rpartition("/")[0]
    assert len(storage.pictures().listdir(folder)[1]) == 1


def test_one_file_is_one_photo():
    first = storage.store(picture())
    publishing.save_shared(first, by=None)
    assert storage.store(picture()) == first


def test_a_name_that_another_process_took_first_is_used_and_no_copy_stays(monkeypatch):
    taken = storage.keep("photos/aa/one.jpg", b"the same bytes")
    really, asked = FileSystemStorage.exists, []

    def not_yet_at_first(self, name):
        asked.append(name)
        return len(asked) > 1 and really(self, name)

    monkeypatch.setattr(FileSystemStorage, "exists", not_yet_at_first)
    assert storage.keep(taken, b"the same bytes") == taken
    assert storage.pictures().listdir("photos/aa")[1] == ["one.jpg"]


@pytest.mark.parametrize(
    "data",
    [
        b"Dear editor, please find attached",
        b"MZ\x90\x00\x03" + b"\x00" * 400,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"",
    ],
    ids=["text", "program", "svg", "empty"],
)
def test_what_is_no_picture_is_refused_by_name_whatever_it_is_called(data):
    with pytest.raises(storage.RefusedPicture, match=r"“front.jpg” is not a picture .* JPEG"):
        storage.store(io.BytesIO(data), name="front.jpg")


def test_a_picture_that_broke_off_is_refused_as_damaged():
    whole = picture("PNG", size=(300, 300)).getvalue()
    with pytest.raises(storage.RefusedPicture, match="damaged"):
        storage.store(io.BytesIO(whole[: len(whole) // 2]))


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


def test_a_broken_colour_profile_does_not_cost_the_picture():
    photo = storage.store(picture(icc_profile=b"not a profile at all"))
    assert kept(photo).mode == "RGB"
    assert "icc_profile" not in kept(photo).info
