"""The steps of transfers over time: a lane for each supplier and system, a sign for each step, the number beside it where one was published."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from caveat.charts import lane_layout
from caveat.charts.style import Figure
from caveat.dataset.partial_dates import spoken
from caveat.domain import transfers
from caveat.text import transfers as words
from caveat.text.labels import CERTAINTY
from caveat.theme import INK, Theme

SYMBOL = {
    "requested": "triangle-right",
    "refused": "square-x-open",
    "pledged": "diamond",
    "announced": "diamond",
    "delivered_reported": "star",
    "delivered_confirmed": "star",
}
FILLED = ("announced", "delivered_confirmed")
LANE_PX, SIGN_DOWN_PX = 62, 42
# A number stands over its sign where the next number to the left is at least this part of the window away.
NUMBER_SHARE = 0.11


def chart_window(shown: pd.DataFrame, day: date) -> tuple[date, date]:
    """The days of the chart: from the first step to the chosen day, with some room. `shown` must not be empty."""
    first = min(shown["day"])
    room = timedelta(days=max((day - first).days // 25, 4))
    return first - room, day + room


def transfers_figure(
    shown: pd.DataFrame, names: Mapping[tuple[str, str], tuple[str, str]], day: date, theme: Theme
) -> Figure:
    """The chart. `shown` is a frame of `transfers.by_day` and not empty; `names` maps each lane, in order, to (system, supplier).

    Disputed rows bear the word "disputed"; an undisclosed number leaves no mark and is named in the hover label and the table.
    """
    start, end = chart_window(shown, day)
    ink = INK[theme]
    at = {pair: 6.0 + LANE_PX * place for place, pair in enumerate(names)}
    foot = 6 + LANE_PX * len(at)
    figure = lane_layout.lane_figure(theme, start, end, foot + 58)
    for step in transfers.STEPS:
        rows = shown[shown["status"] == step]
        figure.add_trace(
            go.Scatter(
                x=[lane_layout.midday(one) for one in rows["day"]],
                y=[at[row.supplier, row.lane] + SIGN_DOWN_PX for row in rows.itertuples()],
                mode="markers",
                name=words.STEP[step],
                marker={
                    "symbol": SYMBOL[step],
                    "size": 13,
                    "color": ink["ink"] if step in FILLED or step == "refused" else ink["paper"],
                    "line": {"width": 1.5, "color": ink["ink"]},
                },
                hovertext=[
                    _hover(row._asdict(), *names[row.supplier, row.lane]) for row in rows.itertuples(index=False)
                ],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    marks = lane_layout.Annotations(theme)
    for pair, (system, supplier) in names.items():
        level = at[pair] + SIGN_DOWN_PX
        own = transfers.lane_transfers(shown, *pair)
        marks.line(
            lane_layout.midday(own.iloc[0]["day"]), lane_layout.midday(day), level, level, ink["line"], layer="below"
        )
        marks.name(at[pair] + 9, system, supplier)
        _numbers(marks, own, level, start, end)
    marks.day(day, start, end, foot)
    return marks.draw(figure)


def _numbers(marks: lane_layout.Annotations, own: pd.DataFrame, level: float, start: date, end: date) -> None:
    """Numbers over the signs of one lane, as many as do not run into each other on a phone."""
    free_from = -1.0
    for row in own.itertuples():
        parts = [
            words.quantity_label(row.quantity_low, row.quantity_high),
            "disputed" if row.certainty == "disputed" else "",
        ]
        text = ", ".join(part for part in parts if part)
        place = lane_layout.day_share(row.day, start, end)
        if not text or place < free_from:
            continue
        free_from = place + max(NUMBER_SHARE, 0.022 * len(text))
        anchor = "right" if place > 0.85 else "left" if place < 0.1 else "center"
        marks.text(lane_layout.midday(row.day), level - 8, text, size=12, yanchor="bottom", xanchor=anchor)


def _hover(row: dict[str, object], system: str, supplier: str) -> str:
    step = str(row["status"])
    number = words.step_quantity(step, float(str(row["quantity_low"])), float(str(row["quantity_high"])))
    return "<br>".join(
        line
        for line in [
            f"<b>{lane_layout.hover_text(words.lane_name(system, supplier))}</b>",
            f"{words.GLYPH[step]} {words.STEP[step]} ({CERTAINTY[str(row['certainty'])]}), {spoken(str(row['date']))}",
            number,
            lane_layout.hover_text(str(row["summary"])),
        ]
        if line
    )
