"""How charts come and go in a real browser: before the app has started, from day to day, and where they cannot be drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
MAP = "/map?asof=2024-11-16&known=then&sys=atacms"
# Written down at every frame from the first on: whether there was an answer to read.
WATCH = """() => {
  window.frames_without = 0;
  const look = () => {
    if (document.body && window.seen_first && !document.querySelector('.cv-first, [data-testid="stApp"] .cv-foot')) window.frames_without += 1;
    window.seen_first ||= !!document.querySelector('.cv-first');
    requestAnimationFrame(look);
  };
  look();
}"""


def test_the_answer_stays_while_the_app_starts(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        context.add_init_script(f"({WATCH})()")
        page = context.new_page()
        page.goto(f"{server}{MAP}")
        page.wait_for_selector('[data-testid="stApp"] .cv-foot', state="attached", timeout=45_000)
        page.wait_for_function("() => !document.querySelector('.cv-first')", timeout=5_000)
        assert page.evaluate("window.seen_first") is True
        assert page.evaluate("window.frames_without") == 0
    finally:
        context.close()


def test_a_map_is_drawn_without_the_app(browser: Browser, server: str) -> None:
    """The reader sees the map, in the reader's colours, even if the app never starts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    try:
        page = context.new_page()
        page.route("**/static/js/**", lambda route: route.abort())
        page.goto(f"{server}{MAP}")
        page.wait_for_selector(".cv-first .js-plotly-plot .scatterlayer path", state="attached", timeout=30_000)
        shown, dark = page.locator(".cv-chart").evaluate("one => [one.shown, one.dataset.dark]")
        assert shown == dark != ""
    finally:
        context.close()


def test_a_chart_keeps_its_drawing_from_day_to_day(visit: Callable[..., Visit]) -> None:
    seen = visit(MAP)
    page = seen.page
    before = page.locator(".cv-chart").get_attribute("data-figure")
    page.evaluate("document.querySelector('.cv-chart .js-plotly-plot').mark = 'the same'")
    for _ in range(6):
        day = seen.query
        page.get_by_role("button", name="›").click()
        page.wait_for_function("day => location.search.slice(1) !== day", arg=day)
        seen.settle()
        if page.locator(".cv-chart").get_attribute("data-figure") != before:
            break
    assert page.locator(".cv-chart").get_attribute("data-figure") != before, "within six entries after 16 November 2024 the rules for ATACMS changed"
    assert page.evaluate("document.querySelector('.cv-chart .js-plotly-plot').mark") == "the same"
    words = " ".join(page.locator(".cv-chart text").all_text_contents())
    assert page.locator(".js-plotly-plot").count() == 1
    assert "Kursk" in words


@pytest.mark.parametrize("systems", ["&sys=atacms", ""], ids=["one map", "four maps"])
def test_a_chart_is_as_wide_as_its_place(visit: Callable[..., Visit], systems: str) -> None:
    """Wherever the first HTML had it, and when the window changes."""
    seen = visit(f"/map?asof=2024-11-18&known=then{systems}")
    for width in (1180, 700, 1300):
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.wait_for_function(
            "() => [...document.querySelectorAll('.cv-chart')].every(one => Math.abs(one.clientWidth - one.querySelector('.main-svg')?.clientWidth) <= 1)",
            timeout=10_000,
        )


def test_a_chart_that_cannot_be_drawn_says_so(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.route("**/plotly-basic.min.js", lambda route: route.abort())
        page.goto(f"{server}{MAP}")
        page.wait_for_function("() => document.querySelector('[data-testid=\"stApp\"] .cv-chart')?.textContent.includes('could not be loaded')", timeout=45_000)
        assert page.locator(".cv-data table").count() >= 1
    finally:
        context.close()
