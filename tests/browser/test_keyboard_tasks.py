"""Each task of a reader by keyboard alone, with a focus that is seen at every stop and never trapped."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, Visit
from tests.browser.keyboard import look, press, ready, tab_to, until_day

pytestmark = pytest.mark.browser

VIEW = "asof=2024-11-18&known=then"
PREVIOUS, NEXT = "Previous day with an entry", "Next day with an entry"


def until_closed(seen: Visit) -> None:
    seen.page.get_by_test_id("stPopoverBody").wait_for(state="detached")


def test_day_and_clock(visit: Callable[..., Visit]) -> None:
    """The day by its field, the links beside it and the strip; then the clock. The focus stays where the reader is."""
    seen = ready(visit(f"/?{VIEW}"))
    tab_to(seen, "Day")
    press(seen, "ArrowUp", "Enter")
    assert until_day(seen, "2024-11-18") == "2024-12-18", "the month is the first figure of the field"
    assert look(seen).name == "Day"
    assert tab_to(seen, NEXT, 4)
    assert press(seen, "Enter").name.startswith(NEXT)
    later = until_day(seen, "2024-12-18")
    assert later > "2024-12-18" and look(seen).name.startswith(NEXT)
    tab_to(seen, PREVIOUS, 6, "Shift+Tab")
    press(seen, "Enter")
    day = until_day(seen, later)
    assert day < later and look(seen).name.startswith(PREVIOUS)
    tab_to(seen, "Day with an entry")
    for key, later in (("ArrowRight", True), ("ArrowLeft", False), ("PageUp", True), ("Home", False), ("End", True)):
        before = day
        press(seen, key)
        day = until_day(seen, before)
        assert (day > before) is later, f"{key} moves the strip"
        assert look(seen).name == "Day with an entry"

    tab_to(seen, "In hindsight", 2)
    press(seen, "Enter")
    seen.until_address("known=now")
    assert look(seen).name == "In hindsight"
    assert seen.complaints == [] and seen.foreign == []


def test_systems_and_share(visit: Callable[..., Visit]) -> None:
    """Into each list, through it, out of it at its end and by Escape; systems are chosen, the link is copied, the rows are taken along."""
    seen = ready(visit(f"/?{VIEW}"))
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # A page of the navigation has the same name.
    tab_to(seen, "In hindsight")
    tab_to(seen, "Systems", 1)
    press(seen, "Enter", "Tab", "Space", "Escape")
    assert look(seen).name == "Systems" and not seen.page.locator(".cv-systems[open]").count()
    press(seen, "Enter")
    tab_to(seen, "Show these", 40)
    press(seen, "Enter")
    seen.until_address("sys=atacms")
    assert seen.query.count("sys=") == 1
    assert look(seen).name == "Systems: 1"
    # The app follows soon after a choice of systems, and when Share opens.
    seen.page.wait_for_timeout(1000)
    seen.settle()
    press(seen, "Enter")
    tab_to(seen, "Share", 40)
    assert not seen.page.locator(".cv-systems[open]").count(), "what is left behind covers nothing"

    press(seen, "Enter")
    seen.page.wait_for_function("() => document.activeElement.matches('[role=dialog]')")
    seen.settle()
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
    assert any(stop.startswith(NEXT) for stop in stops) and "Share" in stops and len(set(stops)) > 25
