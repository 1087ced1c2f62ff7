"""The page of one system: every row on it is there, cut at the day, rules of the family for its variants."""

from collections.abc import Callable
from datetime import date

import pytest

from caveat.content import system_profile as system_page
from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import Dataset, list_items
from caveat.domain.query import View
from tests.support.elements import parse
from tests.support.opened_page import OpenedPage

Rows = Callable[[str], list[dict[str, str]]]
LATE = date(2026, 11, 1)


def system(dataset: Dataset, system_id: str) -> system_page.System:
    found = system_page.find_system(dataset, system_id)
    assert found
    return found


def test_an_unknown_id_is_none(dataset: Dataset) -> None:
    assert system_page.find_system(dataset, "nope") is None and system_page.find_system(dataset, "") is None


def test_relatives(dataset: Dataset) -> None:
    assert set(system(dataset, "atacms").related) == {"atacms", "atacms-m39", "atacms-m39a1", "atacms-unitary"}
    assert system(dataset, "atacms-m39").related == ("atacms-m39", "atacms")
    assert system(dataset, "gmlrs").related == ("gmlrs",)


@pytest.mark.parametrize("day", [date(2024, 11, 18), LATE])
def test_every_transfer_event_and_context_row_of_a_system_is_listed(
    dataset: Dataset, csv_rows: Rows, day: date
) -> None:
    for row in csv_rows("systems"):
        one = system(dataset, row["system_id"])
        wanted = {
            "transfers": [
                (item["transfer_id"], item["date"])
                for item in csv_rows("transfers")
                if item["system_id"] in one.related
            ],
            "events": [
                (item["event_id"], item["date"])
                for item in csv_rows("events")
                if set(list_items(item["system_ids"])) & set(one.related)
            ],
            "context": [
                (item["change_id"], item["reported"])
                for item in csv_rows("context")
                if item["system_id"] in one.related
            ],
        }
        for table, rows in wanted.items():
            listed = getattr(system_page, table)(dataset, one, day)
            by_then = {identifier for identifier, when in rows if first_day(when) <= day}
            assert {entry.id for entry in listed.entries} == by_then, (table, one.system_id)
            assert listed.later == len(rows) - len(by_then)


def test_statements_are_those_that_name_the_system_or_that_are_on_its_issue(dataset: Dataset, csv_rows: Rows) -> None:
    for system_id, issue in (("taurus-kepd-350", "taurus_supply"), ("gmlrs", "long_range_general")):
        listed = system_page.positions(dataset, system(dataset, system_id), LATE)
        assert (
            {entry.id for entry in listed.entries}
            == {
                row["position_id"]
                for row in csv_rows("positions")
                if system_id in row["system_ids"].split(";") or (not row["system_ids"] and row["issue"] == issue)
            }
            != set()
        )
    assert system_page.positions(dataset, system(dataset, "eram"), LATE).entries == ()


def test_the_log_of_a_variant_is_that_of_its_family(dataset: Dataset, csv_rows: Rows) -> None:
    family = {"atacms", "atacms-m39", "atacms-m39a1", "atacms-unitary"}
    view = View(date(2024, 11, 18))
    listed = system_page.changes(dataset, system(dataset, "atacms-m39"), view)
    rows = [row for row in csv_rows("restrictions") if row["system_id"] in family]
    known = {
        row["change_id"] for row in rows if max(first_day(row["effective"]), first_day(row["reported"])) <= view.asof
    }
    assert {entry.id for entry in listed.entries} == known
    assert listed.later == len(rows) - len(known)
    assert listed == system_page.changes(dataset, system(dataset, "atacms"), view)


def test_hindsight_counts_from_the_day_on_which_a_rule_applied(dataset: Dataset, csv_rows: Rows) -> None:
    day = date(2025, 6, 30)
    listed = system_page.changes(dataset, system(dataset, "atacms"), View(day, "now"))
    assert {entry.id for entry in listed.entries} == {
        row["change_id"]
        for row in csv_rows("restrictions")
        if row["system_id"] == "atacms" and first_day(row["effective"]) <= day
    }


def test_each_field_names_its_sources(dataset: Dataset, csv_rows: Rows) -> None:
    fields = {
        label: [entry.id for entry in found]
        for label, _, found in system_page.identity_fields(dataset, system(dataset, "atacms"))
    }
    backing = [
        row
        for row in csv_rows("system_sources")
        if row["system_id"] == "atacms" and "introduced" in list_items(row["fields"])
    ]
    assert fields["In service since"] == [row["source_id"] for row in backing]


def test_an_unknown_year_is_said(dataset: Dataset) -> None:
    values = {label: value for label, value, _ in system_page.identity_fields(dataset, system(dataset, "eram"))}
    assert values["In service since"] == "not found in the pages read"


def test_citation_is_complete(dataset: Dataset) -> None:
    cited = system_page.citation_html(
        dataset, system(dataset, "atacms"), View(date(2024, 11, 18), systems=("gmlrs",)), "https://caveat.test"
    )
    assert parse(cited).text == (
        f"Caveat, ATACMS: state on 18 November 2024 as known then, release {dataset.fingerprint}, https://caveat.test/system?id=atacms&asof=2024-11-18&known=then"
    )


def test_a_variant_says_whose_rules_it_has() -> None:
    opened = OpenedPage("system", {"id": "atacms-m39", "asof": "2024-11-18"})
    assert opened.problems == []
    assert "Rules are kept for the family and hold for its variants" in opened.text
    assert len(opened.soup.select("table.cv-matrix tbody tr")) == 1


def test_a_bad_id_gives_a_note_and_the_list(csv_rows: Rows) -> None:
    opened = OpenedPage("system", {"id": "nope"})
    assert any("id=nope" in notice for notice in opened.notices)
    links = [tag["href"] for tag in opened.soup.select(".cv-lines a")]
    assert [link.split("id=")[1].split("&")[0] for link in links] == [row["system_id"] for row in csv_rows("systems")]


def test_a_withheld_claim_is_not_on_the_page() -> None:
    opened = OpenedPage("system", {"id": "flamingo-fp5"})
    assert "about 6 metres" not in opened.html
    assert "not independently verified" in opened.text
