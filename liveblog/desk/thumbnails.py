"""The picture of a quoted post becomes ours: fetched once, encoded anew, kept as what it is."""

from io import BytesIO
from typing import Any

from django.db import IntegrityError

from liveblog import conf, permissions, publishing
from liveblog.embeds.errors import NotCaptured
from liveblog.embeds.fetch import fetch
from liveblog.embeds.providers import named
from liveblog.embeds.snapshot import Captured
from liveblog.models import Blog, Photo
from liveblog.photos import renditions, storage

KINDS = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif")
# Refused (a ValueError), or of a shape that Pillow's readers stumble over.
_NO_PICTURE = (OSError, ValueError, ArithmeticError)
_LONGEST_LABEL = 120


def fetched(captured: Captured, *, until: float) -> bytes | None:
    """The picture of `captured` as it is sent; None where none comes by `until`."""
    if not captured.thumbnail_url:
        return None
    try:
        found = fetch(
            captured.thumbnail_url,
            kinds=KINDS,
            until=until,
            max_bytes=conf.EMBED_PICTURE_MAX_BYTES,
        )
    except NotCaptured:
        return None
    return None if found.is_cut else found.data


def taken_in(picture: bytes, captured: Captured, *, blog: Blog | None, by: Any) -> Photo | None:
    """The `picture` that came with `captured`, in the library; None where it is none, or is another
    team's, in words that `by` may not see: the quotation stands without.

    Call it before any blog is locked.
    """
    try:
        photo = storage.store(BytesIO(picture))
        renditions.make_plain(photo)
    except _NO_PICTURE:
        return None
    words = _words_of(captured)
    if photo.pk is None:
        return _kept(photo, words, captured.url, blog=blog, by=by)
    return photo if _may_stand(photo, words, by) else None


def _may_stand(known: Photo, words: dict[str, str], by: Any) -> bool:
    if all(getattr(known, name) == said for name, said in words.items()):
        return True
    return permissions.visible_photos(by).filter(pk=known.pk).exists()


def _words_of(captured: Captured) -> dict[str, str]:
    """What it is, so that nobody takes it for an agency's."""
    source = "" if captured.provider == "link" else named(captured.provider).name
    who = captured.author or captured.handle
    about = captured.title or captured.text
    label = about if len(about) <= _LONGEST_LABEL else about[: _LONGEST_LABEL - 1].rstrip() + "…"
    words = ("Preview picture", label and f"of “{label}”", who and f"by {who}")
    return {
        "alt_text": " ".join(filter(None, (*words, source and f"on {source}"))),
        "credit": "/".join(filter(None, (who[:150], source))),
    }


def _kept(
    photo: Photo, words: dict[str, str], url: str, *, blog: Blog | None, by: Any
) -> Photo | None:
    photo.alt_text, photo.credit = words["alt_text"], words["credit"]
    photo.caption = photo.copyright_notice = ""
    photo.usage_terms = (
        f"Came with a quoted link ({url}) and is shown with that quotation only. Nobody "
        "has licensed it to us: ask whoever took it before any other use."
    )
    photo.uploaded_by, photo.brought_to = by, blog
    try:
        return publishing.save_shared(photo, by=by, act="came with a quoted link")
    except IntegrityError:  # The same picture came twice at the same moment.
        known = Photo.objects.offered().filter(sha256=photo.sha256).first()
        return known if known and _may_stand(known, words, by) else None
