"""How answers travel: tags and 304, caching, HEAD, OPTIONS, other origins, the same bytes on every replica."""

import csv
import hashlib
import io
import re
import subprocess
import sys

import pytest
from starlette.testclient import TestClient

from caveat.settings import ROOT
from caveat.web import responses

DOORS = [
    "/api/v1/state",
    "/api/v1/state?asof=2024-11-18&known=now&format=csv",
    "/api/v1/changes?since=2024-11-01",
    "/api/v1/claims?system=atacms",
    "/api/v1/tables/restrictions.csv",
    "/api/v1/tables/restrictions.json",
    "/api/v1/datapackage.json",
    "/api/v1/openapi.json",
    "/api/v1/releases/latest",
    "/api/v1/",
    "/feed.xml?system=atacms",
    "/card.png?asof=2024-11-18",
    "/card.svg?asof=2024-11-18",
    "/shown/briefing/states.csv?asof=2024-11-18&known=then",
]


@pytest.mark.parametrize("door", DOORS)
def test_tag_gives_304_without_content(client: TestClient, door: str) -> None:
    first = client.get(door)
    assert first.status_code == 200
    tag = first.headers["etag"]
    assert client.get("/api/v1/releases/latest").json()["release"] in tag
    for held in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get(door, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == "public, max-age=300"
    assert client.get(door, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("door", DOORS)
def test_head_is_get_without_content(client: TestClient, door: str) -> None:
    got, head = client.get(door), client.head(door)
    assert (head.status_code, head.content, head.headers) == (200, b"", got.headers)


@pytest.mark.parametrize("door", DOORS)
def test_what_caches_and_campaigns_add_changes_nothing(client: TestClient, door: str) -> None:
    added = f"{door}{'&' if '?' in door else '?'}_=1&utm_source=a&fbclid=b&1732000000"
    assert client.get(added).content == client.get(door).content


def test_different_questions_have_different_tags(client: TestClient) -> None:
    tags = [client.get(door).headers["etag"] for door in DOORS]
    assert len(set(tags)) == len(DOORS)


@pytest.mark.parametrize("door", ["/api/v1/state", "/feed.xml", "/api/v1/tables/claims.csv"])
def test_scripts_of_other_sites_may_read(client: TestClient, door: str) -> None:
    origin = {"Origin": "https://example.org"}
    assert client.get(door).headers["access-control-allow-origin"] == "*"
    got = client.get(door, headers=origin)
    assert got.headers["access-control-allow-origin"] == "*"
    assert "ETag" in got.headers["access-control-expose-headers"]
    asked = client.options(
        door,
        headers={**origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"},
    )
    assert asked.status_code == 200 and asked.headers["access-control-allow-origin"] == "*"
    refused = client.options(door, headers={**origin, "Access-Control-Request-Method": "DELETE"})
    assert refused.status_code == 400


@pytest.mark.parametrize("door", ["/api/v1/state", "/api/v1", "/feed.xml", "/shown/briefing/states.csv"])
@pytest.mark.parametrize("sent", ["cache-control", "x-requested-with", "if-none-match,pragma", "if-modified-since"])
def test_scripts_may_send_what_libraries_add(client: TestClient, door: str, sent: str) -> None:
    """A browser asks first; the address that leads to the endpoints is open as they are."""
    origin = {"Origin": "https://example.org"}
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": sent}
    allowed = client.options(door, headers=origin | asked)
    assert allowed.status_code == 200 and sent in allowed.headers["access-control-allow-headers"].lower()
    got = client.get(door, headers=origin, follow_redirects=False)
    assert got.status_code in (200, 308) and got.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("door", ["/api/v1/state", "/api/v1/nowhere", "/feed.xml"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_only_reading(client: TestClient, door: str, method: str) -> None:
    response = client.request(method, door)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.headers["content-type"] == "application/problem+json" and response.json()["status"] == 405
    assert client.options(door).headers["allow"] == "GET, HEAD, OPTIONS"


def test_address_without_its_last_stroke_leads_to_the_doors(client: TestClient) -> None:
    response = client.get("/api/v1", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (308, "/api/v1/")
    asked = client.get("/api/v1?x", follow_redirects=False)
    assert asked.headers["location"] == "/api/v1/?x" and client.get("/api/v1?x").status_code == 400


def test_generated_at_is_no_time_of_the_request(client: TestClient) -> None:
    stamps = {
        client.get(f"/api/v1/{door}").json()["generated_at"]
        for door in ("state", "changes", "claims", "releases/latest")
    }
    newest = max(row["reported"] for row in csv.DictReader((ROOT / "data/restrictions.csv").open(encoding="utf-8")))
    assert len(stamps) == 1
    assert stamps.pop()[: len(newest)] >= newest


_REPLICA = """
import hashlib, sys
from starlette.applications import Starlette
from starlette.testclient import TestClient
from caveat.web.routes import ROUTES
client = TestClient(Starlette(routes=ROUTES))
for door in sys.argv[1:]:
    answer = client.get(door)
    print(hashlib.sha256(answer.content).hexdigest(), answer.headers["etag"])
"""


def test_another_process_gives_the_same_bytes(client: TestClient) -> None:
    """A replica with another seed for hashes, and another day on its files."""
    ran = subprocess.run(
        [sys.executable, "-c", _REPLICA, *DOORS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7"},
    )
    own = [
        f"{hashlib.sha256(answer.content).hexdigest()} {answer.headers['etag']}" for answer in map(client.get, DOORS)
    ]
    assert ran.stdout.splitlines() == own


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_runs_as_a_formula(begin: str) -> None:
    body = responses.csv_bytes(["one", "two"], [[f"{begin}1+1", None], [-1.5, "plain, with comma"]])
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    assert rows == [["one", "two"], [f"'{begin}1+1", ""], ["-1.5", "plain, with comma"]]


def test_csv_of_the_api_has_no_formula(client: TestClient) -> None:
    for door in ("state", "changes", "claims"):
        for row in csv.reader(io.StringIO(client.get(f"/api/v1/{door}?format=csv").text, newline="")):
            assert not [cell for cell in row if re.match(r"[=+\-@\t\r\n]", cell)]
