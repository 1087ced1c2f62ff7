"""The first HTML is made beside the loop: a view that takes long holds up no other reader."""

import asyncio
import re
import time
from pathlib import Path

import brotli
import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient
from starlette.types import Scope

from caveat import html
from caveat.content import briefing, page_html, story
from caveat.content import page as content_page
from caveat.content import pages as registry
from caveat.dataset import current
from caveat.settings import STATIC
from caveat.web import jsonld, preload_links, prerender
from caveat.web.middleware.security_headers import INDEX
from tests.support.elements import Element, parse
from tests.web.conftest import SHELL, first_html, rewrite

INDEX_HTML = INDEX.read_text(encoding="utf-8")
DAY = "asof=2024-11-18"


def soup(path: str, query: str = DAY, shell: str = SHELL) -> Element:
    return parse(first_html(path, query, shell))


def test_a_slow_view_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(text: str, address: Scope) -> str:
        time.sleep(0.5)
        return text

    monkeypatch.setattr(prerender, "dress", slow)
    turns = 0

    async def count_turns() -> str:
        nonlocal turns
        app = ASGITransport(prerender.Prerender(HTMLResponse(SHELL)))
        async with AsyncClient(transport=app, base_url="http://x") as client:
            answer = asyncio.create_task(client.get("/map"))
            while not answer.done():
                turns += 1
                await asyncio.sleep(0.01)
            return answer.result().text

    assert asyncio.run(count_turns()) == SHELL
    assert turns >= 5, "the loop stood still"


def test_packed_where_the_browser_takes_it(pages: TestClient) -> None:
    bodies = []
    for accepted in ("identity", "gzip, br"):
        with pages.stream("GET", f"/data?{DAY}", headers={"accept-encoding": accepted}) as found:
            bodies.append(b"".join(found.iter_raw()))
        assert int(found.headers["content-length"]) == len(bodies[-1])
        assert found.headers.get("content-encoding") == ("br" if "br" in accepted else None)
    plain, packed = bodies
    assert len(packed) < len(plain) and brotli.decompress(packed) == plain and b"cv-h1" in plain


def _fails(*_: object, **__: object) -> None:
    raise KeyError("/srv/caveat/secret")


def _one_template(name: str) -> object:
    render = html.render
    return lambda template, **values: _fails() if template == name else render(template, **values)


@pytest.mark.parametrize(
    ("place", "name", "instead"),
    [
        (current, "current_dataset", _fails),
        (prerender, "query_bounds", _fails),
        (prerender, "parse_query", _fails),
        (page_html, "page_html", _fails),
        (story, "answer_html", _fails),
        (prerender.search, "html", _fails),
        (prerender.responses, "site_url", _fails),
        (content_page, "join_title", _fails),
        (jsonld, "page", _fails),
        (preload_links, "files", _fails),
        (preload_links, "shapes", _fails),
        (html, "render", _one_template("first_head.html")),
        (html, "render", _one_template("first_body.html")),
        (html, "render", _one_template("pages_bar.html")),
    ],
)
def test_whatever_fails_leaves_the_shell_with_a_number(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: object, name: str, instead: object
) -> None:
    """The app still starts; reader and log have the same number, and the reader nothing else."""
    page_html.page_html.cache_of(current.current_dataset()).cache_clear()
    monkeypatch.setattr(place, name, instead)
    page = soup("/story", f"{DAY}&find=taurus", INDEX_HTML)
    (record,) = caplog.records
    assert page.select_one("title").text == "Caveat" and record.place == "first HTML of story"
    assert re.fullmatch(r"[0-9a-f]{8}", record.error_id) and record.error_id in page.select_one("#root .cv-error").text
    assert page.select("script[type=module][src]"), "the app starts"
    assert "secret" not in str(page) and "KeyError" not in str(page)


def test_a_picture_that_cannot_be_drawn_costs_the_picture_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(briefing, "briefing_map", _fails)
    briefing._render_briefing.cache_of(current.current_dataset()).cache_clear()
    page_html.page_html.cache_of(current.current_dataset()).cache_clear()
    page = soup("/", "asof=2024-11-19")
    assert page.select("#root table.cv-matrix") and not page.select("#root .cv-still")
    assert "Caveat" in page.select_one("title").text != "Caveat"
    assert {record.place for record in caplog.records} == {"still map"}
    monkeypatch.undo()
    # Nothing of the failure is kept.
    page_html.page_html.cache_of(current.current_dataset()).cache_clear()
    assert soup("/", "asof=2024-11-19").select("#root .cv-still img")


def test_pages_announce_the_api_that_is_there(client: TestClient) -> None:
    """Streamlit's shell names an API of its own, which is closed here."""
    before = parse(INDEX_HTML).select_one("link[rel=service-desc]")
    assert before is not None, "Streamlit names none any more: drop the change"
    for path, query in (("/map", DAY), ("/data", "asof=x")):
        text = first_html(path, query, INDEX_HTML)
        (link,) = parse(text).select("link[rel=service-desc]")
        assert link["href"] == f".{prerender.DESCRIBED}" and "_stcore/agent" not in text
    assert client.get(prerender.DESCRIBED).json()["openapi"].startswith("3.")


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/data", "row=zzz", "No table has a row with the id zzz."),
        ("/system", "id=zzz", "id=zzz, which no system has"),
    ],
)
def test_an_id_that_nothing_has_is_said_and_not_kept_by_search_engines(path: str, query: str, said: str) -> None:
    page = soup(path, query)
    text = page.select_one("#root").get_text(" ")
    assert said in text and "at the moment" not in text
    assert [tag["content"] for tag in page.select("meta[name=robots]")] == ["noindex"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/data", ""),
        ("/data", "row=us-atacms-kursk-20241117"),
        ("/system", ""),
        ("/system", "id=atacms"),
        ("/map", "id=zzz"),
    ],
)
def test_what_is_there_may_be_kept(path: str, query: str) -> None:
    assert "noindex" not in first_html(path, query)


def test_a_row_that_a_broken_table_may_have_is_no_row_that_is_not_there(data_copy: Path) -> None:
    rewrite(data_copy / "events.csv")
    text = soup("/data", "row=zzz").select_one("#root").get_text(" ")
    assert (
        "The row zzz cannot be shown: the table events cannot be used at the moment, and no other table has it." in text
    )


def test_without_scripts_one_short_line_stands_above_the_answer() -> None:
    page = soup("/", DAY, INDEX_HTML)
    line = page.select_one("body > noscript")
    assert line is not None and len(line.get_text()) < 70 and "JavaScript" in line.get_text()
    assert page.select_one("#root h1") and len(page.select_one("#root .cv-block").get_text()) > 500


@pytest.mark.parametrize("page", registry.PAGES, ids=lambda page: page.id)
def test_each_sheet_is_linked_and_those_of_the_page_are_in_use(page: content_page.Page) -> None:
    """Before #root, so after Streamlit's own; the others wait for the page that they are for."""
    document = parse(first_html(page.path, DAY, INDEX_HTML))
    own = {f"{page.id}.css", *page.sheets}
    links = {str(link["href"]).split("/")[-1]: link for link in document.select("body > link[rel=stylesheet]")}
    assert set(links) == {path.name for path in STATIC.glob("*.css")}
    used = {name for name, link in links.items() if not link.has_attr("media")}
    assert used == {"fonts.css", "caveat.css", *own & set(links)}
    assert {name for name, link in links.items() if f"/{page.path}" in str(link.get("data-pages", "")).split(" ")} == (
        own & set(links)
    )


def test_a_page_that_fails_has_its_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prerender, "_dress_shell", lambda *_: 1 / 0)
    assert "static/timeline.css" in first_html("timeline", DAY, INDEX_HTML)
