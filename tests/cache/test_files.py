"""nginx serves files and pictures itself: for a year where their names say what they hold."""

import json
from pathlib import Path

import pytest

from tests import factory


def static(front, name: str) -> str:
    manifest = Path(front.newsroom.env["STATIC_ROOT"]) / "staticfiles.json"
    return "/static/" + json.loads(manifest.read_text())["paths"][name]


def test_a_file_with_its_hash_in_its_name_is_kept_for_a_year(front):
    before = front.newsroom.answered("/static/")
    answer = front.ask(static(front, "liveblog/live.js"), Accept_Encoding="gzip")
    assert answer.getheader("Cache-Control") == "public, max-age=31536000, immutable"
    assert answer.getheader("Content-Encoding") == "gzip"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert front.newsroom.answered("/static/") == before


def test_a_file_without_one_is_kept_for_a_minute(front):
    answer = front.ask("/static/liveblog/live.js")
    assert answer.getheader("Cache-Control") == "public, max-age=60"


def test_a_picture_comes_from_the_disk_and_can_run_nothing(front):
    picture = Path(front.newsroom.env["MEDIA_ROOT"]) / "photos" / "a.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"RIFF")
    before = front.newsroom.answered("/media/")
    answer = front.ask("/media/photos/a.webp")
    assert (answer.status, answer.raw) == (200, b"RIFF")
    assert answer.getheader("Content-Type") == "image/webp"
    assert "immutable" in answer.getheader("Cache-Control")
    assert "sandbox" in answer.getheader("Content-Security-Policy")
    assert front.newsroom.answered("/media/") == before


@pytest.mark.parametrize("path", ["/static/none.js", "/media/none.webp", "/static/", "/media/"])
def test_a_file_that_is_not_there_is_not_kept(front, path):
    answer = front.ask(path)
    assert answer.status in (403, 404)
    assert answer.getheader("Cache-Control") is None


def test_every_style_and_script_of_a_page_is_found(front):
    page = front.ask(factory.blog().get_absolute_url()).text
    for name in ("liveblog/reader.css", "liveblog/live.js", "vendor/htmx-2.0.11.min.js"):
        assert static(front, name) in page
        assert front.ask(static(front, name)).status == 200
