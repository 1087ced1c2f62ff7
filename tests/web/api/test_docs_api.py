"""docs/api.md tells the truth: its doors and keys are those of the server, its examples run."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from caveat.domain.claims import ATTRIBUTES
from caveat.settings import ROOT
from caveat.web import feed
from caveat.web.api import app, openapi, parameters
from caveat.web.routes import ROUTES
from tests.support import reference
from tests.support.served import in_thread

TEXT = (ROOT / "docs/api.md").read_text(encoding="utf-8")
SITE = "http://127.0.0.1:8501"
ADDRESSES = sorted(set(re.findall(rf'{SITE}(/[^"\s`]*)', TEXT)) - {"/api/v1"})
# Pages are tested in tests/pages and in the browser.
ADDRESSES = [one for one in ADDRESSES if not one.startswith("/?")]


def table(head: str) -> dict[str, list[str]]:
    """The rows of one table of the text: the names in the first cell -> the other cells."""
    lines = TEXT.split(f"## {head}\n")[1].split("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return {row[0].replace("`", ""): row[1:] for row in rows}


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_doors_and_keys_are_those_of_the_server() -> None:
    doors = table("Endpoints")
    assert set(doors) == set(openapi.endpoints(app.app)) | {"/feed.xml"}
    asked = {
        "/state": parameters.StateQuery,
        "/state.csv": parameters.StateKeys,
        "/changes": parameters.ChangesQuery,
        "/changes.csv": parameters.ChangesKeys,
        "/claims": parameters.ClaimsQuery,
        "/claims.csv": parameters.ClaimsKeys,
    }
    keys = {
        f"{openapi.PREFIX}{path}": [field.alias or name for name, field in model.model_fields.items()]
        for path, model in asked.items()
    } | {"/feed.xml": list(parameters.FeedQuery.model_fields)}
    assert {door: names(cells[1]) for door, cells in doors.items() if cells[1]} == keys
    told = [key for head in table("Keys") for key in head.split(", ")]
    assert sorted(told) == sorted({key for some in keys.values() for key in some})
    repeatable = {key for model in asked.values() for key in parameters.repeatable(model)}
    assert set(names(TEXT.split("may stand in an address more than once")[0].splitlines()[-1])) == repeatable
    assert names(table("Keys")["attribute"][0]) == list(ATTRIBUTES)
    assert f"the newest {feed.MAX_ENTRIES} entries" in TEXT


def test_territories_are_those_of_the_table(csv_rows) -> None:
    assert set(names(table("Keys")["territory"][0])) == {row["territory_id"] for row in csv_rows("territories")}


@pytest.mark.parametrize("address", ADDRESSES)
def test_example_addresses_answer(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200


def test_there_are_examples() -> None:
    assert len(ADDRESSES) >= 8


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The routes on a free port of this machine."""
    with in_thread(Starlette(routes=ROUTES)) as address:
        yield address


def block(language: str) -> str:
    return TEXT.split(f"```{language}\n")[1].split("```")[0]


def test_pandas_example_runs(site: str, csv_rows) -> None:
    found: dict = {}
    exec(block("python").replace(SITE, site), found)
    shown_columns = [*found["key"], "status_before", "status_after"]
    shown = set(found["changed"][shown_columns].itertuples(index=False, name=None))
    assert ("US", "atacms", "ru_kursk", "prohibited", "permitted") in shown, "the founding change"
    folds = {
        (*pair, area): [reference.fold(*pair, area, date(2024, 11, day), "then").status for day in (16, 18)]
        for pair in reference.supplier_system_pairs()
        for area in reference.TERRITORIES
    }
    assert shown == {(*place, before, after) for place, (before, after) in folds.items() if before != after}
    assert len(found["ranges"]) == sum(row["attribute"] == "range_km" for row in csv_rows("claims"))


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_curl_examples_run(site: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        ["sh", "-ec", block("sh").replace("curl ", "curl -fsS ").replace(SITE, site)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert '"rows":[{"supplier":"US","system":"atacms"' in ran.stdout
    state = (tmp_path / "state.csv").read_text(encoding="utf-8")
    assert state.startswith("asof,known,release,supplier,system,territory,status,")


def test_the_readme_shows_the_same_examples() -> None:
    """They run as part of docs/api.md."""
    blocks = re.findall(r"```(?:sh|python|r)\n.*?```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    shown = [example for example in blocks if f"{SITE}/" in example]
    assert len(shown) == 3
    assert all(tag in TEXT for tag in shown)
