"""Every page in a real browser: it asks no other host, complains of nothing, and fits the screen in both themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caveat.palette import INK
from frame.site import PAGES
from tests.browser.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.browser

VIEW = "asof=2024-11-18&known=then"
every_page = pytest.mark.parametrize("path", [entry.path for entry in PAGES], ids=[entry.id for entry in PAGES])


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))})"


def assert_sound(seen: Visit) -> None:
    assert seen.asked
    assert seen.foreign == []
    assert seen.refused == []
    assert seen.complaints == []
    page = seen.page
    assert page.locator(".cv-error, .cv-broken, [data-testid=stException]").count() == 0
    assert page.locator("h1").count() == 1
    assert page.locator("h1.cv-h1").is_visible()
    assert seen.title.endswith("?")
    for part in ("stToolbar", "stHeader", "stStatusWidget", "stMainMenu", "stAppDeployButton", "stSidebar"):
        for one in page.get_by_test_id(part).all():
            assert not one.is_visible(), f"Streamlit's {part} is in the reader's way"


def assert_theme(seen: Visit, theme: str) -> None:
    ink = INK[theme]
    assert seen.page.get_by_test_id("stApp").evaluate("one => getComputedStyle(one).backgroundColor") == rgb(ink["paper"])
    assert seen.page.locator("h1.cv-h1").evaluate("one => getComputedStyle(one).color") == rgb(ink["ink"])


@every_page
def test_light(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/{path}?{VIEW}", DESK, "light")
    assert_sound(seen)
    assert_theme(seen, "light")
    fonts = seen.page.evaluate("document.fonts.ready.then(all => [...all].filter(one => one.status === 'loaded').map(one => one.family.replaceAll('\"', '')))")
    assert {"Caveat Serif", "Caveat Sans"} <= set(fonts), "the page is set in its own type"


@every_page
def test_dark(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/{path}?{VIEW}", DESK, "dark")
    assert_sound(seen)
    assert_theme(seen, "dark")
    # Ink in charts follows the theme too: no dark text on dark paper.
    fills = seen.page.evaluate(
        "[...new Set([...document.querySelectorAll('.js-plotly-plot text')].filter(one => one.textContent.trim()).map(one => getComputedStyle(one).fill))]"
    )
    assert rgb(INK["light"]["ink"]) not in fills


@every_page
def test_phone(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/{path}?{VIEW}", PHONE, "light")
    assert_sound(seen)
    width = seen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"the page is {width} px wide"
    main = seen.page.get_by_test_id("stMain").evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert main[0] <= main[1], f"the page scrolls sideways: {main}"
    # Nothing is cut off where nothing scrolls.
    wide = seen.page.evaluate(
        """() => [...document.querySelectorAll('.stMain *')].filter(one => {
            const box = one.getBoundingClientRect();
            if (!box.width || box.right <= 391 || !one.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
            for (let up = one; up; up = up.parentElement) {
                const style = getComputedStyle(up);
                if (['auto', 'scroll'].includes(style.overflowX) && !up.matches('[data-testid=stMain]')) return false;
                if (up !== one && (style.clipPath !== 'none' || style.position === 'fixed')) return false;
                if (up.matches('svg, [data-testid=stDataFrame], .cv-hidden, [aria-hidden=true]')) return false;
            }
            return true;
        }).map(one => `${one.tagName}.${one.getAttribute('class')}: ${one.innerText.slice(0, 60)}`).slice(0, 5)"""
    )
    assert wide == []
