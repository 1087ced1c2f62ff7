"""What is asked wrongly is answered in words (RFC 9457), with what was expected, and never with a trace."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

quick = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
MEMBERS = {"type", "title", "status", "detail"}


def problem(client: TestClient, address: str, status: int) -> dict:
    response = client.get(address)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["access-control-allow-origin"] == "*"
    found = response.json()
    assert set(found) >= MEMBERS and found["status"] == status
    assert "Traceback" not in response.text and "/work" not in response.text and ".py" not in response.text
    return found


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (
            "state?asfo=2024-11-18",
            400,
            'asfo: found “2024-11-18”; expected only asof, known, supplier, system, territory, authority, from, format as keys. Did you mean "asof"?',
        ),
        ("state?asof=2024-11-18&asof=2024-11-19", 400, "expected one value"),
        ("tables/claims.csv?x=1", 400, "expected no keys"),
        ("state?asof=2024-13-01", 422, "asof: found “2024-13-01”; expected a day as YYYY-MM-DD, from 2022-01-01 to "),
        ("state?asof=2024-W46-1", 422, "expected a day as YYYY-MM-DD"),
        ("state?asof=1999-01-01", 422, "from 2022-01-01"),
        ("state?asof=9999-12-31", 422, "from 2022-01-01"),
        ("state?from=2024-13-01", 422, "from: found “2024-13-01”; expected a day as YYYY-MM-DD, from 2022-01-01 to "),
        (
            "state?asof=2024-11-18&from=2024-11-18",
            422,
            "from: found “2024-11-18”; expected a day before asof=2024-11-18.",
        ),
        ("state?known=Then", 422, 'known: found “Then”; expected one of then, now. Did you mean "then"?'),
        ("state?system=atcams", 422, 'Did you mean "atacms"?'),
        ("state?supplier=us", 422, 'Did you mean "US"?'),
        ("state?territory=kursk", 422, "expected one of everywhere, "),
        ("state?format=xml", 422, "format: found “xml”; expected one of json, csv."),
        (
            "changes?since=2024-12-01&until=2024-11-01",
            422,
            "since: found “2024-12-01”; expected a day that is not after until=2024-11-01.",
        ),
        ("claims?attribute=range", 422, 'Did you mean "range_km"?'),
        ("tables/claim.csv", 404, "There is no table “claim.csv”; expected one of systems, claims, "),
        ("tables/claims.xml", 404, "with .csv or .json"),
        ("tables/claims", 404, "There is no such endpoint as “/api/v1/tables/claims”"),
        ("tables/..%2Fdatapackage.json", 404, "There is no"),
        ("stat", 404, 'Did you mean "/api/v1/state"?'),
        ("releases/000000000000/tables/claims.csv", 404, "The current release is "),
        ("releases/000000000000/datapackage.json", 404, "/api/v1/releases/latest"),
        ("/feed.xml?sys=atacms", 400, "expected only since, until, supplier, system as keys"),
        ("/feed.xml?asof=2024-11-18", 400, "expected only since, until, supplier, system as keys"),
    ],
)
def test_said_in_words(client: TestClient, address: str, status: int, said: str) -> None:
    assert said in problem(client, urljoin("/api/v1/", address), status)["detail"]


def test_all_that_is_wrong_is_said_at_once(client: TestClient) -> None:
    found = problem(client, "/api/v1/state?asof=x&known=y&system=z&system=atacms&format=q", 422)
    assert [error["parameter"] for error in found["errors"]] == ["asof", "known", "system", "format"]
    assert all(set(error) == {"parameter", "found", "expected", "hint"} for error in found["errors"])


def test_a_long_value_is_cut(client: TestClient) -> None:
    assert len(str(problem(client, f"/api/v1/state?known={'x' * 5000}", 422))) < 500
    assert len(str(problem(client, f"/api/v1/state?{'x' * 5000}=1", 400))) < 700


def test_many_wrong_values_are_cut_short(client: TestClient) -> None:
    found = problem(client, "/api/v1/state?" + "&".join(f"system=none{number}" for number in range(500)), 422)
    assert len(found["errors"]) == 20 and len(found["detail"]) < 10000


@pytest.mark.parametrize("host", ["[", "a b", "<script>", "x/y", "a:b:c", ""])
def test_a_host_that_is_none(client: TestClient, host: str) -> None:
    response = client.get("/feed.xml", headers={"Host": host})
    assert response.status_code == 400 and "Host: found" in response.json()["detail"]


@given(st.binary(max_size=40))
@quick
def test_no_bytes_in_a_query_give_a_500(client: TestClient, raw: bytes) -> None:
    text = "".join(f"%{one:02x}" for one in raw)
    for door in ("/api/v1/state?asof=", "/api/v1/state?", "/api/v1/tables/", "/feed.xml?system="):
        assert client.get(door + text).status_code in (200, 308, 400, 404, 422)


def broken(folder: Path, table: str, text: str | None) -> None:
    file = folder / f"{table}.csv"
    file.unlink()
    if text is not None:
        file.write_text(text, encoding="utf-8")


def test_a_broken_table_is_named(client: TestClient, data_copy: Path) -> None:
    text = (data_copy / "restrictions.csv").read_text(encoding="utf-8")
    broken(data_copy, "restrictions", text.replace(",permitted,", ",permited,", 1))
    for address in (
        "/api/v1/state",
        "/api/v1/changes",
        "/feed.xml",
        "/api/v1/tables/restrictions.csv",
        "/api/v1/tables/restrictions.json",
    ):
        found = problem(client, address, 503)
        assert found["table"] == "restrictions"
        assert any("permited" in fault and "did you mean" in fault for fault in found["faults"])
    # The rest goes on working, and says what is there.
    assert client.get("/api/v1/claims").status_code == 200
    assert "restrictions" not in [table["name"] for table in client.get("/api/v1/releases/latest").json()["tables"]]
    assert client.get("/api/v1/openapi.json").status_code == 200


@pytest.mark.parametrize(
    ("table", "doors"),
    [
        ("claims", ["claims", "tables/claims.csv"]),
        ("systems", ["state", "changes", "claims"]),
        ("territories", ["state", "changes"]),
    ],
)
@pytest.mark.parametrize("text", [None, "", "a,b\n1,2\n"])
def test_a_table_that_is_gone_or_empty(
    client: TestClient, data_copy: Path, table: str, doors: list[str], text: str | None
) -> None:
    broken(data_copy, table, text)
    for door in doors:
        assert problem(client, f"/api/v1/{door}", 503)["table"] == table


@pytest.mark.parametrize(
    ("address", "takes_part"),
    [
        ("/api/v1/state?asof=2022-02-02&known=now", "caveat.web.api.restrictions._states"),
        ("/feed.xml", "caveat.web.feed.atom"),
    ],
)
def test_what_nobody_foresaw_stays_in_the_log(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, address: str, takes_part: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("inner words")

    monkeypatch.setattr(takes_part, fail)
    found = problem(client, address, 500)
    assert "inner words" not in str(found) and "inner words" in caplog.text
    assert found["detail"].split()[-1].rstrip(".") in caplog.text


def test_values_without_sources(client: TestClient, data_copy: Path) -> None:
    """A value is still given, with its sources' ids."""
    broken(data_copy, "sources", None)
    rows = client.get("/api/v1/state?asof=2024-11-18&system=atacms").json()["rows"]
    assert rows and all(source["id"] and source["url"] is None for row in rows for source in row["sources"])


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("restrictions", "2024-11-17,day", "2024-11-37,day"),
        ("restrictions", "2024-11-17,day", "2024-02-30,day"),
        ("territories", "everywhere,,", "everywhere,ru_any,"),
    ],
    ids=["a day of no month", "a day of another month", "territories in a ring"],
)
def test_a_value_that_cannot_be(client: TestClient, data_copy: Path, table: str, old: str, new: str) -> None:
    text = (data_copy / f"{table}.csv").read_text(encoding="utf-8")
    broken(data_copy, table, text.replace(old, new, 1))
    found = problem(client, "/api/v1/state", 503)
    assert found["table"] == table
    assert table == "territories" or any(new[:10] in fault for fault in found["faults"])
    assert client.get("/api/v1/claims").status_code == 200


@pytest.mark.parametrize("text", [None, "{", "[]", "{}"])
def test_a_package_that_cannot_be_read(client: TestClient, data_copy: Path, text: str | None) -> None:
    (data_copy / "datapackage.json").unlink()
    if text is not None:
        (data_copy / "datapackage.json").write_text(text)
    for address in ("/api/v1/state", "/feed.xml", "/api/v1/openapi.json", "/api/v1/tables/claims.csv"):
        assert problem(client, address, 503)["table"] == "datapackage"
