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


# From a click on "next" to the frame that shows the new day; and the time that scripts ran for it.
PAINTED = """() => new Promise(done => {
    const begin = performance.now(), stage = document.querySelector('.cv-first') ?? document.querySelector('.stApp');
    const here = () => stage.querySelector('[data-slot=head]').dataset.here, before = here();
    stage.querySelector('.cv-step-next').click();
    const look = () => here() === before ? setTimeout(look, 4) : requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => done(performance.now() - begin);
        after.port2.postMessage(0);
    });
    look();
})"""


def changes_ms(browser: Browser, address: str) -> tuple[float, float]:
    """A change of day over STEPS days: click to painted, and JavaScript, in ms (medians)."""
    with reader(browser) as (page, _):
        visit(page, address, ".cv-foot")
        page.wait_for_selector(".cv-first", state="detached")
        page.wait_for_timeout(3000)
        wire = page.context.new_cdp_session(page)
        wire.send("Performance.enable", {"timeDomain": "threadTicks"})

        def scripts_ms() -> float:
            found = wire.send("Performance.getMetrics")["metrics"]
            return 1000 * next(float(each["value"]) for each in found if each["name"] == "ScriptDuration")

        painted, scripts = [], []
        for _ in range(STEPS):
            before = scripts_ms()
            painted.append(float(page.evaluate(PAINTED)))
            scripts.append(scripts_ms() - before)
            page.wait_for_timeout(700)
        return statistics.median(painted), statistics.median(scripts)


def slow_changes_ms(browser: Browser, address: str) -> tuple[float, float]:
    """On slow 4G: when the first click has shown another day, and the next ones, from 2 s on and a second apart, in ms.

    Both from the opening of the address; the app is still on its way.
    """
    with reader(browser, slow=True) as (page, _):
        page.goto(address, wait_until="commit", timeout=240_000)
        page.wait_for_function("() => window.caveatDay", polling=20, timeout=60_000)
        page.evaluate(PAINTED)
        first = float(page.evaluate("performance.now()"))
        page.wait_for_timeout(max(2000 - first, 0))
        waits = []
        for _ in range(4):
            waits.append(float(page.evaluate(PAINTED)))
            page.wait_for_timeout(1000)
        return first, statistics.median(waits)
