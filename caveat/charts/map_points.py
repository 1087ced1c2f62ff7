"""Shapes of a map as the broken lines that Plotly fills. Lists of x and y in km, with None between two lines."""

from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts import map_projection
from caveat.charts.map_projection import Bounds, MapFrame

Points = list[float | None]

HEIGHT_PX = 460
# The narrowest width that labels are placed for; a wider page only has more room.
NARROWEST_PX = 336
KYIV_MARGIN_KM = 60
# How much wider than high a page may show the map: shapes are kept as far as that.
WIDEST = 1.7


def narrow_frame(range_km: float, height_px: int = HEIGHT_PX) -> MapFrame:
    """What the map shows at its narrowest. On a wider page there is more at both sides, and a pixel has no more km."""
    return map_projection.map_frame(range_km, NARROWEST_PX, height_px, KYIV_MARGIN_KM)


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
        for polygon in map_projection.visible_polygons(smooth, frame.km_per_px):
            oriented = shapely.orient_polygons(polygon)
            rings += [oriented.exterior, *oriented.interiors]
    return _broken_line(rings, frame)


def edge_points(range_km: float, frame: MapFrame) -> tuple[Points, Points]:
    """The line at a range, cut to the page."""
    return _broken_line(map_projection.edge_pieces(range_km, _drawn_bounds(frame), frame.km_per_px), frame)


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
