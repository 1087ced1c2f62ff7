"""The weak spots against a plain reading of the files."""

from pathlib import Path

import pytest

from caveat.content import weak_spots as page
from caveat.dataset import sources, tables
from caveat.dataset.tables import Dataset
from caveat.domain import weak_spots
from caveat.text import weak_spots as words
from tests.support import reference


def found(dataset: Dataset, why: str) -> list[str]:
    return next((list(spot.ids) for spot in weak_spots.weak_spots(dataset) if spot.why == why), [])


def root(change_id: str) -> str:
    by_id = {row["change_id"]: row for row in reference.rows("restrictions")}
    while by_id[change_id]["restates"]:
        change_id = by_id[change_id]["restates"]
    return change_id


def test_rules_by_their_pages(dataset: Dataset) -> None:
    pages = {row["source_id"]: row for row in reference.rows("sources")}
    rules = {row["change_id"]: row["source_ids"].split(";") for row in reference.rows("restrictions")}
    own = {page for page, row in pages.items() if row["kind"] == "official" and not row["origins"]}
    copies = {rule for rule, cited in rules.items() if all(pages[page]["kind"] == "aggregator" for page in cited)}
    single = {rule for rule, cited in rules.items() if len(cited) == 1 and not own.intersection(cited)}
    marks = {row["publisher"] for row in reference.rows("publishers") if row["marked"]}
    printed = {
        page: {row["publisher"], *(row["origins"].split(";") if row["origin_form"] == "text" else ())}
        for page, row in pages.items()
    }
    marked = {rule for rule, cited in rules.items() if all(marks & printed[page] for page in cited)}
    assert set(found(dataset, "copies")) == copies
    assert set(found(dataset, "single")) == single
    assert set(found(dataset, "marked")) == marked


def test_rules_without_condition_and_without_confirmation(dataset: Dataset) -> None:
    rules = [row for row in reference.rows("restrictions") if row["certainty"] != "disputed" and not row["restates"]]
    allows = ("permitted", "restricted", "case_by_case")
    assert set(found(dataset, "no_condition")) == {
        row["change_id"]
        for row in rules
        if row["status"] in allows and not row["condition"] and row["supplier"] != "UA"
    }
    on_record = {
        root(row["change_id"])
        for row in reference.rows("restrictions")
        if row["certainty"] == "official" and row["restates_how"] not in ("use_reported", "said_by_others")
    }
    assert set(found(dataset, "unconfirmed")) == {row["change_id"] for row in rules} - on_record


def test_numbers_and_offices(dataset: Dataset) -> None:
    assert set(found(dataset, "words_only")) == {
        row["quantity_id"] for row in reference.rows("quantities") if not row["value_low"] and not row["value_high"]
    }
    assert found(dataset, "no_basis") == [
        row["role_id"] for row in reference.rows("roles") if not row["basis_ids"] and not row["source_ids"]
    ]
    spot = next(spot for spot in weak_spots.weak_spots(dataset) if spot.why == "contradiction")
    assert len(spot.ids) == len(spot.against) > 0


def test_the_weakest_rule_comes_first(dataset: Dataset) -> None:
    weights = sources.sources_by_id(dataset)
    rules = {row["change_id"]: row["source_ids"].split(";") for row in reference.rows("restrictions")}
    for why in ("single", "unconfirmed"):
        best = [max(weights[source].weight for source in rules[rule]) for rule in found(dataset, why)]
        assert best == sorted(best)


def test_the_page_counts_and_folds(dataset: Dataset) -> None:
    shown = page.weak_spots_html(dataset)
    for spot in weak_spots.weak_spots(dataset):
        assert words.spot_sentence(spot.why, len(spot.ids)) in shown
        assert all(f'row={row_id}"' in shown for row_id in spot.ids)
        if len(spot.ids) > page.SHOWN:
            assert f"{len(spot.ids) - page.SHOWN} more" in shown


def test_every_reason_has_words_for_one_and_for_several(dataset: Dataset) -> None:
    for spot in weak_spots.weak_spots(dataset):
        assert words.spot_sentence(spot.why, 1).startswith("1 ")
        assert words.spot_sentence(spot.why, 2).startswith("2 ")


@pytest.mark.parametrize("table", ["quantities", "roles", "restrictions", "sources"])
def test_a_table_that_is_missing_takes_out_what_needs_it(table: str, folder: Path) -> None:
    (folder / f"{table}.csv").unlink()
    rest = {spot.why for spot in weak_spots.weak_spots(tables.load(folder))}
    gone = {
        "quantities": {"words_only", "contradiction"},
        "roles": {"no_basis"},
        "restrictions": {"copies", "marked", "single", "no_condition", "unconfirmed"},
        "sources": {"copies", "marked"},
    }
    assert rest.isdisjoint(gone[table])
    assert rest
