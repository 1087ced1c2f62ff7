"""What a map shows: areas with filling, outline and label, cities. Plotly and SVG draw the same model."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts.map_projection import band_shape
from caveat.domain import geography, reach
from caveat.domain.reach import Permission
from caveat.text import map_labels
from caveat.text.static_map import Filling
from caveat.theme import LINE

_FILLINGS: dict[reach.Cover, Filling] = {"covered": "solid", "conditions": "dotted", "not_covered": "hatched"}


@dataclass(frozen=True)
class Rule:
    """Status and certainty of a territory on a day, as in the tables."""

    status: str
    certainty: str


@dataclass(frozen=True, eq=False)
class MapArea:
    """Russian territories of one status and certainty, drawn as one: shape in the plane (km), geodesic area, label."""

    territories: tuple[str, ...]
    status: str
    certainty: str
    shape: BaseGeometry
    area_km2: float
    label: str

    @property
    def filling(self) -> Filling:
        """How the area is filled: silence is no prohibition, so an area without a record is not hatched."""
        if self.status == "no_record":
            return "plain"
        return _FILLINGS[reach.COVER_BY_STATUS.get(self.status, "not_covered")]

    @property
    def dash(self) -> str:
        """The outline's dash by certainty, as plotly calls it."""
        return LINE[self.certainty][0] if self.certainty in LINE else "solid"


@dataclass(frozen=True, eq=False)
class MapModel:
    """One map: published ranges (km), the rule of each territory, its part within range, areas from bottom to top."""

    lowest_km: float
    highest_km: float
    rules: Mapping[str, Rule]
    parts: tuple[reach.ReachPart, ...]
    areas: tuple[MapArea, ...]

    @property
    def occupied(self) -> Rule | None:
        """The rule on occupied Ukraine; None if there is no state."""
        return self.rules.get("ua_occupied")

    @property
    def lowest_label(self) -> str:
        """The label of the thin inner line at the lowest range; "" if there is none."""
        return map_labels.lowest_label(self.lowest_km) if self.lowest_km < self.highest_km else ""

    @property
    def fillings(self) -> frozenset[Filling]:
        """The fillings that the map has."""
        return frozenset(area.filling for area in self.areas)

    @property
    def territories_with_own_rule(self) -> set[str]:
        """The small territories within range whose rule differs from that of the rest of Russia."""
        rest = self.rules["ru_any"]
        drawn = [territory for area in self.areas for territory in area.territories]
        return {territory for territory in drawn if self.rules[territory] != rest}


@dataclass(frozen=True)
class City:
    """A large city and its point in the plane (km)."""

    name: str
    x: float
    y: float


def map_model(lowest_km: float, highest_km: float, states: Mapping[str, Permission]) -> MapModel:
    """The map of a system's published ranges on a day; the same object for the same ranges and rules.

    `states` has the state of each territory in `geography.RUSSIAN`, and of "ua_occupied" if there is one.
    ValueError if a range is not usable or the lowest is above the highest. UnusableTable if the shapes cannot be read.
    """
    if reach.checked_range(lowest_km) > reach.checked_range(highest_km):
        raise ValueError(
            f"found a lowest range of {lowest_km} km above the highest of {highest_km} km; expected lowest <= highest"
        )
    rules = tuple((territory, state.status, state.certainty) for territory, state in sorted(states.items()))
    return _build_model(lowest_km, highest_km, rules)


@lru_cache(maxsize=256)
def _build_model(lowest_km: float, highest_km: float, rules: tuple[tuple[str, str, str], ...]) -> MapModel:
    rule_by_territory = {territory: Rule(status, certainty) for territory, status, certainty in rules}
    parts_by_rule: dict[tuple[str, str], list[reach.ReachPart]] = {}
    parts = reach.reach_parts(highest_km, rule_by_territory)
    for part in parts:
        parts_by_rule.setdefault((part.status, part.certainty), []).append(part)
    areas = [_map_area(parts, highest_km) for parts in parts_by_rule.values()]
    # What is covered comes last, so that it is drawn on top.
    areas.sort(key=lambda area: (("plain", "hatched", "dotted", "solid").index(area.filling), -area.area_km2))
    return MapModel(lowest_km, highest_km, MappingProxyType(rule_by_territory), parts, tuple(areas))


def _map_area(parts: list[reach.ReachPart], range_km: float) -> MapArea:
    territories = tuple(part.territory for part in parts)
    return MapArea(
        territories,
        parts[0].status,
        parts[0].certainty,
        band_shape(territories, range_km),
        sum(part.area_km2 for part in parts),
        map_labels.area_label(territories, parts[0], range_km),
    )


@lru_cache(maxsize=1)
def cities() -> tuple[City, ...]:
    """The large cities, the first to be named first."""
    ranked = geography.cities().sort_values("rank", kind="stable")
    points = [
        geography.to_plane(shapely.Point(lon, lat)) for lon, lat in zip(ranked["lon"], ranked["lat"], strict=True)
    ]
    return tuple(City(name, point.x, point.y) for name, point in zip(ranked["name"], points, strict=True))
