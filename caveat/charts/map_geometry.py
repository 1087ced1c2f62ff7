"""A map's frame in the equal-area plane (km), and shapes as the broken lines that a chart fills."""

from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts.map_label_placement import Frame
from caveat.domain import geography, reach

Points = list[float | None]

HEIGHT_PX = 460
# The narrowest width that labels are placed for; a wider page only has more room.
NARROWEST_PX = 336
# How much wider than high a page may show the map: shapes are kept as far as that.
WIDEST = 1.7
PAD_PX = 14
# The capital is the one fixed point of every map.
KYIV = (30.52, 50.45)
# A piece of the band is framed from this share of it on: Kaliningrad would push the rest into a corner.
FRAMED = 0.04


@lru_cache(maxsize=1)
def countries() -> dict[str, BaseGeometry]:
    """Every country's land in the plane, by code. Do not change it."""
    return {code: geography.to_plane(shape) for code, shape in geography.countries().items()}


@lru_cache(maxsize=64)
def map_frame(range_km: float, height_px: int = HEIGHT_PX) -> Frame:
    """What the map shows at its narrowest: the Russian land within the range in one piece, and Kyiv. On a wider page there is more at both sides."""
    kyiv = geography.to_plane(shapely.Point(KYIV)).buffer(60)
    land = shapely.union_all([geography.to_plane(reach.within(range_km, one)[0]) for one in geography.RUSSIAN]).buffer(
        1
    )
    pieces = [part for part in shapely.get_parts(land) if part.area > FRAMED * land.area]
    left, bottom, right, top = shapely.union_all([kyiv, *pieces]).bounds
    km_per_px = max((right - left) / (NARROWEST_PX - 2 * PAD_PX), (top - bottom) / (height_px - 2 * PAD_PX))
    x, y, half_width, half_height = (
        (left + right) / 2,
        (bottom + top) / 2,
        NARROWEST_PX * km_per_px / 2,
        height_px * km_per_px / 2,
    )
    return Frame(x - half_width, y - half_height, x + half_width, y + half_height, km_per_px)


def _clip(view: Frame) -> tuple[float, float, float, float]:
    """What the widest and the narrowest page can show, with a margin that keeps cut edges out of sight."""
    x, y, half = (view.left + view.right) / 2, (view.bottom + view.top) / 2, (view.top - view.bottom) / 2
    return x - WIDEST * half, y - 1.25 * half, x + WIDEST * half, y + 1.25 * half


def ring_points(shapes: list[BaseGeometry], view: Frame, detail_px: float = 0.7) -> tuple[Points, Points]:
    """The rings of shapes as one broken line, cut to the page and simplified to `detail_px` pixels; holes run the other way round."""
    xs: Points = []
    ys: Points = []
    for shape in shapes:
        cut = shapely.clip_by_rect(shape, *_clip(view))
        for part in shapely.get_parts(shapely.get_parts(shapely.simplify(cut, detail_px * view.km_per_px))):
            if part.geom_type != "Polygon" or part.area < (2 * view.km_per_px) ** 2:
                continue
            for ring in (lambda one: [one.exterior, *one.interiors])(shapely.orient_polygons(part)):
                _add(xs, ys, shapely.get_coordinates(ring), view)
    return xs[:-1], ys[:-1]


def line_points(line: BaseGeometry, view: Frame) -> tuple[Points, Points]:
    """A line as one broken line, cut to the page and simplified to half a pixel."""
    xs: Points = []
    ys: Points = []
    merged = (
        shapely.line_merge(shapely.clip_by_rect(line, *_clip(view))) if line.geom_type == "MultiLineString" else line
    )
    for part in shapely.get_parts(shapely.simplify(merged, 0.5 * view.km_per_px)):
        if part.length > 3 * view.km_per_px:
            _add(xs, ys, shapely.get_coordinates(part), view)
    return xs[:-1], ys[:-1]


def _add(xs: Points, ys: Points, points: np.ndarray, view: Frame) -> None:
    xs += [*(rounded_km(one, view) for one in points[:, 0]), None]
    ys += [*(rounded_km(one, view) for one in points[:, 1]), None]


def rounded_km(value: float, view: Frame) -> float:
    """Kilometres to a fifth of a pixel or so: whole ones on maps of a continent."""
    return round(value, 1) if view.km_per_px < 2.5 else float(round(value))
