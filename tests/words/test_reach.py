"""Reach in words: what is said of each kind of day, with the measured numbers, and nothing that was not measured."""

from __future__ import annotations

import re
from datetime import date

import pytest
import shapely

from caveat.reach import Part
from caveat.words import reach as words

DAY = date(2024, 11, 18)


def parts(*some: tuple[str, str, str, float]) -> tuple[Part, ...]:
    return tuple(Part(territory, status, certainty, shapely.Polygon(), area) for territory, status, certainty, area in some)


def days(kursk: str, border: str, rest: str) -> tuple[Part, ...]:
    return parts(("ru_kursk", kursk, "reported", 30_000), ("ru_border", border, "official", 210_000), ("ru_any", rest, "official", 260_000))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            days("permitted", "prohibited", "prohibited"),
            "On 18 November 2024 the permissions for ATACMS covered the Kursk area only: 30,000 km², 6 % of the Russian land within 300 km of Ukraine’s border.",
        ),
        (
            days("permitted", "permitted", "permitted"),
            "On 18 November 2024 the permissions for ATACMS covered all Russian land within 300 km of Ukraine’s border, 500,000 km².",
        ),
        (
            days("prohibited", "unclear", "prohibited"),
            "On 18 November 2024 the permissions for ATACMS covered none of the Russian land within 300 km of Ukraine’s border, 500,000 km².",
        ),
        (
            days("not_supplied", "not_supplied", "not_supplied"),
            "On 18 November 2024 ATACMS was not supplied. The Russian land within 300 km of Ukraine’s border, 500,000 km², was covered by no permission.",
        ),
        (
            days("no_record", "no_record", "no_record"),
            "There is no record of a rule on ATACMS for Russia by 18 November 2024. No record is not a prohibition. "
            "The Russian land within 300 km of Ukraine’s border is 500,000 km².",
        ),
        (
            days("case_by_case", "restricted", "case_by_case"),
            "On 18 November 2024 the permissions for ATACMS covered Russian land with conditions or case by case only: all 500,000 km² within 300 km of Ukraine’s border.",
        ),
        (
            days("prohibited", "restricted", "prohibited"),
            "On 18 November 2024 no permission for ATACMS covered Russian land without conditions. "
            "With conditions or case by case they covered the border area: 210,000 km², 42 % of the land within range.",
        ),
        (
            days("permitted", "restricted", "prohibited"),
            "On 18 November 2024 the permissions for ATACMS covered the Kursk area: 30,000 km², 6 % of the Russian land within 300 km of Ukraine’s border. "
            "With conditions or case by case they covered the border area: 210,000 km², 42 % of the land within range.",
        ),
    ],
)
def test_what_was_covered(found: tuple[Part, ...], sentence: str) -> None:
    assert words.covered_sentence("ATACMS", 300, DAY, found) == sentence


@pytest.mark.parametrize(("value", "text"), [(0, "0 %"), (0.3, "less than 1 %"), (6.3, "6 %"), (99.5, "more than 99 %"), (100, "100 %")])
def test_no_share_is_rounded_to_nothing_or_all(value: float, text: str) -> None:
    assert words.percent(value) == text


@pytest.mark.parametrize(("value", "text"), [(30_215, "30,200 km²"), (173, "200 km²"), (40, "under 100 km²")])
def test_areas_are_rounded(value: float, text: str) -> None:
    assert words.area(value) == text


def test_table_areas() -> None:
    assert [words.table_area(one) for one in (0, 40, 30_215)] == ["0", "under 100", "30,200"]


def test_labels() -> None:
    kursk, border, rest = days("permitted", "prohibited", "no_record")
    assert words.area_label(["ru_kursk"], kursk, 300) == "Kursk area: allowed (reported)"
    assert words.area_label(["ru_border", "ru_any"], border, 1609.3) == "Elsewhere in Russia, within 1,609 km: not allowed (official)"
    assert words.area_label(["ru_any", "ru_kursk", "ru_border"], Part("ru_any", "no_record", "", rest.shape, 1), 300) == "Russia within 300 km: no record"
    assert words.area_hover(["ru_kursk"], kursk, 300, 30_215) == "Kursk area: allowed (reported)<br>30,200 km² within 300 km"
    assert words.title("ATACMS", "United States", "up to 300 km") == "ATACMS, United States: up to 300 km"
    assert words.title("ATACMS", "United States", "") == "ATACMS, United States"


def test_alt_says_what_the_map_shows() -> None:
    found = days("permitted", "prohibited", "prohibited")
    text = words.alt("ATACMS", 165, 300, DAY, found, {"ua_occupied": Part("ua_occupied", "permitted", "official", shapely.Polygon(), 0)})
    assert text.startswith("Map. ATACMS is drawn with its highest published range of 300 km; the lowest is 165 km.")
    assert "occupied Ukraine allowed (official); the Kursk area allowed (reported); the border area not allowed (official)" in text
    assert text.endswith(".")
    assert words.published("Taurus", 500, 500) == "Taurus is drawn with its published range of 500 km."


def test_the_rules_stand_under_each_map() -> None:
    for low, high in ((165, 300), (500, 500)):
        caption = words.caption(low, high)
        for rule in ("A/RES/68/262", "Policy level only.", "No supplier published a map", "whole Kursk region", "No front line is drawn"):
            assert rule in caption
        assert f"within {high} km" in caption
        assert ("165 km" in caption) == (low < high)


def test_method_names_the_conventions() -> None:
    for word in ("geodesic", "WGS84", "0.5 %", "68/262", "Bryansk", "No targets, units, launch places or tactics", "Kaliningrad"):
        assert word in words.METHOD
    assert not re.search(r"\bTODO\b", words.METHOD)
