"""What charts with lanes share.

The window of days, heights in pixels, names of lanes, signs, text cut to fit a phone.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import plotly.graph_objects as go

from caveat.charts import style
from caveat.charts.style import Figure
from caveat.dataset.partial_dates import spoken
from caveat.theme import INK, Theme

# The narrowest plot that must be readable (a phone of 360 px less its margins), and how wide a letter is there.
PHONE_PX = 320
LETTER_PX = 6.6
# In a window of at most this many days the chosen day is drawn as wide as it is.
WIDE_DAYS = 75
TOP_PX = 6
# Plotly's symbol for a glyph of the text, and whether it is filled.
_SYMBOLS = {
    "▲": ("triangle-up", True),
    "△": ("triangle-up", False),
    "▼": ("triangle-down", True),
    "▽": ("triangle-down", False),
    "▷": ("triangle-right", False),
    "◆": ("diamond", True),
    "◇": ("diamond", False),
    "□": ("square", False),
    "⊠": ("square-x-open", True),
    "★": ("star", True),
    "☆": ("star", False),
    "⊙": ("circle-open-dot", True),
    "◈": ("diamond-open-dot", True),
    "✚": ("cross", True),
    "✛": ("cross", False),
}


def escape_markup(text: str) -> str:
    """Text that plotly cannot take for a tag: it reads "<b>" as markup, so brackets become others."""
    return text.replace("<", "‹").replace(">", "›")


def hover_text(text: str, width: int = 46) -> str:
    """Text for a hover label, in lines that fit a phone."""
    return "<br>".join(textwrap.wrap(escape_markup(text), width))


def shorten(text: str, letters: int) -> str:
    """Text cut to a number of letters, with a sign that it was cut."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def midnight(day: date) -> datetime:
    """The start of a day."""
    return datetime(day.year, day.month, day.day)


def midday(day: date) -> datetime:
    """The middle of a day, where a mark for the day stands."""
    return datetime(day.year, day.month, day.day, 12)


def day_share(day: date, start: date, end: date) -> float:
    """Where a day lies in a window, 0 to 1."""
    return (day - start).days / max((end - start).days, 1)


def chart_window(first: date, day: date, min_margin_days: int) -> tuple[date, date]:
    """The days of a chart from the first row to the chosen day, with a margin of a 25th on both sides."""
    margin = timedelta(days=max((day - first).days // 25, min_margin_days))
    return first - margin, day + margin


def lane_figure(theme: Theme, start: date, end: date, foot: float) -> Figure:
    """A figure whose y counts pixels from the top and whose x is a window of days.

    y goes down to `foot`; both ends of the window are included.
    """
    height_px = int(foot) + 58
    figure = style.apply_style(Figure(), theme, height_px)
    figure.update_layout(
        margin={"l": 2, "r": 2, "t": 26, "b": 6},
        uniformtext={"mode": "hide", "minsize": 12},
        barmode="overlay",
        hovermode="closest",
    )
    figure.update_yaxes(range=[height_px - 32, 0], visible=False, automargin=False)
    figure.update_xaxes(
        type="date",
        range=[midnight(start), midnight(end) + timedelta(days=1)],
        side="top",
        showgrid=True,
        gridcolor=INK[theme]["line"],
        automargin=False,
        **_tick_options((end - start).days),
    )
    return figure


def _tick_options(span_days: int) -> dict[str, Any]:
    if span_days <= 16:
        return {"dtick": 86_400_000.0, "tickformat": "%-d", "ticklabelmode": "period"}
    if span_days > 900:
        return {"dtick": "M12", "tickformat": "%Y", "ticklabelposition": "outside right"}
    return {"nticks": 5, "tickformat": "%-d %b" if span_days <= 75 else "%b %Y"}


@dataclass(frozen=True)
class Signs:
    """How the rows of a chart are marked: size and outline in px, in one theme."""

    theme: Theme
    size_px: int
    outline_px: float

    def trace(self, name: str, glyph: str, days: Sequence[date], heights: list[float], hovers: list[str]) -> go.Scatter:
        """A sign for each row. A hollow sign is filled with paper, so that lines and neighbours do not show through."""
        symbol, filled = _SYMBOLS[glyph]
        ink = INK[self.theme]
        marker = {
            "symbol": symbol,
            "size": self.size_px,
            "color": ink["ink"] if filled else ink["paper"],
            "line": {"width": self.outline_px, "color": ink["ink"]},
        }
        return day_markers(name, days, heights, hovers, marker, cliponaxis=False)


def day_markers(
    name: str, days: Sequence[date], heights: Sequence[float], hovers: list[str], marker: dict[str, Any], **options: Any
) -> go.Scatter:
    """A mark in the middle of each day, with its hover label."""
    return go.Scatter(
        x=[midday(day) for day in days],
        y=heights,
        mode="markers",
        name=name,
        marker=marker,
        hovertext=hovers,
        hoverinfo="text",
        **options,
    )


@dataclass
class Annotations:
    """Texts and lines of one figure, collected and given to plotly at once. Adding them one by one costs seconds."""

    theme: Theme
    texts: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def text(self, x: object, y: float, text: str, size: int = 13, **options: Any) -> None:
        """A text at a day (or at a part of the width, with xref="paper") and a height in pixels."""
        font = {"size": size, "color": INK[self.theme]["ink"]}
        self.texts.append({"x": x, "y": y, "text": text, "showarrow": False, "borderpad": 0, "font": font} | options)

    def line(self, x: tuple[object, object], y: tuple[float, float], colour: str, **options: Any) -> None:
        """A straight line between two days and two heights."""
        ends = {"type": "line", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
        self.shapes.append(ends | {"line": {"color": colour, "width": 1}} | options)

    def lane_line(self, first: date, last: date, height: float) -> None:
        """The thin line of a lane, from its first row on."""
        ends = midday(first), midday(last)
        self.line(ends, (height, height), INK[self.theme]["line"], layer="below")

    def name(self, y: float, text: str, soft: str = "", right: str = "") -> None:
        """A lane's name above it: `text` in ink, `soft` after it, `right` at the other end."""
        ink = INK[self.theme]
        after = f'<span style="color:{ink["soft"]}">{escape_markup(soft)}</span>' if soft else ""
        left = " ".join(part for part in (f"<b>{escape_markup(text)}</b>" if text else "", after) if part)
        common: dict[str, Any] = {"xref": "paper", "yanchor": "middle", "bgcolor": ink["paper"], "borderpad": 1}
        self.text(0, y, left, xanchor="left", align="left", **common)
        if right:
            self.text(1, y, escape_markup(right), xanchor="right", align="right", **common)

    def day(self, day: date, start: date, end: date, bottom: float) -> None:
        """The chosen day over all lanes with its date at the foot: a band if days are wide, else a line.

        Nothing is drawn if the day is outside the window.
        """
        if not start <= day <= end:
            return
        ink = INK[self.theme]["ink"]
        if (end - start).days <= WIDE_DAYS:
            ends = {"x0": midnight(day), "x1": midnight(day) + timedelta(days=1), "y0": 0, "y1": bottom}
            look = {"fillcolor": ink, "opacity": 0.1, "line": {"width": 0}, "layer": "below"}
            self.shapes.append({"type": "rect"} | ends | look)
        else:
            line = {"color": ink, "width": 1.5}
            self.line((midday(day), midday(day)), (0, bottom), ink, line=line, layer="below")
        share = day_share(day, start, end)
        anchor = "left" if share < 0.15 else "right" if share > 0.85 else "center"
        self.text(midday(day), bottom, f"<b>{spoken(day)}</b>", xanchor=anchor, yanchor="top", borderpad=2)

    def draw(self, figure: Figure) -> Figure:
        """Put everything collected into a figure and return it."""
        figure.update_layout(annotations=self.texts, shapes=self.shapes)
        return figure
