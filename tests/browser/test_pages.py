"""Links between pages: followed within the open session, with the address, the title, the focus and the way back that a reader expects."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
VIEW = "asof=2024-11-18&known=then"


def documents(page: Page) -> list[str]:
    """Every page that the browser itself loads from now on."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url) if request.is_navigation_request() else None)
    return loaded


def test_a_link_keeps_the_session(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/map?{VIEW}&sys=atacms")
    page, loaded = seen.page, documents(seen.page)
    bar = page.get_by_role("navigation", name="Pages")
    page.locator('[data-testid="stMain"]').evaluate("element => element.scrollTo(0, 500)")
    asked = page.locator(".stApp p.cv-asked")
    bar.get_by_role("link", name="Ranges", exact=True).evaluate("element => element.click()")
    expect(asked).to_contain_text("How far")
    seen.until_address(VIEW, "sys=atacms")
    expect(bar.locator("[aria-current=page]")).to_have_text(["Ranges"])
    spaced = re.escape(seen.title).replace("\\ ", r"\s")
    expect(page).to_have_title(re.compile(rf"^{spaced}.* · Caveat$"))
    expect(page.locator("h1")).to_be_focused()
    assert page.locator('[data-testid="stMain"]').evaluate("element => element.scrollTop") == 0
    page.go_back()
    expect(asked).to_contain_text("in range")
    assert page.url.endswith(f"/map?{VIEW}&sys=atacms")
    page.go_forward()
    expect(asked).to_contain_text("How far")
    seen.settle()
    assert loaded == [] and seen.complaints == []


def test_a_link_in_the_answer_opens_the_part_that_it_names(visit: Callable[..., Visit]) -> None:
    """From a figure to the sheet of its row, and there to where a wrong value is reported."""
    seen = visit(f"/compare?{VIEW}&sys=atacms")
    loaded = documents(seen.page)
    link = seen.page.locator('.stApp a[href*="row=atacms-range-01"][href$="#report"]').first
    link.evaluate(
        "element => { for (let up = element; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true; }"
    )
    link.click()
    seen.page.wait_for_function("() => document.activeElement.id === 'report'", timeout=20_000)
    assert "row=atacms-range-01" in seen.query and seen.page.url.endswith("#report") and loaded == []
    expect(seen.page.locator("#report")).to_be_in_viewport()


def test_what_is_no_page_is_left_to_the_browser(visit: Callable[..., Visit]) -> None:
    """A link with a key held opens a tab of its own, a file is saved; the page stays."""
    seen = visit(f"/?{VIEW}")
    with seen.page.context.expect_page() as opened:
        seen.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Map", exact=True).click(
            modifiers=["ControlOrMeta"]
        )
    opened.value.close()
    seen.page.get_by_role("button", name="Share").click()
    with seen.page.expect_download() as saved:
        seen.page.locator("[data-testid=stPopoverBody] a[download][href*='csv']").first.click()
    saved.value.cancel()
    assert seen.page.evaluate("() => location.pathname") == "/" and seen.complaints == []


def test_without_the_server_the_browser_loads_the_page(visit: Callable[..., Visit]) -> None:
    """Streamlit says that its line is down: a page can then only come as a page, and does where the line is up again."""
    seen = visit(f"/?{VIEW}")
    loaded = documents(seen.page)
    seen.page.evaluate("() => { document.querySelector('.stApp').dataset.testConnectionState = 'PINGING_SERVER' }")
    seen.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Fact check", exact=True).click()
    seen.page.wait_for_url("**/story?*")
    assert [address for address in loaded if "/story?" in address]
