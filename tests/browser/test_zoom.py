"""Twice as large: at 200 % zoom and with letters of twice the size nothing is lost and nothing but a table scrolls sideways. At rest: nothing moves."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright

from caveat.html import unbroken_title
from scripts import write_docs
from tests.browser.conftest import PHONE, Size, Visit
from tests.support.chromium import launched

pytestmark = pytest.mark.browser

VIEW = "asof=2024-11-18&known=then"
# Texts that end beyond the window, or are cut off by a box that does not scroll.
LOST = """() => [...document.querySelectorAll('.stMain :is(h1, h2, h3, p, li, td, th, summary, button, a, label), [data-testid=stPopoverBody] :is(p, li, button, a, summary, label)')]
    .filter(element => {
        const box = element.getBoundingClientRect();
        if (!box.width || !element.innerText?.trim() || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
        for (let up = element; up && up !== document.body; up = up.parentElement) {
            const style = getComputedStyle(up), edge = up.getBoundingClientRect();
            if (up.matches('.cv-hidden, .cv-skip, [aria-hidden=true]') || style.clipPath !== 'none' || style.clip !== 'auto') return false;
            if (up !== element && !up.matches('[data-testid=stMain]') && ['auto', 'scroll'].includes(style.overflowX)) return false;
            if (style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis' && box.right > edge.right + 2 && !up.matches('[data-testid=stMain], .stApp, .stApp *:has([data-testid=stMain])')) return true;
        }
        return box.right > innerWidth + 1 || box.left < -1;
    }).map(element => `${element.tagName} ${element.innerText.slice(0, 50)}`).slice(0, 6)"""
SIDEWAYS = (
    "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - main.clientWidth; }"
)
# What "zoom text only" of a browser does: every letter twice as large, every box as it was.
TWICE = """() => [...document.querySelectorAll('.stApp *')].map(element => [element, parseFloat(getComputedStyle(element).fontSize)])
    .forEach(([element, size]) => element.style.setProperty('font-size', `${2 * size}px`, 'important'))"""
# Words that lie on other words.
OVER = """() => {
    const words = [], walker = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const of = node.parentElement, range = document.createRange();
        if (!node.data.trim() || !of.checkVisibility({visibilityProperty: true, opacityProperty: true}) || of.closest('.cv-hidden, .cv-skip, [aria-hidden=true], .cv-chart')) continue;
        let clipped = false;
        for (let up = of; up; up = up.parentElement) clipped ||= getComputedStyle(up).clipPath !== 'none';
        range.selectNodeContents(node);
        if (!clipped) words.push(...[...range.getClientRects()].filter(box => box.width > 2).map(box => [box, node.data.trim().slice(0, 30)]));
    }
    words.sort(([first], [second]) => first.top - second.top);
    const found = [];
    words.forEach(([box, text], place) => {
        for (let next = place + 1; next < words.length && words[next][0].top < box.bottom; next++) {
            const [other, under] = words[next];
            const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left), high = Math.min(box.bottom, other.bottom) - other.top;
            if (wide > 3 && high > 0.35 * Math.min(box.height, other.height)) found.push(`${text} | ${under}`);
        }
    });
    return found.slice(0, 6);
}"""
# Of the charts: the size of the smallest letters in px, and words that lie on other words.
CHARTS = """() => {
    const smallest = [], found = [];
    for (const chart of document.querySelectorAll('.stApp .cv-chart')) {
        const words = [...chart.querySelectorAll('.main-svg text')].filter(word => word.textContent.trim()).map(word => [word, word.getBoundingClientRect()]);
        smallest.push(...words.map(([word]) => parseFloat(getComputedStyle(word).fontSize)));
        words.forEach(([word, box], place) => words.slice(place + 1).forEach(([other, under]) => {
            const wide = Math.min(box.right, under.right) - Math.max(box.left, under.left), high = Math.min(box.bottom, under.bottom) - Math.max(box.top, under.top);
            if (wide > 3 && high > 0.35 * Math.min(box.height, under.height)) found.push(`${word.textContent} | ${other.textContent}`);
        }));
    }
    return [Math.min(...smallest), found];
}"""
MOVING = """() => document.getAnimations().filter(element => element.playState === 'running').map(element => element.effect?.target?.outerHTML.slice(0, 100)).concat(
    [...document.querySelectorAll('body *')].filter(element => {
        const style = getComputedStyle(element);
        return style.animationName !== 'none' || style.transitionDuration.split(',').some(each => parseFloat(each) > 0.01);
    }).map(element => element.outerHTML.slice(0, 100))).slice(0, 3)"""


@pytest.fixture(scope="module")
def zoomed(browser: Browser, server: str) -> Iterator[Callable[[str], Visit]]:
    """Pages in a window of 1280 × 900 px at 200 %: 640 × 450 with twice the dots."""
    context = browser.new_context(
        viewport={"width": 640, "height": 450}, device_scale_factor=2, reduced_motion="reduce"
    )
    yield lambda path: Visit(context.new_page(), server).go(f"/{path}?{VIEW}")
    context.close()


def test_zoom(zoomed: Callable[[str], Visit]) -> None:
    """The whole page, its open cells and what Share opens; the tasks stay within reach."""
    page = zoomed("").page
    page.evaluate("document.querySelectorAll('details').forEach(element => element.open = true)")
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(LOST) == []
    page.get_by_test_id("stPopoverButton").filter(has_text="Share").click()
    page.locator(".cv-share").wait_for()
    edges = page.get_by_test_id("stPopoverBody").bounding_box()
    assert edges and edges["x"] >= 0 and edges["x"] + edges["width"] <= 640 and edges["height"] <= 450
    assert page.evaluate(LOST) == []
    page.locator(".cv-share a").last.scroll_into_view_if_needed()
    assert page.locator(".cv-share a").last.is_visible()


@pytest.fixture(scope="module")
def reader_of_large_letters(playwright: Playwright) -> Iterator[Browser]:
    """A browser whose reader has set letters of 32 px in place of 16."""
    started = launched(playwright, "--blink-settings=defaultFontSize=32")
    yield started
    started.close()


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("", PHONE),
        ("timeline", PHONE),
        ("consent", PHONE),
        ("compare", PHONE),
        ("map", (1280, 900)),
        ("system", (1280, 900)),
    ],
)
def test_letters_of_the_reader(reader_of_large_letters: Browser, server: str, path: str, size: Size) -> None:
    """The browser's own size of letters is followed, and the layout is that of a narrower window."""
    page = reader_of_large_letters.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    seen = Visit(page, server).go(f"/{path}?{VIEW}")
    assert letters_px(page, "h1") >= 40 and letters_px(page, ".st-key-find-text input") >= 28
    assert letters_px(page, ".cv-control .cv-clock a") >= 24
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(LOST) == [] and page.evaluate(OVER) == []
    if page.locator(".stApp .cv-chart").count():
        smallest, over = page.evaluate(CHARTS)
        # 11 px where the reader set nothing.
        assert smallest >= 1.8 * 11 and over == []
    for still in page.locator(".stApp .cv-still > img:visible").all():
        assert still.evaluate("image => image.offsetWidth") >= 18 * 30, "its letters are 1.5 times as large on a phone"
    assert seen.complaints == []
    page.close()


@pytest.mark.parametrize("width", [320, 390, 640, 768, 1000, 1280])
def test_a_still_map_has_room_for_usual_letters(visit: Callable[..., Visit], width: int) -> None:
    page = visit(f"/?{VIEW}&from=2024-11-16").page
    page.set_viewport_size({"width": width, "height": 900})
    rooms = "figures => figures.map(figure => figure.scrollWidth - figure.clientWidth)"
    assert set(page.locator(".stApp .cv-still").evaluate_all(rooms)) <= {0}
    page.goto(page.url.replace("&from=2024-11-16", ""))
    page.wait_for_selector(".stApp .cv-still")
    assert set(page.locator(".stApp .cv-still").evaluate_all(rooms)) <= {0}


def letters_px(page: Page, selector: str) -> float:
    script = "element => parseFloat(getComputedStyle(element).fontSize)"
    return page.locator(f".stApp {selector}").first.evaluate(script)


def test_a_phone_need_not_zoom_into_a_field(visit: Callable[..., Visit]) -> None:
    """Phones zoom by themselves, and stay so, where a field has letters of less than 16 px."""
    page = visit(f"/?{VIEW}", PHONE).page
    sizes = """[...document.querySelectorAll('.stApp :is(input, select, textarea):not([type=checkbox], [type=hidden])')]
        .map(field => parseFloat(getComputedStyle(field).fontSize))"""
    found = page.evaluate(sizes)
    assert found and min(found) >= 16


@pytest.mark.parametrize("path", ["", "compare"])
def test_letters_twice_as_large(visit: Callable[..., Visit], path: str) -> None:
    page = visit(f"/{path}?{VIEW}").page
    page.add_style_tag(content=":root { font-size: 200% !important; }")
    # A chart is drawn anew a moment later.
    page.wait_for_function(f"() => ({SIDEWAYS})() <= 0")
    assert page.evaluate(LOST) == []
    page.evaluate("document.querySelector('style:last-of-type').remove()")
    before = page.locator(".cv-context").evaluate("element => element.getBoundingClientRect().height")
    page.evaluate(TWICE)
    assert page.locator(".cv-context").evaluate("element => element.getBoundingClientRect().height") > 1.5 * before, (
        "the letters did grow"
    )
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(LOST) == []


def test_rest(visit: Callable[..., Visit]) -> None:
    """Where the reader asks for rest, nothing moves: not the page, not what opens over it, not a change of day."""
    seen = visit(f"/?{VIEW}", PHONE)
    page = seen.page
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert page.evaluate(MOVING) == []
    page.get_by_test_id("stPopoverButton").filter(has_text="Share").click()
    page.get_by_role("dialog").wait_for()
    assert page.evaluate(MOVING) == []
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("link", name="Next day with an entry").click()
    assert page.evaluate(MOVING) == []
    seen.until_address("asof=")
    assert page.evaluate(MOVING) == []


def test_each_title_of_a_day_keeps_to_four_lines_on_a_phone(visit: Callable[..., Visit]) -> None:
    """Put into the page one by one, as it writes them: so the answers under it stand on the first screen."""
    seen = visit("/?asof=2024-11-18&known=then", PHONE)
    rows = [row.split(" | ") for row in write_docs.headlines().splitlines()[2:]]
    titles = sorted({cells[column].strip(" |") for cells in rows for column in (2, 4)})
    lines = seen.page.evaluate(
        """titles => {
            const title = document.querySelector(".stApp h1"), line = parseFloat(getComputedStyle(title).lineHeight);
            return titles.map(text => (title.innerHTML = text, Math.round(title.getBoundingClientRect().height / line)));
        }""",
        [str(unbroken_title(title)) for title in titles],
    )
    assert {title: count for title, count in zip(titles, lines, strict=True) if count > 4} == {}
    assert max(lines) > 1


@pytest.mark.parametrize("address", ["/?asof=2024-11-16", "/?asof=2024-11-18", "/"])
def test_the_four_answers_stand_on_the_first_screen_of_a_phone(visit: Callable[..., Visit], address: str) -> None:
    seen = visit(address, PHONE)
    ends = seen.page.locator(".stApp .cv-lane").evaluate_all(
        "lanes => lanes.slice(0, 4).map(lane => lane.getBoundingClientRect().bottom)"
    )
    assert len(ends) == 4 and max(ends) <= PHONE[1]
