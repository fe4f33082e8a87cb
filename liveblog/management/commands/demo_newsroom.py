"""Build the demonstration newsroom, and keep one of its stories moving."""

import argparse
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections

from liveblog.exchange.demo import build, live


class Command(BaseCommand):
    help = (
        "Build the demonstration newsroom; with --live, publish its next update every few seconds."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--live", action="store_true", help="Go on until stopped.")
        parser.add_argument("--seconds", type=float, default=10, help="Between two live updates.")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            blogs = build.build()
        except build.NotHere as problem:
            raise CommandError(str(problem)) from None
        if options["verbosity"]:
            self.stdout.write(_said(len(blogs), time.monotonic() - began))
        if options["live"]:
            self._go_on(options["seconds"], loud=options["verbosity"] > 0)

    def _go_on(self, seconds: float, *, loud: bool) -> None:
        """Step until SIGINT or SIGTERM; both are the ordinary end."""
        stopped = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stopped.set())
        while not stopped.wait(seconds):
            try:
                happened = live.step()
            except OperationalError as problem:
                # A database that is busy or restarts: the next step tries again.
                happened = f"The database did not answer ({problem}); trying again."
                close_old_connections()
            if loud:
                self.stdout.write(happened)


def _said(stories: int, seconds: float) -> str:
    if not stories:
        return "The demonstration newsroom stands already; nothing was changed."
    return f"Built the demonstration newsroom: {stories} stories in {seconds:.1f} s."
