"""Addresses that nobody foresaw: every key of every page and every door, with values that are right, nearly right or noise; and what must hold for each answer."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from caveat.content.pages import PAGES
from caveat.dataset import current, schema
from caveat.dataset import tables as table_files
from caveat.domain.query import VIEW_KEYS
from caveat.settings import ROOT, Settings
from caveat.web.api import app, openapi, parameters
from caveat.web.middleware import not_found
from caveat.web.middleware.limits import RequestLimits
from caveat.web.middleware.metrics import RouteNames
from caveat.web.middleware.not_found import NotFound
from caveat.web.middleware.security_headers import INDEX, SecurityHeaders
from caveat.web.prerender import Prerender
from caveat.web.routes import ROUTES
from tests.support.opened_page import ErrorLog, OpenedPage
from tests.support.registry import PAGE_OF

Pairs = list[tuple[str, str]]
Check = Callable[[], None]
# The keys that pages and the frame have of their own: what is named in one place, and what the pages' own calls name.
OWN_KEYS = sorted({*(key for page in PAGES for key in page.param_keys), "embed", "part", "find", "lang", "view"})
_TABLES = table_files.load(schema.DATA)
_IDS = [
    *_TABLES["systems"]["system_id"],
    *_TABLES["territories"]["territory_id"],
    *sorted(set(_TABLES["restrictions"]["supplier"])),
    *sorted(set(_TABLES["claims"]["attribute"])),
]
_WORDS = [
    *PAGE_OF,
    *["true", "then", "now", "json", "csv", "all", "war", "1", "0", "-1", "999999", "range_km", "ru_kursk"],
    "",
    " ",
]
_HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "../../etc/passwd",
    "%00",
    "\x00",
    "\r\nX: y",
    "=1+1",
    "' or 1=1 --",
    "{{7*7}}",
    "\u202e",
    "\ud7ff",
    "9" * 400,
]

days = st.dates().map(str) | st.sampled_from(["2024-11-18", "2024-11-31", "2024-W46-1", "0000-00-00", "٢٠٢٤-١١-١٨"])
values = st.sampled_from(_IDS) | st.sampled_from(_WORDS) | days | st.sampled_from(_HOSTILE) | st.text(max_size=40)
page_keys = st.sampled_from([*VIEW_KEYS, *OWN_KEYS])
api_keys = st.sampled_from(
    sorted(
        {
            key
            for model in (parameters.StateQuery, parameters.ChangesQuery, parameters.ClaimsQuery)
            for key in model.model_fields
        }
    )
)
any_key = st.text(max_size=8)


def pairs(keys: st.SearchStrategy[str]) -> st.SearchStrategy[Pairs]:
    """A query as pairs; now and then with a key that is none."""
    return st.lists(st.tuples(keys | keys | keys | any_key, values), max_size=6)


def address_of(path: str, query: Pairs) -> str:
    """An address as a browser would send it; half of a character goes as the browser sends it, as a mark of replacement."""
    return f"{path}?{urlencode([(key.encode('utf-8', 'replace'), value.encode('utf-8', 'replace')) for key, value in query])}"


paths = st.sampled_from([f"/{entry.path}" for entry in PAGES])
_segment = st.sampled_from(
    ["claims", "restrictions", "systems", "..", "%2e%2e", "%2F", "%00", "latest", "0" * 12]
) | st.text(max_size=12).map(lambda found: quote(found.encode("utf-8", "replace"), safe=""))


def _filled(template: str) -> st.SearchStrategy[str]:
    parts = re.split(r"\{\w+\}", template)
    return st.lists(_segment, min_size=len(parts) - 1, max_size=len(parts) - 1).map(
        lambda found: "".join(a + b for a, b in zip(parts, [*found, ""], strict=True))
    )


_TEMPLATES = [
    *(f"{openapi.PREFIX}{route.path}" for route in app.app.routes),
    *(route.path for route in ROUTES if isinstance(route, Route) and route.path not in ("/metrics", "/readyz")),
]
doors = st.sampled_from([pattern for pattern in _TEMPLATES if "card.png" not in pattern]).flatmap(_filled)


def client() -> TestClient:
    """The server without Streamlit's own part: guard, headers, first HTML, every route."""
    shell = INDEX.read_text(encoding="utf-8")
    middleware = [
        Middleware(SecurityHeaders),
        Middleware(RequestLimits, routes=RouteNames(ROUTES), settings=Settings(rate=0.0)),
        Middleware(NotFound, routes=RouteNames(ROUTES)),
        Middleware(Prerender),
    ]
    rest = Route("/{path:path}", lambda request: HTMLResponse(shell))
    return TestClient(Starlette(routes=[*ROUTES, rest], middleware=middleware), raise_server_exceptions=False)


def sound(asked: TestClient, address: str) -> None:
    """No error on our side, nothing of the machine, no line in the log that a reader caused; what was typed is never HTML."""
    with ErrorLog() as log:
        found = asked.get(address, follow_redirects=False)
    assert found.status_code < 500, (address, found.status_code, found.text[:300])
    assert log.lines == [], (address, log.lines)
    assert found.headers["x-content-type-options"] == "nosniff", address
    text = found.text if "image" not in found.headers.get("content-type", "") else ""
    assert "Traceback" not in text and str(Path(ROOT)) not in text, address
    if found.headers.get("content-type", "").startswith("text/html"):
        assert "<script>alert(1)" not in text and not re.search(r"(?:href|src)=.?javascript:", text), address
    if found.status_code >= 400:
        # A reader who misspells an address gets a page, the same for every address.
        assert found.headers["content-type"] == "application/problem+json" or (
            found.status_code == 404 and found.content == not_found.not_found_page(current.current_dataset())
        ), address


def _examples(cases: int) -> settings:
    return settings(max_examples=cases, database=None, suppress_health_check=list(HealthCheck))


def _answers(cases: int, paths: st.SearchStrategy[str], keys: st.SearchStrategy[str]) -> Check:
    asked = client()

    @_examples(cases)
    @given(paths, pairs(keys))
    def check(path: str, query: Pairs) -> None:
        sound(asked, address_of(path, query))

    return check


def first_html(cases: int) -> Check:
    """A check of `cases` addresses of pages, as their first HTML."""
    return _answers(cases, paths, page_keys)


def api_answers(cases: int) -> Check:
    """A check of `cases` addresses of the API and the other doors."""
    return _answers(cases, doors, api_keys | page_keys)


def cards(cases: int) -> Check:
    """A check of `cases` addresses of the preview card, which is a picture whatever is asked."""
    asked = client()

    @_examples(cases)
    @given(pairs(page_keys))
    def check(query: Pairs) -> None:
        found = asked.get(address_of("/card.png", query))
        assert found.status_code == 200 and found.content.startswith(b"\x89PNG"), query

    return check


def drawn_pages(cases: int, page_id: str) -> Check:
    """A check of `cases` addresses of one page, drawn as a session draws it."""

    @_examples(cases)
    @given(pairs(page_keys))
    def check(query: Pairs) -> None:
        asked: dict[str, list[str]] = {}
        for key, value in query:
            if key and key.isprintable():
                asked.setdefault(key, []).append(value)
        page = OpenedPage(page_id, asked)
        assert page.problems == [], (page_id, asked)
        assert page.title, (page_id, asked)

    return check
