"""The counts of the data page against a plain reading of the files, and the page with tables missing."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from caveat.content import coverage_tables, data
from caveat.dataset import schema
from caveat.dataset import tables as reading
from caveat.dataset.tables import Dataset
from caveat.domain import citations, coverage
from caveat.domain.case import Case
from caveat.text import data_page as words
from tests.support.broken import edit, header_only
from tests.support.elements import parse


def test_rows_of_each_table(dataset: Dataset, csv_rows) -> None:
    frame = coverage.table_overview(dataset).set_index("table")
    assert list(frame.index) == schema.table_names()
    for name in schema.table_names():
        assert frame.loc[name, "rows"] == len(csv_rows(name))
    assert frame.loc["events", "newest"] == max(row["date"] for row in csv_rows("events"))
    assert frame.loc["systems", "newest"] == ""


def test_newest_rule_of_each_supplier_leaves_out_disputed_rows(dataset: Dataset, csv_rows) -> None:
    frame = coverage.newest_by_supplier(dataset).set_index("supplier")
    assert list(frame.index) == ["US", "GB", "FR", "DE", "IT", "UA"]
    for code in frame.index:
        dates = [
            max(row["effective"], row["reported"])
            for row in csv_rows("restrictions")
            if row["supplier"] == code and row["certainty"] != "disputed"
        ]
        assert frame.loc[code, "restrictions"] == max(dates)


def test_newest_reads_partial_dates_by_their_first_day() -> None:
    assert coverage.newest_date(["2024-11", "2024-11-02", "2024", ""]) == "2024-11-02"
    assert coverage.newest_date(["", ""]) == ""


def test_certainties(dataset: Dataset, csv_rows) -> None:
    frame = coverage.certainty_counts(dataset)
    assert set(frame["table"]) == {"restrictions", "context", "transfers", "events", "quantities"}
    for row in frame.itertuples():
        counted = Counter(record["certainty"] for record in csv_rows(row.table))
        assert {name: getattr(row, name) for name in coverage.CERTAINTIES if getattr(row, name)} == dict(counted)
        assert sum(getattr(row, name) for name in coverage.CERTAINTIES) == row.rows


def test_claims_per_system(dataset: Dataset, csv_rows) -> None:
    frame = coverage.claims_per_system(dataset)
    counted = Counter(row["system_id"] for row in csv_rows("claims"))
    assert dict(zip(frame["system_id"], frame["figures"], strict=True)) == {
        row["system_id"]: counted[row["system_id"]] for row in csv_rows("systems")
    }
    assert (frame["range"] + frame["other"] == frame["figures"]).all()


def test_rows_on_one_source_and_on_copies(dataset: Dataset, csv_rows) -> None:
    frame = coverage.source_support(dataset).set_index("table")
    copies = {row["source_id"] for row in csv_rows("sources") if row["kind"] == "aggregator"}
    for name in ("restrictions", "transfers", "positions", "events", "aid"):
        lists = [row["source_ids"].split(";") for row in csv_rows(name)]
        assert frame.loc[name, "single"] == sum(len(listed) == 1 for listed in lists)
        assert frame.loc[name, "copies"] == sum(copies.issuperset(listed) for listed in lists)
    assert pd.isna(frame.loc["claims", "single"])
    assert frame.loc["article_facts", "single"] == sum(
        ";" not in row["independent_source_ids"] for row in csv_rows("article_facts")
    )


def test_dates_of_lower_precision(dataset: Dataset, csv_rows) -> None:
    frame = coverage.placeholder_dates(dataset).set_index(["table", "column"])
    effective = Counter(row["effective_precision"] for row in csv_rows("restrictions"))
    assert frame.loc[("restrictions", "effective"), "month"] == effective["month"]
    assert frame.loc[("restrictions", "effective"), "year"] == effective["year"]
    assert frame.loc[("sources", "published"), "year"] == sum(len(row["published"]) == 4 for row in csv_rows("sources"))


def test_kinds_add_up(dataset: Dataset) -> None:
    frame = coverage.source_kinds(dataset)
    assert frame["sources"].sum() == len(dataset["sources"])
    assert frame["sources"].sum() - frame["cited"].sum() == len(citations.uncited_sources(dataset))


def test_the_answer_bears_the_counts(dataset: Dataset) -> None:
    said = " ".join(data.answer_sentences(dataset))
    frame = coverage.source_support(dataset)
    several = frame[frame["single"].notna()]
    for number in (
        f"{len(dataset['sources']):,} public pages",
        f"{len(citations.aggregators(dataset))} pages only copy another report",
        f"{frame['copies'].sum():.0f} values rest on such pages alone",
        f"{several['single'].sum():.0f} of {several['rows'].sum():.0f} rows",
        f"{len(citations.uncited_sources(dataset))} pages are not used by any row yet",
    ):
        assert number in said


def newest(rules: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"supplier": rules.keys(), "restrictions": rules.values()})


def test_whose_rules_are_newest_and_oldest(names: Case) -> None:
    said = words.rule_ages(newest({"US": "2026-02", "GB": "2026-03-10", "FR": "2024-11-23", "IT": ""}), names)
    assert (
        said
        == "The newest undisputed entry on a rule is the United Kingdom’s (10 Mar 2026). France’s newest is of 23 Nov 2024; there is no news since, and later days assume it unchanged."
    )
    assert words.rule_ages(newest({"US": "2026-02-01", "FR": ""}), names).endswith(
        "The United States’ newest is of 1 Feb 2026; there is no news since, and later days assume it unchanged."
    )
    assert words.rule_ages(newest({"FR": ""}), names) == ""


@pytest.mark.parametrize(
    ("count", "total", "said"), [(0, 10, "–"), (59, 132, "59 (45%)"), (1, 1000, "1 (under 1%)"), (5, 5, "5 (100%)")]
)
def test_shares(count: int, total: int, said: str) -> None:
    assert words.count_with_share(count, total) == said


def test_the_dictionary_has_every_column_and_every_meaning(dataset: Dataset) -> None:
    soup = parse(data.dictionary_html(dataset))
    listed = soup.select("details.cv-dictionary")
    assert len(listed) == len(schema.table_names())
    for name, part in zip(schema.table_names(), listed, strict=True):
        said = part.get_text(" ", strip=True)
        assert [tag.select_one("code").get_text() for tag in part.select("dl.cv-columns > dt")] == [
            field["name"] for field in schema.fields(name)
        ]
        for field in schema.fields(name):
            assert field["description"] in said
            for value, meaning in field.get("enumMeanings", {}).items():
                assert value in said
                assert meaning in said


def test_every_table_has_a_file(dataset: Dataset) -> None:
    links = [tag["href"] for tag in parse(data.downloads_html(dataset)).select("a")]
    assert [link for link in links if link.endswith(".csv")] == [
        f"api/v1/tables/{name}.csv" for name in schema.table_names()
    ]
    assert links[-1] == "api/v1/datapackage.json"


def test_empty_tables_give_a_page(folder: Path) -> None:
    for name in schema.table_names():
        edit(folder, name, header_only)
    empty = reading.load(folder)
    assert not empty.broken
    assert (
        data.answer_sentences(empty)[0]
        == f"0 rows in {len(schema.table_names()) - 1} tables, read from 0 public pages in 0 languages."
    )
    for made in (
        coverage_tables.suppliers_html,
        coverage_tables.certainty_html,
        coverage_tables.resting_html,
        coverage_tables.claims_html,
        coverage_tables.dates_html,
        coverage_tables.kinds_html,
    ):
        assert "<table" in made(empty)
