"""An upload becomes a stored picture: looked at, turned upright, stripped of what it tells."""

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from threading import Lock
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import timezone
from PIL import Image

from liveblog import conf, markup
from liveblog.models import Photo
from liveblog.photos import anatomy, colour, geometry, metadata

# What newsrooms are sent. SVG is a document with scripts, not a picture; it is not here.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
_MOVING = ("PNG", "WEBP", "AVIF", "GIF")
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_DARKROOM = Lock()
_ORIENTATION = 0x0112
# As EXIF counts them: where the picture's top left corner went.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class RefusedPicture(ValueError):
    """This upload is not kept. The message is for a photo editor."""


@dataclass(frozen=True)
class Developed:
    """A picture as it is kept: a JPEG of its pixels, what its file said, what was done to it."""

    jpeg: bytes
    width_px: int
    height_px: int
    came_as: dict[str, Any]
    said: metadata.Said
    remarks: list[str]


def store(upload: IO[bytes], *, name: str = "") -> Photo:
    """`upload` as a photo, unsaved unless the library holds the same file already.

    What is stored is encoded anew: upright, sRGB, without metadata (a picture must not tell where
    its photographer stood); the words that came in the file are the new photo's own. `name` is
    what the sender called it, for messages. A known one whose file was lost has it back, and none
    of its sizes: `renditions.make_plain` has them made. Raises RefusedPicture, for a withdrawn
    one, too.
    """
    called = f"“{name}”" if name else "This file"
    data = _read(upload, called)
    sha256 = hashlib.sha256(data).hexdigest()
    known = Photo.objects.select_related("withdrawn_by").filter(sha256=sha256).first()
    if known is not None:
        if known.is_withdrawn:
            remove(name_of(sha256))  # Sent in again in the very moment of its withdrawal.
            raise RefusedPicture(f"{called} must not be used. {known.withdrawal}")
        if known.original and not pictures().exists(known.original.name):
            keep(known.original.name, develop(data, called).jpeg)
            take_back_if_withdrawn(known)
            known.made = {}
        return known
    made = develop(data, called)
    focal_x, focal_y = geometry.resting(made.width_px, made.height_px)
    # Its size is told with it, so that Django need not fetch the picture to look.
    return Photo(
        sha256=sha256,
        file=keep(name_of(sha256), made.jpeg),
        width_px=made.width_px,
        height_px=made.height_px,
        focal_x=focal_x,
        focal_y=focal_y,
        said_by_file=_record(made, name),
        **_words_of(made.said.together),
    )


def develop(data: bytes, called: str = "This file") -> Developed:
    """`data` looked at and encoded anew; nothing is written. Raises RefusedPicture.

    One at a time in a process: 24 megapixels take some 290 MB while they are unpacked, and the
    largest that are let in, as WebP, 1.4 GB.
    """
    with _DARKROOM:
        return _developed(data, called)


def _developed(data: bytes, called: str) -> Developed:
    picture = _open(data, called)
    came_in = picture.size
    remarks = _remarks(picture)
    plain = _plain(picture, called)
    if max(plain.size) < max(came_in):
        remarks.append(_smaller(came_in, plain.size))
    # Asked last: in a PNG the words may stand behind the pixels.
    said = metadata.said(picture, data)
    plain.info = {}  # Pillow would write some of it into the new file.
    return Developed(
        jpeg=encoded(plain, "JPEG", quality=92, progressive=True, optimize=True),
        width_px=plain.width,
        height_px=plain.height,
        came_as={"format": picture.format, "width_px": came_in[0], "height_px": came_in[1]},
        said=said,
        remarks=remarks,
    )


def _smaller(came: tuple[int, int], kept: tuple[int, int]) -> str:
    return f"It came in {came[0]} × {came[1]} pixels and is kept in {kept[0]} × {kept[1]}."


def _record(made: Developed, name: str) -> dict[str, Any]:
    """What the picture desk may look up later, whatever becomes of the photo's own words."""
    file = {"name": markup.printable(name)[:200], **made.came_as}
    words = {source: said for source, said in made.said.by_source.items() if said}
    return {"file": file, "remarks": made.remarks, **words}


def _words_of(said: metadata.Metadata) -> dict[str, str | datetime | None]:
    """The photo's fields that `said` fills, none longer than the library takes."""
    names = ("alt_text", "caption", "credit", "creator", "copyright_notice")
    words = {**{name: getattr(said, name) for name in names}, "usage_terms": said.terms}
    fitting = {name: each[: _longest(name)] for name, each in words.items()}
    return {**fitting, "taken_at": _moment(said.taken_at)}


def _longest(name: str) -> int | None:
    return getattr(Photo._meta.get_field(name), "max_length", None)


def _moment(said: str) -> datetime | None:
    """On the clock that is current here, where the camera does not say on which."""
    moment = datetime.fromisoformat(said) if said else None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def pictures() -> Storage:
    """Where pictures are kept."""
    return Photo._meta.get_field("file").storage


def name_of(sha256: str) -> str:
    """Where the picture of an upload with this checksum is kept."""
    return f"photos/{sha256[:2]}/{sha256[2:26]}.jpg"


def keep(name: str, data: bytes) -> str:
    """Write `data` as exactly `name`, which says what it holds: what is there already stays."""
    storage = pictures()
    if not storage.exists(name):
        given = storage.save(name, ContentFile(data))
        if given != name:  # Another process wrote the same picture between the two lines.
            storage.delete(given)
    return name


def remove(name: str) -> None:
    """Take away the file `name` and every size that was made of it, unless a photo has it still.

    What is gone from the library must be gone from its address, too: it may have been taken out
    because it must not be seen. Call it after the commit.
    """
    if not name or Photo.objects.filter(file=name).exists():
        return
    for each in made_of(name):
        pictures().delete(each)


def made_of(name: str) -> list[str]:
    """What there is of the file `name`: itself, and every size of it."""
    if not name:
        return []
    place = PurePosixPath(name)
    with suppress(FileNotFoundError):
        files = pictures().listdir(str(place.parent))[1]
        return [str(place.parent / each) for each in files if each.startswith(place.stem)]
    return []


def take_back_if_withdrawn(photo: Photo) -> None:
    """Whoever withdrew, deleted or replaced `photo` removed what was there; this was written
    since."""
    name = photo.file.name or ""
    if not Photo.objects.filter(pk=photo.pk, file=name).exists():
        remove(name)


def encoded(picture: Image.Image, name: str, **options: Any) -> bytes:
    """The bytes of `picture` in Pillow's format `name`, with no metadata."""
    out = io.BytesIO()
    picture.save(out, name, **options)
    return out.getvalue()


def _read(upload: IO[bytes], called: str) -> bytes:
    data = upload.read(conf.PHOTO_MAX_BYTES + 1)
    if len(data) > conf.PHOTO_MAX_BYTES:
        megabytes = conf.PHOTO_MAX_BYTES / 1_000_000
        raise RefusedPicture(f"{called} is larger than {megabytes:g} MB. Export a smaller copy.")
    return data


def _open(data: bytes, called: str) -> Image.Image:
    """The picture in `data`, its size looked at before a pixel is unpacked."""
    if not anatomy.begins_as_a_picture(data):
        raise _unreadable(data, called)
    if anatomy.is_overbuilt(data):
        raise RefusedPicture(
            f"{called} is put together from far more pieces than a picture needs. "
            "Open it in an image editor and export it anew."
        )
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except _TOO_LARGE:
        raise _too_many_pixels(called) from None
    except Exception:  # Pillow's readers raise whatever a strange file makes them trip over.
        raise _damaged(called) from None
    if picture.width * picture.height > conf.PHOTO_MAX_PIXELS:
        raise _too_many_pixels(called)
    if numbers := anatomy.colour_numbers(data):
        picture.info[colour.NUMBERS] = numbers
    return picture


def _unreadable(data: bytes, called: str) -> RefusedPicture:
    kind = anatomy.kind_of(data)
    why = f": {kind}" if kind else ""
    return RefusedPicture(
        f"{called} is not a picture we can read{why}. Send a JPEG, PNG, WebP, AVIF or GIF."
    )


def _damaged(called: str) -> RefusedPicture:
    return RefusedPicture(f"{called} is damaged: part of the picture is missing. Ask for it again.")


def _too_many_pixels(called: str) -> RefusedPicture:
    megapixels = conf.PHOTO_MAX_PIXELS / 1_000_000
    return RefusedPicture(
        f"{called} has more than {megapixels:g} megapixels. Export a smaller copy."
    )


def _remarks(picture: Image.Image) -> list[str]:
    """What whoever sent it should know of what is kept of it."""
    remarks = []
    with suppress(Exception):  # A sound first frame may be followed by anything.
        if picture.format in _MOVING and getattr(picture, "is_animated", False):
            remarks.append("It moves. Only its first frame is kept.")
    if colour.has_guessed_colours(picture):
        remarks.append("It is made for print and names no colour profile: look at its colours.")
    if colour.is_hdr(picture):
        remarks.append("It is made for HDR screens: look at its colours, or export it in sRGB.")
    return remarks


def _plain(picture: Image.Image, called: str) -> Image.Image:
    """Upright, sRGB, RGB on white, and nothing else: a picture as it is to be looked at."""
    try:
        _shrink(picture)
        plain = _upright(colour.in_srgb(picture), _turned(picture))
    except MemoryError:
        raise RefusedPicture(
            f"{called} needs more memory than there is now. Export a smaller copy."
        ) from None
    except Exception:  # As above: the header was sound, the rest is not.
        raise _damaged(called) from None
    # Of dots (a palette, a press's ink) none can be left out before they are colours.
    _shrink(plain)
    return plain


def _shrink(picture: Image.Image) -> None:
    """To the largest that is kept; a JPEG is then unpacked no larger than is needed."""
    side = conf.PHOTO_KEPT_SIDE_PX
    if picture.mode in ("L", "RGB", "RGBA", "CMYK"):
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    picture.load()


def _turned(picture: Image.Image) -> int:
    """How it was held, as EXIF says it; where that cannot be read, it was held upright."""
    with suppress(Exception):
        return int(picture.getexif().get(_ORIENTATION, 1))
    return 1


def _upright(picture: Image.Image, turned: int) -> Image.Image:
    return picture.transpose(_UPRIGHT[turned]) if turned in _UPRIGHT else picture
