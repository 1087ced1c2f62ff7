"""WCAG 2.2 AA in a real browser: axe-core finds nothing on any page, in both themes and at two widths, before the app starts and after; zoom, motion, charts."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

from caveat.content.pages import PAGES
from tests.browser.conftest import DESK, PHONE, Visit

pytestmark = pytest.mark.browser

VIEW = "asof=2024-11-18&known=then"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
# What Streamlit's own elements are found with: (rule, part of the selector). docs/accessibility.md says what each is; the list is to stay empty where a sheet of ours can mend it.
ALLOWED: tuple[tuple[str, str], ...] = ()
PATHS = [*(entry.path for entry in PAGES), "system?id=atacms", "?find=stromshadow", "data?row=us-atacms-kursk-20241117"]
every_page = pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "briefing")
# Nine tenths of a whole run would go into the contrast of each text; of texts that look alike a few are judged (SAMPLE).
axe = Axe(f"{AXE_SCRIPT}; axe.configure({{rules: [{{id: 'color-contrast', selector: '[data-sample]'}}]}})")


def address(path: str) -> str:
    return f"/{path}{'&' if '?' in path else '?'}{VIEW}"


# axe judges each row of a long table anew: of rows that are made alike, three are enough.
THIN = """() => {
    const shape = node => `${node.tagName} ${node.getAttributeNames()} ${node.className} ${node.getAttribute('style')} ${!node.textContent.trim()} (${[...node.children].map(shape)})`;
    for (const parent of document.querySelectorAll('tbody, ul, ol')) {
        const seen = {};
        for (const row of [...parent.children]) {
            const made = shape(row);
            seen[made] = (seen[made] ?? 0) + 1;
            if (seen[made] > 3) row.remove();
        }
    }
}"""
# The contrast of a text follows from its own look and from what lies behind it, which are the grounds of its parents.
SAMPLE = """() => {
    const grounds = new Map(), seen = {};
    const ground = element => {
        if (!element) return '';
        if (!grounds.has(element)) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(element);
            const own = `${backgroundColor} ${backgroundImage} ${opacity}`;
            grounds.set(element, ground(element.parentElement) + (own === 'rgba(0, 0, 0, 0) none 1' ? '' : own));
        }
        return grounds.get(element);
    };
    const words = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    for (const element of document.querySelectorAll('body *')) {
        const hidden = !element.checkVisibility() || !(words(element) || element.matches('input, select, textarea, button'));
        const {color, fill, fontSize, fontWeight, textShadow} = hidden ? {} : getComputedStyle(element);
        const classes = element.getAttribute('class') ?? element.parentElement.getAttribute('class');
        const look = [element.tagName, classes, color, fill, fontSize, fontWeight, textShadow, ground(element)];
        element.toggleAttribute('data-sample', !hidden && (seen[look] = (seen[look] ?? 0) + 1) <= 2);
    }
}"""
# What depends on colours or on sizes: all that another theme and another width can change.
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]


def findings(page: Page, only: Sequence[str] = ()) -> list[str]:
    """Return what axe finds by the standard or by some rules, a line for each element.

    Everything that opens is open, but what opens over the page (test_axe_open.py).
    """
    page.evaluate(
        "document.querySelectorAll('details:not(.cv-control details)').forEach(details => details.open = true)"
    )
    page.evaluate(THIN)
    # axe judges the colours of what the window shows only, so the window is made as tall as the page.
    height = page.evaluate(
        "Math.max(document.documentElement.scrollHeight, document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0)"
    )
    width = page.viewport_size["width"] if page.viewport_size else DESK[0]
    page.set_viewport_size({"width": width, "height": min(height + 40, 16_000)})
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "rule", "values": only} if only else STANDARD,
        "rules": {"target-size": {"enabled": True}},
    }
    page.evaluate(SAMPLE)
    result = axe.run(page, options=options).response
    assert len(result["passes"]) >= (2 if only else 20), "axe looked at next to nothing"
    violations = [
        (rule["id"], str(node["target"]), node["html"][:160]) for rule in result["violations"] for node in rule["nodes"]
    ]
    return [
        f"{rule} {target} {html}"
        for rule, target, html in violations
        if not any(rule == known and part in target for known, part in ALLOWED)
    ]


def test_axe_finds_a_fault(visit: Callable[..., Visit]) -> None:
    """The looking itself works: a picture without words, pale text and a small target are found."""
    page = visit(address("system")).page
    page.evaluate(
        """document.querySelector('.cv-lines').insertAdjacentHTML('beforebegin', '<img width="20" src="app/static/icon.svg"><p style="color:#bbb">pale words of no use</p>'
        + '<button style="width:9px;height:9px;padding:0">a</button><button style="width:9px;height:9px;padding:0">b</button>')"""
    )
    found = {finding.split()[0] for finding in findings(page)}
    assert {"image-alt", "color-contrast", "target-size"} <= found


def assert_charts_speak(page: Page) -> None:
    """Each chart has one sentence made from its data, and its numbers as a table beside it."""
    charts = page.locator(".cv-chart")
    for chart in charts.all():
        words = chart.evaluate(
            "element => element.getAttribute('role') === 'img' && element.getAttribute('aria-label')"
        )
        assert words, "a chart without a sentence"
        assert re.search(r"\d", words), f"nothing of the data in: {words}"
    assert page.locator(".cv-data table, .cv-answer table").count() >= charts.count()


def assert_zooms(seen: Visit) -> None:
    """Zoomed to 200 % nothing is cut off and nothing scrolls sideways: 200 % of a window of 1280 px is one of 640 px with twice the dots."""
    page = seen.page
    page.set_viewport_size({"width": 640, "height": 512})
    seen.settle()
    # A chart is drawn anew a moment later.
    page.wait_for_function(
        "() => (main => main.scrollWidth <= main.clientWidth)(document.querySelector('[data-testid=stMain]'))",
        timeout=10_000,
    )
    lost = page.evaluate(
        """() => [...document.querySelectorAll('.stMain h1, .stMain h2, .stMain p, .stMain td, .stMain button')].filter(element => {
            const box = element.getBoundingClientRect();
            if (!box.width || box.right <= 641 || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
            for (let up = element; up; up = up.parentElement) {
                if (up.matches('.cv-hidden, .cv-skip, [data-testid=stMain]')) return !up.matches('.cv-hidden, .cv-skip');
                if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return false;
            }
            return true;
        }).map(element => element.innerText.slice(0, 60))"""
    )
    assert lost == []


@every_page
def test_app(visit: Callable[..., Visit], path: str) -> None:
    """The whole standard on a desk in the light theme and on a phone in the dark one; charts in words, and zoom, on the same visit."""
    seen = visit(address(path))
    page = seen.page
    assert_charts_speak(page)
    assert_zooms(seen)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    seen.settle()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("() => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    seen.settle()
    assert findings(page, LOOKS) == []


@pytest.fixture(scope="module")
def scriptless(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """Pages whose documents come without their scripts and with what stands in <noscript>: what a reader without JavaScript gets, where axe can still run."""

    def plain(route: Route) -> None:
        answer = route.fetch()
        text = re.sub(r"<script(?![^>]*ld\+json).*?</script>|</?noscript>", "", answer.text(), flags=re.S)
        route.fulfill(response=answer, body=text)

    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, base_url=server)
    context.route(lambda url: "/static/" not in url and not url.endswith((".png", ".svg", ".css")), plain)
    yield context
    context.close()


@pytest.fixture
def still(scriptless: BrowserContext) -> Iterator[Page]:
    """One of them."""
    page = scriptless.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("path", ["", "timeline", "system?id=atacms", "data"], ids=lambda path: path or "briefing")
def test_first_html(still: Page, path: str) -> None:
    """On a phone in the dark; on a desk too where the path is blank. The app has the same blocks (tests/contract/test_first_html.py), and the frame is one."""
    still.goto(address(path))
    assert still.locator("main.cv-first h1").count() == 1
    still.set_viewport_size({"width": PHONE[0], "height": 800})
    still.emulate_media(color_scheme="dark")
    assert findings(still) == []
    if not path:
        still.set_viewport_size({"width": DESK[0], "height": 800})
        still.emulate_media(color_scheme="light")
        assert findings(still, LOOKS) == []


def test_status_by_glyph_and_word(visit: Callable[..., Visit]) -> None:
    """A status is never colour alone: each cell of the matrix has a sign and a word."""
    page = visit(address("")).page
    cells = page.locator(".cv-matrix tbody td .cv-status").all()
    assert len(cells) >= 16
    for cell in cells:
        assert cell.locator(".cv-glyph").inner_text().strip()
        assert cell.locator(".cv-word").inner_text().strip()
