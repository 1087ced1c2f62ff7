"""GET /card.png: a picture of 1200 × 630 for every address, never an error, named in the head of each page."""

import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from caveat.content.pages import page_by_id
from caveat.dataset import current
from caveat.domain.query import View, query_bounds
from caveat.web import icons, pictures
from tests.support.elements import parse
from tests.support.pictures import SVG
from tests.support.registry import PATHS
from tests.web.conftest import rewrite
from tests.web.test_pictures import size


def test_two_days_have_two_pictures_and_one_day_has_one(client: TestClient) -> None:
    before, after, again = (client.get(f"/card.png?asof=2024-11-{day}").content for day in (16, 18, 18))
    assert before != after and after == again


@pytest.mark.parametrize(
    "query",
    [
        "asof=2024-11-18&known=then",
        "asof=banana",
        "asof=%00",
        "asof=9999-99-99",
        "known=%22%3E%3Csvg%3E",
        "sys=%3C/svg%3E",
        "sys=" + "a" * 3000,
        "asof=%ff%fe",
        "&&&=&=",
        "asof=2024-11-18&asof=1",
    ],
)
def test_every_address_has_a_picture(client: TestClient, query: str) -> None:
    """Bad values fall back as on the pages."""
    found = client.get(f"/card.png?{query}")
    assert found.status_code == 200 and found.headers["content-type"] == "image/png"
    assert size(found.content) == (1200, 630) and len(found.content) < 300_000


def test_what_the_card_does_not_show_makes_no_second_one(client: TestClient) -> None:
    client.get("/card.png?asof=2024-11-18")
    drawn = pictures.drawn_card.cache_of(current.current_dataset()).cache_info().misses
    client.get("/card.png?asof=2024-11-18&id=x1&anything=1")
    assert pictures.drawn_card.cache_of(current.current_dataset()).cache_info().misses == drawn


@pytest.mark.parametrize("broken", ["restrictions", "systems", "claims", "sources", "events", "territories"])
def test_a_broken_table_gives_a_card_all_the_same(client: TestClient, data_copy: Path, broken: str) -> None:
    rewrite(data_copy / f"{broken}.csv")
    found = client.get("/card.png?asof=2024-11-18")
    assert found.status_code == 200 and size(found.content) == (1200, 630)
    if broken == "restrictions":
        assert found.content == pictures.plain_card("png") and found.headers["cache-control"] == "no-cache"


def test_an_error_nobody_foresaw_gives_the_plain_card(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise RuntimeError("secret")

    monkeypatch.setattr(pictures, "drawn_card", fail)
    found = client.get("/card.png?asof=2024-11-17")
    assert (
        found.status_code == 200
        and found.content == pictures.plain_card("png")
        and found.headers["cache-control"] == "no-cache"
    )


@pytest.mark.parametrize("path", PATHS)
def test_each_head_names_the_card_of_that_very_view(pages: TestClient, path: str) -> None:
    head = parse(pages.get(f"/{path}?asof=2024-11-18&known=now&sys=storm-shadow").text).select_one("head")
    address = head.select_one('meta[property="og:image"]')["content"]
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://testserver/card.png"
    chosen = {"sys": ["storm-shadow"]} if "sys" in page_by_id(PATHS[path]).view_params else {}
    assert parse_qs(parts.query) == {"view": [PATHS[path]], "asof": ["2024-11-18"], "known": ["now"], **chosen}
    assert head.select_one('meta[name="twitter:card"]')["content"] == "summary_large_image"
    assert head.select_one('meta[name="twitter:image"]')["content"] == address
    description = head.select_one("meta[name=description]")["content"]
    assert head.select_one('meta[property="og:image:alt"]')["content"] == description


def test_each_page_has_a_card_of_its_own(pages: TestClient) -> None:
    """Its own finding and its own picture, as SVG too."""
    query, titles = "asof=2024-11-18&known=then&id=taurus-kepd-350", set()
    for page_id in PATHS.values():
        found = pages.get(f"/card.svg?view={page_id}&{query}")
        assert found.headers["content-type"] == "image/svg+xml"
        assert found.headers["cache-control"] == "public, max-age=300"
        root = ET.fromstring(found.text)
        titles.add((root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text))
    assert len(titles) == len(PATHS)


def test_the_card_answers_for_the_pages_own_choice(pages: TestClient) -> None:
    ranges, warheads = (
        pages.get(f"/card.svg?view=compare&asof=2024-11-18&attribute={attribute}").text
        for attribute in ("range_km", "warhead_kg")
    )
    assert "km" in ranges and "up to 300" in ranges and "kg" in warheads and ranges != warheads


def test_the_head_names_our_icons_only(pages: TestClient) -> None:
    head = parse(pages.get("/").text).select_one("head")
    assert [tag["href"] for tag in head.select("link[rel~=icon], link[rel=apple-touch-icon]")] == [
        "./app/static/icon.svg",
        "./apple-touch-icon.png",
    ]
    found = pages.get("/apple-touch-icon.png")
    assert found.headers["content-type"] == "image/png" and size(found.content) == (icons.APPLE_PX, icons.APPLE_PX)


def test_the_address_set_by_hand_comes_first(pages: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAVEAT_URL", "https://example.org/")
    head = parse(pages.get("/?asof=2024-11-18").text).select_one("head")
    address = head.select_one('meta[property="og:image"]')["content"]
    assert address == "https://example.org/card.png?view=briefing&asof=2024-11-18&known=then"


def test_what_was_made_at_the_start_is_what_readers_ask_for(client: TestClient) -> None:
    tables = current.current_dataset()
    view = View(query_bounds(tables, current.today()).default)
    pictures.picture.cache_of(tables).cache_clear()
    pictures.warm_pages(tables, view)
    assert pictures.picture.cache_of(tables).cache_info().misses == len(PATHS)
    for page_id in PATHS.values():
        assert client.get(f"/card.svg?view={page_id}&asof={view.asof}&known=then").status_code == 200
    assert pictures.picture.cache_of(tables).cache_info().misses == len(PATHS)


def test_faces_for_cards_are_few_and_small() -> None:
    assert len(pictures.FONTS) == 4 and sum(Path(font).stat().st_size for font in pictures.FONTS) < 250_000
