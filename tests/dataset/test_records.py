"""Any row is found by its id, with its date, its sources and a line."""

from pathlib import Path

import pytest

from caveat.dataset import records, schema
from caveat.dataset import tables as reading
from caveat.dataset.tables import Dataset
from caveat.text import records as words

KEYS = {
    "systems": "system_id",
    "claims": "claim_id",
    "restrictions": "change_id",
    "context": "change_id",
    "transfers": "transfer_id",
    "positions": "position_id",
    "events": "event_id",
    "aid": "figure_id",
    "article_facts": "fact_id",
    "sources": "source_id",
}


@pytest.mark.parametrize("table", KEYS)
def test_every_id_leads_to_its_row(table: str, dataset: Dataset, csv_rows) -> None:
    for record in csv_rows(table):
        row = records.records_by_id(dataset)[record[KEYS[table]]]
        assert row.table == table
        assert words.record_line(dataset, row)
        assert set(record.get("source_ids", "").split(";")) - {""} <= set(row.source_ids)


def test_ids_are_unique_over_all_tables(dataset: Dataset) -> None:
    assert len(records.records_by_id(dataset)) == sum(len(dataset[name]) for name in schema.table_names())


def test_what_names_sources_comes_from_the_package(dataset: Dataset) -> None:
    assert records.source_columns(dataset, "claims") == ["source_id"]
    assert records.source_columns(dataset, "events") == ["source_ids"]
    assert records.source_columns(dataset, "article_facts") == ["seed_source_id", "independent_source_ids"]
    assert records.source_columns(dataset, "systems") == []


def test_dates(dataset: Dataset) -> None:
    assert records.resolve_records(dataset, ["ev-20241117-atacms-permission"])[0].date == "2024-11-17"
    assert records.resolve_records(dataset, ["atacms"])[0].date == ""


def test_an_unknown_id_says_so(dataset: Dataset) -> None:
    (row,) = records.resolve_records(dataset, ["ev-never"])
    assert (row.table, row.source_ids) == ("", ())
    assert "ev-never" in words.record_line(dataset, row)


def test_rows_of_a_broken_table_say_so(folder: Path) -> None:
    (folder / "events.csv").unlink()
    broken = reading.load(folder)
    (row,) = records.resolve_records(broken, ["ev-20241117-atacms-permission"])
    assert row.table == ""
    assert records.resolve_records(broken, ["pos-20241117-biden-atacms"])[0].table == "positions"


def test_a_rule_without_the_table_of_systems_keeps_its_id(folder: Path) -> None:
    (folder / "systems.csv").unlink()
    broken = reading.load(folder)
    assert words.record_line(broken, records.table_records(broken, "restrictions")[0]).startswith("gmlrs, Germany")


def test_german_arms_are_not_called_gmlrs_alone(dataset: Dataset) -> None:
    assert words.record_line(dataset, records.resolve_records(dataset, ["de-arms-2024-05-26-against"])[0]).startswith(
        "GMLRS and other arms, Germany, the Russian border area: not allowed (reported). "
    )


@pytest.mark.parametrize(
    ("value", "currency", "said"),
    [
        (6e9, "USD", "6 billion USD"),
        (61_300_000, "EUR", "61.3 million EUR"),
        (43_123_456_789, "EUR", "43.123456789 billion EUR"),
        (950_000, "GBP", "950,000 GBP"),
        (0.25, "PCT_GDP", "0.25% of GDP"),
    ],
)
def test_amounts_are_not_rounded(value: float, currency: str, said: str) -> None:
    assert words.money_amount(value, currency) == said


def test_every_amount_can_be_read_back(dataset: Dataset) -> None:
    sizes = {"billion": 1e9, "million": 1e6}
    for row in dataset["aid"].itertuples():
        said = words.money_amount(row.value, row.currency).split()
        assert float(said[0].rstrip("%").replace(",", "")) * sizes.get(said[1], 1) == pytest.approx(
            row.value, rel=1e-12
        )


def test_every_table_has_a_word_for_its_rows() -> None:
    assert set(schema.table_names()) == set(words.KIND)
