"""Shapes of countries, regions and territories from data/geo, cities, and the maps' projection."""

import csv
import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.schema import DATA

FOLDER = DATA / "geo"
GEOD = pyproj.Geod(ellps="WGS84")
# An equal-area plane, so that shares of an area look as large as they are; centred between Ukraine and the Volga.
PLANE = pyproj.CRS.from_proj4("+proj=laea +lat_0=52 +lon_0=40 +datum=WGS84 +units=km")
_FORWARD = pyproj.Transformer.from_crs("EPSG:4326", PLANE, always_xy=True)
UKRAINE, RUSSIA, KURSK = "UKR", "RUS", "Kursk"
# The Russian territories of the tables that the map draws, narrowest first.
# "ru_any" is what is left of Russia beside the other two.
RUSSIAN = ("ru_kursk", "ru_border", "ru_any")


def _read_features(name: str) -> dict[str, BaseGeometry]:
    path = FOLDER / name
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        return {str(feature["id"]): shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]}
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise _unusable_file(path, f"{type(error).__name__} while reading") from error


def _unusable_file(path: Path, problem: str) -> UnusableTable:
    return UnusableTable(
        "geo",
        (DataError(f"data/geo/{path.name}", 0, "", problem, "the file as `make geo` writes it", "put the file back"),),
    )


@lru_cache(maxsize=1)
def country_shapes() -> dict[str, BaseGeometry]:
    """Three-letter code -> shape in degrees (WGS84), cropped around Ukraine and western Russia.

    Shared: read only. UnusableTable if the file cannot be used.
    """
    shapes = _read_features("countries.geojson")
    if not {UKRAINE, RUSSIA} <= set(shapes):
        raise _unusable_file(FOLDER / "countries.geojson", f"no {', '.join(sorted({UKRAINE, RUSSIA} - set(shapes)))}")
    return shapes


@lru_cache(maxsize=1)
def region_shapes() -> dict[str, BaseGeometry]:
    """Name -> shape in degrees of the Russian regions with a land border to Ukraine.

    Shared: read only. UnusableTable if the file cannot be used.
    """
    shapes = _read_features("regions.geojson")
    if KURSK not in shapes:
        raise _unusable_file(FOLDER / "regions.geojson", f"no {KURSK}")
    return shapes


@lru_cache(maxsize=1)
def cities() -> pd.DataFrame:
    """Large cities: name, country (three-letter code), lon, lat (degrees), rank (1 is named first).

    UnusableTable if the file cannot be used.
    """
    path = FOLDER / "places.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                (row["name"], row["country"], float(row["lon"]), float(row["lat"]), int(row["rank"]))
                for row in csv.DictReader(file)
            ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable_file(path, f"{type(error).__name__} while reading") from error
    return pd.DataFrame(rows, columns=["name", "country", "lon", "lat", "rank"])


@lru_cache(maxsize=8)
def territory_shape(territory_id: str) -> BaseGeometry:
    """The shape of a territory of the tables on the map, in degrees. KeyError if it has none.

    No supplier published a map, so these are conventions: `ru_kursk` is the whole Kursk region, `ru_border` the other
    four Russian regions with a land border
    to Ukraine, `ru_any` all Russian land beside these. `ua_occupied` is all of Ukraine within its recognised border:
    no front line is drawn.
    """
    kursk, border = region_shapes()[KURSK], [shape for name, shape in region_shapes().items() if name != KURSK]
    if territory_id == "ua_occupied":
        return country_shapes()[UKRAINE]
    if territory_id == "ru_kursk":
        return kursk
    if territory_id == "ru_border":
        return shapely.union_all(border)
    if territory_id == "ru_any":
        return polygons(country_shapes()[RUSSIA].difference(shapely.union_all([kursk, *border])))
    raise KeyError(territory_id)


def polygons(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without the lines and points that cutting leaves behind."""
    return shapely.union_all(
        [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    )


def to_plane(shape: BaseGeometry) -> BaseGeometry:
    """Project degrees to kilometres in the map's equal-area plane; areas are made valid again if need be."""
    bent = shapely.transform(shape, lambda points: np.column_stack(_FORWARD.transform(points[:, 0], points[:, 1])))
    return bent if bent.is_valid else polygons(shapely.make_valid(bent))


def to_degrees(shape: BaseGeometry) -> BaseGeometry:
    """Project kilometres in the map's equal-area plane to degrees."""
    return shapely.transform(
        shape, lambda points: np.column_stack(_FORWARD.transform(points[:, 0], points[:, 1], direction="INVERSE"))
    )


def area_km2(shape: BaseGeometry) -> float:
    """The geodesic area (WGS84) of a shape in degrees; holes are taken out."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6 if not shape.is_empty else 0.0
