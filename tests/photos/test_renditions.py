"""Every size that the geometry promises is there, and no other."""

import io

import pytest
from PIL import Image

from liveblog.models import Photo
from liveblog.photos import geometry, renditions, storage

pytestmark = pytest.mark.django_db


def stored(width: int, height: int) -> Photo:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    out.seek(0)
    return storage.store(out)


def test_every_rendition_stands_under_the_name_and_in_the_size_that_geometry_gives():
    photo = stored(1000, 500)
    made = renditions.make(photo)
    expected = geometry.renditions(photo.file.name, 1000, 500)
    assert made == [each.name for each in expected]
    for each in expected:
        with storage.pictures().open(each.name) as file, Image.open(file) as found:
            assert found.size == (each.width_px, each.height_px)
            assert found.format == {"webp": "WEBP", "jpg": "JPEG"}[each.format]


def test_none_is_larger_than_the_original():
    photo = stored(500, 400)
    renditions.make(photo)
    sizes = {each.width_px for each in photo.renditions}
    assert sizes == {400, 500}


def test_made_twice_is_made_once(monkeypatch):
    photo = stored(500, 400)
    renditions.make(photo)
    monkeypatch.setattr(storage, "encode", lambda *a, **k: pytest.fail("it was made again"))
    assert renditions.make(photo) == []


def test_only_what_is_missing_is_made_again():
    photo = stored(500, 400)
    names = renditions.make(photo)
    storage.pictures().delete(names[1])
    assert renditions.make(photo) == [names[1]]


def test_a_picture_to_come_has_none():
    assert renditions.make(Photo(alt_text="To come")) == []
