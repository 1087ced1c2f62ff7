"""The still map: one system's published range and what the day's permissions cover of it, as a small SVG that needs no script."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from caveat import html
from caveat.charts import static_map_geometry
from caveat.charts.static_map_geometry import FINE, Page, Spot
from caveat.charts.static_map_label_placement import CELL_PX, COVERS, PAD_PX, Labels, Mask, Place, text_size, wrap
from caveat.domain import geography, reach
from caveat.domain.geography import UKRAINE
from caveat.domain.reach import Permission
from caveat.text import map_labels as words
from caveat.text import static_map as still_words
from caveat.text.static_map import Filling
from caveat.theme import INK, LINE, STATUS, Theme

# "both": light, and dark where the page that shows the picture is dark (prefers-color-scheme inside an image follows the page's color-scheme).
ColorScheme = Theme | Literal["both"]
CITIES, COUNTRIES = 7, 7
# An area of fewer labels than this would vanish under its own.
SMALL = 1.6
# What it costs a label to stand on another area of the band, beside COVERS for a solid one.
ON_OTHERS = 160
DASH = {"solid": "none", "dash": "7 4", "dot": "1.6 3.2", "longdashdot": "10 4 2 4"}
ORDER: tuple[Filling, ...] = ("plain", "hatched", "dotted", "solid")


@dataclass(frozen=True)
class Rule:
    """What a day's rule says of a territory: status and certainty as in the tables."""

    status: str
    certainty: str


@dataclass(frozen=True)
class Area:
    """Territories of one status and certainty: how they are drawn, their shape in the plane (km), where it lies on the page."""

    territories: tuple[str, ...]
    rule: Rule
    shape: BaseGeometry
    spot: Spot
    d: str
    hatch: str

    @property
    def drawn(self) -> Filling:
        return filling(self.rule)

    @property
    def dash(self) -> str:
        return DASH[LINE[self.rule.certainty][0] if self.rule.certainty in LINE else "solid"]


@dataclass(frozen=True)
class Label:
    """Some lines of type around a point (px); `lead` is its line, from and to; None where it stands on its area."""

    kind: str
    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    anchor: str = "middle"
    lead: tuple[float, float, float, float] | None = None
    dot: tuple[float, float] | None = None


@dataclass
class _Sheet:
    """A page while labels find their places on it."""

    page: Page
    places: Labels = field(init=False)
    labels: list[Label] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = Labels(self.page.width, self.page.height)


def filling(part: Permission) -> Filling:
    """How a territory within range is drawn: silence is no prohibition, so it is not hatched."""
    if part.status == "no_record":
        return "plain"
    return {"covered": "solid", "conditions": "dotted"}.get(reach.COVER.get(part.status, "not_covered"), "hatched")  # type: ignore[return-value]


def map_fillings(highest_km: float, states: Mapping[str, Permission]) -> frozenset[Filling]:
    """The fillings that the map of a day has. ValueError where the range is none."""
    return frozenset(filling(part) for part in reach.parts(highest_km, states))


def territories_with_own_rule(highest_km: float, states: Mapping[str, Permission]) -> set[str]:
    """The small territories within range whose rule differs from that of the rest of Russia: those whose drawing needs a word."""
    rest = (states["ru_any"].status, states["ru_any"].certainty)
    return {part.territory for part in reach.parts(highest_km, states) if (part.status, part.certainty) != rest}


def static_map_svg(
    lowest_km: float,
    highest_km: float,
    states: Mapping[str, Permission],
    look: ColorScheme = "both",
    width: int = 440,
    height: int = 470,
    alt: str = "",
    bare: bool = False,
) -> str:
    """One system's reach and permission as SVG text of `width` x `height` px.

    `states` maps each territory of `geography.RUSSIAN`, and "ua_occupied" where there is a state, to what has `status` and `certainty`; `alt` becomes its title.
    `bare` gives a group to stand in another picture, which hides the few pixels that lie beyond the page: a nested <svg> would be drawn twice.
    ValueError where a range is none or the lowest is above the highest. BrokenTable where the shapes cannot be read.
    """
    if reach.checked(lowest_km) > reach.checked(highest_km):
        raise ValueError(
            f"found a lowest range of {lowest_km} km above the highest of {highest_km} km; expected lowest <= highest"
        )
    rules = tuple((territory, state.status, state.certainty) for territory, state in sorted(states.items()))
    on = static_map_geometry.map_page(highest_km, width, height)
    areas, labels = _drawn(lowest_km, highest_km, rules, on)
    return str(
        html.render(
            "still_map.svg",
            width=width,
            height=height,
            fine=FINE,
            alt=alt,
            bare=bare,
            land=static_map_geometry.land_paths(on),
            edge=static_map_geometry.edge_path(lowest_km, on) if lowest_km < highest_km else "",
            areas=areas,
            labels=labels,
            colours={
                one: {"ink": INK[one], "status": STATUS[one]} for one in ("light", "dark") if look in (one, "both")
            },
            statuses=sorted({status for _, status, _ in rules}),
        )
    )


@lru_cache(maxsize=256)
def _drawn(
    lowest_km: float, highest_km: float, rules: tuple[tuple[str, str, str], ...], on: Page
) -> tuple[tuple[Area, ...], tuple[Label, ...]]:
    """Areas and labels of a map, by what decides them: many days share one."""
    states = {territory: Rule(status, certainty) for territory, status, certainty in rules}
    areas = _areas(highest_km, states, on)
    return tuple(areas), tuple(_labels(on, areas, states, lowest_km, highest_km))


def _areas(highest_km: float, states: Mapping[str, Rule], on: Page) -> list[Area]:
    """Territories with the same status and certainty as one area; what is covered comes last, so that it is drawn on top."""
    by: dict[Rule, list[str]] = {}
    for part in reach.parts(highest_km, states):
        by.setdefault(Rule(part.status, part.certainty), []).append(part.territory)
    found = []
    for rule, some in by.items():
        territories = tuple(some)
        shape = static_map_geometry.band_shape(territories, highest_km, on)
        # Drawn a little smaller, so that the outlines of neighbours stand side by side and the dashes of one are not filled by the other.
        inner = shape.buffer(-0.7 * on.km_per_px)
        hatch = static_map_geometry.hatch_path(inner, on) if filling(rule) == "hatched" else ""
        found.append(
            Area(
                territories,
                rule,
                shape,
                static_map_geometry.band_position(territories, highest_km, on),
                static_map_geometry.shapes_path([inner], on),
                hatch,
            )
        )
    return sorted(found, key=lambda one: (ORDER.index(one.drawn), -one.shape.area))


def _labels(
    on: Page, areas: list[Area], states: Mapping[str, Rule], lowest_km: float, highest_km: float
) -> list[Label]:
    """Each label with its place, the most needed first."""
    sheet, land = _Sheet(on), static_map_geometry.land_positions(on)
    ukraine, home = land[UKRAINE], states.get("ua_occupied")
    banded, solid = (
        _any(ukraine.mask, [one.spot.mask for one in areas if one.drawn in some]) for some in (ORDER, ("solid",))
    )
    for area in sorted(areas, key=lambda one: one.shape.area):
        _write_area(sheet, area, banded, solid, wrap(words.area_label(area.territories, area.rule, highest_km), 24))
    _write(sheet, ukraine, "c", [words.COUNTRY[UKRAINE].upper()], 11.5)
    if home is not None and home.status != "no_record":
        below = Spot(ukraine.mask, (ukraine.middle[0], ukraine.middle[1] + 22))
        _write(sheet, below, f"s {home.status}", wrap(still_words.occupied_label(home), 19), 12, COVERS * solid)
    if lowest_km < highest_km:
        _write(
            sheet,
            static_map_geometry.edge_position(lowest_km, on),
            "l",
            wrap(words.lowest_label(lowest_km), 18),
            11,
            COVERS * solid,
        )
    others = sorted(
        (code for code in land if code != UKRAINE and code in words.COUNTRY), key=lambda one: -int(land[one].mask.sum())
    )
    for code in others[:COUNTRIES]:
        free = land[code].mask & ~banded
        _write(
            sheet, Spot(free, static_map_geometry.mask_middle(free)), "c", [words.COUNTRY[code].upper()], 11, room_px=14
        )
    _cities(sheet)
    return sheet.labels


def _any(like: Mask, masks: list[Mask]) -> Mask:
    return np.logical_or.reduce([np.zeros_like(like), *masks])


def _write_area(sheet: _Sheet, area: Area, banded: Mask, solid: Mask, lines: list[str]) -> None:
    """The label of an area: on it in the colour of the paper where it is solid and the words fit; beside it where it is solid or small; else on it."""
    if area.drawn == "solid" and _write(sheet, area.spot, f"s on {area.rule.status}", lines, 13):
        return
    cells, box = int(area.spot.mask.sum()), text_size(lines, 13)
    share = cells * CELL_PX**2 / (box[0] * box[1])
    cost = ON_OTHERS * (banded & ~area.spot.mask) + COVERS * solid
    if share < SMALL:
        # Counted by how much of the area goes under the label, not of the label over the area.
        cost = cost + COVERS / max(min(share, 1), 0.01) * area.spot.mask
    _write(sheet, area.spot, f"s {area.rule.status}", lines, 13, cost)


def _write(
    sheet: _Sheet,
    spot: Spot,
    kind: str,
    lines: list[str],
    size_px: float,
    cost: np.ndarray | None = None,
    room_px: float = 0,
) -> bool:
    """Whether there was a place for a label, with some room about it; it is written there. Without a cost of each cell it stands wholly on its area or nowhere."""
    width, height = text_size(lines, size_px)
    box = (width + room_px, height + room_px)
    place = (
        sheet.places.inside(spot.mask, spot.middle, box)
        if cost is None
        else sheet.places.near(spot.mask, spot.middle, box, cost)
    )
    if place is None:
        return False
    lead = _lead(place, spot.middle, box) if place.on < 0.5 else None
    sheet.labels.append(Label(kind, tuple(lines), place.x, place.y, size_px, lead=lead))
    return True


def _lead(place: Place, end: tuple[float, float], box: tuple[float, float]) -> tuple[float, float, float, float] | None:
    """The line from the edge of a label's box to the point that it speaks of; None where the point lies under the label."""
    right, down = end[0] - place.x, end[1] - place.y
    share = max(abs(right) / (box[0] / 2 - PAD_PX), abs(down) / (box[1] / 2 - PAD_PX))
    return (
        (round(place.x + right / share, 1), round(place.y + down / share, 1), round(end[0], 1), round(end[1], 1))
        if share > 1.05
        else None
    )


def _cities(sheet: _Sheet) -> None:
    sides = {"right": (6, 0, "start"), "left": (-6, 0, "end"), "above": (0, -11, "middle"), "below": (0, 11, "middle")}
    named = 0
    for name, *place in _places():
        x, y = sheet.page.px(*place)
        if named < CITIES and (side := sheet.places.beside_point(x, y, name, 11)):
            named += 1
            right, down, anchor = sides[side]
            sheet.labels.append(Label("t", (name,), x + right, y + down, 11, anchor, dot=(x, y)))


@lru_cache(maxsize=1)
def _places() -> tuple[tuple[str, float, float], ...]:
    """The large cities with their points in the plane (km), the first to be named first."""
    ranked = geography.places().sort_values("rank", kind="stable")
    points = [geography.to_plane(shapely.Point(*place)) for place in zip(ranked["lon"], ranked["lat"], strict=True)]
    return tuple((name, point.x, point.y) for name, point in zip(ranked["name"], points, strict=True))
