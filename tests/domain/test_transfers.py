"""Transfers up to a day and aid by measure: nothing is added up, nothing is dropped."""

from datetime import date
from math import isnan, nan

import pandas as pd
import pytest

from caveat.content import suppliers
from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.domain import rule_log, transfers
from caveat.domain.query import View
from caveat.text import transfers as words
from tests.support import reference
from tests.support.elements import parse

DAY = date(2024, 11, 18)


def test_every_row_stands_in_a_lane(dataset: Dataset) -> None:
    families = rule_log.families(dataset["systems"])
    shown, later = transfers.transfers_until(dataset["transfers"], DAY, families)
    assert len(shown) + later == len(dataset["transfers"])
    assert all(shown["lane"] != "")
    assert "atacms-m39" not in set(shown["lane"]), "a variant stands in the lane of its family"
    assert sum(len(transfers.lane_transfers(shown, *pair)) for pair in transfers.transfer_lanes(shown)) == len(shown)


def test_choice_of_systems(dataset: Dataset) -> None:
    families = rule_log.families(dataset["systems"])
    shown, _ = transfers.transfers_until(dataset["transfers"], date(2026, 11, 22), families, ["atacms-m39"])
    assert set(shown["lane"]) == {"atacms"}
    shown, later = transfers.transfers_until(dataset["transfers"], date(2022, 1, 1), families, ["flamingo-fp5"])
    assert (len(shown), later) == (0, 0)
    assert transfers.transfer_lanes(shown) == []


def test_a_disputed_delivery_is_no_delivery(dataset: Dataset) -> None:
    shown, _ = transfers.transfers_until(dataset["transfers"], DAY, rule_log.families(dataset["systems"]))
    assert transfers.furthest_step(transfers.lane_transfers(shown, "IT", "storm-shadow")) == ""
    assert transfers.furthest_step(transfers.lane_transfers(shown, "GB", "storm-shadow")) == "delivery_confirmed"
    assert transfers.furthest_step(transfers.lane_transfers(shown, "DE", "taurus-kepd-350")) == "refused"
    said = " ".join(suppliers.verdict(suppliers.build_ledger(dataset, View(DAY))))
    assert "Italy" not in said
    assert "Refused: Taurus KEPD 350 (Germany)." in said
    assert "Only discussed: JASSM (United States)." in said


def transfer(**fields: object) -> dict[str, object]:
    values = {"transfer_id": "t", "supplier": "US", "system_id": "atacms", "system_group_id": "", "date": "2024-01-01"}
    return values | {"status": "delivered_reported", "kind": "", "certainty": "reported"} | fields


def test_the_kind_of_a_row_is_its_status_where_none_is_given() -> None:
    assert transfers.transfer_kind(transfer()) == "delivery_reported"
    assert transfers.transfer_kind(transfer(status="refused")) == "refused"
    assert transfers.transfer_kind(transfer(kind="use_reported")) == "use_reported"


@pytest.mark.parametrize("kind", ["under_discussion", "reluctant", "paused", "stock_reported", "use_reported"])
def test_talks_and_reports_are_no_steps(kind: str) -> None:
    frame = pd.DataFrame([transfer(kind=kind), transfer(kind="requested", date="2023-01-01")])
    shown, _ = transfers.transfers_until(frame, DAY, {})
    assert transfers.furthest_step(shown) == "requested"
    assert transfers.furthest_step(shown[shown["kind"] == kind]) == ""


def test_every_kind_stands_in_a_column_of_its_own_entry(dataset: Dataset) -> None:
    """Use and stock never stand among deliveries, reluctance never among refusals, talks never among requests."""
    answer = parse(suppliers.answer_html(dataset, suppliers.build_ledger(dataset, View(date(2026, 11, 22)))))
    heads = {kind: (head, kinds) for head, entries in words.COLUMNS for kinds in entries for kind in kinds}
    for row in reference.rows("transfers"):
        [summary] = [
            entry
            for entry in answer.select("details:has(.cv-why)")
            if any(code.text == row["transfer_id"] for code in entry.select("code"))
        ]
        head, kinds = heads[row["kind"]]
        cell = next(tag for tag in summary.parents if tag.name == "td")
        assert cell["data-label"] == head, row["transfer_id"]
        beside = {code.text for code in summary.select("code")}
        told = {other["kind"] for other in reference.rows("transfers") if other["transfer_id"] in beside}
        assert told <= set(kinds), row["transfer_id"]


def test_american_rockets_were_delivered(dataset: Dataset) -> None:
    said = suppliers.verdict(suppliers.build_ledger(dataset, View(date(2022, 6, 23))))
    assert "GMLRS (United States)" in said[0]


@pytest.mark.parametrize(
    ("low", "high", "spoken", "mark"),
    [
        (nan, nan, "number undisclosed", ""),
        (50, 50, "50", "50"),
        (10, 12, "10 to 12", "10–12"),
        (500, nan, "at least 500", "≥ 500"),
        (nan, 3350, "up to 3,350", "≤ 3,350"),
        (0, 0, "0", "0"),
    ],
)
def test_quantities(low: float, high: float, spoken: str, mark: str) -> None:
    assert words.quantity_text(low, high) == spoken
    assert words.quantity_label(low, high) == mark


def test_a_refusal_has_no_number_to_disclose() -> None:
    assert words.kind_quantity("refused", nan, nan) == ""
    assert words.kind_quantity("use_reported", nan, nan) == ""
    assert words.kind_quantity("paused", 251, nan) == "at least 251"
    assert words.kind_quantity("requested", nan, nan) == words.UNDISCLOSED


def test_certainty_is_not_said_twice() -> None:
    assert words.kind_and_certainty("delivery_reported", "reported") == "delivery reported"
    assert words.kind_and_certainty("use_reported", "inferred") == "use reported, inferred"
    assert words.kind_and_certainty("refused", "official") == "refused, official"


def test_earlier_entries_name_the_numbers_that_were_published() -> None:
    assert words.earlier_entries([], False) == ("", ())
    assert words.earlier_entries([(), (words.UNDISCLOSED,)], False) == ("and 2 earlier", ())
    told = [("24 (a)",), (), ("24 (a)", "50 (b)")]
    assert words.earlier_entries(told, False) == ("and 3 earlier:", ("24 (a)", "50 (b)"))
    assert words.earlier_entries(told, True) == ("and 3 earlier; the numbers disagree:", ("24 (a)", "50 (b)"))


def test_a_number_in_a_cell_has_the_words_and_the_name_of_who_published_it(dataset: Dataset) -> None:
    """Where the sources of a step have a published number, the cell says it and by whom; bounds stand for no other."""
    ledger = suppliers.build_ledger(dataset, View(date(2026, 11, 22)))
    checked = 0
    for row in ledger.shown.to_dict("records"):
        said = ledger.numbers(row)
        if ledger.told[row["transfer_id"]]:
            cited = row["source_ids"].split(";")
            rows = [other for other in reference.rows("quantities") if other["source_id"] in cited]
            assert all(any(other["speaker"] in line for other in rows) for line in said), row["transfer_id"]
            checked += 1
        for bound in (row["quantity_low"], row["quantity_high"]):
            assert isnan(bound) or row["system_id"] == "" or ledger.told[row["transfer_id"]], row["transfer_id"]
    assert checked > 10
    cells = parse(str(suppliers.answer_html(dataset, ledger))).select(".cv-steps summary")
    said = next(cell.get_text(" ") for cell in cells if "numbers disagree" in cell.get_text())
    assert "“fewer than 40” in all" in said and "“more than 100” in one batch" in said
    assert "no quantity given" not in " ".join(cell.get_text() for cell in cells)


def test_aid_is_never_mixed(dataset: Dataset) -> None:
    """All figures of the file come out once, and no frame has two measures or two currencies."""
    figures, later = transfers.figures_until(dataset["aid"], date(2026, 11, 22), "then")
    assert later == 0
    seen: list[str] = []
    for measure in schema.enum("aid", "measure"):
        for currency, rows in transfers.figures_by_currency(figures, measure):
            assert set(rows["measure"]) == {measure}
            assert set(rows["currency"]) == {currency}
            periods = transfers.figures_by_period(rows)
            for period, some in periods:
                assert {row.period for row in some} == {period}
                seen += [row.figure_id for row in some]
    assert sorted(seen) == sorted(dataset["aid"]["figure_id"])


def test_the_values_are_those_of_the_file(dataset: Dataset) -> None:
    figures, _ = transfers.figures_until(dataset["aid"], date(2026, 11, 22), "then")
    before = dict(zip(dataset["aid"]["figure_id"], dataset["aid"]["value"], strict=True))
    for measure in schema.enum("aid", "measure"):
        for _, rows in transfers.figures_by_currency(figures, measure):
            for _, some in transfers.figures_by_period(rows):
                assert {row.figure_id: row.value for row in some} == {
                    row.figure_id: before[row.figure_id] for row in some
                }


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2022-01/2024-10", date(2024, 10, 31)),
        ("2024", date(2024, 12, 31)),
        ("2022-02-24/2022-06-01", date(2022, 6, 1)),
        ("single package", None),
        ("until 2025-01-20", None),
    ],
)
def test_period_end(period: str, end: date | None) -> None:
    assert transfers.period_end(period) == end


def test_the_two_clocks_of_aid() -> None:
    assert transfers.counts_from("2026-08-04", "2022-01/2024-10", "then") == date(2026, 8, 4)
    assert transfers.counts_from("2026-08-04", "2022-01/2024-10", "now") == date(2024, 10, 31)
    assert transfers.counts_from("2025-04-11", "2025/2029", "now") == date(2025, 4, 11), (
        "a pledge for the future counts from its day"
    )
    assert transfers.counts_from("2024-11-18", "single package", "now") == date(2024, 11, 18)


def test_kiel_for_the_founding_week_is_hindsight(dataset: Dataset) -> None:
    then, _ = transfers.figures_until(dataset["aid"], DAY, "then")
    now, _ = transfers.figures_until(dataset["aid"], DAY, "now")
    assert transfers.figures_by_currency(then, "kiel_total_allocated") == []
    [(currency, rows)] = transfers.figures_by_currency(now, "kiel_total_allocated")
    assert currency == "EUR"
    assert set(rows["period"]) == {"2022-01/2024-10"}


def test_donors_of_a_period_by_size_packages_of_one_donor_by_date() -> None:
    columns = ["figure_id", "date", "donor", "measure", "value", "currency", "period"]
    rows = pd.DataFrame(
        [["a", "2024-01-01", "US", "m", 1.0, "USD", "p"], ["b", "2023-01-01", "GB", "m", 2.0, "USD", "p"]],
        columns=columns,
    )
    assert [[row.figure_id for row in some] for _, some in transfers.figures_by_period(rows)] == [["b", "a"]]
    rows["donor"] = "US"
    rows["value"] = [1.0, 0.5]
    assert [[row.figure_id for row in some] for _, some in transfers.figures_by_period(rows)] == [["b", "a"]]


def test_words_cover_the_package() -> None:
    kinds = schema.enum("transfers", "kind")
    assert list(words.KIND) == list(words.GLYPH) == [kind for kind in kinds if kind]
    assert {kind for _, entries in words.COLUMNS for kinds in entries for kind in kinds} == set(words.KIND)
    assert set(transfers.STEPS) <= set(words.KIND)


def rows(*kinds: str, **fields: str) -> pd.DataFrame:
    """Rows of one pair, a month each."""
    told = [transfer(kind=kind, date=f"2024-{month:02}", **fields) for month, kind in enumerate(kinds, start=1)]
    return pd.DataFrame(told, columns=list(transfer()))


def kinds_of(found: transfers.Wait | None) -> list[str] | None:
    if found is None:
        return None
    return [row["kind"] if row else "" for row in (found.asked, found.promised, found.delivered)]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), None),
        (("requested",), ["requested", "", ""]),
        (("refused", "requested", "refused"), ["refused", "", ""]),
        (
            ("under_discussion", "pledged", "announced", "delivery_reported", "delivery_confirmed"),
            ["under_discussion", "pledged", "delivery_reported"],
        ),
        (("requested", "delivery_confirmed", "pledged"), ["requested", "delivery_confirmed", "delivery_confirmed"]),
        (("announced", "refused"), None),
        (("delivery_reported", "reluctant"), None),
        (("use_reported", "requested"), None),
    ],
)
def test_how_long_a_pair_was_waited_for(kinds: tuple[str, ...], expected: list[str] | None) -> None:
    assert kinds_of(transfers.wait(rows(*kinds))) == expected


def test_what_is_disputed_begins_and_ends_no_wait() -> None:
    asked, given = rows("requested"), rows("delivery_reported", certainty="disputed")
    assert kinds_of(transfers.wait(pd.concat([given, asked]))) == ["requested", "", ""]
    assert transfers.wait(given) is None
