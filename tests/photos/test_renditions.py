"""Every size that the geometry promises is there, and no other."""

import pytest
from PIL import Image

from liveblog.models import Photo
from liveblog.photos import geometry, renditions, storage
from tests.photos import shots

pytestmark = pytest.mark.django_db
PILLOW = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def stored(width: int, height: int) -> Photo:
    return storage.store(shots.file(width, height))


def opened(name: str) -> Image.Image:
    with storage.pictures().open(name) as file:
        found = Image.open(file)
        found.load()
    return found


def test_every_rendition_stands_under_the_name_and_in_the_size_that_geometry_gives():
    photo = stored(1300, 700)
    made = renditions.make(photo)
    assert photo.original is not None
    expected = photo.original.wanted()
    assert made == [each.name for each in expected]
    for each in expected:
        found = opened(each.name)
        assert found.size == (each.width_px, each.height_px)
        assert found.format == PILLOW[each.format]


def test_the_ladder_is_as_wide_as_the_layout_in_three_formats():
    photo = stored(2400, 1200)
    renditions.make(photo)
    found = [(each.format, each.width_px) for each in photo.renditions]
    assert found == [(f, w) for f in ("avif", "webp", "jpg") for w in geometry.WIDTHS_PX]
    assert photo.is_ready


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, {1}),
        (300, {300}),
        (500, {400, 500}),
        (1520, {400, 760, 1080, 1520}),
        (1600, {400, 760, 1080, 1520}),
        (1900, {400, 760, 1080, 1520, 1900}),
    ],
)
def test_none_is_larger_than_the_original_and_none_is_as_good_as_another(width, widths):
    original = geometry.Original("photos/a.jpg", width, 400)
    found = {each.width_px for each in original.wanted() if each.box is None}
    assert found == widths


def test_a_rendition_shows_the_whole_picture():
    photo = stored(1600, 900)
    renditions.make(photo)
    for each in photo.renditions:
        found = opened(each.name).convert("RGB")
        assert found.getpixel((5, 5))[0] > 200
        assert found.getpixel((each.width_px // 2 - 9, each.height_px // 2))[0] > 200


def test_an_upload_has_one_jpeg_at_once():
    photo = stored(6000, 4000)
    renditions.make_plain(photo)
    (plain,) = photo.renditions
    assert (plain.format, plain.width_px, plain.height_px) == ("jpg", 1080, 720)
    assert opened(plain.name).size == (1080, 720)
    assert not photo.is_ready


def test_a_picture_that_has_its_ladder_is_left_alone_when_it_comes_again():
    photo = stored(500, 400)
    renditions.make(photo)
    made = photo.made
    renditions.make_plain(photo)
    assert photo.made == made


def test_of_a_picture_whose_file_is_lost_nothing_is_made():
    photo = stored(500, 400)
    storage.pictures().delete(photo.file.name)
    renditions.make_plain(photo)
    assert photo.renditions == []


def test_made_twice_is_made_once(monkeypatch):
    photo = stored(500, 400)
    renditions.make(photo)
    monkeypatch.setattr(renditions, "encoded", lambda *a: pytest.fail("it was made again"))
    assert renditions.make(photo) == []


def test_only_what_is_missing_is_made_again():
    photo = stored(500, 400)
    names = renditions.make(photo)
    storage.pictures().delete(names[1])
    assert renditions.make(photo) == [names[1]]


def test_a_picture_to_come_has_none():
    assert renditions.make(Photo(alt_text="To come")) == []
    assert Photo(alt_text="To come").is_ready


def test_where_the_original_is_gone_what_is_left_of_it_stays_in_use():
    photo = stored(500, 400)
    names = renditions.make(photo)
    for name in (photo.file.name, *names[1:]):
        storage.pictures().delete(name)
    assert renditions.make(photo) == []
    assert photo.is_missing
    assert [each.name for each in photo.renditions] == names[:1]


def test_what_was_made_of_another_file_is_not_this_ones():
    photo = stored(500, 400)
    renditions.make(photo)
    photo.file.name = stored(700, 400).file.name
    assert photo.renditions == []
    assert not photo.is_ready


FLAT = [(2500, 1), (6000, 2), (1, 2500), (1300, 1), (6000, 1), (1, 1)]


@pytest.mark.parametrize(("width", "height"), FLAT)
@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_a_line_is_made_in_every_width_and_is_a_line(width, height, format_):
    photo = storage.store(shots.file(width, height, format_))
    renditions.make_plain(photo)
    (plain,) = photo.renditions
    renditions.make(photo)
    assert photo.is_ready
    assert photo.share_card is None
    for each in photo.renditions:
        assert opened(each.name).size == (each.width_px, each.height_px)
    assert opened(plain.name).height == max(1, round(height * plain.width_px / width))


# The share card


def card(width: int, height: int, focus: tuple[int, int] = (50, 50)) -> geometry.Rendition | None:
    return geometry.Original("photos/a.jpg", width, height, focus).card()


@pytest.mark.parametrize(("width", "height"), [(6000, 4000), (4000, 6000), (1200, 630)])
def test_a_card_is_1200_by_630(width, height):
    made = card(width, height)
    assert made is not None
    assert (made.width_px, made.height_px) == (1200, 630)


@pytest.mark.parametrize("focus", [(0, 0), (100, 100), (50, 20), (7, 93)])
@pytest.mark.parametrize(("width", "height"), [(6000, 4000), (4000, 6000), (700, 1200)])
def test_a_card_keeps_its_focus_in_view_and_stays_within_the_picture(width, height, focus):
    made = card(width, height, focus)
    assert made is not None
    assert made.box is not None
    left, top, right, bottom = made.box
    assert 0 <= left <= width * focus[0] / 100 <= right <= width + 0.01
    assert 0 <= top <= height * focus[1] / 100 <= bottom <= height + 0.01
    assert (right - left) / (bottom - top) == pytest.approx(1200 / 630)


def test_a_small_pictures_card_is_as_large_as_the_picture_and_no_larger():
    made = card(800, 800)
    assert made is not None
    assert (made.width_px, made.height_px) == (800, 420)


def test_what_is_too_small_for_a_card_has_none():
    assert card(500, 400) is None


def test_a_card_is_cropped_around_the_focus():
    photo = stored(2000, 500)  # Much wider than a card: left and right are cut.
    photo.focal_x = 100
    renditions.make(photo)
    assert photo.share_card is not None
    found = opened(photo.share_card.name)
    assert found.format == "JPEG"
    assert found.size == (952, 500)
    assert found.getpixel((3, 250)) == pytest.approx(found.getpixel((940, 250)), abs=12)


def test_another_focus_is_another_card_and_nothing_else_is_made_anew():
    photo = stored(1600, 900)
    renditions.make(photo)
    photo.focal_y = 10
    assert photo.share_card is None
    assert not photo.is_ready
    (name,) = renditions.make(photo)
    assert photo.share_card is not None
    assert name == photo.share_card.name
