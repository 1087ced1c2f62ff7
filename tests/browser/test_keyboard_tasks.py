"""Each task of a reader by keyboard alone, with a focus that is seen at every stop and never trapped."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, Visit
from tests.browser.keyboard import look, press, ready, tab_to, until_day

pytestmark = pytest.mark.browser

VIEW = "asof=2024-11-18&known=then"
PREVIOUS, NEXT = "Previous day with an entry", "Next day with an entry"


def popovers(seen: Visit) -> int:
    return seen.page.get_by_test_id("stPopoverBody").count()


def until_closed(seen: Visit) -> None:
    seen.page.get_by_test_id("stPopoverBody").wait_for(state="detached")


def test_day_and_clock(visit: Callable[..., Visit]) -> None:
    """The day by its field, its calendar, the buttons beside it and the strip; then the clock. The focus stays where the reader is."""
    seen = ready(visit(f"/?{VIEW}"))
    tab_to(seen, "day, Day")
    press(seen, "ArrowUp")
    # The field says its day when the reader leaves it: past the calendar's button.
    assert tab_to(seen, NEXT, 2)
    assert until_day(seen, "2024-11-18") == "2024-11-19"
    assert press(seen, "Enter").name == NEXT
    later = until_day(seen, "2024-11-19")
    assert later > "2024-11-19" and look(seen).name == NEXT

    tab_to(seen, "Choose date", 2, "Shift+Tab")
    assert press(seen, "Enter").tag == "DIV", "the focus is on a day of the calendar"
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("Enter")
    picked = until_day(seen, later)
    assert picked > later
    seen.page.wait_for_function("() => document.activeElement.closest('.st-key-day-control')")
    tab_to(seen, NEXT)
    tab_to(seen, "Choose date", 2, "Shift+Tab")
    press(seen, "Enter")
    seen.page.get_by_role("dialog").wait_for()
    seen.page.keyboard.press("Escape")
    seen.page.get_by_role("dialog").wait_for(state="detached")
    assert look(seen).name == "Choose date"

    tab_to(seen, PREVIOUS, 6, "Shift+Tab")
    press(seen, "Enter")
    assert until_day(seen, picked) < picked and look(seen).name == PREVIOUS
    day = str(seen.page.evaluate("new URLSearchParams(location.search).get('asof')"))
    tab_to(seen, "Day, snapping")
    for key, later in (("ArrowRight", True), ("ArrowLeft", False), ("PageUp", True)):
        before = day
        press(seen, key)
        day = until_day(seen, before)
        assert (day > before) is later, f"{key} moves the strip"
        assert look(seen).name.startswith("Day, snapping")

    tab_to(seen, "As known then")
    press(seen, "ArrowRight", "Space")
    seen.until_address("known=now")
    assert look(seen).name == "In hindsight"
    assert seen.complaints == [] and seen.foreign == []


def test_systems_and_share(visit: Callable[..., Visit]) -> None:
    """Into each popover, through it, out of it at its end and by Escape; a system is chosen, the link is copied, the rows are taken along."""
    seen = ready(visit(f"/?{VIEW}"))
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # A page of the navigation has the same name.
    tab_to(seen, "As known then")
    tab_to(seen, "Systems", 1)
    press(seen, "Enter")
    seen.page.wait_for_function("() => document.activeElement.matches('[role=dialog]')")
    # What it holds comes in a file of its own.
    seen.page.get_by_role("combobox", name="Systems").wait_for()
    assert press(seen, "Tab").name == "Systems"
    # A word that several systems bear: Enter takes the first of them, not all.
    seen.page.keyboard.type("ATACMS")
    seen.page.get_by_role("option").first.wait_for()
    seen.page.keyboard.press("Enter")
    seen.until_address("sys=atacms")
    assert seen.query.count("sys=") == 1
    assert seen.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Systems", (
        "the focus stays where more can be chosen"
    )
    seen.page.keyboard.press("Escape")
    if popovers(seen):
        seen.page.keyboard.press("Escape")
    until_closed(seen)
    assert look(seen).name == "Systems: 1"
    press(seen, "Enter")
    seen.page.wait_for_function("() => document.activeElement.matches('[role=dialog]')")
    assert press(seen, "Shift+Tab").name == "Systems: 1"
    tab_to(seen, "Share", 12)
    until_closed(seen)

    press(seen, "Enter")
    seen.page.wait_for_function("() => document.activeElement.matches('[role=dialog]')")
    tab_to(seen, "Copy link", 1)
    press(seen, "Enter")
    seen.page.get_by_role("button", name="Copied").wait_for()
    link = str(seen.page.evaluate("navigator.clipboard.readText()"))
    assert link.startswith(f"{seen.base}/?asof=2024-11-18") and "sys=atacms" in link
    tab_to(seen, "Every cell of the matrix", 60)
    with seen.page.expect_download() as found:
        seen.page.keyboard.press("Enter")
    assert found.value.suggested_filename.endswith(".csv")
    seen.page.keyboard.press("Escape")
    until_closed(seen)
    assert look(seen).name == "Share"
    assert press(seen, "Tab").tag in ("A", "SUMMARY"), "and on into the answer"
    assert seen.complaints == []


def test_a_cell_its_source_and_its_report(visit: Callable[..., Visit]) -> None:
    seen = ready(visit(f"/?{VIEW}"))
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(seen, "Skip to the answer", 4)
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function("() => document.activeElement.id === 'answer'")
    for _ in range(100):
        press(seen, "Tab")
        if seen.page.evaluate("() => !!document.activeElement.closest('.cv-matrix summary')"):
            break
    press(seen, "Enter")
    assert seen.page.evaluate("() => document.activeElement.parentElement.open")
    for _ in range(6):
        press(seen, "Tab")
        if seen.page.evaluate("() => document.activeElement.matches('.cv-sources a[href^=http][target=_blank]')"):
            break
    else:
        pytest.fail("no source is reached by Tab")
    tab_to(seen, "Copy this value", 30)
    press(seen, "Enter")
    seen.page.get_by_role("button", name="Copied").wait_for()
    tab_to(seen, "Report a wrong value", 2, "Shift+Tab")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function("() => location.pathname === '/data' && location.hash === '#report'", timeout=20_000)
    assert_at(seen, "report")
    assert seen.complaints == []


def assert_at(seen: Visit, part: str) -> None:
    """The page shows the part that the address names at its top, and Tab goes on from there."""
    seen.settle()
    seen.page.wait_for_function(
        "id => document.activeElement.id === id && Math.abs(document.activeElement.getBoundingClientRect().y) < 40",
        arg=part,
    )
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate(
        "id => document.activeElement.compareDocumentPosition(document.getElementById(id)) & Node.DOCUMENT_POSITION_PRECEDING",
        part,
    )


@pytest.mark.parametrize(("address", "part"), [("/data?", "weak"), ("/positions?", "how")])
def test_a_link_to_a_part_leads_there(visit: Callable[..., Visit], address: str, part: str) -> None:
    assert_at(visit(f"{address}&{VIEW}#{part}", PHONE), part)


def test_pages_tables_and_downloads(visit: Callable[..., Visit]) -> None:
    """From page to page by the navigation; the table of a chart is opened; a file is taken along."""
    seen = ready(visit(f"/?{VIEW}"))
    tab_to(seen, "Ranges")
    press(seen, "Enter")
    seen.page.wait_for_function("() => location.pathname === '/compare'", timeout=20_000)
    seen.until_address("asof=2024-11-18")
    tab_to(seen, "Property")
    seen.page.keyboard.press("ArrowDown")
    seen.page.get_by_role("option").first.wait_for()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function(
        "() => location.search.includes('attribute=') && !location.search.includes('range_km')", timeout=20_000
    )
    seen.settle()
    tab_to(seen, "All")
    press(seen, "Enter")
    assert seen.page.locator("details.cv-data[open] table").first.is_visible()
    tab_to(seen, "Evidence", 80, "Shift+Tab")
    press(seen, "Enter")
    seen.page.wait_for_function("() => location.pathname === '/data'", timeout=20_000)
    seen.settle()
    tab_to(seen, "Files")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function("() => Math.abs(document.getElementById('files').getBoundingClientRect().y) < 900")
    for _ in range(12):
        press(seen, "Tab")
        if seen.page.evaluate("() => document.activeElement.matches('a[href*=\".csv\"], a[download]')"):
            break
    with seen.page.expect_download() as found:
        seen.page.keyboard.press("Enter")
    assert found.value.suggested_filename
    assert seen.complaints == [] and seen.foreign == []


def test_every_stop_on_a_phone(visit: Callable[..., Visit]) -> None:
    """The focus is seen and uncovered from the top of a page far into its answer."""
    seen = ready(visit(f"/timeline?{VIEW}", PHONE))
    stops = [press(seen, "Tab").name for _ in range(36)]
    assert {"Share", PREVIOUS, NEXT} <= set(stops) and len(set(stops)) > 25
