"""The promises of live updating, held for every sequence of edits and every polling schedule.

Two hundred runs, always the same; `RUNS=5000` makes as many new ones (CONTRIBUTING.md).
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reader.model.machine import LiveBlog, found_a_newsroom
from tests.reader.model.readers import SMALL

# In parts, which run beside each other.
PARTS = 4
RUNS = int(os.environ.get("RUNS", "200"))


@pytest.fixture
def newsroom_of_small_pages(db: None, settings: Any) -> None:
    settings.LIVEBLOG = SMALL
    # What is kept by version, and the warm memory, as a newsroom has them.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    LiveBlog.found = found_a_newsroom()


@pytest.mark.usefixtures("newsroom_of_small_pages")
@pytest.mark.parametrize("part", range(PARTS))
def test_open_pages_converge_nothing_leaks_and_twice_is_once(part: int):
    runs = settings(
        max_examples=RUNS // PARTS,
        stateful_step_count=25,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    machine = type(f"LiveBlog{part}", (LiveBlog,), {})
    if "RUNS" not in os.environ:
        seed(part)(machine)
    run_state_machine_as_test(machine, settings=runs)
