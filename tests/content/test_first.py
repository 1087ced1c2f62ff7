"""The first HTML: each page and address answers before any JavaScript runs."""

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from caveat.web.prerender import START, Prerender
from tests.support.elements import parse

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
    page = parse(answer_html.text)
    inline = [tag for tag in page.select("script") if not str(tag.get("src")).startswith("./app/static/")]
    assert [tag.text for tag in inline if tag.text != START and tag.get("type") != "application/ld+json"] == []
    for tag in page.select('script[type="application/ld+json"]'):
        assert "<" not in tag.text and json.loads(tag.text)["@context"] == "https://schema.org/"
    assert not page.select("img:not([src^='data:image/svg+xml'])") and page.select("table.cv-matrix")


def test_other_paths_are_left_alone(client):
    assert client.get("/other.txt").text == "<title>Streamlit</title>"
    assert "<title>Streamlit</title>" in client.get("/something/else").text


def test_a_page_is_not_taken_for_unchanged(client):
    assert "etag" not in client.get("/", headers={"if-none-match": "x"}).headers
