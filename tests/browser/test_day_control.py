"""The day control in a browser: quick presses, history, the strip under a pointer and a finger, its room on small screens, a lost line."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser
DAY = "asof=2024-11-18&known=then"
NEXT = "Next day with an entry"
# The row and the column of a cell.
PLACE = "one => one.closest('tr').rowIndex + '/' + one.closest('td').cellIndex"
# These days have been fetched.
AHEAD = "days => days.every(day => performance.getEntriesByType('resource').some(one => one.name.includes(`asof=${day}`) && one.responseEnd))"
# Three presses, and what is shown after each, before anything else can happen.
CLICKS = """() => [1, 2, 3].map(() => {
    document.querySelector('.stApp .cv-step-next').click();
    return new URL(document.querySelector('.stApp [data-slot=head]').dataset.here, location).searchParams.get('asof');
})"""


def day_of(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["asof"][0]


def strip_of(page: Page) -> Locator:
    return page.locator(".stApp .cv-strip")


def days_of(page: Page) -> list[str]:
    return str(strip_of(page).get_attribute("data-days")).split()


def place_of(page: Page, day: str) -> tuple[float, float]:
    """The point of a day among the ticks of the strip."""
    box = strip_of(page).bounding_box()
    start, end = (date.fromisoformat(str(strip_of(page).get_attribute(f"data-{each}"))) for each in ("start", "end"))
    assert box
    return box["x"] + box["width"] * (date.fromisoformat(day) - start) / (end - start), box["y"] + 16


def test_quick_presses_are_all_counted(visit: Callable[..., Visit]) -> None:
    """Five presses while no answer has come lead five entries on, each a step of history; the focus stays."""
    seen = visit(f"/?{DAY}")
    page = seen.page
    line = page.context.new_cdp_session(page)
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    days = days_of(page)
    wanted = days[days.index("2024-11-18") + 5]
    steps = page.evaluate("history.length")
    for _ in range(5):
        page.get_by_role("link", name=NEXT).click()
    assert day_of(page) == wanted
    line.detach()
    heading = page.locator(".stApp .cv-asked")
    expect(heading).to_contain_text(str(int(wanted[8:])), timeout=20_000)
    expect(page.locator("p[role=status]", has_text="As known then")).to_contain_text("that day")
    assert page.evaluate("history.length") == steps + 5
    assert page.evaluate("document.activeElement.dataset.part") == "next"
    for back in (4, 3):
        page.go_back()
        seen.until_address(days[days.index("2024-11-18") + back])
    assert strip_of(page).get_attribute("aria-valuetext", timeout=5_000)
    assert seen.complaints == []


def test_the_first_step_back_leads_to_the_page_that_was_shown(visit: Callable[..., Visit]) -> None:
    seen = visit("/")
    shown, title = seen.page.url, seen.title
    seen.page.get_by_role("link", name="Previous day with an entry").click()
    seen.until_address("asof=")
    seen.page.go_back()
    seen.page.wait_for_url(shown)
    expect(seen.page.locator("h1.cv-h1")).to_have_text(title)


def test_the_strip_under_a_pointer(visit: Callable[..., Visit]) -> None:
    """A tick is clicked; the day follows a drag, which is one step of history."""
    seen = visit(f"/?{DAY}")
    page = seen.page
    x, y = place_of(page, "2023-05-11")
    page.mouse.click(x, y)
    seen.until_address("asof=2023-05-11")
    steps = page.evaluate("history.length")
    page.mouse.move(x, y)
    page.mouse.down()
    to, _ = place_of(page, "2024-05-30")
    page.mouse.move(to, y, steps=4)
    assert strip_of(page).locator("b").get_attribute("data-day")
    # The page follows; the address waits.
    expect(page.locator(".stApp .cv-asked")).to_contain_text("May 2024")
    assert page.evaluate("history.length") == steps
    page.mouse.up()
    seen.until_address("asof=2024-05-3")
    assert page.evaluate("history.length") == steps + 1 and seen.complaints == []


def test_the_field_takes_what_is_typed_on_enter(visit: Callable[..., Visit]) -> None:
    """And says in words which days there are."""
    seen = visit(f"/?{DAY}")
    field = seen.page.get_by_label("Day", exact=True)
    field.click(position={"x": 14, "y": 10})
    seen.page.keyboard.type("06302025")
    seen.page.keyboard.press("Enter")
    seen.until_address("asof=2025-06-30")
    expect(seen.page.locator(".stApp .cv-asof .cv-asof-words")).to_have_text("30 Jun 2025")
    expect(seen.page.locator(".stApp .cv-control")).to_have_attribute("data-here", re.compile("2025-06-30"))
    expect(field).to_be_focused()
    seen.page.keyboard.type("06302019")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".stApp .cv-notice")).to_contain_text("30 Jun 2019 lies outside the days covered")


@pytest.fixture
def tablet(browser: Browser, server: str) -> Iterator[Visit]:
    """A window with the strip, operated by fingers."""
    context = browser.new_context(viewport={"width": 768, "height": 800}, has_touch=True, is_mobile=True)
    yield Visit(context.new_page(), server)
    context.close()


def test_a_finger_scrolls_past_the_strip_and_drags_sideways(tablet: Visit) -> None:
    seen = tablet.go(f"/?{DAY}")
    seen.page.wait_for_selector(".cv-first", state="detached")
    small = seen.page.locator(".stApp :is(.cv-step, .cv-asof-field, .cv-clock a, .cv-control summary)").evaluate_all(
        "all => all.filter(one => Math.min(one.offsetWidth, one.offsetHeight) < 44).map(one => one.outerHTML)"
    )
    assert small == []
    line = seen.page.context.new_cdp_session(seen.page)

    def swipe(x: float, y: float, to_x: float, to_y: float) -> None:
        line.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 9):
            point = {"x": x + (to_x - x) * step / 8, "y": y + (to_y - y) * step / 8}
            line.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    (x, y), (to, _) = place_of(seen.page, "2024-01-15"), place_of(seen.page, "2025-05-26")
    swipe(x, y, to, y + 5)
    seen.until_address("asof=2025-05-2")
    day = day_of(seen.page)
    swipe(x, y, x + 10, y - 200)
    seen.page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 100")
    assert day_of(seen.page) == day


def test_an_answer_stands_on_the_first_screen(visit: Callable[..., Visit]) -> None:
    page = visit(f"/?{DAY}", PHONE).page
    for width, height, answers in ((390, 844, 4), (320, 568, 1), (844, 390, 1)):
        page.set_viewport_size({"width": width, "height": height})
        bottoms = page.locator(".stApp .cv-lanes-plot .cv-status").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().bottom)"
        )
        assert sum(bottom <= height for bottom in bottoms) >= answers, (width, bottoms)
        assert (page.locator(".stApp .cv-control").bounding_box() or {})["height"] <= 96


def test_without_a_line_days_are_shown_and_the_page_says_what_is_not_there(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())
    page.goto(f"{server}/?{DAY}")
    page.evaluate("window.same = true")
    page.get_by_role("link", name=NEXT).click()
    page.wait_for_url("**asof=2024-11-19*")
    expect(page.locator(".cv-asked")).to_contain_text("19 November 2024")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**asof=2024-11-18*")
    expect(page.locator(".cv-offline")).to_contain_text("No live connection", timeout=15_000)
    page.get_by_label("Day", exact=True).fill("2023-05-11")
    page.wait_for_url("**asof=2023-05-11*")
    expect(page.locator(".cv-asked")).to_contain_text("11 May 2023")
    assert page.evaluate("window.same"), "no page was loaded anew"
    page.route("**/fragment/**", lambda route: route.abort())
    page.get_by_label("Day", exact=True).fill("2025-06-30")
    expect(page.locator(".cv-offline")).to_contain_text("This day did not load")
    expect(page.get_by_label("Day", exact=True)).to_have_value("2023-05-11")
    assert "2023-05-11" in page.url
    page.close()


def test_a_day_is_there_at_once_and_nothing_is_lost(visit: Callable[..., Visit]) -> None:
    """Neighbours are shown in the turn of the click, without a run of the app; what is open stays open, Back shows what was shown."""
    seen = visit(f"/?{DAY}")
    page = seen.page
    cell = page.locator(".stApp .cv-matrix td details").nth(4)
    cell.locator("summary").click()
    named = page.locator(".stApp .cv-matrix td details[open]").evaluate(PLACE)
    days = days_of(page)
    here = days.index("2024-11-18")
    page.wait_for_function(AHEAD, arg=[days[here + step] for step in (1, 2, 3, 4)])
    page.evaluate("window.runs = 0; window.watch = new MutationObserver(() => runs++)")
    page.evaluate("watch.observe(document.querySelector('.stApp'), { attributeFilter: ['data-test-script-state'] })")
    shown = page.evaluate(CLICKS)
    assert [day[:10] for day in shown] == days[here + 1 : here + 4]
    assert page.locator(".stApp .cv-matrix td details[open]").evaluate(PLACE) == named
    assert page.title().endswith(f"{int(days[here + 3][8:])} November 2024 · Caveat")
    page.go_back()
    expect(page.locator(".stApp .cv-control")).to_have_attribute("data-here", re.compile(days[here + 2]))
    assert day_of(page) == days[here + 2] and page.evaluate("runs") == 0
    # The app learns of it when something of its own is used.
    page.get_by_role("button", name="Share").click()
    expect(page.locator("[data-testid=stPopoverBody] .cv-quote").first).to_contain_text(f"asof={days[here + 2]}")
    expect(page.locator(".cv-tail")).to_contain_text(f"asof={days[here + 2]}")
    assert page.locator(".stApp .cv-matrix td details[open]").evaluate(PLACE) == named
    assert seen.complaints == []


def test_back_leads_to_the_place_where_the_reader_was(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/?{DAY}")
    top = "document.querySelector('.stApp [data-testid=stMain]').scrollTop"
    link = seen.page.locator(".stApp .cv-matrix th a").nth(2)
    link.scroll_into_view_if_needed()
    before = seen.page.evaluate(top)
    assert before > 100
    link.click()
    seen.page.wait_for_function("() => location.pathname === '/system'")
    seen.settle()
    assert seen.page.evaluate(top) == 0
    seen.page.go_back()
    seen.page.wait_for_function(f"before => Math.abs({top} - before) < 2", arg=before, timeout=10_000)


def test_what_is_ticked_stays_while_another_view_comes(visit: Callable[..., Visit]) -> None:
    """A slow answer to a choice before comes while the reader chooses systems: none is lost."""
    seen = visit("/?asof=2024-11-16&known=then")
    seen.page.locator(".cv-systems summary").click()
    seen.page.get_by_label("Taurus KEPD 350").check()
    seen.page.evaluate("caveatGo(Object.assign(new URL(location.href), { search: '?asof=2024-11-18&known=now' }))")
    seen.until_address("asof=2024-11-18", "known=now")
    assert seen.page.get_by_label("Taurus KEPD 350").is_checked()
    seen.page.locator(".cv-systems form > button").click()
    seen.until_address("asof=2024-11-18", "known=now", "sys=taurus-kepd-350")
    # What was sent is not held against what comes.
    seen.page.go_back()
    seen.until_drawn()
    assert not seen.page.locator(".cv-systems input:checked").count()
