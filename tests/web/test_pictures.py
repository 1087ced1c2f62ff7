"""GET /picture/<page>.png, .svg and .txt: the picture of a view in three formats, never kept without bounds."""

import struct
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from starlette.testclient import TestClient

from caveat.charts.pictures.frame import FORMATS
from caveat.content import map as map_page
from caveat.content.blocks import first_html
from caveat.content.page import PageRequest
from caveat.dataset import current
from caveat.domain.query import View
from caveat.web import pictures
from tests.support.elements import parse

MAP = "/picture/map.png?asof=2024-11-18&sys=atacms"


def size(body: bytes) -> tuple[int, int]:
    """Width and height from a PNG's header."""
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", body[16:24])


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_has_its_shape(client: TestClient, form: str) -> None:
    found = client.get(f"{MAP}&format={form}")
    across, down = map(int, form.split("x"))
    width, height = size(found.content)
    assert found.headers["content-type"] == "image/png" and len(found.content) < 600_000
    assert min(width, height) >= 1000 and round(width / height, 3) == round(across / down, 3)
    again = client.get(f"{MAP}&format={form}", headers={"If-None-Match": found.headers["etag"]})
    assert again.status_code == 304


def test_an_svg_brings_its_faces_along_and_loads_nothing(client: TestClient) -> None:
    text = client.get(MAP.replace(".png", ".svg")).text
    root = ET.fromstring(text)
    shape = FORMATS["16x9"]
    assert root.get("viewBox") == f"0 0 {shape.width} {shape.height}"
    assert text.count("@font-face") == len(pictures.FONTS) and "src:url(data:font/ttf" in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("http://testserver", "")


def test_maps_stand_in_a_page_without_scripts(client: TestClient) -> None:
    """Each map of the first HTML has a picture for browsers without scripts, of its own system and day."""
    asked = PageRequest(map_page.PAGE, current.current_dataset(), View(date(2024, 11, 18)), {})
    page = first_html(map_page.page_blocks(asked.dataset, asked.view, asked.params))
    charts = parse(page).select(".cv-chart")
    addresses = [chart.select_one("noscript img")["src"] for chart in charts]
    assert len(set(addresses)) == len(charts) > 1 and all("asof=2024-11-18" in address for address in addresses)
    for address in addresses:
        found = client.get(f"/{address}")
        assert found.headers["content-type"] == "image/svg+xml" and ET.fromstring(found.text).get("viewBox")
    assert client.get("/picture/still/US/none.svg").status_code == 404
    assert client.get("/picture/still/XX/atacms.svg").status_code == 404


def test_the_words_for_those_who_cannot_see_it(client: TestClient) -> None:
    found = client.get(MAP.replace(".png", ".txt"))
    drawn = ET.fromstring(client.get(MAP.replace(".png", ".svg")).text)
    assert found.headers["content-type"].startswith("text/plain")
    assert found.text == drawn.find("{http://www.w3.org/2000/svg}desc").text
    assert "18 November 2024" in found.text and "Kursk" in found.text


@pytest.mark.parametrize(("query", "kind"), [("picture=matrix&", "matrix-"), ("picture=%22x&", ""), ("", "")])
def test_each_picture_is_saved_under_its_own_name(client: TestClient, query: str, kind: str) -> None:
    found = client.get(f"/picture/briefing.svg?{query}asof=2024-11-18&format=4x5")
    assert found.headers["content-disposition"] == f'attachment; filename="caveat-briefing-{kind}2024-11-18-4x5.svg"'


def test_grey_is_grey(client: TestClient) -> None:
    text = client.get(MAP.replace(".png", ".svg") + "&look=grey").text
    assert {(red, green, blue) for red, green, blue in pictures.HEX.findall(text) if not red == green == blue} == set()


@pytest.mark.parametrize("path", ["/picture/nowhere.png", "/picture/map.gif"])
def test_what_there_is_not_is_said(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["asof=banana", "format=9x9&look=blue&picture=x", "sys=%3C/svg%3E", "asof=%00"])
def test_bad_values_fall_back_as_on_the_page(client: TestClient, query: str) -> None:
    assert client.get(f"/picture/map.svg?{query}").status_code == 200


def test_what_a_picture_does_not_show_makes_no_second_one(client: TestClient) -> None:
    made = pictures.drawn.cache_of(current.current_dataset()).cache_info
    client.get(MAP)
    before = made().misses
    client.get(f"{MAP}&id=x1&anything=1")
    assert made().misses == before
