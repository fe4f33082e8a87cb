"""A real Chromium before a real server; both read the database that the test writes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.servers import ROOT, Newsroom


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def newsroom_env(django_db_setup: None) -> dict[str, str]:
    """The environment in which a server reads the test's database and files."""
    if connection.vendor != "sqlite":
        pytest.fail("The browser's server reads the test's SQLite file; see tests/on_postgres.py.")
    folder = Path(os.environ["VAR_DIR"])
    env = {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "STATIC_ROOT": str(folder / "collected"),
        "DJANGO_SETTINGS_MODULE": "tests.promptly",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env={**os.environ, **env}, check=True)
    return env


@pytest.fixture(scope="session")
def running_newsroom(newsroom_env: dict[str, str]) -> Iterator[Newsroom]:
    newsroom = Newsroom(Path(os.environ["VAR_DIR"]), newsroom_env)
    newsroom.start()
    yield newsroom
    newsroom.stop()


@pytest.fixture
def newsroom(transactional_db: None, running_newsroom: Newsroom, settings: Any) -> Newsroom:
    """The running server, before an empty database that is really committed to.

    What this process puts into media is put where the server looks.
    """
    settings.MEDIA_ROOT = Path(os.environ["VAR_DIR"]) / "media"
    return running_newsroom
