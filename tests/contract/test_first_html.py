"""The first HTML and the app page say the same of every view: question, context, title, notes and answer, whatever keys the address has."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from caveat.content.pages import PAGES, page_by_id
from caveat.dataset import schema, tables
from caveat.domain.query import View
from caveat.settings import STATIC
from caveat.web.prerender import Prerender
from caveat.web.routes import ROUTES
from tests.support.elements import Element, parse
from tests.support.excerpts import one_line
from tests.support.opened_page import OpenedPage
from tests.support.registry import PATHS, body, request

SHELL = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body><noscript>You need JavaScript</noscript><div id="root"></div></body></html>'
DAY = "asof=2024-11-18&known=then"
READ = tables.load(schema.DATA)
# page -> addresses: as it is, by each of its own keys, with what cannot be shown, and with keys that are none of its own.
ADDRESSES = {
    "": [
        DAY,
        "asof=2024-11-16&known=now",
        f"{DAY}&from=2024-11-01",
        f"{DAY}&sys=taurus-kepd-350",
        "asof=banana&known=maybe&sys=nope",
        f"{DAY}&issue=taurus_supply",
    ],
    "map": [DAY, f"{DAY}&from=2024-11-01", f"{DAY}&sys=storm-shadow&sys=atacms", "asof=2026-03-13&known=now"],
    "compare": [
        DAY,
        f"{DAY}&attribute=warhead_kg",
        f"{DAY}&attribute=range_km",
        f"{DAY}&attribute=nope",
        f"{DAY}&sys=tomahawk&attribute=cost_usd",
    ],
    "timeline": [
        DAY,
        f"{DAY}&territory=ua_occupied",
        f"{DAY}&zoom=week",
        f"{DAY}&territory=ru_any&zoom=around&sys=atacms",
        f"{DAY}&zoom=nope&authority=US",
    ],
    "consent": [DAY, f"{DAY}&territory=ru_border", f"{DAY}&sys=storm-shadow", "asof=2022-01-05&known=now"],
    "positions": [
        DAY,
        f"{DAY}&issue=taurus_supply",
        f"{DAY}&country=DE",
        f"{DAY}&sys=taurus-kepd-350&country=DE&from=2024-11-16",
        f"{DAY}&issue=all&country=US",
        "asof=2022-01-05&known=then&issue=taurus_supply",
    ],
    "suppliers": [
        DAY,
        f"{DAY}&measure=pda_package",
        f"{DAY}&measure=kiel_total_allocated&quantity=taurus-kepd-350",
        f"{DAY}&sys=scalp-eg",
        "asof=2022-01-05&known=then",
        f"{DAY}&measure=nope",
    ],
    "system": [DAY, f"{DAY}&id=storm-shadow", f"{DAY}&id=atacms-m39a1", f"{DAY}&id=nope"],
    "story": [DAY, f"{DAY}&agrees=partly", f"{DAY}&agrees=no", "asof=2024-11-01&known=then", f"{DAY}&agrees=nope"],
    "about": [DAY, "asof=2022-01-05&known=now"],
    "data": [
        DAY,
        f"{DAY}&sys=taurus-kepd-350&from=2024-11-16",
        f"{DAY}&q=Taurus+Scholz",
        f"{DAY}&kind=official",
        f"{DAY}&page=2",
        f"{DAY}&q=Taurus&kind=wire&page=99",
        f"{DAY}&q=zzzzzz",
        f"{DAY}&row=us-atacms-kursk-20241117",
        f"{DAY}&row=nope",
    ],
}
CASES = [(path, query) for path, queries in ADDRESSES.items() for query in queries]


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(
        Starlette(
            routes=[*ROUTES, Route("/{path:path}", lambda request: HTMLResponse(SHELL))],
            middleware=[Middleware(Prerender)],
        )
    )


@lru_cache(maxsize=64)
def app(path: str, query: str) -> tuple[OpenedPage, str]:
    """The page as the app draws it, and the title of the reader's window."""
    titles: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "set_page_config", lambda page_title, **_: titles.append(page_title))
        opened = OpenedPage(PATHS[path], parse_qs(query))
    return opened, titles[-1]


@lru_cache(maxsize=64)
def _html(client: TestClient, path: str, query: str) -> Element:
    found = client.get(f"/{path}?{query}")
    assert found.status_code == 200
    # A term that is explained is part of its sentence, in whichever sentence it comes first; what opens is no part of it.
    return (
        parse(found.text)
        .without(".cv-term > button")
        .without(".cv-term, .cv-nowrap", keep_text=True)
        .without(".cv-meanings")
    )


def test_the_addresses_have_every_key_that_a_page_reads() -> None:
    for path, page_id in PATHS.items():
        asked = {key for query in ADDRESSES[path] for key, _ in parse_qsl(query)}
        own = set(app(path, ADDRESSES[path][1])[0].choice_keys) - {"id"}
        assert asked >= own | set(page_by_id(page_id).param_keys) | set(page_by_id(page_id).view_params), page_id
        assert own <= set(page_by_id(page_id).param_keys), "a choice of the page that the first HTML would not know"


def assert_question_context_title_and_notes_are_those_of_the_app(client: TestClient, path: str, query: str) -> None:
    page, (opened, window) = _html(client, path, query), app(path, query)
    assert opened.problems == []
    assert page.select_one("#root h1").get_text() == opened.title
    assert page.select_one("title").text == window.replace("\xa0", " ")
    contexts = [soup.select(f"{root}.cv-context") for soup, root in ((page, "#root "), (opened.soup, ""))]
    first, in_app = (one_line(" ".join(tag.get_text() for tag in found)) for found in contexts)
    assert first == in_app
    notes = [tag.get_text() for tag in page.select("#root .cv-notice")]
    # What the app says of maps that are missing or lists that are empty stands in its order on the page.
    assert sorted(notes) == sorted(opened.notices)


def assert_each_part_of_the_answer_stands_in_the_app_too(client: TestClient, path: str, query: str) -> None:
    """Sentence by sentence and cell by cell: nothing in the first HTML that the page does not say."""
    page, (opened, _) = _html(client, path, query), app(path, query)
    said = one_line(opened.soup.get_text(" "))
    parts = page.select("#root .cv-block :is(p, h2, h3, td, th, li, summary)")
    assert parts or "list" in query
    for part in parts:
        assert one_line(part.get_text(" ")) in said, part


def assert_the_description_is_of_that_view(client: TestClient, path: str, query: str) -> None:
    page = _html(client, path, query)
    description = page.select_one("meta[name=description]")["content"]
    assert len(description) > 30 and description not in page.select_one("noscript").text, (
        "the answer stands in #root, once"
    )
    plain = _html(client, path, DAY)
    own = {key for key, _ in parse_qsl(urlsplit(page.select_one("link[rel=canonical]")["href"]).query)} - {
        "asof",
        "known",
        "from",
    }
    if own:
        assert description != plain.select_one("meta[name=description]")["content"], (
            "a reader's choice changes the line that previews show"
        )
        assert page.select_one("title").text != plain.select_one("title").text


def assert_the_canonical_address_names_what_matters_and_leads_to_itself(
    client: TestClient, path: str, query: str
) -> None:
    page = _html(client, path, query)
    link = urlsplit(page.select_one("link[rel=canonical]")["href"])
    asked = parse_qs(link.query)
    page_id = PATHS[path]
    assert link.path == f"/{path}" and {"asof", "known"} <= set(asked)
    assert set(asked) <= {"asof", "known", *page_by_id(page_id).view_params, *page_by_id(page_id).param_keys}
    again = _html(client, path, link.query)
    assert again.select_one("link[rel=canonical]")["href"] == page.select_one("link[rel=canonical]")["href"]
    for selector in ("title", "#root h1"):
        assert again.select_one(selector).get_text() == page.select_one(selector).get_text()
    answers = [
        [one_line(part.get_text(" ")) for part in html.select("#root .cv-block :is(p, td, th)")]
        for html in (page, again)
    ]
    if page_id == "system" and "id" in asked:
        assert asked["id"] == parse_qs(query)["id"] != ["nope"]
    if not page.select("#root .cv-notice"):
        assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ("compare", "attribute", "range_km"),
        ("timeline", "zoom", "war"),
        ("positions", "country", "all"),
        ("story", "agrees", "all"),
        ("data", "page", "1"),
    ],
)
def test_a_default_that_is_named_is_no_other_view(client: TestClient, path: str, key: str, value: str) -> None:
    plain, named = (
        _html(client, path, query).select_one("link[rel=canonical]")["href"] for query in (DAY, f"{DAY}&{key}={value}")
    )
    assert plain == named


def assert_the_card_is_of_that_view(client: TestClient, path: str, query: str) -> None:
    address = urlsplit(_html(client, path, query).select_one('meta[property="og:image"]')["content"])
    canonical = urlsplit(_html(client, path, query).select_one("link[rel=canonical]")["href"])
    asked = {key: values for key, values in parse_qs(canonical.query).items() if key != "from"}
    assert asked.items() <= parse_qs(address.query).items()
    assert parse_qs(address.query)["view"] == [PATHS[path]]


@pytest.mark.parametrize(("path", "query"), CASES)
def test_view(client: TestClient, path: str, query: str) -> None:
    assert_question_context_title_and_notes_are_those_of_the_app(client, path, query)
    assert_each_part_of_the_answer_stands_in_the_app_too(client, path, query)
    assert_the_description_is_of_that_view(client, path, query)
    assert_the_canonical_address_names_what_matters_and_leads_to_itself(client, path, query)
    if "nope" not in query:
        assert_the_card_is_of_that_view(client, path, query)


def test_every_value_of_a_list_has_its_own_title_and_line() -> None:
    view = View(date(2024, 11, 18))
    for page in PAGES:
        for key in set(page.param_keys) - {"row", "q", "page"}:
            choice = request(READ, page.id, view).params.choice(key)
            requests = [request(READ, page.id, view, {key: [value]}) for value in choice.options]
            assert len({address.title for address in requests}) == len(requests) and choice.value in choice.options
            assert [address.params.changed for address in requests] == [
                {key: value} if value != choice.value or address.params.asks(key) else {}
                for value, address in zip(choice.options, requests, strict=True)
            ]
            assert len({address.description for address in requests}) == len(requests), key


@pytest.mark.parametrize("day", [date(2022, 6, 15), date(2024, 11, 16), date(2026, 3, 13)])
def test_something_stands_under_each_heading(day: date) -> None:
    """What only the app draws leaves no heading alone."""
    for entry in PAGES:
        heading = ""
        for node in parse(body(request(READ, entry.id, day))).node.traverse(include_text=True):
            if node.tag == "h2":
                assert not heading, f"{entry.id}: nothing under “{heading}”"
                heading = node.text()
            elif node.tag == "svg" or (node.is_text_node and node.text().strip() and node.parent.tag != "h2"):
                heading = ""
        assert not heading, f"{entry.id}: nothing under “{heading}”"


# These have another place in the app, or another use there: the bar and the control stick, the lanes are dragged.
ELSEWHERE = {"cv-bar", "cv-control", "cv-lane-bars"}


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda sheet: sheet.name)
def test_what_styles_a_part_in_the_app_styles_it_in_the_first_html(sheet: Path) -> None:
    in_app, in_first = set(), set()
    for selector in re.split(r"[{},;]", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)):
        if found := re.match(r"\s*\.(stApp|cv-first) \.(cv-[\w-]+)(.*)", selector):
            (in_app if found[1] == "stApp" else in_first).add((found[2], found[3].strip()))
    assert {name for name, _ in in_app - in_first} <= ELSEWHERE
