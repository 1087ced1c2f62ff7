"""The few colours that a reader's system gives (high contrast): what is chosen and where the day stands can be seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
PAPER = "document => getComputedStyle(document).backgroundColor"


@pytest.fixture
def contrast(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, forced_colors="active")
    yield Visit(context.new_page(), server).go("/?asof=2024-11-18&known=then").page
    context.close()


def test_what_is_chosen_is_marked(contrast: Page) -> None:
    clock = contrast.locator(".stApp .cv-clock a")
    chosen, other = (clock.nth(place).evaluate(PAPER) for place in (0, 1))
    assert chosen != other
    here, there = (
        contrast.locator(f".stApp .cv-nav a{which}").first.evaluate("link => getComputedStyle(link).borderBottomColor")
        for which in ("[aria-current]", ":not([aria-current]):not(.cv-home)")
    )
    assert here != there


def test_the_day_stands_on_the_strip(contrast: Page) -> None:
    thumb = contrast.locator(".stApp .cv-strip b")
    assert thumb.evaluate(PAPER) != contrast.locator(".stApp").evaluate(PAPER)


def test_no_control_is_printed(contrast: Page) -> None:
    contrast.emulate_media(media="print")
    for control in ("Share", "Systems", "In hindsight", "Search"):
        assert contrast.get_by_text(control, exact=True).locator("visible=true").count() == 0, control
    assert contrast.locator(".st-key-find-text").is_hidden() and contrast.locator(".cv-matrix").first.is_visible()
