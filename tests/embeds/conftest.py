"""Servers for these tests, one for each, and stopped."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.embeds.other_servers import OtherServers, ask_here, within_reach


@pytest.fixture
def servers(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherServers]:
    found = OtherServers()
    within_reach(settings)
    ask_here(monkeypatch, found)
    yield found
    found.stop()
