"""Stance over time: a row for each actor, a sign for each statement, up for and down against."""

from datetime import date

import pandas as pd

from caveat.charts.lane_layout import TOP_PX, Annotations, Signs, chart_window, hover_text, lane_figure, shorten
from caveat.charts.style import Figure
from caveat.dataset.partial_dates import spoken
from caveat.domain.case import Case
from caveat.domain.positions import STANCES
from caveat.text import positions as positions_text
from caveat.theme import Theme

ACTOR_PX, SIGN_DOWN_PX = 48, 27
# On a phone a row's name, its country and its newest stance share a line of about this many letters.
ROW_LETTERS = 50


def positions_figure(
    statements: pd.DataFrame, actors: pd.DataFrame, day: date, names: Case, theme: Theme, one_issue: bool = True
) -> Figure:
    """The chart of stance over time.

    `statements` is a frame of `positions.by_day`, `actors` of `positions.actors`; neither may be empty. Each row has
    the actor's name and country and, if all statements are on one issue, the newest stance.
    """
    start, end = chart_window(min(statements["day"]), day, 2)
    tops = {actor: float(TOP_PX + ACTOR_PX * index) for index, actor in enumerate(actors["actor"])}
    foot = TOP_PX + ACTOR_PX * len(tops)
    figure = lane_figure(theme, start, end, foot)
    signs = Signs(theme, 12, 1.6)
    for stance in STANCES:
        rows = statements[(statements["stance"] == stance) & statements["actor"].isin(list(tops))]
        figure.add_trace(
            signs.trace(
                positions_text.STANCE[stance],
                positions_text.GLYPH[stance],
                rows["day"],
                [tops[actor] + SIGN_DOWN_PX for actor in rows["actor"]],
                [_hover_label(row, names) for row in rows.to_dict("records")],
            )
        )
    marks = Annotations(theme)
    for row in actors.itertuples():
        own = statements[statements["actor"] == row.actor]
        newest = positions_text.STANCE[own.iloc[-1]["stance"]] if one_issue else ""
        country, top = names.country_name(row.country_or_body), tops[row.actor]
        marks.lane_line(own.iloc[0]["day"], day, top + SIGN_DOWN_PX)
        marks.name(top + 9, shorten(row.actor, ROW_LETTERS - len(country) - len(newest)), country, right=newest)
    marks.day(day, start, end, foot)
    return marks.draw(figure)


def _hover_label(row: dict[str, str], names: Case) -> str:
    lines = [
        f"<b>{hover_text(row['actor'])}</b>",
        hover_text(row["role"]),
        f"{spoken(row['date'])} · {names.issue_name(row['issue'])}",
        f"{positions_text.GLYPH[row['stance']]} {positions_text.STANCE[row['stance']]}",
        hover_text(row["summary"]),
    ]
    if row["short_quote"]:
        lines.append(hover_text(f"“{row['short_quote']}”"))
    return "<br>".join(lines)
