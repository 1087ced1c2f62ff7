"""GET /state, /changes and /claims say what the CSVs say, by a second implementation of the rules."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.support import reference

FIRST, LAST = date(2022, 1, 1), date(2026, 3, 31)
days = st.dates(FIRST, LAST)
clocks = st.sampled_from(["then", "now"])
quick = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
KEYS = [
    "supplier",
    "system",
    "territory",
    "status",
    "certainty",
    "since",
    "authority",
    "change_id",
    "summary",
    "sources",
    "layers",
    "disputed_by",
    "rule_id",
    "condition",
    "confirmed_on",
    "confirmed_by",
]


def ask(client: TestClient, path: str, **query: object) -> dict:
    response = client.get(
        f"/api/v1/{path}",
        params={key: str(value) if isinstance(value, date) else value for key, value in query.items()},
    )
    assert response.status_code == 200, response.text
    return response.json()


def test_shape_of_the_promise(client: TestClient) -> None:
    """DESIGN, table of doors: the keys and their order."""
    answer = ask(client, "state", asof="2024-11-18")
    assert list(answer) == ["asof", "known", "release", "generated_at", "headline", "rows"]
    assert (answer["asof"], answer["known"]) == ("2024-11-18", "then")
    assert all(list(row) == KEYS for row in answer["rows"])
    sources = [source for row in answer["rows"] for source in row["sources"]]
    assert sources and all(list(source) == ["id", "publisher", "title", "url", "published"] for source in sources)


@pytest.mark.parametrize("known", ["then", "now"])
def test_the_state_compared_with_an_earlier_day(client: TestClient, known: str) -> None:
    query = {"asof": "2025-09-01", "from": "2025-05-01", "known": known}
    answer = ask(client, "state", **query)
    assert list(answer)[-3:] == ["rows", "from", "what_changed"] and answer["from"] == "2025-05-01"
    lines = csv.DictReader(io.StringIO(client.get("/api/v1/state", params={**query, "format": "csv"}).text))
    for row, line in zip(answer["rows"], lines, strict=True):
        stood = reference.fold(row["supplier"], row["system"], row["territory"], date(2025, 5, 1), known)
        assert list(row) == [*KEYS, "before"]
        assert row["before"]["status"] == line["status_before"] == stood.status
        assert (row["before"]["certainty"] or "") == line["certainty_before"] == stood.certainty
    assert ("tightened" in answer["what_changed"]) == (known == "then"), "in hindsight the review came before May"


# Half of the sixty days lie around days on which rules came in, the others are spread evenly.
ENTRY_DAYS = sorted({reference.entry_day(row, "then") for row in reference.rows("restrictions")})
SIXTY_DAYS = [
    day + timedelta(days=number % 3 - 1) for number, day in enumerate(ENTRY_DAYS[:: len(ENTRY_DAYS) // 30][:30])
]
SIXTY_DAYS += [FIRST + (LAST - FIRST) * number / 29 for number in range(30)]


@pytest.mark.parametrize("known", ["then", "now"])
def test_every_row_on_sixty_days(client: TestClient, known: str) -> None:
    """The independent fold over the log says what the API says."""
    assert len(set(SIXTY_DAYS)) >= 55
    for day in SIXTY_DAYS:
        assert_every_row(client, day, known)


def assert_every_row(client: TestClient, day: date, known: str) -> None:
    answer = ask(client, "state", asof=day, known=known)
    expected = [
        (supplier, system, area)
        for supplier, system in reference.supplier_system_pairs()
        for area in reference.TERRITORIES
    ]
    assert [(row["supplier"], row["system"], row["territory"]) for row in answer["rows"]] == expected
    by_id = {row["change_id"]: row for row in reference.rows("restrictions")}
    for row in answer["rows"]:
        truth = reference.fold(row["supplier"], row["system"], row["territory"], day, known)
        found = (
            row["status"],
            row["certainty"] or "",
            row["authority"] or "",
            row["change_id"] or "",
            row["since"] or "",
            len(row["layers"]),
        )
        assert found == (truth.status, truth.certainty, truth.authority, truth.change_id, truth.since, truth.rules)
        if truth.change_id:
            assert row["summary"] == by_id[truth.change_id]["summary"]
            assert {source["id"] for source in row["sources"]} == set(by_id[truth.change_id]["source_ids"].split(";"))
            assert row["condition"] is None or row["condition"] in {rule["condition"] for rule in by_id.values()}
            assert by_id[row["rule_id"]]["status"] == truth.status
        assert all(by_id[dispute["change_id"]]["certainty"] == "disputed" for dispute in row["disputed_by"])


def test_sources_are_those_of_the_table(client: TestClient) -> None:
    table = {row["source_id"]: row for row in reference.rows("sources")}
    for row in ask(client, "state", asof="2024-11-18")["rows"]:
        for source in row["sources"]:
            truth = table[source["id"]]
            assert (source["title"], source["url"] or "", source["published"] or "") == tuple(
                truth[key] for key in ("title", "url", "published")
            )
            # A page that carries another's text or report names both.
            assert all(name in source["publisher"] for name in (truth["publisher"], *truth["origins"].split(";")))


def test_the_founding_week(client: TestClient) -> None:
    before, after = (
        ask(client, "state", asof=f"2024-11-{day}", supplier="US", system="atacms", territory="ru_kursk")["rows"][0]
        for day in (16, 18)
    )
    assert (before["status"], after["status"], after["certainty"]) == ("prohibited", "permitted", "reported")


def test_filters_narrow_and_repeat(client: TestClient) -> None:
    everything = ask(client, "state", asof="2024-11-18")["rows"]
    narrowed = ask(
        client,
        "state",
        asof="2024-11-18",
        supplier=["US", "GB"],
        system=["storm-shadow", "atacms"],
        territory=["ru_any"],
    )["rows"]
    assert narrowed == [
        row
        for row in everything
        if row["supplier"] in ("US", "GB")
        and row["system"] in ("storm-shadow", "atacms")
        and row["territory"] == "ru_any"
    ]
    assert len(narrowed) == 2


def test_a_variant_has_the_rules_of_its_family(client: TestClient) -> None:
    family, variant = (
        ask(client, "state", asof="2024-11-18", system=system_id)["rows"] for system_id in ("atacms", "atacms-unitary")
    )
    assert [{**row, "system": "atacms"} for row in variant] == family
    assert {row["system"] for row in variant} == {"atacms-unitary"}


def test_a_system_without_rules_has_no_rows_and_blank_values_ask_for_all(client: TestClient) -> None:
    silent = [
        row["system_id"]
        for row in reference.rows("systems")
        if row["system_id"] not in {system for _, system in reference.supplier_system_pairs()} and not row["family_id"]
    ]
    for system in silent:
        assert ask(client, "state", system=system)["rows"] == []
    assert ask(client, "state", asof="", known="", supplier="", system="", territory="", format="") == ask(
        client, "state"
    )


def test_default_day_is_the_newest_on_which_an_entry_came_in(client: TestClient) -> None:
    newest = max(reference.entry_day(row, "then") for row in reference.rows("restrictions"))
    assert ask(client, "state")["asof"] == str(newest)


@given(days, st.integers(0, 200), clocks)
@quick
def test_changes_of_any_span(client: TestClient, since: date, length: int, known: str) -> None:
    until = since + timedelta(days=length)
    found = ask(client, "changes", since=since, until=until, known=known)["rows"]
    expected = {
        row["change_id"] for row in reference.rows("restrictions") if since <= reference.entry_day(row, known) <= until
    }
    assert {row["change_id"] for row in found} == expected
    assert [row["day"] for row in found] == sorted((row["day"] for row in found), reverse=True)
    for row in found:
        day = date.fromisoformat(row["day"])
        for side, on in (("before", day - timedelta(days=1)), ("after", day)):
            truth = reference.fold(row["supplier"], row["system"], row["territory"], on, known)
            assert (row[side]["status"], row[side]["change_id"] or "") == (truth.status, truth.change_id)


def test_changes_hold_the_whole_log_and_narrow(client: TestClient) -> None:
    rows = ask(client, "changes")["rows"]
    truth = {row["change_id"]: row for row in reference.rows("restrictions")}
    assert {row["change_id"] for row in rows} == set(truth)
    columns = ("effective", "reported", "supplier", "authority", "territory", "status", "certainty")
    for row in rows:
        own = truth[row["change_id"]]
        assert row["system"] == own["system_id"]
        for key in (*columns, "summary", "note", "reversed_by"):
            assert (row[key] or "") == own[key]
    assert ask(client, "changes", supplier="GB", system="storm-shadow")["rows"] == [
        row for row in rows if (row["supplier"], row["system"]) == ("GB", "storm-shadow")
    ]


def test_the_rules_of_one_authority(client: TestClient) -> None:
    """By whose rule it is, also where that is not the supplier; a refused value names those that have one."""
    rows = ask(client, "changes", authority="US")["rows"]
    assert {row["change_id"] for row in rows} == {
        row["change_id"] for row in reference.rows("restrictions") if row["authority"] == "US"
    }
    assert {row["supplier"] for row in rows} > {"US"}
    both = ask(client, "changes", authority="US", supplier="GB")["rows"]
    assert both and both == [row for row in rows if row["supplier"] == "GB"]
    every, ruled = (ask(client, "state", asof="2024-10-01", **query)["rows"] for query in ({}, {"authority": "US"}))
    assert ruled == [
        row for row in every if "US" in {rule["authority"] for rule in (*row["layers"], *row["disputed_by"])}
    ]
    assert ("GB", "storm-shadow") in {(row["supplier"], row["system"]) for row in ruled}
    refused = client.get("/api/v1/changes", params={"authority": "us"})
    assert refused.status_code == 422 and "US" in refused.json()["errors"][0]["expected"]


def flattened(path: str, row: dict[str, Any]) -> dict[str, object]:
    """A row of the JSON as the CSV has it."""
    ids = ";".join(source["id"] for source in row.get("sources", []))
    if path == "state":
        layers = ";".join(f"{layer['authority']}={layer['status']}" for layer in row["layers"])
        disputed = ";".join(dispute["change_id"] for dispute in row["disputed_by"])
        return {**without(row, "sources"), "source_ids": ids, "layers": layers, "disputed_by": disputed}
    if path == "changes":
        before_and_after = {f"status_{key}": row[key]["status"] for key in ("before", "after")}
        return {**without(row, "sources", "before", "after"), **before_and_after, "source_ids": ids}
    return {**without(row, "source"), **{f"source_{key}": value for key, value in row["source"].items()}}


def without(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


@pytest.mark.parametrize("path", ["state", "changes", "claims"])
@pytest.mark.parametrize("query", [{}, {"system": ["atacms", "storm-shadow"]}])
def test_csv_says_the_same_as_json(client: TestClient, path: str, query: dict[str, Any]) -> None:
    answer = ask(client, path, **query)
    response = client.get(f"/api/v1/{path}", params={"format": "csv", **query})
    assert response.headers["content-type"] == "text/csv; charset=utf-8" and response.headers["etag"]
    assert f'filename="caveat-{path}' in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert len(rows) == len(answer["rows"]) > 3
    for flat, full in zip(rows, answer["rows"], strict=True):
        expected = {key: answer[key] for key in ("asof", "known", "release") if path == "state" or key == "release"}
        expected |= flattened(path, full)
        said = {key: "" if value is None else str(value) for key, value in expected.items()}
        assert {key: re.sub(r"^'(?=[=+\-@])", "", value) for key, value in flat.items()} == said, "all columns"


def test_pandas_reads_the_headlines(client: TestClient) -> None:
    found = pd.read_csv(io.StringIO(client.get("/api/v1/claims?format=csv").text))
    headlines = ask(client, "claims")["headlines"]
    assert found["headline"].dtype == bool
    assert sorted(found[found["headline"]]["claim_id"]) == sorted(headline["claim_id"] for headline in headlines)


def test_claims_are_those_of_the_table(client: TestClient) -> None:
    answer = ask(client, "claims")
    truth = {row["claim_id"]: row for row in reference.rows("claims") if row["shown"] == "yes"}
    assert {row["claim_id"] for row in answer["rows"]} == set(truth)
    for row in answer["rows"]:
        own = truth[row["claim_id"]]
        assert (row["system"], row["source"]["id"]) == (own["system_id"], own["source_id"])
        for key in ("attribute", "qualifier", "value_as_published", "unit_as_published"):
            assert row[key] == own[key]
        for key in ("value_low", "value_high"):
            assert row[key] == (float(own[key]) if own[key] else None)


def test_each_headline_is_a_claim_and_a_marked_one_where_one_is_marked(client: TestClient) -> None:
    answer = ask(client, "claims")
    marked = {
        (row["system_id"], row["attribute"]): row["claim_id"]
        for row in reference.rows("claims")
        if row["headline"] == "yes"
    }
    heads = {(headline["system"], headline["attribute"]): headline for headline in answer["headlines"]}
    assert {key: one["claim_id"] for key, one in heads.items() if one["rule"] == "editor"} == marked
    assert set(heads) == {(row["system"], row["attribute"]) for row in answer["rows"]}
    for key, one in heads.items():
        own = [row for row in answer["rows"] if (row["system"], row["attribute"]) == key]
        assert one["claims"] == len(own)
        assert [row["claim_id"] for row in own if row["headline"]] == [one["claim_id"]]


def test_claims_narrow(client: TestClient) -> None:
    answer = ask(client, "claims", system=["taurus-kepd-350", "atacms"], attribute="range_km")
    assert {(row["system"], row["attribute"]) for row in answer["rows"]} == {
        ("taurus-kepd-350", "range_km"),
        ("atacms", "range_km"),
    }
