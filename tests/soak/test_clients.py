"""Clients for the API that others' tools generate from its OpenAPI, in Python and in TypeScript; the tools come from their registries."""

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from caveat.settings import ROOT
from tests.support.served import ready

UV = str(ROOT / ".venv" / "bin" / "uv")
GENERATOR = ("tool", "run", "--from", "openapi-python-client==0.29.1", "openapi-python-client", "generate")
# Each answer is read by its model; the rows of a day are printed as the API gives them.
READS = """import datetime, json, sys
from generated_client import Client
from generated_client.api.answers import changes, claims, state, state_csv
from generated_client.api.tables import table
client = Client(base_url=f"{sys.argv[1]}/api/v1")
day = datetime.date(2024, 11, 18)
names = [type(call.sync(client=client)).__name__ for call in (changes, claims)]
names.append(type(table.sync("systems", client=client)).__name__)
print(json.dumps([names, state.sync(client=client, asof=day).to_dict()["rows"], state_csv.sync(client=client, asof=day)]))
"""
USES = """import type { paths } from "./types";
type State = paths["/state"]["get"]["responses"][200]["content"]["application/json"];
type Rows = paths["/state.csv"]["get"]["responses"][200]["content"]["text/csv"];
export const statuses = (answer: State): string[] => answer.rows.map((row) => row.status);
export const text: Rows = "supplier,system";
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ready(tmp_path_factory.mktemp("server") / "log.txt") as served:
        yield served.base


@pytest.fixture
def folder(base: str, tmp_path: Path) -> Path:
    (tmp_path / "openapi.json").write_text(got(f"{base}/api/v1/openapi.json"), encoding="utf-8")
    return tmp_path


def got(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode("utf-8"))


def run(folder: Path, *command: str) -> str:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_python(base: str, folder: Path) -> None:
    places = ("--meta", "none", "--path", "openapi.json", "--output-path", "generated_client")
    run(folder, UV, *GENERATOR, *places, "--fail-on-warning")
    (folder / "reads.py").write_text(READS, encoding="utf-8")
    needs = ("--with", "httpx", "--with", "attrs", "--with", "python-dateutil")
    names, rows, csv = json.loads(run(folder, UV, "run", "--no-project", *needs, "python", "reads.py", base))
    assert names == ["ChangesAnswer", "ClaimsAnswer", "TableRows"]
    assert rows == json.loads(got(f"{base}/api/v1/state?asof=2024-11-18"))["rows"]
    assert csv == got(f"{base}/api/v1/state.csv?asof=2024-11-18")


def test_typescript(folder: Path) -> None:
    npx = shutil.which("npx")
    if not npx:
        pytest.skip("no node")
    run(folder, npx, "--yes", "openapi-typescript@7.13.0", "openapi.json", "-o", "types.ts")
    (folder / "uses.ts").write_text(USES, encoding="utf-8")
    run(folder, npx, "--yes", "--package", "typescript@5.9.3", "tsc", "--noEmit", "--strict", "uses.ts")
