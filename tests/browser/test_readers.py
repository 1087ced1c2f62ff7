"""What a reader does in a real browser: the map is drawn, a view is chosen, its address is opened by somebody else."""

import io
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_map_is_drawn(visit: Callable[..., Visit], size: tuple[int, int]) -> None:
    """Shapes with an area, and pixels of many colours: not a blank frame around nothing."""
    seen = visit("/map?asof=2024-11-18&known=then&sys=atacms", size)
    chart = seen.page.locator(".js-plotly-plot").first
    chart.scroll_into_view_if_needed()
    seen.page.wait_for_timeout(300)
    shapes = chart.evaluate(
        "one => [...one.querySelectorAll('svg path')].map(path => path.getBoundingClientRect()).filter(box => box.width * box.height > 400).length"
    )
    assert shapes >= 5
    picture = Image.open(io.BytesIO(chart.screenshot())).convert("RGB")
    colours = sorted(count for count, _ in picture.getcolors(picture.width * picture.height))
    area = picture.width * picture.height
    assert colours[-1] < 0.9 * area, "most of the map is one colour"
    assert sum(count > 0.004 * area for count in colours) >= 4, (
        "sea, land, Ukraine, band and permitted part are fewer than four colours"
    )
    assert seen.foreign == []


def test_address_round_trip(visit: Callable[..., Visit], browser: Browser) -> None:
    """Next change, clock, system: each is in the address by id, and the address gives the same view to somebody else."""
    seen = visit("/?asof=2024-11-16&known=then")
    before = seen.title
    seen.page.get_by_role("link", name="Next day with an entry").click()
    seen.until_address("asof=2024-11-17")
    assert seen.title != before
    seen.page.get_by_text("In hindsight", exact=True).first.click()
    seen.until_address("asof=2024-11-17", "known=now")
    seen.page.locator(".cv-systems summary").click()
    seen.page.get_by_label("Taurus KEPD 350").check()
    seen.page.get_by_role("button", name="Show these").click()
    seen.until_address("sys=taurus-kepd-350")
    wanted = {"asof": ["2024-11-17"], "known": ["now"], "sys": ["taurus-kepd-350"]}
    assert {key: parse_qs(seen.query).get(key) for key in wanted} == wanted
    mine = seen.page.locator(".cv-answer").all_inner_texts()
    assert seen.complaints == []

    other = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    try:
        theirs = Visit(other.new_page(), seen.base).go(f"/?{seen.query}")
        assert theirs.title == seen.title
        assert theirs.page.locator(".cv-answer").all_inner_texts() == mine
        assert {key: parse_qs(theirs.query).get(key) for key in wanted} == wanted
        assert theirs.foreign == []
    finally:
        other.close()


def test_the_view_goes_along(visit: Callable[..., Visit]) -> None:
    """From page to page by the navigation, the day and the clock stay; so they do from a link with “&” as some programs write it, which begins a fragment."""
    seen = visit("/?asof=2024-11-18&#38;known=now&#x26;sys=atacms")
    assert parse_qs(seen.query)["known"] == ["now"]
    for name, path in (("Map", "/map"), ("Ranges", "/compare"), ("Over time", "/timeline"), ("Answer", "/")):
        seen.page.locator(".stApp .cv-nav").get_by_role("link", name=name, exact=True).click()
        seen.until_address("asof=2024-11-18", "known=now", "sys=atacms")
        seen.page.wait_for_function("path => location.pathname === path", arg=path, timeout=20_000)
        assert urlsplit(seen.page.url).path == path
    assert seen.complaints == []
    assert seen.foreign == []


def test_a_bad_address_says_so(visit: Callable[..., Visit]) -> None:
    seen = visit("/?asof=banana&known=maybe&sys=%3Cscript%3Ealert(1)%3C/script%3E")
    assert seen.page.locator(".cv-notice").count() >= 3
    assert seen.page.locator(".cv-notice").first.is_visible()
    assert seen.complaints == []


def test_a_cell_opens(visit: Callable[..., Visit]) -> None:
    """Number, qualifier, source, date: one click away."""
    seen = visit("/?asof=2024-11-18&known=then")
    cell = seen.page.locator(".cv-matrix td details").first
    assert not cell.locator(".cv-why").is_visible()
    cell.locator("summary").click()
    assert cell.locator(".cv-why").is_visible()
    assert cell.locator(".cv-sources a").count() >= 1
    link = cell.locator(".cv-sources a").first
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in (link.get_attribute("rel") or "")
