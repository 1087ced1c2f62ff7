"""What a map shows: areas with filling, outline and label, cities. Plotly and SVG draw the same model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts.map_projection import band_shape
from caveat.dataset.memo import memoized
from caveat.domain import reach
from caveat.domain.case import Territory
from caveat.domain.claims import RangeBand
from caveat.domain.geography import Geography
from caveat.domain.reach import Permission
from caveat.text import map_labels
from caveat.text.map_key import Filling, KeyItem, key_items
from caveat.theme import LINE

_FILLINGS: dict[reach.Cover, Filling] = {"covered": "solid", "conditions": "dotted", "not_covered": "hatched"}


@dataclass(frozen=True)
class Rule:
    """Status and certainty of a territory on a day, as in the tables."""

    status: str
    certainty: str


@dataclass(frozen=True, eq=False)
class MapArea:
    """Territories of one status and certainty, drawn as one: shape in the plane (km), geodesic area, label."""

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


class RangeLine(NamedTuple):
    """A published range on the map; "headline" is the edge of what is filled, the others are lines of their own."""

    name: Literal["headline", "highest", "lowest"]
    range_km: float
    label: str


@dataclass(frozen=True, eq=False)
class MapModel:
    """One map: published ranges, each territory's rule and part within the headline range, areas bottom to top."""

    land: Geography = field(repr=False)
    band: RangeBand
    rules: Mapping[str, Rule]
    parts: tuple[reach.ReachPart, ...]
    areas: tuple[MapArea, ...]

    @property
    def home_rules(self) -> list[tuple[Territory, Rule]]:
        """The areas in the home country, which are named and not drawn, with their rules."""
        known = self.land.territories
        return [(known[territory], self.rules[territory]) for territory in self.land.at_home if territory in self.rules]

    @property
    def lines(self) -> tuple[RangeLine, ...]:
        """The published ranges, the most needed first: the edge of what is filled, the highest, the lowest."""
        band = self.band
        lines = [RangeLine("headline", band.headline_km, map_labels.headline_label(band.headline))]
        if band.highest_km > band.headline_km:
            lines.append(RangeLine("highest", band.highest_km, map_labels.highest_label(band)))
        if band.lowest_km < band.headline_km:
            lines.append(RangeLine("lowest", band.lowest_km, map_labels.lowest_label(band)))
        return tuple(lines)

    @property
    def key(self) -> tuple[KeyItem, ...]:
        """What the fillings, outlines and lines that the map has mean."""
        return key_items(
            dict.fromkeys((area.status, area.filling) for area in reversed(self.areas)),
            {area.certainty for area in self.areas},
            self.band,
        )


def map_model(land: Geography, band: RangeBand, states: Mapping[str, Permission]) -> MapModel:
    """The map of a system's published ranges on a day; the same object for the same ranges and rules.

    `states` has the state of each territory in `land.drawn`, and of those at home if there is one.
    ValueError if a range is not usable or they are not in order. UnusableTable if the shapes cannot be read.
    """
    ranges = [reach.checked_range(range_km) for range_km in (band.lowest_km, band.headline_km, band.highest_km)]
    if ranges != sorted(ranges):
        raise ValueError(f"found ranges of {ranges} km; expected lowest <= headline <= highest")
    rules = tuple((territory, state.status, state.certainty) for territory, state in sorted(states.items()))
    return _build_model(land, band, rules)


@memoized(256)
def _build_model(land: Geography, band: RangeBand, rules: tuple[tuple[str, str, str], ...]) -> MapModel:
    rule_by_territory = {territory: Rule(status, certainty) for territory, status, certainty in rules}
    parts_by_rule: dict[tuple[str, str], list[reach.ReachPart]] = {}
    parts = reach.reach_parts(land, band.headline_km, rule_by_territory)
    for part in parts:
        parts_by_rule.setdefault((part.status, part.certainty), []).append(part)
    areas = [_map_area(land, parts, band.headline_km, len(parts_by_rule) == 1) for parts in parts_by_rule.values()]
    # What is covered comes last, so that it is drawn on top.
    areas.sort(key=lambda area: (("plain", "hatched", "dotted", "solid").index(area.filling), -area.area_km2))
    return MapModel(land, band, MappingProxyType(rule_by_territory), parts, tuple(areas))


def _map_area(land: Geography, parts: list[reach.ReachPart], range_km: float, whole: bool) -> MapArea:
    territories = tuple(part.territory for part in parts)
    return MapArea(
        territories,
        parts[0].status,
        parts[0].certainty,
        band_shape(land, territories, range_km),
        sum(part.area_km2 for part in parts),
        map_labels.area_label(land, territories, parts[0], whole),
    )


@memoized(1)
def city_points(land: Geography) -> tuple[tuple[str, float, float], ...]:
    """The names of the large cities and their points in the plane (km), the first to be named first."""
    points = [land.to_plane(shapely.Point(city.longitude, city.latitude)) for city in land.cities]
    return tuple((city.name, point.x, point.y) for city, point in zip(land.cities, points, strict=True))
