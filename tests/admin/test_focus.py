"""What must stay in view: where it is at first, pointed at in the picture, seen in the card."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from liveblog.models import Photo
from liveblog.photos.geometry import Original
from tests import factory
from tests.admin.conftest import at, filled, save
from tests.admin.test_in_a_browser import sign_in
from tests.patience import until
from tests.photos import shots

LANDSCAPE, PORTRAIT = (900, 600), (800, 1200)


def file(size: tuple[int, int], colour: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile(f"{colour}.jpg", out.getvalue(), "image/jpeg")


def uploaded(client: Client, size: tuple[int, int], colour: str = "navy") -> Photo:
    assert client.post(at("photo_add"), {"file": file(size, colour)}).status_code == 302
    return Photo.objects.latest("pk")


def focus(photo: Photo) -> tuple[int, int]:
    photo = Photo.objects.get(pk=photo.pk)
    return photo.focal_x, photo.focal_y


def replaced(client: Client, photo: Photo, size: tuple[int, int]) -> tuple[int, int]:
    address = at("photo_change", photo.pk)
    client.post(address, filled(client, address) | {"file": file(size, "olive")})
    return focus(photo)


def test_a_picture_taller_than_wide_keeps_its_upper_third_in_view(editor: Client):
    assert focus(uploaded(editor, PORTRAIT)) == (50, 33)
    assert focus(uploaded(editor, LANDSCAPE, "teal")) == (50, 50)


def test_another_file_of_the_same_shape_keeps_the_point_and_another_shape_does_not(editor: Client):
    photo = uploaded(editor, LANDSCAPE)
    save(editor, at("photo_change", photo.pk), focal_x=10, focal_y=90)
    assert replaced(editor, photo, (1500, 1001)) == (10, 90)
    assert replaced(editor, photo, PORTRAIT) == (50, 33)


def test_a_picture_to_come_has_nothing_to_point_at(editor: Client):
    save(editor, at("photo_add"), alt_text="The winner")
    page = editor.get(at("photo_change", Photo.objects.get().pk)).content.decode()
    assert "When its file is here." in page


def test_one_that_is_too_small_for_a_card_says_so(editor: Client):
    photo = uploaded(editor, (300, 200))
    page = editor.get(at("photo_change", photo.pk)).content.decode()
    assert "Too small for a share card" in page


@pytest.fixture
def page(new_context: Any, live_server: Any) -> Page:
    page: Page = new_context(base_url=live_server.url).new_page()
    return page


def shown(page: Page) -> str:
    where = "img => getComputedStyle(img).objectPosition"
    return str(page.locator(".focus-card img").evaluate(where))


def as_made(photo: Photo, x: int, y: int) -> tuple[float, float]:
    """Where the card begins in the picture, as `object-position` counts."""
    card = Original("a.jpg", photo.width_px or 0, photo.height_px or 0, (x, y)).card()
    assert card
    assert card.box
    left, top, right, bottom = card.box
    spare = (photo.width_px or 0) - (right - left), (photo.height_px or 0) - (bottom - top)
    return tuple(  # type: ignore[return-value]
        50 if room < 1 else start / room * 100
        for start, room in zip((left, top), spare, strict=True)
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [(1000, 1500), (2400, 900), (1600, 900)])
def test_a_press_on_the_picture_sets_the_numbers_and_the_card_follows(
    page: Page, size: tuple[int, int]
):
    sign_in(page)
    photo = shots.made(*size)
    page.goto(at("photo_change", photo.pk))
    picture = page.locator(".focus-picture img")
    picture.scroll_into_view_if_needed()
    until(picture, "img => img.complete && img.naturalWidth > 0")
    box = picture.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.8)
    x, y = (int(page.locator(f"#id_focal_{side}").input_value()) for side in "xy")
    assert abs(x - 30) <= 1
    assert abs(y - 80) <= 1
    mark = page.locator(".focus-mark").bounding_box()
    assert mark
    assert abs(mark["x"] + mark["width"] / 2 - box["x"] - box["width"] * x / 100) < 2
    assert abs(mark["y"] + mark["height"] / 2 - box["y"] - box["height"] * y / 100) < 2
    page.locator("[name=_continue]").click()
    page.get_by_text("was changed successfully").wait_for()
    assert focus(photo) == (x, y)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [(1000, 1500), (2400, 900), (1200, 630)])
def test_numbers_that_are_typed_show_the_card_that_will_be_made(page: Page, size: tuple[int, int]):
    sign_in(page)
    photo = shots.made(*size)
    page.goto(at("photo_change", photo.pk))
    expect(page.locator(".focus-mark")).to_be_visible()
    for x, y in ((0, 0), (20, 40), (100, 95)):
        page.locator("#id_focal_x").fill(str(x))
        page.locator("#id_focal_y").fill(str(y))
        seen = [float(part.rstrip("%")) for part in shown(page).split()]
        assert seen == pytest.approx(as_made(photo, x, y), abs=0.5)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_who_may_only_look_sees_the_point_and_moves_nothing(page: Page):
    photo = shots.made(1000, 1500)
    factory.user("Corrections editors", name="looker")
    page.goto(f"/admin/login/?next={at('photo_change', photo.pk)}")
    page.fill("#id_username", "looker")
    page.fill("#id_password", "pass")
    page.click("[type=submit]")
    expect(page.locator(".focus-mark")).to_be_visible()
    page.locator(".focus-picture img").click()
    assert focus(photo) == (photo.focal_x, photo.focal_y)
