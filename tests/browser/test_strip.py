"""The strip in a browser: the line of the day is dragged, a bar is clicked, a finger scrolls past it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
FIRST, LAST = date(2022, 1, 1), date(2026, 3, 13)


def test_a_day_is_picked_on_the_strip(visit: Callable[..., Visit]) -> None:
    seen = visit("/?asof=2026-03-13&known=then")
    plot = seen.page.locator(".stApp .cv-over").bounding_box()
    lane = seen.page.locator(".stApp .cv-lane-bars").nth(1).bounding_box()
    assert plot and lane
    share = (date(2024, 11, 17) - FIRST) / (LAST - FIRST + timedelta(days=1))
    seen.page.mouse.move(plot["x"] + plot["width"] - 9, lane["y"] + 9)
    seen.page.mouse.down()
    seen.page.mouse.move(plot["x"] + share * plot["width"], lane["y"] + 9, steps=4)
    assert seen.page.locator(".stApp .cv-now").get_attribute("data-day") == "17 Nov 2024"
    seen.page.mouse.up()
    seen.until_address("asof=2024-11-17")
    expect(seen.page.locator(".stApp h1")).to_contain_text("ATACMS could be fired into Russia only in the Kursk area")
    bar = seen.page.locator(".stApp a.cv-bar-of").first
    asked = (bar.get_attribute("href") or "").split("?")[1]
    bar.click()
    seen.until_address(asked)
    assert seen.complaints == []
