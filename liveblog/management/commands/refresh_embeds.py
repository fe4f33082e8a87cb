"""For cron: look at quoted originals again. What was kept stays; what became of them is noted."""

import logging
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import chain, zip_longest
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from liveblog import conf, publishing
from liveblog.embeds.errors import NotCaptured
from liveblog.embeds.originals import asked_again
from liveblog.embeds.providers import provider_of
from liveblog.models import Blog, Embed, Post

_log = logging.getLogger(__name__)
_TOLD = {"changed": "changed", "gone": "gone", "back": "back again"}


class Command(BaseCommand):
    help = (
        "Ask the source of each link in a published post again, and note which originals have "
        "changed, are gone or are back. What was quoted is never overwritten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--blog", metavar="SLUG", help="Only the links of this blog.")
        parser.add_argument(
            "--since", metavar="DAYS", type=int, help="Only posts shown in the last DAYS days."
        )
        parser.add_argument(
            "--pace",
            metavar="SECONDS",
            type=float,
            default=conf.EMBED_PACE_SECONDS,
            help="Ask one host no more often than this (default: %(default)s).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by_url: dict[str, list[Embed]] = {}
        for embed in _embeds(options["blog"], options["since"]):
            by_url.setdefault(embed.url, []).append(embed)
        found: Counter[str] = Counter()
        pace = _Pace(options["pace"])
        for url in _in_turns(by_url):
            pace.wait_for(_host_asked(url))
            for news in self._look(url, by_url[url]):
                found[news] += 1
        self._tell(len(by_url), found, options["verbosity"])

    def _look(self, url: str, embeds: Iterable[Embed]) -> list[str]:
        try:
            now = asked_again(url, was_answered=any(each.was_answered for each in embeds))
        except NotCaptured:
            return ["unknown"]
        except Exception:  # One odd page is no reason to look at no other.
            _log.exception("Asking again what %s says", url)
            return ["unknown"]
        raw = now.raw if now else None
        noted = [publishing.note_original(each, by=None, raw=raw) for each in embeds]
        return [each.kind for each in noted if each is not None]

    def _tell(self, asked: int, found: Counter[str], verbosity: int) -> None:
        if not verbosity:
            return
        parts = [f"{found[kind]} {words}" for kind, words in _TOLD.items() if found[kind]]
        if found["unknown"]:
            parts.append(f"{found['unknown']} could not be asked")
        self.stdout.write(f"Links asked again: {asked}. {', '.join(parts) or 'Nothing new'}.")


class _Pace:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.last: dict[str, float] = {}

    def wait_for(self, host: str) -> None:
        if host in self.last:
            time.sleep(max(0, self.last[host] + self.seconds - time.monotonic()))
        self.last[host] = time.monotonic()


def _embeds(slug: str | None, days: int | None) -> QuerySet[Embed]:
    found = Embed.objects.filter(post__status=Post.Status.PUBLISHED).exclude(url="")
    if slug is not None:
        blog = Blog.objects.filter(slug=slug).first()
        if blog is None:
            raise CommandError(f"No blog has the slug {slug!r}.")
        found = found.filter(post__blog=blog)
    if days is not None:
        found = found.filter(post__published_at__gte=timezone.now() - timedelta(days=days))
    return found.order_by("pk")


def _host_asked(url: str) -> str:
    return urlsplit(provider_of(url).oembed or url).hostname or ""


def _in_turns(urls: Iterable[str]) -> list[str]:
    """One of each host, and then the next of each: who is paced is not waited for alone."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(_host_asked(url), []).append(url)
    return [url for url in chain.from_iterable(zip_longest(*by_host.values())) if url]
