"""Colours come out as a screen shows them, whatever the file meant by its numbers."""

import io
import struct

import pytest
from PIL import Image

from liveblog.photos import storage
from tests.photos import drawn
from tests.photos.drawn import saved

NEAR = 6  # Of 255: what JPEG may round.


def look(file: io.BytesIO) -> tuple[int, int, int]:
    """The colour in the middle of what is kept."""
    with Image.open(io.BytesIO(storage.develop(file.getvalue()).jpeg)) as kept:
        assert (kept.format, kept.mode) == ("JPEG", "RGB")
        assert "icc_profile" not in kept.info
        return kept.getpixel((kept.width // 2, kept.height // 2))  # type: ignore[return-value]


def is_near(found: tuple[int, ...], meant: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(found, meant, strict=True))


def flat(mode: str, colour: object, format_: str = "PNG", **options: object) -> io.BytesIO:
    return saved(Image.new(mode, (16, 16), colour), format_, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    ("lights", "as_srgb"),
    [(drawn.DISPLAY_P3, (196, 83, 87)), (drawn.ADOBE_RGB, (204, 90, 90))],
    ids=["display-p3", "adobe-rgb"],
)
def test_a_wide_colour_space_is_turned_into_srgb(format_, lights, as_srgb):
    profile = drawn.rgb_profile(lights)
    found = look(flat("RGB", (180, 90, 90), format_, icc_profile=profile, quality=95))
    assert is_near(found, as_srgb)


def test_a_camera_that_says_adobe_rgb_in_exif_alone_is_believed():
    plain = flat("RGB", (180, 90, 90), "JPEG", quality=95)
    assert is_near(look(told_by_exif(plain, "R98")), (180, 90, 90))
    assert is_near(look(told_by_exif(plain, "R03")), (204, 90, 90))


def test_what_is_enclosed_goes_before_what_exif_says():
    profile = drawn.rgb_profile(drawn.DISPLAY_P3)
    enclosed = flat("RGB", (180, 90, 90), "JPEG", quality=95, icc_profile=profile)
    assert is_near(look(told_by_exif(enclosed, "R03")), (196, 83, 87))


def told_by_exif(picture: io.BytesIO, index: str) -> io.BytesIO:
    """As a camera writes it: the index of its rules, reached through EXIF's own part."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 0xFFFF
    exif.get_ifd(0x8769)[0xA005] = {1: index, 2: b"0100"}
    return saved(Image.open(picture), "JPEG", quality=95, exif=exif, **kept_profile(picture))


def kept_profile(picture: io.BytesIO) -> dict[str, bytes]:
    held = Image.open(picture).info.get("icc_profile")
    return {"icc_profile": held} if held else {}


def test_a_profile_holds_for_a_picture_with_transparency_and_for_one_with_a_palette():
    profile = drawn.rgb_profile(drawn.DISPLAY_P3)
    assert is_near(look(flat("RGBA", (180, 90, 90, 255), icc_profile=profile)), (196, 83, 87))
    few = Image.new("P", (16, 16), 0)
    few.putpalette([180, 90, 90] + [0] * 765)
    assert is_near(look(saved(few, "PNG", icc_profile=profile)), (196, 83, 87))


def test_a_grey_picture_is_as_light_as_its_profile_says():
    linear = drawn.grey_profile(1.0)
    assert is_near(look(flat("L", 128, "JPEG", icc_profile=linear)), (188, 188, 188))
    assert is_near(look(flat("L", 128, "JPEG")), (128, 128, 128))


def test_a_grey_picture_with_a_profile_for_colours_is_still_grey():
    profile = drawn.rgb_profile(drawn.DISPLAY_P3)
    assert is_near(look(flat("L", 128, "JPEG", icc_profile=profile)), (128, 128, 128))


def test_inks_look_as_their_press_prints_them():
    press = drawn.press_profile({(1, 0, 0, 0): (150, 100, 80)})
    cyan = flat("CMYK", (255, 0, 0, 0), "JPEG", icc_profile=press)
    assert is_near(look(cyan), (0, 157, 224))
    assert storage.develop(cyan.getvalue()).remarks == []


def test_inks_of_no_named_press_are_turned_into_light_and_the_editor_is_told():
    cyan = flat("CMYK", (255, 0, 0, 0), "JPEG")
    assert is_near(look(cyan), (0, 255, 255))
    assert any("names no colour profile" in r for r in storage.develop(cyan.getvalue()).remarks)


def test_sixteen_bits_of_grey_come_out_neither_white_nor_black():
    assert is_near(look(saved(Image.new("I;16", (16, 16), 32768), "PNG")), (128, 128, 128))
    assert is_near(look(saved(Image.new("I;16", (16, 16), 65535), "PNG")), (255, 255, 255))
    assert is_near(look(saved(Image.new("I;16", (16, 16), 0), "PNG")), (0, 0, 0))


def test_black_and_white_stay_so():
    assert is_near(look(saved(Image.new("1", (16, 16), 1), "PNG")), (255, 255, 255))
    assert is_near(look(saved(Image.new("1", (16, 16), 0), "PNG")), (0, 0, 0))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_stands_on_white(mode):
    clear = (0, 0, 0, 0) if mode == "RGBA" else (0, 0)
    assert is_near(look(flat(mode, clear)), (255, 255, 255))


@pytest.mark.parametrize("format_", ["PNG", "GIF"])
def test_a_palettes_transparent_colour_stands_on_white(format_):
    few = Image.new("P", (16, 16), 0)
    few.putpalette([180, 90, 90] + [0] * 765)
    assert is_near(look(saved(few, format_, transparency=0)), (255, 255, 255))


@pytest.mark.parametrize(
    "profile", [b"not a profile at all", b"\0" * 6_000_000], ids=["bad", "huge"]
)
def test_a_broken_or_bloated_profile_does_not_cost_the_picture(profile):
    found = look(flat("RGB", (180, 90, 90), "JPEG", icc_profile=profile))
    assert is_near(found, (180, 90, 90))


def test_a_profile_for_other_colours_does_not_cost_the_picture():
    profile = drawn.rgb_profile(drawn.ADOBE_RGB)
    assert is_near(look(flat("CMYK", (0, 0, 0, 0), "JPEG", icc_profile=profile)), (255, 255, 255))


def told_by_number(picture: io.BytesIO, primaries: int, transfer: int) -> io.BytesIO:
    """As a screenshot or an AVIF names its colours: by two numbers, and without a profile."""
    data = picture.getvalue()
    if data.startswith(b"\x89PNG"):
        named = drawn.chunk(b"cICP", bytes([primaries, transfer, 0, 1]))
        return io.BytesIO(data[:33] + named + data[33:])
    at = data.index(b"colrnclx") + 8
    numbers = struct.pack(">HH", primaries, transfer)
    return io.BytesIO(data[:at] + numbers + data[at + 4 :])


@pytest.mark.parametrize("format_", ["PNG", "AVIF"])
@pytest.mark.parametrize(
    ("primaries", "as_srgb"), [(1, (180, 90, 90)), (12, (195, 83, 87)), (9, (217, 68, 87))]
)
def test_colours_that_are_named_by_a_number_are_turned_into_srgb(format_, primaries, as_srgb):
    plain = flat("RGB", (180, 90, 90), format_, quality=95)
    assert is_near(look(told_by_number(plain, primaries, 13)), as_srgb)


def test_what_is_enclosed_goes_before_a_number():
    profile = drawn.rgb_profile(drawn.DISPLAY_P3)
    enclosed = flat("RGB", (180, 90, 90), "PNG", icc_profile=profile)
    assert is_near(look(told_by_number(enclosed, 9, 13)), (196, 83, 87))


@pytest.mark.parametrize("transfer", [16, 18])
def test_of_an_hdr_picture_the_editor_is_told_to_look(transfer: int):
    made = told_by_number(flat("RGB", (180, 90, 90), "AVIF"), 9, transfer)
    assert storage.develop(made.getvalue()).remarks == [
        "It is made for HDR screens: look at its colours, or export it in sRGB."
    ]
