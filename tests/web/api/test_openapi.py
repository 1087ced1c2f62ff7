"""The API keeps to its own description: schemathesis asks each endpoint with good and bad values."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from caveat.dataset import current, tables
from caveat.dataset import schema as schema_module
from caveat.domain.query import query_bounds
from caveat.web.api import parameters
from caveat.web.routes import ROUTES

# Days that the tables cover, as the description says in words: JSON Schema has no word for the bounds of a day.
schemathesis.openapi.format("date", st.dates(tables.load().settings.first_day, current.today()).map(str))
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", Starlette(routes=ROUTES))


def _backwards(query: dict[str, Any]) -> bool:
    since, until = query.get("since"), query.get("until")
    if isinstance(since, str) and isinstance(until, str) and since > until > "":
        return True
    start, day = query.get("from"), query.get("asof") or str(query_bounds(tables.load(), current.today()).default)
    return isinstance(start, str) and isinstance(day, str) and start >= day


@schema.parametrize()
@settings(max_examples=12, derandomize=True, suppress_health_check=list(HealthCheck))
def test_keeps_to_its_description(case: schemathesis.Case) -> None:
    if _backwards(dict(case.query or {})):
        # Each day is good by itself, the span is not: the one thing that the description cannot say.
        response = case.call()
        assert response.status_code in (400, 422) and response.headers["content-type"][0] == "application/problem+json"
        return
    if any(value == "" for value in dict(case.query or {}).values()):
        # In an address a blank string and a list of one blank are the same, and the second is described: whether the
        # value was meant as bad cannot be seen.
        response = case.call()
        assert response.status_code in (200, 400, 422)
        return
    case.call_and_validate()


def test_every_door_is_described(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1") and document["servers"] == [{"url": "/api/v1"}]
    for path, operations in document["paths"].items():
        assert list(operations) == ["get"], path
        operation = operations["get"]
        assert operation["summary"] and operation["description"]
        assert all(parameter["description"] for parameter in operation.get("parameters", []))
        assert "304" in operation["responses"] and "503" in operation["responses"]
    asked = {"/state": parameters.StateQuery, "/changes": parameters.ChangesQuery, "/claims": parameters.ClaimsQuery}
    for path, model in asked.items():
        operation = document["paths"][path]["get"]
        keys = [field.alias or name for name, field in model.model_fields.items()]
        # CSV stands at an address of its own.
        assert [*(parameter["name"] for parameter in operation["parameters"]), "format"] == keys
        assert document["paths"][f"{path}.csv"]["get"]["parameters"] == operation["parameters"]


def test_values_are_those_of_the_tables(client: TestClient, csv_rows: Any) -> None:
    document = client.get("/api/v1/openapi.json").json()
    taken = {
        parameter["name"]: parameter["schema"].get("items", parameter["schema"])["enum"][:-1]
        for parameter in document["paths"]["/state"]["get"]["parameters"]
        if parameter["name"] not in ("asof", "from")
    }
    assert taken["system"] == [row["system_id"] for row in csv_rows("systems")]
    assert set(taken["supplier"]) == {row["supplier"] for row in csv_rows("restrictions")}
    assert set(taken["authority"]) == {row["authority"] for row in csv_rows("restrictions")}
    assert taken["territory"] == [row["territory_id"] for row in csv_rows("territories")]
    attributes = next(
        parameter["schema"]["items"]["enum"][:-1]
        for parameter in document["paths"]["/claims"]["get"]["parameters"]
        if parameter["name"] == "attribute"
    )
    assert attributes == schema_module.enum("claims", "attribute")
