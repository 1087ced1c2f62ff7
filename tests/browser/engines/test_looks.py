"""Pages have in Firefox and in WebKit the looks that they have in chromium, reached by a link, at two widths, light and dark."""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from caveat.settings import STATIC
from tests.browser.conftest import DESK, PHONE, Size, Visit
from tests.browser.engines.tabs import Tab

pytestmark = pytest.mark.browser
ADDRESS = "/?asof=2024-11-18&known=then"
# With each kind of chart, and the one with the most text. `make soak` looks at every page.
PAGES_IN_SHORT = ("Answer", "Map", "Over time", "Who gave what", "About")
NAMES = "[...document.querySelectorAll('.stApp .cv-nav a:not(.cv-home)')].map(link => link.textContent)"
# Padding and edges of what frames every page, in px; a scroll bar may take some of the width.
LOOKS = """(() => {
    const edges = (name, css) => {
        const box = document.querySelector(css).getBoundingClientRect();
        return { [`top of ${name}`]: box.y, [`height of ${name}`]: box.height };
    };
    const style = getComputedStyle(document.querySelector('[data-testid="stMainBlockContainer"]'));
    return {
        'padding at the top': parseFloat(style.paddingTop), 'padding at the left': parseFloat(style.paddingLeft),
        ...edges('the line of pages', '.stApp .cv-bar'), ...edges('the title', '.stApp h1.cv-h1'),
        ...edges('the day', '.stApp .cv-control'),
        'height of the page': document.querySelector('[data-testid="stMain"]').scrollHeight,
    };
})()"""
FAULTS = """(() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const bars = [...document.querySelectorAll('.cv-timeline .cv-bar-of > span')];
    const empty = [...document.styleSheets].filter(sheet => !sheet.cssRules.length && sheet.href);
    return [
        ...empty.map(sheet => `no rules: ${sheet.href}`),
        ...(main.scrollWidth > main.clientWidth ? [`sideways by ${main.scrollWidth - main.clientWidth} px`] : []),
        ...(bars.length && !bars.some(bar => bar.checkVisibility() && bar.getClientRects().length) ? ['no word in any bar'] : []),
    ];
})()"""
# How light the ink and the paper are.
LIGHT = """(() => {
    const light = (colour) => Math.max(...colour.match(/[\\d.]+/g).slice(0, 3).map(Number));
    return [light(getComputedStyle(document.querySelector('.stApp h1')).color), light(getComputedStyle(document.querySelector('.stApp')).backgroundColor)];
})()"""


@pytest.fixture(scope="package")
def looks(
    server: str, contexts: Callable[[Size, str], BrowserContext], in_full: bool
) -> Iterator[dict[tuple[str, Size], dict[str, float]]]:
    """What LOOKS gives in chromium, of each page that is looked at."""
    page = contexts(DESK, "light").new_page()
    seen = Visit(page, server).go(ADDRESS)
    found: dict[tuple[str, Size], dict[str, float]] = {}
    for name in page.evaluate(NAMES):
        if not in_full and name not in PAGES_IN_SHORT:
            continue
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).evaluate(
            "link => link.click()"
        )
        page.wait_for_function(
            f"() => document.querySelector('.stApp .cv-nav [aria-current]')?.textContent === '{name}'"
        )
        for size in (PHONE, DESK):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.wait_for_timeout(100)
            found[name, size] = seen.settle().page.evaluate(LOOKS)
    yield found
    page.close()


# What an engine need not have: printers of one, high contrast of another, faces.
SPARED = {"-webkit-print-color-adjust", "forced-color-adjust", "-webkit-user-select", "user-select"}


def test_every_declaration_of_the_styles_is_understood(tab: Tab) -> None:
    """An engine drops in silence what it does not know: a line under a word, a grid."""
    tab.open("/about")
    sheets = [path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.css")) if path.name != "fonts.css"]
    text = re.sub(r"/\*.*?\*/", "", "".join(sheets), flags=re.DOTALL)
    found = re.findall(r"[{;]\s*([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])", text)
    written = sorted({(name, value.replace("!important", "").strip()) for name, value in found if "var(" not in value})
    assert len(written) > 300
    unknown = f"{json.dumps(written)}.filter(([name, value]) => !CSS.supports(name, value))"
    assert [one for one in tab.js(unknown) if one[0] not in SPARED] == []


def differences(here: dict[str, float], there: dict[str, float], size: Size) -> list[str]:
    """What differs by more than a few pixels. A line more or less may come of the width of a scroll bar on a phone."""

    def allowed(name: str) -> float:
        line = 0 if size == DESK else 30
        moved = "top of" in name or name == "height of the title"
        return 0.08 * there[name] + line if name == "height of the page" else 4 + (line if moved else 0)

    return [
        f"{name}: {here[name]:.0f}, chromium {there[name]:.0f}"
        for name in there
        if abs(here[name] - there[name]) > allowed(name)
    ]


def not_dark(ink: float, paper: float) -> list[str]:
    return [] if ink > 180 and paper < 60 else [f"ink {ink:.0f} on {paper:.0f} in the dark"]


def settled(look: Callable[[], list[str]], seconds: float = 15) -> list[str]:
    """What is still found after some seconds: faces load and layouts follow a new width a moment later."""
    end = time.monotonic() + seconds
    while (found := look()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def test_pages_look_as_in_chromium(tab: Tab, looks: dict[tuple[str, Size], dict[str, float]]) -> None:
    """By a link from page to page: a page reached so has its own styles."""
    tab.open(ADDRESS)
    faults: list[Any] = []
    for name in dict.fromkeys(name for name, _ in looks):
        if name != tab.js("document.querySelector('.stApp .cv-nav [aria-current]').textContent"):
            tab.follow(name)
        for size in (PHONE, DESK):
            tab.resize(size)
            tab.settle()
            found = settled(lambda: [*tab.js(FAULTS), *differences(tab.js(LOOKS), looks[name, size], size)])  # noqa: B023
            faults += [(name, size[0], fault) for fault in found]
        tab.turn("dark")
        tab.settle()
        faults += [(name, fault) for fault in settled(lambda: not_dark(*tab.js(LIGHT)))]
        tab.turn("light")
    assert len(looks) >= 2 * len(PAGES_IN_SHORT)
    assert faults == [] and tab.complaints == []
