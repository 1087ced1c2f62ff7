"""The frame of a map in the equal-area plane (km), and in it countries, bands of territory and the line at a range."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import shapely
from shapely.geometry.base import BaseGeometry

from caveat.dataset.memo import memoized
from caveat.domain import reach
from caveat.domain.geography import Geography

PAD_PX = 14
# A piece of the band is framed from this share of it on: an exclave would push the rest into a corner.
MIN_FRAMED_SHARE = 0.04

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapFrame:
    """What a map of `width_px` x `height_px` shows: its left and top edge in the plane (km), and the km in a pixel."""

    width_px: int
    height_px: int
    left: float
    top: float
    km_per_px: float

    @property
    def right(self) -> float:
        return self.left + self.width_px * self.km_per_px

    @property
    def bottom(self) -> float:
        return self.top - self.height_px * self.km_per_px

    def bounds(self, margin_px: float = 0) -> Bounds:
        """Left, bottom, right, top in the plane (km), with a margin."""
        margin = margin_px * self.km_per_px
        return self.left - margin, self.bottom - margin, self.right + margin, self.top + margin

    @property
    def box(self) -> BaseGeometry:
        """The frame as a rectangle in the plane."""
        return shapely.box(*self.bounds())

    def to_px(self, x: float, y: float) -> tuple[float, float]:
        """A point of the plane (km) as pixels from the top left corner."""
        return round((x - self.left) / self.km_per_px, 1), round((self.top - y) / self.km_per_px, 1)


@memoized(64)
def map_frame(land: Geography, range_km: float, width_px: int, height_px: int, margin_km: float) -> MapFrame:
    """The frame with the land within a range in one piece, and the case's anchor with a margin, in the middle."""
    anchor = land.settings.anchor
    around = land.to_plane(shapely.Point(anchor.longitude, anchor.latitude)).buffer(margin_km)
    within = shapely.union_all(_territory_shapes(land, land.drawn, range_km)).buffer(1)
    pieces = [piece for piece in shapely.get_parts(within) if piece.area > MIN_FRAMED_SHARE * within.area]
    left, bottom, right, top = shapely.union_all([around, *pieces]).bounds
    km_per_px = max((right - left) / (width_px - 2 * PAD_PX), (top - bottom) / (height_px - 2 * PAD_PX))
    return MapFrame(
        width_px,
        height_px,
        (left + right - width_px * km_per_px) / 2,
        (bottom + top + height_px * km_per_px) / 2,
        km_per_px,
    )


@memoized(1)
def country_shapes(land: Geography) -> Mapping[str, BaseGeometry]:
    """Every country's land in the plane, by its code."""
    return MappingProxyType({code: land.to_plane(shape) for code, shape in land.countries.items()})


@memoized(128)
def band_shape(land: Geography, territories: tuple[str, ...], range_km: float) -> BaseGeometry:
    """The part of some areas within range, as one area in the plane."""
    shapes = _territory_shapes(land, territories, range_km)
    # Neighbours meet along lines of different detail: a kilometre closes what is left between them.
    return shapely.union_all(shapes).buffer(1).buffer(-1) if len(shapes) > 1 else shapes[0]


def _territory_shapes(land: Geography, territories: tuple[str, ...], range_km: float) -> list[BaseGeometry]:
    return [land.to_plane(reach.territory_within(land, range_km, territory)[0]) for territory in territories]


def edge_pieces(land: Geography, range_km: float, bounds: Bounds, km_per_px: float) -> list[BaseGeometry]:
    """The line at a range within `bounds`, simplified to half a pixel. Pieces under three pixels are left out."""
    cut = shapely.clip_by_rect(reach.range_edge(land, range_km), *bounds)
    merged = shapely.line_merge(cut) if cut.geom_type == "MultiLineString" else cut
    return [
        piece for piece in shapely.get_parts(shapely.simplify(merged, 0.5 * km_per_px)) if piece.length > 3 * km_per_px
    ]


def visible_rings(shape: BaseGeometry, km_per_px: float) -> list[BaseGeometry]:
    """The rings of the polygons of a shape that are at least two pixels wide and high by their area."""
    return [
        ring
        for part in shapely.get_parts(shapely.get_parts(shape))
        if part.geom_type == "Polygon" and part.area >= (2 * km_per_px) ** 2
        for ring in (part.exterior, *part.interiors)
    ]
