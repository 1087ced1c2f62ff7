"""How many were delivered: the section on Suppliers and Systems holds what was public by the day, and nothing later."""

from datetime import date

import pytest

from caveat.content import quantities
from caveat.domain.quantities import counted_families
from caveat.domain.query import View
from tests.support import reference
from tests.support.opened_page import OpenedPage, shared_page

LATE = date(2026, 11, 1)
DAYS = [date(2022, 6, 15), date(2024, 4, 24), date(2024, 11, 18), LATE]


def public(family: str, day: date, dataset) -> set[str]:
    """The ids of a family's dated rows by a day, from the file."""
    members = {row["system_id"] for row in reference.rows("systems") if family in (row["system_id"], row["family_id"])}
    return {
        row["quantity_id"]
        for row in reference.rows("quantities")
        if members & set(row["system_ids"].split(";"))
        and row["published"]
        and reference.first_day(row["published"]) <= day
    }


@pytest.mark.parametrize("day", DAYS)
def test_the_rows_of_a_day(dataset, day):
    for family in counted_families(dataset):
        rows = quantities.find_numbers(dataset, family, day).rows
        assert {row.quantity_id for row in rows if row.published} == public(family, day, dataset)
        assert list(quantities.numbers_frame(dataset, View(day), {"quantity": family})["quantity_id"]) == [
            row.quantity_id for row in rows
        ]


def test_each_mark_of_the_chart_is_a_bound_of_the_file(dataset):
    table = {row["quantity_id"]: row for row in reference.rows("quantities")}
    for family in counted_families(dataset):
        numbers = quantities.find_numbers(dataset, family, LATE)
        points = quantities.numbers_figure(dataset, numbers, "light").data[1]
        drawn = {}
        for x, (row_id, qualifier), symbol in zip(points.x, points.customdata, points.marker.symbol, strict=True):
            if symbol != "triangle-right":
                drawn.setdefault((row_id, qualifier), set()).add(x)
        assert drawn == {
            (row.quantity_id, row.qualifier): {
                float(table[row.quantity_id][column])
                for column in ("value_low", "value_high")
                if table[row.quantity_id][column]
            }
            for row in numbers.drawn
            if row.has_number
        }


def test_words_without_a_number_are_written_and_not_drawn(dataset):
    numbers = quantities.find_numbers(dataset, "atacms", LATE)
    texts = [note.text for note in quantities.numbers_figure(dataset, numbers, "dark").layout.annotations]
    assert "“hundreds”" in texts and "<b>fewer than 40</b>" in texts


def test_the_first_chosen_system_with_numbers_is_the_default(dataset):
    assert quantities.system_options(dataset, View(LATE))[1] == "atacms"
    assert quantities.system_options(dataset, View(LATE, systems=("flamingo-fp5", "scalp-eg")))[1] == "scalp-eg"
    assert quantities.system_options(dataset, View(LATE, systems=("atacms-m39",)))[1] == "atacms"
    assert quantities.system_options(dataset, View(date(2022, 1, 1), systems=("scalp-eg",)))[1] == "atacms"


@pytest.mark.parametrize("query", [{}, {"quantity": "taurus-kepd-350"}, {"asof": "2022-06-15"}, {"quantity": "nope"}])
def test_suppliers_has_the_section(query):
    opened = shared_page("suppliers", **{"asof": "2026-11-01", **query})
    assert opened.problems == []
    name = "Taurus KEPD 350" if query.get("quantity", "").startswith("taurus") else "ATACMS"
    asked, heading = f"How many {name} were delivered?", opened.soup.select_one("#quantities").get_text()
    assert heading == f"Every published number of {name}"
    assert asked in opened.text
    assert opened.title.startswith(asked) == ("quantity" in query)


def test_every_number_stands_on_the_page_with_its_source():
    for family in ("atacms", "gmlrs"):
        opened = shared_page("suppliers", asof="2026-11-01", quantity=family)
        for row in reference.rows("quantities"):
            if set(row["system_ids"].split(";")) & {family, "atacms-m39" if family == "atacms" else family}:
                assert f"“{row['value_as_published']}”" in opened.text, row["quantity_id"]
                links = {link["href"] for link in opened.soup.select("a[href]")}
                assert reference.source_urls(row["source_id"]) <= links, row["quantity_id"]


@pytest.mark.parametrize(("system_id", "there"), [("atacms", True), ("atacms-m39", True), ("jassm", False)])
def test_the_page_of_a_system_with_numbers_has_the_section(system_id, there):
    opened = shared_page("system", asof="2026-11-01", id=system_id)
    assert opened.problems == []
    assert bool(opened.soup.select("#quantities")) is there


def test_a_missing_table_takes_out_the_section_alone(data_copy):
    (data_copy / "quantities.csv").unlink()
    opened = OpenedPage("suppliers", {"asof": "2024-11-18", "quantity": "atacms", "measure": "pda_package"})
    assert opened.problems == []
    assert "Delivery confirmed or reported: ATACMS" in opened.text
    assert not opened.soup.select("#quantities")


def test_numbers_do_not_need_the_transfers(data_copy):
    (data_copy / "transfers.csv").unlink()
    opened = OpenedPage("suppliers", {"asof": "2026-11-01"})
    assert opened.problems == []
    assert "neither Washington nor Kyiv" in opened.text
