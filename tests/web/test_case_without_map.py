"""A case without [map] in its case.toml: no address of the map answers, and no list names one."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import app as server
from caveat.dataset import current
from caveat.domain.query import View
from caveat.web import startup
from tests.support.square_case import without_map


@pytest.fixture
def site(data_copy: Path) -> TestClient:
    without_map(data_copy)
    return TestClient(server.app)


@pytest.mark.parametrize("path", ["/map", "/map?asof=2024-11-18", "/map?embed=true&part=map"])
def test_the_page_is_not_found(site: TestClient, path: str) -> None:
    found = site.get(path)
    assert found.status_code == 404
    assert "There is no page at this address" in found.text and 'href="/map"' not in found.text


def test_no_file_and_no_shape_is_found(site: TestClient) -> None:
    assert site.get("/shown/map/states.csv").status_code == 404
    assert site.get("/shapes/ground-300-000000000000.json").status_code == 404


def test_no_list_names_it(site: TestClient) -> None:
    assert "/map</loc>" not in site.get("/sitemap.xml").text
    page = site.get("/?find=map").text
    assert "./map" not in page and "map?sys=" not in page


def test_the_server_warms_what_there_is(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed = []
    monkeypatch.setattr(startup.pictures, "warm", warmed.append)
    without_map(data_copy)
    startup.warm_maps(current.current_dataset(), View(date(2024, 11, 18)))
    assert warmed == [current.current_dataset()]


def test_its_card_is_that_of_the_first_page(site: TestClient) -> None:
    day = "asof=2024-11-18"
    assert site.get(f"/card.svg?view=map&{day}").text == site.get(f"/card.svg?view=briefing&{day}").text
