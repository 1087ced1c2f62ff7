"""Releases: the bytes of the files under names that never change, and nothing under the name of another release."""

import csv
import hashlib
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from frictionless import Package
from starlette.testclient import TestClient

from caveat.dataset import releases, schema, tables
from caveat.settings import ROOT
from tests.web.conftest import rewrite


@pytest.mark.parametrize("table", schema.table_names())
def test_csv_is_the_file_and_json_its_rows(client: TestClient, table: str) -> None:
    file = ROOT / "data" / f"{table}.csv"
    response = client.get(f"/api/v1/tables/{table}.csv")
    assert response.content == file.read_bytes()
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        response.headers["content-disposition"] == f'attachment; filename="caveat-{table}-{tables.fingerprint()}.csv"'
    )
    answer = client.get(f"/api/v1/tables/{table}.json").json()
    with file.open(encoding="utf-8", newline="") as rows:
        assert answer["rows"] == list(csv.DictReader(rows)), "those that were withdrawn too"
    assert (answer["table"], answer["release"]) == (table, tables.fingerprint())


def test_schema_is_that_of_the_file(client: TestClient) -> None:
    """Beside where the tables lie, and that keys without a value are left out."""
    served, written = client.get("/api/v1/datapackage.json").json(), schema.descriptor()
    assert {key: value for key, value in served.items() if key != "resources"} == {
        key: value for key, value in written.items() if key != "resources"
    }
    for found, told in zip(served["resources"], written["resources"], strict=True):
        assert found["schema"] == {key: value for key, value in told["schema"].items() if value != []}


def test_a_data_package_is_valid_where_it_is_served(client: TestClient, tmp_path: Path) -> None:
    """The current one and the oldest release: each file is where the description says."""
    kept = client.get("/api/v1/releases/latest").json()["kept"]
    for number, address in enumerate(("/api/v1/datapackage.json", kept[-1]["datapackage"])):
        folder = tmp_path / str(number)
        (folder / "tables").mkdir(parents=True)
        described = client.get(address)
        (folder / "datapackage.json").write_bytes(described.content)
        for resource in described.json()["resources"]:
            body = client.get(urljoin(address, resource["path"])).content
            (folder / resource["path"]).write_bytes(body)
        report = Package(folder / "datapackage.json").validate()
        assert report.valid, report.flatten(["type", "note"])[:5]


def test_latest_names_what_it_keeps(client: TestClient) -> None:
    latest = client.get("/api/v1/releases/latest").json()
    assert latest["release"] == tables.fingerprint()
    assert [table["name"] for table in latest["tables"]] == schema.table_names()
    for table in latest["tables"]:
        frozen = client.get(table["csv"])
        assert frozen.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (len(frozen.content), hashlib.sha256(frozen.content).hexdigest()) == (table["bytes"], table["sha256"])
        assert len(list(csv.reader(frozen.text.splitlines(keepends=True)))) == table["rows"] + 1
        assert len(client.get(table["json"]).json()["rows"]) == table["rows"]
    assert client.get(latest["datapackage"]).headers["cache-control"].endswith("immutable")


def test_an_edit_makes_another_release_and_the_old_name_gives_nothing(
    client: TestClient, data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody froze it."""
    monkeypatch.setenv("CAVEAT_RELEASES", str(tmp_path / "none"))
    before = client.get("/api/v1/releases/latest").json()
    edited = (data_copy / "events.csv").read_bytes() + b"\n"
    rewrite(data_copy / "events.csv", edited)
    after = client.get("/api/v1/releases/latest").json()
    assert before["release"] != after["release"]
    for address in (before["tables"][0]["csv"], before["datapackage"]):
        gone = client.get(address)
        assert gone.status_code == 404 and gone.headers["cache-control"] == "no-store"
        assert gone.json()["release"] == after["release"]
    assert client.get(f"/api/v1/releases/{after['release']}/tables/events.csv").content == edited
    assert client.get("/api/v1/state").json()["release"] == after["release"]


def test_created_in_the_package_dates_the_release(client: TestClient, data_copy: Path) -> None:
    text = (data_copy / "datapackage.json").read_text(encoding="utf-8")
    (data_copy / "datapackage.json").unlink()
    (data_copy / "datapackage.json").write_text(
        text.replace('"name": "caveat",', '"name": "caveat", "created": "2031-05-06T07:08:09Z",', 1), encoding="utf-8"
    )
    assert client.get("/api/v1/state").json()["generated_at"] == "2031-05-06T07:08:09Z"


def test_a_release_that_was_kept_stays_after_an_edit(
    client: TestClient, data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAVEAT_RELEASES", str(tmp_path / "releases"))
    made, _ = releases.make_release(data_copy, tmp_path / "releases", date(2026, 1, 2))
    before = client.get("/api/v1/releases/latest").json()
    [kept] = before["kept"]
    assert (kept["release"], kept["created"]) == (before["release"], "2026-01-02")
    old = (data_copy / "events.csv").read_bytes()
    rewrite(data_copy / "events.csv", old + b"\n")
    assert client.get("/api/v1/releases/latest").json()["release"] != made.release
    frozen = client.get(f"/api/v1/releases/{made.release}/tables/events.csv")
    assert frozen.content == old
    assert frozen.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get(kept["datapackage"]).json()["title"] == schema.descriptor(data_copy)["title"]
    assert len(client.get(f"/api/v1/releases/{made.release}/tables/events.json").json()["rows"]) == len(
        tables.load(data_copy)["events"]
    )


@pytest.mark.parametrize("content", [b"", b"no zip", None])
def test_a_file_that_is_no_release_is_none(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    """Torn, or another release under a false name: such a file is not served."""
    monkeypatch.setenv("CAVEAT_RELEASES", str(tmp_path))
    name = "0123456789ab"
    if content is None:
        made, _ = releases.make_release(schema.DATA, tmp_path, date(2026, 1, 2))
        (tmp_path / f"{made.release}.zip").rename(tmp_path / f"{name}.zip")
    else:
        (tmp_path / f"{name}.zip").write_bytes(content)
    assert client.get(f"/api/v1/releases/{name}/tables/events.csv").status_code == 404
    assert client.get("/api/v1/releases/..%2f..%2fdata/tables/events.csv").status_code == 404
