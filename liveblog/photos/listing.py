"""What the storage holds, beside what it should hold: sets of names, whatever storage it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from liveblog.models import Photo
from liveblog.photos import storage
from liveblog.photos.geometry import stem_of

# For as long a page that is open, or kept somewhere, may still name a file of yesterday's ladder.
LEFT_FOR = timedelta(days=1)


def stored() -> set[str]:
    """The name of every file among the pictures."""
    return set(_within("photos"))


def _within(folder: str) -> Iterator[str]:
    try:
        folders, files = storage.pictures().listdir(folder)
    except FileNotFoundError:  # No picture has come yet.
        return
    yield from (f"{folder}/{name}" for name in files if name)
    for each in folders:
        yield from _within(f"{folder}/{each}")


def is_whole(photo: Photo, there: set[str]) -> bool:
    """Whether `photo` knows rightly what of it is `there`, and nothing is left to make."""
    original = photo.original
    if original is None:
        return True
    is_missing = original.name not in there
    if is_missing is photo.is_missing and photo.is_ready:
        claimed = {
            each.name for each in (original.wanted() if not is_missing else photo.renditions)
        }
        return claimed <= there
    return False


@dataclass(frozen=True)
class Obsolete:
    """Files that no photo has, or has any more; those `to_remove`, and those `left` a while."""

    to_remove: list[str]
    left: list[str]


def obsolete(there: Iterable[str], now: datetime) -> Obsolete:
    """Of what was `there` before this was asked: so nothing that came meanwhile is among it."""
    kept: set[str] = set()
    fresh: set[str] = set()
    for photo in Photo.objects.exclude(file=""):
        original = photo.original
        if original is None:
            continue
        kept |= {original.name, *(e.name for e in [*original.wanted(), *photo.renditions])}
        if photo.made_at is None or photo.made_at > now - LEFT_FOR:
            fresh.add(original.stem)
    unused = {name for name in {*there} - kept if stem_of(name)}
    left = {name for name in unused if stem_of(name) in fresh or _is_new(name, now)}
    return Obsolete(sorted(unused - left), sorted(left))


def _is_new(name: str, now: datetime) -> bool:
    """An upload is there before its photo is, and stays if that is never saved."""
    return storage.pictures().get_modified_time(name) > now - LEFT_FOR
