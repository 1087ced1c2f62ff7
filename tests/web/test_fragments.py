"""What changes with the day, by itself: the bytes of the first HTML and of the app, for good under a release."""

import gzip
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime

import brotli
import pytest
from starlette.testclient import TestClient

from caveat.dataset import current
from caveat.web import fragments, packed
from caveat.web.middleware.rate_limits import MAX_COMPUTED, request_kind
from tests.support.elements import parse
from tests.support.opened_page import OpenedPage
from tests.web.conftest import Guarded, first_html

DAY = "asof=2024-11-18&known=then"


def release() -> str:
    return current.current_dataset().fingerprint


@pytest.mark.parametrize(
    ("page_id", "path", "query"),
    [("briefing", "", DAY), ("map", "map", f"{DAY}&sys=atacms"), ("briefing", "", f"{DAY}&from=2024-11-01&sys=nope")],
)
def test_the_same_bytes_in_the_first_html_and_in_the_app(
    client: TestClient, page_id: str, path: str, query: str
) -> None:
    found = client.get(f"/fragment/{page_id}?{query}").text
    first = first_html(f"/{path}", query)
    asked = dict(pair.split("=") for pair in query.split("&"))
    drawn = {element.proto.body for element in OpenedPage(page_id, asked).test.get("html")}
    slots = ["head", "control", "body-0"]
    assert [slot["data-slot"] for slot in parse(found).select("[data-slot]")] == slots
    pieces = [piece for piece in found.split('\n<div class="cv-slot') if piece]
    pieces = [pieces[0], *(f'<div class="cv-slot{piece}' for piece in pieces[1:])]
    assert len(pieces) == len(slots)
    for piece in pieces:
        assert piece in first and piece in drawn


def test_kept_for_good_until_what_it_says_of_its_age_changes(client: TestClient) -> None:
    answer = client.get(f"/fragment/map?{DAY}&release={release()}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "public, immutable"
    ends = parsedate_to_datetime(answer.headers["expires"])
    assert timedelta(0) < ends - datetime.now(UTC) <= timedelta(days=1) and ends.time() == time()
    again = client.get(f"/fragment/map?{DAY}&release={release()}", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert "immutable" not in client.get(f"/fragment/map?{DAY}").headers["cache-control"]


def test_packed_once_in_what_the_client_takes(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = {}
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)):
        with client.stream("GET", f"/fragment/map?{DAY}", headers={"accept-encoding": coding or "identity"}) as found:
            bodies[coding] = unpack(b"".join(found.iter_raw()))
        assert found.headers.get("content-encoding", "") == coding and "Accept-Encoding" in found.headers["vary"]
    assert len(set(bodies.values())) == 1
    monkeypatch.setattr(fragments.Asked, "pack", lambda self: 1 / 0)
    # The same view in other words is the same fragment.
    assert client.get(f"/fragment/map?known=then&asof=2024-11-18&release={release()}").status_code == 200


def test_what_is_not_there_is_said(client: TestClient) -> None:
    for address, named in ((f"mapp?{DAY}", "map"), (f"map?{DAY}&release=0000", release())):
        answer = client.get(f"/fragment/{address}")
        assert answer.status_code == 404 and named in answer.json()["detail"]
        assert answer.headers["cache-control"] == "no-store"
    page = parse(client.get("/fragment/briefing?asof=1999-01-01&known=then").text)
    assert "outside the days covered" in page.select_one(".cv-notice").text
    assert client.post("/fragment/map").status_code == 405


def test_nothing_of_an_address_becomes_html(client: TestClient) -> None:
    text = client.get("/fragment/map?asof=%3Cimg%20src=x%3E&sys=%22%3E%3Cscript%3E&known=%3Cb%3E").text
    page = parse(text)
    assert len(page.select(".cv-notice")) == 3 and not page.select("script, img[src=x], b b")


def test_cheap_where_it_is_packed_and_work_where_it_must_be_made(guarded: Guarded) -> None:
    assert request_kind("/fragment/map", DAY.encode(), frozenset()) == "kept"
    client = guarded(rate=2.5 / MAX_COMPUTED)
    found = [client.get(f"/fragment/about?asof=2023-02-{day:02}&known=now") for day in range(1, 11)]
    assert {answer.status_code for answer in found[:2]} == {200} and found[-1].status_code == 429
    assert found[-1].json()["retry_after"] > 0
    assert {client.get("/fragment/about?asof=2023-02-01&known=now").status_code for _ in range(5)} == {200}


def test_a_store_is_bounded_by_its_bytes() -> None:
    store = packed.Store(3 * packed.ENTRY_BYTES + 100)
    for key in "abc":
        store.put(key, b"x" * 40)
    assert store.get("a") is None and store.get("b") and store.get("c")
    store.put("b", b"x")
    store.put("d", b"x")
    assert store.get("c") is None or store.size <= store.max_bytes
    store.put("large", b"x" * 10_000)
    assert store.get("large") is None and store.size == 0
