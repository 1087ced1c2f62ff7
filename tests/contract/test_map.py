"""The map page against the CSVs: rules from the reference implementation, ranges from the claims, areas measured anew, on the page, in its tables and in its figures."""

import re
from dataclasses import replace
from datetime import date

import pytest

from caveat.content import map as map_page
from caveat.content.pages import PAGES
from caveat.dataset import tables
from caveat.domain import claims, geography, reach
from caveat.text.labels import CERTAINTY, STATUS_SHORT
from tests.support import reach_shapes, reference
from tests.support.founding_map import LAND
from tests.support.opened_page import OpenedPage

FOUNDING = [("US", "atacms"), ("GB", "storm-shadow"), ("FR", "scalp-eg"), ("DE", "taurus-kepd-350")]
ROWS = {
    "ua_occupied": "Occupied Ukraine",
    "ru_border": "Border area",
    "ru_kursk": "Kursk area",
    "ru_any": "Elsewhere in Russia",
}


def shown(opened: OpenedPage) -> list[list[list[str]]]:
    """The tables under the maps, cell by cell."""
    return [
        [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr")]
        for table in opened.soup.select("details.cv-data table")
    ]


def test_the_founding_day() -> None:
    """18 November 2024: ATACMS's 300 km band with only the Kursk area filled."""
    opened = OpenedPage("map", {"asof": "2024-11-18", "known": "then", "sys": "atacms"})
    assert opened.problems == []
    assert opened.title.startswith("Map: ATACMS could be fired into Russia only in the Kursk area")
    (figure,) = opened.figures
    assert figure["layout"]["meta"] == {
        "system": "ATACMS",
        "lowest_km": 165,
        "highest_km": 300,
        "headline_km": 300,
    }
    filled = [
        trace["name"]
        for trace in figure["data"]
        if (trace.get("name") or "").startswith("ru_") and not trace.get("fillpattern")
    ]
    assert filled == ["ru_kursk"]
    kursk = geography.area_km2(LAND.areas["ru_kursk"])
    total = geography.area_km2(reach_shapes.inside_russia(300))
    assert (
        f"could be used inside Russia in the Kursk area only (reported): {100 * kursk / total:.0f}% of the Russian land "
        "within 300 km (186 miles)" in opened.text
    )


@pytest.mark.parametrize("known", ["then", "now"])
@pytest.mark.parametrize("day", ["2023-06-01", "2024-05-31", "2024-11-16", "2024-11-18", "2025-06-30", "2026-03-01"])
def test_rules_and_areas(day: str, known: str) -> None:
    opened = OpenedPage("map", {"asof": day, "known": known})
    assert opened.problems == []
    read = tables.load()
    assert len(opened.figures) == len(FOUNDING)
    for (supplier, system), rows, figure in zip(FOUNDING, shown(opened), opened.figures, strict=True):
        band = claims.range_band(read, system, date.fromisoformat(day) if known == "then" else None)
        assert band is not None
        assert [figure["layout"]["meta"][key] for key in map_page.RANGE_COLUMNS] == [
            getattr(band, key) for key in map_page.RANGE_COLUMNS
        ]
        for territory, name in ROWS.items():
            cells = next(row for row in rows if row[0].startswith(name))
            status, certainty = rule(supplier, system, territory, date.fromisoformat(day), known)
            assert cells[1] == STATUS_SHORT[status], (system, territory)
            assert cells[2] == (CERTAINTY[certainty] if certainty else "–")
            if territory == "ua_occupied":
                assert cells[4:] == ["–", "–", "–"]
                continue
            area = f"{round(reach.territory_within(LAND, band.headline_km, territory)[1], -2):,.0f}"
            assert cells[4] == area
            assert cells[5] == (area if status == "permitted" else "0")
            assert cells[6] == (area if status in ("restricted", "case_by_case") else "0")


def rule(supplier: str, system: str, territory: str, day: date, known: str) -> tuple[str, str]:
    found = reference.fold(supplier, system, territory, day, known)
    return found.status, found.certainty


def test_variants_have_their_own_range_and_their_familys_rules() -> None:
    opened = OpenedPage("map", {"asof": "2024-11-18", "sys": ["atacms-m39", "atacms"]})
    assert [figure["layout"]["meta"]["highest_km"] for figure in opened.figures] == [165, 300]
    first, second = shown(opened)
    assert [row[1:4] for row in first[:4]] == [row[1:4] for row in second[:4]]


def test_many_systems_are_cut_with_a_note() -> None:
    read = tables.load()
    opened = OpenedPage("map", {"asof": "2026-03-01", "sys": list(read["systems"]["system_id"])})
    assert opened.problems == []
    assert len(opened.figures) == map_page.MAX_MAPS
    (note,) = [notice for notice in opened.notices if notice.startswith("Drawn are the first")]
    assert int(re.findall(r"\d+", note)[0]) == map_page.MAX_MAPS < int(re.findall(r"\d+", note)[1])


def test_a_range_beyond_the_shapes_is_said() -> None:
    read = tables.load()
    frame = read["claims"].copy()
    frame.loc[
        (frame["system_id"] == "taurus-kepd-350") & (frame["headline"] == "yes") & (frame["attribute"] == "range_km"),
        "value_low",
    ] = 5000.0
    changed = replace(read, frames={**read.frames, "claims": frame})
    view = map_page.View(date(2024, 11, 18))
    assert "5,000 km reaches beyond the map" in map_page.build_map(changed, view, "DE", "taurus-kepd-350").missing
    silent = replace(read, frames={**read.frames, "claims": frame[frame["system_id"] != "taurus-kepd-350"]})
    assert "no range is published" in map_page.build_map(silent, view, "DE", "taurus-kepd-350").missing


def test_the_rules_of_the_map_stand_on_it() -> None:
    opened = OpenedPage("map", {"asof": "2024-11-18"})
    assert opened.text.count("Crimea is drawn as Ukraine (UN A/RES/68/262)") == 1, "said once for all maps"
    assert "No supplier published a map of these areas" in opened.text
    assert any("geodesic" in element.value for element in opened.test.markdown)
    assert next(page for page in PAGES if page.id == "map").path == "map"


def test_a_figure_is_built_once_for_days_on_which_nothing_changed() -> None:
    read = tables.load()
    one, other = (
        map_page.build_map(read, map_page.View(day), "US", "atacms") for day in (date(2024, 11, 18), date(2024, 11, 17))
    )
    assert map_page.map_figure(one, "light") is map_page.map_figure(other, "light")
    assert map_page.map_figure(one, "light") is not map_page.map_figure(one, "dark")
