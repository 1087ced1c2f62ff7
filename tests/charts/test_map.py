"""The map figure: what is drawn and how, that labels stand in the frame and not on each other, and that nothing is asked of another host."""

import itertools
import json
import re
from collections.abc import Mapping
from functools import cache

import plotly.graph_objects as go
import pytest
import shapely

from caveat.charts import map as maps
from caveat.charts.basemap import NARROWEST_PX, narrow_frame
from caveat.charts.map_label_placement import PAGE_TYPE, side_corners
from caveat.charts.map_model import MapModel, Rule, map_model
from caveat.domain import reach
from caveat.theme import INK
from tests.support import reach_shapes
from tests.support.drawn_maps import plotly_areas, range_band, trace, trace_shape
from tests.support.founding_map import LAND


def rules(*rules: tuple[str, str]) -> dict[str, Rule]:
    territories = ("ua_occupied", "ru_kursk", "ru_border", "ru_any")
    return {territory: Rule(*rule) for territory, rule in zip(territories, rules, strict=True)}


ALLOWED, CASES, NO, NONE = (
    ("permitted", "official"),
    ("case_by_case", "official"),
    ("not_supplied", "official"),
    ("no_record", ""),
)
# The ranges: lowest, headline, highest if it is above the headline.
DAYS: Mapping[str, tuple[tuple[float, ...], dict[str, Rule]]] = {
    "kursk only": (
        (165, 300),
        rules(ALLOWED, ("permitted", "reported"), ("prohibited", "reported"), ("prohibited", "official")),
    ),
    "conditions": ((250, 250, 560), rules(ALLOWED, CASES, ("restricted", "official"), CASES)),
    "not supplied": ((500, 500), rules(NO, NO, NO, NO)),
    "no record": ((3000, 3000), rules(NONE, NONE, NONE, NONE)),
    "border": ((80, 80), rules(("permitted", "inferred"), ALLOWED, ALLOWED, ("prohibited", "inferred"))),
    "far": ((1000, 1609.3, 2500), rules(NO, NO, NO, NO)),
}
every_day = pytest.mark.parametrize("day", DAYS)


def model(day: str) -> MapModel:
    ranges, states = DAYS[day]
    return map_model(LAND, range_band(*ranges), states)


@cache
def figure(day: str, theme: str = "light") -> go.Figure:
    return maps.reach_map("System", model(day), theme)


def boxes(built: go.Figure) -> list[tuple[str, shapely.Polygon]]:
    """Each label's text and its box in px at the narrowest width."""
    left, right = built.layout.xaxis.range
    km_per_px = (right - left) / NARROWEST_PX
    found = []
    for annotation in built.layout.annotations:
        lines = [re.sub("<[^>]*>", "", line) for line in annotation.text.split("<br>")]
        x, y = (annotation.ax, annotation.ay) if annotation.showarrow is not False else (annotation.x, annotation.y)
        width, height = PAGE_TYPE.box(lines, annotation.font.size, 0)
        found.append(
            (
                " ".join(lines),
                shapely.box(
                    x / km_per_px - width / 2,
                    y / km_per_px - height / 2,
                    x / km_per_px + width / 2,
                    y / km_per_px + height / 2,
                ),
            )
        )
    cities = trace(built, "cities")
    for x, y, text, side in zip(cities.x, cities.y, cities.text, cities.textposition, strict=True):
        width, height = PAGE_TYPE.box([text], 11, 0)
        corners = side_corners(x / km_per_px, y / km_per_px, (width, height), 4)
        corner = corners[{text: name for name, text in maps._TEXT_POSITION.items()}[side]]
        found.append((text, shapely.box(*corner, corner[0] + width, corner[1] + height)))
    return found


def test_only_kursk_is_solid() -> None:
    """18 November 2024: the Kursk region is filled in the colour of "allowed", everything else within 300 km is hatched."""
    built = figure("kursk only")
    drawn = {name: (area.filling, area.dash) for name, area in plotly_areas(built).items()}
    assert drawn == {"ru_kursk": ("solid", "dash"), "ru_border": ("hatched", "dash"), "ru_any": ("hatched", "solid")}
    assert (
        trace(built, "ru_kursk").text == "Kursk area: allowed (reported)<br>30,200 km² within 300 km (186\u00a0miles)"
    )


@every_day
def test_what_is_drawn_is_what_was_measured(day: str) -> None:
    """The drawn areas, put together, are the Russian land within the headline range, but for what is too small to draw."""
    (_, headline_km, *_), states = DAYS[day]
    view = narrow_frame(LAND, model(day).band.frame_km)
    areas = plotly_areas(figure(day))
    wanted = LAND.to_plane(reach_shapes.inside_russia(headline_km))
    drawn = shapely.union_all([area.shape for area in areas.values()])
    # Outlines are inset by a pixel, which is some kilometres on a map with room for a far higher claim.
    assert drawn.area == pytest.approx(wanted.area, rel=0.1)
    assert drawn.difference(wanted.buffer(2.5 * view.km_per_px)).area < 0.005 * wanted.area
    assert {territory for name in areas for territory in name.split("+")} == {
        part.territory for part in reach.reach_parts(LAND, headline_km, states)
    }


@every_day
def test_lowest_and_highest_ranges_are_lines_without_filling(day: str) -> None:
    band = model(day).band
    wanted = {"lowest": band.lowest_km, "highest": band.highest_km}
    wanted = {name: range_km for name, range_km in wanted.items() if range_km != band.headline_km}
    assert {one.name for one in figure(day).data} & {"lowest", "highest"} == set(wanted)
    for name, range_km in wanted.items():
        line, edge = trace(figure(day), name), reach.range_edge(LAND, range_km)
        assert line.fill is None
        points = [shapely.Point(x, y) for x, y in zip(line.x, line.y, strict=True) if x is not None]
        assert len(points) > 10
        assert max(point.distance(edge) for point in points) < 1


@every_day
def test_labels_are_in_the_frame_and_not_on_each_other(day: str) -> None:
    built = figure(day)
    left, right = built.layout.xaxis.range
    bottom, top = built.layout.yaxis.range
    scale = (right - left) / NARROWEST_PX
    frame = shapely.box(left / scale - 1, bottom / scale - 1, right / scale + 1, top / scale + 1)
    found = boxes(built)
    texts = " ".join(text for text, _ in found)
    wanted = [*(area.label for area in model(day).areas), *(line.label for line in model(day).lines)]
    assert all(text in texts for text in [*wanted, "UKRAINE", "RUSSIA"])
    for text, box in found:
        assert frame.covers(box), f"{text} leaves the frame"
    for (one, first), (other, second) in itertools.combinations(found, 2):
        assert first.intersection(second).area < 2, f"{one} stands on {other}"


def test_cities_are_where_they_are() -> None:
    cities = trace(figure("kursk only"), "cities")
    assert "Kyiv" in cities.text
    known = {city.name: city for city in LAND.cities}
    for x, y, name in zip(cities.x, cities.y, cities.text, strict=True):
        point = LAND.to_plane(shapely.Point(known[name].longitude, known[name].latitude))
        assert (x, y) == pytest.approx((point.x, point.y), abs=0.6)


@every_day
def test_the_frame_holds_the_band(day: str) -> None:
    view = narrow_frame(LAND, model(day).band.frame_km)
    inside = LAND.to_plane(reach_shapes.inside_russia(model(day).band.frame_km))
    assert inside.intersection(view.box).area > 0.94 * inside.area, "all but a small exclave"
    assert inside.difference(view.box).is_empty or inside.difference(view.box).bounds[2] < view.left + 1
    assert max(inside.bounds[3] - inside.bounds[1], 0) > 0.5 * (view.top - view.bottom) or (
        inside.bounds[2] - inside.bounds[0]
    ) > 0.5 * (view.right - view.left)


@every_day
def test_small_and_from_here_and_large_enough_to_read(day: str) -> None:
    text = figure(day).to_json()
    assert len(text) < 80_000
    assert "http" not in text
    assert "geo" not in json.loads(text)["layout"]
    built = figure(day)
    assert {one.type for one in built.data} == {"scatter"}
    assert min(annotation.font.size for annotation in built.layout.annotations) >= 11
    assert trace(built, "cities").textfont.size >= 11
    assert built.layout.dragmode is False
    assert built.layout.yaxis.scaleanchor == "x"


def test_both_themes_are_designed() -> None:
    light, dark = figure("kursk only"), figure("kursk only", "dark")
    assert light.layout.plot_bgcolor == INK["light"]["sea"]
    assert dark.layout.plot_bgcolor == INK["dark"]["sea"]
    assert trace(light, "UKR").fillcolor != trace(dark, "UKR").fillcolor
    assert [one.name for one in light.data] == [one.name for one in dark.data]
    assert [annotation.text for annotation in light.layout.annotations if "UKRAINE" not in annotation.text] == [
        annotation.text for annotation in dark.layout.annotations if "UKRAINE" not in annotation.text
    ]


def test_crimea_is_drawn_as_ukraine() -> None:
    simferopol = LAND.to_plane(shapely.Point(34.10, 44.95))
    assert trace_shape(trace(figure("kursk only"), "UKR")).covers(simferopol)
    assert not trace_shape(trace(figure("kursk only"), "RUS")).covers(simferopol)


@every_day
def test_no_label_lies_on_the_filling_of_another_area(day: str) -> None:
    """Nor the label of a range on any: it stands beside, with a line."""
    built, areas = figure(day), model(day).areas
    km_per_px = narrow_frame(LAND, model(day).band.frame_km).km_per_px
    labels = {area.label: area for area in areas}
    for text, box in boxes(built):
        if text in labels or text in [line.label for line in model(day).lines]:
            inner = shapely.transform(box, lambda points: points * km_per_px)
            others = shapely.union_all([area.shape for area in areas if area is not labels.get(text)])
            assert inner.intersection(others).area < 0.12 * inner.area, text
