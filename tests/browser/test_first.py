"""The first HTML in a real browser: the answer without any script, on the screen and on paper, and the data for search engines, which the policy on scripts must not block."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
DAY = "asof=2024-11-18&known=then"


@pytest.mark.parametrize(("path", "kind"), [("/data", "Dataset"), ("/", "WebPage")])
def test_the_linked_data_is_there_and_breaks_no_policy(visit: Callable[..., Visit], path: str, kind: str) -> None:
    """A block of data is no script: the browser runs nothing of it and complains of nothing, before the app starts and after."""
    seen = visit(f"{path}?{DAY}")
    blocks = seen.page.locator('script[type="application/ld+json"]')
    assert blocks.count() == 1
    found = json.loads(blocks.text_content() or "")
    assert found["@type"] == kind and found["@context"] == "https://schema.org/"
    assert found["url"].startswith(seen.base)
    if kind == "Dataset":
        assert len(found["distribution"]) >= 20
        answers = [seen.page.request.get(one["contentUrl"]) for one in found["distribution"][:2]]
        assert [answer.status for answer in answers] == [200, 200]
    assert seen.complaints == [] and seen.foreign == [] and seen.refused == []


@pytest.mark.parametrize("path", [f"/?{DAY}", f"/compare?{DAY}&attribute=warhead_kg", f"/data?{DAY}&q=Taurus&page=2"])
def test_without_scripts_the_answer_stands_on_the_screen_and_on_paper(browser: Browser, server: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        page.goto(f"{server}{path}")
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)  # type: ignore[arg-type]
            assert page.locator("#root h1").is_visible()
            answer = page.locator("#root .cv-block", has=page.locator(".cv-answer")).first
            assert answer.is_visible() and len(answer.inner_text()) > 500
            assert page.locator("#root .cv-block .cv-answer").first.is_visible()
            line, heading = page.locator("body > noscript aside", has_text="need JavaScript"), page.locator("#root h1")
            assert line.count() == 1 and line.is_visible()
            assert medium == "print" or (
                (line.bounding_box() or {})["height"] <= 24 and (heading.bounding_box() or {})["y"] < 844
            ), "one line, then the answer"
        assert page.evaluate("document.documentElement.lang") == "en"
    finally:
        context.close()


def test_paper_ends_with_the_foot(visit: Callable[..., Visit]) -> None:
    """What is below it, invisible, would be printed as a page without a word."""
    page = visit(f"/about?{DAY}").page
    page.emulate_media(media="print")
    below = "document.documentElement.scrollHeight - [...document.querySelectorAll('.stApp .cv-foot')].at(-1).getBoundingClientRect().bottom - scrollY"
    assert page.evaluate(below) <= 2
