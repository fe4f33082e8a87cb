"""An upload becomes a stored picture: looked at, turned upright, stripped of what it tells."""

import hashlib
import io
from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import timezone
from PIL import Image, ImageCms, ImageOps

from liveblog import conf
from liveblog.models import Photo
from liveblog.photos import metadata

# What newsrooms are sent. SVG is a document with scripts, not a picture; it is not here.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class RefusedPicture(ValueError):
    """This upload is not kept. The message is for a photo editor."""


def store(upload: IO[bytes], *, name: str = "") -> Photo:
    """`upload` as a photo, unsaved unless the library holds the same file already.

    What is stored is encoded anew: upright, sRGB, without metadata (a picture must not tell where
    its photographer stood); the words that came in the file are the new photo's own. `name` is
    what the sender called it, for messages. Raises RefusedPicture.
    """
    called = f"“{name}”" if name else "This file"
    data = _read(upload, called)
    sha256 = hashlib.sha256(data).hexdigest()
    known = Photo.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    picture = _open(data, called)
    encoded = encode(_plain(picture, called), "jpg", quality=92)
    # Read last: in a PNG the words may stand behind the pixels.
    photo = Photo(sha256=sha256, **_words_of(picture))
    photo.file = keep(f"photos/{sha256[:2]}/{sha256[2:26]}.jpg", encoded)
    photo.file.close()
    return photo


def _words_of(picture: Image.Image) -> dict[str, str | datetime | None]:
    """The photo's fields that `picture` fills itself, none longer than the library takes."""
    said = metadata.read(picture)
    names = ("alt_text", "caption", "credit", "copyright_notice", "usage_terms")
    words = {name: getattr(said, name)[: _longest(name)] for name in names}
    return {**words, "taken_at": _moment(said.taken_at)}


def _longest(name: str) -> int | None:
    return getattr(Photo._meta.get_field(name), "max_length", None)


def _moment(said: str) -> datetime | None:
    """On the clock that is current here, where the camera does not say on which."""
    moment = datetime.fromisoformat(said) if said else None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def pictures() -> Storage:
    """Where pictures are kept."""
    return Photo._meta.get_field("file").storage


def keep(name: str, data: bytes) -> str:
    """Write `data` as exactly `name`, which says what it holds: what is there already stays."""
    storage = pictures()
    if not storage.exists(name):
        given = storage.save(name, ContentFile(data))
        if given != name:  # Another process wrote the same picture between the two lines.
            storage.delete(given)
    return name


def encode(picture: Image.Image, format_: str, *, quality: int) -> bytes:
    """The bytes of `picture` as "jpg" or "webp", with no metadata."""
    out = io.BytesIO()
    if format_ == "jpg":
        picture.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
    else:
        picture.save(out, "WEBP", quality=quality, method=3)
    return out.getvalue()


def _read(upload: IO[bytes], called: str) -> bytes:
    data = upload.read(conf.PHOTO_MAX_BYTES + 1)
    if len(data) > conf.PHOTO_MAX_BYTES:
        megabytes = conf.PHOTO_MAX_BYTES / 1_000_000
        raise RefusedPicture(f"{called} is larger than {megabytes:g} MB. Export a smaller copy.")
    return data


def _open(data: bytes, called: str) -> Image.Image:
    """The picture in `data`, its size looked at before a pixel is unpacked."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except _TOO_LARGE:
        raise _too_many_pixels(called) from None
    except Exception:  # Pillow's readers raise whatever a strange file makes them trip over.
        raise RefusedPicture(
            f"{called} is not a picture we can read. Send a JPEG, PNG, WebP, AVIF or GIF."
        ) from None
    if picture.width * picture.height > conf.PHOTO_MAX_PIXELS:
        raise _too_many_pixels(called)
    return picture


def _too_many_pixels(called: str) -> RefusedPicture:
    megapixels = conf.PHOTO_MAX_PIXELS / 1_000_000
    return RefusedPicture(
        f"{called} has more than {megapixels:g} megapixels. Export a smaller copy."
    )


def _plain(picture: Image.Image, called: str) -> Image.Image:
    """Upright, sRGB, RGB on white, and nothing else: a picture as it is to be looked at."""
    try:
        upright = ImageOps.exif_transpose(picture)
        plain = _without_alpha(_in_srgb(upright))
    except Exception:  # As above: the header was sound, the rest is not.
        raise RefusedPicture(
            f"{called} is damaged: part of the picture is missing. Ask for it again."
        ) from None
    plain.info = {}
    return plain


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):  # A sound picture with a broken profile.
        return picture
    return converted or picture


def _without_alpha(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture.convert("RGB")
