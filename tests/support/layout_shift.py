"""How far a page moves under the reader while it loads: the browser's own layout shifts, added up as Web Vitals do (CLS)."""

from playwright.sync_api import Page

# What a reader causes by a key or a click does not count.
WATCH = """window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().filter(shift => !shift.hadRecentInput).map(shift => [shift.startTime, shift.value])))
    .observe({ type: 'layout-shift', buffered: true });"""
GAP_MS, WINDOW_MS = 1000, 5000


def watch(page: Page) -> None:
    """Count shifts from the next address on."""
    page.add_init_script(WATCH)


def score(page: Page) -> float:
    """The largest sum of a burst of shifts: at most GAP_MS between two of them, at most WINDOW_MS in all."""
    largest = total = 0.0
    began = last = float("-inf")
    for at_ms, value in page.evaluate("window.shifts"):
        if at_ms - last > GAP_MS or at_ms - began > WINDOW_MS:
            began, total = at_ms, 0.0
        last, total = at_ms, total + value
        largest = max(largest, total)
    return largest
