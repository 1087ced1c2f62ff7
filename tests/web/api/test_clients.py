"""What generators of clients need is in the OpenAPI. tests/soak/test_clients.py generates them."""

from typing import Any

import pytest
from starlette.testclient import TestClient

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
