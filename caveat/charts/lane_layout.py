"""What the charts with lanes share: a name above each lane, a place for each lane in pixels, words cut to fit a phone."""

import textwrap
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from caveat.charts import style
from caveat.charts.style import Figure
from caveat.dataset.partial_dates import spoken
from caveat.theme import INK, Theme

# The narrowest plot that must be readable (a phone of 360 px less its margins), and how wide a letter is there.
PHONE_PX = 320
LETTER_PX = 6.6
# In a window of up to so many days the chosen day is drawn as wide as it is.
WIDE_DAYS = 75


def escape_markup(text: str) -> str:
    """Text as plotly may draw it: it reads "<b>" as a mark-up, so that a bracket becomes another."""
    return text.replace("<", "‹").replace(">", "›")


def hover_text(text: str, width: int = 46) -> str:
    """Text for a hover label, in lines that fit a phone."""
    return "<br>".join(textwrap.wrap(escape_markup(text), width))


def shorten(text: str, letters: int) -> str:
    """Text cut to a number of letters, with a sign that it was cut."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def midday(day: date) -> datetime:
    """The middle of a day, where a mark for the day stands."""
    return datetime(day.year, day.month, day.day, 12)


def day_share(day: date, start: date, end: date) -> float:
    """Where a day lies in a window, 0 to 1."""
    return (day - start).days / max((end - start).days, 1)


def lane_figure(theme: Theme, start: date, end: date, height_px: int, days_on_top: bool = True) -> Figure:
    """A figure whose y counts pixels from the top and whose x is the window, both days included."""
    figure = style.apply_style(Figure(), theme, height_px)
    ink = INK[theme]
    span = (end - start).days
    figure.update_layout(
        margin={"l": 2, "r": 2, "t": 26, "b": 6},
        uniformtext={"mode": "hide", "minsize": 12},
        barmode="overlay",
        hovermode="closest",
    )
    figure.update_yaxes(range=[height_px - 32, 0], visible=False, automargin=False)
    figure.update_xaxes(
        type="date",
        range=[
            datetime(start.year, start.month, start.day),
            datetime(end.year, end.month, end.day) + timedelta(days=1),
        ],
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


@dataclass
class Annotations:
    """Texts and lines of one figure, collected and given to plotly at once: adding them one by one costs seconds."""

    theme: Theme
    texts: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def text(self, x: object, y: float, text: str, size: int = 13, soft: bool = False, **more: Any) -> None:
        """A text at a day (or at a part of the width, with xref="paper") and a height in pixels."""
        ink = INK[self.theme]
        self.texts.append(
            {
                "x": x,
                "y": y,
                "text": text,
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": size, "color": ink["soft" if soft else "ink"]},
            }
            | more
        )

    def line(self, x0: object, x1: object, y0: float, y1: float, colour: str, width: float = 1, **more: Any) -> None:
        """A straight line between two days and two heights."""
        self.shapes.append(
            {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": {"color": colour, "width": width}} | more
        )

    def name(self, y: float, text: str, soft: str = "", right: str = "") -> None:
        """A lane's name above it: `text` in ink, `soft` after it, `right` at the other end."""
        ink = INK[self.theme]
        after = f'<span style="color:{ink["soft"]}">{escape_markup(soft)}</span>' if soft else ""
        words = " ".join(part for part in (f"<b>{escape_markup(text)}</b>" if text else "", after) if part)
        common: dict[str, Any] = {"xref": "paper", "yanchor": "middle", "bgcolor": ink["paper"], "borderpad": 1}
        self.text(0, y, words, xanchor="left", align="left", **common)
        if right:
            self.text(1, y, escape_markup(right), xanchor="right", align="right", **common)

    def day(self, day: date, start: date, end: date, bottom: float) -> None:
        """The chosen day over all lanes with its date at the foot; nothing where it lies outside the window. Where days are wide it is a band, else a line."""
        if not start <= day <= end:
            return
        ink = INK[self.theme]["ink"]
        if (end - start).days <= WIDE_DAYS:
            midnight = datetime(day.year, day.month, day.day)
            after = midnight + timedelta(days=1)
            self.shapes.append(
                {
                    "type": "rect",
                    "x0": midnight,
                    "x1": after,
                    "y0": 0,
                    "y1": bottom,
                    "fillcolor": ink,
                    "opacity": 0.1,
                    "line": {"width": 0},
                    "layer": "below",
                }
            )
        else:
            self.line(midday(day), midday(day), 0, bottom, ink, 1.5, layer="below")
        place = day_share(day, start, end)
        anchor = "left" if place < 0.15 else "right" if place > 0.85 else "center"
        self.text(midday(day), bottom, f"<b>{spoken(day)}</b>", xanchor=anchor, yanchor="top", borderpad=2)

    def draw(self, figure: Figure) -> Figure:
        """Put everything collected into a figure and return it."""
        figure.update_layout(annotations=self.texts, shapes=self.shapes)
        return figure
