"""The first HTML: each page and address answers before any JavaScript runs."""

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from caveat.content import briefing
from caveat.content.pages import PAGES
from caveat.domain.query import View
from caveat.web.prerender import START, Prerender
from tests.support.registry import PATHS

SHELL = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body><noscript>You need JavaScript</noscript><div id="root"></div></body></html>'


async def shell(request):
    return HTMLResponse(SHELL, headers={"etag": "x"})


@pytest.fixture(scope="module")
def client():
    return TestClient(
        Starlette(
            routes=[
                Route("/other.txt", lambda request: PlainTextResponse("<title>Streamlit</title>")),
                Route("/{path:path}", shell),
            ],
            middleware=[Middleware(Prerender)],
        )
    )


def test_the_pages_are_those_of_the_navigation():
    assert {entry.path: entry.id for entry in PAGES} == PATHS


@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_in_its_first_html(client, path):
    page = BeautifulSoup(client.get(f"/{path}?asof=2024-11-18").text, "html.parser")
    assert page.title.text.endswith("· Caveat") and "Streamlit" not in page.title.text
    assert len(page.select_one("meta[name=description]")["content"]) > 30
    assert page.select_one("link[rel=canonical]")["href"] == f"http://testserver/{path}?asof=2024-11-18&known=then"
    assert page.select_one("#root main h1").text in page.title.text
    assert len(page.select_one("#root main .cv-block").get_text(" ", strip=True)) > 200


def test_the_briefing_has_its_matrix_and_the_day_in_its_description(client):
    page = BeautifulSoup(client.get("/?asof=2024-11-18").text, "html.parser")
    assert page.select("#root table.cv-matrix tbody tr")
    assert "ATACMS: allowed in the Kursk area" in page.select_one("meta[name=description]")["content"]


def test_a_page_answers_for_its_own_choice(client):
    assert "Storm Shadow" in client.get("/system?id=storm-shadow").text.split("<h1")[1].split("</h1>")[0]
    assert client.get("/positions?issue=taurus_supply").text != client.get("/positions?issue=tomahawk_supply").text


def test_the_fragment_is_the_one_of_the_page(client, dataset):
    assert str(briefing.briefing_html(dataset, View(date(2024, 11, 18)))) in client.get("/?asof=2024-11-18").text


def test_two_days_differ_where_the_log_says(client):
    before, after = (client.get(f"/?asof=2024-11-{day}").text for day in (16, 18))
    assert "ATACMS: not allowed inside Russia" in before and "ATACMS: allowed in the Kursk area" in after


@pytest.mark.parametrize(
    "query",
    [
        "asof=banana",
        "known=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "sys=%3Cscript%3E",
        "id=%22%3E%3Cimg%20src=x%3E",
        "from=%00",
    ],
)
def test_nothing_from_an_address_becomes_html(client, query):
    answer_html = client.get(f"/?{query}", headers={"host": 'a"><script>'})
    assert answer_html.status_code == 200
    page = BeautifulSoup(answer_html.text, "html.parser")
    inline = [one for one in page.select("script") if one.get("src") != "./app/static/first.js"]
    assert [one.text for one in inline if one.text != START and one.get("type") != "application/ld+json"] == []
    for one in page.select('script[type="application/ld+json"]'):
        assert "<" not in one.text and json.loads(one.text)["@context"] == "https://schema.org/"
    assert not page.select("img:not([src^='data:image/svg+xml'])") and page.select("table.cv-matrix")


def test_other_paths_are_left_alone(client):
    assert client.get("/other.txt").text == "<title>Streamlit</title>"
    assert "<title>Streamlit</title>" in client.get("/something/else").text


def test_a_page_is_not_taken_for_unchanged(client):
    assert "etag" not in client.get("/", headers={"if-none-match": "x"}).headers
