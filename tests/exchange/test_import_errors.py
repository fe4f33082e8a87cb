"""A file that cannot be imported is refused whole, and the message says where and what to do."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from liveblog import markup, publishing
from liveblog.exchange.imports import said
from liveblog.models import Blog, Explainer, Photo, Post, Revision
from tests import factory
from tests.exchange.texts import FIXTURES, HARBOUR

pytestmark = pytest.mark.django_db


def refusal(file: Path, blog: Blog | None = None) -> str:
    """The command's message; it has written nothing."""
    blog = blog or factory.blog()
    before = Revision.objects.count(), Post.objects.count(), Photo.objects.count()
    with pytest.raises(CommandError) as error:
        call_command("import_posts", str(file), format="transcript", blog=blog.slug)
    assert (Revision.objects.count(), Post.objects.count(), Photo.objects.count()) == before
    assert Blog.objects.get(pk=blog.pk).version == blog.version
    return str(error.value)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b" \n\n \r\n", 1, "the file is empty"),
        (b"04:20 PM CET\n\nFerries", 1, "the first line has no date"),
        (b"\n\nFerries stop\n04:20 PM CET", 3, "the first line has no date"),
        (b"date 2024-02-30 A quay\n04:20 PM CET", 1, "“2024-02-30” is not a day"),
        (b"date 2.3.2024\n04:20 PM CET", 1, "“2.3.2024” is not a day"),
        (b"date 0001-01-01\n01:00 AM CET", 1, "“0001-01-01” is not a day"),
        (b"date 2024-03-02\n\nFerries\n\nThey stop.\n", 5, "ends without a stamp"),
        (b"date 2024-03-02\n04:20 PM XYZ\nFerries", 2, "“XYZ” is not a time zone"),
        (b"date 2024-03-02\n04:20 PM IST\nFerries", 2, "Write the time in UTC"),
        (b"date 2024-03-02\n04:20 PM CET\nA\n13:75 PM CET\nB", 4, "“13:75 PM CET” cannot be"),
        (b"date 2024-03-02\n00:10 PM CET\nB", 2, "“00:10 PM CET” cannot be"),
        (b"date 2024-03-02\n04:20 PM CET\nFer\xff", 3, "byte 4 is 0xff, which is not UTF-8"),
        (b"date 2024-03-02\r\n04:20 PM CET\r\n\xe9t\xe9", 3, "byte 1 is 0xe9"),
        ("date 2024-03-02".encode("utf-16"), 1, "Save the file as UTF-8"),
        (b"date 2024-03-02\n04:20 PM CET\nFer\x00ries", 3, "control character (U+0000)"),
        (b"date 2024-03-02\n04:20 PM CET\n" + b"x" * 1_000_000, 3, "1,000,000 characters"),
        (b"date 2999-01-01\n04:20 PM CET\nFerries", 2, "is still to come"),
        (
            b"date 2024-03-02\n04:20 PM CET\nA\nB \xe2\x80\x94 C (@c) June 31, 2024",
            4,
            "“June 31, 2024” is not a day",
        ),
    ],
)
def test_the_message_names_file_line_and_fault(
    tmp_path: Path, data: bytes, line: int, message: str
):
    file = tmp_path / "blog.txt"
    file.write_bytes(data)
    refused = refusal(file)
    assert refused.startswith(f"{file}, line {line}: ")
    assert message in refused
    assert refused.endswith("Nothing was imported.")


def test_an_error_below_good_entries_imports_none_of_them(tmp_path: Path):
    file = tmp_path / "blog.txt"
    file.write_bytes(HARBOUR.replace(b"02:30 PM CET", b"02:30 PM"))
    assert "Add the zone" in refusal(file)


def test_a_missing_file_is_named(tmp_path: Path):
    assert "missing.txt cannot be read: No such file" in refusal(tmp_path / "missing.txt")


def test_a_folder_is_no_file(tmp_path: Path):
    assert "cannot be read" in refusal(tmp_path)


def test_a_missing_blog_names_the_near_ones():
    factory.blog(slug="storm-at-selby")
    factory.blog(slug="budget-day")
    with pytest.raises(
        CommandError, match=r"no blog “storm-selby”\. Did you mean storm-at-selby\?"
    ):
        call_command("import_posts", str(FIXTURES / "harbour.txt"), blog="storm-selby")


def test_with_no_blog_near_the_message_says_where_to_make_one():
    with pytest.raises(CommandError, match="Create it in the admin"):
        call_command("import_posts", str(FIXTURES / "harbour.txt"), blog="storm")


def test_another_format_is_refused_and_the_known_one_named():
    with pytest.raises(CommandError, match="transcript"):
        call_command("import_posts", "x.txt", "--blog", "storm", "--format", "wxr")


# One stands in a post's text, one in the standfirst, one in the explainer.
@pytest.mark.parametrize("lost", ["twelve", "Marit", "1911"])
def test_a_word_that_is_not_stored_stops_the_import_and_names_its_line(
    monkeypatch: pytest.MonkeyPatch, lost: str
):
    honest = markup.from_plain
    monkeypatch.setattr(markup, "from_plain", lambda text: honest(text.replace(lost, "")))
    refused = refusal(FIXTURES / "harbour.txt")
    line = len(HARBOUR.decode().split(lost)[0].split("\n"))
    assert f"line {line}: these words were not stored: {lost}." in refused
    assert not Explainer.objects.exists()


@pytest.mark.parametrize("field", ["url", "author", "handle", "text"])
def test_a_part_of_a_quotation_that_is_not_stored_stops_the_import(
    monkeypatch: pytest.MonkeyPatch, field: str
):
    honest = said.embed_fields

    def lossy(quote: Any) -> dict[str, Any]:
        return {**honest(quote), field: "https://x.com/lost" if field == "url" else "Lost"}

    monkeypatch.setattr(said, "embed_fields", lossy)
    assert "these words were not stored" in refusal(FIXTURES / "harbour.txt")


def test_a_credit_that_is_not_stored_stops_the_import(monkeypatch: pytest.MonkeyPatch):
    honest = Photo.save

    def lossy(photo: Photo, *args: Any, **kwargs: Any) -> None:
        photo.credit = ""
        honest(photo, *args, **kwargs)

    monkeypatch.setattr(Photo, "save", lossy)
    assert "line 1: these words were not stored: ANA" in refusal(FIXTURES / "harbour.txt")


def test_a_picture_that_came_without_alt_text_is_named_before_its_post_is_changed(tmp_path: Path):
    blog = factory.blog()
    call_command("import_posts", str(FIXTURES / "harbour.txt"), blog=blog.slug, verbosity=0)
    photo = blog.posts.get(headline__startswith="Pictured:").photos.get().photo
    photo.file = ContentFile(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "sandbags.gif")
    publishing.save_shared(photo, by=None)
    file = tmp_path / "blog.txt"
    file.write_bytes(HARBOUR.replace(b"in the yard", b"in the court"))
    line = len(HARBOUR.decode().split("03:20 PM CET")[0].split("\n"))
    refused = refusal(file, Blog.objects.get(pk=blog.pk))
    assert f"line {line}: The picture has no alt text" in refused
