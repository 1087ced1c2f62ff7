"""Shapes of a case from its folder geo/: countries, regions, cities, the areas of the maps, and the maps' plane."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.dataset import shape_files, tables
from caveat.dataset.case_settings import MapSettings
from caveat.dataset.memo import memoized
from caveat.dataset.shape_files import COUNTRIES, PLACES, REGIONS, City
from caveat.dataset.tables import Dataset
from caveat.domain import case
from caveat.domain.case import Territory

GEOD = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True, eq=False)
class Shapes:
    """The content of geo/: shapes in degrees (WGS84) by their ids, the countries that maps name, the cities."""

    countries: Mapping[str, BaseGeometry]
    names: Mapping[str, str]
    regions: Mapping[str, BaseGeometry]
    cities: tuple[City, ...]

    def within(self, country: str) -> dict[str, BaseGeometry]:
        """Return the shapes that an area in a country may name: the country's own, and the regions in it."""
        whole = self.countries[country]
        inner = {name: shape for name, shape in self.regions.items() if whole.covers(shape.representative_point())}
        return {country: whole, **inner}


@dataclass(frozen=True, eq=False)
class Geography:
    """What the maps of a case are drawn from. Equal only to itself, so that results can be kept on it.

    `territories` are the areas that have a shape, in the order of the matrix. Maps draw those of `drawn`, narrowest
    first, with the shapes (degrees) in `areas`, and only name those in the home country, `at_home`. `drawn` is empty
    where no area in the opposite country has a shape.
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
    return _built(shapes(dataset), settings, tuple(names.territory(territory) for territory in in_order))


@lru_cache(maxsize=2)
def _built(land: Shapes, settings: MapSettings, territories: tuple[Territory, ...]) -> Geography:
    """Return the geography of this content: an edit of another table leaves the measured shapes as they are."""
    home, opposite = land.within(settings.home), land.within(settings.opposite)
    drawn = {area.id: area for area in territories if set(area.shapes) & set(opposite)}
    known = {area.id: area for area in territories if area.id in drawn or set(area.shapes) & set(home)}
    areas = {territory: _area_shape(area, drawn, opposite) for territory, area in drawn.items()}
    narrowest_first = sorted(drawn, key=lambda territory: (-len(drawn[territory].path), area_km2(areas[territory])))
    names = {**land.names, settings.home: settings.home_name, settings.opposite: settings.opposite_name}
    return Geography(settings, land.countries, names, land.cities, known, areas, tuple(narrowest_first))


def _area_shape(area: Territory, drawn: Mapping[str, Territory], known: Mapping[str, BaseGeometry]) -> BaseGeometry:
    """Return the shapes of an area without those of the areas in it, in degrees.

    These are conventions, which the area's `shape_note` tells: no supplier published a map.
    """
    inner = {shape for other in drawn.values() if area.id in other.path[1:] for shape in other.shapes}
    own = [known[shape] for shape in sorted(area.shapes) if shape in known]
    cut = [known[shape] for shape in sorted(inner) if shape in known]
    whole = own[0] if len(own) == 1 else shapely.union_all(own)
    return polygons(whole.difference(shapely.union_all(cut))) if cut else whole


def shapes(dataset: Dataset) -> Shapes:
    """Return the content of geo/. UnusableTable if a file, or one of the two countries of the map, cannot be used."""
    contents, settings = tables.text_contents(dataset.folder), dataset.settings.map
    files = tuple(contents.get(name) for name in (COUNTRIES, REGIONS, PLACES))
    found = _read_shapes(files, dataset.folder.resolve().name)
    if settings and (missing := sorted({settings.home, settings.opposite} - set(found.countries))):
        raise shape_files.unusable_file(f"{dataset.folder.resolve().name}/{COUNTRIES}", f"no {', '.join(missing)}")
    return found


@lru_cache(maxsize=2)
def _read_shapes(files: tuple[bytes | None, ...], folder: str) -> Shapes:
    features = [
        shape_files.read_features(body, f"{folder}/{name}")
        for body, name in zip(files, (COUNTRIES, REGIONS), strict=False)
    ]
    countries, regions = ({code: shape for code, (shape, _) in found.items()} for found in features)
    names = {code: name for code, (_, name) in features[0].items() if name}
    return Shapes(countries, names, regions, shape_files.read_cities(files[2], f"{folder}/{PLACES}"))


def polygons(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without the lines and points that cutting leaves behind."""
    return shapely.union_all(
        [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    )


def area_km2(shape: BaseGeometry) -> float:
    """The geodesic area (WGS84) of a shape in degrees; holes are taken out."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6 if not shape.is_empty else 0.0
