"""The first HTML is made beside the loop: a view that takes long holds up no other reader."""

import asyncio
import re
import time
from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup
from starlette.responses import HTMLResponse
from starlette.types import Message, Scope

from caveat import html
from caveat.content import briefing, story
from caveat.content import page as content_page
from caveat.dataset import current
from caveat.web import jsonld, preload_links, prerender
from caveat.web.middleware.security_headers import INDEX

BARE = '<html><head><title>x</title></head><body><div id="root"></div></body></html>'


def scope(path: str, *headers: tuple[bytes, bytes]) -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": b"asof=2024-11-18",
        "headers": [(b"host", b"x"), *headers],
        "server": ("x", 80),
    }


async def asked(app: prerender.Prerender, address: Scope) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(address, receive, send)
    return sent


def test_a_slow_view_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(text: str, address: Scope) -> str:
        time.sleep(0.5)
        return text

    monkeypatch.setattr(prerender, "dress", slow)
    turns = 0

    async def others(until: asyncio.Task[list[Message]]) -> None:
        nonlocal turns
        while not until.done():
            turns += 1
            await asyncio.sleep(0.01)

    async def both() -> list[Message]:
        first = asyncio.create_task(asked(prerender.Prerender(HTMLResponse(BARE)), scope("/map")))
        await others(first)
        return first.result()

    sent = asyncio.run(both())
    assert sent[-1]["body"] == BARE.encode()
    assert turns >= 5, "the loop stood still"


def test_packed_where_the_browser_takes_it() -> None:
    async def two() -> list[list[Message]]:
        return [
            await asked(prerender.Prerender(HTMLResponse(BARE)), one)
            for one in (scope("/data"), scope("/data", (b"accept-encoding", b"gzip, br")))
        ]

    plain, packed = asyncio.run(two())
    coding = dict(packed[0]["headers"])
    assert coding[b"content-encoding"] == b"br" and b"content-encoding" not in dict(plain[0]["headers"])
    assert int(coding[b"content-length"]) == len(packed[1]["body"]) < len(plain[1]["body"])
    assert brotli.decompress(packed[1]["body"]) == plain[1]["body"]
    assert b"cv-h1" in plain[1]["body"]


def _said(app_shell: str, path: str, query: bytes = b"asof=2024-11-18") -> tuple[int, str]:
    """Status and text of what leaves for an address."""
    sent = asyncio.run(asked(prerender.Prerender(HTMLResponse(app_shell)), {**scope(path), "query_string": query}))
    return sent[0]["status"], sent[1]["body"].decode()


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
        (prerender, "_first_html", _fails),
        (story, "answer_html", _fails),
        (prerender.search, "html", _fails),
        (prerender, "origin", _fails),
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
    prerender._first_html.cache_of(current.current_dataset()).cache_clear()
    monkeypatch.setattr(place, name, instead)
    status, text = _said(INDEX.read_text(encoding="utf-8"), "/story", b"asof=2024-11-18&find=taurus")
    page = BeautifulSoup(text, "html.parser")
    (record,) = caplog.records
    assert status == 200 and page.title.text == "Caveat"
    assert re.fullmatch(r"[0-9a-f]{8}", record.error_id) and record.error_id in page.select_one("#root .cv-error").text
    assert page.select("script[type=module][src]"), "the app starts"
    assert "secret" not in text and "KeyError" not in text


def test_a_picture_that_cannot_be_drawn_costs_the_picture_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(briefing, "briefing_map", _fails)
    briefing._render_briefing.cache_of(current.current_dataset()).cache_clear()
    prerender._first_html.cache_of(current.current_dataset()).cache_clear()
    status, text = _said(BARE, "/", b"asof=2024-11-19")
    page = BeautifulSoup(text, "html.parser")
    assert (
        status == 200
        and page.select("#root table.cv-matrix")
        and not page.select("#root .cv-still")
        and "Caveat" in page.title.text != "Caveat"
    )
    assert {record.place for record in caplog.records} == {"still map"}
    monkeypatch.undo()
    # Nothing of the failure is kept.
    prerender._first_html.cache_of(current.current_dataset()).cache_clear()
    assert BeautifulSoup(_said(BARE, "/", b"asof=2024-11-19")[1], "html.parser").select("#root .cv-still img")


def test_pages_announce_the_api_that_is_there() -> None:
    """Streamlit's shell names an API of its own, which is closed here."""
    before = BeautifulSoup(INDEX.read_text(encoding="utf-8"), "html.parser").select_one("link[rel=service-desc]")
    assert before is not None, "Streamlit names none any more: drop the change"
    for text in (
        _said(INDEX.read_text(encoding="utf-8"), "/map")[1],
        _said(INDEX.read_text(encoding="utf-8"), "/data", b"asof=x")[1],
    ):
        (link,) = BeautifulSoup(text, "html.parser").select("link[rel=service-desc]")
        assert link["href"] == f".{prerender.DESCRIBED}" and "_stcore/agent" not in text


def test_what_is_announced_answers(client: object) -> None:
    assert client.get(prerender.DESCRIBED).json()["openapi"].startswith("3.")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/data", b"row=zzz", "No table has a row with the id zzz."),
        ("/system", b"id=zzz", "id=zzz, which no system has"),
    ],
)
def test_an_id_that_nothing_has_is_said_and_not_kept_by_search_engines(path: str, query: bytes, said: str) -> None:
    status, text = _said(BARE, path, query)
    page = BeautifulSoup(text, "html.parser")
    assert (
        status == 200
        and said in page.select_one("#root").get_text(" ")
        and "at the moment" not in page.select_one("#root").get_text(" ")
    )
    assert [one["content"] for one in page.select("meta[name=robots]")] == ["noindex"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/data", b""),
        ("/data", b"row=us-atacms-kursk-20241117"),
        ("/system", b""),
        ("/system", b"id=atacms"),
        ("/map", b"id=zzz"),
    ],
)
def test_what_is_there_may_be_kept(path: str, query: bytes) -> None:
    assert "noindex" not in _said(BARE, path, query)[1]


def test_a_row_that_a_broken_table_may_have_is_no_row_that_is_not_there(data_copy: Path) -> None:
    (data_copy / "events.csv").unlink()
    (data_copy / "events.csv").write_text("nothing\n", encoding="utf-8")
    text = BeautifulSoup(_said(BARE, "/data", b"row=zzz")[1], "html.parser").select_one("#root").get_text(" ")
    assert (
        "The row zzz cannot be shown: the table events cannot be used at the moment, and no other table has it." in text
    )


def test_without_scripts_one_short_line_stands_above_the_answer() -> None:
    page = BeautifulSoup(_said(INDEX.read_text(encoding="utf-8"), "/")[1], "html.parser")
    line = page.select_one("body > noscript")
    assert line is not None and len(line.get_text()) < 70 and "JavaScript" in line.get_text()
    assert page.select_one("#root h1") and len(page.select_one("#root .cv-block").get_text()) > 500
