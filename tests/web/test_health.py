"""Alive, ready, counted: what the machines that look after a server ask it."""

import json
import logging
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from caveat import error_log
from caveat.settings import ROOT
from caveat.web import health, json_logs
from caveat.web.middleware import metrics
from caveat.web.middleware.metrics import Metrics, RouteNames
from caveat.web.routes import ROUTES
from tests.support.registry import PATHS
from tests.web.conftest import rewrite


@pytest.fixture
def life(monkeypatch: pytest.MonkeyPatch) -> health.ProcessState:
    """A life of its own for this test, warm."""
    found = health.ProcessState(warm=True)
    monkeypatch.setattr(health, "process_state", found)
    return found


@pytest.fixture
def measured() -> TestClient:
    counting = Middleware(Metrics, routes=RouteNames(ROUTES), access_log=True)
    return TestClient(Starlette(routes=ROUTES, middleware=[counting]), client=("127.0.0.1", 1))


@pytest.mark.parametrize(
    ("warm", "draining", "said"), [(True, False, ""), (False, False, "getting ready"), (True, True, "on its way out")]
)
def test_alive_and_ready(client: TestClient, life: health.ProcessState, warm: bool, draining: bool, said: str) -> None:
    life.warm, life.draining = warm, draining
    assert client.get("/healthz").json() == {"status": "alive"}
    found = client.get("/readyz")
    if said:
        assert found.status_code == 503 and said in found.json()["detail"]
    else:
        assert found.json() == {"status": "ready"}


@pytest.mark.parametrize(
    ("file", "named"),
    [("claims.csv", "claims"), ("restrictions.csv", "restrictions"), ("datapackage.json", "datapackage")],
)
def test_a_server_with_broken_data_from_its_start_is_not_ready(
    client: TestClient, life: health.ProcessState, data_copy: Path, file: str, named: str
) -> None:
    rewrite(data_copy / file, "not,what\nwas,expected\n")
    found = client.get("/readyz")
    assert found.status_code == 503 and found.headers["content-type"] == "application/problem+json"
    assert found.json()["tables"] == [named] and named in found.json()["detail"]
    assert str(data_copy) not in found.text and ".py" not in found.text and "/" not in found.json()["detail"]


def test_a_broken_edit_waits_and_the_server_stays_ready(
    client: TestClient, life: health.ProcessState, data_copy: Path, measured: TestClient
) -> None:
    assert client.get("/readyz").status_code == 200
    rewrite(data_copy / "claims.csv", "not,what\nwas,expected\n")
    assert client.get("/readyz").status_code == 200
    assert value(measured, "caveat_files_waiting") == 1 and value(measured, "caveat_tables_broken") == 0


def samples(client: TestClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    text = client.get("/metrics").text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(client: TestClient, name: str, **labels: str) -> float:
    return samples(client).get((name, frozenset(labels.items())), 0)


def test_requests_are_counted_by_route(measured: TestClient, life: health.ProcessState) -> None:
    labels = {"method": "GET", "route": "/api/v1/tables/{table}.{ending}", "status": "404"}
    before = value(measured, "caveat_requests_total", **labels)
    measured.get("/api/v1/tables/secret-of-a-reader.csv")
    measured.get("/api/v1/tables/another.csv")
    found = samples(measured)
    assert found["caveat_requests_total", frozenset(labels.items())] == before + 2
    assert "secret-of-a-reader" not in str(found)
    assert found["process_resident_memory_bytes", frozenset()] > 10_000_000
    assert found["caveat_ready", frozenset()] == 1
    assert any(name == "caveat_release_info" and dict(labels)["release"] for name, labels in found)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        *((f"/{path}", f"/{path}") for path in PATHS),
        ("/map/", "/map"),
        ("/card.png", "/card.png"),
        ("/api/v1/state", "/api/v1/state"),
        ("/api/v1/releases/abc/tables/claims.csv", "/api/v1/releases/{release}/tables/{table}.{ending}"),
        ("/static/js/index.abc.js", "/static/*"),
        ("/shapes/ground-300-55612391078a.json", "/shapes/{name}.json"),
        ("/app/static/caveat.css", "/app/static/*"),
        ("/_stcore/health", "/_stcore/*"),
        ("/wp-login.php", "other"),
        ("/api/v1/nothing", "other"),
        ("/mapp", "other"),
    ],
)
def test_route_names(address: str, name: str) -> None:
    assert RouteNames(ROUTES).name(address) == name


def test_metrics_are_for_those_who_may(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Starlette(routes=ROUTES)
    assert TestClient(app, client=("127.0.0.1", 1)).get("/metrics").status_code == 200
    monkeypatch.setenv("CAVEAT_METRICS_FROM", "10.0.0.0/8, ::1/128")
    assert TestClient(app, client=("10.1.2.3", 1)).get("/metrics").status_code == 200
    for passed_on in metrics.FORWARDED_HEADERS:
        # An ingress that hides its readers: they all come from the network of the cluster.
        found = TestClient(app, client=("10.1.2.3", 1)).get("/metrics", headers={passed_on: "10.9.9.9"})
        assert found.status_code == 404 and "caveat_" not in found.text
    for stranger in ("127.0.0.1", "203.0.113.9", "testclient", "2001:db8::1"):
        found = TestClient(app, client=(stranger, 1)).get("/metrics")
        assert found.status_code == 404 and "caveat_" not in found.text


def test_the_access_log_knows_no_reader(measured: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "caveat.access"):
        measured.get(
            "/api/v1/state?asof=2024-11-18&system=atacms",
            headers={"user-agent": "a reader", "x-forwarded-for": "203.0.113.7"},
        )
    (record,) = caplog.records
    line = json.loads(json_logs.JsonFormatter().format(record))
    assert line["request"].keys() == {"method", "route", "status", "ms", "bytes"} and line["request"]["bytes"] > 1000
    for private in ("127.0.0.1", "203.0.113.7", "a reader", "atacms", "2024-11-18"):
        assert private not in json.dumps(line)


def test_no_access_log_unless_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    quiet = TestClient(
        Starlette(routes=ROUTES, middleware=[Middleware(Metrics, routes=RouteNames(ROUTES), access_log=False)])
    )
    with caplog.at_level(logging.INFO):
        quiet.get("/healthz")
    assert [record for record in caplog.records if record.name.startswith("caveat")] == []


def test_an_error_is_one_line_with_the_id_that_the_reader_sees(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise KeyError("no such thing")
    except KeyError as error:
        number = error_log.record_error(error, "test")
    (record,) = caplog.records
    text = json_logs.JsonFormatter().format(record)
    line = json.loads(text)
    assert "\n" not in text and re.fullmatch(r"[0-9a-f]{8}", number)
    assert line["error_id"] == number
    assert line["place"] == "test"
    assert line["error"] == "KeyError"
    assert "no such thing" in line["trace"]


def test_each_bound_is_there_with_its_use() -> None:
    found = {
        (sample.name, sample.labels["bound"]): sample.value
        for family in metrics.REGISTRY.collect()
        for sample in family.samples
        if "bound" in sample.labels
    }
    names = {bound for _, bound in found}
    assert {"kept_result_bytes", "packed_bytes", "file_bytes", "cell_letters", "log_kinds"} <= names
    for name in names:
        assert 0 <= found["caveat_used", name] <= found["caveat_bound", name]
    described = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in described] == []
