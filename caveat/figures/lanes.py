"""What the charts with lanes share: a name above each lane, a place for each lane in pixels, words cut to fit a phone."""

from __future__ import annotations

import textwrap
from datetime import date, datetime, timedelta
from typing import Any

import plotly.graph_objects as go

from caveat.dates import spoken
from caveat.figures import style
from caveat.palette import INK, Theme

# The narrowest plot that must be readable (a phone of 360 px less its margins), and how wide a letter is there.
PHONE_PX = 320
LETTER_PX = 6.6


def plain(text: str) -> str:
    """Text as plotly may draw it: it reads "<b>" as a mark-up, so that a bracket becomes another."""
    return text.replace("<", "‹").replace(">", "›")


def hover(text: str, width: int = 46) -> str:
    """Text for a hover label, in lines that fit a phone."""
    return "<br>".join(textwrap.wrap(plain(text), width))


def short(text: str, letters: int) -> str:
    """Text cut to a number of letters, with a sign that it was cut."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def noon(day: date) -> datetime:
    """The middle of a day, where a mark for the day stands."""
    return datetime(day.year, day.month, day.day, 12)


def share(day: date, start: date, end: date) -> float:
    """Where a day lies in a window, 0 to 1."""
    return (day - start).days / max((end - start).days, 1)


def empty(theme: Theme, start: date, end: date, height_px: int, days_on_top: bool = True) -> go.Figure:
    """A figure whose y counts pixels from the top and whose x is the window, both days included."""
    figure = style.apply(go.Figure(), theme, height_px)
    ink = INK[theme]
    span = (end - start).days
    figure.update_layout(margin={"l": 2, "r": 2, "t": 26, "b": 6}, uniformtext={"mode": "hide", "minsize": 12}, barmode="overlay", hovermode="closest")
    figure.update_yaxes(range=[height_px - 32, 0], visible=False, automargin=False)
    figure.update_xaxes(
        type="date",
        range=[datetime(start.year, start.month, start.day), datetime(end.year, end.month, end.day) + timedelta(days=1)],
        side="top",
        showgrid=True,
        gridcolor=ink["line"],
        automargin=False,
        **_ticks(span),
    )
    return figure


def _ticks(span_days: int) -> dict[str, Any]:
    if span_days <= 16:
        return {"dtick": 86_400_000.0, "tickformat": "%-d", "ticklabelmode": "period"}
    if span_days > 900:
        return {"dtick": "M12", "tickformat": "%Y", "ticklabelposition": "outside right"}
    return {"nticks": 5, "tickformat": "%-d %b" if span_days <= 75 else "%b %Y"}


def name(figure: go.Figure, theme: Theme, y: float, text: str, soft: str = "", right: str = "") -> None:
    """Write a lane's name above it: `text` in ink, `soft` after it, `right` at the other end."""
    ink = INK[theme]
    after = f'<span style="color:{ink["soft"]}">{plain(soft)}</span>' if soft else ""
    words = " ".join(part for part in (f"<b>{plain(text)}</b>" if text else "", after) if part)
    common: dict[str, Any] = {"xref": "paper", "yref": "y", "y": y, "yanchor": "middle", "showarrow": False, "font": {"size": 13, "color": ink["ink"]}}
    figure.add_annotation(x=0, xanchor="left", align="left", text=words, bgcolor=ink["paper"], borderpad=1, **common)
    if right:
        figure.add_annotation(x=1, xanchor="right", align="right", text=plain(right), bgcolor=ink["paper"], borderpad=1, **common)


def day_line(figure: go.Figure, theme: Theme, day: date, start: date, end: date, bottom: float) -> None:
    """The chosen day as a line over all lanes with its date at the foot; nothing where it lies outside the window."""
    if not start <= day <= end:
        return
    ink = INK[theme]
    figure.add_shape(type="line", x0=noon(day), x1=noon(day), y0=0, y1=bottom, yref="y", line={"color": ink["ink"], "width": 1.5}, layer="below")
    place = share(day, start, end)
    anchor = "left" if place < 0.15 else "right" if place > 0.85 else "center"
    figure.add_annotation(
        x=noon(day), y=bottom, xanchor=anchor, yanchor="top", text=f"<b>{spoken(day)}</b>", showarrow=False, font={"size": 13, "color": ink["ink"]}, borderpad=2
    )
