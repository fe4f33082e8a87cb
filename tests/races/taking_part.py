"""One process in a race: `python -m tests.races.taking_part ROLE SLUG SEED [no-lock]`.

It says "ready", and starts when it is sent a line. An editor works until its acts are done; a
reader polls until it is sent another line, then once more, and says what is wrong with its page;
cron runs `publish_due` until it is sent another line.
"""

import json
import random
import select
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import DatabaseError  # noqa: E402
from django.test import Client  # noqa: E402

from liveblog import publishing  # noqa: E402
from liveblog.models import Blog, Post  # noqa: E402
from tests import factory  # noqa: E402
from tests.reader.model.open_page import OpenPage, said  # noqa: E402

ACTS = 30
# Whoever missed something must not be healed by a fresh first page.
UNBOUNDED = {"PAGE_POSTS": 10_000, "CATCH_UP_POSTS": 10_000, "WARM_SECONDS": 0}

# No collected files with hashed names: nobody loads them.
PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def edit(blog: Blog, *, tolerant: bool = False) -> list[str]:
    """ACTS acts on one blog, each one change; nothing that goes wrong may be an accident."""
    for number in range(ACTS):
        try:
            act(blog, number)
        except publishing.NotPossible:
            pass  # a colleague was first
        except DatabaseError:
            if not tolerant:
                raise
    return []


def act(blog: Blog, number: int) -> None:
    post = random.choice([None, *blog.posts.published()])
    minutes = random.randrange(600)
    match random.randrange(6):
        case 0 | 1 | 2:
            factory.post(blog, f"News {number}", minutes=minutes)
        case 3 if post:
            publishing.update(post, by=None, headline=f"{post.headline}, edited")
        case 4 if post:
            at = factory.NOON + timedelta(minutes=minutes)
            publishing.update(post, by=None, published_at=at)
        case 5 if post:
            publishing.retract(post, by=None, reason="It was not so.")


def read(blog: Blog) -> list[str]:
    """Poll and apply until the race is over; then compare the page with a fresh load."""
    client = Client()
    page = OpenPage(client.get(blog.get_absolute_url()).content.decode())
    wrong: list[str] = []
    while not is_over():
        poll(client, page)
        wrong += misorder(page)
    poll(client, page)
    fresh = OpenPage(client.get(blog.get_absolute_url()).content.decode())
    return [*wrong, *differences(page, fresh)]


def run_cron(blog: Blog) -> list[str]:
    while not is_over():
        publishing.publish_due()
    return []


def poll(client: Client, page: OpenPage) -> None:
    answer = client.get(page.poll_address)
    if answer.status_code == 200:
        page.take(answer.content.decode(), answer["Poll-Seconds"])


def misorder(page: OpenPage) -> Iterable[str]:
    if len(page.held) != len(set(page.held)):
        yield f"at version {page.version} a post stood there twice"
    times = [article.get("data-published-at") for article in page.articles]
    if times != sorted(times, reverse=True):
        yield f"at version {page.version} the order was wrong"


def differences(page: OpenPage, fresh: OpenPage) -> Iterable[str]:
    if page.held != fresh.held:
        yield f"missed {set(fresh.held) - set(page.held)} or misplaced them"
    held = {article.get("id"): said(article) for article in page.articles}
    for article in fresh.articles:
        if held.get(article.get("id"), said(article)) != said(article):
            yield f"missed a change of {article.get('id')}"


def is_over() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


def take_the_lock_away() -> None:
    """As if `Change.lock` read the blogs and did not hold them."""

    def look(self: publishing.Change, blog_ids: Iterable[int]) -> None:
        wanted = set(blog_ids) - self.blogs.keys()
        self.blogs.update(Blog._base_manager.in_bulk(wanted))

    publishing.Change.lock = look  # type: ignore[method-assign]


ROLES: dict[str, Callable[[Blog], list[str]]] = {"editor": edit, "reader": read, "cron": run_cron}


def main(role: str, slug: str, seed: str, *how: str) -> None:
    random.seed(seed)
    settings.LIVEBLOG = UNBOUNDED
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES = PLAIN_FILES
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    if how:
        take_the_lock_away()
    blog = Blog.objects.get(slug=slug)
    Post.objects.exists()  # connected, before the start
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(edit(blog, tolerant=True) if how else ROLES[role](blog)))


if __name__ == "__main__":
    main(*sys.argv[1:])
