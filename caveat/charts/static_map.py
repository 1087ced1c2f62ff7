"""The map as a small SVG that needs no script, for the first HTML, preview cards and print."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from caveat import html
from caveat.charts import map_model, svg_paths
from caveat.charts.map_label_placement import IMAGE_TYPE, GridPlacer, GridPosition, Mask, Size, wrap_label
from caveat.charts.map_model import MapArea, MapModel
from caveat.charts.map_projection import MapFrame
from caveat.charts.svg_paths import FINE, GridShape
from caveat.dataset.memo import memoized
from caveat.domain.geography import Geography
from caveat.text import map_labels
from caveat.theme import INK, STATUS, Theme

# "both": light, and dark if the page that shows the picture is dark: prefers-color-scheme inside an image follows the
# page's color-scheme.
ColorScheme = Theme | Literal["both"]
MAX_CITIES, MAX_COUNTRIES = 7, 7
# An area of fewer labels than this would vanish under its own.
SMALL_AREA_LABELS = 1.6
# What it costs a label to stand on another area of the band, beside GridPlacer.COVERS_COST for a solid one.
ON_OTHERS_COST = 500
DASH = {"solid": "", "dash": "7 4", "dot": "1.6 3.2", "longdashdot": "10 4 2 4"}
# Where the name of a city starts, from its point (px), and the anchor of its text.
_CITY_TEXT = {
    "right": (6, 0, "start"),
    "left": (-6, 0, "end"),
    "smaller_y": (0, -11, "middle"),
    "larger_y": (0, 11, "middle"),
}


@dataclass(frozen=True)
class DrawnArea:
    """An area of the map with its place on the grid and its paths."""

    area: MapArea
    cells: GridShape
    outline: str
    hatch: str


@dataclass(frozen=True)
class Text:
    """What a label says and how: the template's classes, lines, size, room kept free about it (px).

    `on_plate`: whether a plate lies under it where it stands on an area.
    """

    classes: str
    lines: list[str]
    size_px: float
    room_px: float = 0
    on_plate: bool = False

    @property
    def box(self) -> Size:
        width, height = IMAGE_TYPE.box(self.lines, self.size_px)
        return width + self.room_px, height + self.room_px


@dataclass(frozen=True)
class Label:
    """A text around a point (px). `lead`: from and to of a line to its area, if any; `dot`: the point of a city."""

    text: Text
    x: float
    y: float
    anchor: str = "middle"
    lead: tuple[float, float, float, float] | None = None
    dot: tuple[float, float] | None = None
    on_plate: bool = False


def static_map_svg(
    model: MapModel, look: ColorScheme = "both", width: int = 440, height: int = 470, nested: bool = False
) -> str:
    """A map as SVG text of `width` x `height` px.

    `nested` gives a group to stand in another picture, which hides the few pixels that lie beyond the map: a nested
    <svg> would be drawn twice. UnusableTable if the shapes cannot be read.
    """
    frame = svg_paths.picture_frame(model.land, model.band.frame_km, width, height)
    areas, labels = _draw_map(model.land, model, frame)
    return str(
        html.render(
            "still_map.svg",
            width=width,
            height=height,
            fine=FINE,
            nested=nested,
            land=svg_paths.land_paths(model.land, frame),
            lines={line.name: svg_paths.edge_path(model.land, line.range_km, frame) for line in model.lines[1:]},
            areas=areas,
            dashes=DASH,
            labels=labels,
            colours={
                theme: {"ink": INK[theme], "status": STATUS[theme]}
                for theme in ("light", "dark")
                if look in (theme, "both")
            },
            statuses=sorted({rule.status for rule in model.rules.values()}),
        )
    )


@memoized(256)
def _draw_map(land: Geography, model: MapModel, frame: MapFrame) -> tuple[tuple[DrawnArea, ...], tuple[Label, ...]]:
    """Areas and labels of a map: many days share one."""
    areas = tuple(_drawn_area(land, area, model.band.headline_km, frame) for area in model.areas)
    labelling = _Labelling(model, areas, frame)
    labelling.write_all()
    return areas, tuple(labelling.labels)


def _drawn_area(land: Geography, area: MapArea, range_km: float, frame: MapFrame) -> DrawnArea:
    # Drawn a little smaller, so that the outlines of neighbours stand side by side and the dashes of one are not filled
    # by the other.
    inner = svg_paths.area_shape(land, area.territories, range_km, frame).buffer(-0.7 * frame.km_per_px)
    return DrawnArea(
        area,
        svg_paths.area_on_grid(land, area.territories, range_km, frame),
        svg_paths.shapes_path([inner], frame),
        svg_paths.hatch_path(inner, frame) if area.filling == "hatched" else "",
    )


class _Labelling:
    """The labels of a map while they find their places."""

    def __init__(self, model: MapModel, areas: tuple[DrawnArea, ...], frame: MapFrame) -> None:
        self.model, self.areas, self.frame = model, areas, frame
        self.placer = GridPlacer(frame.width_px, frame.height_px)
        self.labels: list[Label] = []
        masks = [drawn.cells.mask for drawn in areas]
        solid = [drawn.cells.mask for drawn in areas if drawn.area.filling == "solid"]
        self.band = self._any_of(masks)
        self.solid_cost = GridPlacer.COVERS_COST * self._any_of(solid)
        land = svg_paths.land_on_grid(model.land, frame)
        home = land.get(model.land.settings.home)
        self.home = home.mask if home else self._any_of([])
        self.edges = {line: svg_paths.edge_on_grid(model.land, line.range_km, frame) for line in model.lines}
        lines = self._any_of([cells.mask for cells in self.edges.values()])
        self.edge_cost = GridPlacer.COVERS_COST * (self.band | lines)
        self.others_cost = ON_OTHERS_COST * (self.band | lines) + self.solid_cost

    def _any_of(self, masks: list[Mask]) -> Mask:
        return np.logical_or.reduce([np.zeros_like(self.placer.taken), *masks])

    def write_all(self) -> None:
        """Write each label, the most needed first: areas, the home country, the lowest line, others, cities."""
        for drawn in sorted(self.areas, key=lambda drawn: drawn.area.area_km2):
            self._write_area(drawn)
        land, countries = self.model.land, dict(svg_paths.land_on_grid(self.model.land, self.frame))
        for line, cells in self.edges.items():
            self._write(cells, Text("l", wrap_label(line.label, 19), 11, on_plate=True), self.edge_cost)
        if home := countries.pop(land.settings.home, None):
            self._write_home(home)
        named = [code for code in countries if code in land.names]
        for code in sorted(named, key=lambda code: -int(countries[code].mask.sum()))[:MAX_COUNTRIES]:
            free = countries[code].mask & ~self.band
            text = Text("c", [land.names[code].upper()], 11, room_px=14)
            self._write(GridShape(free, svg_paths.mask_middle(free)), text)
        self._write_cities()

    def _write_area(self, drawn: DrawnArea) -> None:
        """Write the label of an area.

        On a solid area in the colour of the paper if the words fit; beside a solid or small area; else on it.
        """
        area, cells = drawn.area, drawn.cells
        lines = wrap_label(area.label, 24, break_after_colon=True)
        if area.filling == "solid" and self._write(cells, Text(f"s on {area.status}", lines, 13)):
            return
        text = Text(f"s {area.status}", lines, 13, on_plate=True)
        labels_on_area = int(cells.mask.sum()) * GridPlacer.CELL_PX**2 / (text.box[0] * text.box[1])
        cost = np.where(cells.mask, self.solid_cost, self.others_cost) + ON_OTHERS_COST * self.home
        if labels_on_area < SMALL_AREA_LABELS:
            # Counted by how much of the area goes under the label, not of the label over the area.
            cost = cost + GridPlacer.COVERS_COST / max(min(labels_on_area, 1), 0.01) * cells.mask
        self._write(cells, text, cost)

    def _write_home(self, home: GridShape) -> None:
        self._write(home, Text("c", [self.model.land.settings.home_name.upper()], 11.5))
        for area, rule in self.model.home_rules:
            if rule.status != "no_record":
                below = GridShape(home.mask, (home.middle[0], home.middle[1] + 22))
                lines = wrap_label(map_labels.home_label(area, rule), 19, break_after_colon=True)
                self._write(below, Text(f"s {rule.status}", lines, 12), self.edge_cost)

    def _write(self, cells: GridShape, text: Text, cost: np.ndarray | None = None) -> bool:
        """Write a label if a position is free, and return whether; without `cost` (of each cell) only on its area."""
        if cost is None:
            position = self.placer.inside(cells.mask, cells.middle, text.box)
        else:
            position = self.placer.on_area(cells.mask, cells.middle, text.box, cost)
        if position is None:
            return False
        lead = _lead_line(position, cells.middle, text.box) if position.share_on_area < 0.5 else None
        on_plate = text.on_plate and self.placer.share(self.band, position, text.box) > 0
        self.labels.append(Label(text, position.x, position.y, lead=lead, on_plate=on_plate))
        return True

    def _write_cities(self) -> None:
        named = 0
        for name, *point in map_model.city_points(self.model.land):
            x, y = self.frame.to_px(*point)
            if named < MAX_CITIES and (side := self.placer.beside_point(x, y, name, 11)):
                named += 1
                right, down, anchor = _CITY_TEXT[side]
                self.labels.append(Label(Text("t", [name], 11), x + right, y + down, anchor, dot=(x, y)))


def _lead_line(position: GridPosition, end: tuple[float, float], box: Size) -> tuple[float, float, float, float] | None:
    """The line from the edge of a label's box to its area's point. None if the point lies under the label."""
    right, down = end[0] - position.x, end[1] - position.y
    pad = 3
    share = max(abs(right) / (box[0] / 2 - pad), abs(down) / (box[1] / 2 - pad))
    if share <= 1.05:
        return None
    return round(position.x + right / share, 1), round(position.y + down / share, 1), round(end[0], 1), round(end[1], 1)
