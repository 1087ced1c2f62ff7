"""Clients that are generated from the OpenAPI: what generators need is there, and a generated client reads every answer."""

import asyncio
import importlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from caveat.web.routes import ROUTES

DAY = date(2024, 11, 18)
SYSTEM = "atacms"


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").json()


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for item in document["paths"].values() for operation in item.values()]


def test_each_operation_has_a_name_a_group_and_one_kind_of_answer(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for operation in operations(document)]
    assert len(set(ids)) == len(ids)
    groups = [group["name"] for group in document["tags"]]
    assert document["security"] == [] and document["info"]["contact"]["name"]
    for operation in operations(document):
        assert len(operation["tags"]) == 1 and operation["tags"][0] in groups
        assert len(operation["responses"]["200"]["content"]) == 1, operation["operationId"]
    assert {operation["tags"][0] for operation in operations(document)} == set(groups)


def test_no_answer_has_a_nameless_shape(document: dict[str, Any]) -> None:
    """A shape without a name becomes a class called after its place, or nothing."""

    def nameless(schema: Any, place: str) -> list[str]:
        if isinstance(schema, list):
            return [found for index, part in enumerate(schema) for found in nameless(part, f"{place}[{index}]")]
        if not isinstance(schema, dict):
            return []
        own = [place] if "properties" in schema else []
        return own + [found for key, part in schema.items() for found in nameless(part, f"{place}.{key}")]

    schemas = document["components"]["schemas"]
    assert [found for name, schema in schemas.items() for found in nameless(schema.get("properties", {}), name)] == []
    for operation in operations(document):
        (content,) = operation["responses"]["200"]["content"].values()
        assert "$ref" in content["schema"] or content["schema"]["type"] in ("string", "object")
        assert nameless(content, operation["operationId"]) == []


def test_csv_has_an_address_of_its_own(client: TestClient) -> None:
    for name in ("state", "changes", "claims"):
        own, asked = (
            client.get(f"/api/v1/{name}.csv?system={SYSTEM}"),
            client.get(f"/api/v1/{name}?system={SYSTEM}&format=csv"),
        )
        assert own.status_code == 200 and own.content == asked.content
        assert own.headers["content-type"] == asked.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.fixture
def generated(document: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a package that a generator wrote."""
    pytest.importorskip("openapi_python_client", reason="make test installs it")
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "config.yml").write_text("post_hooks: []\n", encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    places = ["--path", "openapi.json", "--output-path", "generated_client", "--config", "config.yml"]
    ran = subprocess.run([*command, *places], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    monkeypatch.syspath_prepend(tmp_path)
    return "generated_client"


def test_a_generated_python_client_reads_the_answers(generated: str, client: TestClient) -> None:
    package = importlib.import_module(generated)
    httpx = importlib.import_module("httpx")

    def endpoint(group: str, name: str) -> ModuleType:
        return importlib.import_module(f"{generated}.api.{group}.{name}")

    async def asked() -> list[Any]:
        caller = package.Client(base_url="http://test/api/v1")
        transport = httpx.ASGITransport(app=Starlette(routes=ROUTES))
        caller.set_async_httpx_client(httpx.AsyncClient(transport=transport, base_url="http://test/api/v1"))
        return [
            await endpoint("answers", "state").asyncio(client=caller, asof=DAY),
            await endpoint("answers", "changes").asyncio(client=caller),
            await endpoint("answers", "claims").asyncio(client=caller),
            await endpoint("tables", "table").asyncio("systems", client=caller),
            await endpoint("answers", "state_csv").asyncio(client=caller, asof=DAY),
        ]

    state, changes, claims, table, csv = asyncio.run(asked())
    expected = client.get(f"/api/v1/state?asof={DAY}").json()
    assert [row.status for row in state.rows] == [row["status"] for row in expected["rows"]]
    assert state.to_dict()["rows"] == expected["rows"]
    assert [type(answer).__name__ for answer in (changes, claims, table)] == [
        "ChangesAnswer",
        "ClaimsAnswer",
        "TableRows",
    ]
    assert csv == client.get(f"/api/v1/state.csv?asof={DAY}").text
