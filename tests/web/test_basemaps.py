"""Shapes by address: answered by a server that never drew the page, and kept for good under their hash."""

import asyncio
import gzip
import re
from collections.abc import Iterator
from urllib.parse import quote

import brotli
import pytest
from starlette.testclient import TestClient

import app as server
from caveat.charts import basemap
from caveat.charts.style import Figure
from caveat.content import page_html
from caveat.dataset import current
from caveat.domain import claims, reach
from caveat.web import basemaps, health, preload_links, responses, startup
from caveat.web.api import openapi
from tests.support.founding_map import LAND
from tests.support.shapes import unpacked

READ = current.current_dataset()
BANDS = [claims.range_band(READ, system_id) for system_id in READ["systems"]["system_id"]]
RANGES = sorted({band.frame_km for band in BANDS if band is not None and band.frame_km <= reach.LONGEST_KM})


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The whole server without its warm-up, with shapes by address.

    Other tests may have kept the same pages without.
    """
    monkeypatch.setattr(Figure, "basemaps_by_url", True)
    page_html.page_html.cache_of(current.current_dataset()).cache_clear()
    yield TestClient(server.app)
    page_html.page_html.cache_of(current.current_dataset()).cache_clear()


@pytest.mark.parametrize("range_km", RANGES)
def test_each_map_has_its_ground(client: TestClient, range_km: float) -> None:
    """By the address that any replica gives it, from one that starts anew."""
    address = basemap.range_basemap(LAND, range_km).address
    basemap.range_basemap.cache_of(LAND).cache_clear()
    found = client.get(f"/{address}", headers={"accept-encoding": "identity"})
    assert found.status_code == 200 and found.headers["content-type"] == "application/json"
    assert found.headers["cache-control"] == responses.FROZEN and found.headers["etag"]
    assert set(unpacked(found.content)) == {"land", "RUS", "UKR"}
    assert len(found.content) < 30_000


def test_it_comes_packed(pages: TestClient) -> None:
    address = f"/{basemap.range_basemap(LAND, 300.0).address}"
    with pages.stream("GET", address, headers={"accept-encoding": "br"}) as found:
        body = b"".join(found.iter_raw())
    assert found.headers["content-encoding"] == "br" and int(found.headers["content-length"]) == len(body)
    assert brotli.decompress(body) == basemap.range_basemap(LAND, 300.0).body
    assert len(body) < 0.4 * len(basemap.range_basemap(LAND, 300.0).body)
    assert "accept-encoding" in found.headers["vary"].lower()
    with pages.stream("GET", address, headers={"accept-encoding": "gzip"}) as found:
        assert gzip.decompress(b"".join(found.iter_raw())) == basemap.range_basemap(LAND, 300.0).body
    assert "accept-encoding" in found.headers["vary"].lower()


def test_who_has_it_already(client: TestClient) -> None:
    address = f"/{basemap.range_basemap(LAND, 300.0).address}"
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"if-none-match": tag, "accept-encoding": "br"})
    assert again.status_code == 304 and again.content == b"" and "content-encoding" not in again.headers
    head = client.head(address)
    assert head.status_code == 200 and head.content == b""
    assert client.post(address).status_code == 405


def test_a_page_of_another_release_is_answered_and_nobody_keeps_that(client: TestClient) -> None:
    """Its frame is the same, its outlines may have been drawn anew since."""
    found = client.get("/shapes/ground-300-000000000000.json")
    assert found.status_code == 200 and found.headers["cache-control"] == "no-store"
    assert found.json() == client.get(f"/{basemap.range_basemap(LAND, 300.0).address}").json()


@pytest.mark.parametrize(
    "name",
    [
        "x",
        "ground-301-000000000000",
        "ground-300-",
        "ground-1e3-000000000000",
        "ground-00300-000000000000",
        "ground-300.0-000000000000",
        "..",
        "../../server",
        "\r\nX: y",
        "\x00",
        "9" * 400,
    ],
)
def test_garbage_is_not_found_and_draws_nothing(client: TestClient, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("drawn for garbage")

    monkeypatch.setattr(basemaps.basemap, "range_basemap", never)
    found = client.get(f"/shapes/{quote(name, safe='')}.json")
    assert found.status_code == 404
    if "/" not in name:
        assert found.headers["content-type"] == "application/problem+json"
        assert found.headers["cache-control"] == "no-store"


def test_it_is_no_part_of_the_public_api(client: TestClient) -> None:
    assert "shapes" not in str(client.get(f"{openapi.PREFIX}/openapi.json").json()["paths"])


def test_the_first_html_asks_early_for_what_its_maps_name(pages: TestClient) -> None:
    html = pages.get("/map?asof=2024-11-18").text
    asked = re.findall(r'<link rel="preload" as="fetch" crossorigin href="./([^"]+)">', html)
    assert (
        asked == list(dict.fromkeys(re.findall(r'"shape":"(shapes/[^"]+)"', html))) == list(preload_links.shapes(html))
    )
    assert len(asked) == 3, "four maps, two of one range"
    assert all(pages.get(f"/{request}").headers["cache-control"] == responses.FROZEN for request in asked)
    assert 'as="fetch"' not in pages.get("/compare").text


def test_without_the_server_figures_carry_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that runs without the server has no routes of ours; nor has a server whose pages stand below a path."""
    monkeypatch.setattr(startup, "warm_maps", lambda *_: None)
    monkeypatch.setattr(startup.gc, "freeze", lambda: None)
    monkeypatch.setattr(startup.current, "remove_copies", lambda: None)  # other tests read from them
    monkeypatch.setattr(health, "process_state", health.ProcessState())

    async def while_it_runs() -> bool:
        async with startup.lifespan(server.app):
            return Figure.basemaps_by_url

    assert Figure.basemaps_by_url is False
    assert asyncio.run(while_it_runs()) is True
    assert Figure.basemaps_by_url is False
    monkeypatch.setattr(startup.st, "get_option", {"server.baseUrlPath": "below"}.get)
    assert asyncio.run(while_it_runs()) is False
