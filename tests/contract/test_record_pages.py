"""The timeline, the positions and the suppliers as pages: what they say is what the files say, and odd choices leave words."""

import re

import pytest

from tests.support import reference
from tests.support.opened_page import OpenedPage

QUERIES = {
    "timeline": [
        {"asof": "2022-02-24", "zoom": "around", "territory": "ua_occupied"},
        {"asof": "2026-11-22", "zoom": "week", "known": "now"},
        {"asof": "2024-11-18", "territory": "moon", "zoom": "x"},
        {"asof": "2024-11-18", "sys": "flamingo-fp5", "zoom": "week"},
    ],
    "positions": [
        {"asof": "2026-11-22", "issue": "all"},
        {"asof": "2026-11-22", "issue": "scalp_inside_russia", "country": "CN"},
        {"issue": "none", "country": "XX"},
    ],
    "suppliers": [
        {"asof": "2026-11-22", "measure": "bilateral_military_aid_share_of_gdp"},
        {"asof": "2024-11-18", "known": "now", "sys": "eram", "measure": "kiel_total_allocated"},
        {"measure": "gold"},
    ],
}


@pytest.mark.parametrize(
    ("page_id", "query"), [(page_id, query) for page_id, queries in QUERIES.items() for query in queries]
)
def test_every_choice_gives_a_page(page_id: str, query: dict[str, str]) -> None:
    opened = OpenedPage(page_id, query)
    assert opened.problems == []
    assert opened.question.endswith("?")
    assert "Method and sources" in opened.text
    asked = {"territory": "moon", "zoom": "x", "issue": "none", "country": "XX", "measure": "gold"}
    wrong = [key for key, value in query.items() if asked.get(key) == value]
    assert len(opened.address_notes) == len(wrong)


@pytest.mark.parametrize("known", ["then", "now"])
def test_timeline_entries_are_the_rows_of_the_log(known: str) -> None:
    opened = OpenedPage("timeline", {"asof": "2024-11-18", "known": known, "zoom": "week", "territory": "ru_kursk"})
    wanted = {
        row["change_id"]
        for row in reference.rows("restrictions")
        if row["territory"] in ("ru_kursk", "ru_any", "everywhere")
        and reference.first_day("2024-11-11") <= reference.entry_day(row, known) <= reference.first_day("2024-11-18")
    }
    shown = {tag["id"].removeprefix("entry-") for tag in opened.soup.select("tr[id^=entry-]")}
    assert shown == wanted
    assert wanted


def test_timeline_bars_on_the_day_are_the_fold() -> None:
    opened = OpenedPage("timeline", {"asof": "2024-11-18", "territory": "ru_kursk"})
    day = reference.first_day("2024-11-18")
    lanes = [lane.get_text(" ", strip=True) for lane in opened.soup.select("li.cv-lane:not(.cv-event-lane)")]
    for supplier, system in reference.supplier_system_pairs():
        truth = reference.fold(supplier, system, "ru_kursk", day, "then")
        name = reference.pair_name(supplier, system)
        word = {"restricted": "allowed with conditions"}.get(truth.status, reference.STATUS_WORDS[truth.status])
        head = f"{name} {reference.COUNTRY_NAMES[supplier]}"
        said = [lane for lane in lanes if lane.startswith(head)]
        assert bool(said) or truth.status == "no_record", head
        if truth.status != "no_record":
            assert re.search(rf"{word}.* {truth.certainty}\b", said[0], re.IGNORECASE), (said, word)


def test_positions_show_every_statement_up_to_the_day() -> None:
    opened = OpenedPage("positions", {"asof": "2024-11-18", "issue": "taurus_supply"})
    rows = [row for row in reference.rows("positions") if row["issue"] == "taurus_supply"]
    due = [row for row in rows if reference.first_day(row["date"]) <= reference.first_day("2024-11-18")]
    for row in rows:
        assert (f"Position {row['position_id']}" in opened.text) == (row in due)
    assert f"{len(rows) - len(due)} later statement" in opened.text
    quotes = {tag.get_text() for tag in opened.soup.select("q")}
    assert quotes == {row["short_quote"] for row in due if row["short_quote"]}


def test_suppliers_show_every_step_and_figure_up_to_the_day() -> None:
    opened = OpenedPage("suppliers", {"asof": "2025-12-01"})
    day = reference.first_day("2025-12-01")
    for row in reference.rows("transfers"):
        assert (f"Transfer {row['transfer_id']}" in opened.text) == (reference.first_day(row["date"]) <= day)
    for row in reference.rows("aid"):
        assert (f"Figure {row['figure_id']}" in opened.text) == (reference.first_day(row["date"]) <= day)
    assert "never added" in opened.text
    assert "Whether Italy supplied Storm Shadow is disputed" in opened.text


def test_suppliers_bars_are_the_file() -> None:
    opened = OpenedPage("suppliers", {"asof": "2026-11-22", "measure": "bilateral_military_aid_share_of_gdp"})
    bars = next(trace for figure in opened.figures for trace in figure["data"] if trace.get("type") == "bar")
    wanted = sorted(
        float(row["value"]) for row in reference.rows("aid") if row["measure"] == "bilateral_military_aid_share_of_gdp"
    )
    assert wanted
    assert "% of GDP" in bars["name"]
    alt = opened.chart_labels[-1]
    for value in wanted:
        assert f"{value:g}% of GDP" in alt
