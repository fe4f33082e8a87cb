"""The whole project behind a real nginx, with deploy/nginx.conf; both read the test's database."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse

import pytest
from django.db import connection

from liveblog import caching
from tests.conftest import require_service
from tests.load.ledger import ROUNDING_SECONDS
from tests.servers import Newsroom, Nginx


@dataclass(frozen=True)
class Front:
    """nginx and the newsroom behind it."""

    nginx: Nginx
    newsroom: Newsroom

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> HTTPResponse:
        """The answer, its body read into `.text` once; redirects are not followed."""
        asking = HTTPConnection("127.0.0.1", self.nginx.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asking.request(method, path, body or None, named)
        answer = asking.getresponse()
        answer.raw = answer.read()  # type: ignore[attr-defined]
        answer.text = answer.raw.decode(errors="replace")  # type: ignore[attr-defined]
        asking.close()
        return answer


def kept(front: Front, path: str, *, showing: str = "", **headers: str) -> HTTPResponse:
    """The answer out of nginx's cache, asked for until it comes from there and says `showing`.

    The very next reader need not have it: while one of nginx's workers writes it down, another
    may look, find nothing, and fetch it as well.
    """
    until = time.monotonic() + 15
    while True:
        answer = front.ask(path, **headers)
        if answer.getheader("X-Cache") == "HIT" and showing in answer.text:  # type: ignore[attr-defined]
            return answer
        assert time.monotonic() < until, (answer.status, answer.getheader("X-Cache"))


def stated_seconds(kind: str) -> float:
    """How long after a change an old answer may still be given."""
    return caching.table()[kind].longest + ROUNDING_SECONDS


@pytest.fixture(scope="session")
def running_front(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory, collected_static: str
) -> Iterator[Front]:
    require_service(Nginx.program(), "nginx", "nginx-light")
    if connection.vendor != "sqlite":
        pytest.fail("The server reads the test's SQLite file; see tests/on_postgres.py.")
    folder = tmp_path_factory.mktemp("front")
    env = {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "STATIC_ROOT": collected_static,
        "MEDIA_ROOT": str(folder / "media"),
        "GRANIAN_LOG_ACCESS_ENABLED": "1",
    }
    newsroom = Newsroom(folder, env)
    nginx = Nginx(folder / "nginx", newsroom, media=folder / "media")
    try:
        newsroom.start()
        nginx.start()
        yield Front(nginx, newsroom)
    finally:
        nginx.stop()
        newsroom.stop()


@pytest.fixture
def front(transactional_db: None, running_front: Front) -> Front:
    """nginx before the newsroom, before an empty database that is really committed to."""
    return running_front
