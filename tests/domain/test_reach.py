"""Reach: the band lies at its range by pyproj.Geod, and the day's permissions cover what they say."""

import math
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from caveat.domain import geography, reach
from caveat.domain.geography import GEOD
from tests.support import reach_shapes
from tests.support.founding_map import LAND

RANGES = (80, 165, 250, 300, 500, 1000, 1600, 3000)


@dataclass(frozen=True)
class Rule:
    status: str
    certainty: str = "official"


def rules(kursk: str, border: str, rest: str) -> dict[str, Rule]:
    return {"ru_kursk": Rule(kursk), "ru_border": Rule(border), "ru_any": Rule(rest), "ua_occupied": Rule("permitted")}


@cache
def border_points() -> np.ndarray:
    """Ukraine's border as it is drawn, with a point at least every 2 km or so."""
    return shapely.get_coordinates(shapely.segmentize(LAND.countries["UKR"].boundary, 0.02))


def distance_km(lon: float, lat: float) -> float:
    """The geodesic distance from a point to the nearest point of Ukraine's border."""
    line = border_points()
    _, _, metres = GEOD.inv(np.full(len(line), lon), np.full(len(line), lat), line[:, 0], line[:, 1])
    return float(np.min(metres)) / 1000


def outer_edge(range_km: float) -> shapely.geometry.base.BaseGeometry:
    return shapely.union_all(
        [shapely.Polygon(part.exterior) for part in shapely.get_parts(reach_shapes.band(range_km))]
    ).boundary


@pytest.mark.parametrize("range_km", RANGES)
def test_the_edge_lies_at_its_range(range_km: float) -> None:
    """60 points along the outer edge, corners or not: each is range_km from the border to 0.5 %."""
    edge = outer_edge(range_km)
    found = [
        distance_km(point.x, point.y)
        for point in (edge.interpolate(share, normalized=True) for share in np.linspace(0, 1, 60, endpoint=False))
    ]
    assert min(found) > 0.995 * range_km
    assert max(found) < 1.005 * range_km


@given(
    range_km=st.sampled_from([80.0, 165.0, 300.0, 560.0, 1000.0, 2500.0]), lon=st.floats(20, 75), lat=st.floats(42, 70)
)
@settings(max_examples=60)
def test_a_point_is_in_the_band_where_it_is_near_enough(range_km: float, lon: float, lat: float) -> None:
    inside, far = reach_shapes.band(range_km).covers(shapely.Point(lon, lat)), distance_km(lon, lat)
    if LAND.countries["UKR"].covers(shapely.Point(lon, lat)):
        assert not inside or far < 1
    elif far < 0.995 * range_km:
        assert inside
    elif far > 1.005 * range_km:
        assert not inside


@given(range_km=st.floats(25, 3500))
@settings(max_examples=5)
def test_any_range(range_km: float) -> None:
    """Not only the ranges that are published now. (From 25 km on, as the border is sampled here every 2 km.)"""
    edge = outer_edge(range_km)
    for share in (0.05, 0.3, 0.55, 0.8):
        point = edge.interpolate(share, normalized=True)
        assert distance_km(point.x, point.y) == pytest.approx(range_km, rel=0.005)


@pytest.mark.parametrize("range_km", [0, -1, -300, math.nan, math.inf, -math.inf, 3501, 1e9])
@pytest.mark.parametrize(
    "function",
    [
        reach_shapes.band,
        reach_shapes.inside_russia,
        partial(reach.range_edge, LAND),
        partial(reach.reach_in_plane, LAND),
        reach.checked_range,
    ],
)
def test_a_range_is_a_positive_number(function: object, range_km: float) -> None:
    with pytest.raises(ValueError, match=r"found a range of .* expected a positive number"):
        function(range_km)  # type: ignore[operator]


def test_a_longer_range_holds_a_shorter_one() -> None:
    areas = [geography.area_km2(reach_shapes.inside_russia(range_km)) for range_km in RANGES]
    assert areas == sorted(areas)
    for short, long in pairwise(RANGES):
        assert geography.area_km2(reach_shapes.inside_russia(short).difference(reach_shapes.inside_russia(long))) < 10


def test_inside_russia_is_the_band_in_russia() -> None:
    band, russia = reach_shapes.band(300), LAND.countries["RUS"]
    inside = reach_shapes.inside_russia(300)
    assert geography.area_km2(inside) == pytest.approx(geography.area_km2(band.intersection(russia)), rel=0.002)
    assert geography.area_km2(inside.difference(russia)) < 50
    assert not inside.covers(shapely.Point(34.10, 44.95)), "Crimea is Ukraine"
    assert inside.covers(shapely.Point(39.20, 51.67)), "Voronezh lies within 300 km"
    assert not inside.covers(shapely.Point(37.62, 55.76)), "Moscow does not"


def test_only_kursk_is_covered() -> None:
    """18 November 2024: permitted in the Kursk area, not allowed elsewhere in Russia."""
    states = rules("permitted", "prohibited", "prohibited")
    found = reach.reach_parts(LAND, 300, states)
    shares = reach.area_shares(found)
    assert [part.cover for part in found] == ["covered", "not_covered", "not_covered"]
    kursk = LAND.areas["ru_kursk"]
    assert shares.covered_km2 == pytest.approx(geography.area_km2(kursk), rel=0.001)
    assert shares.total_km2 == pytest.approx(geography.area_km2(reach_shapes.inside_russia(300)), rel=0.001)
    assert shares.conditions_km2 == 0


def test_the_band_clips_what_is_allowed() -> None:
    """80 km do not reach all of the Kursk region: only the part within range counts."""
    shares = reach.area_shares(reach.reach_parts(LAND, 80, rules("permitted", "prohibited", "prohibited")))
    assert 0 < shares.covered_km2 < 0.7 * geography.area_km2(LAND.areas["ru_kursk"])


@pytest.mark.parametrize(
    ("status", "cover"),
    [
        ("permitted", "covered"),
        ("restricted", "conditions"),
        ("case_by_case", "conditions"),
        ("unclear", "not_covered"),
        ("prohibited", "not_covered"),
        ("not_supplied", "not_covered"),
        ("no_record", "not_covered"),
    ],
)
def test_what_each_status_covers(status: str, cover: str) -> None:
    states = rules(status, status, status)
    everything = geography.area_km2(reach_shapes.inside_russia(250))
    for part in reach.reach_parts(LAND, 250, states):
        assert part.cover == cover
    assert reach.area_shares(reach.reach_parts(LAND, 250, states)).total_km2 == pytest.approx(everything, rel=0.001)


def test_parts_do_not_overlap_and_make_up_the_band() -> None:
    found = reach.reach_parts(LAND, 500, rules("permitted", "restricted", "unclear"))
    assert [part.territory for part in found] == list(LAND.drawn)
    total = geography.area_km2(shapely.union_all([part.shape for part in found]))
    assert sum(part.area_km2 for part in found) == pytest.approx(total, rel=0.001)
    shares = reach.area_shares(found)
    assert shares.covered_km2 + shares.conditions_km2 < shares.total_km2 == pytest.approx(total, rel=0.001)


def test_a_state_that_is_missing_is_no_permission_by_accident() -> None:
    with pytest.raises(KeyError):
        reach.reach_parts(LAND, 300, {"ru_kursk": Rule("permitted")})
    with pytest.raises(KeyError):
        reach.territory_within(LAND, 300, "ua_occupied")


def test_the_edge_in_russia_lies_in_russia() -> None:
    line = reach.range_edge(LAND, 165)
    russia = LAND.to_plane(LAND.countries["RUS"])
    assert line.length > 500
    assert line.difference(russia.buffer(0.1)).length < 1
