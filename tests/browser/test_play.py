"""The days one after another, without the app: started, paused, left and opened, by keyboard too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_accessibility import findings

pytestmark = pytest.mark.browser
BEFORE = "asof=2024-11-16&known=then"


def day_of(page: Page) -> str:
    return page.locator(".cv-play-day").inner_text()


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_the_founding_week_plays(visit: Callable[..., Visit], size: tuple[int, int], scheme: str) -> None:
    seen = visit(f"/?{BEFORE}", size, scheme)
    page = seen.page
    page.locator(".cv-play").focus()
    page.keyboard.press("Enter")
    stage = page.locator(".cv-play-stage")
    # The day that is shown has no entry: the next that has one comes first, then every day with an entry.
    expect(stage.locator(".cv-asked")).to_contain_text("17 November 2024", timeout=15_000)
    expect(stage).to_contain_text("Allowed in the Kursk area")
    page.keyboard.press("Enter")
    expect(page.locator(".cv-play-pause")).to_have_text("Go on")
    stood = day_of(page)
    page.wait_for_timeout(2_000)
    assert day_of(page) == stood, "paused"
    assert stage.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert "2024-11-16" in seen.query, "whoever closes it is where they were"
    assert page.evaluate("() => document.activeElement.className") == "cv-play"
    assert seen.complaints == [] and seen.foreign == []


def test_a_map_plays_and_a_day_is_opened(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/map?{BEFORE}&sys=atacms")
    page = seen.page
    page.locator(".cv-play").click()
    page.locator(".cv-play-stage .js-plotly-plot .scatterlayer path").first.wait_for(state="attached", timeout=15_000)
    page.locator(".cv-play-stage .js-plotly-plot").evaluate("one => { one.mark = 'the same' }")
    page.locator(".cv-play-pause").click()
    page.get_by_role("button", name="The day after").click()
    expect(page.locator(".cv-play-stage :is(.cv-asked, h1)").first).to_contain_text(re.compile("1[789] November 2024"))
    assert page.locator(".cv-play-stage .js-plotly-plot").evaluate("one => one.mark") == "the same", (
        "the drawing goes on from day to day"
    )
    asked = [request for request in seen.asked if re.search(r"/map\?.*asof=2024-11-(?!16)", request)]
    assert len(asked) >= 3, "days are fetched ahead"
    page.get_by_role("button", name="Open this day").click()
    page.wait_for_url(re.compile("asof=2024-11-1[789].*sys=atacms|sys=atacms.*asof=2024-11-1[789]"))
    seen.settle()
    assert "November 2024" in page.title() and "16 November" not in seen.title


def test_a_day_that_does_not_load_says_so(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/?{BEFORE}")
    page = seen.page
    page.route("**/?*asof=*", lambda route: route.abort())
    page.locator(".cv-play").click()
    expect(page.locator(".cv-play-day")).to_contain_text("did not load", timeout=10_000)
    page.unroute("**/?*asof=*")
    page.locator(".cv-play-pause").click()
    expect(page.locator(".cv-play-stage :is(.cv-asked, h1)").first).to_contain_text("November 2024", timeout=15_000)


def test_from_the_last_day_it_begins_with_the_first(visit: Callable[..., Visit]) -> None:
    seen = visit("/")
    page = seen.page
    page.locator(".cv-play").click()
    expect(page.locator(".cv-play-stage :is(.cv-asked, h1)").first).to_contain_text("2022", timeout=15_000)
