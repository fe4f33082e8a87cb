"""Waiting for a page. Playwright's own `wait_for_function` evaluates a string whenever its first
look comes too early, which the policy of our pages forbids: it passes only where nobody waits.
"""

import time
from typing import Any

from playwright.sync_api import Locator, Page


def until(where: Page | Locator, script: str, arg: Any = None, *, seconds: float = 10) -> None:
    """Wait until `script` is true of the page, or of the element that the locator finds by then."""
    page = where if isinstance(where, Page) else where.page
    ends = time.monotonic() + seconds
    while not where.evaluate(script, arg):
        assert time.monotonic() < ends, f"Never true within {seconds} s: {script}"
        page.wait_for_timeout(30)
