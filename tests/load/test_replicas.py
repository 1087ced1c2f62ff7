"""Three replicas behind nginx, one of them with broken data.

Readers stay in their view when one dies, and the broken one gets nobody.
"""

import asyncio
import gzip
import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from caveat.settings import ROOT
from tests.load.crowd import gone_and_back
from tests.support.broken import copy_data
from tests.support.processes import status
from tests.support.replicas import NGINX, Replicas, configuration


def test_nginx_is_here() -> None:
    assert NGINX, "no nginx; on Debian: apt-get install nginx-light"


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    folder = tmp_path_factory.mktemp("replicas")
    broken = copy_data(folder / "broken")
    (broken / "claims.csv").write_text("not,what\nwas,expected\n", encoding="utf-8")
    found = Replicas(folder, [ROOT / "data", ROOT / "data", broken])
    try:
        found.until_up([200, 200, 503])
        yield found
    finally:
        found.stop()


def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    conf = tmp_path / "nginx.conf"
    conf.write_text(configuration(tmp_path, 8080, [8501, 8502, 8503]))
    done = subprocess.run(
        [NGINX, "-t", "-p", str(tmp_path), "-c", str(conf)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_broken_data_get_no_readers(replicas: Replicas) -> None:
    """Whoever asks, with or without a cookie, gets an answer from sound tables."""
    for number in range(12):
        assert (
            status(
                f"{replicas.base}/api/v1/claims?system=atacms&attribute=range_km&attribute={'' if number % 2 else 'warhead_kg'}"
            )
            == 200
        )
        assert status(f"{replicas.base}/compare?asof=2024-11-{number % 28 + 1:02}") == 200
    answers = {server.port: urllib.request.urlopen(f"{server.base}/healthz").status for server in replicas.servers}
    assert set(answers.values()) == {200}, "it is alive and may be mended"
    assert status(f"{replicas.servers[2].base}/map") == 503


def test_what_may_be_kept_is_kept(replicas: Replicas) -> None:
    def asked(path: str) -> tuple[str, str, bytes]:
        with urllib.request.urlopen(f"{replicas.base}{path}") as answer:
            return answer.headers["X-Cache"], answer.headers["Cache-Control"], answer.read()

    for path, caching in (
        ("/api/v1/state?asof=2024-11-17", "public, max-age=300"),
        ("/?asof=2024-11-17", "no-cache"),
        ("/app/static/caveat.css", "public"),
    ):
        first, second = asked(path), asked(path)
        # nginx files an answer a moment after it has sent it.
        for _ in range(20):
            if second[0] == "HIT":
                break
            time.sleep(0.1)
            second = asked(path)
        assert second[0] == "HIT" and first[2] == second[2], path
        assert caching in (second[1] or ""), path


@pytest.mark.parametrize(
    "path", ["/data?asof=2024-11-19", "/app/static/caveat.css", "/api/v1/changes?since=2024-11-01"]
)
def test_what_is_kept_for_one_browser_is_not_given_to_another_that_cannot_read_it(
    replicas: Replicas, path: str
) -> None:
    def asked(coding: str) -> tuple[str, bytes]:
        with urllib.request.urlopen(
            urllib.request.Request(f"{replicas.base}{path}", headers={"Accept-Encoding": coding})
        ) as answer:
            return answer.headers["Content-Encoding"] or "", answer.read()

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    bodies = set()
    for coding in ("br", "identity", "gzip, deflate, br", "gzip", "br", "identity"):
        found, body = asked(coding)
        assert found in ("", *coding.split(", "))
        bodies.add(unpack[found](body))
    assert len(bodies) == 1


SAME = (
    "/api/v1/tables/claims.csv",
    "/api/v1/tables/claims.json",
    "/api/v1/datapackage.json",
    "/api/v1/openapi.json",
    "/api/v1/state?asof=2024-11-18&known=now",
    "/api/v1/changes?format=csv",
    "/api/v1/claims?system=atacms",
    "/api/v1/releases/latest",
    "/shown/compare/claims.csv?asof=2024-11-18",
    "/card.png?asof=2024-11-18",
    "/card.png?view=map&asof=2024-11-18",
    "/feed.xml",
    "/sitemap.xml",
    "/?asof=2024-11-18",
    "/map?asof=2024-11-18",
)


@pytest.mark.parametrize("path", SAME)
def test_downloads_are_the_same_bytes_on_each(replicas: Replicas, path: str) -> None:
    bodies = set()
    for server in replicas.servers[:2]:
        request = urllib.request.Request(f"{server.base}{path}", headers={"Host": "caveat.example"})
        with urllib.request.urlopen(request) as answer:
            bodies.add((answer.read(), answer.headers["ETag"]))
    assert len(bodies) == 1


def test_doors_for_machines_are_closed_outside(replicas: Replicas) -> None:
    assert status(f"{replicas.base}/metrics") == 404 and status(f"{replicas.base}/readyz") == 404
    assert status(f"{replicas.base}/healthz") == 200
    with urllib.request.urlopen(f"{replicas.base}/map") as answer:
        assert "nginx/" not in str(answer.headers) and answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_claimed_address_is_not_believed(replicas: Replicas) -> None:
    """A reader who claims to be the machine itself gets no metrics through the proxy, and TLS is not claimed either."""
    request = urllib.request.Request(
        f"{replicas.base}/map", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    )
    with urllib.request.urlopen(request) as answer:
        assert "Strict-Transport-Security" not in answer.headers


def test_one_dies(replicas: Replicas) -> None:
    """Runs last. Every reader goes on in the same view within 3 s of the machine's time, none sees an error."""
    found = asyncio.run(gone_and_back(replicas, readers=20, victim=0, every=1.0))
    assert found.errors == [] and found.changed == []
    assert len(found.seconds) >= 3 and found.slowest_alone <= 3, str(found)
    # The one that is left serves everybody, fresh readers too.
    with urllib.request.urlopen(f"{replicas.base}/api/v1/releases/latest") as answer:
        assert json.loads(answer.read())["release"]
