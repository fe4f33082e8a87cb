"""Import a live blog from a file. Its shape: liveblog/exchange/transcript/reading.py."""

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from liveblog.exchange.imports import importing
from liveblog.exchange.transcript import reading
from liveblog.exchange.transcript.nouns import TranscriptError
from liveblog.models import Blog


class Command(BaseCommand):
    help = (
        "Import posts into a blog, all or none, and account for every word of the file. Safe to "
        "run again: the same file changes nothing, a corrected one updates the same posts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file to read, in UTF-8.")
        parser.add_argument(
            "--format",
            choices=["transcript"],
            default="transcript",
            help="transcript: a dated first line, then stamps such as 01:45 PM BST, newest first.",
        )
        parser.add_argument("--blog", required=True, metavar="SLUG", help="The blog to import to.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Print the report and write nothing."
        )

    def handle(self, *, file: Path, blog: str, dry_run: bool, **options: Any) -> None:
        target = _blog(blog)
        try:
            transcript = reading.read(file.read_bytes())
            report = importing.import_transcript(transcript, target, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except TranscriptError as error:
            raise CommandError(f"{file}, {error} Nothing was imported.") from None
        for line in report.lines():
            self.stdout.write(line)
        self.stdout.write("Dry run: nothing was written." if dry_run else f"Imported to {blog}.")


def _blog(slug: str) -> Blog:
    blog = Blog.objects.filter(slug=slug).first()
    if blog is not None:
        return blog
    slugs = list(Blog.objects.values_list("slug", flat=True))
    near = difflib.get_close_matches(slug, slugs, n=5, cutoff=0.4)
    hint = f"Did you mean {', '.join(near)}?" if near else "Create it in the admin first."
    raise CommandError(f"There is no blog “{slug}”. {hint}")
