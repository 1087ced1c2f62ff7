"""Maps read back from what is drawn: areas, fillings, outlines, labels and cities of the Plotly figure and of the SVG."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go
import shapely
from shapely.geometry.base import BaseGeometry

from caveat.charts.map_model import MapModel, map_model
from caveat.charts.map_projection import MapFrame
from caveat.charts.static_map import DASH
from caveat.charts.svg_paths import FINE
from caveat.dataset.tables import Dataset
from caveat.domain import claims, restrictions
from caveat.domain.claims import Claim, RangeBand
from caveat.domain.rule_log import Clock, RuleLog
from tests.support.founding_map import LAND

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class DrawnShape:
    """An area as a reader sees it: filling, colour, plotly's name of the dash, shape in the plane (km)."""

    filling: str
    status_colour: str
    dash: str
    shape: BaseGeometry


def range_band(lowest_km: float, headline_km: float, highest_km: float = 0, by: tuple[str, ...] = ()) -> RangeBand:
    """Ranges of a made-up system, whose headline is a flat figure."""
    texts = dict.fromkeys(
        ("claim_id", "system_id", "unit_as_published", "value_as_published", "variant_note", "source_id"), ""
    )
    headline = Claim(
        **texts,
        attribute="range_km",
        qualifier="exactly",
        low=headline_km,
        high=headline_km,
        published="",
        note="",
        chosen=True,
    )
    highest_km = highest_km or headline_km
    return RangeBand(lowest_km, highest_km, highest_km, headline, by)


def view_model(dataset: Dataset, log: RuleLog, pair: tuple[str, str], day: date, known: Clock = "then") -> MapModel:
    """The map of a pair of supplier and system on a day."""
    band = claims.range_band(dataset, pair[1], day if known == "then" else None)
    assert band is not None
    states = {
        territory: restrictions.permission_state(log, *pair, territory, day, known) for territory in LAND.territories
    }
    return map_model(LAND, band, states)


def trace(figure: go.Figure, name: str) -> go.Scatter:
    return next(drawn for drawn in figure.data if drawn.name == name)


def rings_shape(rings: list[list[tuple[float, float]]]) -> BaseGeometry:
    """What rings fill by the even-odd rule."""
    filled = shapely.Polygon()
    for ring in rings:
        filled = filled.symmetric_difference(shapely.make_valid(shapely.Polygon(ring)))
    return filled


def trace_shape(one: go.Scatter) -> BaseGeometry:
    """What a trace of a figure fills."""
    rings: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(one.x, one.y, strict=True):
        if x is None:
            rings.append([])
        else:
            rings[-1].append((x, y))
    return rings_shape(rings)


def plotly_areas(figure: go.Figure) -> dict[str, DrawnShape]:
    """Territories ("ru_kursk+ru_any") -> the area."""
    found = {}
    for drawn in figure.data:
        if drawn.name.startswith("ru_"):
            colour = drawn.fillpattern.bgcolor or drawn.fillcolor
            red, green, blue, opacity = re.findall(r"[\d.]+", colour)
            filling = {"/": "hatched", ".": "dotted"}.get(
                drawn.fillpattern.shape, "solid" if float(opacity) > 0.5 else "plain"
            )
            status = "#{:02X}{:02X}{:02X}".format(*map(int, (red, green, blue)))
            found[drawn.name] = DrawnShape(filling, status, drawn.line.dash, trace_shape(drawn))
    return found


def svg_root(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def svg_groups(svg: str) -> dict[str, ET.Element]:
    """Territories ("ru_kursk+ru_any") -> the group that draws them."""
    groups = svg_root(svg).iter(f"{SVG}g")
    return {group.get("data-territories").replace(" ", "+"): group for group in groups if group.get("data-territories")}


def svg_areas(svg: str, frame: MapFrame) -> dict[str, DrawnShape]:
    """Territories -> the area. The SVG must be in one theme."""
    colours = dict(re.findall(r"\.o-(\w+)\{stroke:(#\w+)\}", svg))
    found = {}
    for territories, group in svg_groups(svg).items():
        outline, *hatch = group
        if outline.get("fill", "").startswith("url("):
            filling = "dotted"
        elif hatch:
            filling = "hatched"
        else:
            filling = "solid" if float(outline.get("fill-opacity")) > 0.5 else "plain"
        dash = {value: name for name, value in DASH.items()}[outline.get("stroke-dasharray", "")]
        shape = rings_shape(path_rings(outline.get("d"), frame))
        found[territories] = DrawnShape(filling, colours[group.get("class").removeprefix("o-")], dash, shape)
    return found


def path_rings(d: str, frame: MapFrame) -> list[list[tuple[float, float]]]:
    """The rings of a path of "M" and relative "l", in the plane (km)."""
    rings = []
    for piece in re.findall(r"M(-?\d+ -?\d+)l([^zM]*)", d):
        x = y = 0
        numbers = [int(match) for match in re.findall(r"-?\d+", " ".join(piece))]
        ring = []
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            ring.append((frame.left + x / FINE * frame.km_per_px, frame.top - y / FINE * frame.km_per_px))
        rings.append(ring)
    return rings


def plotly_texts(figure: go.Figure) -> list[str]:
    """The labels of a figure, each in one line."""
    return [re.sub("<[^>]*>", "", annotation.text.replace("<br>", " ")) for annotation in figure.layout.annotations]


def svg_texts(svg: str) -> list[str]:
    """The labels and cities of a picture, each in one line."""
    return [re.sub(r"[ \n]+", " ", "".join(node.itertext())).strip() for node in svg_root(svg).iter(f"{SVG}text")]
