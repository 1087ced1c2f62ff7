"""One measure of aid in one currency: a bar for each published figure, by period. Nothing is added up or converted."""

import pandas as pd
import plotly.graph_objects as go

from caveat.charts import style
from caveat.charts.lane_layout import Annotations, hover_text, shorten
from caveat.charts.style import Figure
from caveat.dataset.partial_dates import spoken
from caveat.domain.case import Case
from caveat.domain.transfers import figures_by_period
from caveat.text import transfers as transfers_text
from caveat.text.records import money_amount
from caveat.theme import INK, Theme

PERIOD_PX, BAR_LANE_PX, BAR_DOWN_PX, BAR_PX = 34, 40, 26, 12


def aid_figure(rows: pd.DataFrame, title: str, names: Case, theme: Theme) -> Figure:
    """The chart of one frame of `transfers.of_measure`, not empty. The amount stands over each bar, as published."""
    ink = INK[theme]
    figure = style.apply_style(Figure(), theme, 100)
    marks = Annotations(theme)
    y = 4.0
    heights: list[float] = []
    values: list[float] = []
    hovers: list[str] = []
    for period, figures in figures_by_period(rows):
        period_name = transfers_text.period_text(period)
        marks.name(y + 12, "", period_name)
        marks.line((0, 1), (y + 26, y + 26), ink["line"], xref="paper")
        y += PERIOD_PX
        several = len({row.donor for row in figures}) < len(figures)
        for row in figures:
            donors = transfers_text.donor_names(row.donor, names)
            name = f"{donors}, {spoken(row.date)}" if several else donors
            amount = money_amount(row.value, row.currency)
            marks.name(y + 9, shorten(name, 32), right=amount)
            heights.append(y + BAR_DOWN_PX)
            values.append(row.value)
            lines = [f"<b>{hover_text(name)}</b>", hover_text(amount), hover_text(period_name), spoken(row.date)]
            hovers.append("<br>".join([*lines, hover_text(row.summary)]))
            y += BAR_LANE_PX
        y += 6
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=values,
            y=heights,
            width=BAR_PX,
            marker={"color": ink["soft"], "line": {"width": 0}},
            hovertext=hovers,
            hoverinfo="text",
            name=title,
        )
    )
    figure.update_layout(height=int(y) + 12, margin={"l": 2, "r": 2, "t": 4, "b": 4}, hovermode="closest")
    figure.update_yaxes(range=[y + 4, 0], visible=False, automargin=False)
    figure.update_xaxes(range=[0, max(values) or 1], visible=False, automargin=False)
    return marks.draw(figure)
