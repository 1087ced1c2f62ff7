"""Measure what one reader's browser sees: bytes on the wire, first paint, the drawn map, the wait after a click."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import layout_shift
from tests.support.chromium import launched

# Slow 4G: 1.6 Mbit/s, 150 ms.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
STEPS = 8
# How long after the page is ready late requests still count.
REST_MS = 2500


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's chromium, headless."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@contextmanager
def reader(browser: Browser, slow: bool = False) -> Iterator[tuple[Page, dict[str, int]]]:
    """A reader with an empty cache; `seen["bytes"]` counts what came over the wire."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    if slow:
        wire.send("Network.emulateNetworkConditions", SLOW)
    seen = {"bytes": 0}

    def finished(event: dict[str, Any]) -> None:
        seen["bytes"] += int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", finished)
    yield page, seen
    context.close()


def visit(page: Page, address: str, ready: str) -> float:
    """Open an address; the seconds until `ready` is there."""
    begin = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=240_000)
    page.wait_for_selector(ready, timeout=240_000, state="attached")
    return time.perf_counter() - begin


def visited_kb(browser: Browser, address: str, ready: str) -> tuple[float, float]:
    """kB on the wire of a first visit, and of a second one with the cache of the first."""
    with reader(browser) as (page, seen):
        visits = []
        for _ in range(2):
            seen["bytes"] = 0
            visit(page, address, ready)
            page.wait_for_timeout(REST_MS)
            visits.append(seen["bytes"] / 1000)
        return visits[0], visits[1]


def painted_s(browser: Browser, address: str, ready: str) -> float:
    """First contentful paint on slow 4G, in seconds, as the browser counts it."""
    with reader(browser, slow=True) as (page, _):
        visit(page, address, ready)
        page.wait_for_timeout(1500)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
        return float(paint) / 1000


def ready_s(browser: Browser, address: str, ready: str) -> float:
    """Seconds on slow 4G until `ready` is there."""
    with reader(browser, slow=True) as (page, _):
        return visit(page, address, ready)


def shift(browser: Browser, address: str, ready: str, width_px: int) -> float:
    """How far the page moves from the first HTML to the app (cumulative layout shift), with an empty cache."""
    context = browser.new_context(viewport={"width": width_px, "height": 900}, is_mobile=width_px < 600)
    page = context.new_page()
    layout_shift.watch(page)
    visit(page, address, ready)
    page.wait_for_timeout(REST_MS)
    found = layout_shift.score(page)
    context.close()
    return found


def changes_ms(browser: Browser, address: str) -> float:
    """The median time from a click on "next" to the new day in the headline, over STEPS days that were shown before."""
    with reader(browser) as (page, _):
        taken: list[float] = []
        for _ in range(2):
            visit(page, address, ".cv-foot")
            page.wait_for_timeout(1500)
            taken = []
            for _ in range(STEPS):
                before = page.locator("h1.cv-h1").inner_text()
                begin = time.perf_counter()
                page.locator(".stApp a.cv-step-next").first.click()
                page.wait_for_function(
                    "before => document.querySelector('h1.cv-h1')?.innerText !== before", arg=before, timeout=30_000
                )
                taken.append(1000 * (time.perf_counter() - begin))
        return statistics.median(taken)
