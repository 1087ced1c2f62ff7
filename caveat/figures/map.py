"""The map of one system: its published range as a band around Ukraine, and the part in Russia that the day's permissions cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import shapely
from shapely.geometry.base import BaseGeometry

from caveat import geography, reach
from caveat.figures import style
from caveat.figures.map_labels import Frame, Placer, Spot, wrap
from caveat.figures.style import Figure
from caveat.geography import RUSSIA, UKRAINE
from caveat.palette import INK, LINE, STATUS, Theme
from caveat.reach import Cover, Permission
from caveat.words import reach as words

HEIGHT_PX = 460
# The narrowest width that labels are placed for; a wider page only has more room.
NARROWEST_PX = 336
# How much wider than high a page may show the map: shapes are kept as far as that.
WIDEST = 1.7
PAD_PX = 14
COARSE_PX = 2
FILL = {"covered": 0.86, "conditions": 0.2, "not_covered": 0.1}
# The capital is the one fixed point of every map.
KYIV = (30.52, 50.45)
# A piece of the band is framed from this share of it on: Kaliningrad would push the rest into a corner.
FRAMED = 0.04


@dataclass(frozen=True)
class Group:
    """Territories of one status and certainty, drawn as one area (in the plane)."""

    territories: tuple[str, ...]
    status: str
    certainty: str
    cover: Cover
    shape: BaseGeometry
    area_km2: float


@lru_cache(maxsize=1)
def _land() -> dict[str, BaseGeometry]:
    return {code: geography.to_plane(shape) for code, shape in geography.countries().items()}


def groups(range_km: float, states: Mapping[str, Permission]) -> list[Group]:
    """The areas of the map: territories with the same status and certainty as one; what is covered comes last, so that it is drawn on top."""
    by: dict[tuple[str, str], list[reach.Part]] = {}
    for part in reach.parts(range_km, states):
        by.setdefault((part.status, part.certainty), []).append(part)
    found = [
        Group(
            tuple(part.territory for part in some),
            status,
            certainty,
            some[0].cover,
            # Neighbours meet along lines of different detail: a kilometre closes what is left between them.
            geography.to_plane(shapely.union_all([part.shape for part in some])).buffer(1).buffer(-1) if len(some) > 1 else geography.to_plane(some[0].shape),
            sum(part.area_km2 for part in some),
        )
        for (status, certainty), some in by.items()
    ]
    return sorted(found, key=lambda one: (("not_covered", "conditions", "covered").index(one.cover), -one.area_km2))


def frame(range_km: float, height_px: int = HEIGHT_PX) -> Frame:
    """What the map shows at its narrowest: the Russian land within the range in one piece, and Kyiv. On a wider page there is more at both sides."""
    kyiv = geography.to_plane(shapely.Point(KYIV)).buffer(60)
    land = shapely.union_all([geography.to_plane(reach.within(range_km, one)[0]) for one in geography.RUSSIAN]).buffer(1)
    pieces = [part for part in shapely.get_parts(land) if part.area > FRAMED * land.area]
    left, bottom, right, top = shapely.union_all([kyiv, *pieces]).bounds
    km_per_px = max((right - left) / (NARROWEST_PX - 2 * PAD_PX), (top - bottom) / (height_px - 2 * PAD_PX))
    x, y, half_width, half_height = (left + right) / 2, (bottom + top) / 2, NARROWEST_PX * km_per_px / 2, height_px * km_per_px / 2
    return Frame(x - half_width, y - half_height, x + half_width, y + half_height, km_per_px)


def reach_map(system: str, lowest_km: float, highest_km: float, states: Mapping[str, Permission], theme: Theme, height_px: int = HEIGHT_PX) -> Figure:
    """The map of one system. `states` maps each territory of `geography.RUSSIAN`, and "ua_occupied" where there is a state, to status and certainty.

    Everything is drawn by filled lines in the map's own equal-area plane (km): no base map, so nothing is asked of another host. ValueError where a range is none.
    """
    if reach.checked(lowest_km) > reach.checked(highest_km):
        raise ValueError(f"found a lowest range of {lowest_km} km above the highest of {highest_km} km; expected lowest <= highest")
    view = frame(highest_km, height_px)
    ink = INK[theme]
    areas = groups(highest_km, states)
    figure = style.apply(Figure(), theme, height_px)
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0}, plot_bgcolor=ink["sea"], meta={"system": system, "lowest_km": lowest_km, "highest_km": highest_km}
    )
    _draw_land(figure, view, theme)
    for area in areas:
        _draw_area(figure, view, area, highest_km, theme)
    if lowest_km < highest_km:
        line = reach.edge(lowest_km)
        figure.add_trace(_trace(*_lines(line, view), name="lowest", line={"color": ink["ink"], "width": 1.1}, mode="lines", hoverinfo="skip"))
    _label(figure, view, areas, lowest_km, highest_km, states, theme)
    hidden = {"visible": True, "showgrid": False, "zeroline": False, "showticklabels": False, "ticks": "", "automargin": False}
    hidden |= {"showline": True, "mirror": True, "linecolor": ink["line"], "linewidth": 1}
    figure.update_xaxes(range=[round(view.left), round(view.right)], constrain="range", **hidden)
    figure.update_yaxes(range=[round(view.bottom), round(view.top)], scaleanchor="x", scaleratio=1, constrain="range", **hidden)
    return figure


def _draw_land(figure: Figure, view: Frame, theme: Theme) -> None:
    ink = INK[theme]
    others = [shape for code, shape in _land().items() if code not in (UKRAINE, RUSSIA)]
    for name, shapes, colour in (("land", others, ink["land"]), (RUSSIA, [_land()[RUSSIA]], ink["russia"]), (UKRAINE, [_land()[UKRAINE]], ink["ukraine"])):
        width = 1.2 if name == UKRAINE else 0.7
        line = {"color": ink["soft"] if name == UKRAINE else ink["line"], "width": width}
        detail_px = 1.4 if name == "land" and view.km_per_px > 5 else 0.7
        figure.add_trace(_trace(*_rings(shapes, view, detail_px), name=name, fill="toself", fillcolor=colour, line=line, mode="lines", hoverinfo="skip"))


def _draw_area(figure: Figure, view: Frame, area: Group, range_km: float, theme: Theme) -> None:
    colour = STATUS[theme][area.status]
    text = words.area_hover(area.territories, area, range_km, area.area_km2)
    options: dict[str, Any] = {"fillcolor": _tint(colour, FILL[area.cover])}
    # Silence is no prohibition: where there is no record nothing is hatched.
    if area.cover != "covered" and area.status != "no_record":
        pattern = {"shape": "/", "size": 7, "solidity": 0.13} if area.cover == "not_covered" else {"shape": ".", "size": 6, "solidity": 0.24}
        options = {"fillpattern": pattern | {"fgcolor": _tint(colour, 0.7), "bgcolor": _tint(colour, FILL[area.cover]), "fillmode": "replace"}}
    # Neighbours are drawn a little smaller, so that the dashes of one are not filled by the other's outline; on a solid area only ink shows dashes.
    inset = area.shape if area.cover == "covered" else area.shape.buffer(-0.8 * view.km_per_px)
    dash = LINE[area.certainty][0] if area.certainty in LINE else "solid"
    line = {"color": INK[theme]["ink"] if area.cover == "covered" else colour, "width": 1.4, "dash": dash}
    figure.add_trace(
        _trace(
            *_rings([inset], view),
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


def _label(figure: Figure, view: Frame, areas: list[Group], lowest_km: float, highest_km: float, states: Mapping[str, Permission], theme: Theme) -> None:
    ink, placer = INK[theme], Placer(view)
    # What labels are placed by may be coarser than what is drawn.
    shapes = [shapely.simplify(area.shape, COARSE_PX * view.km_per_px) for area in areas]
    solid = shapely.union_all([shape for area, shape in zip(areas, shapes, strict=True) if area.cover == "covered"])
    for area, shape in sorted(zip(areas, shapes, strict=True), key=lambda pair: pair[0].area_km2):
        lines = wrap(words.area_label(area.territories, area, highest_km), 23)
        spot = placer.on_area(shape, lines, 13, solid, covering=5 if area.cover == "covered" else 2)
        _write(figure, view, spot, lines, 13, STATUS[theme][area.status], theme)
    land = {
        code: shapely.simplify(shapely.clip_by_rect(_land()[code], view.left, view.bottom, view.right, view.top), COARSE_PX * view.km_per_px)
        for code in words.COUNTRY
    }
    _label_ukraine(figure, placer, land[UKRAINE], states, theme)
    if lowest_km < highest_km:
        lines = wrap(words.lowest_label(lowest_km), 18)
        _write(figure, view, placer.along(reach.edge(lowest_km), lines, 11, solid), lines, 11, ink["ink"], theme)
    banded = shapely.union_all(shapes)
    for code in [one for one in land if one != UKRAINE]:
        lines = [words.COUNTRY[code].upper()]
        _write(figure, view, placer.inside(land[code].difference(banded), lines, 11), lines, 11, ink["soft"], theme)
    _cities(figure, placer, view, theme)


def _label_ukraine(figure: Figure, placer: Placer, ukraine: BaseGeometry, states: Mapping[str, Permission], theme: Theme) -> None:
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


def _write(figure: Figure, view: Frame, spot: Spot | None, lines: list[str], size: int, colour: str, theme: Theme) -> None:
    if spot is None:
        return
    font = {"size": size, "color": colour, "shadow": halo(theme), "weight": 650 if size > 11 else 400}
    note = {"text": "<br>".join(lines), "font": font, "borderpad": 0, "xanchor": "center", "yanchor": "middle"}
    x, y = _round(spot.x, view), _round(spot.y, view)
    if spot.lead is None:
        figure.add_annotation(x=x, y=y, showarrow=False, **note)
        return
    to_x, to_y = (_round(one, view) for one in spot.lead)
    tail = {"ax": x, "ay": y, "axref": "x", "ayref": "y", "arrowhead": 6, "arrowsize": 0.6, "arrowwidth": 1, "arrowcolor": colour}
    figure.add_annotation(x=to_x, y=to_y, **tail, **note)


def _cities(figure: Figure, placer: Placer, view: Frame, theme: Theme) -> None:
    named = []
    for row in geography.places().sort_values("rank", kind="stable").itertuples(index=False):
        point = geography.to_plane(shapely.Point(row.lon, row.lat))
        side = placer.at_point(point.x, point.y, row.name, 11, view.box)
        if side:
            named.append((_round(point.x, view), _round(point.y, view), row.name, side))
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
                textfont={"size": 11, "color": ink["ink"], "shadow": halo(theme)},
                hoverinfo="skip",
            )
        )


def _trace(xs: list[float | None], ys: list[float | None], **options: Any) -> go.Scatter:
    return go.Scatter(x=xs, y=ys, connectgaps=False, showlegend=False, **options)


def _clip(view: Frame) -> tuple[float, float, float, float]:
    """What the widest and the narrowest page can show, with a margin that keeps cut edges out of sight."""
    x, y, half = (view.left + view.right) / 2, (view.bottom + view.top) / 2, (view.top - view.bottom) / 2
    return x - WIDEST * half, y - 1.25 * half, x + WIDEST * half, y + 1.25 * half


def _rings(shapes: list[BaseGeometry], view: Frame, detail_px: float = 0.7) -> tuple[list[float | None], list[float | None]]:
    """The rings of shapes as one broken line, cut to the page and simplified to `detail_px` pixels; holes run the other way round."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for shape in shapes:
        cut = shapely.clip_by_rect(shape, *_clip(view))
        for part in shapely.get_parts(shapely.get_parts(shapely.simplify(cut, detail_px * view.km_per_px))):
            if part.geom_type != "Polygon" or part.area < (2 * view.km_per_px) ** 2:
                continue
            for ring in (lambda one: [one.exterior, *one.interiors])(shapely.orient_polygons(part)):
                _add(xs, ys, shapely.get_coordinates(ring), view)
    return xs[:-1], ys[:-1]


def _lines(line: BaseGeometry, view: Frame) -> tuple[list[float | None], list[float | None]]:
    """A line as one broken line, cut to the page and simplified to half a pixel."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    merged = shapely.line_merge(shapely.clip_by_rect(line, *_clip(view))) if line.geom_type == "MultiLineString" else line
    for part in shapely.get_parts(shapely.simplify(merged, 0.5 * view.km_per_px)):
        if part.length > 3 * view.km_per_px:
            _add(xs, ys, shapely.get_coordinates(part), view)
    return xs[:-1], ys[:-1]


def _add(xs: list[float | None], ys: list[float | None], points: np.ndarray, view: Frame) -> None:
    xs += [*(_round(one, view) for one in points[:, 0]), None]
    ys += [*(_round(one, view) for one in points[:, 1]), None]


def _round(value: float, view: Frame) -> float:
    """Kilometres to a fifth of a pixel or so: whole ones on maps of a continent."""
    return round(value, 1) if view.km_per_px < 2.5 else float(round(value))


def halo(theme: Theme) -> str:
    """A rim in the page's colour around type, so that it can be read on hatching and borders."""
    return ", ".join(f"{x}px {y}px 2px {INK[theme]['card']}" for x, y in ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 0), (0, 0)))


def _tint(colour: str, strength: float) -> str:
    """A colour of the palette, made see-through."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"
