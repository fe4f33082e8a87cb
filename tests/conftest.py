"""What every test lives in: no network beyond loopback, files in a folder of its own."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from tests.embeds.other_servers import OtherServers, ask_here, within_reach
from tests.servers import ROOT

_connect = socket.socket.connect


def _is_loopback(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else ""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite's test database is a file, so that a real server can be asked about it too."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = Path(os.environ["VAR_DIR"]) / "test.sqlite3"


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the network fails, saying where it reached."""

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address):
            raise RuntimeError(f"This test reaches for the network: {address}")
        return _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    # A password that is slow to check makes tests slow, and nothing else.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def plain_files() -> Iterator[None]:
    """For all tests at once: a server in a thread may answer between one test and the next."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages):
        yield


@pytest.fixture(scope="session")
def collected_static(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the static files lie as a newsroom serves them: collected once for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / "collected-static", shared / "collected-static.done"
    with (shared / "collected-static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
            env = {**os.environ, "STATIC_ROOT": str(folder)}
            subprocess.run(collect, cwd=ROOT, env=env, check=True)
            done.touch()
    return str(folder)


@pytest.fixture
def sessions_without_rows(settings: Any) -> None:
    """For who logs in thousands of times: nothing of it is written."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


@pytest.fixture
def servers(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherServers]:
    """The servers that a link leads to, stood in for by one of the test's own."""
    found = OtherServers()
    within_reach(settings)
    ask_here(monkeypatch, found)
    yield found
    found.stop()


def require_service(program: str | None, name: str, package: str) -> None:
    """Skip where a service is not installed; fail where CI promised that it is."""
    if program:
        return
    message = f"{name} is not installed: apt-get install {package}"
    if os.environ.get("LIVEBLOG_REQUIRE_SERVICES"):
        pytest.fail(message)
    pytest.skip(message)


# The first that is there. Without a window of its own, which nobody sees, it is twice as fast.
CHROMIUM = ("/usr/lib/chromium/chromium-headless-shell", "chromium", "chromium-browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    require_service(chromium, "Chromium", "chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet}


# A post that this page does not hold has no place in it: htmx says so, and leaves it out. And
# Chromium and htmx note each answer that fails, which many a test is about.
EXPECTED = (
    "oobErrorNoTarget",
    "the server responded with a status of",
    "Status Error Code",
    "ERR_FAILED",
    "ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:timeout",
    "htmx:afterRequest",
)


@pytest.fixture
def complaints(page: Any) -> Iterator[list[str]]:
    """What the browser complains of; a test that ends with a complaint fails."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    yield said
    assert [line for line in said if not any(word in line for word in EXPECTED)] == []
