"""The JSON-LD in the first HTML: what guides to datasets ask for, true to the tables, no way out of its script."""

import json
import re
from datetime import date
from urllib.parse import urlsplit

import pytest
import yaml
from starlette.testclient import TestClient

from caveat.dataset import schema
from caveat.dataset.tables import load
from caveat.settings import ROOT
from caveat.web import jsonld
from tests.support.elements import parse
from tests.support.registry import PATHS
from tests.web.conftest import first_html


def found(path: str) -> dict:
    soup = parse(first_html(f"/{path}"))
    [block] = soup.select('head script[type="application/ld+json"]')
    return json.loads(block.text)


def test_dataset() -> None:
    read, tables = found("data"), load(schema.DATA)
    assert read["@type"] == "Dataset"
    assert read["@context"] == "https://schema.org/"
    assert read["name"] == schema.descriptor()["title"]
    assert 50 <= len(read["description"]) <= 5000
    assert read["version"] == tables.fingerprint
    assert read["license"] == schema.descriptor()["licenses"][0]["path"]
    assert read["isAccessibleForFree"] is True
    assert tables.fingerprint in read["citation"]
    date.fromisoformat(read["dateModified"])
    start, end = read["temporalCoverage"].split("/")
    assert date.fromisoformat(start) < date.fromisoformat(end)
    assert [place["@type"] for place in read["spatialCoverage"]] == ["Place", "Place"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert read["creator"]["name"] == cited["authors"][0]["name"]
    assert read["name"] == cited["title"]


def test_every_table_can_be_downloaded(client: TestClient) -> None:
    files = found("data")["distribution"]
    assert len(files) == 2 * len(schema.table_names())
    for file in files:
        answer = client.get(urlsplit(file["contentUrl"]).path)
        assert answer.status_code == 200, file
        assert answer.headers["content-type"].split(";")[0] == file["encodingFormat"]


@pytest.mark.parametrize("path", [path for path in PATHS if path != "data"])
def test_pages(path: str) -> None:
    read = found(path)
    assert read["@type"] == "WebPage"
    assert len(read["name"]) > 10
    assert len(read["description"]) > 20
    assert read["mainEntity"]["@type"] == "Dataset"


def test_no_text_ends_the_script() -> None:
    hostile = {"name": "</script><script>alert(1)</script>", "note": "<!-- & -->"}
    text = str(jsonld.script(hostile))
    inner = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', text, re.S)
    assert inner
    assert not set("<>&") & set(inner[1])
    assert json.loads(inner[1]) == hostile
