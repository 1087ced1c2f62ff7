"""What a reader does, in Firefox and in WebKit: day, clock, cell, systems, share, play, search, a frame of another site, print."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress

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


def test_errors_of_a_page_are_seen(tab: Tab) -> None:
    """All tests here rely on it: what a script throws or refuses, what a page says, what its policy refuses."""
    tab.open("/about")
    assert tab.complaints == []
    for script, said in {
        "setTimeout(() => { throw new Error('thrown on purpose') })": "thrown on purpose",
        "Promise.reject(new Error('refused on purpose')), 1": "refused on purpose",
        "console.error('said on purpose')": "said on purpose",
        "document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))": "inline",
    }.items():
        tab.js(script)
        end = time.monotonic() + 10
        while not (seen := [text for text in tab.complaints if said in text]):
            assert time.monotonic() < end, f"never seen: {said}; {tab.complaints}"
            time.sleep(0.05)
        assert seen
    tab.forget()
    assert tab.complaints == []


def test_days_and_links_work_without_scripts(tab: Tab) -> None:
    tab.open(BEFORE)
    tab.allow_scripts(False)
    try:
        tab.load(f"{tab.base}{BEFORE}")
        tab.found(".cv-first .cv-step-next").click()
        until_address(tab, "asof=2024-11-17")
        tab.found(".cv-first .cv-clock a:not([aria-current])").click()
        until_address(tab, "known=now")
        tab.fill(".cv-first .cv-asof input[type=date]", "2025-06-30")
        tab.found(".cv-first .cv-asof .cv-show").click()
        until_address(tab, "asof=2025-06-30", "known=now")
        tab.found(".cv-first .cv-nav a[href*=timeline]").click()
        until_address(tab, "/timeline", "asof=2025-06-30")
    finally:
        tab.allow_scripts(True)
    assert tab.complaints == []


def until_address(tab: Tab, *parts: str) -> None:
    end = time.monotonic() + 10
    while not all(part in tab.address for part in parts):
        assert time.monotonic() < end, f"never {parts}: {tab.address}"
        time.sleep(0.05)


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
    # A pointer: a day that is clicked, and one to which it is dragged.
    steps = tab.js("history.length")
    tab.drag(".stApp .cv-strip", 0.25, 0.25)
    tab.until("new URLSearchParams(location.search).get('asof') < '2024'")
    # The control stands where it stays: a title may have another line.
    tab.until_address("asof=202")
    tab.drag(".stApp .cv-strip", 0.25, 0.75)
    tab.until("new URLSearchParams(location.search).get('asof') > '2024-06'")
    assert tab.js("history.length") == steps + 2
    tab.settle()
    assert tab.complaints == []


def choose_system(tab: Tab, name: str, system_id: str) -> None:
    """Open the systems, tick one and press the button below them.

    On a busy machine an engine refuses a click, or presses beside the button, which closes the panel without a choice:
    the reader does it again then, and what was ticked is ticked still.
    """
    panel = "document.querySelector('.stApp .cv-systems')"
    ticked = f"{panel}.querySelector('input[value={json.dumps(system_id)}]').checked"
    for _ in range(5):
        with suppress(Exception):  # each engine has its own
            if not tab.js(f"{panel}.open"):
                tab.click(".stApp .cv-systems summary")
            if not tab.js(ticked):
                tab.click(".stApp .cv-systems label", name)
            if tab.js(ticked):
                tab.click(".stApp .cv-systems form > button")
                return tab.until(f"location.href.includes('sys={system_id}')", 5)
        time.sleep(0.5)
    raise AssertionError(f"{name} could not be chosen: {tab.address}; {panel} open: {tab.js(f'{panel}.open')}")


def test_a_view_is_chosen_and_taken_along(tab: Tab) -> None:
    tab.open(BEFORE)
    tab.click(".stApp .cv-matrix td summary")
    tab.until("document.querySelector('.cv-matrix td details[open] .cv-sources a')?.checkVisibility()")
    tab.click(".stApp .cv-clock a", "In hindsight")
    tab.until_address("known=now")
    choose_system(tab, "Taurus", "taurus-kepd-350")
    tab.until_address("sys=taurus-kepd-350")
    tab.click(".st-key-share button", "Share")
    # The app may draw what a button stands in between a press and its end.
    tab.until("document.querySelector('.cv-share .cv-copy')")
    tab.js(
        "addEventListener('pointerdown', () => (box => box.replaceWith(box.cloneNode(true)))(document.querySelector('.cv-share')), { once: true })"
    )
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
    # Streamlit's cookie against forged uploads, of which there are none here, is not taken in such a frame.
    assert [text for text in tab.complaints if "_streamlit_xsrf" not in text] == []
    tab.forget()


def test_a_chart_follows_when_the_desktop_turns_dark_and_letters_grow(tab: Tab) -> None:
    ink = "getComputedStyle(document.querySelector('.cv-chart .main-svg text')).fill"
    tab.open("/compare?asof=2024-11-18&known=then")
    tab.turn("dark")
    tab.until(f"Math.min(...{ink}.match(/\\d+/g).slice(0, 3)) > 120")
    tab.turn("light")
    tab.until(f"Math.max(...{ink}.match(/\\d+/g).slice(0, 3)) < 120")
    # The size of the smallest letters, and whether they have the height that they need.
    letters = "Math.min(...[...document.querySelectorAll('.cv-chart .main-svg text')].map(text => parseFloat(getComputedStyle(text).fontSize)))"
    high = "[...document.querySelectorAll('.cv-chart')].every(chart => Math.abs(chart.clientHeight - chart.querySelector('.main-svg').clientHeight) <= 1)"
    before = tab.js(letters)
    tab.zoom_text(2)
    tab.until(f"{letters} >= {1.8 * before} && {high}")
    assert tab.js("(main => main.scrollWidth - main.clientWidth)(document.querySelector('[data-testid=stMain]'))") <= 0
    tab.zoom_text(1)
    tab.until(f"{letters} === {before}")


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
