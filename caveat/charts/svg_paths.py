"""Shapes of a map as SVG paths and as cells of a grid. At the resolution of the picture, kept for all days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts import map_projection
from caveat.charts.map_label_placement import GridPlacer, Mask, cell_centres
from caveat.charts.map_projection import MapFrame
from caveat.dataset.memo import memoized
from caveat.domain import reach
from caveat.domain.geography import Geography, polygons

# Paths are written in halves of a pixel, as whole numbers.
FINE = 2
# From one slanting line to the next along a row. A whole number, so that each row of pixels is the one above moved by
# a pixel: a PNG of it is smaller and sooner written.
HATCH_PX = 10


@dataclass(frozen=True)
class GridShape:
    """A shape on the grid of a picture: its cells, and the point (px) that stands for it."""

    mask: Mask
    middle: tuple[float, float]


def picture_frame(land: Geography, highest_km: float, width_px: int, height_px: int) -> MapFrame:
    """The frame of an SVG map."""
    margin_km = min(2 * land.settings.anchor.margin_km, highest_km / 3)
    return map_projection.map_frame(land, highest_km, width_px, height_px, margin_km)


@memoized(64)
def land_shapes(land: Geography, frame: MapFrame) -> Mapping[str, BaseGeometry]:
    """The countries in a frame, by their code (plane, km)."""
    fitted = {code: _fit_to_frame(shape, frame) for code, shape in map_projection.country_shapes(land).items()}
    return MappingProxyType({code: shape for code, shape in fitted.items() if not shape.is_empty})


@memoized(64)
def land_on_grid(land: Geography, frame: MapFrame) -> Mapping[str, GridShape]:
    """The countries on the grid of a frame, by their code."""
    return MappingProxyType({code: on_grid(shape, frame) for code, shape in land_shapes(land, frame).items()})


@memoized(128)
def area_shape(land: Geography, territories: tuple[str, ...], range_km: float, frame: MapFrame) -> BaseGeometry:
    """The part of some areas within range, as one area (plane, km) cut to the frame."""
    return _fit_to_frame(map_projection.band_shape(land, territories, range_km), frame)


@memoized(128)
def area_on_grid(land: Geography, territories: tuple[str, ...], range_km: float, frame: MapFrame) -> GridShape:
    """That area on the grid of a frame."""
    return on_grid(area_shape(land, territories, range_km, frame), frame)


@memoized(64)
def edge_on_grid(land: Geography, range_km: float, frame: MapFrame) -> GridShape:
    """The line at a range on the grid of a frame, with nine pixels on both sides."""
    return on_grid(reach.range_edge(land, range_km).buffer(9 * frame.km_per_px, quad_segs=2), frame)


@memoized(64)
def land_paths(land: Geography, frame: MapFrame) -> Mapping[str, str]:
    """The paths under the areas, by the class that the template gives them."""
    classes = {land.settings.opposite: "opposite", land.settings.home: "home"}
    paths: dict[str, list[BaseGeometry]] = {"land": [], "opposite": [], "home": []}
    for code, shape in land_shapes(land, frame).items():
        paths[classes.get(code, "land")].append(shape)
    return MappingProxyType({name: shapes_path(shapes, frame) for name, shapes in paths.items()})


@memoized(64)
def edge_path(land: Geography, range_km: float, frame: MapFrame) -> str:
    """The line at a range as the data of a path."""
    pieces = map_projection.edge_pieces(land, range_km, frame.bounds(), frame.km_per_px)
    return "".join(_steps(shapely.get_coordinates(piece), frame) for piece in pieces)


def shapes_path(shapes: Iterable[BaseGeometry], frame: MapFrame) -> str:
    """The rings of shapes as the data of one path."""
    return "".join(
        _steps(shapely.get_coordinates(ring)[:-1], frame) + "z"
        for shape in shapes
        for ring in map_projection.visible_rings(shape, frame.km_per_px)
    )


def hatch_path(shape: BaseGeometry, frame: MapFrame) -> str:
    """Slanting lines over a shape as the data of a path.

    The lines of all shapes in a frame continue each other. Drawn lines cost a renderer less than a pattern does.
    Even-odd: a line runs from where it crosses the shape's edge to where it crosses it again, which takes a tenth of
    the time of intersecting shapes.
    """
    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    x = (points[:, 0] - frame.left) / frame.km_per_px * FINE
    # On a line from low left to high right, x + y is everywhere the same: that of line k is k * apart.
    apart = HATCH_PX * FINE
    line = (x + (frame.top - points[:, 1]) / frame.km_per_px * FINE) / apart
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    low, high = (np.ceil(ends(line[edge], line[edge + 1])).astype(int) for ends in (np.minimum, np.maximum))
    crossed = np.repeat(edge, high - low)
    k = np.arange(len(crossed)) - np.repeat(np.cumsum(high - low) - high, high - low)
    at = x[crossed] + (x[crossed + 1] - x[crossed]) * (k - line[crossed]) / (line[crossed + 1] - line[crossed])
    order = np.lexsort((at, k))
    runs = np.column_stack([k[order][::2] * apart, np.rint(at[order]).astype(int).reshape(-1, 2)]).tolist()
    return "".join(
        f"M{start} {total - start}l{end - start} {start - end}" for total, start, end in runs if end - start > FINE
    )


def on_grid(shape: BaseGeometry, frame: MapFrame) -> GridShape:
    """The cells of a shape in the plane, and the middle of the largest circle in it."""
    coarse = shapely.simplify(shapely.clip_by_rect(shape, *frame.bounds()), 2 * frame.km_per_px)
    xs, ys = cell_centres(frame.width_px, frame.height_px)
    shapely.prepare(coarse)
    mask = shapely.contains_xy(coarse, frame.left + xs * frame.km_per_px, frame.top - ys * frame.km_per_px)
    if coarse.is_empty:
        return GridShape(mask, (0.0, 0.0))
    largest = max(shapely.get_parts(coarse), key=shapely.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=2 * frame.km_per_px)
    return GridShape(mask, frame.to_px(*circle.coords[0]))


def mask_middle(mask: Mask) -> tuple[float, float]:
    """The mean of the cells of a mask (px)."""
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return 0.0, 0.0
    return float(columns.mean() + 0.5) * GridPlacer.CELL_PX, float(rows.mean() + 0.5) * GridPlacer.CELL_PX


def _fit_to_frame(shape: BaseGeometry, frame: MapFrame) -> BaseGeometry:
    """A shape in the plane cut to the frame, with no more detail than it can show."""
    cut = shapely.simplify(shapely.clip_by_rect(shape, *frame.bounds(4)), 0.6 * frame.km_per_px)
    return polygons(shapely.make_valid(cut))


def _steps(points: np.ndarray, frame: MapFrame) -> str:
    """Points as "M" and "l" of a path, relative and in whole steps of 1/FINE px. Steps of zero are left out."""
    from_corner = np.column_stack([points[:, 0] - frame.left, frame.top - points[:, 1]])
    steps = np.rint(from_corner / frame.km_per_px * FINE).astype(int)
    moves = np.diff(steps, axis=0)
    moves = moves[(moves != 0).any(axis=1)]
    joined = " ".join(f"{x} {y}" for x, y in moves.tolist()).replace(" -", "-")
    return f"M{steps[0][0]} {steps[0][1]}l{joined}" if len(moves) else ""
