"""The suppliers against transfers.csv and aid.csv: every step with its day, quantity and sources; every sum with its currency, never added up."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from caveat.content import briefing, suppliers, timeline
from caveat.dataset import tables
from caveat.dataset.tables import Dataset
from caveat.domain.query import View
from tests.support import broken as b
from tests.support import reference
from tests.support.elements import parse
from tests.support.excerpts import axis_values, excerpts, one_line
from tests.support.opened_page import OpenedPage, shared_page

SUPPLIERS = sorted({row["supplier"] for row in reference.rows("transfers")})
DELIVERED = {"delivery_reported", "delivery_confirmed"}
DONORS = sorted({row["donor"] for row in reference.rows("aid")})


def suppliers_page(**query: str) -> OpenedPage:
    return shared_page("suppliers", asof="2026-11-01", **query)


def suppliers_page_on(day: str) -> OpenedPage:
    return shared_page("suppliers", asof=day)


def money(row: dict[str, str]) -> set[str]:
    """The ways in which a sum may be said."""
    value = float(row["value"])
    if row["currency"] == "PCT_GDP":
        return {f"{value:g} %", f"{value:g}%"}
    ways = {f"{value:,.0f}"}
    for size, word in ((1e6, "million"), (1e9, "billion")):
        ways |= {
            f"{value / size:,.{digits}f} {word}" for digits in range(4) if round(value / size, digits) == value / size
        }
    return ways


def test_every_transfer() -> None:
    opened = suppliers_page()
    assert opened.problems == []
    found = excerpts(opened.soup, {row["summary"] for row in reference.rows("transfers")})
    for row in reference.rows("transfers"):
        there = found[one_line(row["summary"])]
        assert there, f"{row['transfer_id']} is not on the page"
        text = [item.text for item in there]
        assert any(reference.spoken_date(row["date"]) in one for one in text), (row["transfer_id"], text)
        assert any(reference.source_urls(row["source_ids"]) <= item.links for item in there), row["transfer_id"]
        if row["quantity_low"] or row["quantity_high"]:
            numbers = {
                reference.format_number(row[column]) for column in ("quantity_low", "quantity_high") if row[column]
            }
            # The cell says a number as its source did, where that is in the table of numbers.
            published = [
                number["value_as_published"]
                for number in reference.rows("quantities")
                if number["source_id"] in row["source_ids"].split(";")
            ]
            said = any(all(number in one for number in numbers) for one in text)
            assert said or any(number in one for number in published for one in text), (row["transfer_id"], text)


def test_undisclosed_is_a_value() -> None:
    """A quantity that nobody published is said to be undisclosed."""
    assert any(not row["quantity_low"] and not row["quantity_high"] for row in reference.rows("transfers"))
    assert "undisclosed" in suppliers_page().text.lower()


def test_every_aid_figure() -> None:
    """Every figure is on the page, whichever measure the chart shows, with its currency's number and its sources."""
    opened = suppliers_page()
    found = excerpts(opened.soup, {row["summary"] for row in reference.rows("aid")})
    for row in reference.rows("aid"):
        there = found[one_line(row["summary"])]
        assert any(
            way in item.text
            for item in there
            for way in money(row)
            if reference.source_urls(row["source_ids"]) <= item.links
        ), (row["figure_id"], money(row))


@pytest.mark.parametrize("measure", sorted({row["measure"] for row in reference.rows("aid")})[::4])
def test_a_measure_can_be_chosen(measure: str) -> None:
    """The chart of one measure has its sums as points, each currency for itself."""
    opened = suppliers_page(known="now", measure=measure)
    assert opened.problems == []
    assert opened.address_notes == []
    points = Counter[float]()
    for figure in opened.figures:
        points += axis_values(figure, "x") + axis_values(figure, "y")
    for row in reference.rows("aid"):
        if row["measure"] == measure:
            value = float(row["value"])
            assert any(points[round(value / size, 3)] for size in (1, 1e6, 1e9)), (row["figure_id"], value)


@pytest.mark.parametrize("currency", sorted({row["currency"] for row in reference.rows("aid")} - {"PCT_GDP"}))
def test_sums_are_never_added(currency: str) -> None:
    """No total over a donor's or a currency's figures stands on the page: measures overlap."""
    text = suppliers_page().text
    for donor in [*DONORS, ""]:
        own = [
            float(row["value"])
            for row in reference.rows("aid")
            if row["currency"] == currency and donor in (row["donor"], "")
        ]
        if len(own) > 2:
            assert f"{sum(own):,.0f}" not in text
            assert f"{sum(own) / 1e9:,.1f} billion" not in text


def supply_notes(read: Dataset, day: date) -> tuple[str, str, str]:
    """What Suppliers, the briefing and the timeline say of Storm Shadow from Italy on a day."""
    view = View(day, systems=("storm-shadow",))
    ledger = suppliers.build_ledger(read, view)
    matrix = {(row.supplier, row.system_id): row for row in briefing.build_briefing(read, view).matrix}
    history = timeline.build_history(read, view, "ru_any", "around")
    notes = parse(suppliers.answer_html(read, ledger)).select(".cv-note")
    return (
        " ".join(note.get_text() for note in notes),
        matrix["IT", "storm-shadow"].note,
        " ".join([*history.notes, *(country for _, country in history.names.values())]),
    )


def test_a_disputed_supply_is_told_by_its_own_rows(dataset: Dataset) -> None:
    """Nothing before the first report; then what stands in the tables, by day."""
    assert not any("disputed" in said for said in supply_notes(dataset, date(2024, 4, 1)))
    first = (
        "Whether Italy supplied Storm Shadow is disputed, so no delivery is counted. 26 Apr 2024: The British defence "
        "secretary names Italy among the countries providing Storm Shadow."
    )
    page, matrix, lanes = supply_notes(dataset, date(2024, 11, 18))
    assert first in page and "Tajani" not in page
    assert matrix == "supply disputed"
    assert first in lanes and "Italy, supply disputed" in lanes
    page, _, lanes = supply_notes(dataset, date(2026, 1, 1))
    for said in (page, lanes):
        assert f"{first} 25 Oct 2025: Tajani says Italy never sent long-range missiles" in said


def test_an_undisputed_delivery_ends_the_dispute(folder: Path) -> None:
    """No sentence in code contradicts a row that is added later, whichever pair it is about."""
    path = folder / "transfers.csv"
    known = b.rows_of(path.read_bytes())
    given = next(row for row in known if row[0] == "it-ss-t-20240426")
    official = dict(zip(known[0], given, strict=True)) | {
        "transfer_id": "it-ss-t-20251110",
        "date": "2025-11-10",
        "certainty": "official",
        "status": "delivered_confirmed",
        "kind": "delivery_confirmed",
    }
    path.write_bytes(b.bytes_of([*known, list(official.values())]))
    read = tables.load(folder)
    assert "is disputed" in supply_notes(read, date(2025, 11, 9))[0]
    assert not any("disputed" in said for said in supply_notes(read, date(2026, 1, 1)))
    said = suppliers.verdict(suppliers.build_ledger(read, View(date(2026, 1, 1))))
    assert "Storm Shadow (United Kingdom and Italy)" in said[0]


@pytest.mark.parametrize("day", ["2022-06-15", "2023-09-22", "2024-11-18", "2026-11-01"])
def test_how_long_each_system_was_waited_for(day: str) -> None:
    """Each day in the table is that of the first row of its kind in the CSV, and nobody who waited is left out."""
    known = reference.rows("transfers")
    family = {row["system_id"]: row["family_id"] or row["system_id"] for row in reference.rows("systems")}
    lanes: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in sorted(known, key=lambda row: reference.first_day(row["date"])):
        if reference.first_day(row["date"]) <= date.fromisoformat(day) and row["certainty"] != "disputed":
            lane = family.get(row["system_id"], row["system_group_id"])
            lanes.setdefault((row["supplier"], lane), []).append(row)
    expected = set()
    for rows in lanes.values():
        promised = [row for row in rows if row["kind"] in {"pledged", "announced", "contracted"} | DELIVERED]
        delivered = [row for row in rows if row["kind"] in DELIVERED]
        if rows[0]["kind"] in {"requested", "refused", "reluctant", "under_discussion"}:
            firsts = (rows[0], *promised[:1], *delivered[:1])
            expected.add(tuple(row["transfer_id"] for row in firsts))
    soup = suppliers_page_on(day).soup
    [table] = [table for table in soup.select("table") if "waited for" in table.select_one("caption").text]
    found = {
        tuple(link["href"].split("row=")[1].split("&")[0] for link in row.select("a"))
        for row in table.select("tbody tr")
    }
    assert found == expected
