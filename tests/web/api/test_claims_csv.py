"""The published figures as CSV: the rows of the JSON with all their columns, safe to open in a spreadsheet."""

import csv
import io
import re

import pandas as pd
from starlette.testclient import TestClient

from caveat.web.api import claims, models


def rows(client: TestClient, query: str = "") -> list[dict[str, str]]:
    found = client.get(f"/api/v1/claims?format=csv{query}")
    assert found.status_code == 200 and found.headers["content-type"].startswith("text/csv")
    assert 'filename="caveat-claims.csv"' in found.headers["content-disposition"] and found.headers["etag"]
    return list(csv.DictReader(io.StringIO(found.text, newline="")))


def test_the_rows_are_those_of_the_json(client: TestClient, csv_rows) -> None:
    for query in ("", "&system=atacms&system=storm-shadow&attribute=range_km"):
        wanted = client.get(f"/api/v1/claims?{query.lstrip('&')}").json()
        found = rows(client, query)
        assert len(found) == len(wanted["rows"]) > 3
        for one, row in zip(found, wanted["rows"], strict=True):
            assert one["release"] == wanted["release"]
            flat = {
                **{key: value for key, value in row.items() if key != "source"},
                **{f"source_{key}": value for key, value in row["source"].items()},
            }
            assert set(one) == {"release", *flat}, "all columns"
            said = {key: "" if value is None else str(value) for key, value in flat.items()}
            assert {key: re.sub(r"^'(?=[=+\-@])", "", one[key]) for key in flat} == said
    assert {one["claim_id"] for one in rows(client)} <= {row["claim_id"] for row in csv_rows("claims")}


def test_a_column_for_each_field_of_a_row() -> None:
    fields = [name for name in models.ClaimRow.model_fields if name != "source"]
    assert set(claims.CLAIM_COLUMNS) == {"release", *fields, *(f"source_{name}" for name in models.Source.model_fields)}


def test_every_endpoint_that_lists_rows_gives_both(client: TestClient) -> None:
    """The log, the state, the figures; tables have an address for each form."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    listing = {
        path: operation["get"]
        for path, operation in paths.items()
        if "rows" in str(operation["get"]["responses"]["200"])
        or any(one["name"] == "format" for one in operation["get"].get("parameters", []))
    }
    listing |= {f"/{name}": paths[f"/{name}"]["get"] for name in ("state", "changes", "claims")}
    for path, operation in listing.items():
        assert {"application/json", "text/csv"} <= set(operation["responses"]["200"]["content"]), path


def test_pandas_reads_the_headlines(client: TestClient) -> None:
    found = pd.read_csv(io.StringIO(client.get("/api/v1/claims?format=csv").text))
    headlines = client.get("/api/v1/claims").json()["headlines"]
    assert found["headline"].dtype == bool and sorted(found[found["headline"]]["claim_id"]) == sorted(
        one["claim_id"] for one in headlines
    )
