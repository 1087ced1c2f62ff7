"""Reach in words: what is said of each kind of day, with the measured numbers, and nothing that was not measured."""

import re

import pytest

from caveat.charts.map_model import Rule
from caveat.dataset import schema
from caveat.text import map_labels as words
from tests.support.founding_map import LAND


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0 %"), (0.3, "less than 1 %"), (6.3, "6 %"), (99.5, "more than 99 %"), (100, "100 %")]
)
def test_no_share_is_rounded_to_nothing_or_all(value: float, text: str) -> None:
    assert words.percent_text(value) == text


@pytest.mark.parametrize(("value", "text"), [(30_215, "30,200 km²"), (173, "200 km²"), (40, "under 100 km²")])
def test_areas_are_rounded(value: float, text: str) -> None:
    assert words.area_km2_text(value) == text


def test_table_areas() -> None:
    assert [words.table_area(area_km2) for area_km2 in (0, 40, 30_215)] == ["0", "under 100", "30,200"]


def test_labels() -> None:
    assert words.area_label(LAND, ["ru_kursk"], Rule("permitted", "reported"), 300) == "Kursk area: allowed (reported)"
    assert (
        words.area_label(LAND, ["ru_border", "ru_any"], Rule("prohibited", "official"), 1609.3)
        == "Elsewhere in Russia, within 1,609 km: not allowed (official)"
    )
    assert (
        words.area_label(LAND, ["ru_any", "ru_kursk", "ru_border"], Rule("no_record", ""), 300, whole=True)
        == "Russia within 300 km: no record"
    )
    assert (
        words.area_label(LAND, ["ru_kursk", "ru_border"], Rule("prohibited", "official"), 300)
        == "Border area and Kursk area: not allowed (official)"
    )
    assert (
        words.area_hover("Kursk area: allowed (reported)", 30_215, 300)
        == "Kursk area: allowed (reported)<br>30,200 km² within 300 km"
    )
    assert words.map_title("ATACMS", "United States", "up to 300 km") == "ATACMS, United States: up to 300 km"
    assert words.map_title("ATACMS", "United States", "") == "ATACMS, United States"


def test_the_rules_stand_under_each_map() -> None:
    assert words.drawn_range_sentence("Taurus", 500, 500) == "Taurus is drawn with its published range of 500 km."
    for low, high in ((165, 300), (500, 500)):
        caption = words.map_caption(LAND, low, high)
        for rule in (
            "A/RES/68/262",
            "Policy level only.",
            "No supplier published a map",
            "whole Kursk region",
            "No front line is drawn",
        ):
            assert rule in caption
        assert f"within {high} km" in caption
        assert ("165 km" in caption) == (low < high)


def test_method_names_the_conventions() -> None:
    method = (schema.DATA / "texts" / "map.md").read_text(encoding="utf-8")
    for word in (
        "geodesic",
        "WGS84",
        "0.5 %",
        "68/262",
        "Bryansk",
        "No targets, units, launch places or tactics",
        "Kaliningrad",
    ):
        assert word in method
    assert not re.search(r"\bTODO\b", method)
