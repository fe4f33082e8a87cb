"""What a page needs to show a photo: the addresses that exist, and how wide the layout shows it."""

from dataclasses import dataclass

from liveblog.models import Photo
from liveblog.photos import storage
from liveblog.photos.geometry import CARD_LEAST_PX, PLAIN_WIDTH_PX, Rendition

_COLUMN_PX = 752  # As wide as a page shows any picture.
MIME = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}

# reader.css in numbers. --page is 1104 px, --rail and its gap 352, --measure 640; a --gutter is
# 0.4rem + 2.6vw: 100vw - 2 × (6.4px + 2.6vw) = 94.8vw - 13px, and from 984 px on 100vw - 64px.
_WHOLE = "(min-width: 984px) calc(100vw - 64px), calc(94.8vw - 13px)"
PLACES = {
    # Beside the rail from 1000 px on: a post's picture, the lead, the shelf.
    "column": "(min-width: 1168px) 752px, (min-width: 1000px) calc(100vw - 416px), " + _WHOLE,
    # A post's or an explainer's own page.
    "single": "(min-width: 689px) 640px, calc(94.8vw - 13px)",
    # Within the padding of an explainer in the stream.
    "explainer": "(min-width: 1168px) 720px, (min-width: 1000px) calc(100vw - 448px), "
    "(min-width: 984px) calc(100vw - 96px), calc(94.8vw - 45px)",
    # The same on a post's own page.
    "single-explainer": "(min-width: 689px) 608px, calc(94.8vw - 45px)",
    # Seven twelfths of the front page.
    "front": "(min-width: 1168px) 626px, (min-width: 1000px) calc(58.3vw - 56px), " + _WHOLE,
    # One, two or three to a row, 304 px at the least.
    "card": "(min-width: 1044px) 357px, (min-width: 1000px) 604px, "
    "(min-width: 984px) calc(50vw - 44px), (min-width: 682px) calc(47.4vw - 18px), "
    "calc(94.8vw - 13px)",
    # Within a quotation's border.
    "embed": "(min-width: 1058px) 638px, (min-width: 1000px) calc(100vw - 418px), " + _WHOLE,
}


@dataclass(frozen=True)
class Still:
    """One address of a photo, for whoever cannot choose among several."""

    address: str
    width_px: int
    height_px: int

    @property
    def is_wide(self) -> bool:
        """Whether a network shows it across its card, rather than beside the words."""
        return self.width_px >= CARD_LEAST_PX


def sources(photo: Photo) -> dict[str, str]:
    """A srcset for each media type there is, the one to be preferred first."""
    found: dict[str, list[str]] = {}
    for each in photo.renditions:
        candidate = f"{storage.pictures().url(each.name)} {each.width_px}w"
        found.setdefault(MIME[each.format], []).append(candidate)
    return {type_: ", ".join(candidates) for type_, candidates in found.items()}


def still(photo: Photo) -> Still | None:
    """A JPEG for everybody; the original until one is made. None: there is nothing to show."""
    jpegs = _jpegs(photo)
    if jpegs:
        return _of(min(jpegs, key=lambda each: abs(each.width_px - PLAIN_WIDTH_PX)))
    if photo.original is None or photo.is_missing:
        return None
    address = storage.pictures().url(photo.original.name)
    return Still(address, photo.original.width_px, photo.original.height_px)


def largest(photo: Photo) -> str:
    """Where the widest JPEG is, if that shows more than the page does; else nothing."""
    widest = max(_jpegs(photo), key=lambda each: each.width_px, default=None)
    is_more = widest is not None and widest.width_px > _COLUMN_PX
    return storage.pictures().url(widest.name) if widest and is_more else ""


def card(photo: Photo) -> Still | None:
    """As it is shared: cropped around its focus, or whole where it is too small to be cropped."""
    return _of(photo.share_card) if photo.share_card else still(photo)


def _jpegs(photo: Photo) -> list[Rendition]:
    return [each for each in photo.renditions if each.format == "jpg"]


def _of(rendition: Rendition) -> Still:
    address = storage.pictures().url(rendition.name)
    return Still(address, rendition.width_px, rendition.height_px)
