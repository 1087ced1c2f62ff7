"""One server and one browser for all browser tests, and visits that record requests, responses and console errors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.support.chromium import launched
from tests.support.served import ready

Size = tuple[int, int]
DESK, PHONE = (1180, 900), (390, 844)
# The script has run; the app stands in place of the first HTML; every chart is drawn.
RAN = '[data-testid="stApp"][data-test-script-state="notRunning"] .cv-foot'
DRAWN = """!document.querySelector('.cv-first')
    && [...document.querySelectorAll('.cv-chart')].every(chart => chart.querySelector('.main-svg') || !chart.checkVisibility())"""
# Every violation of the content security policy, by whatever part of a page, becomes a complaint.
WATCH = """document.addEventListener('securitypolicyviolation', event => {
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
})"""
# The day control has the address of the view that is drawn.
IN_VIEW = """(() => {
    const asked = new URLSearchParams(location.search), control = document.querySelector('.stApp .cv-control');
    const drawn = control && new URL(control.dataset.here, location.href).searchParams;
    return !control || ['asof', 'known', 'sys'].every(key => !asked.has(key) || asked.getAll(key).join() === drawn.getAll(key).join());
})()"""


@dataclass
class Visit:
    """A page that a browser has open, with what happened on the wire and in the console."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(WATCH)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda request: self.asked.append(request.url))
        self.page.on(
            "response",
            lambda response: (
                self.refused.append(f"{response.status} {response.url}") if response.status >= 400 else None
            ),
        )
        self.page.on(
            "requestfailed",
            lambda request: (
                self.refused.append(f"{request.failure} {request.url}")
                if "ERR_ABORTED" not in (request.failure or "")
                else None
            ),
        )
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def foreign(self) -> list[str]:
        """The requests to other hosts than the server, by any protocol."""
        own = urlsplit(self.base).netloc
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme not in {"data", "blob", "about"} and urlsplit(url).netloc != own
        ]

    def go(self, address: str) -> Self:
        self.page.goto(f"{self.base}{address}")
        return self.settle()

    def settle(self) -> Self:
        """Wait until the script has run and every chart is drawn."""
        self.page.wait_for_selector(RAN, state="attached", timeout=45_000)
        self.page.wait_for_function(f"() => {DRAWN}", timeout=45_000)
        return self

    def until_address(self, *parts: str) -> Self:
        """Wait until the address bar has all of these parts."""
        self.page.wait_for_function(
            "parts => parts.every(part => location.href.includes(part))", arg=list(parts), timeout=20_000
        )
        return self.until_drawn()

    def until_drawn(self) -> Self:
        """Wait until the app has drawn the day, clock and systems of the address, which comes first."""
        self.page.wait_for_function(f"() => {IN_VIEW}", timeout=20_000)
        return self.settle()

    @property
    def title(self) -> str:
        return self.page.locator("h1.cv-h1").inner_text().replace("\u00a0", " ")

    @property
    def query(self) -> str:
        return urlsplit(self.page.url).query


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard as `make run` serves it, on a port that the system chose; ended by its own process."""
    with ready(tmp_path_factory.mktemp("server") / "log.txt") as served:
        yield served.base


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's chromium. Without it the test fails."""
    started = launched(playwright)
    yield started
    started.close()


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Iterator[Callable[[Size, str], BrowserContext]]:
    """One context for each width and theme, so that its cache serves all visits."""
    made: dict[tuple[Size, str], BrowserContext] = {}

    def context(size: Size, scheme: str) -> BrowserContext:
        if (size, scheme) not in made:
            made[size, scheme] = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,
                has_touch=size == PHONE,
                is_mobile=size == PHONE,
                reduced_motion="reduce",
            )
        return made[size, scheme]

    yield context
    for opened in made.values():
        opened.close()


@pytest.fixture
def visit(server: str, contexts: Callable[[Size, str], BrowserContext]) -> Iterator[Callable[..., Visit]]:
    """`visit(address, size, scheme)`: a settled page."""
    opened: list[Page] = []

    def go(address: str, size: Size = DESK, scheme: str = "light") -> Visit:
        page = contexts(size, scheme).new_page()
        opened.append(page)
        return Visit(page, server).go(address)

    yield go
    for page in opened:
        page.close()
