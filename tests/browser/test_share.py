"""What a reader takes along in a real browser: the link, a value with its source, a picture of the chart."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.browser
DAY = "asof=2024-11-18&known=then"


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_link_that_is_copied_opens_the_same_view(visit: Callable[..., Visit], size: tuple[int, int]) -> None:
    seen = visit(f"/compare?{DAY}&sys=atacms", size)
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = seen.page.locator(".cv-answer").first.inner_text()
    seen.page.get_by_role("button", name="Share").click()
    box = seen.page.locator(".cv-share")
    box.wait_for()
    edges = box.bounding_box()
    assert edges and edges["x"] >= 0 and edges["x"] + edges["width"] <= size[0], "the panel lies within the page"
    shown = box.locator(".cv-quote").first.inner_text()
    box.get_by_role("button", name="Copy link").click()
    box.get_by_role("button", name="Copied").wait_for()
    seen.page.get_by_role("status").filter(has_text="Copied").wait_for(state="attached")
    link = clipboard(seen.page)
    assert link == shown and link.startswith(f"{seen.base}/compare?{DAY}&sys=atacms") and "attribute=range_km" in link
    # The app may draw what a button stands in anew between a press and its end; the button that took its place copies.
    seen.page.evaluate("navigator.clipboard.writeText('')")
    button = box.locator(".cv-copy").first.bounding_box()
    assert button
    seen.page.mouse.move(button["x"] + 5, button["y"] + 5)
    seen.page.mouse.down()
    box.evaluate("box => box.replaceWith(box.cloneNode(true))")
    seen.page.mouse.up()
    seen.page.wait_for_function("async link => await navigator.clipboard.readText() === link", arg=link)
    again = visit(link.removeprefix(seen.base), size)
    assert again.title == seen.title and again.page.locator(".cv-answer").first.inner_text() == answer
    assert seen.complaints == [] and seen.foreign == []


def test_a_value_is_copied_with_its_source_day_and_release(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/?{DAY}")
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell = seen.page.locator(".cv-matrix td details").nth(2)
    cell.locator("summary").first.click()
    cell.get_by_role("button", name="Copy this value").click()
    cell.get_by_role("button", name="Copied").wait_for()
    text = clipboard(seen.page)
    for part in (
        "ATACMS",
        "Kursk area: allowed, reported, 17 Nov 2024",
        "Source",
        "As of 18 Nov 2024, as the public knew it then",
        "release",
        f"{seen.base}/?{DAY}",
    ):
        assert part in text, text
    assert seen.complaints == []


def test_a_picture_is_saved_as_file(visit: Callable[..., Visit], tmp_path: Path) -> None:
    seen = visit(f"/compare?{DAY}&sys=atacms")
    seen.page.get_by_role("button", name="Share").click()
    for name, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with seen.page.expect_download() as found:
            seen.page.locator(".cv-share").get_by_role("link", name=f"16:9, {name}").first.click()
        file = tmp_path / found.value.suggested_filename
        found.value.save_as(file)
        assert file.name == f"caveat-compare-claims-2024-11-18-16x9.{name.lower()}"
        assert file.read_bytes().startswith(begins) and file.stat().st_size > 3_000
    assert "ATACMS" in (tmp_path / "caveat-compare-claims-2024-11-18-16x9.svg").read_text(encoding="utf-8")
    assert seen.complaints == [] and seen.foreign == []
