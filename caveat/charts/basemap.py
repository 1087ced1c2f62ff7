"""The outlines of countries under a map. They depend on its range alone, so a browser may keep them under a URL."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from caveat.charts.map_points import HEIGHT_PX, Points, narrow_frame, ring_points
from caveat.charts.map_projection import country_shapes
from caveat.domain.geography import RUSSIA, UKRAINE

# The countries that are not at war.
OTHERS = "land"
# Below the root of the site; web/basemaps.py answers there.
FOLDER = "shapes"
_NAME = re.compile(r"ground-([0-9]{1,6}(?:\.[0-9]{1,6})?)-([0-9a-f]{12})")


@dataclass(frozen=True)
class Basemap:
    """The basemap for one range.

    `points`: x and y (km in the plane) by the name of the trace. `name`: the range and a hash of the content.
    `body`: the same points as JSON (`packed_points`).
    """

    points: Mapping[str, tuple[Points, Points]]
    name: str
    body: bytes

    @property
    def address(self) -> str:
        """The URL, from the root of the site."""
        return f"{FOLDER}/{self.name}.json"


@lru_cache(maxsize=64)
def range_basemap(range_km: float, height_px: int = HEIGHT_PX) -> Basemap:
    """The basemap for a highest range, the same on every replica; the URL is that of the usual height.

    ValueError if the range is not usable.
    """
    frame, countries = narrow_frame(range_km, height_px), country_shapes()
    others = [shape for code, shape in countries.items() if code not in (UKRAINE, RUSSIA)]
    points = {
        # On a map of a continent the neighbours need less detail.
        OTHERS: ring_points(others, frame, 1.4 if frame.km_per_px > 5 else 0.7),
        RUSSIA: ring_points([countries[RUSSIA]], frame),
        UKRAINE: ring_points([countries[UKRAINE]], frame),
    }
    body = packed_points(points)
    return Basemap(points, f"ground-{range_text(range_km)}-{hashlib.sha256(body).hexdigest()[:12]}", body)


def range_text(range_km: float) -> str:
    """A range as the name of a basemap has it: "300", "1609.3"."""
    return f"{range_km:.6f}".rstrip("0").rstrip(".")


def range_in_name(name: str) -> str:
    """The range in the name of a basemap, as `range_text` writes it; "" for any other text."""
    match = _NAME.fullmatch(name)
    return match[1] if match else ""


def packed_points(points: Mapping[str, tuple[Points, Points]]) -> bytes:
    """Points (km, to a tenth) as JSON: {"per_km": 1 or 10, name: {"x": […], "y": […]}}.

    Each number is the step from the one before, in parts of a km; null breaks the line; static/charts.js walks them.
    Steps are short where lines are: a third less on the wire than the points themselves.
    """
    whole = all(value is None or value.is_integer() for xy in points.values() for axis in xy for value in axis)
    per_km = 1 if whole else 10
    steps = {name: {"x": _steps(x, per_km), "y": _steps(y, per_km)} for name, (x, y) in points.items()}
    return json.dumps({"per_km": per_km, **steps}, separators=(",", ":")).encode()


def _steps(points: Points, per_km: int) -> list[int | None]:
    last, steps = 0, list[int | None]()
    for value in points:
        if value is None:
            steps.append(None)
            continue
        scaled = round(value * per_km)
        steps.append(scaled - last)
        last = scaled
    return steps
