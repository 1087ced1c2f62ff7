"""The ground of a map: the outlines of countries in its frame. They depend on the range alone, not on the day, so a browser may keep them under an address of their own."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from caveat.charts.map_geometry import HEIGHT_PX, Points, countries, map_frame, ring_points
from caveat.domain.geography import RUSSIA, UKRAINE

# The countries that are neither at war.
OTHERS = "land"
# Below the root of the site; web/shapes.py answers there.
FOLDER = "shapes"
_NAME = re.compile(r"ground-([0-9]{1,6}(?:\.[0-9]{1,6})?)-([0-9a-f]{12})")


@dataclass(frozen=True)
class Basemap:
    """The ground for one range. `points`: x and y (km in the plane) by the name of the trace. `name`: the range and a hash of the content; `body`: the same points as JSON (`packed`)."""

    points: Mapping[str, tuple[Points, Points]]
    name: str
    body: bytes

    @property
    def address(self) -> str:
        """Where a browser finds it, from the root of the site."""
        return f"{FOLDER}/{self.name}.json"


@lru_cache(maxsize=64)
def range_basemap(range_km: float, height_px: int = HEIGHT_PX) -> Basemap:
    """The ground of the map for a highest range, the same on every replica; what is named by its address has the usual height. ValueError where the range is none."""
    view = map_frame(range_km, height_px)
    others = [shape for code, shape in countries().items() if code not in (UKRAINE, RUSSIA)]
    points = {
        # On a map of a continent the neighbours need less detail.
        OTHERS: ring_points(others, view, 1.4 if view.km_per_px > 5 else 0.7),
        RUSSIA: ring_points([countries()[RUSSIA]], view),
        UKRAINE: ring_points([countries()[UKRAINE]], view),
    }
    body = packed_points(points)
    return Basemap(points, f"ground-{range_text(range_km)}-{hashlib.sha256(body).hexdigest()[:12]}", body)


def range_text(range_km: float) -> str:
    """A range as it stands in a name: "300", "1609.3"."""
    return f"{range_km:.6f}".rstrip("0").rstrip(".")


def range_in_name(name: str) -> str:
    """The range in the name of a ground, as `range_text` writes it; "" where it is no such name."""
    found = _NAME.fullmatch(name)
    return found[1] if found else ""


def packed_points(points: Mapping[str, tuple[Points, Points]]) -> bytes:
    """Points (km, to a tenth) as JSON: {"per_km": 1 or 10, name: {"x": […], "y": […]}}. Each number is the step from the one before, in parts of a km; null breaks the line;
    static/charts.js walks them. Steps are short where lines are: a third less on the wire than the points themselves.
    """
    whole = all(one is None or one.is_integer() for both in points.values() for line in both for one in line)
    per_km = 1 if whole else 10
    steps = {name: {"x": _steps(x, per_km), "y": _steps(y, per_km)} for name, (x, y) in points.items()}
    return json.dumps({"per_km": per_km, **steps}, separators=(",", ":")).encode()


def _steps(points: Points, per_km: int) -> list[int | None]:
    at, found = 0, list[int | None]()
    for one in points:
        there = at if one is None else round(one * per_km)
        found.append(None if one is None else there - at)
        at = there
    return found
