"""Where the labels of a map go, never on each other.

A label stands on its area if it fits, else beside it with a line to it. `PlanePlacer` measures shapes exactly, for the
map that Plotly draws once; `GridPlacer` sums over a grid of cells, which takes a millisecond a label, for the SVG map
that every first HTML and preview card has.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts.map_projection import MapFrame

Mask = np.ndarray
Size = tuple[float, float]
# What a label's place costs, in pixels away from the middle of its area: wholly outside it.
OUTSIDE_COST = 240


class TypeSize(NamedTuple):
    """Mean width of a letter and of a capital, and height of a line, as parts of the type's size."""

    letter: float
    capital: float
    line: float

    def box(self, lines: Sequence[str], size_px: float, pad_px: float = 3) -> Size:
        """Width and height of some lines in px, with a margin."""
        widest = max(len(line) * (self.capital if line.isupper() else self.letter) for line in lines)
        return widest * size_px + 2 * pad_px, len(lines) * size_px * self.line + 2 * pad_px


# Source Sans 3, semibold; a little more than measured.
PAGE_TYPE = TypeSize(0.53, 0.53, 1.3)
# Roomy, since an <img> takes no face from the page and a reader's own may be wide.
IMAGE_TYPE = TypeSize(0.58, 0.8, 1.25)


def wrap_label(text: str, letters: int, break_after_colon: bool = False) -> list[str]:
    """A label in lines of at most `letters`; what follows a colon begins a line if `break_after_colon`."""
    parts = text.replace(": ", ":\n").split("\n") if break_after_colon else [text]
    return [line for part in parts for line in textwrap.wrap(part, letters, break_long_words=False)] or [text]


def side_corners(x: float, y: float, box: Size, gap: float) -> dict[str, tuple[float, float]]:
    """The corner with the smallest x and y of a box right of a point, left of it, beyond it and before it."""
    width, height = box
    return {
        "right": (x + gap, y - height / 2),
        "left": (x - gap - width, y - height / 2),
        "larger_y": (x - width / 2, y + gap),
        "smaller_y": (x - width / 2, y - gap - height),
    }


@dataclass(frozen=True)
class LabelPosition:
    """The middle of a label in the plane (km), and the point that its line leads to if it stands beside its area."""

    x: float
    y: float
    lead: tuple[float, float] | None = None


@dataclass
class PlanePlacer:
    """Gives each label on a frame a position of its own, in the order of the calls."""

    # How many free places, from the middle of an area outwards, are looked at, and how far apart they are.
    NEAREST = 500
    STEP_PX = 9
    COVERS_COST = 500

    frame: MapFrame
    taken: list[BaseGeometry] = field(default_factory=list)

    def size_km(self, lines: Sequence[str], size_px: float, pad_px: float = 3) -> Size:
        """Width and height of some lines of type, in km."""
        width, height = PAGE_TYPE.box(lines, size_px, pad_px)
        return width * self.frame.km_per_px, height * self.frame.km_per_px

    def on_area(
        self,
        area: BaseGeometry,
        lines: Sequence[str],
        size_px: float,
        keep_clear: BaseGeometry | None = None,
        covering: float = 0,
    ) -> LabelPosition | None:
        """A position for a label of `area`: on it if the label fits, else beside it with a line.

        The nearest free position is taken. `keep_clear` is not covered if that can be helped, nor the area itself if
        the label is more than 1/`covering` of it. None if no place is free.
        """
        visible, (width, height) = shapely.intersection(area, self.frame.box), self.size_km(lines, size_px)
        boxes, xs, ys = self._free(width, height)
        if visible.is_empty or not len(boxes):
            return None
        middle = shapely.maximum_inscribed_circle(
            max(shapely.get_parts(visible), key=shapely.area), tolerance=self.frame.km_per_px
        ).coords[0]
        away = np.hypot(xs - middle[0], ys - middle[1]) / self.frame.km_per_px
        nearest = np.argsort(away, kind="stable")[: self.NEAREST]
        boxes, xs, ys, away = boxes[nearest], xs[nearest], ys[nearest], away[nearest]
        small = covering * width * height > shapely.area(visible)
        clear = [shape for shape in (keep_clear, visible if small else None) if shape is not None]
        outside = 1 - shapely.area(shapely.intersection(boxes, visible)) / (width * height)
        covers = shapely.area(shapely.intersection(boxes, shapely.union_all(clear))) / (width * height)
        best = int(np.argmin(away + OUTSIDE_COST * outside * (not small) + self.COVERS_COST * covers))
        self.taken.append(boxes[best])
        return LabelPosition(float(xs[best]), float(ys[best]), middle if outside[best] > 0.45 else None)

    def inside(
        self, area: BaseGeometry, lines: Sequence[str], size_px: float, min_share: float = 0.9
    ) -> LabelPosition | None:
        """The free position nearest to the middle of `area` with `min_share` of the label on it, if any."""
        visible, (width, height) = shapely.intersection(area, self.frame.box), self.size_km(lines, size_px)
        boxes, xs, ys = self._free(width, height)
        if visible.is_empty or not len(boxes):
            return None
        # A label that fits has its middle on the area: this is quick to ask, the overlap is not.
        likely = shapely.contains_xy(visible, xs, ys)
        boxes, xs, ys = boxes[likely], xs[likely], ys[likely]
        fits = shapely.area(shapely.intersection(boxes, visible)) >= min_share * width * height
        if not fits.any():
            return None
        middle = shapely.centroid(visible)
        best = int(np.argmin(np.where(fits, np.hypot(xs - middle.x, ys - middle.y), np.inf)))
        self.taken.append(boxes[best])
        return LabelPosition(float(xs[best]), float(ys[best]))

    def along(
        self, line: BaseGeometry, lines: Sequence[str], size_px: float, keep_clear: BaseGeometry
    ) -> LabelPosition | None:
        """A place close to a line and not on it, with a short line to it; None if no place is free."""
        visible, (width, height) = shapely.intersection(line, self.frame.box), self.size_km(lines, size_px)
        boxes, xs, ys = self._free(width, height)
        if visible.is_empty or not len(boxes):
            return None
        gap = shapely.distance(boxes, visible) / self.frame.km_per_px
        covers = shapely.area(shapely.intersection(boxes, keep_clear)) / (width * height)
        best = int(np.argmin(np.abs(gap - 9) + 30 * (gap < 3) + self.COVERS_COST * covers))
        self.taken.append(boxes[best])
        end = shapely.get_coordinates(shapely.shortest_line(boxes[best], visible))[1]
        return LabelPosition(float(xs[best]), float(ys[best]), (float(end[0]), float(end[1])))

    def beside_point(self, x: float, y: float, text: str, size_px: float) -> str | None:
        """The side of a point, as in `side_corners`, that is free for its name; None if no side is."""
        dot = shapely.Point(x, y).buffer(4 * self.frame.km_per_px)
        taken, frame = shapely.union_all(self.taken), self.frame.box
        if dot.intersects(taken) or not frame.covers(dot):
            return None
        width, height = self.size_km([text], size_px, 1)
        for side, (left, bottom) in side_corners(x, y, (width, height), 5 * self.frame.km_per_px).items():
            box = shapely.box(left, bottom, left + width, bottom + height)
            if frame.covers(box) and not box.intersects(taken):
                self.taken += [box, dot]
                return side
        return None

    def _free(self, width: float, height: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Boxes of a size on a grid over the frame that meet no label yet, and their middles."""
        step, edge = self.STEP_PX * self.frame.km_per_px, 4 * self.frame.km_per_px
        xs = np.arange(self.frame.left + width / 2 + edge, self.frame.right - width / 2 - edge, step)
        ys = np.arange(self.frame.bottom + height / 2 + edge, self.frame.top - height / 2 - edge, step)
        across, up = (axis.ravel() for axis in np.meshgrid(xs, ys))
        boxes = shapely.box(across - width / 2, up - height / 2, across + width / 2, up + height / 2)
        free = ~shapely.intersects(boxes, shapely.union_all(self.taken))
        return boxes[free], across[free], up[free]


@dataclass(frozen=True)
class GridPosition:
    """The middle of a label (px) and which share of it lies on its area."""

    x: float
    y: float
    share_on_area: float


def cell_centres(width_px: int, height_px: int) -> tuple[np.ndarray, np.ndarray]:
    """The middles of the cells of a picture (px), as two grids with a row for each row of cells."""
    cell = GridPlacer.CELL_PX
    return np.meshgrid(np.arange(cell / 2, width_px, cell), np.arange(cell / 2, height_px, cell))


@dataclass
class GridPlacer:
    """The cells of a picture and which of them are taken. Masks are bool grids with the shape of `cell_centres`."""

    CELL_PX = 4
    # What a place costs, in pixels away from the middle: wholly on what should stay clear.
    COVERS_COST = 900

    width_px: int
    height_px: int
    taken: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.taken = np.zeros(cell_centres(self.width_px, self.height_px)[0].shape, dtype=bool)
        # A rim, so that no label touches the edge.
        self.taken[[0, -1], :] = self.taken[:, [0, -1]] = True

    def inside(self, area: Mask, middle: tuple[float, float], box: Size) -> GridPosition | None:
        """The free position nearest to `middle` with 0.92 of a label of `box` px on `area`. None if there is none."""
        xs, ys, free, share = self._positions(area, box)
        away = np.hypot(xs - middle[0], ys - middle[1])
        return self._take_best(np.where(free & (share >= 0.92), away, np.inf), xs, ys, share, box)

    def on_area(self, area: Mask, middle: tuple[float, float], box: Size, cost: np.ndarray) -> GridPosition | None:
        """The best free position on or beside `area`.

        Near its middle, on it, and at little `cost`; None if no position is free. `cost` is in px for each cell; the
        mean of the box counts.
        """
        xs, ys, free, share = self._positions(area, box)
        away = np.hypot(xs - middle[0], ys - middle[1])
        total = away + OUTSIDE_COST * (1 - share) + self._sums(cost, box) / self._cells(box)
        return self._take_best(np.where(free, total, np.inf), xs, ys, share, box)

    def beside_point(self, x: float, y: float, text: str, size_px: float) -> str | None:
        """The side of a point, as in `side_corners`, that is free for its name; None if no side is."""
        box = IMAGE_TYPE.box([text], size_px)
        if not self._free_cells(x - 4, y - 4, (8, 8)):
            return None
        corners = side_corners(x, y, box, 4)
        for side in ("right", "left", "smaller_y", "larger_y"):
            if self._take(*corners[side], box):
                self._take(x - 4, y - 4, (8, 8))
                return side
        return None

    def share(self, area: Mask, position: GridPosition, box: Size) -> float:
        """The share of a label of `box` px at a position that lies on an area."""
        column, row = (int(middle / self.CELL_PX) for middle in (position.x, position.y))
        across, down = self._spans(box)
        left, top = max(column - across // 2, 0), max(row - down // 2, 0)
        return float(area[top : top + down, left : left + across].mean())

    def _spans(self, box: Size) -> tuple[int, int]:
        """How many cells a box covers across and down."""
        return int(np.ceil(box[0] / self.CELL_PX)), int(np.ceil(box[1] / self.CELL_PX))

    def _cells(self, box: Size) -> int:
        across, down = self._spans(box)
        return across * down

    def _sums(self, cells: np.ndarray, box: Size) -> np.ndarray:
        """The sum of the cells that each box on the picture covers, by its top left cell."""
        across, down = self._spans(box)
        total = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1))
        np.cumsum(cells, axis=0, out=total[1:, 1:])
        np.cumsum(total, axis=1, out=total)
        if down >= total.shape[0] or across >= total.shape[1]:
            return np.zeros((0, 0))
        return total[down:, across:] - total[:-down, across:] - total[down:, :-across] + total[:-down, :-across]

    def _positions(self, area: Mask, box: Size) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """The middle (px) of every box on the picture, whether it is free, its share on `area`."""
        share = self._sums(area, box) / self._cells(box)
        across, down = self._spans(box)
        columns, rows = np.meshgrid(np.arange(share.shape[1]), np.arange(share.shape[0]))
        xs, ys = (columns + across / 2) * self.CELL_PX, (rows + down / 2) * self.CELL_PX
        return xs, ys, self._sums(self.taken, box) < 0.5, share

    def _take_best(
        self, cost: np.ndarray, xs: np.ndarray, ys: np.ndarray, share: np.ndarray, box: Size
    ) -> GridPosition | None:
        if not cost.size or not np.isfinite(cost.min()):
            return None
        best = np.unravel_index(int(np.argmin(cost)), cost.shape)
        position = GridPosition(float(xs[best]), float(ys[best]), float(share[best]))
        self._take(position.x - box[0] / 2, position.y - box[1] / 2, box)
        return position

    def _free_cells(self, left: float, top: float, box: Size) -> tuple[slice, slice] | None:
        """The cells of a box as rows and columns; None if one is taken or the box leaves the picture."""
        first, last = int(left // self.CELL_PX), int(np.ceil((left + box[0]) / self.CELL_PX))
        upper, lower = int(top // self.CELL_PX), int(np.ceil((top + box[1]) / self.CELL_PX))
        rows, columns = slice(upper, lower), slice(first, last)
        outside = first < 0 or upper < 0 or lower > self.taken.shape[0] or last > self.taken.shape[1]
        return None if outside or self.taken[rows, columns].any() else (rows, columns)

    def _take(self, left: float, top: float, box: Size) -> bool:
        """Take the cells of a box and return True; False, without taking any, if they are not free."""
        cells = self._free_cells(left, top, box)
        if cells is None:
            return False
        self.taken[cells] = True
        return True
