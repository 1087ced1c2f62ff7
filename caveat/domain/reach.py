"""Reach: the area within a range of the home border, its part in the opposite country, the part that rules permit."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.dataset.memo import memoized
from caveat.domain.case import Territory
from caveat.domain.geography import GEOD, Geography, area_km2, polygons

# Beyond this the plane is too bent, and the band of a country in the north goes over the pole.
LONGEST_KM = 3500.0
Cover = Literal["covered", "conditions", "not_covered"]
COVER_BY_STATUS: dict[str, Cover] = {"permitted": "covered", "restricted": "conditions", "case_by_case": "conditions"}
_AZIMUTHS = np.linspace(0, 360, 128, endpoint=False)


class Permission(Protocol):
    """What a state must have: status and certainty as in the tables, as a `PermissionState` has."""

    @property
    def status(self) -> str: ...
    @property
    def certainty(self) -> str: ...


@dataclass(frozen=True)
class ReachPart:
    """An area within a range on a day: its shape in degrees, its geodesic size, its status."""

    area: Territory
    status: str
    certainty: str
    shape: BaseGeometry
    area_km2: float

    @property
    def territory(self) -> str:
        """The id of the area."""
        return self.area.id

    @property
    def cover(self) -> Cover:
        """ "covered" if permitted, "conditions" if restricted or case by case, else "not_covered"."""
        return COVER_BY_STATUS.get(self.status, "not_covered")


@dataclass(frozen=True)
class AreaShares:
    """Areas in the opposite country within a range, in km²: total, permitted, with conditions or case by case."""

    total_km2: float
    covered_km2: float
    conditions_km2: float


def checked_range(range_km: float) -> float:
    """The range itself. ValueError if it is not a positive number of at most LONGEST_KM."""
    if isinstance(range_km, bool) or not math.isfinite(range_km) or not 0 < range_km <= LONGEST_KM:
        raise ValueError(f"found a range of {range_km} km; expected a positive number of at most {LONGEST_KM:,.0f} km")
    return float(range_km)


@memoized(64)
def reach_in_plane(land: Geography, range_km: float) -> BaseGeometry:
    """The home country and all within range_km of its border, in the map's plane (km). Raises as `checked_range`.

    The border is cut into short pieces. Around both ends of a piece points are put at range_km with Geod.fwd (WGS84,
    Karney's algorithm), and the hull of the
    two circles holds what is within range of the piece. Simplifying (0.05 % of the range), the pieces' length and the
    circles' chords make the only errors:
    measured against Geod.inv under 0.2 % of the range from 1 to 3,500 km; tests/test_reach.py demands 0.5 %.
    """
    range_km = checked_range(range_km)
    line = shapely.simplify(land.to_plane(shapely.segmentize(land.home.boundary, 0.05)), 0.0005 * range_km)
    pieces = [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(shapely.segmentize(line, min(60.0, 5 + range_km / 4)))
    ]
    hulls = [hull for points in pieces for hull in _hulls(land, points, range_km)]
    return polygons(shapely.union_all([*hulls, land.to_plane(land.home)]))


def _hulls(land: Geography, points: np.ndarray, range_km: float) -> np.ndarray:
    """The hull of the two circles at the ends of each piece of a line in the plane."""
    degrees = shapely.get_coordinates(land.to_degrees(shapely.LineString(points)))
    lon, lat = np.repeat(degrees, len(_AZIMUTHS), axis=0).T
    far = GEOD.fwd(lon, lat, np.tile(_AZIMUTHS, len(points)), np.full(len(lon), range_km * 1000))
    circles = shapely.get_coordinates(land.to_plane(shapely.LineString(np.column_stack(far[:2])))).reshape(
        len(points), len(_AZIMUTHS), 2
    )
    return shapely.convex_hull([shapely.MultiPoint(np.vstack(pair)) for pair in pairwise(circles)])


@memoized(256)
def territory_within(land: Geography, range_km: float, territory: str) -> tuple[BaseGeometry, float]:
    """The part of an area within range_km of the home border, in degrees, and its km².

    KeyError if the area is not in `land.drawn`.
    """
    if territory not in land.drawn:
        raise KeyError(territory)
    area = land.to_plane(land.areas[territory])
    shape = land.to_degrees(polygons(area.intersection(reach_in_plane(land, checked_range(range_km)))))
    return shape, area_km2(shape)


def reach_parts(land: Geography, range_km: float, states: Mapping[str, Permission]) -> tuple[ReachPart, ...]:
    """The areas within range_km with the day's rules; those out of range are left out.

    `states` has a state by id for each of `land.drawn`.
    """
    parts = []
    for territory in land.drawn:
        shape, size = territory_within(land, range_km, territory)
        if size > 0:
            state = states[territory]
            parts.append(ReachPart(land.territories[territory], state.status, state.certainty, shape, size))
    return tuple(parts)


def area_shares(parts: tuple[ReachPart, ...]) -> AreaShares:
    """Areas of parts by what covers them."""
    by = {
        cover: sum(part.area_km2 for part in parts if part.cover == cover)
        for cover in ("covered", "conditions", "not_covered")
    }
    return AreaShares(sum(by.values()), by["covered"], by["conditions"])


@memoized(64)
def range_edge(land: Geography, range_km: float) -> BaseGeometry:
    """The line at range_km from the home border, as far as it is in the opposite country, in the map's plane (km)."""
    return shapely.intersection(reach_in_plane(land, checked_range(range_km)).boundary, land.to_plane(land.opposite))
