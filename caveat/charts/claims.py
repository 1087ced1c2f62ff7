"""Published claims as marks that show their qualifier. An arrow is "more than", a cap "up to", a bar "from … to"."""

import math
import textwrap
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from caveat.charts import style
from caveat.charts.lane_layout import escape_markup
from caveat.charts.style import Figure
from caveat.text import claims as claims_text
from caveat.theme import INK, Theme

# Heights in px: name of a block, one level of marks, the headline's line, numbers of a scale, space between blocks.
NAME_PX, LEVEL_PX, HEADLINE_PX, TICKS_PX, GAP_PX = 26, 13, 22, 20, 12
# The same of a claim that stands apart with its words, and of a system in the chart of spans.
OUTLIER_PX, SPAN_PX = 18, 46
# Widths as parts of the scale, made for a phone (about 330 px): half a mark, and the tail of an arrow or a cap.
HALF_MARK, TAIL = 0.016, 0.04
# From this ratio of highest to lowest figure on, a linear scale would press the short ranges together.
RATIO_FOR_LOG = 12
_ORDER = {"exactly": 0, "about": 1, "at_least": 2, "up_to": 3, "between": 4}
_SYMBOL = {"about": "circle-open", "up_to": "line-ns-open", "at_least": "line-ns-open", "between": "line-ns-open"}
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
    """The scale for claims on one attribute: linear from zero, or logarithmic.

    It is logarithmic if the highest stated figure is RATIO_FOR_LOG times the lowest or more.
    """
    numbered = numbered_claims(claims)
    stated = numbered["high"].fillna(numbered["low"])
    attribute = str(numbered["attribute"].iloc[0])
    if stated.max() / stated.min() < RATIO_FOR_LOG:
        step = _round_step(stated.max() / 6)
        ticks = tuple(step * index for index in range(int(stated.max() / step) + 1))
        return Scale(attribute, 0.0, stated.max() * 1.07, False, ticks)
    low, high = numbered["low"].fillna(numbered["high"]).min() * 0.85, stated.max() * 1.35
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    candidates = [factor * 10.0**power for power in powers for factor in (1, 3)]
    return Scale(attribute, low, high, True, tuple(tick for tick in candidates if low <= tick <= high))


def _round_step(at_least: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(at_least))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= at_least * 0.999)


def mark_value(claim: Any) -> float:
    """The number at which a claim's mark stands. The floor, ceiling or flat figure; the high end of "from … to"."""
    return float(claim.low) if math.isnan(claim.high) else float(claim.high)


def _mark_extent(claim: Any, scale: Scale) -> tuple[float, float]:
    """The part of the scale that a mark covers, with its tail."""
    part = scale.part(mark_value(claim))
    if claim.qualifier == "at_least":
        return part - HALF_MARK, part + TAIL + HALF_MARK
    if claim.qualifier == "up_to":
        return part - TAIL - HALF_MARK, part + HALF_MARK
    return (scale.part(claim.low) if claim.qualifier == "between" else part) - HALF_MARK, part + HALF_MARK


def outlying(claims: pd.DataFrame) -> list[int]:
    """The places of the claims with the lowest and with the highest mark, where these are not that of the headline.

    Of several the first. Empty for fewer than three claims, which are all seen at once.
    """
    numbers = [mark_value(claim) for claim in claims.itertuples()]
    chosen = {number for number, headline in zip(numbers, claims["headline"], strict=True) if headline}
    if len(numbers) < 3 or not chosen:
        return []
    ends = dict.fromkeys((min(numbers), max(numbers)))
    return [numbers.index(end) for end in ends if end not in chosen]


def mark_levels(claims: pd.DataFrame, scale: Scale, apart: Collection[int] = ()) -> list[int]:
    """The level of each claim so that no two marks overlap. 0 for the headline, else from 1, the lowest free.

    0 also for the places that stand `apart`.
    """
    taken: list[list[tuple[float, float]]] = []
    levels = [0] * len(claims)
    # Points below, wide marks above them; like marks of like value side by side.
    rows = [(index, claim, _mark_extent(claim, scale)) for index, claim in enumerate(claims.itertuples())]
    rows.sort(key=lambda row: (_ORDER[row[1].qualifier], row[2], row[1].claim_id))
    for index, claim, (start, end) in rows:
        if claim.headline or index in apart:
            continue
        free = (all(end <= left or start >= right for left, right in extents) for extents in taken)
        level = next((level for level, fits in enumerate(free) if fits), len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((start, end))
        levels[index] = level + 1
    return levels


class _Drawing:
    """Marks collected block by block; y counts px from the top, each scale is an x axis of its own."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.ink = INK[theme]
        self.figure = Figure()
        self.y = 0.0
        self.axes: list[Scale] = []

    def _axis(self, scale: Scale) -> str:
        """The name of the axis for a scale, added if it is new."""
        if scale not in self.axes:
            self.axes.append(scale)
        index = self.axes.index(scale) + 1
        return "x" if index == 1 else f"x{index}"

    def _add(self, scale: Scale, **trace: Any) -> None:
        self.figure.add_trace(go.Scatter(xaxis=self._axis(scale), yaxis="y", cliponaxis=False, **trace))

    def _lines(self, scale: Scale, segments: list[tuple[float, float, float, float]], color: str, width: float) -> None:
        if segments:
            x = [value for start, _, end, _ in segments for value in (start, end, None)]
            y = [value for _, start, _, end in segments for value in (start, end, None)]
            self._add(scale, x=x, y=y, mode="lines", line={"color": color, "width": width}, hoverinfo="skip")

    def _text(self, scale: Scale, at: tuple[float, float], text: str, position: str, font: dict[str, Any]) -> None:
        x, y = at
        self._add(scale, x=[x], y=[y], mode="text", text=[text], textposition=position, textfont=font, hoverinfo="skip")

    def add_ticks(self, scale: Scale, y: float) -> None:
        """The numbers of a scale at a height."""
        for tick in scale.ticks:
            text = claims_text.tick_label(tick, scale.attribute, tick == scale.ticks[-1])
            self._text(scale, (tick, y), text, "middle center", {"size": 12, "color": self.ink["soft"]})

    def add_grid(self, scale: Scale, top: float, bottom: float) -> None:
        """A line for each tick of a scale."""
        self._lines(scale, [(tick, top, tick, bottom) for tick in scale.ticks], self.ink["line"], 1)

    def add_block(self, name: str, claims: pd.DataFrame, scale: Scale) -> None:
        """One block: its name, the headline with its words, under it the other marks, and those apart with theirs."""
        count = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"
        title = f"<b>{escape_markup(name)}</b>  <span style='font-size:13px;color:{self.ink['soft']}'>{count}</span>"
        font = {"size": 16, "family": SERIF, "color": self.ink["ink"]}
        # Not at the very edge: there a text on a logarithmic axis is dropped.
        self._text(scale, (scale.value(0.001), self.y + NAME_PX / 2), title, "middle right", font)
        numbered, top = numbered_claims(claims), self.y + NAME_PX
        apart = outlying(numbered)
        levels = mark_levels(numbered, scale, apart)
        heights = [top + HEADLINE_PX + (level - 0.5) * LEVEL_PX if level else top + HEADLINE_PX / 2 for level in levels]
        end = top + HEADLINE_PX + max(levels, default=0) * LEVEL_PX
        for number, place in enumerate(apart):
            heights[place] = end + (number + 0.5) * OUTLIER_PX
        foot = self.y + _block_height(numbered, scale)
        self._lines(scale, [(scale.low, foot, scale.high, foot)], self.ink["line"], 1)
        rows = list(zip(numbered.itertuples(), heights, strict=True))
        for headline in (False, True):
            if chosen := [(claim, y) for claim, y in rows if bool(claim.headline) is headline]:
                self._add_marks(chosen, scale, headline)
        for place, (claim, y) in enumerate(rows):
            if claim.headline:
                font = {"size": 14, "color": self.ink["ink"]}
                self._label_mark(claim, y, scale, f"<b>{escape_markup(claim.figure)}</b>", font)
            elif place in apart:
                text = escape_markup(textwrap.shorten(f"{claim.figure}: {claim.publisher}", 38, placeholder="…"))
                self._label_mark(claim, y, scale, text, {"size": 12, "color": self.ink["soft"]})
        self.y = foot

    def add_span(self, name: str, claims: pd.DataFrame, scale: Scale) -> None:
        """One system in two lines: its name with the headline, and under it the headline on the span of all claims."""
        numbered = numbered_claims(claims)
        headline = numbered[numbered["headline"]]
        figure = f"  {escape_markup(headline['figure'].iloc[0])}" if len(headline) else ""
        font = {"size": 16, "family": SERIF, "color": self.ink["ink"]}
        title = f"<b>{escape_markup(name)}</b><span style='font-size:14px'>{figure}</span>"
        self._text(scale, (scale.value(0.001), self.y + NAME_PX / 2), title, "middle right", font)
        y = self.y + NAME_PX + 6
        lowest, highest = numbered["floor"].min(), numbered["high"].fillna(numbered["low"]).max()
        self._lines(scale, [(lowest, y, highest, y)], self.ink["soft"], 2)
        self._lines(scale, [(end, y - 4, end, y + 4) for end in (lowest, highest)], self.ink["soft"], 2)
        self._add_marks([(claim, y) for claim in headline.itertuples()], scale, True)
        self.y += SPAN_PX

    def _label_mark(self, claim: Any, y: float, scale: Scale, text: str, font: dict[str, Any]) -> None:
        """Words beside a mark, on the side with room."""
        left, right = _mark_extent(claim, scale)
        if left + right > 1.0:
            self._text(scale, (scale.value(left - 0.01), y), text, "middle left", font)
        else:
            self._text(scale, (scale.value(right + 0.01), y), text, "middle right", font)

    def _add_marks(self, chosen: list[tuple[Any, float]], scale: Scale, headline: bool) -> None:
        """Tails and bars below, then the marks of some claims at their heights."""
        if not chosen:
            return
        color, size = (self.ink["ink"], 11) if headline else (self.ink["soft"], 8)
        tails, bars, heads, ends = [], [], [], []
        for claim, y in chosen:
            number = mark_value(claim)
            part = scale.part(number)
            if claim.qualifier == "at_least":
                tip = scale.value(part + TAIL)
                tails.append((number, y, tip, y))
                heads.append((tip, y))
            elif claim.qualifier == "up_to":
                tails.append((scale.value(part - TAIL), y, number, y))
            elif claim.qualifier == "between":
                bars.append((float(claim.low), y, number, y))
                ends.append((float(claim.low), y))
        self._lines(scale, tails, color, 2.5 if headline else 1.5)
        self._lines(scale, bars, color, 3.5 if headline else 2.5)
        self._add_points(scale, heads, {"symbol": "triangle-right", "size": size, "color": color})
        end = {"symbol": "line-ns-open", "size": size, "color": color, "line": {"width": 2, "color": color}}
        self._add_points(scale, ends, end)
        extra_size = {"up_to": 2, "at_least": -1}
        self._add(
            scale,
            x=[mark_value(claim) for claim, _ in chosen],
            y=[y for _, y in chosen],
            mode="markers",
            marker={
                "symbol": [_SYMBOL.get(claim.qualifier, "circle") for claim, _ in chosen],
                "size": [size + extra_size.get(claim.qualifier, 0) for claim, _ in chosen],
                "color": color,
                "opacity": 1,
                "line": {"width": 2 if headline else 1.6, "color": color},
            },
            customdata=[[claim.claim_id, claim.qualifier] for claim, _ in chosen],
            hovertext=[_hover_label(claim.hover) for claim, _ in chosen],
            hoverinfo="text",
        )

    def _add_points(self, scale: Scale, points: list[tuple[float, float]], marker: dict[str, Any]) -> None:
        if points:
            xs, ys = (list(values) for values in zip(*points, strict=True))
            self._add(scale, x=xs, y=ys, mode="markers", marker=marker, hoverinfo="skip")

    def finished(self) -> Figure:
        """The figure with its axes: none drawn by the library, one y axis in px."""
        style.apply_style(self.figure, self.theme, round(self.y))
        self.figure.update_layout(margin={"l": 6, "r": 22, "t": 0, "b": 0}, hovermode="closest", hoverdistance=14)
        self.figure.update_layout(yaxis={"range": [self.y, 0], "visible": False, "automargin": False})
        for index, scale in enumerate(self.axes):
            ends = [math.log10(scale.low), math.log10(scale.high)] if scale.log else [scale.low, scale.high]
            axis = {
                "type": "log" if scale.log else "linear",
                "range": ends,
                "visible": False,
                "fixedrange": True,
                "automargin": False,
            }
            if index:
                axis |= {"overlaying": "x", "anchor": "y"}
            self.figure.update_layout({f"xaxis{index + 1}" if index else "xaxis": axis})
        return self.figure


def _hover_label(lines: list[str]) -> str:
    """The lines of a label, the first in bold, long ones broken so that they fit on a phone."""
    first, *rest = [escape_markup(line) for line in lines]
    return "<br>".join([f"<b>{first}</b>", *(part for line in rest for part in textwrap.wrap(line, 44))])


def _block_height(numbered: pd.DataFrame, scale: Scale) -> float:
    apart = outlying(numbered)
    levels = max(mark_levels(numbered, scale, apart), default=0)
    return NAME_PX + HEADLINE_PX + levels * LEVEL_PX + len(apart) * OUTLIER_PX


def _require_numbers(claims: pd.DataFrame) -> None:
    if numbered_claims(claims).empty:
        raise ValueError("found no claim with a number; expected at least one, to have a scale")


def range_chart(claims: pd.DataFrame, theme: Theme) -> Figure:
    """Claims on one attribute of several systems on one scale, a block a system.

    Columns: lane, attribute, claim_id, qualifier, low, high (the attribute's unit, NaN if missing), floor (the lowest
    reach), headline, figure, publisher, hover (lines of text). ValueError if no claim has a number.
    """
    _require_numbers(claims)
    scale = claims_scale(claims)
    drawing = _Drawing(theme)
    drawing.add_ticks(scale, TICKS_PX / 2)
    drawing.y = TICKS_PX
    blocks = [(str(name), rows) for name, rows in claims.groupby("lane", sort=False)]
    heights = [_block_height(numbered_claims(rows), scale) + GAP_PX for _, rows in blocks]
    drawing.add_grid(scale, TICKS_PX, TICKS_PX + sum(heights))
    for name, rows in blocks:
        drawing.add_block(name, rows, scale)
        drawing.y += GAP_PX
    drawing.add_ticks(scale, drawing.y + TICKS_PX / 2 - GAP_PX / 2)
    drawing.y += TICKS_PX
    return drawing.finished()


def spans_chart(claims: pd.DataFrame, theme: Theme) -> Figure:
    """The headline of each system on one scale, on the span of all its claims; columns as in `range_chart`.

    ValueError if no claim has a number.
    """
    _require_numbers(claims)
    scale, drawing = claims_scale(claims), _Drawing(theme)
    drawing.add_ticks(scale, TICKS_PX / 2)
    drawing.y = TICKS_PX
    blocks = [(str(name), rows) for name, rows in claims.groupby("lane", sort=False) if len(numbered_claims(rows))]
    drawing.add_grid(scale, TICKS_PX, TICKS_PX + len(blocks) * SPAN_PX)
    for name, rows in blocks:
        drawing.add_span(name, rows, scale)
    return drawing.finished()


def attribute_chart(claims: pd.DataFrame, theme: Theme) -> Figure:
    """Claims on one system, a block an attribute, each on a scale of its own from zero.

    Columns as in `range_chart`; ValueError if no claim has a number.
    """
    _require_numbers(claims)
    drawing = _Drawing(theme)
    for name, rows in claims.groupby("lane", sort=False):
        if numbered_claims(rows).empty:
            continue
        scale = claims_scale(rows)
        height = _block_height(numbered_claims(rows), scale)
        drawing.add_grid(scale, drawing.y + NAME_PX, drawing.y + height)
        drawing.add_block(str(name), rows, scale)
        drawing.add_ticks(scale, drawing.y + TICKS_PX / 2)
        drawing.y += TICKS_PX + GAP_PX
    return drawing.finished()
