"""Read the files of geo/: the shapes of countries and regions, and the cities that maps name."""

import csv
import io
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from caveat.dataset import bounds
from caveat.dataset.errors import DataError, UnusableTable

FOLDER = "geo"
COUNTRIES, REGIONS, PLACES = FILES = tuple(
    f"{FOLDER}/{name}" for name in ("countries.geojson", "regions.geojson", "places.csv")
)


@dataclass(frozen=True)
class City:
    """A large city and its point in degrees (WGS84); those of rank 1 are named first."""

    name: str
    country: str
    longitude: float
    latitude: float
    rank: int


def read_features(body: bytes | None, file: str) -> dict[str, tuple[BaseGeometry, str]]:
    """Return the shape (degrees) and the name ("" for none) of each feature of a GeoJSON file, by its id.

    UnusableTable if it cannot be read.
    """
    if body is None:
        raise unusable_file(file, "no such file")
    found: dict[str, tuple[BaseGeometry, str]] = {}
    try:
        for feature in bounds.parsed_json(body)["features"]:
            identifier, shape = str(feature["id"]), shapely.geometry.shape(feature["geometry"])
            if problem := "a second shape of this id" if identifier in found else _shape_problem(shape):
                raise unusable_file(
                    file, f"{identifier}: {problem}", "areas of one or more rings, each with its own id"
                )
            found[identifier] = shape, str((feature.get("properties") or {}).get("name", ""))
        return found
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise unusable_file(file, f"{type(error).__name__} while reading") from error


def _shape_problem(shape: BaseGeometry) -> str:
    """Why a shape cannot be drawn on a map of areas; "" if it can."""
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return f"a {shape.geom_type}"
    if shape.is_empty:
        return "no coordinates"
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return f"coordinates from {west:g}, {south:g} to {east:g}, {north:g}, which are no degrees east and north"
    return "" if shape.is_valid else f"a ring that crosses itself ({shapely.is_valid_reason(shape)})"


def read_cities(body: bytes | None, file: str) -> tuple[City, ...]:
    """Return the cities of a CSV with the columns name, country, lon, lat and rank, the first to be named first.

    UnusableTable if it cannot be read.
    """
    if body is None:
        raise unusable_file(file, "no such file")
    try:
        rows = csv.DictReader(io.StringIO(body.decode("utf-8"), newline=""))
        found = [
            City(row["name"], row["country"], float(row["lon"]), float(row["lat"]), int(row["rank"])) for row in rows
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise unusable_file(file, f"{type(error).__name__} while reading") from error
    return tuple(sorted(found, key=lambda city: city.rank))


def unusable_file(file: str, problem: str, expected: str = "") -> UnusableTable:
    """The error of a file of geo/ that cannot be used."""
    expected = expected or "GeoJSON features with ids, or cities with the columns name, country, lon, lat and rank"
    return UnusableTable("geo", (DataError(file, 0, "", problem, expected, "put the file back"),))


def errors(name: str, body: bytes | None, file: str) -> tuple[DataError, ...]:
    """What is wrong with one of FILES: its name in the folder of the tables, its content, its name for people."""
    try:
        (read_cities if name == PLACES else read_features)(body, file)
    except UnusableTable as error:
        return error.faults
    return ()
