"""The shapes of maps: what is no area, or has no coordinates in degrees, is named with its id."""

import json
from typing import Any

import pytest

from caveat.dataset import shape_files
from caveat.dataset.errors import UnusableTable

SQUARE = [[30, 50], [31, 50], [31, 51], [30, 51], [30, 50]]


def features(*shapes: tuple[str, str, Any]) -> bytes:
    made = [
        {"type": "Feature", "id": name, "geometry": {"type": kind, "coordinates": coordinates}}
        for name, kind, coordinates in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": made}).encode()


def test_an_area_is_read() -> None:
    found = shape_files.read_features(features(("Kursk", "Polygon", [SQUARE])), shape_files.REGIONS)
    assert list(found) == ["Kursk"] and found["Kursk"][0].area == 1


@pytest.mark.parametrize(
    ("shapes", "problem"),
    [
        ([("Kursk", "Point", [30, 50])], "Kursk: a Point"),
        ([("Kursk", "Polygon", [SQUARE]), ("Kursk", "Polygon", [SQUARE])], "Kursk: a second shape of this id"),
        ([("Kursk", "Polygon", [])], "Kursk: no coordinates"),
        ([("Kursk", "Polygon", [[[30, 50], [31, 51], [31, 50], [30, 51], [30, 50]]])], "Kursk: a ring that crosses"),
        ([("Kursk", "Polygon", [[[50, 130], [51, 130], [51, 131], [50, 130]]])], "which are no degrees east and north"),
    ],
)
def test_what_cannot_be_drawn_is_named(shapes: list[tuple[str, str, Any]], problem: str) -> None:
    with pytest.raises(UnusableTable) as raised:
        shape_files.read_features(features(*shapes), shape_files.REGIONS)
    [fault] = raised.value.faults
    assert problem in fault.found and fault.file == shape_files.REGIONS and "rings" in fault.expected
