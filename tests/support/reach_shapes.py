"""Shapes that tests compare the drawn reach with: the whole band, its part in Russia, the country at a point."""

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from caveat.domain import geography, reach
from tests.support.founding_map import LAND


@lru_cache(maxsize=64)
def band(range_km: float) -> BaseGeometry:
    """What lies within range_km of Ukraine's recognised border and outside Ukraine, in degrees; land and sea."""
    home = LAND.to_plane(LAND.countries["UKR"])
    return LAND.to_degrees(geography.polygons(reach.reach_in_plane(LAND, range_km).difference(home)))


def inside_russia(range_km: float) -> BaseGeometry:
    """The part of the band in Russia, in degrees."""
    return shapely.union_all([reach.territory_within(LAND, range_km, territory)[0] for territory in LAND.drawn])


def country_of(lon: float, lat: float) -> str:
    """The three-letter code of the country at a point in degrees; "" at sea or outside the crop. Crimea lies in Ukraine (A/RES/68/262)."""
    point = shapely.Point(lon, lat)
    return next((code for code, shape in LAND.countries.items() if shape.covers(point)), "")
