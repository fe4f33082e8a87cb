"""A real Chromium before a real server; both read the database that the test writes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.conftest import require_service
from tests.servers import ROOT, Newsroom


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    require_service(chromium, "Chromium", "chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet}


@pytest.fixture(scope="session")
def newsroom_env(django_db_setup: None) -> dict[str, str]:
    """The environment in which a server reads the test's database and files."""
    folder = Path(os.environ["VAR_DIR"])
    env = {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "STATIC_ROOT": str(folder / "collected"),
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
def newsroom(transactional_db: None, running_newsroom: Newsroom) -> Newsroom:
    """The running server, before an empty database that is really committed to."""
    return running_newsroom


@pytest.fixture
def complaints(page: Any) -> Iterator[list[str]]:
    """What the browser complains of; a test that ends with a complaint fails."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    yield said
    # A post that this page does not hold has no place in it: htmx says so, and leaves it out.
    expected = (
        "oobErrorNoTarget",
        "status of 404",
        "status of 410",
        "status of 500",
        "Status Error Code 500",
    )
    assert [line for line in said if not any(word in line for word in expected)] == []
