"""Editors at full speed in one blog, each a process; readers poll beside them, and miss nothing.

What the lock is for is shown by taking it away: docs/decisions/0005-one-lock-a-blog.md.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from liveblog import publishing
from liveblog.models import Blog, Revision
from tests import factory
from tests.servers import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS, READERS = 3, 2
DUE_POSTS = 4
RACES = 5  # at most, until it shows what a missing lock does


def test_no_reader_misses_doubles_or_misorders_a_change_however_editors_race():
    blog = factory.blog()
    factory.post(blog, minutes=0)
    before = version_of(blog)
    assert race(blog) == []
    blog.refresh_from_db()
    assert versions_handed_out(blog, after=before) == list(range(before + 1, blog.version + 1))
    assert not blog.posts.filter(version__gt=blog.version).exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_without_the_lock_readers_miss_changes():
    """A test of the test above: it would see it."""
    blog = factory.blog()
    factory.post(blog, minutes=0)
    wrong, doubled = [], []
    for number in range(RACES):
        wrong += race(blog, "no-lock", seed=number)
        handed_out = Counter(versions_handed_out(blog, after=0))
        doubled = [version for version, times in handed_out.items() if times > 1]
        if wrong and doubled:
            break
    assert any("missed" in each for each in wrong)
    assert doubled


def test_what_falls_due_is_published_once_however_many_see_it_at_the_same_moment():
    blog = factory.blog()
    factory.post(blog)
    before = version_of(blog)
    with contextlib.ExitStack() as ends:
        everybody = [start(ends, role, blog, "0") for role in ("reader",) * 3 + ("cron",) * 2]
        begin(everybody)
        # They are all at it; now there is something to see.
        due_at = timezone.now() + timedelta(seconds=1)
        with publishing.change(by=None, act="scheduled"):
            posts = [
                publishing.schedule(factory.draft(blog), by=None, at=due_at)
                for _ in range(DUE_POSTS)
            ]
        time.sleep(3)
        for process in everybody:
            say(process)
        assert [wrong for process in everybody for wrong in finish(process)] == []
    told = Revision.objects.filter(post__in=posts, act="published when due")
    assert sorted(told.values_list("post", flat=True)) == sorted(post.pk for post in posts)
    assert set(told.values_list("version", flat=True)) == {before + 1}
    assert version_of(blog) == before + 1


def race(blog: Blog, *how: str, seed: int = 0) -> list[str]:
    """What the readers found wrong."""
    with contextlib.ExitStack() as ends:
        editors = [start(ends, "editor", blog, f"{seed}.{n}", *how) for n in range(EDITORS)]
        readers = [start(ends, "reader", blog, str(n)) for n in range(READERS)]
        begin([*editors, *readers])
        found = [finish(process) for process in editors]
        for process in readers:
            say(process)
        found += [finish(process) for process in readers]
    return [wrong for each in found for wrong in each]


def start(ends: contextlib.ExitStack, role: str, blog: Blog, *arguments: str) -> Any:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.races.taking_part", role, blog.slug, *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address(), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    ends.enter_context(process)
    ends.callback(process.kill)
    return process


def begin(everybody: list[Any]) -> None:
    """At the same moment, when all are ready."""
    for process in everybody:
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in everybody:
        say(process)


def say(process: Any) -> None:
    process.stdin.write("now\n")
    process.stdin.flush()


def finish(process: Any) -> list[str]:
    said, complaint = process.communicate(timeout=60)
    assert process.returncode == 0, complaint
    found: list[str] = json.loads(said)
    return found


def address() -> str:
    """The test's own database, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def version_of(blog: Blog) -> int:
    return Blog.objects.get(pk=blog.pk).version


def versions_handed_out(blog: Blog, *, after: int) -> list[int]:
    """One for each change: here no change touches two posts."""
    told = Revision.objects.filter(post__blog=blog, version__gt=after)
    return sorted(told.values_list("version", flat=True))
