"""Make what is missing of the pictures' sizes, and with --obsolete remove what nothing shows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Photo
from liveblog.photos import listing, storage


class Command(BaseCommand):
    help = (
        "Make the renditions that are missing, note which pictures' files are gone, and say so. "
        "Safe to run again, and while the newsroom works: after a new ladder of widths, after a "
        "crash, or each night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--obsolete",
            action="store_true",
            help="Remove the files that no picture has had for a day: old sizes, lost uploads.",
        )

    def handle(self, *, obsolete: bool, verbosity: int, **options: Any) -> None:
        self.is_loud = verbosity > 0
        there = listing.stored()
        made = self._make(there)
        self._say(f"Made: {made}." if made else "Nothing was missing.")
        if obsolete:
            self._remove(there)

    def _make(self, there: set[str]) -> int:
        made = 0
        for pk in Photo.objects.exclude(file="").order_by("pk").values_list("pk", flat=True):
            photo = Photo.objects.filter(pk=pk).first()
            if photo is not None and not listing.is_whole(photo, there):
                made += self._complete(photo)
            if photo is not None and photo.is_missing:
                self._say(f"Gone from the storage: {photo.file.name} (picture {pk}, “{photo}”).")
        return made

    def _complete(self, photo: Photo) -> int:
        try:
            return len(publishing.complete(photo))
        except Exception as problem:  # Whatever Pillow says of one file, it stops no other.
            self.stderr.write(f"Picture {photo.pk}, {photo.file.name}: {problem}")
            return 0

    def _remove(self, there: set[str]) -> None:
        found = listing.obsolete(there, timezone.now())
        for name in found.to_remove:
            storage.pictures().delete(name)
        self._say(f"Removed: {len(found.to_remove)}.")
        if found.left:
            self._say(f"Left until tomorrow, as pages may still name them: {len(found.left)}.")

    def _say(self, words: str) -> None:
        if self.is_loud:
            self.stdout.write(words)
