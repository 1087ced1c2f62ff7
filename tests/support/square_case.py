"""A made-up geography: two square countries side by side, and in the eastern one a region in the north."""

import csv
import json
import re
from pathlib import Path

import shapely

WEST, EAST, NORTH = shapely.box(0, 45, 5, 50), shapely.box(5, 45, 10, 50), shapely.box(5, 48, 10, 50)
MAP = """[map]
home = "WES"
opposite = "EAS"
home_name = "Westland"
opposite_name = "the Eastern Isles"
opposite_adjective = "Eastern"
anchor = { name = "Port West", longitude = 2.5, latitude = 47.5, margin_km = 40 }
note = "Both are made up."
"""
# The ids are those of the founding case: rows of other tables name them.
TERRITORIES = {
    "everywhere": ("", ""),
    "ua_occupied": ("the western coast", "WES"),
    "ru_any": ("the rest of the Isles", "EAS"),
    "ru_border": ("the harbour", ""),
    "ru_kursk": ("the northern hills", "North"),
}


def without_map(folder: Path) -> Path:
    """Take the maps out of a copy of the founding case."""
    settings = folder / "case.toml"
    settings.write_text(re.sub(r"\[map\]\n(.+\n)*", "", settings.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def put_squares(folder: Path, west: shapely.Polygon = WEST) -> Path:
    """Give a copy of the founding case the made-up geography, and return it."""
    without_map(folder)
    settings = folder / "case.toml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{MAP}", encoding="utf-8")
    _write(folder / "geo" / "countries.geojson", {"WES": west, "EAS": EAST, "NOR": shapely.box(0, 50, 10, 55)})
    _write(folder / "geo" / "regions.geojson", {"North": NORTH})
    (folder / "geo" / "places.csv").write_text(
        "name,country,lon,lat,rank\nPort West,WES,4.5,46.5,1\n", encoding="utf-8"
    )
    path = folder / "territories.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        name, shape = TERRITORIES[row["territory_id"]]
        words = {"name": name, "in_sentence": f"in {name}", "as_noun": name, "short_name": name.removeprefix("the ")}
        row |= words | {"heading": name, "shape": shape, "shape_note": f"square {shape}" if shape else ""}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def _write(path: Path, shapes: dict[str, shapely.Polygon]) -> None:
    names = {"NOR": {"name": "Norland"}}
    features = [
        {"type": "Feature", "id": key, "properties": names.get(key, {}), "geometry": shapely.geometry.mapping(shape)}
        for key, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
