"""What cites a source, and what a search finds, against a plain reading of the files."""

from collections import Counter
from pathlib import Path

import pytest

from caveat.dataset import sources
from caveat.dataset import tables as reading
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain import citations

LISTS = ("restrictions", "context", "transfers", "positions", "events", "aid", "roles", "glossary")


def _named(csv_rows) -> Counter[str]:
    """How many rows name each source, counted without our own code."""
    found: Counter[str] = Counter()
    for table in LISTS:
        for record in csv_rows(table):
            found.update(set(record["source_ids"].split(";")) - {""})
    for table in ("claims", "system_sources", "quantities"):
        found.update(record["source_id"] for record in csv_rows(table))
    for record in csv_rows("article_facts"):
        found.update({record["seed_source_id"], *record["independent_source_ids"].split(";")})
    return found


def test_every_source_lists_every_row_that_names_it(dataset: Dataset, csv_rows) -> None:
    cited = citations.cited_by(dataset)
    assert {source_id: len(rows) for source_id, rows in cited.items()} == dict(_named(csv_rows))


def test_uncited_undated_and_stand_ins(dataset: Dataset, csv_rows) -> None:
    named, all_sources = _named(csv_rows), csv_rows("sources")
    assert list(citations.uncited_sources(dataset)["source_id"]) == [
        source["source_id"] for source in all_sources if source["source_id"] not in named
    ]
    assert list(citations.undated_sources(dataset)["source_id"]) == [
        source["source_id"] for source in all_sources if not source["published"]
    ]
    assert list(citations.aggregators(dataset)["source_id"]) == [
        source["source_id"] for source in all_sources if source["kind"] == "aggregator"
    ]
    assert 0 < len(citations.uncited_sources(dataset)) < len(all_sources)


def test_a_blank_search_finds_everything_the_strongest_then_the_newest_first(dataset: Dataset) -> None:
    found = citations.find_sources(dataset)
    assert len(found) == len(dataset["sources"])
    assert list(found.columns) == list(dataset["sources"].columns)
    by_id = sources.sources_by_id(dataset)
    order = [(by_id[row.source_id].weight, row.published) for row in found.itertuples()]
    assert order == sorted(order, reverse=True)
    assert by_id[found["source_id"].iloc[0]].kind == "official"


def test_every_word_must_be_there(dataset: Dataset) -> None:
    both = set(citations.find_sources(dataset, "taurus SCHOLZ")["source_id"])
    assert both == set(citations.find_sources(dataset, "taurus")["source_id"]) & set(
        citations.find_sources(dataset, "scholz")["source_id"]
    )
    assert both


def test_accents_and_case_do_not_matter(dataset: Dataset) -> None:
    accented = set(citations.find_sources(dataset, "Élysée")["source_id"])
    assert accented == set(citations.find_sources(dataset, "elysee")["source_id"])
    assert citations.fold_text("ÉLYSÉE Straße") == "elysee strasse"


def test_kind_and_words_together(dataset: Dataset) -> None:
    found = citations.find_sources(dataset, "taurus", "wire")
    assert set(found["kind"]) == {"wire"}
    assert 0 < len(found) < len(citations.find_sources(dataset, "taurus"))


@pytest.mark.parametrize("query", ["zzqq", "(", ".*", "\\", "<script>", "\x00", "%'", "a" * 3000, "كوو"])
def test_a_search_is_never_a_pattern(query: str, dataset: Dataset) -> None:
    found = citations.find_sources(dataset, query)
    said = found[list(citations.SEARCHED)].agg("\n".join, axis=1) if len(found) else []
    assert all(query in sentence for sentence in said)
    assert len(found) < len(dataset["sources"])


def test_a_broken_table_cites_nothing_and_a_broken_sources_table_is_named(folder: Path) -> None:
    (folder / "aid.csv").unlink()
    broken = reading.load(folder)
    assert not any(row.table == "aid" for rows in citations.cited_by(broken).values() for row in rows)
    (folder / "sources.csv").unlink()
    without = reading.load(folder)
    assert citations.source_excerpts(without) == {}
    assert citations.cited_by(without)
    with pytest.raises(UnusableTable):
        citations.find_sources(without, "taurus")
