"""What a reader takes along in a real browser: the link, a value with its source, a chart as a picture, a part in a frame of 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page

from caveat.embed import PAGE_OF
from tests.browser.conftest import DESK, PHONE, Visit
from web.shell import PATHS

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
    assert link == shown and link.startswith(f"{seen.base}/compare?{DAY}&from=2024-11-11&sys=atacms") and "attribute=range_km" in link
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


def test_a_chart_is_saved_as_the_reader_sees_it(visit: Callable[..., Visit], tmp_path: Path) -> None:
    seen = visit(f"/compare?{DAY}&sys=atacms")
    seen.page.get_by_role("button", name="Share").click()
    for name, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with seen.page.expect_download() as found:
            seen.page.locator(".cv-share").get_by_role("button", name=name, exact=True).click()
        file = tmp_path / found.value.suggested_filename
        found.value.save_as(file)
        assert file.name == f"caveat-compare.{name.lower()}" and file.read_bytes().startswith(begins) and file.stat().st_size > 3_000
    assert "ATACMS" in (tmp_path / "caveat-compare.svg").read_text(encoding="utf-8")
    assert seen.complaints == [] and seen.foreign == []


@pytest.fixture(scope="module")
def other_site(server: str) -> Iterator[str]:
    """Another site (localhost is none of 127.0.0.1's) whose pages have one frame of ours, 320 px wide: /<page>?<query>."""

    class Article(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<body style="margin:0"><iframe src="{server}{escape(self.path)}" width="320" height="800" style="border:0"></iframe>'.encode())

        def log_message(self, *_: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Article)
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://localhost:{site.server_port}"
    site.shutdown()


@pytest.mark.parametrize("part", PAGE_OF)
def test_a_part_in_a_narrow_frame_of_another_site(contexts: Callable[..., BrowserContext], other_site: str, part: str) -> None:
    """It may be framed, it draws, nothing has to be scrolled sideways, and no navigation stands in the way."""
    path = next(path for path, page_id in PATHS.items() if page_id == PAGE_OF[part])
    page = contexts((400, 900), "dark").new_page()
    try:
        page.goto(f"{other_site}/{path}?embed=true&part={part}&{DAY}")
        inside = page.frame_locator("iframe")
        inside.locator('[data-testid="stApp"][data-test-script-state="notRunning"] .cv-embed-line').wait_for(timeout=45_000)
        if part in ("map", "claims", "timeline"):
            inside.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=45_000)
        assert inside.locator('[data-testid="stMain"]').evaluate("one => one.scrollWidth - one.clientWidth") <= 0
        assert inside.locator(".st-key-navigation").count() == 0
    finally:
        page.close()
