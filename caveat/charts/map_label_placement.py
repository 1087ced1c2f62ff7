"""Where the words on a map go: on their area where they fit, else beside it with a line to it; never on each other."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

# The mean width of a letter and the height of a line, as parts of the type's size (Source Sans 3, semibold; a little more than measured).
LETTER, LINE = 0.53, 1.3
STEP_PX = 9
# How many free places, from the middle of an area outwards, are looked at.
NEAREST = 500


@dataclass(frozen=True)
class Frame:
    """What a map shows at its narrowest: its edges in the plane (km) and how many km a pixel is there. On a wider page a pixel is no more km."""

    left: float
    bottom: float
    right: float
    top: float
    km_per_px: float

    @property
    def box(self) -> BaseGeometry:
        return shapely.box(self.left, self.bottom, self.right, self.top)


@dataclass(frozen=True)
class LabelPosition:
    """Where a label stands (its middle, km) and, where it stands beside its area, the point that its line leads to."""

    x: float
    y: float
    lead: tuple[float, float] | None = None


@dataclass
class LabelPlacer:
    """Gives each label a place of its own, in the order in which they are asked for."""

    frame: Frame
    taken: list[BaseGeometry] = field(default_factory=list)

    def size(self, lines: Sequence[str], size_px: float, pad_px: float = 3) -> tuple[float, float]:
        """Width and height of some lines of type, in km."""
        width = max(len(line) for line in lines) * size_px * LETTER + 2 * pad_px
        return width * self.frame.km_per_px, (len(lines) * size_px * LINE + 2 * pad_px) * self.frame.km_per_px

    def on_area(
        self,
        area: BaseGeometry,
        lines: Sequence[str],
        size_px: float,
        keep_clear: BaseGeometry | None = None,
        beside: bool = True,
        covering: float = 0,
    ) -> LabelPosition | None:
        """A place for a label of `area`: on it where the label fits, else, with `beside`, as near to it as there is room, with a line to it.

        `keep_clear` is not covered where that can be helped, nor the area itself where the label is more than 1/`covering` of it. None where there is no place.
        """
        shown, (width, height) = shapely.intersection(area, self.frame.box), self.size(lines, size_px)
        boxes, xs, ys = self._free(width, height)
        if shown.is_empty or not len(boxes):
            return None
        middle = shapely.maximum_inscribed_circle(
            max(shapely.get_parts(shown), key=shapely.area), tolerance=self.frame.km_per_px
        ).coords[0]
        away = np.hypot(xs - middle[0], ys - middle[1]) / self.frame.km_per_px
        near = np.argsort(away, kind="stable")[:NEAREST]
        boxes, xs, ys, away = boxes[near], xs[near], ys[near], away[near]
        small = covering * width * height > shapely.area(shown)
        clear = [one for one in (keep_clear, shown if small else None) if one is not None]
        outside = 1 - shapely.area(shapely.intersection(boxes, shown)) / (width * height)
        covers = shapely.area(shapely.intersection(boxes, shapely.union_all(clear))) / (width * height)
        best = int(np.argmin(away + 240 * outside * (not small) + 500 * covers))
        if outside[best] > 0.12 and not beside:
            return None
        self.taken.append(boxes[best])
        return LabelPosition(float(xs[best]), float(ys[best]), middle if outside[best] > 0.45 else None)

    def inside(
        self, area: BaseGeometry, lines: Sequence[str], size_px: float, part: float = 0.9
    ) -> LabelPosition | None:
        """A place where at least `part` of the label lies on `area`, the nearest to its middle; None where there is none."""
        shown, (width, height) = shapely.intersection(area, self.frame.box), self.size(lines, size_px)
        boxes, xs, ys = self._free(width, height)
        if shown.is_empty or not len(boxes):
            return None
        # A label that fits has its middle on the area: this is quick to ask, the overlap is not.
        likely = shapely.contains_xy(shown, xs, ys)
        boxes, xs, ys = boxes[likely], xs[likely], ys[likely]
        fits = shapely.area(shapely.intersection(boxes, shown)) >= part * width * height
        if not fits.any():
            return None
        middle = shapely.centroid(shown)
        best = int(np.argmin(np.where(fits, np.hypot(xs - middle.x, ys - middle.y), np.inf)))
        self.taken.append(boxes[best])
        return LabelPosition(float(xs[best]), float(ys[best]))

    def along(
        self, line: BaseGeometry, lines: Sequence[str], size_px: float, keep_clear: BaseGeometry
    ) -> LabelPosition | None:
        """A place close to a line and not on it, with a short line to it; None where there is none."""
        shown, (width, height) = shapely.intersection(line, self.frame.box), self.size(lines, size_px)
        boxes, xs, ys = self._free(width, height)
        if shown.is_empty or not len(boxes):
            return None
        gap = shapely.distance(boxes, shown) / self.frame.km_per_px
        covers = shapely.area(shapely.intersection(boxes, keep_clear)) / (width * height)
        best = int(np.argmin(np.abs(gap - 9) + 30 * (gap < 3) + 60 * covers))
        self.taken.append(boxes[best])
        near = shapely.get_coordinates(shapely.shortest_line(boxes[best], shown))[1]
        return LabelPosition(float(xs[best]), float(ys[best]), (float(near[0]), float(near[1])))

    def at_point(self, x: float, y: float, text: str, size_px: float, inside: BaseGeometry) -> str | None:
        """The side of a point ("middle right" …) on which its name is free, the whole of it in `inside`; None where there is none or the point itself is covered."""
        dot = shapely.Point(x, y).buffer(4 * self.frame.km_per_px)
        taken = shapely.union_all(self.taken)
        if dot.intersects(taken) or not inside.covers(dot):
            return None
        width, height = self.size([text], size_px, 1)
        gap = 5 * self.frame.km_per_px
        corners = {
            "middle right": (x + gap, y - height / 2),
            "middle left": (x - gap - width, y - height / 2),
            "top center": (x - width / 2, y + gap),
            "bottom center": (x - width / 2, y - gap - height),
        }
        for side, (left, bottom) in corners.items():
            box = shapely.box(left, bottom, left + width, bottom + height)
            if inside.covers(box) and not box.intersects(taken):
                self.taken += [box, dot]
                return side
        return None

    def _free(self, width: float, height: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Boxes of a size on a grid over the frame that meet no label yet, and their middles."""
        step, edge = STEP_PX * self.frame.km_per_px, 4 * self.frame.km_per_px
        xs = np.arange(self.frame.left + width / 2 + edge, self.frame.right - width / 2 - edge, step)
        ys = np.arange(self.frame.bottom + height / 2 + edge, self.frame.top - height / 2 - edge, step)
        across, up = (axis.ravel() for axis in np.meshgrid(xs, ys))
        boxes = shapely.box(across - width / 2, up - height / 2, across + width / 2, up + height / 2)
        free = ~shapely.intersects(boxes, shapely.union_all(self.taken))
        return boxes[free], across[free], up[free]


def wrap(text: str, letters: int) -> list[str]:
    """A label in lines of at most `letters`."""
    return textwrap.wrap(text, letters, break_long_words=False) or [text]
