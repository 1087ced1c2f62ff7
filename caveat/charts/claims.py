"""Published claims as marks that keep their qualifier: an arrow for "more than", a cap for "up to", a bar for "from … to"."""

import math
import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from caveat.charts import style
from caveat.charts.style import Figure
from caveat.text import claims as words
from caveat.theme import INK, Theme

# Heights in px: the name of a block, one level of marks, the headline's line, the numbers of a scale, the space between blocks.
NAME, LEVEL, HEADLINE, TICKS, GAP = 26, 13, 22, 20, 12
# Widths as parts of the scale, made for a phone (about 330 px): half a mark, and the tail of an arrow or a cap.
HALF, TAIL = 0.016, 0.04
# From this ratio of highest to lowest figure on, a linear scale would press the short ranges together.
RATIO_FOR_LOG = 12
_ORDER = {"exactly": 0, "about": 1, "at_least": 2, "up_to": 3, "between": 4}
SERIF = "'Caveat Serif', Georgia, serif"


@dataclass(frozen=True)
class Scale:
    """A scale in the attribute's unit: from `low` to `high`, linear or logarithmic, with its ticks."""

    attribute: str
    low: float
    high: float
    log: bool
    ticks: tuple[float, ...]

    def part(self, value: float) -> float:
        """Where a value lies on the scale: 0 is its start, 1 its end."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def value(self, part: float) -> float:
        """The value at a part of the scale; the reverse of `part`."""
        if self.log:
            return self.low * (self.high / self.low) ** part
        return self.low + part * (self.high - self.low)


def numbered_claims(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that have a number in the attribute's unit; prices without an exchange rate have none."""
    return claims[claims["low"].notna() | claims["high"].notna()]


def claims_scale(claims: pd.DataFrame) -> Scale:
    """The scale for claims on one attribute: linear from zero, or logarithmic where the highest stated figure is RATIO_FOR_LOG times the lowest or more."""
    found = numbered_claims(claims)
    stated = found["high"].fillna(found["low"])
    attribute = str(found["attribute"].iloc[0])
    if stated.max() / stated.min() < RATIO_FOR_LOG:
        step = _step(stated.max() / 6)
        ticks = tuple(step * place for place in range(int(stated.max() / step) + 1))
        return Scale(attribute, 0.0, stated.max() * 1.07, False, ticks)
    low, high = found["low"].fillna(found["high"]).min() * 0.85, stated.max() * 1.35
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = tuple(one for power in decades for factor in (1, 3) if low <= (one := factor * 10.0**power) <= high)
    return Scale(attribute, low, high, True, ticks)


def _step(at_least: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(at_least))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= at_least * 0.999)


def _place(claim: Any) -> float:
    """The number at which a claim's mark stands: its floor, its ceiling, its flat figure; the high end of "from … to"."""
    return float(claim.low) if math.isnan(claim.high) else float(claim.high)


def _extent(claim: Any, scale: Scale) -> tuple[float, float]:
    """The part of the scale that a mark covers, with its tail."""
    at = scale.part(_place(claim))
    if claim.qualifier == "at_least":
        return at - HALF, at + TAIL + HALF
    if claim.qualifier == "up_to":
        return at - TAIL - HALF, at + HALF
    return (scale.part(claim.low) if claim.qualifier == "between" else at) - HALF, at + HALF


def mark_levels(claims: pd.DataFrame, scale: Scale) -> list[int]:
    """The level of each claim so that no two marks cover each other: 0 is the line of the headline, the others start at 1, each as low as it can be."""
    taken: list[list[tuple[float, float]]] = []
    found = [0] * len(claims)
    # Points below, wide marks above them; like marks of like value side by side.
    order = sorted(
        enumerate(claims.itertuples()),
        key=lambda one: (_ORDER[one[1].qualifier], _extent(one[1], scale), one[1].claim_id),
    )
    for place, claim in order:
        if claim.headline:
            continue
        start, end = _extent(claim, scale)
        level = next(
            (one for one, some in enumerate(taken) if all(end <= left or start >= right for left, right in some)),
            len(taken),
        )
        if level == len(taken):
            taken.append([])
        taken[level].append((start, end))
        found[place] = level + 1
    return found


class _Drawing:
    """Marks collected block by block; y counts px from the top, each scale is an x axis of its own."""

    def __init__(self, theme: Theme) -> None:
        self.ink = INK[theme]
        self.figure = Figure()
        self.y = 0.0
        self.axes: list[Scale] = []

    def axis(self, scale: Scale) -> str:
        """The name of the axis for a scale, new where it is new."""
        if scale not in self.axes:
            self.axes.append(scale)
        place = self.axes.index(scale) + 1
        return "x" if place == 1 else f"x{place}"

    def lines(self, axis: str, segments: list[tuple[float, float, float, float]], color: str, width: float) -> None:
        if segments:
            x = [value for one in segments for value in (one[0], one[2], None)]
            y = [value for one in segments for value in (one[1], one[3], None)]
            self._add(axis, x=x, y=y, mode="lines", line={"color": color, "width": width}, hoverinfo="skip")

    def text(self, axis: str, x: float, y: float, text: str, position: str, font: dict[str, Any]) -> None:
        self._add(axis, x=[x], y=[y], mode="text", text=[text], textposition=position, textfont=font, hoverinfo="skip")

    def _add(self, axis: str, **trace: Any) -> None:
        self.figure.add_trace(go.Scatter(xaxis=axis, yaxis="y", cliponaxis=False, **trace))

    def ticks(self, scale: Scale, y: float) -> None:
        for one in scale.ticks:
            text = words.tick_label(one, scale.attribute, one == scale.ticks[-1])
            self.text(self.axis(scale), one, y, text, "middle center", {"size": 12, "color": self.ink["soft"]})

    def grid(self, scale: Scale, top: float, bottom: float) -> None:
        self.lines(self.axis(scale), [(one, top, one, bottom) for one in scale.ticks], self.ink["line"], 1)

    def block(self, name: str, claims: pd.DataFrame, scale: Scale) -> None:
        """One lane: its name, its marks in levels, the headline at the foot with its words."""
        # Not at the very edge: there a text on a logarithmic axis is dropped.
        axis, start = self.axis(scale), scale.value(0.001)
        many = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"
        title = f"<b>{_plain(name)}</b>  <span style='font-size:13px;color:{self.ink['soft']}'>{many}</span>"
        self.text(
            axis,
            start,
            self.y + NAME / 2,
            title,
            "middle right",
            {"size": 16, "family": SERIF, "color": self.ink["ink"]},
        )
        found = numbered_claims(claims)
        level = mark_levels(found, scale)
        foot = self.y + NAME + max(level, default=0) * LEVEL + HEADLINE
        y = [foot - HEADLINE / 2 if one == 0 else foot - HEADLINE - (one - 0.5) * LEVEL for one in level]
        self.lines(axis, [(scale.low, foot, scale.high, foot)], self.ink["line"], 1)
        for headline in (False, True):
            chosen = [
                (claim, at) for claim, at in zip(found.itertuples(), y, strict=True) if bool(claim.headline) is headline
            ]
            if chosen:
                self._marks(axis, chosen, scale, headline)
        for claim, at in zip(found.itertuples(), y, strict=True):
            if claim.headline:
                self._label(axis, claim, at, scale)
        self.y = foot

    def _label(self, axis: str, claim: Any, y: float, scale: Scale) -> None:
        left, right = _extent(claim, scale)
        font = {"size": 14, "color": self.ink["ink"]}
        if left + right > 1.0:
            self.text(axis, scale.value(left - 0.01), y, f"<b>{_plain(claim.figure)}</b>", "middle left", font)
        else:
            self.text(axis, scale.value(right + 0.01), y, f"<b>{_plain(claim.figure)}</b>", "middle right", font)

    def _marks(self, axis: str, chosen: list[tuple[Any, float]], scale: Scale, headline: bool) -> None:
        color = self.ink["ink"] if headline else self.ink["soft"]
        tails, bars, heads, ends = [], [], [], []
        for claim, y in chosen:
            at = _place(claim)
            part = scale.part(at)
            if claim.qualifier == "at_least":
                tip = scale.value(part + TAIL)
                tails.append((at, y, tip, y))
                heads.append((tip, y))
            elif claim.qualifier == "up_to":
                tails.append((scale.value(part - TAIL), y, at, y))
            elif claim.qualifier == "between":
                bars.append((float(claim.low), y, at, y))
                ends.append((float(claim.low), y))
        self.lines(axis, tails, color, 2.5 if headline else 1.5)
        self.lines(axis, bars, color, 3.5 if headline else 2.5)
        size = 11 if headline else 8
        if heads:
            self._points(axis, heads, {"symbol": "triangle-right", "size": size, "color": color})
        if ends:
            self._points(
                axis,
                ends,
                {"symbol": "line-ns-open", "size": size, "color": color, "line": {"width": 2, "color": color}},
            )
        open_marks = {
            "about": "circle-open",
            "up_to": "line-ns-open",
            "at_least": "line-ns-open",
            "between": "line-ns-open",
        }
        symbols = [open_marks.get(claim.qualifier, "circle") for claim, _ in chosen]
        sizes = [
            size + 2 if claim.qualifier == "up_to" else size - 1 if claim.qualifier == "at_least" else size
            for claim, _ in chosen
        ]
        self._add(
            axis,
            x=[_place(claim) for claim, _ in chosen],
            y=[y for _, y in chosen],
            mode="markers",
            marker={
                "symbol": symbols,
                "size": sizes,
                "color": color,
                "opacity": 1,
                "line": {"width": 2 if headline else 1.6, "color": color},
            },
            customdata=[[claim.claim_id, claim.qualifier] for claim, _ in chosen],
            hovertext=[_hover(claim.hover) for claim, _ in chosen],
            hoverinfo="text",
        )

    def _points(self, axis: str, points: list[tuple[float, float]], marker: dict[str, Any]) -> None:
        self._add(
            axis, x=[x for x, _ in points], y=[y for _, y in points], mode="markers", marker=marker, hoverinfo="skip"
        )

    def done(self, theme: Theme) -> Figure:
        """The figure with its axes: none drawn by the library, one y axis in px."""
        style.apply_style(self.figure, theme, round(self.y))
        self.figure.update_layout(margin={"l": 6, "r": 22, "t": 0, "b": 0}, hovermode="closest", hoverdistance=14)
        self.figure.update_layout(yaxis={"range": [self.y, 0], "visible": False, "automargin": False})
        for place, scale in enumerate(self.axes, start=1):
            ends = [math.log10(scale.low), math.log10(scale.high)] if scale.log else [scale.low, scale.high]
            axis = {
                "type": "log" if scale.log else "linear",
                "range": ends,
                "visible": False,
                "fixedrange": True,
                "automargin": False,
            }
            self.figure.update_layout(
                {
                    "xaxis" if place == 1 else f"xaxis{place}": axis
                    if place == 1
                    else {**axis, "overlaying": "x", "anchor": "y"}
                }
            )
        return self.figure


def _plain(text: str) -> str:
    """Text that plotly cannot take for a tag."""
    return text.replace("<", "‹").replace(">", "›")


def _hover(lines: list[str]) -> str:
    """The lines of a label, the first in bold, long ones broken so that they fit on a phone."""
    first, *rest = [_plain(one) for one in lines]
    return "<br>".join([f"<b>{first}</b>", *(part for one in rest for part in textwrap.wrap(one, 44))])


def range_chart(claims: pd.DataFrame, theme: Theme) -> Figure:
    """Claims on one attribute of several systems on one scale, a block a system.

    `claims` has the columns lane, attribute, claim_id, qualifier, low, high (the attribute's unit, NaN where none), headline, figure, hover (lines of text).
    ValueError where no claim has a number.
    """
    if numbered_claims(claims).empty:
        raise ValueError("found no claim with a number; expected at least one, to have a scale")
    scale = claims_scale(claims)
    drawing = _Drawing(theme)
    drawing.ticks(scale, TICKS / 2)
    drawing.y = TICKS
    blocks = [(str(name), some) for name, some in claims.groupby("lane", sort=False)]
    height = TICKS + sum(_height(some, scale) + GAP for _, some in blocks)
    drawing.grid(scale, TICKS, height)
    for name, some in blocks:
        drawing.block(name, some, scale)
        drawing.y += GAP
    drawing.ticks(scale, drawing.y + TICKS / 2 - GAP / 2)
    drawing.y += TICKS
    return drawing.done(theme)


def _height(claims: pd.DataFrame, scale: Scale) -> float:
    found = numbered_claims(claims)
    return NAME + max(mark_levels(found, scale), default=0) * LEVEL + HEADLINE


def attribute_chart(claims: pd.DataFrame, theme: Theme) -> Figure:
    """Claims on one system, a block an attribute, each on a scale of its own from zero. Columns as in `range_claims`; ValueError where no claim has a number."""
    if numbered_claims(claims).empty:
        raise ValueError("found no claim with a number; expected at least one, to have a scale")
    drawing = _Drawing(theme)
    for name, some in claims.groupby("lane", sort=False):
        if numbered_claims(some).empty:
            continue
        scale = claims_scale(some)
        drawing.grid(scale, drawing.y + NAME, drawing.y + _height(some, scale))
        drawing.block(str(name), some, scale)
        drawing.ticks(scale, drawing.y + TICKS / 2)
        drawing.y += TICKS + GAP
    return drawing.done(theme)
