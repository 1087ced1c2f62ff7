"""What the reader sees first stays where it is: the first HTML while faces and styles come, and while the app starts and takes over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import DESK, PHONE, Size, Visit
from tests.support import layout_shift

pytestmark = pytest.mark.browser
VIEW = "asof=2024-11-18&known=then"
ENOUGH = 0.1  # what Web Vitals call good
# Where the parts that frame a page stand.
FRAME = """scope => Object.fromEntries(['.cv-bar', '.cv-asked', 'h1.cv-h1', '.cv-control'].map(name => [name, document.querySelector(`${scope} ${name}`).getBoundingClientRect().y]))"""


@pytest.mark.parametrize(("path", "size"), [("", PHONE), ("consent", PHONE), ("timeline", DESK), ("compare", DESK)])
def test_nothing_moves_while_the_app_starts(
    server: str, contexts: Callable[[Size, str], BrowserContext], path: str, size: Size
) -> None:
    page = contexts(size, "light").new_page()
    layout_shift.watch(page)
    Visit(page, server).go(f"/{path}?{VIEW}")
    assert layout_shift.score(page) <= ENOUGH
    page.close()


def test_the_app_has_the_layout_of_the_first_html(server: str, contexts: Callable[[Size, str], BrowserContext]) -> None:
    page = contexts(DESK, "light").new_page()
    page.route("**/static/js/*", lambda route: route.abort())
    page.goto(f"{server}/?{VIEW}")
    page.evaluate("document.fonts.ready")
    first = page.evaluate(FRAME, ".cv-first")
    page.unroute("**/static/js/*")
    Visit(page, server).go(f"/?{VIEW}")
    app = page.evaluate(FRAME, ".stApp")
    assert {name: abs(app[name] - first[name]) <= 4 for name in first} == dict.fromkeys(first, True)
    page.close()
