"""`make load READERS=500 SECONDS=30`: nginx, granian and a database, readers and editors."""

import argparse
import asyncio
import os
import resource
import sys
from pathlib import Path

import django

import tests.environment  # noqa: F401  (before the settings are read: a folder of its own)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ["GRANIAN_LOG_ACCESS_ENABLED"] = "1"
django.setup()

from django.core.management import call_command  # noqa: E402

from liveblog.models import Blog  # noqa: E402
from tests import factory  # noqa: E402
from tests.load.run import Figures, allowed_at_origin, follow  # noqa: E402
from tests.servers import Newsroom, Nginx  # noqa: E402

FOLDER = Path(os.environ["VAR_DIR"])


def main() -> int:
    asked = _arguments()
    if Nginx.program() is None:
        sys.exit("nginx is not installed: apt-get install nginx-light")
    _room_for(asked.readers)
    blog = _a_story()
    newsroom = Newsroom(FOLDER, {"STATIC_ROOT": str(FOLDER / "static")})
    nginx = Nginx(FOLDER / "nginx", newsroom, media=FOLDER / "media")
    try:
        newsroom.start()
        nginx.start()
        work = follow(
            nginx.port,
            blog,
            readers=asked.readers,
            seconds=asked.seconds,
            editors=asked.editors,
            pace=asked.pace,
        )
        before = newsroom.answered("/live/")
        figures = asyncio.run(work)
        at_origin = newsroom.answered("/live/") - before
    finally:
        nginx.stop()
        newsroom.stop()
    _print(figures, asked.readers, at_origin)
    return int(is_broken(figures, at_origin))


def is_broken(figures: Figures, at_origin: int) -> bool:
    """A change missed, a text leaked, the origin asked too often, or an ask that failed."""
    failed = set(figures.statuses) - {"200", "204"}
    too_many = at_origin > allowed_at_origin(figures.seconds, figures.changes)
    return bool(figures.missed or figures.leaked or failed or too_many)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--readers", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--editors", type=int, default=3)
    parser.add_argument("--pace", type=float, default=6, help="seconds between an editor's acts")
    return parser.parse_args()


def _room_for(readers: int) -> None:
    """Each reader is an open file; raised as far as this machine lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if readers + 200 > hard:
        sys.exit(f"{readers} readers need as many open files; `ulimit -n` allows {hard}.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, readers + 200)), hard))


def _a_story() -> Blog:
    """A first page's worth and more, in a database that holds nothing else."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Blog.objects.exists():
        sys.exit("This database holds stories. Let DATABASE_URL name an empty one, or none.")
    blog = factory.blog(slug="load")
    for minute in range(30):
        factory.post(blog, minutes=minute, body="<p>What is known so far.</p>")
    return blog


def _print(figures: Figures, readers: int, at_origin: int) -> None:
    allowed = allowed_at_origin(figures.seconds, figures.changes)
    statuses = ", ".join(f"{status}: {n}" for status, n in sorted(figures.statuses.items()))
    per_second = figures.statuses.total() / figures.seconds
    rows = [
        ("readers", f"{readers} for {figures.seconds:.0f} s"),
        ("changes", f"{figures.changes}, received {len(figures.latencies)} times"),
        ("published to received", f"median {figures.median:.2f} s"),
        *((f"  {share:.0%} within", f"{figures.latency(share):.2f} s") for share in (0.95, 0.99)),
        ("  worst", f"{figures.latency(1):.2f} s"),
        ("answers", f"{statuses} ({per_second:.0f} a second)"),
        ("bytes per reader", f"{figures.bytes_per_reader:,}"),
        ("requests at the origin", f"{at_origin}, allowed {allowed:.0f}"),
        ("missed changes", str(figures.missed)),
        ("leaked texts", str(len(figures.leaked))),
    ]
    for name, value in rows:
        print(f"{name:24}{value}")


if __name__ == "__main__":
    sys.exit(main())
