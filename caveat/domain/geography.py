"""Shapes of a case from its folder geo/: countries, regions, cities, the areas of the maps, and the maps' plane."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.dataset import tables
from caveat.dataset.case_settings import MapSettings
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import case
from caveat.domain.case import Territory

COUNTRIES, REGIONS, PLACES = (f"{tables.GEO}/{name}" for name in ("countries.geojson", "regions.geojson", "places.csv"))
GEOD = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True)
class City:
    """A large city and its point in degrees (WGS84); those of rank 1 are named first."""

    name: str
    country: str
    longitude: float
    latitude: float
    rank: int


@dataclass(frozen=True, eq=False)
class Shapes:
    """The content of geo/: shapes in degrees (WGS84) by their ids, the countries that maps name, the cities."""

    countries: Mapping[str, BaseGeometry]
    names: Mapping[str, str]
    regions: Mapping[str, BaseGeometry]
    cities: tuple[City, ...]

    def usable(self, settings: MapSettings) -> dict[str, BaseGeometry]:
        """Return the shapes that areas may name: the two countries of the map, and the regions in them."""
        pair = {code: self.countries[code] for code in (settings.home, settings.opposite)}
        inner = {
            name: shape
            for name, shape in self.regions.items()
            if any(_is_in(shape, country) for country in pair.values())
        }
        return pair | inner


@dataclass(frozen=True, eq=False)
class Geography:
    """What the maps of a case are drawn from. Equal only to itself, so that results can be kept on it.

    `territories` are the areas that have a shape, in the order of the matrix, `areas` their shapes in degrees.
    Maps draw those of `drawn`, narrowest first, and only name those in the home country, `at_home`.
    """

    settings: MapSettings
    countries: Mapping[str, BaseGeometry] = field(repr=False)
    names: Mapping[str, str]
    cities: tuple[City, ...]
    territories: Mapping[str, Territory]
    areas: Mapping[str, BaseGeometry] = field(repr=False)
    drawn: tuple[str, ...]

    @property
    def at_home(self) -> tuple[str, ...]:
        """The ids of the areas in the home country."""
        return tuple(territory for territory in self.territories if territory not in self.drawn)

    @property
    def widest(self) -> str:
        """The id of the area that the others lie in or are told apart from."""
        return self.drawn[-1]

    @property
    def home(self) -> BaseGeometry:
        """The home country in degrees."""
        return self.countries[self.settings.home]

    @property
    def opposite(self) -> BaseGeometry:
        """The opposite country in degrees."""
        return self.countries[self.settings.opposite]

    @cached_property
    def _forward(self) -> pyproj.Transformer:
        """The projection: an equal-area plane, so that shares of an area look as large as they are."""
        longitude, latitude = self.settings.plane_centre
        plane = f"+proj=laea +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=km"
        return pyproj.Transformer.from_crs("EPSG:4326", pyproj.CRS.from_proj4(plane), always_xy=True)

    def to_plane(self, shape: BaseGeometry) -> BaseGeometry:
        """Project degrees to kilometres in the maps' plane; areas are made valid again if need be."""
        forward = self._forward.transform
        bent = shapely.transform(shape, lambda points: np.column_stack(forward(points[:, 0], points[:, 1])))
        return bent if bent.is_valid else polygons(shapely.make_valid(bent))

    def to_degrees(self, shape: BaseGeometry) -> BaseGeometry:
        """Project kilometres in the maps' plane to degrees."""
        back = self._forward.transform
        return shapely.transform(
            shape, lambda points: np.column_stack(back(points[:, 0], points[:, 1], direction="INVERSE"))
        )


@memoized(1)
def geography(dataset: Dataset) -> Geography:
    """Return what the maps of a data set are drawn from; the same object until shapes, areas or settings change.

    ValueError for a case without maps. UnusableTable if a file of geo/ or a table cannot be used.
    """
    settings, names = dataset.settings.map, case.case(dataset)
    if settings is None:
        raise ValueError("found no [map] in case.toml; expected a case with maps")
    in_order = dict.fromkeys((*names.matrix, *names.territories))
    return _built(shapes(dataset), settings, tuple(names.territories[territory] for territory in in_order))


@lru_cache(maxsize=2)
def _built(land: Shapes, settings: MapSettings, territories: tuple[Territory, ...]) -> Geography:
    """Return the geography of this content: an edit of another table leaves the measured shapes as they are."""
    usable = land.usable(settings)
    known = {area.id: area for area in territories if set(area.shapes) & set(usable)}
    areas = {area.id: _area_shape(area, known, usable) for area in known.values()}
    home = land.countries[settings.home]
    drawn = [territory for territory, shape in areas.items() if not _is_in(shape, home)]
    drawn.sort(key=lambda territory: (-len(known[territory].path), area_km2(areas[territory])))
    if not drawn:
        expected = f"at least one area with a shape in {settings.opposite_name}"
        mend = f'write "{settings.opposite}" in the row of the widest area there, or take [map] out of case.toml'
        raise UnusableTable("territories", (DataError("territories.csv", 0, "shape", "no such area", expected, mend),))
    names = {**land.names, settings.home: settings.home_name, settings.opposite: settings.opposite_name}
    return Geography(settings, land.countries, names, land.cities, known, areas, tuple(drawn))


def _area_shape(area: Territory, known: Mapping[str, Territory], usable: Mapping[str, BaseGeometry]) -> BaseGeometry:
    """Return the shapes of an area without those of the areas in it, in degrees.

    These are conventions, which the area's `shape_note` tells: no supplier published a map.
    """
    own = [usable[shape] for shape in sorted(area.shapes) if shape in usable]
    inner = {shape for other in known.values() if area.id in other.path[1:] for shape in other.shapes}
    whole = own[0] if len(own) == 1 else shapely.union_all(own)
    cut = [usable[shape] for shape in sorted(inner) if shape in usable]
    return polygons(whole.difference(shapely.union_all(cut))) if cut else whole


def shapes(dataset: Dataset) -> Shapes:
    """Return the content of geo/. UnusableTable if a file, or one of the two countries of the map, cannot be used."""
    contents, settings = tables.text_contents(dataset.folder), dataset.settings.map
    files = tuple(contents.get(name) for name in (COUNTRIES, REGIONS, PLACES))
    found = _read_shapes(files, dataset.folder.resolve().name)
    if settings and (missing := sorted({settings.home, settings.opposite} - set(found.countries))):
        raise _unusable_file(f"{dataset.folder.resolve().name}/{COUNTRIES}", f"no {', '.join(missing)}")
    return found


@lru_cache(maxsize=2)
def _read_shapes(files: tuple[bytes | None, ...], folder: str) -> Shapes:
    features = [
        _read_features(body, f"{folder}/{name}") for body, name in zip(files, (COUNTRIES, REGIONS), strict=False)
    ]
    countries, regions = ({code: shape for code, (shape, _) in found.items()} for found in features)
    names = {code: name for code, (_, name) in features[0].items() if name}
    return Shapes(countries, names, regions, _read_cities(files[2], f"{folder}/{PLACES}"))


def _read_features(body: bytes | None, file: str) -> dict[str, tuple[BaseGeometry, str]]:
    """Return the shape and the name ("" for none) of each feature of a GeoJSON file, by its id."""
    try:
        return {
            str(feature["id"]): (
                shapely.geometry.shape(feature["geometry"]),
                str((feature.get("properties") or {}).get("name", "")),
            )
            for feature in json.loads(body or b"")["features"]
        }
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise _unusable_file(file, f"{type(error).__name__} while reading") from error


def _read_cities(body: bytes | None, file: str) -> tuple[City, ...]:
    """Return the cities of a CSV with the columns name, country, lon, lat and rank, the first to be named first."""
    try:
        if body is None:
            raise FileNotFoundError(file)
        rows = csv.DictReader(io.StringIO(body.decode("utf-8"), newline=""))
        found = [
            City(row["name"], row["country"], float(row["lon"]), float(row["lat"]), int(row["rank"])) for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable_file(file, f"{type(error).__name__} while reading") from error
    return tuple(sorted(found, key=lambda city: city.rank))


def _unusable_file(file: str, problem: str) -> UnusableTable:
    expected = "GeoJSON features with ids, or cities with the columns name, country, lon, lat and rank"
    return UnusableTable("geo", (DataError(file, 0, "", problem, expected, "put the file back"),))


def _is_in(shape: BaseGeometry, country: BaseGeometry) -> bool:
    return bool(country.covers(shape.representative_point()))


def polygons(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without the lines and points that cutting leaves behind."""
    return shapely.union_all(
        [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    )


def area_km2(shape: BaseGeometry) -> float:
    """The geodesic area (WGS84) of a shape in degrees; holes are taken out."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6 if not shape.is_empty else 0.0
