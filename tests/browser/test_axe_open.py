"""axe over what only opens on a click: popovers, lists of choices, the calendar, cells, the results of the search; on a desk in the light theme, on a phone in the dark one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_accessibility import SAMPLE, STANDARD, axe

pytestmark = pytest.mark.browser

# Where Streamlit hangs what lies over the page.
OVERLAYS = "[data-st-overlay-root]"


def findings(page: Page, within: str) -> list[str]:
    """What axe finds in a part of the page."""
    options = {"resultTypes": ["violations"], "runOnly": STANDARD, "rules": {"target-size": {"enabled": True}}}
    page.evaluate(SAMPLE)
    found = axe.run(page, context=within, options=options).response
    assert len(found["passes"]) >= 5, "axe looked at next to nothing"
    return [
        f"{violation['id']} {node['target']} {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def opened(seen: Visit, name: str) -> Page:
    seen.page.get_by_test_id("stPopoverButton").filter(has_text=name).first.click()
    seen.page.get_by_test_id("stPopoverBody").wait_for()
    return seen.page


def closed(seen: Visit) -> None:
    seen.page.keyboard.press("Escape")
    seen.page.get_by_test_id("stPopoverBody").wait_for(state="detached")


# Colours do not depend on the width, nor sizes on the theme: each once is enough.
@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"])
def test_what_opens(visit: Callable[..., Visit], size: tuple[int, int], scheme: str) -> None:
    seen = visit("/?asof=2024-11-18&known=then&find=stromshadow", size, scheme)
    page = opened(seen, "Systems")
    box = page.get_by_role("combobox", name="Systems")
    box.focus()
    box.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    assert findings(page, OVERLAYS) == [], "the systems with their list"
    box.press("Escape")
    if page.get_by_test_id("stPopoverBody").count():
        closed(seen)

    opened(seen, "Share").locator(".cv-share details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert findings(page, "[data-testid=stPopoverBody]") == [], "Share"
    closed(seen)

    page.get_by_role("button", name="Choose date").first.click()
    page.get_by_role("grid").wait_for()
    assert findings(page, OVERLAYS) == [], "the calendar"
    page.keyboard.press("Escape")
    page.get_by_role("grid").wait_for(state="detached")

    cell = page.locator(".cv-matrix td details").first
    cell.locator("summary").first.click()
    assert findings(page, ".cv-matrix details[open]") == [], "an open cell"
    assert findings(page, ".cv-found") == [], "the results of the search"
