"""The code that the Share button gives, in a page of another site: each part stands whole in its frame, narrow and wide, and the frame is as tall as the part."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from caveat.content import share
from caveat.domain.query import View
from caveat.settings import ROOT
from tests.support.registry import EMBEDS, PAGE_OF, PATHS

pytestmark = pytest.mark.browser
DAY = date(2024, 11, 18)
CHARTS = ("map", "claims")
# What a frame shows: is anything to be scrolled, does anything reach over the edge, how tall is it, how tall is the part.
MEASURE = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const content = document.querySelector('[data-testid="stMainBlockContainer"]');
    const over = [...content.querySelectorAll('*')].filter(element => {
        const box = element.getBoundingClientRect();
        return box.width && element.checkVisibility() && !element.closest('.cv-hidden, svg') && (box.right > innerWidth + 1 || box.left < -1);
    });
    return {
        sideways: main.scrollWidth - main.clientWidth,
        below: main.scrollHeight - main.clientHeight,
        over: over.slice(0, 5).map(element => `${element.tagName} ${element.className}`),
        frame: innerHeight,
        content: Math.ceil(content.getBoundingClientRect().height),
        line: document.querySelector('.cv-embed-line').getBoundingClientRect().bottom,
    };
}"""


@dataclass
class OtherSite:
    """Another site: localhost is none of 127.0.0.1's. Its one page has whatever `body` is."""

    body: str = ""
    server: ThreadingHTTPServer = field(init=False)

    def __post_init__(self) -> None:
        site = self

        class Article(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(f'<!DOCTYPE html><body style="margin:0">{site.body}</body>'.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Article)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server.server_port}/"


@pytest.fixture(scope="module")
def other_site() -> Iterator[OtherSite]:
    site = OtherSite()
    yield site
    site.server.shutdown()
    site.server.server_close()


def snippet(server: str, part: str) -> str:
    """The code for one part, as the Share button gives it."""
    page_id = PAGE_OF[part]
    path = next(path for path, key in PATHS.items() if key == page_id)
    return share.embed_snippet(
        share.ShareTarget(page_id, path, "A question", View(DAY), "release", server, DAY), EMBEDS[part]
    )


def settled(page: Page, part: str) -> Frame:
    """The frame of a part once the app has drawn it."""
    handle = page.wait_for_selector(f'iframe[src*="part={part}&"]', state="attached")
    frame = handle.content_frame() if handle else None
    assert frame
    frame.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"] .cv-embed-line', timeout=45_000)
    if part in CHARTS:
        frame.wait_for_selector(".js-plotly-plot .main-svg", timeout=45_000)
    return frame


def wait_until_whole(frame: Frame) -> None:
    """Return once the frame is as tall as what the app has drawn: the app says so after each drawing, and the other site answers a moment later."""
    frame.wait_for_function(
        """() => {
            const main = document.querySelector('[data-testid="stMain"]');
            const content = document.querySelector('[data-testid="stMainBlockContainer"]').getBoundingClientRect().height;
            return Math.abs(innerHeight - content) <= 2 && main.scrollHeight - main.clientHeight <= 2;
        }""",
        timeout=10_000,
        polling=100,
    )


def assert_whole(page: Page, width: int) -> None:
    """Each part stands whole in its frame, which is as wide as the article."""
    for part in PAGE_OF:
        frame = settled(page, part)
        # A browser lays out no frame that nobody sees.
        page.locator(f'iframe[src*="part={part}&"]').scroll_into_view_if_needed()
        wait_until_whole(frame)
        found = frame.evaluate(MEASURE)
        assert found["sideways"] <= 0 and found["over"] == [], (part, found)
        assert found["below"] <= 2 and found["line"] <= found["frame"], (part, found)
        assert found["frame"] - found["content"] <= 2, (part, found)
        assert frame.locator(".cv-nav").count() == 0
        assert page.locator(f'iframe[src*="part={part}&"]').bounding_box()["width"] == width  # type: ignore[index]


def test_each_part_stands_whole_in_its_frame(
    contexts: Callable[..., BrowserContext], server: str, other_site: OtherSite
) -> None:
    """Narrow and dark, then wide and light: a reader turns the phone, or widens the window."""
    # One page with all parts, as an article that has several; what lies below would be loaded only when it is scrolled to.
    other_site.body = "\n".join(snippet(server, part).replace('loading="lazy" ', "") for part in PAGE_OF)
    page = contexts((320, 900), "dark").new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    try:
        page.goto(other_site.address)
        assert_whole(page, 320)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1200, "height": 900})
        assert_whole(page, 1200)
        assert complaints == []
        tall = page.evaluate("[...document.querySelectorAll('iframe')].map(element => element.height)")
        page.evaluate("postMessage({ caveatHeight: 7 }, '*')")
        page.wait_for_timeout(100)
        assert page.evaluate("[...document.querySelectorAll('iframe')].map(element => element.height)") == tall, (
            "only a frame says its own height"
        )
    finally:
        page.close()


def test_another_site_gives_no_orders(
    contexts: Callable[..., BrowserContext], server: str, other_site: OtherSite
) -> None:
    """What docs/api.md says of messages: one of ours, some of Streamlit's, and nobody else's page changes what a frame shows."""
    other_site.body = (
        f"<script>heard=[];addEventListener('message',e=>heard.push(e.data))</script>{snippet(server, 'cards')}"
    )
    page = contexts((800, 900), "light").new_page()
    try:
        page.goto(other_site.address)
        frame = settled(page, "cards")
        page.wait_for_function(
            "heard.some(element => element.caveatHeight > 0) && heard.some(element => element.type === 'SET_PAGE_TITLE')"
        )
        heard = page.evaluate(
            "heard.map(element => typeof element === 'string' ? element : element.stCommVersion ? element.type : Object.keys(element).join())"
        )
        text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
        assert {key for key in heard if key != "caveatHeight" and f"`{key}`" not in text} == set()
        before = frame.url, frame.locator("#answer, h1").first.inner_text(), len(frame.locator("body").inner_text())
        orders = [
            "{type: 'UPDATE_HASH', hash: '#x'}",
            "{type: 'UPDATE_FROM_QUERY_PARAMS', queryParams: 'asof=2022-05-05'}",
            "{type: 'TERMINATE_WEBSOCKET_CONNECTION'}",
        ]
        for order in orders:
            page.evaluate(
                f"document.querySelector('iframe').contentWindow.postMessage({{stCommVersion: 1, ...{order}}}, '*')"
            )
        page.wait_for_timeout(500)
        assert before == (
            frame.url,
            frame.locator("#answer, h1").first.inner_text(),
            len(frame.locator("body").inner_text()),
        )
    finally:
        page.close()


def test_a_frame_grows_with_what_a_reader_opens(
    contexts: Callable[..., BrowserContext], server: str, other_site: OtherSite
) -> None:
    other_site.body = snippet(server, "matrix")
    page = contexts((1200, 900), "light").new_page()
    try:
        page.goto(other_site.address)
        frame = settled(page, "matrix")
        wait_until_whole(frame)
        before = int(page.locator("iframe").get_attribute("height") or 0)
        assert before != EMBEDS["matrix"].height_px, "the frame still has the height that the code was given with"
        frame.locator(".cv-matrix td details summary").first.click()
        frame.wait_for_selector(".cv-matrix td details[open]")
        wait_until_whole(frame)
        assert int(page.locator("iframe").get_attribute("height") or 0) > before + 40
        assert frame.evaluate(MEASURE)["below"] <= 2
    finally:
        page.close()


@pytest.mark.parametrize("part", ["cards", "map"])
def test_before_the_app_has_started_the_answer_stands_whole_too(
    contexts: Callable[..., BrowserContext], server: str, other_site: OtherSite, part: str
) -> None:
    other_site.body = snippet(server, part)
    page = contexts((320, 900), "light").new_page()
    try:
        # Streamlit's own files never come.
        page.route("**/static/js/**", lambda route: route.abort())
        page.goto(other_site.address)
        handle = page.wait_for_selector("iframe")
        frame = handle.content_frame() if handle else None
        assert frame
        frame.wait_for_selector(".cv-first.cv-framed .cv-embed-line", state="attached")
        frame.wait_for_function(
            "() => Math.abs(innerHeight - document.querySelector('.cv-first').scrollHeight) <= 1",
            timeout=10_000,
            polling=100,
        )
        assert frame.evaluate(
            "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
        ) == [0, 0]
        assert frame.evaluate("!document.querySelector('[data-testid=\"stApp\"]')")
    finally:
        page.close()


@pytest.mark.parametrize("sandbox", ["allow-scripts", ""], ids=["foreign origin", "no scripts"])
def test_a_frame_that_may_do_little_says_all_in_words(
    contexts: Callable[..., BrowserContext], server: str, other_site: OtherSite, sandbox: str
) -> None:
    """Some sites give a frame an origin of its own, which may load no module and keep nothing, or forbid scripts."""
    page = contexts((1200, 900), "light").new_page()
    try:
        for part in CHARTS:
            other_site.body = snippet(server, part).replace("<iframe ", f'<iframe sandbox="{sandbox}" ')
            page.goto(other_site.address)
            frame = page.frames[1]
            frame.wait_for_selector("h1.cv-h1")
            # As long as an app that could start would take.
            page.wait_for_timeout(2000)
            assert len(frame.locator("main").inner_text()) > 300, part
            font = frame.locator("h1.cv-h1").evaluate("title => getComputedStyle(title).fontFamily")
            assert "Caveat" in font, "our sheets reach it"
            assert not frame.locator(".cv-error, .cv-broken").count()
    finally:
        page.close()
