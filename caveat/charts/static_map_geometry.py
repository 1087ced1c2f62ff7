"""The page of a still map: which part of the world it shows, and shapes on it as paths and as cells, at the page's own resolution."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts.static_map_label_placement import CELL_PX, Mask, cell_centres
from caveat.domain import geography, reach
from caveat.domain.geography import RUSSIA, UKRAINE

RIM_PX = 14
# Paths are written in halves of a pixel, as whole numbers.
FINE = 2
# From one slanting line to the next along a row. A whole number, so that each row of pixels is the one above moved by a pixel: a PNG of it is smaller and sooner written.
HATCH_PX = 10
KYIV = (30.52, 50.45)
# A piece of the band is framed from this share of it on: Kaliningrad would push the rest into a corner.
FRAMED = 0.04


@dataclass(frozen=True)
class Page:
    """A page of `width` x `height` px and what it shows: its left and top edge in the plane (km), and how many km a pixel is."""

    width: int
    height: int
    left: float
    top: float
    km_per_px: float

    def box(self, margin_px: float = 0) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in the plane (km), with a margin."""
        margin, right, bottom = (
            margin_px * self.km_per_px,
            self.left + self.width * self.km_per_px,
            self.top - self.height * self.km_per_px,
        )
        return self.left - margin, bottom - margin, right + margin, self.top + margin

    def px(self, x: float, y: float) -> tuple[float, float]:
        """A point of the plane (km) on the page."""
        return round((x - self.left) / self.km_per_px, 1), round((self.top - y) / self.km_per_px, 1)


@dataclass(frozen=True)
class Spot:
    """Where a shape lies on the page: its cells, and the point (px) that stands for it."""

    mask: Mask
    middle: tuple[float, float]


@lru_cache(maxsize=64)
def map_page(highest_km: float, width: int, height: int) -> Page:
    """The page that shows the Russian land within the range in one piece, and Kyiv, with these in its middle."""
    kyiv = geography.to_plane(shapely.Point(KYIV)).buffer(min(120, highest_km / 3))
    land = shapely.union_all(
        [geography.to_plane(reach.within(highest_km, one)[0]) for one in geography.RUSSIAN]
    ).buffer(1)
    pieces = [part for part in shapely.get_parts(land) if part.area > FRAMED * land.area]
    left, bottom, right, top = shapely.union_all([kyiv, *pieces]).bounds
    km_per_px = max((right - left) / (width - 2 * RIM_PX), (top - bottom) / (height - 2 * RIM_PX))
    return Page(
        width, height, (left + right - width * km_per_px) / 2, (bottom + top + height * km_per_px) / 2, km_per_px
    )


@lru_cache(maxsize=256)
def _country(code: str) -> BaseGeometry:
    return geography.to_plane(geography.countries()[code])


@lru_cache(maxsize=64)
def land_shapes(on: Page) -> dict[str, BaseGeometry]:
    """The countries on a page, by three-letter code (plane, km)."""
    found = {code: _fitted(_country(code), on) for code in geography.countries()}
    return {code: shape for code, shape in found.items() if not shape.is_empty}


@lru_cache(maxsize=64)
def land_positions(on: Page) -> dict[str, Spot]:
    """Where the countries lie on a page."""
    return {code: shape_position(shape, on) for code, shape in land_shapes(on).items()}


@lru_cache(maxsize=128)
def band_shape(territories: tuple[str, ...], range_km: float, on: Page) -> BaseGeometry:
    """The part of some Russian territories within range, as one area (plane, km)."""
    shapes = [geography.to_plane(reach.within(range_km, one)[0]) for one in territories]
    # Neighbours meet along lines of different detail: a kilometre closes what is left between them.
    return _fitted(shapely.union_all(shapes).buffer(1).buffer(-1) if len(shapes) > 1 else shapes[0], on)


@lru_cache(maxsize=128)
def band_position(territories: tuple[str, ...], range_km: float, on: Page) -> Spot:
    """Where that area lies on a page."""
    return shape_position(band_shape(territories, range_km, on), on)


@lru_cache(maxsize=64)
def edge_position(range_km: float, on: Page) -> Spot:
    """Where the line at a range lies on a page, with nine pixels on both sides."""
    return shape_position(reach.edge(range_km).buffer(9 * on.km_per_px, quad_segs=2), on)


@lru_cache(maxsize=64)
def land_paths(on: Page) -> dict[str, str]:
    """The paths under the areas, by the class that the template gives them."""
    shapes = land_shapes(on)
    others = [shape for code, shape in shapes.items() if code not in (UKRAINE, RUSSIA)]
    return {
        "land": shapes_path(others, on),
        "russia": shapes_path([shapes[RUSSIA]], on),
        "ukraine": shapes_path([shapes[UKRAINE]], on),
    }


@lru_cache(maxsize=64)
def edge_path(range_km: float, on: Page) -> str:
    """The line at a range as the data of a path; pieces under three pixels go."""
    cut = shapely.clip_by_rect(reach.edge(range_km), *on.box())
    merged = shapely.line_merge(cut) if cut.geom_type == "MultiLineString" else cut
    smooth = shapely.get_parts(shapely.simplify(merged, 0.5 * on.km_per_px))
    return "".join(_run(shapely.get_coordinates(part), on) for part in smooth if part.length > 3 * on.km_per_px)


def shapes_path(shapes: Iterable[BaseGeometry], on: Page) -> str:
    """The rings of shapes as the data of one path; pieces under two pixels across go."""
    small = (2 * on.km_per_px) ** 2
    parts = [
        part
        for shape in shapes
        for part in shapely.get_parts(shapely.get_parts(shape))
        if part.geom_type == "Polygon" and part.area > small
    ]
    return "".join(
        _run(shapely.get_coordinates(ring)[:-1], on) + "z"
        for part in parts
        for ring in (part.exterior, *part.interiors)
    )


def hatch_path(shape: BaseGeometry, on: Page) -> str:
    """Slanting lines over a shape as the data of a path: drawn lines cost a renderer less than a pattern does. The lines of all shapes on a page continue each other.

    Even-odd: a line runs from where it crosses the shape's edge to where it crosses it again, which takes a tenth of the time of intersecting shapes.
    """
    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    x = (points[:, 0] - on.left) / on.km_per_px * FINE
    # On a line from low left to high right, x + y is everywhere the same: that of line k is k * apart.
    apart = HATCH_PX * FINE
    line = (x + (on.top - points[:, 1]) / on.km_per_px * FINE) / apart
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    low, high = (np.ceil(some(line[edge], line[edge + 1])).astype(int) for some in (np.minimum, np.maximum))
    crossed = np.repeat(edge, high - low)
    k = np.arange(len(crossed)) - np.repeat(np.cumsum(high - low) - high, high - low)
    at = x[crossed] + (x[crossed + 1] - x[crossed]) * (k - line[crossed]) / (line[crossed + 1] - line[crossed])
    order = np.lexsort((at, k))
    runs = np.column_stack([k[order][::2] * apart, np.rint(at[order]).astype(int).reshape(-1, 2)]).tolist()
    return "".join(
        f"M{start} {total - start}l{end - start} {start - end}" for total, start, end in runs if end - start > FINE
    )


def shape_position(shape: BaseGeometry, on: Page) -> Spot:
    """The cells of a shape in the plane, and the middle of the largest circle in it."""
    coarse = shapely.simplify(shapely.clip_by_rect(shape, *on.box()), 2 * on.km_per_px)
    xs, ys = cell_centres(on.width, on.height)
    shapely.prepare(coarse)
    mask = shapely.contains_xy(coarse, on.left + xs * on.km_per_px, on.top - ys * on.km_per_px)
    if coarse.is_empty:
        return Spot(mask, (0.0, 0.0))
    largest = max(shapely.get_parts(coarse), key=shapely.area)
    return Spot(mask, on.px(*shapely.maximum_inscribed_circle(largest, tolerance=2 * on.km_per_px).coords[0]))


def mask_middle(mask: Mask) -> tuple[float, float]:
    """The mean of the cells of a mask (px)."""
    rows, columns = np.nonzero(mask)
    return (float(columns.mean() + 0.5) * CELL_PX, float(rows.mean() + 0.5) * CELL_PX) if len(rows) else (0.0, 0.0)


def _fitted(shape: BaseGeometry, on: Page) -> BaseGeometry:
    """A shape in the plane cut to the page, with no more detail than the page can show."""
    cut = shapely.simplify(shapely.clip_by_rect(shape, *on.box(4)), 0.6 * on.km_per_px)
    return geography.polygons(shapely.make_valid(cut))


def _run(points: np.ndarray, on: Page) -> str:
    """Points as "M" and "l" of a path, relative and in whole steps of 1/FINE px; steps of nothing go."""
    steps = np.rint(np.column_stack([points[:, 0] - on.left, on.top - points[:, 1]]) / on.km_per_px * FINE).astype(int)
    moves = np.diff(steps, axis=0)
    moves = moves[(moves != 0).any(axis=1)]
    joined = " ".join(f"{x} {y}" for x, y in moves.tolist()).replace(" -", "-")
    return f"M{steps[0][0]} {steps[0][1]}l{joined}" if len(moves) else ""
