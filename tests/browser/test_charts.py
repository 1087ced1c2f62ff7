"""How charts come and go in a real browser: before the app has started, from day to day, and where they cannot be drawn."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

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


@pytest.fixture
def fresh(browser: Browser, server: str) -> Iterator[Visit]:
    """A reader who was never here before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark", accept_downloads=True)
    yield Visit(context.new_page(), server)
    context.close()


def test_the_answer_stays_while_the_app_starts(fresh: Visit) -> None:
    fresh.page.add_init_script(f"({WATCH})()")
    page = fresh.page
    page.goto(f"{fresh.base}{MAP}")
    page.wait_for_selector('[data-testid="stApp"] .cv-foot', state="attached", timeout=45_000)
    page.wait_for_function("() => !document.querySelector('.cv-first')", timeout=5_000)
    assert page.evaluate("window.seen_first") is True
    assert page.evaluate("window.frames_without") == 0


def test_a_map_is_drawn_without_the_app(fresh: Visit) -> None:
    """The reader sees the map, in the reader's colours, even if the app never starts."""
    page = fresh.page
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(f"{fresh.base}{MAP}")
    page.wait_for_selector(".cv-first .js-plotly-plot .scatterlayer path", state="attached", timeout=30_000)
    shown, dark = page.locator(".cv-chart").evaluate("one => [one.shown, one.dataset.dark]")
    assert shown == dark != ""


def test_a_chart_keeps_its_drawing_from_day_to_day(visit: Callable[..., Visit]) -> None:
    seen = visit(MAP)
    page = seen.page
    before = page.locator(".cv-chart").get_attribute("data-figure")
    page.evaluate("document.querySelector('.cv-chart .js-plotly-plot').mark = 'the same'")
    for _ in range(6):
        day = seen.query
        page.get_by_role("link", name="Next day with an entry").click()
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


def test_a_chart_that_cannot_be_drawn_says_so(fresh: Visit) -> None:
    page = fresh.page
    page.route("**/plotly-basic.min.js", lambda route: route.abort())
    page.goto(f"{fresh.base}{MAP}")
    page.wait_for_function(
        "() => document.querySelector('[data-testid=\"stApp\"] .cv-chart')?.textContent.includes('could not be loaded')",
        timeout=45_000,
    )
    assert page.locator(".cv-data table").count() >= 1


SHAPE = re.compile(r"/shapes/([\w.-]+)\.json$")
SHARED = "/map?asof=2024-11-16&known=then&sys=storm-shadow&sys=scalp-eg"


def shapes_of(seen: Visit) -> list[str]:
    return [found[1] for request in seen.asked if (found := SHAPE.search(request))]


def test_two_maps_of_one_range_ask_once_for_their_ground(fresh: Visit) -> None:
    """Once for both, in the first HTML, in the app, and on the days that follow."""
    warnings: list[str] = []
    fresh.page.on("console", lambda message: warnings.append(message.text) if "preload" in message.text else None)
    fresh.go(SHARED)
    for _ in range(3):
        day = fresh.query
        fresh.page.get_by_role("link", name="Next day with an entry").click()
        fresh.page.wait_for_function("day => location.search.slice(1) !== day", arg=day)
        fresh.settle()
    drawn = fresh.page.locator(".cv-chart .js-plotly-plot").evaluate_all(
        "all => all.map(one => Object.fromEntries(one.data.map(trace => [trace.name, [trace.x.length, trace.shape === undefined]])))"
    )
    # Longer than Chromium waits before it complains of a preload that nobody used.
    fresh.page.wait_for_timeout(4_000)
    assert len(shapes_of(fresh)) == 1, shapes_of(fresh)
    assert len(drawn) >= 2
    for traces in drawn:
        assert all(traces[name][0] > 100 for name in ("land", "RUS", "UKR"))
        assert all(plain for _, plain in traces.values()), "Plotly gets nothing that it does not know"
    assert fresh.refused == fresh.complaints == warnings == []


def test_a_ground_that_does_not_come_is_said_and_asked_for_again(fresh: Visit) -> None:
    page = fresh.page
    page.route(SHAPE, lambda route: route.abort())
    page.goto(f"{fresh.base}{MAP}")
    page.wait_for_function(
        "() => document.querySelector('[data-testid=\"stApp\"] .cv-chart')?.textContent.includes('could not be loaded')",
        timeout=45_000,
    )
    assert page.locator(".cv-chart .main-svg").count() == 0, "no map without land"
    page.unroute(SHAPE)
    for _ in range(6):
        day = fresh.query
        page.get_by_role("link", name="Next day with an entry").click()
        page.wait_for_function("day => location.search.slice(1) !== day", arg=day)
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"] .cv-foot', state="attached")
        page.wait_for_timeout(300)
        if page.locator(".cv-chart .main-svg").count():
            break
    assert page.locator(".cv-chart .main-svg").count() > 0, "the next figure tries again"
    assert page.get_by_text("could not be loaded").count() == 0


def test_a_chart_whose_script_is_lost_is_a_sentence_and_its_table(fresh: Visit) -> None:
    page = fresh.page
    page.route("**/charts.js", lambda route: route.abort())
    page.goto(f"{fresh.base}{MAP}")
    page.wait_for_selector('[data-testid="stApp"] .cv-foot', state="attached", timeout=45_000)
    chart = page.locator(".stApp .cv-chart").first
    expect(chart).to_have_text("The chart could not be loaded. The table has the same numbers.")
    height = chart.bounding_box()
    assert height and height["height"] < 60
    expect(page.locator(".stApp .cv-data table").first).to_be_visible()


def test_a_map_is_told_once(visit: Callable[..., Visit]) -> None:
    """A screen reader has the sentence of each map, not the words in its drawing as well."""
    page = visit(MAP).page
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [node for node in nodes if not node["ignored"]]
    maps = [node for node in told if node["role"]["value"] == "image" and node["name"]["value"].startswith("Map.")]
    assert len(maps) == page.locator(".stApp .cv-chart").count()
    assert [node for node in told if node["role"]["value"] == "SvgRoot"] == []
