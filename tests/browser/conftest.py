"""A real Chromium before a real server; both read the database that the test writes."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.servers import Newsroom


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def newsroom_env(django_db_setup: None, collected_static: str) -> dict[str, str]:
    """The environment in which a server reads the test's database and files."""
    if connection.vendor != "sqlite":
        pytest.fail("The browser's server reads the test's SQLite file; see tests/on_postgres.py.")
    return {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "STATIC_ROOT": collected_static,
        "DJANGO_SETTINGS_MODULE": "tests.promptly",
    }


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
