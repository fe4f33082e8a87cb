"""For cron: publish what has come due, whether or not anybody reads. Readers' visits do it too."""

from typing import Any

from django.core.management.base import BaseCommand

from liveblog import publishing


class Command(BaseCommand):
    help = "Publish the scheduled posts that have come due, in every blog."

    def handle(self, *args: Any, **options: Any) -> None:
        published = publishing.publish_due()
        if published and options["verbosity"]:
            self.stdout.write(f"Published: {published}.")
