"""A page is one module, one script and one line of the registry: a throw-away page added that way stands everywhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from caveat.content import pages
from caveat.content.blocks import Block, Group, Html, Section, method_blocks
from caveat.content.page import Page, PageHeading
from caveat.content.params import ChoiceParam, Params
from caveat.dataset import schema, tables
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions
from caveat.domain.query import View
from caveat.ui import navigation
from caveat.web import sitemap
from caveat.web.prerender import Prerender
from tests.support.elements import parse
from tests.support.opened_page import OpenedPage
from tests.support.registry import body, request

SHELL = '<html lang="en"><head><title>Streamlit</title></head><body><noscript></noscript><div id="root"></div></body></html>'


def example_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    yield params.choice("colour")
    yield Html(Markup("<p>The colour is {}.</p>").format(params["colour"]), prerender=True)
    yield Group(unusable_blocks)
    yield Section("After the broken table")
    yield from method_blocks(dataset, "example")


def unusable_blocks() -> Iterator[Block]:
    raise UnusableTable("colours", [])
    yield


EXAMPLE = Page(
    id="example",
    nav_title="Example",
    summary="A page of a test.",
    heading=lambda dataset, view, params: PageHeading("Which colour?", "Any."),
    description=lambda dataset, view, params: f"It is {params['colour']}.",
    blocks=example_blocks,
    params=(
        ChoiceParam(
            key="colour", label="Colour", options=lambda dataset, view: ({"red": "Red", "blue": "Blue"}, "red")
        ),
    ),
)


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for script in navigation.SCRIPTS.glob("*.py"):
        (tmp_path / script.name).symlink_to(script)
    (tmp_path / "example.py").write_text('from caveat.ui import page\n\npage.show("example")\n')
    monkeypatch.setattr(navigation, "SCRIPTS", tmp_path)
    monkeypatch.setattr(pages, "PAGES", (*pages.PAGES, EXAMPLE))
    navigation._navigation_page.cache_clear()
    yield
    navigation._navigation_page.cache_clear()


@pytest.mark.usefixtures("example")
def test_the_app_draws_a_page_that_was_added() -> None:
    opened = OpenedPage("example", {"colour": "blue"})
    assert opened.problems == [] and opened.title == "Which colour?"
    assert "The colour is blue." in opened.text and "After the broken table" in opened.text
    missing = "The text of this section is missing: data/texts/example.md."
    assert missing in [markdown.value for markdown in opened.test.markdown]
    assert [heading.get_text() for heading in opened.soup.select(".cv-broken h2")] == [
        "The table “colours” cannot be used"
    ]
    assert opened.choice_keys == ["colour"]
    assert [link["href"].split("?")[0] for link in opened.soup.select(".cv-nav a")][-1] == "./example"


@pytest.mark.usefixtures("example")
def test_first_html_and_sitemap_have_a_page_that_was_added() -> None:
    client = TestClient(
        Starlette(
            routes=[Route("/sitemap.xml", sitemap.sitemap), Route("/{path:path}", lambda _: HTMLResponse(SHELL))],
            middleware=[Middleware(Prerender)],
        )
    )
    page = parse(client.get("/example?colour=blue").text)
    assert page.select_one("title").text == "Which colour? · Blue · Caveat"
    assert page.select_one("meta[name=description]")["content"] == "It is blue."
    assert page.select_one("#root .cv-block").get_text(strip=True) == "The colour is blue."
    assert page.select_one("link[rel=canonical]")["href"].endswith("&colour=blue")
    assert "/example</loc>" in client.get("/sitemap.xml").text


def test_every_method_has_a_page_and_every_page_with_one_a_text() -> None:
    texts = {path.stem for path in (schema.DATA / tables.TEXTS).iterdir()}
    assert texts == {page.id for page in pages.PAGES if page.has_method} | {"weak-spots"}


def test_a_case_without_shapes_has_no_map_page() -> None:
    whole = tables.load(schema.DATA)
    without = replace(whole, read_settings=whole.settings.model_copy(update={"map": None}))
    assert pages.pages_of(whole) == pages.PAGES
    assert [page.id for page in pages.PAGES if page not in pages.pages_of(without)] == ["map"]
    unread = replace(whole, read_settings=None)
    assert pages.pages_of(unread) == pages.PAGES, "a page of a case that cannot be read says so"


def test_first_html_of_the_map_works_each_state_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four maps of four areas: 16 states, for the maps, their tables and the line that previews show."""
    calls: list[SimpleNamespace] = []
    permission_state = restrictions.permission_state

    def counted(log, supplier, system_id, territory, day, known="then"):
        calls.append(SimpleNamespace(pair=(supplier, system_id), territory=territory))
        return permission_state(log, supplier, system_id, territory, day, known)

    monkeypatch.setattr(restrictions, "permission_state", counted)
    asked = request(tables.load(schema.DATA), "map", date(2024, 11, 19))
    assert body(asked) and asked.description and asked.heading.question
    assert len(calls) == 16
