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
    try:
        return {
            str(feature["id"]): (
                shapely.geometry.shape(feature["geometry"]),
                str((feature.get("properties") or {}).get("name", "")),
            )
            for feature in bounds.parsed_json(body)["features"]
        }
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise unusable_file(file, f"{type(error).__name__} while reading") from error


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


def unusable_file(file: str, problem: str) -> UnusableTable:
    """The error of a file of geo/ that cannot be used."""
    expected = "GeoJSON features with ids, or cities with the columns name, country, lon, lat and rank"
    return UnusableTable("geo", (DataError(file, 0, "", problem, expected, "put the file back"),))


def errors(name: str, body: bytes | None, file: str) -> tuple[DataError, ...]:
    """What is wrong with one of FILES: its name in the folder of the tables, its content, its name for people."""
    try:
        (read_cities if name == PLACES else read_features)(body, file)
    except UnusableTable as error:
        return error.faults
    return ()
