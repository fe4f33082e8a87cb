"""Whatever is sent as a picture is handled, or refused with a word; and it costs little."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from liveblog.photos import anatomy, storage
from tests.photos.drawn import moving, picture, png_of, saved

ROOT = Path(__file__).resolve().parent.parent.parent
ORIENTATION = 0x0112


def refusal(data: bytes) -> str:
    with pytest.raises(storage.RefusedPicture) as refused:
        storage.develop(data, "“front.jpg”")
    return str(refused.value)


def kept(data: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(storage.develop(data).jpeg))
    found.load()
    return found


# What is taken


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_each_format_comes_out_as_a_jpeg_of_its_size(format_):
    assert (kept(picture(format_).getvalue()).format, kept(picture(format_).getvalue()).size) == (
        "JPEG",
        (60, 40),
    )


def test_an_avif_under_the_name_of_its_family_is_a_picture_and_a_heic_is_none():
    data = picture("AVIF").getvalue()
    assert data[4:12] == b"ftypavif"
    assert kept(data[:8] + b"mif1" + data[12:]).size == (60, 40)
    assert "it is a HEIC" in refusal(b"\0\0\0\x1cftypmif1\0\0\0\0mif1heicavif")


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "AVIF", "PNG"])
def test_of_a_picture_that_moves_the_first_frame_is_kept_and_the_editor_is_told(format_):
    made = storage.develop(moving(format_).getvalue())
    red, green, blue = kept(moving(format_).getvalue()).getpixel((4, 4))
    assert red > 240
    assert max(green, blue) < 20
    assert made.remarks == ["It moves. Only its first frame is kept."]


def test_a_picture_of_thousands_of_frames_costs_one_of_them(monkeypatch):
    data = moving("GIF", frames=3000).getvalue()
    unpacked = []
    really = Image.Image.load
    monkeypatch.setattr(Image.Image, "load", lambda self: unpacked.append(1) or really(self))
    storage.develop(data)
    assert len(unpacked) < 20


def test_a_frame_that_is_larger_than_its_picture_changes_nothing():
    first, second = moving("GIF", 1, (8, 8)).getvalue(), moving("GIF", 1, (500, 500)).getvalue()
    frame = second[second.index(b",") : -1]  # From its image descriptor to before the trailer.
    assert kept(first[:-1] + frame + b";").size == (8, 8)


def test_one_pixel_is_a_picture():
    assert kept(saved(Image.new("RGB", (1, 1), "red"), "PNG").getvalue()).size == (1, 1)


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1)])
def test_a_line_is_a_picture(size, settings):
    settings.LIVEBLOG = {"PHOTO_KEPT_SIDE_PX": 100}
    assert max(kept(saved(Image.new("RGB", size), "PNG").getvalue()).size) == 100


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_larger_one_than_is_kept_is_made_smaller_and_the_editor_is_told(format_, settings):
    settings.LIVEBLOG = {"PHOTO_KEPT_SIDE_PX": 300}
    made = storage.develop(picture(format_, (900, 600)).getvalue())
    assert (made.width_px, made.height_px) == (300, 200)
    assert made.remarks == ["It came in 900 × 600 pixels and is kept in 300 × 200."]


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_way_to_hold_a_camera_comes_out_upright(turn):
    upright = Image.new("RGB", (60, 40), "blue")
    upright.paste("red", (0, 0, 20, 20))
    if turn in storage._UPRIGHT:
        undo = {6: 8, 8: 6}.get(turn, turn)
        upright = upright.transpose(storage._UPRIGHT[undo])
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    found = kept(saved(upright, "JPEG", exif=exif, quality=95).getvalue())
    assert found.size == (60, 40)
    assert found.getpixel((8, 8))[0] > 200
    assert found.getpixel((50, 30))[2] > 200


# What is refused


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "it is empty"),
        (b"MZ\x90\x00\x03" + bytes(400), "it is a program"),
        (b"\x7fELF\x02\x01", "it is a program"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "it is an SVG"),
        (b"<?xml version='1.0'?>\n<!-- by hand -->\n<svg/>", "it is an SVG"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "it is a web page"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"PK\x03\x04", "it is a zip archive or an office document"),
        (b"8BPS\x00\x01", "it is a Photoshop document"),
        (b"II*\x00\x08\x00", "it is a TIFF or a camera’s raw file"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "it is a HEIC, as telephones take them"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00", "it is a film"),
    ],
)
def test_what_is_no_picture_is_called_by_what_it_is_whatever_its_name(data, kind):
    said = refusal(data)
    assert said.startswith(f"“front.jpg” is not a picture we can read: {kind}")
    assert said.endswith("Send a JPEG, PNG, WebP, AVIF or GIF.")


def test_what_nobody_knows_is_refused_without_a_guess():
    assert "can read. Send" in refusal(b"Dear editor, please find attached")


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_picture_that_broke_off_is_refused_as_damaged(format_, share):
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    whole = saved(noise, format_).getvalue()
    assert "is damaged: part of the picture is missing" in refusal(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("data", [png_of(100_000, 100_000), png_of(2**31 - 1, 2**31 - 1)])
def test_a_header_that_promises_gigapixels_is_refused_before_anything_is_unpacked(
    data, monkeypatch
):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was unpacked"))
    assert "more than 64 megapixels" in refusal(data)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_little_more_than_the_limit_is_refused_in_the_same_words():
    assert "more than 64 megapixels" in refusal(png_of(10_000, 9_500))
    assert "more than 64 megapixels" in refusal(png_of(8_001, 8_000))


def test_a_jpeg_that_asks_to_be_gone_over_a_thousand_times_is_refused():
    data = saved(Image.new("RGB", (64, 64)), "JPEG", progressive=True).getvalue()
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert "far more pieces" in refusal(data[:-2] + scan * 1000 + data[-2:])


def test_a_jpeg_of_endless_comments_is_refused():
    data = picture().getvalue()
    assert "far more pieces" in refusal(data[:2] + b"\xff\xfe\x00\x02" * 60_000 + data[2:])


def segment(marker: int, data: bytes = b"") -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


EXIF = segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + bytes(40))


@pytest.mark.parametrize(
    "endless",
    [
        EXIF * 200,
        b"\xff\xd9" + EXIF * 200,
        b"\xff\xd8" + EXIF * 200,
        b"\xff\xc8\xff\xf0\xff\xfd" + EXIF * 200,
        segment(0xC0, bytes([8, 0, 40, 0, 60, 3]) + bytes(60_000)) * 20,
        bytes(2_000_000),
        b"\xff\xd9" * 1_000_000,
    ],
    ids=["exif", "past-an-end", "past-a-start", "past-bare-marks", "frames", "nothing", "ends"],
)
def test_a_jpeg_whose_head_is_endless_is_refused_before_it_is_opened(endless, monkeypatch):
    monkeypatch.setattr(Image, "open", lambda *a, **k: pytest.fail("it was opened"))
    data = picture().getvalue()
    assert "far more pieces" in refusal(data[:20] + endless + data[20:])


def test_scans_behind_a_mark_that_has_no_length_are_counted():
    data = saved(Image.new("RGB", (64, 64)), "JPEG", progressive=True).getvalue()
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert anatomy.is_overbuilt(data[:-2] + (b"\xff\x01" + scan) * 1000 + data[-2:])


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow misses the second picture of the MPF.
def test_a_large_jpeg_with_all_that_cameras_and_editors_write_is_not_called_overbuilt():
    """A profile in all its 255 parts, 30 MB of a depth map in XMP, previews, drawings, content
    credentials.
    """
    full = bytes(65_000)
    head = EXIF
    head += b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 255])) for n in range(1, 256))
    head += segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + full) * 460
    head += segment(0xE2, b"MPF\0II*\0\x08\0\0\0" + full[:900]) * 4
    head += segment(0xED, b"Photoshop 3.0\x00" + full) * 40
    head += segment(0xEB, b"JP" + full) * 200
    data = picture().getvalue()
    assert kept(data[:20] + head + data[20:]).size == (60, 40)


def test_what_stands_behind_a_jpegs_end_is_not_looked_at():
    assert kept(picture().getvalue() + EXIF * 200).size == (60, 40)


COMMENT = b"\x21\xfe\x01x\x00"


@pytest.mark.parametrize(
    "endless",
    [
        COMMENT * 100_000,
        b"\x21\xfe" + b"\x02xx" * 100_000 + b"\0",
        b"\x21\xfe\0" * 100_000,
        b"\x21\xff\0\x11" + bytes(17) + b"\0" + COMMENT * 100_000,
        b"\x21\xff\x0bNETSCAPE2.0\0\xfe" + b"\0" * 254 + b"\0" + COMMENT * 100_000,
        bytes(200_000),
    ],
    ids=["comments", "one-in-pieces", "empty-ones", "past-an-end", "past-a-repeat", "nothing"],
)
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_gif_of_endless_words_is_refused_before_it_is_opened(endless, place, monkeypatch):
    data = moving("GIF", 2).getvalue()
    at = data.index(b"!" if place == "before" else b",")
    if place == "behind":
        at = data.index(b"!\xf9", at + 10)
    monkeypatch.setattr(Image, "open", lambda *a, **k: pytest.fail("it was opened"))
    assert "far more pieces" in refusal(data[:at] + endless + data[at:])


def test_a_gif_is_counted_in_frames_words_and_blocks():
    data = saved(Image.new("P", (8, 8)), "GIF", comment=b"x" * 600).getvalue()
    parts = [data[at] for at in anatomy._gif_parts(data)]
    # The comment and its three blocks; the frame and its one.
    assert parts[:4] == [ord("!"), 255, 255, 90]
    assert parts[-2] == ord(",")
    assert len(parts) == 6


def test_an_honest_large_gif_is_not_called_overbuilt():
    noise = Image.effect_noise((4000, 2500), 90)
    data = saved(noise, "GIF").getvalue()
    assert len(data) > 10_000_000
    assert not anatomy.is_overbuilt(data)


def test_a_png_of_endless_parts_is_refused():
    data = picture("PNG").getvalue()
    part = struct.pack(">I", 0) + b"ruBb" + struct.pack(">I", zlib.crc32(b"ruBb"))
    assert "far more pieces" in refusal(data[:33] + part * 60_000 + data[33:])


def test_an_honest_progressive_picture_with_restarts_is_not_called_overbuilt():
    noise = Image.effect_noise((400, 400), 90)
    data = saved(noise, "JPEG", progressive=True, restart_marker_blocks=1).getvalue()
    assert not anatomy.is_overbuilt(data)


# Ill-formed words in a sound picture


def with_segment(marker: int, data: bytes) -> bytes:
    whole = picture().getvalue()
    return whole[:2] + segment(marker, data) + whole[2:]


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says that they are corrupt.
@pytest.mark.parametrize(
    "data",
    [
        with_segment(0xE1, b"Exif\0\0II*\0" + b"\xff" * 60_000),
        with_segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03" * 9000),
        with_segment(0xE1, b"Exif\0\0no"),
        with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta" + b"<a>" * 20_000),
        with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"\xff" * 65_000),
        with_segment(0xE2, b"ICC_PROFILE\0\1\1" + b"\xff" * 65_000),
        with_segment(0xE2, b"ICC_PROFILE\0\x07\x02junk"),
        with_segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff\x1c\x02"),
        with_segment(0xE2, b"MPF\0II*\0\xff\xff\xff\xff"),
    ],
    ids=[
        "exif",
        "exif-entries",
        "exif-short",
        "xmp",
        "xmp-bytes",
        "icc",
        "icc-part",
        "iptc",
        "mpf",
    ],
)
def test_huge_or_broken_words_do_not_cost_the_picture(data):
    assert kept(data).size == (60, 40)


# Two things at once


@pytest.mark.parametrize(
    ("data", "hidden"),
    [
        (picture().getvalue() + b"<html><script>alert(1)</script>", b"<script"),
        (with_segment(0xFE, b"<html><script>alert(1)</script>"), b"<script"),
        (picture().getvalue() + b"PK\x03\x04 a whole archive PK\x05\x06", b"PK"),
        (picture("GIF", comment=b"*/=1;alert(1)/*").getvalue() + b"=1;alert(1)", b"alert"),
        (picture("PNG").getvalue() + b"<?php system('id') ?>", b"<?php"),
    ],
    ids=["jpeg+html", "jpeg-comment", "jpeg+zip", "gif+js", "png+php"],
)
def test_what_hides_behind_a_picture_is_left_behind(data, hidden):
    assert hidden not in storage.develop(data).jpeg


# What it costs


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_24_megapixels_take_less_memory_than_three_of_them(format_, tmp_path):
    path = tmp_path / "24"
    Image.new("RGB", (6000, 4000), "navy").save(path, format_)
    # Unpacked they are 24 million × 4 bytes = 96 MB.
    assert cost_in_megabytes(path) < 3 * 96


def test_a_small_file_that_unpacks_to_the_limit_is_bounded(tmp_path):
    path = tmp_path / "limit"
    Image.new("P", (8000, 8000)).save(path, "GIF")
    assert path.stat().st_size < 200_000
    # 64 million pixels as numbers, as colours, and 36 million of them kept: 64 + 256 + 144 MB …
    assert cost_in_megabytes(path) < 700


def cost_in_megabytes(path: Path) -> float:
    """How much more than before a fresh process holds at its worst."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    return float(done.stdout)


_MEASURE = """
import os, resource, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
import django
django.setup()
from liveblog.photos import storage
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
data = open(sys.argv[1], "rb").read()
before = peak()
storage.develop(data)
print((peak() - before) * 1024 / 1_000_000)
"""
