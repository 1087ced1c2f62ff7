"""How charts come and go in a real browser: before the app has started, from day to day, and where they cannot be drawn."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

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
    assert page.locator(".cv-chart").get_attribute("data-figure") != before, (
        "within six entries after 16 November 2024 the rules for ATACMS changed"
    )
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
        page.wait_for_function(
            "() => document.querySelector('[data-testid=\"stApp\"] .cv-chart')?.textContent.includes('could not be loaded')",
            timeout=45_000,
        )
        assert page.locator(".cv-data table").count() >= 1
    finally:
        context.close()


SHAPE = re.compile(r"/shapes/([\w.-]+)\.json$")
SHARED = "/map?asof=2024-11-16&known=then&sys=storm-shadow&sys=scalp-eg"


def fresh(browser: Browser, server: str) -> tuple[BrowserContext, Visit]:
    """A reader who was never here before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    return context, Visit(context.new_page(), server)


def shapes_of(seen: Visit) -> list[str]:
    return [found[1] for one in seen.asked if (found := SHAPE.search(one))]


def test_two_maps_of_one_range_ask_once_for_their_ground(browser: Browser, server: str) -> None:
    """Once for both, in the first HTML, in the app, and on the days that follow."""
    context, seen = fresh(browser, server)
    warnings: list[str] = []
    try:
        seen.page.on("console", lambda one: warnings.append(one.text) if "preload" in one.text else None)
        seen.go(SHARED)
        for _ in range(3):
            day = seen.query
            seen.page.get_by_role("button", name="›").click()
            seen.page.wait_for_function("day => location.search.slice(1) !== day", arg=day)
            seen.settle()
        drawn = seen.page.locator(".cv-chart .js-plotly-plot").evaluate_all(
            "all => all.map(one => Object.fromEntries(one.data.map(trace => [trace.name, [trace.x.length, trace.shape === undefined]])))"
        )
        # Longer than Chromium waits before it complains of a preload that nobody used.
        seen.page.wait_for_timeout(4_000)
        assert len(shapes_of(seen)) == 1, shapes_of(seen)
        assert len(drawn) >= 2
        for traces in drawn:
            assert all(traces[name][0] > 100 for name in ("land", "RUS", "UKR"))
            assert all(plain for _, plain in traces.values()), "Plotly gets nothing that it does not know"
        assert seen.refused == seen.complaints == warnings == []
    finally:
        context.close()


def test_a_ground_that_does_not_come_is_said_and_asked_for_again(browser: Browser, server: str) -> None:
    context, seen = fresh(browser, server)
    page = seen.page
    try:
        page.route(SHAPE, lambda route: route.abort())
        page.goto(f"{server}{MAP}")
        page.wait_for_function(
            "() => document.querySelector('[data-testid=\"stApp\"] .cv-chart')?.textContent.includes('could not be loaded')",
            timeout=45_000,
        )
        assert page.locator(".cv-chart .main-svg").count() == 0, "no map without land"
        page.unroute(SHAPE)
        for _ in range(6):
            day = seen.query
            page.get_by_role("button", name="›").click()
            page.wait_for_function("day => location.search.slice(1) !== day", arg=day)
            page.wait_for_selector(
                '[data-testid="stApp"][data-test-script-state="notRunning"] .cv-foot', state="attached"
            )
            page.wait_for_timeout(300)
            if page.locator(".cv-chart .main-svg").count():
                break
        assert page.locator(".cv-chart .main-svg").count() > 0, "the next figure tries again"
        assert page.get_by_text("could not be loaded").count() == 0
    finally:
        context.close()


def test_a_saved_map_has_its_ground(visit: Callable[..., Visit], tmp_path: Path) -> None:
    seen = visit(MAP)
    ground = seen.page.locator(".js-plotly-plot").evaluate(
        "one => one.querySelector('.scatterlayer .trace path.js-fill')?.getAttribute('d') ?? one.querySelector('.fills path').getAttribute('d')"
    )
    with seen.page.expect_download() as found:
        seen.page.evaluate("""() => {
          const button = Object.assign(document.createElement('button'), { textContent: 'SVG' });
          button.dataset.save = 'svg';
          document.body.append(button);
          button.click();
        }""")
    file = tmp_path / "map.svg"
    found.value.save_as(file)
    assert len(ground) > 2_000 and ground in file.read_text(encoding="utf-8")
