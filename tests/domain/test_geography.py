"""Shapes: whose land is drawn where, asked by points; regions fill Russia's border and overlap nothing; a broken file is named."""

import itertools
from pathlib import Path

import pytest
import shapely

from caveat.dataset import schema, tables
from caveat.dataset.errors import UnusableTable
from caveat.domain import geography
from tests.support import reach_shapes
from tests.support.founding_map import LAND, REGIONS

POINTS = {
    "Simferopol": (34.10, 44.95, "UKR"),
    "Sevastopol": (33.52, 44.60, "UKR"),
    "Kerch": (36.47, 45.36, "UKR"),
    "Yalta": (34.16, 44.51, "UKR"),
    "Donetsk": (37.80, 48.00, "UKR"),
    "Luhansk": (39.30, 48.57, "UKR"),
    "Mariupol": (37.55, 47.11, "UKR"),
    "Melitopol": (35.37, 46.85, "UKR"),
    "Kyiv": (30.52, 50.45, "UKR"),
    "Uzhhorod": (22.29, 48.62, "UKR"),
    "Belgorod": (36.59, 50.60, "RUS"),
    "Kursk": (36.19, 51.73, "RUS"),
    "Rostov-on-Don": (39.70, 47.24, "RUS"),
    "Krasnodar": (38.98, 45.04, "RUS"),
    "Bryansk": (34.36, 53.25, "RUS"),
    "Kaliningrad": (20.51, 54.71, "RUS"),
    "Moscow": (37.62, 55.76, "RUS"),
    "Minsk": (27.56, 53.90, "BLR"),
    "Chisinau": (28.86, 47.01, "MDA"),
    "Warsaw": (21.01, 52.23, "POL"),
    "Black Sea": (31.50, 43.50, ""),
}
FOLDER = schema.DATA / "geo"
# The regions' areas as published by the Russian statistics office, in km²; a drawing near 1:50 million is good to a few percent.
REGION_KM2 = {"Bryansk": 34_857, "Kursk": 29_997, "Belgorod": 27_134, "Voronezh": 52_216, "Rostov": 100_967}


@pytest.mark.parametrize("name", POINTS)
def test_whose_land(name: str) -> None:
    lon, lat, country = POINTS[name]
    assert reach_shapes.country_of(lon, lat) == country


def test_crimea_is_ukraine_and_russia_is_not_there() -> None:
    crimea = shapely.box(32.4, 44.3, 36.7, 46.0)
    assert LAND.countries["RUS"].intersection(crimea).area < 0.1, "only the tip of the Taman peninsula lies in this box"
    assert LAND.countries["UKR"].intersection(crimea).area > 2.5


def test_places_lie_in_their_countries() -> None:
    assert len(LAND.cities) >= 10
    found = {city: reach_shapes.country_of(city.longitude, city.latitude) for city in LAND.cities}
    # A coastal city may stand a little off a coast of this scale.
    assert [city for city, country in found.items() if country not in (city.country, "")] == []
    assert all(
        LAND.countries[city.country].distance(shapely.Point(city.longitude, city.latitude)) < 0.15
        for city in LAND.cities
    )


def test_countries_do_not_overlap() -> None:
    near = shapely.box(18, 41, 50, 60)
    cut = {code: shape.intersection(near) for code, shape in LAND.countries.items() if shape.intersects(near)}
    assert all(shape.is_valid for shape in LAND.countries.values())
    for (one, first), (other, second) in itertools.combinations(cut.items(), 2):
        assert first.intersection(second).area < 0.001, f"{one} and {other}"
    russia, ukraine = LAND.countries["RUS"], LAND.countries["UKR"]
    assert geography.area_km2(russia.intersection(ukraine)) < 1


def test_ukraine_has_its_size() -> None:
    """603,550 km² with Crimea; a coast of this scale is good to one percent."""
    assert geography.area_km2(LAND.countries["UKR"]) == pytest.approx(603_550, rel=0.01)


def test_regions_are_russian_and_have_their_size() -> None:
    regions = REGIONS
    assert set(regions) == set(REGION_KM2)
    russia, ukraine = LAND.countries["RUS"], LAND.countries["UKR"]
    for name, shape in regions.items():
        area = geography.area_km2(shape)
        assert area == pytest.approx(REGION_KM2[name], rel=0.03), name
        assert geography.area_km2(shape.difference(russia)) < 0.002 * area, f"{name} reaches out of Russia"
        assert shape.distance(ukraine) < 0.01, f"{name} does not touch Ukraine"
    for (one, first), (other, second) in itertools.combinations(regions.items(), 2):
        assert geography.area_km2(first.intersection(second)) < 10, f"{one} and {other}"


def test_no_strip_is_left_between_the_regions_and_the_border() -> None:
    """The five regions and Ukraine meet: what lies in Russia within 5 km of the land border between 51.5° N and 47.5° N belongs to a region."""
    strip = (
        LAND.countries["UKR"]
        .buffer(0.05)
        .intersection(LAND.countries["RUS"])
        .intersection(shapely.box(34.3, 47.5, 41, 51.9))
    )
    left = strip.difference(shapely.union_all(list(REGIONS.values())))
    assert geography.area_km2(left) < 0.02 * geography.area_km2(strip)


def test_territories_of_russia_make_up_russia() -> None:
    pieces = [LAND.areas[area] for area in LAND.drawn]
    total = sum(geography.area_km2(piece) for piece in pieces)
    assert total == pytest.approx(geography.area_km2(LAND.countries["RUS"]), rel=1e-4)
    for first, second in itertools.combinations(pieces, 2):
        assert geography.area_km2(first.intersection(second)) < 20
    assert LAND.home.covers(shapely.Point(34.10, 44.95))
    assert LAND.areas["ru_kursk"].covers(shapely.Point(36.19, 51.73))
    assert not LAND.areas["ru_border"].covers(shapely.Point(36.19, 51.73))
    assert LAND.areas["ru_border"].covers(shapely.Point(36.59, 50.60))


def test_plane_keeps_areas_and_comes_back() -> None:
    kursk = LAND.areas["ru_kursk"]
    there = LAND.to_plane(kursk)
    assert there.area == pytest.approx(geography.area_km2(kursk), rel=1e-3)
    assert LAND.to_degrees(there).hausdorff_distance(kursk) < 1e-6


@pytest.mark.parametrize("name", ["countries.geojson", "regions.geojson", "places.csv"])
@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "{}",
        '{"features":[]}',
        '{"features":[{"id":"UKR","geometry":{"type":"Blob"}}]}',
        "name,lon\nKyiv,east\n",
    ],
)
def test_a_broken_file_is_named(name: str, content: str | None, folder: Path) -> None:
    path = folder / "geo" / name
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    read = tables.load(folder)
    if name == "places.csv" and content is not None and "\n" not in content:
        assert geography.geography(read).cities == ()
        return
    if name == "regions.geojson" and content == '{"features":[]}':
        assert geography.geography(read).drawn == ("ru_any",), "the check names the shapes that are missing"
        return
    with pytest.raises(UnusableTable, match=f"data/geo/{name}"):
        geography.geography(read)


def test_files_are_small_and_licensed() -> None:
    files = [path for path in FOLDER.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 400_000
    licences = (FOLDER / "LICENCES.md").read_text(encoding="utf-8")
    assert all(path.name in licences for path in files if path.name != "LICENCES.md")
    assert "BSD-3-Clause" in licences and "Mark DiMarco" in licences and "A/RES/68/262" in licences
