"""What a reader does, in Firefox and in WebKit: day, clock, cell, systems, share, play, search, a frame of another site, print."""

import json
from collections.abc import Iterator

import pytest
from pypdfium2 import PdfDocument

from tests.browser.engines.tabs import Tab
from tests.browser.test_embed import OtherSite, snippet

pytestmark = pytest.mark.browser
BEFORE = "/?asof=2024-11-16&known=then"
TITLE = "document.querySelector('.stApp h1.cv-h1').textContent"


@pytest.fixture
def other_site() -> Iterator[OtherSite]:
    site = OtherSite()
    yield site
    site.server.shutdown()
    site.server.server_close()


def test_the_day_is_chosen_by_each_control(tab: Tab) -> None:
    tab.open(BEFORE)
    before = tab.js(TITLE)
    tab.click(".stApp .cv-step-next")
    tab.until_address("asof=2024-11-17")
    assert tab.js(TITLE) != before
    tab.step(forward=False)
    tab.until_address("asof=2024-11-16")
    tab.until(f"{TITLE} === {json.dumps(before)}")
    tab.step(forward=True)
    tab.until_address("asof=2024-11-17")
    tab.js("document.querySelector('.stApp .cv-strip').focus()")
    tab.press("ArrowLeft")
    tab.until("!location.href.includes('asof=2024-11-17')")
    tab.until_address("asof=2024-1")
    tab.js(
        "(field => { field.value = '2025-06-30'; field.focus(); })(document.querySelector('.stApp .cv-asof [type=date]'))"
    )
    tab.press("Enter")
    tab.until_address("asof=2025-06-30")
    assert tab.complaints == []


def test_a_view_is_chosen_and_taken_along(tab: Tab) -> None:
    tab.open(BEFORE)
    tab.click(".stApp .cv-matrix td summary")
    tab.until("document.querySelector('.cv-matrix td details[open] .cv-sources a')?.checkVisibility()")
    tab.click(".stApp .cv-clock a", "In hindsight")
    tab.until_address("known=now")
    tab.click(".stApp .cv-systems summary")
    tab.click(".stApp .cv-systems label", "Taurus")
    tab.click(".stApp .cv-systems form > button")
    tab.until_address("sys=taurus-kepd-350")
    tab.click(".st-key-share button", "Share")
    tab.click(".cv-share .cv-copy", "Copy link")
    tab.until("[...document.querySelectorAll('.cv-share .cv-copy')].some(button => button.textContent === 'Copied')")
    tab.press("Escape")
    assert tab.complaints == []


def test_the_days_play_and_a_search_finds(tab: Tab) -> None:
    tab.open(BEFORE)
    tab.click(".stApp .cv-control .cv-play")
    tab.until("document.querySelector('.cv-play-stage .cv-asked')?.textContent.includes('17 November 2024')")
    tab.press("Escape")
    tab.until("!document.querySelector('dialog[open]')")
    tab.click(".st-key-find-text input")
    tab.press("Taurus", "Enter")
    tab.until_address("find=")
    tab.until("document.querySelector('.stApp .cv-found li a')?.textContent.includes('Taurus')")
    assert tab.complaints == []


def test_a_map_is_whole_in_a_frame_of_another_site(tab: Tab, other_site: OtherSite) -> None:
    other_site.body = snippet(tab.base, "map").replace('loading="lazy" ', "")
    tab.load(other_site.address)
    with tab.frame():
        tab.until("document.querySelector('.stApp .cv-embed-line') && document.querySelector('.cv-chart .main-svg')")
        tab.until(
            "Math.abs(innerHeight - document.querySelector('[data-testid=stMainBlockContainer]').offsetHeight) <= 2"
        )
        assert tab.js("[...document.styleSheets].filter(sheet => sheet.href && !sheet.cssRules.length).length") == 0
        assert tab.js("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth") <= 0


def test_a_chart_follows_when_the_desktop_turns_dark(tab: Tab) -> None:
    ink = "getComputedStyle(document.querySelector('.cv-chart .main-svg text')).fill"
    tab.open("/compare?asof=2024-11-18&known=then")
    tab.turn("dark")
    tab.until(f"Math.min(...{ink}.match(/\\d+/g).slice(0, 3)) > 120")
    tab.turn("light")
    tab.until(f"Math.max(...{ink}.match(/\\d+/g).slice(0, 3)) < 120")


def test_a_dark_page_is_printed_on_white(tab: Tab) -> None:
    tab.open("/map?asof=2024-11-18&known=then&sys=atacms")
    tab.turn("dark")
    tab.settle()
    paper = PdfDocument(tab.printed())
    tab.turn("light")
    for page in paper:
        grey = page.render(scale=0.3).to_pil().convert("L")
        assert grey.getpixel((2, 2)) == 255
        assert sum(grey.histogram()[200:]) > 0.7 * grey.width * grey.height, "ink on paper, not paper on ink"
