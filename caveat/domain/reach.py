"""Reach: the area within a range of Ukraine's border, its part in Russia, the part that rules permit."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.domain import geography
from caveat.domain.geography import GEOD, RUSSIAN, UKRAINE

# Beyond this the band approaches the pole and the shapes in data/geo end.
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
    """A Russian territory within a range on a day: its shape in degrees, its geodesic area, its status."""

    territory: str
    status: str
    certainty: str
    shape: BaseGeometry
    area_km2: float

    @property
    def cover(self) -> Cover:
        """ "covered" if permitted, "conditions" if restricted or case by case, else "not_covered"."""
        return COVER_BY_STATUS.get(self.status, "not_covered")


@dataclass(frozen=True)
class AreaShares:
    """Areas in Russia within a range, in km²: total, permitted, with conditions or case by case."""

    total_km2: float
    covered_km2: float
    conditions_km2: float

    @property
    def covered_percent(self) -> float:
        return 100 * self.covered_km2 / self.total_km2 if self.total_km2 else 0.0

    @property
    def conditions_percent(self) -> float:
        return 100 * self.conditions_km2 / self.total_km2 if self.total_km2 else 0.0


def checked_range(range_km: float) -> float:
    """The range itself. ValueError if it is not a positive number of at most LONGEST_KM."""
    if isinstance(range_km, bool) or not math.isfinite(range_km) or not 0 < range_km <= LONGEST_KM:
        raise ValueError(f"found a range of {range_km} km; expected a positive number of at most {LONGEST_KM:,.0f} km")
    return float(range_km)


@lru_cache(maxsize=64)
def reach_in_plane(range_km: float) -> BaseGeometry:
    """Ukraine and all within range_km of its border, in the map's plane (km). Raises as `checked_range`.

    The border is cut into short pieces. Around both ends of a piece points are put at range_km with Geod.fwd (WGS84,
    Karney's algorithm), and the hull of the
    two circles holds what is within range of the piece. Simplifying (0.05 % of the range), the pieces' length and the
    circles' chords make the only errors:
    measured against Geod.inv under 0.2 % of the range from 1 to 3,500 km; tests/test_reach.py demands 0.5 %.
    """
    range_km = checked_range(range_km)
    ukraine = geography.country_shapes()[UKRAINE]
    home = geography.to_plane(ukraine)
    line = shapely.simplify(geography.to_plane(shapely.segmentize(ukraine.boundary, 0.05)), 0.0005 * range_km)
    pieces = [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(shapely.segmentize(line, min(60.0, 5 + range_km / 4)))
    ]
    hulls = [hull for points in pieces for hull in _hulls(points, range_km)]
    return geography.polygons(shapely.union_all([*hulls, home]))


def _hulls(points: np.ndarray, range_km: float) -> np.ndarray:
    """The hull of the two circles at the ends of each piece of a line in the plane."""
    degrees = shapely.get_coordinates(geography.to_degrees(shapely.LineString(points)))
    lon, lat = np.repeat(degrees, len(_AZIMUTHS), axis=0).T
    far = GEOD.fwd(lon, lat, np.tile(_AZIMUTHS, len(points)), np.full(len(lon), range_km * 1000))
    circles = shapely.get_coordinates(geography.to_plane(shapely.LineString(np.column_stack(far[:2])))).reshape(
        len(points), len(_AZIMUTHS), 2
    )
    return shapely.convex_hull([shapely.MultiPoint(np.vstack(pair)) for pair in pairwise(circles)])


@lru_cache(maxsize=256)
def territory_within(range_km: float, territory: str) -> tuple[BaseGeometry, float]:
    """The part of a Russian territory within range_km of Ukraine's border, in degrees, and its km².

    KeyError if the territory is not in `geography.RUSSIAN`.
    """
    if territory not in RUSSIAN:
        raise KeyError(territory)
    area = geography.to_plane(geography.territory_shape(territory))
    shape = geography.to_degrees(geography.polygons(area.intersection(reach_in_plane(checked_range(range_km)))))
    return shape, geography.area_km2(shape)


def reach_parts(range_km: float, states: Mapping[str, Permission]) -> tuple[ReachPart, ...]:
    """The Russian territories within range_km with the day's rules; those out of range are left out.

    `states` has a state by id for each of `geography.RUSSIAN`.
    """
    parts = []
    for territory in RUSSIAN:
        shape, area = territory_within(range_km, territory)
        if area > 0:
            parts.append(ReachPart(territory, states[territory].status, states[territory].certainty, shape, area))
    return tuple(parts)


def area_shares(parts: tuple[ReachPart, ...]) -> AreaShares:
    """Areas of parts by what covers them."""
    by = {
        cover: sum(part.area_km2 for part in parts if part.cover == cover)
        for cover in ("covered", "conditions", "not_covered")
    }
    return AreaShares(sum(by.values()), by["covered"], by["conditions"])


@lru_cache(maxsize=64)
def range_edge(range_km: float) -> BaseGeometry:
    """The line at range_km from Ukraine's border, as far as it is in Russia, in the map's plane (km)."""
    russia = geography.to_plane(geography.country_shapes()[geography.RUSSIA])
    return shapely.intersection(reach_in_plane(checked_range(range_km)).boundary, russia)
