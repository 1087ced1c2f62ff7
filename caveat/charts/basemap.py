"""Shapes of a map as the broken lines that Plotly fills; outlines of countries at URLs.

Lines are lists of x and y in km, with None between two lines. The outlines of countries depend on the range of a map
alone, so a browser may keep them under a URL.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts import map_projection
from caveat.charts.map_projection import Bounds, MapFrame, country_shapes
from caveat.dataset.memo import memoized
from caveat.domain.geography import Geography

Points = list[float | None]

HEIGHT_PX = 460
# The narrowest width that labels are placed for; a wider page only has more room.
NARROWEST_PX = 336
# How much wider than high a page may show the map: shapes are kept as far as that.
WIDEST = 1.7
# The countries beside the two of the case.
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


@memoized(64)
def range_basemap(land: Geography, range_km: float, height_px: int = HEIGHT_PX) -> Basemap:
    """The basemap for a highest range; the URL is that of the usual height. ValueError if the range is not usable."""
    frame, countries = narrow_frame(land, range_km, height_px), country_shapes(land)
    pair = (land.settings.opposite, land.settings.home)
    others = [shape for code, shape in countries.items() if code not in pair]
    points = {
        # On a map of a continent the neighbours need less detail.
        OTHERS: ring_points(others, frame, 1.4 if frame.km_per_px > 5 else 0.7),
        **{code: ring_points([countries[code]], frame) for code in pair},
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


def narrow_frame(land: Geography, range_km: float, height_px: int = HEIGHT_PX) -> MapFrame:
    """What the map shows at its narrowest. On a wider page there is more at both sides, and a pixel has no more km."""
    return map_projection.map_frame(land, range_km, NARROWEST_PX, height_px, land.settings.anchor.margin_km)


def _drawn_bounds(frame: MapFrame) -> Bounds:
    """What the widest and the narrowest page can show, with a margin that hides cut edges."""
    x, y, half = (frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2, (frame.top - frame.bottom) / 2
    return x - WIDEST * half, y - 1.25 * half, x + WIDEST * half, y + 1.25 * half


def ring_points(shapes: Iterable[BaseGeometry], frame: MapFrame, detail_px: float = 0.7) -> tuple[Points, Points]:
    """The rings of shapes, cut to the page and simplified to `detail_px` pixels. Holes run the other way round."""
    rings = []
    for shape in shapes:
        cut = shapely.clip_by_rect(shape, *_drawn_bounds(frame))
        smooth = shapely.simplify(cut, detail_px * frame.km_per_px)
        rings += map_projection.visible_rings(shapely.orient_polygons(smooth), frame.km_per_px)
    return _broken_line(rings, frame)


def edge_points(land: Geography, range_km: float, frame: MapFrame) -> tuple[Points, Points]:
    """The line at a range, cut to the page."""
    return _broken_line(map_projection.edge_pieces(land, range_km, _drawn_bounds(frame), frame.km_per_px), frame)


def _broken_line(lines: Iterable[BaseGeometry], frame: MapFrame) -> tuple[Points, Points]:
    xs: Points = []
    ys: Points = []
    for line in lines:
        points: np.ndarray = shapely.get_coordinates(line)
        xs += [*(rounded_km(x, frame) for x in points[:, 0]), None]
        ys += [*(rounded_km(y, frame) for y in points[:, 1]), None]
    return xs[:-1], ys[:-1]


def rounded_km(value: float, frame: MapFrame) -> float:
    """Kilometres to about a fifth of a pixel: whole ones on maps of a continent."""
    return round(value, 1) if frame.km_per_px < 2.5 else float(round(value))
