"""axe over what only opens on a click: popovers, lists of choices, cells, the results of the search; on a desk in the light theme, on a phone in the dark one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_accessibility import SAMPLE, STANDARD, axe

pytestmark = pytest.mark.browser


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
    page = seen.page
    for part in (".cv-systems", ".cv-days"):
        page.locator(f"{part} summary").click()
        assert findings(page, f"{part} details[open]" if part == ".cv-days" else f"{part}[open]") == []
    page.keyboard.press("Escape")

    opened(seen, "Share").locator(".cv-share details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert findings(page, "[data-testid=stPopoverBody]") == [], "Share"
    closed(seen)

    cell = page.locator(".cv-matrix td details").first
    cell.locator("summary").first.click()
    assert findings(page, ".cv-matrix details[open]") == [], "an open cell"
    assert findings(page, ".cv-found") == [], "the results of the search"
