"""Colours as every reader's screen shows them: eight bits, sRGB, on white."""

import io
from contextlib import suppress

from PIL import Image, ImageCms

from liveblog.photos.profiles import adobe_rgb, of_number

# The largest profiles, of printing presses, take two to three megabytes.
PROFILE_MAX_BYTES = 5_000_000
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_WITH_ALPHA = ("RGBA", "LA", "PA")
# EXIF's part that says which rules of the Camera & Imaging Products Association a file keeps.
_INTEROPERABILITY, _INDEX = 0xA005, 1
# In a picture's `info`, where its file has them: the numbers of its primaries and transfer, as
# ITU-T H.273 counts them (`anatomy.colour_numbers`).
NUMBERS = "primaries_and_transfer"
_HDR = (16, 18)  # PQ and HLG
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I")


def in_srgb(picture: Image.Image) -> Image.Image:
    """`picture` as RGB: what its profile says is heeded, what is transparent stands on white."""
    profile = picture.info.get("icc_profile") or _by_number(picture) or _named_in_exif(picture)
    plain = _eight_bits(_without_palette(picture))
    return _on_white(_by_profile(plain, profile) or plain)


def has_guessed_colours(picture: Image.Image) -> bool:
    """Whether it is made for a press, and does not say which: inks then become light by a rule."""
    return picture.mode == "CMYK" and not picture.info.get("icc_profile")


def is_hdr(picture: Image.Image) -> bool:
    """Whether its numbers mean more light than sRGB has; read as sRGB's they are pale or dark."""
    return picture.info.get(NUMBERS, (0, 0))[1] in _HDR


def _by_number(picture: Image.Image) -> bytes | None:
    return of_number(picture.info[NUMBERS][0]) if NUMBERS in picture.info else None


def _named_in_exif(picture: Image.Image) -> bytes | None:
    """Cameras set to Adobe RGB say so in EXIF (DCF 2.0, "R03") and leave the profile out."""
    if picture.mode != "RGB":
        return None
    with suppress(Exception):  # As strange as EXIF comes, it does not cost the picture.
        held = picture.getexif().get_ifd(_INTEROPERABILITY)
        if str(held.get(_INDEX, "")).strip("\0 ") == "R03":
            return adobe_rgb()
    return None


def _without_palette(picture: Image.Image) -> Image.Image:
    is_transparent = picture.mode in _WITH_ALPHA or "transparency" in picture.info
    if picture.mode in ("P", "PA"):
        return picture.convert("RGBA" if is_transparent else "RGB")
    if is_transparent and picture.mode in ("1", "L", "LA", "RGB"):
        return picture.convert("RGBA")
    return picture.convert("L") if picture.mode == "1" else picture


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Sixteen bits of grey as eight; merely converted, all but the darkest would be white."""
    if picture.mode not in _DEEP:
        return picture
    # 65535 is white here and 255 there, and 65535 = 257 × 255.
    return picture.point(lambda value: value / 257).convert("L")


def _by_profile(picture: Image.Image, profile: bytes | None) -> Image.Image | None:
    """None where it has no profile, or one that is broken or was made for other colours."""
    if not profile or len(profile) > PROFILE_MAX_BYTES:
        return None
    for candidate in (picture, picture.convert("RGB") if picture.mode == "L" else None):
        if candidate is not None and (converted := _converted(candidate, profile)) is not None:
            return converted
    return None


def _converted(picture: Image.Image, profile: bytes) -> Image.Image | None:
    # A large picture is not held twice where that can be helped.
    in_place = picture.mode == "RGB"
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            _SRGB,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            inPlace=in_place,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return picture if in_place else converted


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper
