"""Measure and write benchmarks/RESULTS.md (make bench). Every peer is started by this run, on loopback, and ended by it."""

from __future__ import annotations

import platform
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.take_screenshot import free_port

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
# Slow 4G as TRAPS and the issues name it: 1.6 Mbit/s, 150 ms.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
STEPS = 8
DAY = "asof=2024-11-18&known=then"


@contextmanager
def served(*command: str) -> Iterator[tuple[str, float]]:
    """A server of our own: its address, and the seconds from start to ready. `{port}` in the command is the port."""
    port = free_port()
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *(part.format(port=port) for part in command)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", time.perf_counter() - begin
    finally:
        process.terminate()
        process.wait(timeout=20)


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


def first_paint(page: Page) -> float:
    """First contentful paint in seconds, as the browser counts it."""
    return float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")) / 1000


def measure(browser: Browser) -> list[tuple[str, str, str, str]]:
    """Rows of the table: figure, ours, peer, ratio (ours to peer, below 1 is better)."""
    rows: list[tuple[str, str, str, str]] = []

    def row(name: str, ours: float, peer: float | None, form: str) -> None:
        rows.append((name, form.format(ours), form.format(peer) if peer is not None else "–", f"{ours / peer:.2f}" if peer else "–"))

    drawn = ".js-plotly-plot .scatterlayer path"
    with (
        served("server", "--port", "{port}") as (site, ready_s),
        served("streamlit", "run", "benchmarks/naive.py", "--server.port", "{port}") as (naive, naive_ready_s),
    ):
        row("start to ready, s", ready_s, naive_ready_s, "{:.1f}")
        # One visit each that is not counted, so that neither peer pays for cold caches below.
        for address, there in ((f"{site}/?{DAY}", ".cv-foot"), (f"{site}/map?{DAY}", drawn), (naive, drawn)):
            with reader(browser) as (page, _):
                visit(page, address, there)
        with reader(browser) as (page, seen):
            visit(page, naive, drawn)
            page.wait_for_timeout(2500)
            naive_bytes = seen["bytes"]
        for name, address, there in (("/", f"{site}/?{DAY}", ".cv-foot"), ("/map", f"{site}/map?{DAY}", drawn)):
            with reader(browser) as (page, seen):
                visit(page, address, there)
                page.wait_for_timeout(2500)
                row(f"first visit to {name}, kB on the wire", seen["bytes"] / 1000, naive_bytes / 1000, "{:,.0f}")
                seen["bytes"] = 0
                visit(page, address, there)
                page.wait_for_timeout(2500)
                row(f"second visit to {name}, kB on the wire", seen["bytes"] / 1000, None, "{:,.0f}")
        with reader(browser, slow=True) as (page, _):
            visit(page, naive, drawn)
            naive_paint_s = first_paint(page)
        with reader(browser, slow=True) as (page, _):
            naive_map_s = visit(page, naive, drawn)
        with reader(browser, slow=True) as (page, _):
            visit(page, f"{site}/?{DAY}", ".cv-matrix")
            page.wait_for_timeout(1500)
            row("first paint of the answer on slow 4G, s", first_paint(page), naive_paint_s, "{:.2f}")
        with reader(browser, slow=True) as (page, _):
            row("map drawn on slow 4G, s", visit(page, f"{site}/map?{DAY}", drawn), naive_map_s, "{:.1f}")
        row("change of day on /map, click to new headline, ms (median)", changes_ms(browser, f"{site}/map?{DAY}&sys=atacms"), None, "{:.0f}")
        row("change of day on /, click to new headline, ms (median)", changes_ms(browser, f"{site}/?{DAY}"), None, "{:.0f}")
    return rows


def changes_ms(browser: Browser, address: str) -> float:
    """The median time from a click on "next" to the new day in the headline, over STEPS days that were shown once before."""
    with reader(browser) as (page, _):
        visit(page, address, ".cv-foot")
        page.wait_for_timeout(1500)
        taken = []
        for _ in range(2):
            taken = []
            for _ in range(STEPS):
                before = page.locator("h1.cv-h1").inner_text()
                begin = time.perf_counter()
                page.locator(".st-key-day-next button:visible").first.click()
                page.wait_for_function("before => document.querySelector('h1.cv-h1')?.innerText !== before", arg=before, timeout=30_000)
                taken.append(1000 * (time.perf_counter() - begin))
            page.goto(address)
            page.wait_for_selector(".cv-foot")
            page.wait_for_timeout(1500)
        return statistics.median(taken)


def main() -> None:
    """Measure once and write the table with versions and date."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        rows = measure(browser)
        browser.close()
    versions = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "plotly", "pandas", "uvicorn"))
    lines = [
        "# Measured",
        "",
        f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {versions}, headless Chromium, two cores, all on loopback.",
        "The peer is the same map page written plainly in Streamlit (`benchmarks/naive.py`), served by `streamlit run` in the same run. A ratio below 1 is better.",
        "",
        "| figure | ours | peer | ratio |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        "Not measured yet: many readers at once, Dash as a peer, memory per reader.",
        "",
    ]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
