"""By keyboard alone, with a focus that can be seen: past the frame, and from the search to a result."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.keyboard import ready, tab_to

pytestmark = pytest.mark.browser

VIEW = "/?asof=2024-11-18&known=then"


def test_skip(visit: Callable[..., Visit]) -> None:
    seen = ready(visit(VIEW))
    tab_to(seen, "Skip to the answer", 4)
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function("() => document.activeElement.id === 'answer'")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("() => !!document.activeElement.closest('.cv-answer')"), (
        "the first stop after the skip is in the answer"
    )


def test_the_landmarks_have_names(visit: Callable[..., Visit]) -> None:
    page = visit("/compare?asof=2024-11-18&known=then").page
    # The script that names them follows what the app draws, a moment later.
    expect(page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")).to_have_text(["Ranges"])
    expect(page.get_by_role("group", name="Day, clock and systems")).to_have_count(1)
    expect(page.get_by_role("search")).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)


@pytest.mark.parametrize("size", [(1180, 900), PHONE], ids=["desk", "phone"])
def test_search(visit: Callable[..., Visit], size: tuple[int, int]) -> None:
    """Typed with a mistake, taken with Enter, followed by Tab and Enter; the address stands for it all."""
    seen = ready(visit(VIEW, size))
    tab_to(seen, "Search systems")
    seen.page.keyboard.type("stromshadow")
    seen.page.keyboard.press("Enter")
    seen.until_address("find=stromshadow", "asof=2024-11-18")
    results = seen.page.get_by_role("region", name="Search results")
    results.wait_for()
    first = results.get_by_role("link").first
    assert first.inner_text() == "Storm Shadow"
    tab_to(seen, "Storm Shadow", 6)
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function("() => location.pathname === '/system'", timeout=20_000)
    seen.settle()
    assert "id=storm-shadow" in seen.query
    assert "find=" not in seen.query
    assert "Storm Shadow" in seen.title
    assert seen.foreign == []
    assert seen.complaints == []


def test_search_closes(visit: Callable[..., Visit]) -> None:
    seen = visit("/data?asof=2024-11-18&known=then&find=xyzzy")
    assert "Nothing here fits" in seen.page.locator(".cv-found").inner_text()
    seen.page.get_by_role("button", name="Close the search").click()
    seen.page.wait_for_function("() => !location.href.includes('find=')", timeout=20_000)
    seen.settle()
    assert seen.page.locator(".cv-found").count() == 0
    assert seen.page.get_by_role("textbox", name="Search systems").input_value() == ""
