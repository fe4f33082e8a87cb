"""Pictures for tests: drawn, taken in, and in the library."""

import io
from random import Random
from typing import Any

from PIL import Image

from liveblog import publishing
from liveblog.models import Photo
from liveblog.photos import renditions, storage

_chance = Random("shots")


def file(width: int = 1600, height: int = 900, format_: str = "JPEG") -> io.BytesIO:
    """A picture like no other before it: its left half red, its right half another colour."""
    other = tuple(_chance.randrange(256) for _ in range(3))
    drawn = Image.new("RGB", (width, height), other)
    drawn.paste("red", (0, 0, width // 2, height))
    out = io.BytesIO()
    drawn.save(out, format_)
    out.seek(0)
    return out


def taken_in(width: int = 1600, height: int = 900, **words: Any) -> Photo:
    """As an upload is, with the one JPEG that it has at once; in the library, if that commits."""
    photo = storage.store(file(width, height))
    renditions.make_plain(photo)
    words = {"alt_text": "A wall, half red", "credit": "Ann Writer/Agency", **words}
    for name, value in words.items():
        setattr(photo, name, value)
    return publishing.save_shared(photo, by=None)


def made(width: int = 1600, height: int = 900, **words: Any) -> Photo:
    """With all its renditions, whether or not anything was committed."""
    photo = taken_in(width, height, **words)
    publishing.complete(photo)
    photo.refresh_from_db()
    return photo


def lost(photo: Photo) -> Photo:
    """Its files are gone from the storage, and that was noticed."""
    for name in names():
        if name.startswith(photo.original.stem):
            storage.pictures().delete(name)
    publishing.complete(photo)
    return Photo.objects.get(pk=photo.pk)


def names() -> set[str]:
    """Every stored file's name."""
    kept = storage.pictures()
    folders, _ = kept.listdir("photos")
    return {
        f"photos/{each}/{name}" for each in folders for name in kept.listdir(f"photos/{each}")[1]
    }
