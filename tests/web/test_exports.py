"""GET /shown/<page>/<sheet>.csv: the rows behind what a page shows, by the same rules as the page."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
from starlette.testclient import TestClient

from caveat.content import briefing
from caveat.dataset import sources
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from caveat.web.exports import MARK
from tests.support.registry import SHEETS

DAY = "asof=2024-11-18&known=then"


def rows(client: TestClient, path: str) -> list[dict[str, str]]:
    found = client.get(path)
    assert found.status_code == 200, found.text
    return list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("page_id", "sheet"), SHEETS)
def test_every_sheet_opens_in_a_spreadsheet_and_in_pandas(
    client: TestClient, dataset: Dataset, page_id: str, sheet: str
) -> None:
    found = client.get(f"/shown/{page_id}/{sheet}.csv?{DAY}&id=atacms&from=2024-11-01")
    assert found.headers["content-type"] == "text/csv; charset=utf-8" and found.headers["etag"]
    assert f'filename="caveat-{page_id}-{sheet}-2024-11-18-then.csv"' in found.headers["content-disposition"]
    assert found.content.startswith(MARK)
    frame = pd.read_csv(io.BytesIO(found.content), dtype="str", keep_default_na=False)
    assert list(frame.columns[:3]) == ["asof", "known", "release"] and len(frame)
    assert set(frame["asof"]) == {"2024-11-18"}
    assert set(frame["known"]) == {"then"}
    assert set(frame["release"]) == {dataset.fingerprint}
    assert not (frame == "nan").any().any(), "what is blank in the table is blank in the file"


def test_the_states_are_those_of_the_matrix(client: TestClient, dataset: Dataset) -> None:
    """Every cell of the page's matrix is a row, and no other."""
    built = briefing.build_briefing(dataset, View(date(2024, 11, 18)))
    expected = {
        (row.supplier, row.system_id, state.territory): state.status for row in built.matrix for state in row.states
    }
    found = {
        (row["supplier"], row["system"], row["territory"]): row["status"]
        for row in rows(client, f"/shown/briefing/states.csv?{DAY}")
    }
    assert found == expected
    assert found["US", "atacms", "ru_kursk"] == "permitted"


def test_a_pages_own_choice_is_followed(client: TestClient) -> None:
    warheads = rows(client, f"/shown/compare/claims.csv?{DAY}&attribute=warhead_kg&sys=atacms")
    assert {(row["system"], row["attribute"]) for row in warheads} == {("atacms", "warhead_kg")}
    assert sum(row["headline"] == "True" for row in warheads) == 1
    partly = rows(client, f"/shown/story/facts.csv?{DAY}&agrees=partly")
    assert partly and {row["independent_agrees"] for row in partly} == {"partly"}
    assert len(rows(client, f"/shown/data/sources.csv?{DAY}&q=Taurus+Scholz")) < len(
        rows(client, f"/shown/data/sources.csv?{DAY}")
    )


def test_bad_values_fall_back_as_on_the_page_and_the_file_says_what_it_has(client: TestClient) -> None:
    found = rows(client, "/shown/compare/claims.csv?asof=banana&known=maybe&sys=nope&attribute=%3Cscript%3E")
    assert found and found[0]["known"] == "then" and {row["attribute"] for row in found} == {"range_km"}


@pytest.mark.parametrize("path", ["/shown/briefing/nope.csv", "/shown/nope/states.csv", "/shown/map/claims.csv"])
def test_a_sheet_that_is_none_is_a_problem(client: TestClient, path: str) -> None:
    found = client.get(path)
    assert found.status_code == 404 and found.headers["content-type"] == "application/problem+json"
    assert "briefing/states" in found.json()["detail"]


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("briefing/states", "source_ids"),
        ("suppliers/transfers", "source_ids"),
        ("positions/statements", "source_ids"),
        ("timeline/entries", "source_ids"),
        ("story/facts", "independent_source_ids"),
    ],
)
def test_sources_stand_in_the_order_of_the_pages(client: TestClient, dataset: Dataset, sheet: str, column: str) -> None:
    weights = {source_id: source.weight for source_id, source in sources.sources_by_id(dataset).items()}
    for row in rows(client, f"/shown/{sheet}.csv?{DAY}"):
        listed = [weights[source_id] for source_id in row[column].split(";") if source_id]
        assert listed == sorted(listed, reverse=True)
