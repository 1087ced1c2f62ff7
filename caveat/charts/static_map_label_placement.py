"""Where the words on a still map go: sums over a grid of cells find each label a free place in a millisecond."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

CELL_PX = 4
# Mean width of a letter and height of a line as parts of the type's size; roomy, since an <img> takes no face from the page and a reader's own may be wide.
LETTER, CAPITAL, LINE = 0.58, 0.8, 1.25
PAD_PX = 3
# What a place costs, in pixels away from the middle: wholly outside its area, wholly on what should stay clear.
OUTSIDE, COVERS = 240, 900
SIDES = ("right", "left", "above", "below")
Mask = np.ndarray


@dataclass(frozen=True)
class Place:
    """The middle of a label (px) and which part of it lies on its area."""

    x: float
    y: float
    on: float


def text_size(lines: Sequence[str], size_px: float) -> tuple[float, float]:
    """Width and height in px of some lines of type."""
    widest = max(len(line) * (CAPITAL if line.isupper() else LETTER) for line in lines)
    return widest * size_px + 2 * PAD_PX, len(lines) * size_px * LINE + 2 * PAD_PX


def wrap(text: str, letters: int) -> list[str]:
    """A label in lines of at most `letters`; what follows a colon begins a line."""
    parts = text.replace(": ", ":\n").split("\n")
    return [line for part in parts for line in textwrap.wrap(part, letters, break_long_words=False)] or [text]


def cell_centres(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """The middles of the cells of a page (px), as two grids with a row for each row of cells."""
    return np.meshgrid(np.arange(CELL_PX / 2, width, CELL_PX), np.arange(CELL_PX / 2, height, CELL_PX))


@dataclass
class Labels:
    """The page's cells and which of them are taken. Masks are bool grids as `centres` has them."""

    width: int
    height: int
    taken: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.taken = np.zeros(cell_centres(self.width, self.height)[0].shape, dtype=bool)
        # A rim, so that no label touches the edge.
        self.taken[[0, -1], :] = self.taken[:, [0, -1]] = True

    def inside(
        self, area: Mask, middle: tuple[float, float], box: tuple[float, float], part: float = 0.92
    ) -> Place | None:
        """A free place with at least `part` of a label of `box` px on `area`, the nearest to `middle`; None where there is none."""
        xs, ys, free, on = self._places(area, box)
        fits = free & (on >= part)
        return self._take(np.where(fits, np.hypot(xs - middle[0], ys - middle[1]), np.inf), xs, ys, on, box)

    def near(self, area: Mask, middle: tuple[float, float], box: tuple[float, float], cost: np.ndarray) -> Place | None:
        """The best free place on or beside `area`: near its middle, on it, and at little `cost` (px for each cell, the mean of the box counts); None where no place is free."""
        xs, ys, free, on = self._places(area, box)
        total = np.hypot(xs - middle[0], ys - middle[1]) + OUTSIDE * (1 - on) + self._sums(cost, box) / self._cells(box)
        return self._take(np.where(free, total, np.inf), xs, ys, on, box)

    def beside_point(self, x: float, y: float, text: str, size_px: float) -> str | None:
        """The side of a point on which its name is free; None where there is none or the point is covered."""
        width, height = text_size([text], size_px)
        if not self._claim(x - 4, y - 4, 8, 8, only_look=True):
            return None
        corners = (
            (x + 4, y - height / 2),
            (x - 4 - width, y - height / 2),
            (x - width / 2, y - 4 - height),
            (x - width / 2, y + 4),
        )
        for side, (left, top) in zip(SIDES, corners, strict=True):
            if self._claim(left, top, width, height):
                self._claim(x - 4, y - 4, 8, 8)
                return side
        return None

    def _cells(self, box: tuple[float, float]) -> int:
        return int(np.ceil(box[0] / CELL_PX)) * int(np.ceil(box[1] / CELL_PX))

    def _sums(self, cells: np.ndarray, box: tuple[float, float]) -> np.ndarray:
        """The sum of the cells that each box on the page covers, by its top left cell."""
        across, down = (int(np.ceil(one / CELL_PX)) for one in box)
        total = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1))
        np.cumsum(cells, axis=0, out=total[1:, 1:])
        np.cumsum(total, axis=1, out=total)
        if down >= total.shape[0] or across >= total.shape[1]:
            return np.zeros((0, 0))
        return total[down:, across:] - total[:-down, across:] - total[down:, :-across] + total[:-down, :-across]

    def _places(self, area: Mask, box: tuple[float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """For every box on the page: its middle (px), whether it is free, which part of it lies on `area`."""
        on = self._sums(area, box) / self._cells(box)
        across, down = (np.ceil(one / CELL_PX) for one in box)
        columns, rows = np.meshgrid(np.arange(on.shape[1]), np.arange(on.shape[0]))
        return (columns + across / 2) * CELL_PX, (rows + down / 2) * CELL_PX, self._sums(self.taken, box) < 0.5, on

    def _take(
        self, cost: np.ndarray, xs: np.ndarray, ys: np.ndarray, on: np.ndarray, box: tuple[float, float]
    ) -> Place | None:
        if not cost.size or not np.isfinite(cost.min()):
            return None
        best = np.unravel_index(int(np.argmin(cost)), cost.shape)
        found = Place(float(xs[best]), float(ys[best]), float(on[best]))
        self._claim(found.x - box[0] / 2, found.y - box[1] / 2, *box)
        return found

    def _claim(self, left: float, top: float, width: float, height: float, only_look: bool = False) -> bool:
        """Take the cells of a box; False, and nothing is taken, where one is taken already or the box leaves the page."""
        first, last = int(left // CELL_PX), int(np.ceil((left + width) / CELL_PX))
        upper, lower = int(top // CELL_PX), int(np.ceil((top + height) / CELL_PX))
        if (
            first < 0
            or upper < 0
            or lower > self.taken.shape[0]
            or last > self.taken.shape[1]
            or self.taken[upper:lower, first:last].any()
        ):
            return False
        if not only_look:
            self.taken[upper:lower, first:last] = True
        return True
