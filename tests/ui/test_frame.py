"""Pages inside other sites' pages: only the part, its source and the way to the full view; and the Share button on every page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from caveat.content.pages import PAGES
from caveat.web.middleware.security_headers import SecurityHeaders, policy
from caveat.web.prerender import Prerender
from tests.support.elements import parse
from tests.support.opened_page import OpenedPage
from tests.support.registry import PAGE_OF, PATHS

PATH_OF = {page_id: path for path, page_id in PATHS.items()}
SHELL = '<html lang="en"><head><title>Streamlit</title></head><body><noscript></noscript><div id="root"></div></body></html>'


@pytest.mark.parametrize("part", PAGE_OF)
def test_a_part_alone(part: str) -> None:
    page = OpenedPage(PAGE_OF[part], {"part": part, "asof": "2024-11-18", "known": "now"})
    assert page.problems == [] and page.address_notes == [] and page.question.endswith("?")
    assert not page.soup.select(".cv-nav"), "no line of pages"
    assert not page.soup.select(".cv-control") and not page.test.get("selectbox"), "no controls"
    line = page.soup.select_one(".cv-embed-line")
    assert "18 Nov 2024, in hindsight" in line.text and "Source: Caveat, release" in line.text
    link = line.select_one("a")
    assert link["target"] == "_blank" and link["rel"] == ["noopener"]
    query = parse_qs(urlsplit(link["href"]).query)
    assert query["asof"] == ["2024-11-18"] and query["known"] == ["now"] and not {"part", "embed"} & set(query)
    assert urlsplit(link["href"]).path.removeprefix("./") == PATH_OF[PAGE_OF[part]]
    assert bool(page.figures) == (part in ("map", "claims"))
    assert bool(page.soup.select(".cv-card")) == (part == "cards") and bool(page.soup.select("table.cv-matrix")) == (
        part == "matrix"
    )


def test_a_part_keeps_the_pages_own_choice() -> None:
    page = OpenedPage("compare", {"part": "claims", "sys": "atacms", "attribute": "warhead_kg"})
    assert "Warhead" in page.soup.select_one("h2").text
    assert parse_qs(urlsplit(page.soup.select_one(".cv-embed-line a")["href"]).query)["attribute"] == ["warhead_kg"]


def test_a_part_that_a_page_has_not_is_said() -> None:
    page = OpenedPage("story", {"part": "cards"})
    assert page.problems == [] and any("part=cards" in note for note in page.notices)
    assert page.soup.select(".cv-nav"), "the whole page is shown"


@pytest.mark.parametrize("entry", PAGES, ids=lambda one: one.id)
def test_share_on_every_page(entry) -> None:
    """The button stands in the frame; its link has every value, its files and its card are of the same view."""
    page = OpenedPage(
        entry.id, {"asof": "2024-11-18", "known": "now", "sys": "storm-shadow", "from": "2024-11-01", "id": "atacms"}
    )
    assert [popover.proto.popover.label for popover in page.test.get("popover")].count("Share") == 1
    box = page.soup.select_one(".cv-share")
    asked = parse_qs(urlsplit(box.select_one(".cv-quote").text).query)
    assert {key: asked[key] for key in ("asof", "known", "sys", "from", "id")} == {
        "asof": ["2024-11-18"],
        "known": ["now"],
        "sys": ["storm-shadow"],
        "from": ["2024-11-01"],
        "id": ["atacms"],
    }
    questions = {param.key for param in entry.params if param.is_question}
    assert set(page.choice_keys) - questions <= set(asked)
    for link in box.select("a[download]"):
        own = parse_qs(urlsplit(link["href"]).query)
        for key in ("view", "picture", "format"):
            own.pop(key, None)
        assert own == asked
    assert page.question in box.text and "@misc{" in box.text
    assert page.soup.select_one(".cv-tail").text.endswith(box.select_one(".cv-quote").text)


def test_the_sheet_of_a_row_is_in_its_link() -> None:
    page = OpenedPage("data", {"row": "us-atacms-crimea-20240424"})
    assert parse_qs(urlsplit(page.soup.select_one(".cv-share .cv-quote").text).query)["row"] == [
        "us-atacms-crimea-20240424"
    ]


def test_values_to_copy_bear_figure_and_source() -> None:
    copied = [
        tag["data-copy"]
        for page_id in ("briefing", "compare", "suppliers")
        for tag in OpenedPage(page_id).soup.select("button[data-copy]")
    ]
    values = [text for text in copied if text != "quote"]
    assert len(values) > 100
    assert [
        value
        for value in values
        if "Source: " not in value and "Sources: " not in value and not value.endswith("No source.")
    ] == []
    assert any("up to 300 km" in value for value in values)


@pytest.mark.parametrize("part", PAGE_OF)
def test_the_first_html_of_a_part(part: str) -> None:
    client = TestClient(
        Starlette(
            routes=[Route("/{path:path}", lambda request: HTMLResponse(SHELL))], middleware=[Middleware(Prerender)]
        )
    )
    path = PATH_OF[PAGE_OF[part]]
    page = parse(client.get(f"/{path}?embed=true&part={part}&asof=2024-11-18").text)
    assert not page.select("#root nav") and len(page.select("#root .cv-embed-line a[target=_blank]")) == 1
    assert page.select_one("#root h1").text and len(page.select_one("#root .cv-block").get_text(" ", strip=True)) > 100
    canonical = urlsplit(page.select_one("link[rel=canonical]")["href"])
    assert not {"embed", "part"} & set(parse_qs(canonical.query)), "the view is one, in a frame or not"
    whole = parse(client.get(f"/{path}?asof=2024-11-18").text)
    assert whole.select("#root nav") and not whole.select("#root .cv-embed-line")
    assert len(str(page)) < len(str(whole))


def test_any_site_may_frame_pages_on_purpose() -> None:
    assert "frame-ancestors *" in policy(SHELL).split("; ")
    client = TestClient(
        Starlette(routes=[Route("/", lambda request: HTMLResponse(SHELL))], middleware=[Middleware(SecurityHeaders)])
    )
    assert "x-frame-options" not in client.get("/").headers
