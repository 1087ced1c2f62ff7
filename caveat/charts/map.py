"""The map as Plotly draws it: a published range, and the part of it on the other side that permissions cover."""

from typing import Any, NamedTuple

import plotly.graph_objects as go
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts import basemap, map_model, style
from caveat.charts.basemap import HEIGHT_PX, Points, edge_points, narrow_frame, ring_points, rounded_km
from caveat.charts.lane_layout import escape_markup
from caveat.charts.map_label_placement import LabelPosition, PlanePlacer, wrap_label
from caveat.charts.map_model import MapArea, MapModel
from caveat.charts.map_projection import country_shapes
from caveat.charts.style import Figure
from caveat.domain import reach
from caveat.text import map_labels
from caveat.text.map_key import Filling
from caveat.theme import INK, STATUS, Theme

PLATE_OPACITY = 0.72
LINE_PX = {"lowest": 1.1, "highest": 1.6}
# Labels are placed by shapes with this much detail; what is drawn has more.
COARSE_PX = 2
OPACITY: dict[Filling, float] = {"solid": 0.86, "dotted": 0.2, "hatched": 0.1, "plain": 0.1}
PATTERN: dict[Filling, dict[str, Any]] = {
    "hatched": {"shape": "/", "size": 7, "solidity": 0.13},
    "dotted": {"shape": ".", "size": 6, "solidity": 0.24},
}
_TEXT_POSITION = {
    "right": "middle right",
    "left": "middle left",
    "larger_y": "top center",
    "smaller_y": "bottom center",
}


def reach_map(system: str, model: MapModel, theme: Theme, height_px: int = HEIGHT_PX) -> Figure:
    """The map of one system, in filled lines in the map's own plane (km): without tiles, no other host is asked."""
    drawing = _Drawing(model, theme, height_px)
    drawing.figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        plot_bgcolor=drawing.ink["sea"],
        meta={
            "system": escape_markup(system),
            "lowest_km": model.band.lowest_km,
            "highest_km": model.band.highest_km,
            "headline_km": model.band.headline_km,
        },
    )
    drawing.add_land(height_px)
    for area in model.areas:
        drawing.add_area(area)
    drawing.add_range_lines()
    drawing.add_labels()
    drawing.set_axes()
    return drawing.figure


class _Label(NamedTuple):
    """What a label says and how: its lines, below a line of Plotly's markup; on a plate where it lies on an area."""

    lines: list[str]
    size_px: int
    colour: str
    above: str = ""
    on_plate: bool = False


class _Drawing:
    """A figure while its traces and labels are added."""

    def __init__(self, model: MapModel, theme: Theme, height_px: int) -> None:
        self.model = model
        self.land = model.land
        self.theme = theme
        self.ink = INK[theme]
        self.frame = narrow_frame(model.land, model.band.frame_km, height_px)
        self.placer = PlanePlacer(self.frame)
        self.figure = style.apply_style(Figure(), theme, height_px)

    def add_land(self, height_px: int) -> None:
        """The countries; their points can be had by URL if the map has the usual height."""
        land, settings = basemap.range_basemap(self.land, self.model.band.frame_km, height_px), self.land.settings
        colours = {
            basemap.OTHERS: self.ink["land"],
            settings.opposite: self.ink["opposite"],
            settings.home: self.ink["home"],
        }
        for name, colour in colours.items():
            outline = {"color": self.ink["line"], "width": 0.7}
            if name == settings.home:
                outline = {"color": self.ink["soft"], "width": 1.2}
            self._add_lines(
                land.points[name], name=name, fill="toself", fillcolor=colour, line=outline, hoverinfo="skip"
            )
        if height_px == HEIGHT_PX:
            self.figure.reference_points(land.address, land.points)

    def add_area(self, area: MapArea) -> None:
        """One area with its filling, outline and hover label."""
        colour, solid = STATUS[self.theme][area.status], area.filling == "solid"
        fill = style.tint(colour, OPACITY[area.filling])
        options: dict[str, Any] = {"fillcolor": fill}
        if area.filling in PATTERN:
            pattern = {"fgcolor": style.tint(colour, 0.7), "bgcolor": fill, "fillmode": "replace"}
            options = {"fillpattern": PATTERN[area.filling] | pattern}
        # Neighbours are drawn a little smaller, so that the dashes of one are not filled by the other's outline; on a
        # solid area only ink shows dashes.
        shape = area.shape if solid else area.shape.buffer(-0.8 * self.frame.km_per_px)
        self._add_lines(
            ring_points([shape], self.frame),
            name="+".join(area.territories),
            fill="toself",
            line={"color": self.ink["ink"] if solid else colour, "width": 1.4, "dash": area.dash},
            hoveron="fills",
            text=map_labels.area_hover(escape_markup(area.label), area.area_km2, self.model.band.headline_km),
            hoverinfo="text",
            **options,
        )

    def add_range_lines(self) -> None:
        """The thin line at the lowest published range, and the edge without filling at the highest."""
        for line in self.model.lines[1:]:
            points = edge_points(self.land, line.range_km, self.frame)
            look = {"color": self.ink["ink" if line.name == "lowest" else "soft"], "width": LINE_PX[line.name]}
            self._add_lines(points, name=line.name, line=look, hoverinfo="skip")

    def _add_lines(self, points: tuple[Points, Points], **options: Any) -> None:
        xs, ys = points
        self.figure.add_trace(go.Scatter(x=xs, y=ys, mode="lines", connectgaps=False, showlegend=False, **options))

    def add_labels(self) -> None:
        """The labels, the most needed first: areas, ranges, the home country, other countries, cities."""
        shapes = {area: shapely.simplify(area.shape, COARSE_PX * self.frame.km_per_px) for area in self.model.areas}
        countries = {code: self._visible_country(code) for code in self.land.names}
        home = countries.pop(self.land.settings.home)
        for area, shape in sorted(shapes.items(), key=lambda pair: pair[0].area_km2):
            lines = wrap_label(area.label, 23)
            others = shapely.union_all([home, *(other for each, other in shapes.items() if each is not area)])
            position = self.placer.on_area(shape, lines, 13, others, covering=5 if area.filling == "solid" else 2)
            self._write(position, _Label(lines, 13, STATUS[self.theme][area.status], on_plate=True))
        band = shapely.union_all(list(shapes.values()))
        for line in self.model.lines:
            lines = wrap_label(line.label, 19)
            position = self.placer.along(reach.range_edge(self.land, line.range_km), lines, 11, band)
            self._write(position, _Label(lines, 11, self.ink["ink"], on_plate=True))
        self._label_home(home)
        for code, shape in sorted(countries.items(), key=lambda pair: -pair[1].area):
            lines = [self.land.names[code].upper()]
            self._write(self.placer.inside(shape.difference(band), lines, 11), _Label(lines, 11, self.ink["soft"]))
        self._add_cities()

    def _visible_country(self, code: str) -> BaseGeometry:
        return shapely.simplify(
            shapely.clip_by_rect(country_shapes(self.land)[code], *self.frame.bounds()),
            COARSE_PX * self.frame.km_per_px,
        )

    def _label_home(self, home: BaseGeometry) -> None:
        """The country's name, and the rules on areas in it if there is room: no front line is drawn."""
        name, soft = self.land.settings.home_name.upper(), self.ink["soft"]
        above = f'<span style="color:{soft}">{escape_markup(name)}</span><br>'
        for area, rule in self.model.home_rules:
            lines = wrap_label(map_labels.home_label(area, rule), 24)
            position = self.placer.inside(home, [name, *lines] if above else lines, 12, 0.85)
            if position is not None:
                self._write(position, _Label(lines, 12, STATUS[self.theme][rule.status], above))
                above = ""
        if above:
            self._write(self.placer.on_area(home, [name], 11), _Label([name], 11, soft))

    def _write(self, position: LabelPosition | None, label: _Label) -> None:
        """Write a label at a position, if there is one."""
        if position is None:
            return
        halo = style.text_halo(self.theme)
        size_px, colour = label.size_px, label.colour
        font = {"size": size_px, "color": colour, "shadow": halo, "weight": 650 if size_px > 11 else 400}
        note = {
            "text": label.above + "<br>".join(map(escape_markup, label.lines)),
            "font": font,
            "bgcolor": style.tint(self.ink["card"], PLATE_OPACITY if label.on_plate else 0),
            "borderpad": 0,
            "xanchor": "center",
            "yanchor": "middle",
        }
        x, y = (rounded_km(value, self.frame) for value in (position.x, position.y))
        if position.lead is None:
            self.figure.add_annotation(x=x, y=y, showarrow=False, **note)
            return
        to_x, to_y = (rounded_km(value, self.frame) for value in position.lead)
        tail = {"ax": x, "ay": y, "axref": "x", "ayref": "y"}
        arrow = {"arrowhead": 6, "arrowsize": 0.6, "arrowwidth": 1, "arrowcolor": colour}
        self.figure.add_annotation(x=to_x, y=to_y, **tail, **arrow, **note)

    def _add_cities(self) -> None:
        sides = {
            (name, x, y): self.placer.beside_point(x, y, name, 11) for name, x, y in map_model.city_points(self.land)
        }
        named = {city: side for city, side in sides.items() if side}
        if not named:
            return
        self.figure.add_trace(
            go.Scatter(
                x=[rounded_km(x, self.frame) for _, x, _ in named],
                y=[rounded_km(y, self.frame) for _, _, y in named],
                text=[escape_markup(name) for name, *_ in named],
                textposition=[_TEXT_POSITION[side] for side in named.values()],
                mode="markers+text",
                name="cities",
                marker={"size": 4.5, "color": self.ink["ink"], "line": {"width": 1, "color": self.ink["card"]}},
                textfont={"size": 11, "color": self.ink["ink"], "shadow": style.text_halo(self.theme)},
                hoverinfo="skip",
            )
        )

    def set_axes(self) -> None:
        """Axes in km on one scale, drawn as a frame only."""
        hidden = {
            "visible": True,
            "showgrid": False,
            "zeroline": False,
            "showticklabels": False,
            "ticks": "",
            "automargin": False,
            "showline": True,
            "mirror": True,
            "linecolor": self.ink["line"],
            "linewidth": 1,
        }
        frame = self.frame
        self.figure.update_xaxes(range=[round(frame.left), round(frame.right)], constrain="range", **hidden)
        self.figure.update_yaxes(
            range=[round(frame.bottom), round(frame.top)], scaleanchor="x", scaleratio=1, constrain="range", **hidden
        )
