"""Reach in words: what is said of each kind of day, with the measured numbers, and nothing that was not measured."""

import re

import pytest

from caveat.charts.map_model import Rule
from caveat.content import published_figures
from caveat.dataset import schema
from caveat.dataset.tables import Dataset
from caveat.domain import claims
from caveat.text import map_labels as words
from caveat.text.claims import claim_figure
from caveat.text.map_key import key_items
from tests.support.drawn_maps import range_band
from tests.support.elements import parse
from tests.support.founding_map import LAND


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0%"), (0.3, "less than 1%"), (6.3, "6%"), (99.5, "more than 99%"), (100, "100%")]
)
def test_no_share_is_rounded_to_nothing_or_all(value: float, text: str) -> None:
    assert plain(words.percent_text(value)) == text


@pytest.mark.parametrize(("value", "text"), [(30_215, "30,200 km²"), (173, "200 km²"), (40, "under 100 km²")])
def test_areas_are_rounded(value: float, text: str) -> None:
    assert words.area_km2_text(value) == text


def test_table_areas() -> None:
    assert [words.table_area(area_km2) for area_km2 in (0, 40, 30_215)] == ["0", "under 100", "30,200"]


def plain(text: str) -> str:
    """A text with blanks that break in place of those that do not."""
    return text.replace("\u00a0", " ")


def test_labels() -> None:
    assert words.area_label(LAND, ["ru_kursk"], Rule("permitted", "reported")) == "Kursk area: allowed (reported)"
    assert (
        words.area_label(LAND, ["ru_border", "ru_any"], Rule("prohibited", "official"))
        == "Elsewhere in Russia: not allowed (official)"
    )
    assert (
        words.area_label(LAND, ["ru_any", "ru_kursk", "ru_border"], Rule("no_record", ""), whole=True)
        == "Russia: no record"
    )
    assert (
        words.area_label(LAND, ["ru_kursk", "ru_border"], Rule("prohibited", "official"))
        == "Border area and Kursk area: not allowed (official)"
    )
    assert (
        plain(words.area_hover("Kursk area: allowed (reported)", 30_215, 300))
        == "Kursk area: allowed (reported)<br>30,200 km² within 300 km (186 miles)"
    )
    assert words.map_title("ATACMS", "United States", "up to 300 km") == "ATACMS, United States: up to 300 km"
    assert words.map_title("ATACMS", "United States", "") == "ATACMS, United States"


@pytest.mark.parametrize(
    ("system_id", "text"),
    [
        ("atacms", "up to 300 km (186 miles)"),
        ("storm-shadow", "more than 250 km (155 miles)"),
        ("eram", "240 to 450 km (149 to 280 miles)"),
        ("tomahawk", "about 1,609 km (1,000 miles)"),
    ],
)
def test_figures_are_in_both_units(dataset: Dataset, system_id: str, text: str) -> None:
    band = claims.range_band(dataset, system_id)
    assert band and plain(words.figure_and_miles(band.headline)) == text


def test_the_drawn_ranges_are_said_with_those_who_say_them(dataset: Dataset) -> None:
    only = words.drawn_ranges_sentences("Taurus", range_band(500, 500))
    assert [plain(sentence) for sentence in only] == ["Taurus is drawn with its published range, 500 km (311 miles)."]
    band = range_band(165, 250, 560, ("Sky News", "TVN24", "The National", "UAWire"))
    _, highest, lowest = (plain(sentence) for sentence in words.drawn_ranges_sentences("System", band))
    assert "560 km (348 miles), by Sky News, TVN24 and 2 more" in highest and "165 km (103 miles)" in lowest


def test_key_card_and_compare_say_the_same_of_each_range(dataset: Dataset) -> None:
    """The numbers of the key of a map stand, in the same words, in the lines of the system's page and of /compare."""
    drawn = 0
    for system_id in dataset["systems"]["system_id"]:
        band = claims.range_band(dataset, system_id)
        if band is None:
            continue
        told = plain(parse(published_figures.lines_html(dataset, (system_id,), "range_km")).text)
        assert plain(claim_figure(band.headline)) in told
        keys = [item.text for item in key_items((), (), band)]
        assert len(keys) == (band.lowest_km < band.headline_km) + (band.highest_km > band.headline_km)
        assert all(plain(key) in told for key in keys), system_id
        published = claims.claims_of(dataset, system_id, "range_km")
        numbers = {claim.floor for claim in published} | {claim.high for claim in published}
        assert {band.lowest_km, band.highest_km} <= numbers, "each is somebody's figure"
        drawn += len(keys)
    assert drawn > 3


def test_the_rules_of_drawing() -> None:
    rules = " ".join(words.drawing_rules(LAND))
    for rule in (
        "A/RES/68/262",
        "Policy level only",
        "No supplier published a map",
        "the Kursk area as the whole Kursk region",
        "No front line is drawn",
    ):
        assert rule in rules


def test_method_names_the_conventions() -> None:
    method = (schema.DATA / "texts" / "map.md").read_text(encoding="utf-8")
    for word in (
        "geodesic",
        "WGS84",
        "0.5%",
        "68/262",
        "Bryansk",
        "No targets, units, launch places or tactics",
        "Kaliningrad",
    ):
        assert word in method
    assert not re.search(r"\bTODO\b", method)
