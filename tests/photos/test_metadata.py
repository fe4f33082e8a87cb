"""What a picture says about itself: in IPTC-IIM, in XMP, in both, in neither, and in bad faith."""

import io
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from liveblog import publishing
from liveblog.models import Photo
from liveblog.photos import metadata, packets, renditions, storage
from liveblog.photos.metadata import Metadata
from tests.conftest import require_service
from tests.photos.drawn import moving

IIM = {
    "IPTC:Caption-Abstract": "Vögel über Zürich.",
    "IPTC:By-line": "Zoë Müller",
    "IPTC:Credit": "Agentür",
    "IPTC:CopyrightNotice": "© 2023 Agentür",
    "IPTC:DateCreated": "2023:09:19",
    "IPTC:TimeCreated": "14:30:05+02:00",
}
XMP = {
    "XMP-dc:Description": "Cranes over the old bridge.",
    "XMP-dc:Creator": "Ada Byron",
    "XMP-photoshop:Credit": "Reuters",
    "XMP-dc:Rights": "© Reuters",
    "XMP-xmpRights:UsageTerms": "One use, no sale.",
    "XMP-iptcCore:AltTextAccessibility": "Four cranes above a stone bridge",
    "XMP-photoshop:DateCreated": "2023:09:19 14:30:05+02:00",
}
FROM_IIM = Metadata(
    caption="Vögel über Zürich.",
    creator="Zoë Müller",
    credit_line="Agentür",
    copyright_notice="© 2023 Agentür",
    taken_at="2023-09-19T14:30:05+02:00",
)
FROM_XMP = Metadata(
    caption="Cranes over the old bridge.",
    creator="Ada Byron",
    credit_line="Reuters",
    copyright_notice="© Reuters",
    usage_terms="One use, no sale.",
    alt_text="Four cranes above a stone bridge",
    taken_at="2023-09-19T14:30:05+02:00",
)
AS_UTF_8 = {"IPTC:CodedCharacterSet": "UTF8"}


def drawn(format_: str = "JPEG") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, format_)
    out.seek(0)
    return out


class Darkroom:
    """Writes words into pictures with exiftool, as a photographer's desk does."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder

    def written(self, tags: dict[str, str], format_: str = "JPEG") -> io.BytesIO:
        path = self.folder / f"picture.{format_.lower()}"
        path.write_bytes(drawn(format_).getvalue())
        said = [f"-{name}={value}" for name, value in tags.items()]
        command = [self.program, "-q", "-overwrite_original", *said, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        return io.BytesIO(path.read_bytes())

    def groups_of(self, data: bytes) -> set[str]:
        """The kinds of things that exiftool finds in a file; what it works out itself is none."""
        path = self.folder / "looked_at"
        path.write_bytes(data)
        command = [self.program, "-j", "-G", "--Composite:all", str(path)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[0]
        return {name.partition(":")[0] for name in found if ":" in name}


@pytest.fixture
def darkroom(tmp_path: Path) -> Darkroom:
    program = shutil.which("exiftool")
    require_service(program, "exiftool", "libimage-exiftool-perl")
    return Darkroom(str(program), tmp_path)


def read(file: io.BytesIO) -> Metadata:
    with Image.open(file) as picture:
        picture.load()
        return metadata.said(picture, file.getvalue()).together


def with_xmp(inner: str, before: str = "") -> Metadata:
    """A picture with an XMP packet written by hand."""
    packet = f"""{before}<x:xmpmeta xmlns:x="adobe:ns:meta/"
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
        xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><rdf:RDF>{inner}</rdf:RDF></x:xmpmeta>"""
    picture = Image.new("RGB", (8, 8))
    picture.info["xmp"] = packet.encode()
    return metadata.said(picture).together


# Where the words stand


def test_a_picture_that_says_nothing_has_empty_words():
    assert read(drawn()) == Metadata()


def test_iptc_with_the_utf_8_mark(darkroom: Darkroom):
    assert read(darkroom.written(AS_UTF_8 | IIM)) == FROM_IIM


def test_iptc_without_the_mark_is_latin_1(darkroom: Darkroom):
    file = darkroom.written(IIM)
    assert "Zürich".encode("latin-1") in file.getvalue()
    assert read(file) == FROM_IIM


def test_iptc_in_a_png(darkroom: Darkroom):
    assert read(darkroom.written(AS_UTF_8 | IIM, "PNG")) == FROM_IIM


@pytest.mark.parametrize("held", ["1c026e00034166 70", "3842494d040400001c", "zz", "1c0", ""])
def test_iptc_in_a_png_that_is_broken_says_nothing_or_what_it_can(held: str):
    picture = Image.new("RGB", (8, 8))
    picture.info["Raw profile type iptc"] = f"\niptc\n   9\n{held}\n"
    assert metadata.said(picture).together.credit_line in ("", "Af", "Afp")


def test_resources_before_and_behind_a_pngs_iptc_are_passed_over():
    iim = bytes.fromhex("1c026e0003414650")
    resources = b"8BIM\x03\xed\x03abc\0\0\0\x05odd..\0" + b"8BIM\x04\x04\0\0\0\0\0\x08" + iim
    picture = Image.new("RGB", (8, 8))
    picture.info["Raw profile type iptc"] = f"\niptc\n  40\n{resources.hex()}\n"
    assert metadata.said(picture).together.credit == "AFP"


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
def test_xmp_in_every_kind_of_file_that_carries_it(darkroom: Darkroom, format_: str):
    assert read(darkroom.written(XMP, format_)) == FROM_XMP


def test_xmp_in_a_gif_that_moves(darkroom: Darkroom):
    path = darkroom.folder / "moves.gif"
    path.write_bytes(moving("GIF").getvalue())
    said = [f"-{name}={value}" for name, value in XMP.items()]
    subprocess.run([darkroom.program, "-q", "-overwrite_original", *said, str(path)], check=True)
    made = storage.develop(path.read_bytes())
    assert made.said.together == FROM_XMP


def test_xmp_in_a_gif_that_does_not_end_is_not_read(darkroom: Darkroom):
    whole = darkroom.written(XMP, "GIF").getvalue()
    assert packets.xmp(Image.new("P", (8, 8)), whole)
    endless = whole.replace(b"\x01\xff\xfe\xfd", b"\x01\xff\xfe\xfe")
    assert packets.xmp(Image.new("P", (8, 8)), endless) == b""


def test_a_caption_too_long_for_one_part_of_a_jpeg_is_read_from_the_next(darkroom: Darkroom):
    caption = "Cranes over the old bridge. " + "They come each year. " * 6_000
    file = darkroom.written(XMP | {"XMP-dc:Description": caption})
    assert b"http://ns.adobe.com/xmp/extension/" in file.getvalue()
    said = read(file)
    assert said.caption == caption[: metadata.LONGEST].strip()
    assert (said.credit, said.usage_terms) == ("Ada Byron/Reuters", "One use, no sale.")


def continued(parts: list[tuple[int, bytes]], named: str = "A" * 32) -> Metadata:
    """A JPEG whose first packet names a second one, which stands in `parts`."""
    picture = Image.open(drawn())
    description = f'<rdf:Description xmlns:n="http://ns.adobe.com/xmp/note/" {_RDF_AND_PHOTOSHOP}'
    first = f'{description} n:HasExtendedXMP="{named}" p:Credit="First"/>'
    picture.info["xmp"] = f"<a><rdf:RDF {_RDF_AND_PHOTOSHOP}>{first}</rdf:RDF></a>".encode()
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32
    sizes = [(at.to_bytes(4, "big"), held) for at, held in parts]
    picture.applist += [("APP1", head + bytes(4) + at + held) for at, held in sizes]
    return metadata.said(picture).together


_RDF_AND_PHOTOSHOP = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:p="http://ns.adobe.com/photoshop/1.0/"'
)
_SECOND = (
    f'<a><rdf:RDF {_RDF_AND_PHOTOSHOP}><rdf:Description p:Credit="Second" p:Instructions="No sales"'
    "/></rdf:RDF></a>"
).encode()


def test_the_parts_of_a_second_packet_join_in_their_own_order_and_the_first_packet_is_right():
    said = continued([(40, _SECOND[40:]), (0, _SECOND[:40]), (0, _SECOND[:40])])
    assert (said.credit_line, said.instructions) == ("First", "No sales")


@pytest.mark.parametrize(
    "parts",
    [
        [(0, _SECOND[:40]), (50, _SECOND[50:])],
        [(2**32 - 1, _SECOND)],
        [(0, b"\xff" * 60_000)],
        [(0, b" " * packets.MAX_BYTES), (packets.MAX_BYTES, _SECOND)],
    ],
    ids=["a gap", "far away", "no packet", "a book"],
)
def test_a_second_packet_that_does_not_join_is_left_out(parts: list[tuple[int, bytes]]):
    assert continued(parts) == Metadata(credit_line="First")


def test_a_second_packet_that_the_first_does_not_name_is_not_this_pictures():
    assert continued([(0, _SECOND)], named="B" * 32) == Metadata(credit_line="First")


def test_a_second_packet_is_parsed_once_however_often_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
):
    asked: list[str] = []
    really = packets.extended_xmp
    monkeypatch.setattr(
        packets, "extended_xmp", lambda p, name: asked.append(name) or really(p, name)
    )
    continued([(0, _SECOND)])
    with_xmp('<rdf:Description xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="C"/>' * 50)
    assert asked == ["A" * 32, "C"]


def test_where_both_speak_xmp_is_right(darkroom: Darkroom):
    assert read(darkroom.written(AS_UTF_8 | IIM | XMP)) == FROM_XMP


def test_what_xmp_leaves_unsaid_is_taken_from_iptc(darkroom: Darkroom):
    said = read(darkroom.written(AS_UTF_8 | IIM | {"XMP-dc:Creator": "Ada Byron"}))
    assert (said.creator, said.caption) == ("Ada Byron", "Vögel über Zürich.")


def test_several_creators_are_all_named(darkroom: Darkroom):
    both = ["-XMP-dc:Creator=Ada Byron", "-XMP-dc:Creator=Ben Oak"]
    path = darkroom.folder / "two.jpg"
    path.write_bytes(drawn().getvalue())
    subprocess.run([darkroom.program, "-q", "-overwrite_original", *both, str(path)], check=True)
    assert read(io.BytesIO(path.read_bytes())).creator == "Ada Byron, Ben Oak"


def test_of_several_languages_the_default_one_is_read():
    said = with_xmp(
        "<rdf:Description><dc:description><rdf:Alt>"
        '<rdf:li xml:lang="de">Kraniche</rdf:li><rdf:li xml:lang="x-default">Cranes</rdf:li>'
        "</rdf:Alt></dc:description></rdf:Description>"
    )
    assert said.caption == "Cranes"


def test_a_value_may_be_written_as_an_attribute():
    assert with_xmp('<rdf:Description photoshop:Credit="AFP"/>').credit == "AFP"


def test_the_words_of_the_picture_it_was_made_from_are_not_its_own():
    said = with_xmp(
        "<rdf:Description><xmpMM:DerivedFrom><rdf:Description>"
        "<photoshop:Credit>Somebody else</photoshop:Credit>"
        "</rdf:Description></xmpMM:DerivedFrom></rdf:Description>"
    )
    assert said == Metadata()


@pytest.mark.parametrize(
    ("escape", "charset", "words"),
    [
        ("\x1b-L", "iso8859_5", "Журавли над мостом"),
        ("\x1b.L", "iso8859_5", "Журавли над мостом"),
        ("\x1b-B", "iso8859_2", "Żurawie nad mostem"),
        ("\x1b-F", "iso8859_7", "Γερανοί"),
        ("\x1b-A", "cp1252", "“Vögel”"),
        ("\x1b-?", "cp1252", "“Vögel”"),
        ("\x1b%/I", "utf-8", "Журавли"),
    ],
)
def test_letters_are_read_as_the_set_that_the_file_names(
    darkroom: Darkroom, escape: str, charset: str, words: str
):
    raw = words.encode(charset).decode("latin-1")
    marked = {"IPTC:CodedCharacterSet": escape.replace("\x1b", "ESC ")}
    file = darkroom.written(marked | {"IPTC:Caption-Abstract": "x" * len(raw)}).getvalue()
    file = file.replace(b"x" * len(raw), words.encode(charset))
    assert escape.encode() in file
    assert read(io.BytesIO(file)).caption == words


def test_windows_quotes_without_the_mark_are_quotes(darkroom: Darkroom):
    file = darkroom.written({"IPTC:Caption-Abstract": "“No,” she said – twice"})
    assert b"\x93No,\x94 she said \x96 twice" in file.getvalue()
    assert read(file).caption == "“No,” she said – twice"


def test_utf_8_that_forgot_its_mark_is_read_as_what_it_is(darkroom: Darkroom):
    unmarked = darkroom.written(AS_UTF_8 | IIM).getvalue().replace(b"\x1b%G", b"abc")
    assert read(io.BytesIO(unmarked)) == FROM_IIM


def test_what_each_says_is_kept_apart_where_they_disagree(darkroom: Darkroom):
    with Image.open(darkroom.written(AS_UTF_8 | IIM | XMP)) as picture:
        said = metadata.said(picture)
    assert said.by_source["iptc"]["caption"] == "Vögel über Zürich."
    assert said.by_source["xmp"]["caption"] == "Cranes over the old bridge."


@pytest.mark.parametrize("tag", ["IPTC:SpecialInstructions", "XMP-photoshop:Instructions"])
def test_a_restriction_among_the_instructions_is_a_term_of_use(darkroom: Darkroom, tag: str):
    assert read(darkroom.written({tag: "NO SALES"})).terms == "NO SALES"


def test_terms_and_instructions_are_both_terms_each_once():
    assert Metadata(usage_terms="One use.", instructions="No sales.").terms == "One use.\nNo sales."
    assert Metadata(usage_terms="No sales.", instructions="No sales.").terms == "No sales."


# How the credit is printed


@pytest.mark.parametrize(
    ("creator", "credit_line", "credit"),
    [
        ("Ada Byron", "Reuters", "Ada Byron/Reuters"),
        ("Ada Byron", "", "Ada Byron"),
        ("", "Reuters", "Reuters"),
        ("", "", ""),
        ("Ada Byron", "Ada Byron/Reuters", "Ada Byron/Reuters"),
        ("ADA BYRON", "Ada Byron / AFP", "Ada Byron / AFP"),
        ("Ada Byron/AFP", "AFP", "Ada Byron/AFP"),
    ],
)
def test_the_credit_names_creator_and_agency_once(creator: str, credit_line: str, credit: str):
    assert Metadata(creator=creator, credit_line=credit_line).credit == credit


# When it was taken


def test_a_phone_that_wrote_only_exif_still_says_when(darkroom: Darkroom):
    tags = {"EXIF:DateTimeOriginal": "2023:09:19 14:30:05", "EXIF:OffsetTimeOriginal": "+02:00"}
    assert read(darkroom.written(tags)).taken_at == "2023-09-19T14:30:05+02:00"


def test_a_camera_that_knows_its_photographer_is_believed_where_nobody_else_speaks(
    darkroom: Darkroom,
):
    tags = {"EXIF:Artist": "Zoë Müller", "EXIF:Copyright": "© Zoë Müller"}
    said = read(darkroom.written(tags))
    assert (said.creator, said.credit) == ("Zoë Müller", "Zoë Müller")
    assert said.copyright_notice == "© Zoë Müller"
    assert read(darkroom.written(tags | XMP)) == FROM_XMP
    assert read(darkroom.written(tags | AS_UTF_8 | IIM | {"IPTC:By-line": "Ada"})).creator == "Ada"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (b"Zo\xeb M\xfcller", "Zoë Müller"),
        (b"Ada Byron\0The Agency", "Ada Byron, The Agency"),
        (b" \0The Agency", "The Agency"),
        (b"      ", ""),
    ],
)
def test_a_cameras_owner_in_whatever_letters(written: bytes, read_as: str):
    exif = Image.Exif()
    exif[0x8298] = "x" * len(written)
    out = io.BytesIO()
    Image.new("RGB", (6, 4), "navy").save(out, "JPEG", exif=exif)
    data = out.getvalue().replace(b"x" * len(written), written)  # Pillow writes ASCII alone.
    assert read(io.BytesIO(data)).copyright_notice == read_as


@pytest.mark.parametrize(
    "said", ["2023", "2023-09", "0000-00-00", "soon", "0001-01-01T00:00+14:00"]
)
def test_half_a_date_and_an_impossible_one_are_no_date(said: str):
    words = f'<rdf:Description photoshop:DateCreated="{said}"/>'
    assert with_xmp(words).taken_at == ""


# Bad faith


def test_broken_bytes_are_shown_as_broken_and_stop_nothing(darkroom: Darkroom):
    whole = darkroom.written(AS_UTF_8 | IIM).getvalue()
    broken = whole.replace("Vögel".encode(), b"V\xff\xffgel")  # As long, and no UTF-8.
    assert broken != whole
    said = read(io.BytesIO(broken))
    assert said.caption.startswith("V�")
    assert said.creator == "Zoë Müller"


def test_a_packet_with_a_few_wrong_bytes_still_says_the_rest(darkroom: Darkroom):
    whole = darkroom.written(XMP).getvalue()
    broken = whole.replace(b"Cranes", b"Cr\xe4\xffes")
    assert broken != whole
    said = read(io.BytesIO(broken))
    assert said.caption == "Cr\ufffd\ufffdes over the old bridge."
    assert said.credit == "Ada Byron/Reuters"


def test_an_entity_bomb_is_not_unpacked():
    bomb = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert with_xmp('<rdf:Description photoshop:Credit="&b;"/>', before=bomb) == Metadata()


def test_another_files_words_are_not_fetched():
    theft = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    inner = "<rdf:Description><photoshop:Credit>&a;</photoshop:Credit></rdf:Description>"
    assert with_xmp(inner, before=theft) == Metadata()


def test_a_packet_as_large_as_a_book_is_not_read():
    inner = f"<!-- {'x' * packets.MAX_BYTES} -->"
    assert with_xmp(f'{inner}<rdf:Description photoshop:Credit="AFP"/>') == Metadata()


def test_a_caption_as_long_as_a_book_is_cut():
    said = with_xmp(f'<rdf:Description photoshop:Credit="{"x" * 9_000}"/>')
    assert len(said.credit_line) == metadata.LONGEST


@settings(max_examples=200, deadline=None)
@given(packet=st.binary(max_size=200), iim=st.binary(max_size=200))
def test_no_bytes_whatever_raise(packet: bytes, iim: bytes):
    with Image.open(drawn()) as picture:
        picture.info["xmp"] = packet
        picture.info["photoshop"] = {0x0404: iim}
        metadata.said(picture)


@settings(max_examples=100, deadline=None)
@given(dataset=st.integers(0, 255), said=st.binary(max_size=60), length=st.integers(0, 90))
def test_no_dataset_whatever_raises(dataset: int, said: bytes, length: int):
    with Image.open(drawn()) as picture:
        record = bytes([0x1C, 2, dataset]) + length.to_bytes(2, "big") + said
        picture.info["photoshop"] = {0x0404: record * 3}
        metadata.said(picture)


# What the library takes


@pytest.mark.django_db
def test_a_stored_picture_has_the_words_that_came_with_it(darkroom: Darkroom):
    photo = storage.store(darkroom.written(XMP))
    assert photo.caption == "Cranes over the old bridge."
    assert photo.credit == "Ada Byron/Reuters"
    assert photo.creator == "Ada Byron"
    assert photo.copyright_notice == "© Reuters"
    assert photo.usage_terms == "One use, no sale."
    assert photo.alt_text == "Four cranes above a stone bridge"
    assert photo.taken_at == datetime(2023, 9, 19, 12, 30, 5, tzinfo=UTC)
    photo.full_clean()


@pytest.mark.django_db
def test_what_the_agency_wrote_is_kept_whatever_is_made_of_it(darkroom: Darkroom):
    photo = storage.store(darkroom.written(AS_UTF_8 | IIM | XMP), name="DSC_1.JPG")
    photo.caption = photo.creator = "Ours"
    publishing.save_shared(photo, by=None)
    kept = Photo.objects.get(pk=photo.pk).said_by_file
    assert kept["file"] == {"name": "DSC_1.JPG", "format": "JPEG", "width_px": 60, "height_px": 40}
    assert kept["xmp"]["caption"] == "Cranes over the old bridge."
    assert kept["iptc"]["creator"] == "Zoë Müller"


@pytest.mark.django_db
def test_a_file_that_says_nothing_has_nothing_kept_of_its_words():
    photo = storage.store(drawn())
    assert set(photo.said_by_file) == {"file", "remarks"}
    assert (photo.caption, photo.creator, photo.credit, photo.usage_terms) == ("", "", "", "")


@pytest.mark.django_db
def test_words_behind_the_pixels_of_a_png_are_read_too(darkroom: Darkroom):
    assert storage.store(darkroom.written(XMP, "PNG")).credit == "Ada Byron/Reuters"


@pytest.mark.django_db
def test_the_librarys_own_words_stay_when_the_file_comes_again(darkroom: Darkroom):
    photo = storage.store(darkroom.written(XMP))
    photo.credit = "Ada Byron for Us"
    publishing.save_shared(photo, by=None)
    assert storage.store(darkroom.written(XMP)).credit == "Ada Byron for Us"


@pytest.mark.django_db
def test_words_longer_than_the_library_takes_are_cut(darkroom: Darkroom):
    photo = storage.store(darkroom.written({"XMP-photoshop:Credit": "x" * 900}))
    assert photo.credit == "x" * 200
    publishing.save_shared(photo, by=None)


@pytest.mark.django_db
def test_a_camera_without_a_zone_is_on_the_clock_of_the_blog(darkroom: Darkroom):
    with timezone.override(ZoneInfo("Europe/Berlin")):
        photo = storage.store(darkroom.written({"EXIF:DateTimeOriginal": "2023:09:19 14:30:05"}))
    assert photo.taken_at == datetime(2023, 9, 19, 12, 30, 5, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_leaves_the_house(darkroom: Darkroom, format_: str):
    tags = {
        **XMP,
        "EXIF:GPSLatitude": "39.8167",
        "EXIF:GPSLatitudeRef": "N",
        "EXIF:Make": "Maker",
        "EXIF:SerialNumber": "12345",
        "XMP-aux:LensSerialNumber": "67890",
    }
    photo = storage.store(darkroom.written(tags, format_))
    renditions.make(photo)
    for name in [photo.file.name, *(each.name for each in photo.renditions)]:
        with storage.pictures().open(name) as file:
            found = darkroom.groups_of(file.read())
        assert found.isdisjoint({"EXIF", "GPS", "XMP", "IPTC", "MakerNotes", "ICC_Profile"})
    assert "39.8" not in str(photo.said_by_file)
    assert "12345" not in str(photo.said_by_file)


@pytest.mark.django_db
def test_where_the_camera_stood_is_kept_nowhere(darkroom: Darkroom):
    place = {
        "EXIF:GPSLatitude": "39.8167",
        "EXIF:GPSLatitudeRef": "N",
        "XMP-exif:GPSLatitude": "39.8167",
        "XMP-iptcCore:Location": "The photographer's own street",
    }
    photo = storage.store(darkroom.written(XMP | place))
    with storage.pictures().open(photo.file.name) as file:
        kept = file.read()
    assert b"GPS" not in kept
    assert b"own street" not in kept
    assert "39" not in f"{photo.caption}{photo.usage_terms}{photo.alt_text}"


def test_a_packet_nested_a_thousand_deep_says_what_stands_at_its_top():
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    words = "<dc:description>{}</dc:description>"
    deep = words.format("Deep")
    for _ in range(1_000):
        deep = f"<r:RDF><r:Description>{words.format(deep)}</r:Description></r:RDF>"
    packet = (
        f'<x xmlns:r="{rdf}" xmlns:dc="http://purl.org/dc/elements/1.1/"><r:RDF><r:Description>'
        f"<dc:description>Top{deep}</dc:description></r:Description></r:RDF></x>"
    )
    parts = list(metadata._parts(packet.encode()))
    assert len(parts) == 1


def test_a_caption_of_the_file_does_not_turn_round_what_follows_it():
    assert metadata._clean("The wall \u202eat dawn") == "The wall at dawn"
