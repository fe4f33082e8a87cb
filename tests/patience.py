"""Waiting for a page. Playwright's own `wait_for_function` evaluates a string whenever its first
look comes too early, which the policy of our pages forbids: it passes only where nobody waits.
"""

import time
from typing import Any

from playwright.sync_api import Locator, Page, Route


def until(where: Page | Locator, script: str, arg: Any = None, *, seconds: float = 10) -> None:
    """Wait until `script` is true of the page, or of the element that the locator finds by then."""
    page = where if isinstance(where, Page) else where.page
    ends = time.monotonic() + seconds
    while not where.evaluate(script, arg):
        assert time.monotonic() < ends, f"Never true within {seconds} s: {script}"
        page.wait_for_timeout(30)


def held_up(page: Page, routes: list[Route], *, seconds: float = 10) -> Route:
    """The first request that a test's route holds, once it has come there."""
    ends = time.monotonic() + seconds
    while not routes:
        assert time.monotonic() < ends, f"Nothing was asked within {seconds} s."
        page.wait_for_timeout(30)
    return routes[0]


def scroll(page: Page, pixels: int) -> None:
    """Turn the wheel, and wait until the page has moved and come to rest."""
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, pixels)
    until(page, "before => scrollY !== before", before)
    last = None
    while (now := page.evaluate("scrollY")) != last:
        last = now
        page.wait_for_timeout(60)
