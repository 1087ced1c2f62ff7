"""The map of one system: its published range as a band around Ukraine, and the part in Russia that the day's permissions cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts import basemap, style
from caveat.charts.map_geometry import HEIGHT_PX, Points, countries, line_points, map_frame, ring_points, rounded_km
from caveat.charts.map_label_placement import Frame, LabelPlacer, LabelPosition, wrap
from caveat.charts.style import Figure
from caveat.domain import geography, reach
from caveat.domain.geography import RUSSIA, UKRAINE
from caveat.domain.reach import Cover, Permission
from caveat.text import map_labels as words
from caveat.theme import INK, LINE, STATUS, Theme

COARSE_PX = 2
FILL = {"covered": 0.86, "conditions": 0.2, "not_covered": 0.1}


@dataclass(frozen=True)
class MapArea:
    """Territories of one status and certainty, drawn as one area (in the plane)."""

    territories: tuple[str, ...]
    status: str
    certainty: str
    cover: Cover
    shape: BaseGeometry
    area_km2: float


def map_areas(range_km: float, states: Mapping[str, Permission]) -> list[MapArea]:
    """The areas of the map: territories with the same status and certainty as one; what is covered comes last, so that it is drawn on top."""
    by: dict[tuple[str, str], list[reach.Part]] = {}
    for part in reach.parts(range_km, states):
        by.setdefault((part.status, part.certainty), []).append(part)
    found = [
        MapArea(
            tuple(part.territory for part in some),
            status,
            certainty,
            some[0].cover,
            # Neighbours meet along lines of different detail: a kilometre closes what is left between them.
            geography.to_plane(shapely.union_all([part.shape for part in some])).buffer(1).buffer(-1)
            if len(some) > 1
            else geography.to_plane(some[0].shape),
            sum(part.area_km2 for part in some),
        )
        for (status, certainty), some in by.items()
    ]
    return sorted(found, key=lambda one: (("not_covered", "conditions", "covered").index(one.cover), -one.area_km2))


def reach_map(
    system: str,
    lowest_km: float,
    highest_km: float,
    states: Mapping[str, Permission],
    theme: Theme,
    height_px: int = HEIGHT_PX,
) -> Figure:
    """The map of one system. `states` maps each territory of `geography.RUSSIAN`, and "ua_occupied" where there is a state, to status and certainty.

    Everything is drawn by filled lines in the map's own equal-area plane (km): no base map, so nothing is asked of another host. ValueError where a range is none.
    """
    if reach.checked(lowest_km) > reach.checked(highest_km):
        raise ValueError(
            f"found a lowest range of {lowest_km} km above the highest of {highest_km} km; expected lowest <= highest"
        )
    view = map_frame(highest_km, height_px)
    ink = INK[theme]
    areas = map_areas(highest_km, states)
    figure = style.apply_style(Figure(), theme, height_px)
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        plot_bgcolor=ink["sea"],
        meta={"system": system, "lowest_km": lowest_km, "highest_km": highest_km},
    )
    _draw_land(figure, highest_km, height_px, theme)
    for area in areas:
        _draw_area(figure, view, area, highest_km, theme)
    if lowest_km < highest_km:
        line = reach.edge(lowest_km)
        figure.add_trace(
            _trace(
                *line_points(line, view),
                name="lowest",
                line={"color": ink["ink"], "width": 1.1},
                mode="lines",
                hoverinfo="skip",
            )
        )
    _label(figure, view, areas, lowest_km, highest_km, states, theme)
    hidden = {
        "visible": True,
        "showgrid": False,
        "zeroline": False,
        "showticklabels": False,
        "ticks": "",
        "automargin": False,
    }
    hidden |= {"showline": True, "mirror": True, "linecolor": ink["line"], "linewidth": 1}
    figure.update_xaxes(range=[round(view.left), round(view.right)], constrain="range", **hidden)
    figure.update_yaxes(
        range=[round(view.bottom), round(view.top)], scaleanchor="x", scaleratio=1, constrain="range", **hidden
    )
    return figure


def _draw_land(figure: Figure, highest_km: float, height_px: int, theme: Theme) -> None:
    ink = INK[theme]
    shape = basemap.range_basemap(highest_km, height_px)
    for name, colour in ((basemap.OTHERS, ink["land"]), (RUSSIA, ink["russia"]), (UKRAINE, ink["ukraine"])):
        width = 1.2 if name == UKRAINE else 0.7
        line = {"color": ink["soft"] if name == UKRAINE else ink["line"], "width": width}
        figure.add_trace(
            _trace(
                *shape.points[name],
                name=name,
                fill="toself",
                fillcolor=colour,
                line=line,
                mode="lines",
                hoverinfo="skip",
            )
        )
    if height_px == HEIGHT_PX:
        figure.lend(shape.address, shape.points)


def _draw_area(figure: Figure, view: Frame, area: MapArea, range_km: float, theme: Theme) -> None:
    colour = STATUS[theme][area.status]
    text = words.area_hover(area.territories, area, range_km, area.area_km2)
    options: dict[str, Any] = {"fillcolor": _tint(colour, FILL[area.cover])}
    # Silence is no prohibition: where there is no record nothing is hatched.
    if area.cover != "covered" and area.status != "no_record":
        pattern = (
            {"shape": "/", "size": 7, "solidity": 0.13}
            if area.cover == "not_covered"
            else {"shape": ".", "size": 6, "solidity": 0.24}
        )
        options = {
            "fillpattern": pattern
            | {"fgcolor": _tint(colour, 0.7), "bgcolor": _tint(colour, FILL[area.cover]), "fillmode": "replace"}
        }
    # Neighbours are drawn a little smaller, so that the dashes of one are not filled by the other's outline; on a solid area only ink shows dashes.
    inset = area.shape if area.cover == "covered" else area.shape.buffer(-0.8 * view.km_per_px)
    dash = LINE[area.certainty][0] if area.certainty in LINE else "solid"
    line = {"color": INK[theme]["ink"] if area.cover == "covered" else colour, "width": 1.4, "dash": dash}
    figure.add_trace(
        _trace(
            *ring_points([inset], view),
            name="+".join(area.territories),
            fill="toself",
            line=line,
            mode="lines",
            hoveron="fills",
            text=text,
            hoverinfo="text",
            **options,
        )
    )


def _label(
    figure: Figure,
    view: Frame,
    areas: list[MapArea],
    lowest_km: float,
    highest_km: float,
    states: Mapping[str, Permission],
    theme: Theme,
) -> None:
    ink, placer = INK[theme], LabelPlacer(view)
    # What labels are placed by may be coarser than what is drawn.
    shapes = [shapely.simplify(area.shape, COARSE_PX * view.km_per_px) for area in areas]
    solid = shapely.union_all([shape for area, shape in zip(areas, shapes, strict=True) if area.cover == "covered"])
    for area, shape in sorted(zip(areas, shapes, strict=True), key=lambda pair: pair[0].area_km2):
        lines = wrap(words.area_label(area.territories, area, highest_km), 23)
        spot = placer.on_area(shape, lines, 13, solid, covering=5 if area.cover == "covered" else 2)
        _write(figure, view, spot, lines, 13, STATUS[theme][area.status], theme)
    land = {
        code: shapely.simplify(
            shapely.clip_by_rect(countries()[code], view.left, view.bottom, view.right, view.top),
            COARSE_PX * view.km_per_px,
        )
        for code in words.COUNTRY
    }
    _label_ukraine(figure, placer, land[UKRAINE], states, theme)
    if lowest_km < highest_km:
        lines = wrap(words.lowest_label(lowest_km), 18)
        filled = shapely.union_all(
            [shape for area, shape in zip(areas, shapes, strict=True) if area.cover != "not_covered"]
        )
        _write(figure, view, placer.along(reach.edge(lowest_km), lines, 11, filled), lines, 11, ink["ink"], theme)
    banded = shapely.union_all(shapes)
    for code in [one for one in land if one != UKRAINE]:
        lines = [words.COUNTRY[code].upper()]
        _write(figure, view, placer.inside(land[code].difference(banded), lines, 11), lines, 11, ink["soft"], theme)
    _cities(figure, placer, view, theme)


def _label_ukraine(
    figure: Figure, placer: LabelPlacer, ukraine: BaseGeometry, states: Mapping[str, Permission], theme: Theme
) -> None:
    """The country's name, and the rule on its occupied areas where there is room for it: without a front line it stands on the country."""
    ink, name, state = INK[theme], words.COUNTRY[UKRAINE].upper(), states.get("ua_occupied")
    if state is not None:
        lines = [name, *wrap(words.occupied_label(state), 24)]
        spot = placer.inside(ukraine, lines, 12, 0.85)
        if spot is not None:
            head = f'<span style="color:{ink["soft"]}">{name}</span>'
            _write(figure, placer.frame, spot, [head, *lines[1:]], 12, STATUS[theme][state.status], theme)
            return
    _write(figure, placer.frame, placer.on_area(ukraine, [name], 11), [name], 11, ink["soft"], theme)


def _write(
    figure: Figure, view: Frame, spot: LabelPosition | None, lines: list[str], size: int, colour: str, theme: Theme
) -> None:
    if spot is None:
        return
    font = {"size": size, "color": colour, "shadow": text_halo(theme), "weight": 650 if size > 11 else 400}
    note = {"text": "<br>".join(lines), "font": font, "borderpad": 0, "xanchor": "center", "yanchor": "middle"}
    x, y = rounded_km(spot.x, view), rounded_km(spot.y, view)
    if spot.lead is None:
        figure.add_annotation(x=x, y=y, showarrow=False, **note)
        return
    to_x, to_y = (rounded_km(one, view) for one in spot.lead)
    tail = {
        "ax": x,
        "ay": y,
        "axref": "x",
        "ayref": "y",
        "arrowhead": 6,
        "arrowsize": 0.6,
        "arrowwidth": 1,
        "arrowcolor": colour,
    }
    figure.add_annotation(x=to_x, y=to_y, **tail, **note)


def _cities(figure: Figure, placer: LabelPlacer, view: Frame, theme: Theme) -> None:
    named = []
    for row in geography.places().sort_values("rank", kind="stable").itertuples(index=False):
        point = geography.to_plane(shapely.Point(row.lon, row.lat))
        side = placer.at_point(point.x, point.y, row.name, 11, view.box)
        if side:
            named.append((rounded_km(point.x, view), rounded_km(point.y, view), row.name, side))
    if named:
        xs, ys, texts, sides = (list(column) for column in zip(*named, strict=True))
        ink = INK[theme]
        marker = {"size": 4.5, "color": ink["ink"], "line": {"width": 1, "color": ink["card"]}}
        figure.add_trace(
            go.Scatter(
                x=xs,
                y=ys,
                text=texts,
                textposition=sides,
                mode="markers+text",
                name="cities",
                marker=marker,
                textfont={"size": 11, "color": ink["ink"], "shadow": text_halo(theme)},
                hoverinfo="skip",
            )
        )


def _trace(xs: Points, ys: Points, **options: Any) -> go.Scatter:
    return go.Scatter(x=xs, y=ys, connectgaps=False, showlegend=False, **options)


def text_halo(theme: Theme) -> str:
    """A rim in the page's colour around type, so that it can be read on hatching and borders."""
    return ", ".join(
        f"{x}px {y}px 2px {INK[theme]['card']}" for x, y in ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 0), (0, 0))
    )


def _tint(colour: str, strength: float) -> str:
    """A colour of the palette, made see-through."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"
