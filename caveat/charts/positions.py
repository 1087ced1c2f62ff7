"""Stance over time: a row for each actor, a sign for each statement, up for and down against."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from caveat.charts import lane_layout
from caveat.charts.style import Figure
from caveat.dataset.partial_dates import spoken
from caveat.domain.positions import STANCES
from caveat.text import positions as words
from caveat.text.labels import country_name
from caveat.theme import INK, Theme

SYMBOL = {
    "supports": "triangle-up",
    "supports_with_limits": "triangle-up",
    "undecided": "diamond",
    "declines_comment": "square",
    "warns_against": "triangle-down",
    "opposes": "triangle-down",
}
FILLED = ("supports", "opposes")
ACTOR_PX, SIGN_DOWN_PX = 48, 27
# On a phone a row's name, its country and its newest stance share a line of about so many letters.
ROW_LETTERS = 50


def chart_window(said: pd.DataFrame, day: date) -> tuple[date, date]:
    """The days of the chart: from the first statement to the chosen day, with some room on both sides. `said` must not be empty."""
    first = min(said["day"])
    room = timedelta(days=max((day - first).days // 25, 2))
    return first - room, day + room


def positions_figure(
    said: pd.DataFrame, actors: pd.DataFrame, day: date, theme: Theme, one_issue: bool = True
) -> Figure:
    """The chart. `said` is a frame of `positions.by_day`, `actors` of `positions.actors`; neither may be empty.

    Each row bears the actor's name and country and, where all statements are on one issue, the newest stance.
    """
    start, end = chart_window(said, day)
    ink = INK[theme]
    at = {actor: 6.0 + ACTOR_PX * place for place, actor in enumerate(actors["actor"])}
    foot = 6 + ACTOR_PX * len(at)
    figure = lane_layout.lane_figure(theme, start, end, foot + 58)
    for stance in STANCES:
        rows = said[(said["stance"] == stance) & said["actor"].isin(list(at))]
        figure.add_trace(
            go.Scatter(
                x=[lane_layout.midday(one) for one in rows["day"]],
                y=[at[one] + SIGN_DOWN_PX for one in rows["actor"]],
                mode="markers",
                name=words.STANCE[stance],
                marker={
                    "symbol": SYMBOL[stance],
                    "size": 12,
                    # Hollow signs are filled with paper, so that lines and neighbours do not show through.
                    "color": ink["ink"] if stance in FILLED else ink["paper"],
                    "line": {"width": 1.6, "color": ink["ink"]},
                },
                hovertext=[_hover(row) for row in rows.to_dict("records")],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    marks = lane_layout.Annotations(theme)
    for row in actors.itertuples():
        own = said[said["actor"] == row.actor]
        newest = words.STANCE[own.iloc[-1]["stance"]] if one_issue else ""
        place = country_name(row.country_or_body)
        level = at[row.actor] + SIGN_DOWN_PX
        marks.line(
            lane_layout.midday(own.iloc[0]["day"]), lane_layout.midday(day), level, level, ink["line"], layer="below"
        )
        marks.name(
            at[row.actor] + 9,
            lane_layout.shorten(row.actor, ROW_LETTERS - len(place) - len(newest)),
            place,
            right=newest,
        )
    marks.day(day, start, end, foot)
    return marks.draw(figure)


def _hover(row: dict[str, str]) -> str:
    lines = [
        f"<b>{lane_layout.hover_text(row['actor'])}</b>",
        lane_layout.hover_text(row["role"]),
        f"{spoken(row['date'])} · {words.issue_name(row['issue'])}",
        f"{words.GLYPH[row['stance']]} {words.STANCE[row['stance']]}",
        lane_layout.hover_text(row["summary"]),
    ]
    if row["short_quote"]:
        lines.append(lane_layout.hover_text(f"“{row['short_quote']}”"))
    return "<br>".join(lines)
