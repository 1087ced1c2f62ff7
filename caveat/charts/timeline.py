"""The timeline: a lane of status for each supplier and system, events above it, the chosen day as a line."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd
import plotly.graph_objects as go

from caveat.charts import lane_layout
from caveat.charts.style import Figure
from caveat.dataset.partial_dates import spoken
from caveat.domain import timeline
from caveat.domain.rule_log import RuleChange
from caveat.text import timeline as words
from caveat.text.labels import STATUS_SHORT
from caveat.theme import GLYPH, INK, LINE, STATUS, Theme

EVENTS_TOP_PX = 12
LABEL_LINE_PX = 15
LANE_PX, BAR_PX, BAR_DOWN_PX = 56, 24, 32
# A glyph stands in a bar that is at least this part of the window, a word is left to the browser, which hides it where it does not fit.
GLYPH_SHARE = 0.05
# Room for the glyph before the word of a bar.
WORD_INDENT = "\u00a0" * 6
NO_BREAK = "\u00a0"
FILL, FILL_CARRIED = 0.24, 0.08


def _tint(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _length_ms(start: date, end: date) -> float:
    return (end - start).days * 86_400_000.0


def timeline_figure(
    shown: pd.DataFrame,
    names: Mapping[tuple[str, str], tuple[str, str]],
    disputes: Sequence[tuple[date, RuleChange]],
    events: pd.DataFrame,
    start: date,
    end: date,
    day: date,
    theme: Theme,
) -> Figure:
    """The chart. `shown` is the frame of `timeline.lanes`; `names` maps each pair with a lane, in order, to (system, country); `events` is the frame of `timeline.within`.

    Bars are filled by status, with glyph and word where they fit; the line under a bar is its certainty; paler parts are carried forward without new evidence.
    """
    labels = _event_labels(events, start, end)
    top = EVENTS_TOP_PX + sum(lines * LABEL_LINE_PX + 5 for *_, lines in labels) + 22
    foot = top + LANE_PX * len(names)
    figure = lane_layout.lane_figure(theme, start, end, foot + 58)
    at = {pair: top + LANE_PX * place for place, pair in enumerate(names)}
    marks = lane_layout.Annotations(theme)
    _events(figure, marks, events, labels, top - 18)
    _bars(figure, theme, shown, names, at)
    _words(figure, theme, shown, at, start, end)
    _certainty(figure, theme, shown, at)
    _disputes(figure, theme, disputes, at)
    marks.day(day, start, end, foot)
    for pair, (system, country) in names.items():
        marks.name(at[pair] + 9, system, country)
    return marks.draw(figure)


def _event_labels(events: pd.DataFrame, start: date, end: date) -> list[tuple[int, str, bool, int]]:
    """Row, text in lines, whether it runs to the right, number of lines: each label takes the side with more room."""
    found = []
    for place in timeline.named_events(events, start, end):
        row = events.iloc[place]
        part = lane_layout.day_share(row["day"], start, end)
        letters = int(max(part, 1 - part) * lane_layout.PHONE_PX / lane_layout.LETTER_PX)
        lines = textwrap.wrap(
            lane_layout.escape_markup(row["title"]) + f" ·{NO_BREAK}" + spoken(row["date"]).replace(" ", NO_BREAK),
            letters,
            break_long_words=False,
        )
        found.append((place, "<br>".join(line.removeprefix(f"·{NO_BREAK}") for line in lines), part <= 0.5, len(lines)))
    return found


def _events(
    figure: Figure,
    marks: lane_layout.Annotations,
    events: pd.DataFrame,
    labels: list[tuple[int, str, bool, int]],
    axis_y: float,
) -> None:
    ink = INK[marks.theme]
    y = float(EVENTS_TOP_PX)
    for place, text, rightward, lines in labels:
        x = lane_layout.midday(events.iloc[place]["day"])
        marks.line(x, x, y - 4, axis_y, ink["soft"])
        side = "left" if rightward else "right"
        marks.text(
            x,
            y - 6,
            text,
            size=12,
            xanchor=side,
            align=side,
            xshift=4 if rightward else -4,
            yanchor="top",
            bgcolor=ink["paper"],
        )
        y += lines * LABEL_LINE_PX + 5
    named = {place for place, *_ in labels}
    figure.add_trace(
        go.Scatter(
            x=[lane_layout.midday(one) for one in events["day"]],
            y=[axis_y] * len(events),
            mode="markers",
            name="Events",
            marker={
                "symbol": "diamond",
                "size": [11 if place in named else 8 for place in range(len(events))],
                "color": [ink["ink"] if place in named else ink["soft"] for place in range(len(events))],
                "line": {"width": 1, "color": ink["paper"]},
            },
            hovertext=[
                f"<b>{lane_layout.hover_text(title)}</b><br>{spoken(when)}<br>{lane_layout.hover_text(summary)}"
                for title, when, summary in zip(events["title"], events["date"], events["summary"], strict=True)
            ],
            hoverinfo="text",
            cliponaxis=False,
        )
    )


def _bars(
    figure: Figure,
    theme: Theme,
    shown: pd.DataFrame,
    names: Mapping[tuple[str, str], tuple[str, str]],
    at: Mapping[tuple[str, str], float],
) -> None:
    figure.add_trace(
        go.Bar(
            orientation="h",
            name="Status",
            y=[at[row.supplier, row.system_id] + BAR_DOWN_PX for row in shown.itertuples()],
            base=[_midnight(one) for one in shown["shown_from"]],
            x=[_length_ms(row.shown_from, row.shown_to) for row in shown.itertuples()],
            width=BAR_PX,
            marker={
                "color": [
                    _tint(STATUS[theme][row.status], FILL_CARRIED if row.carried else FILL)
                    for row in shown.itertuples()
                ],
                "line": {"width": 0},
            },
            hovertext=[
                "<br>".join(
                    lane_layout.hover_text(line)
                    for line in words.span_lines(row._asdict(), *names[row.supplier, row.system_id])
                )
                for row in shown.itertuples(index=False)
            ],
            hoverinfo="text",
        )
    )


def _words(
    figure: Figure, theme: Theme, shown: pd.DataFrame, at: Mapping[tuple[str, str], float], start: date, end: date
) -> None:
    runs = timeline.status_runs(shown)
    length = (end - start).days + 1
    long = (
        runs[[(row.shown_to - row.shown_from).days / length >= GLYPH_SHARE for row in runs.itertuples()]]
        if len(runs)
        else runs
    )
    ink = INK[theme]["ink"]
    figure.add_trace(
        go.Bar(
            orientation="h",
            name="Words",
            y=[at[row.supplier, row.system_id] + BAR_DOWN_PX for row in long.itertuples()],
            base=[_midnight(one) for one in long["shown_from"]],
            x=[_length_ms(row.shown_from, row.shown_to) for row in long.itertuples()],
            width=BAR_PX,
            marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
            text=[f"{WORD_INDENT}{STATUS_SHORT[one]}" for one in long["status"]],
            textposition="inside",
            insidetextanchor="start",
            textangle=0,
            textfont={"size": 13, "color": ink},
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[_midnight(one) for one in long["shown_from"]],
            y=[at[row.supplier, row.system_id] + BAR_DOWN_PX for row in long.itertuples()],
            mode="text",
            name="Glyphs",
            text=[f"\u00a0{GLYPH[one]}" for one in long["status"]],
            textposition="middle right",
            textfont={
                "size": 13,
                "color": [STATUS[theme][one] for one in long["status"]],
                "family": f"'Caveat Glyphs', {figure.layout.font.family}",
            },
            hoverinfo="skip",
            cliponaxis=False,
        )
    )


def _certainty(figure: Figure, theme: Theme, shown: pd.DataFrame, at: Mapping[tuple[str, str], float]) -> None:
    """The line under each bar; a carried part has none, because nothing new stands behind it."""
    fresh = shown[~shown["carried"].astype(bool)]
    for (status, certainty), rows in fresh.groupby(["status", "certainty"], sort=True):
        x: list[datetime | None] = []
        y: list[float | None] = []
        for row in rows.itertuples():
            level = at[row.supplier, row.system_id] + BAR_DOWN_PX + BAR_PX / 2 + 1
            x += [_midnight(row.shown_from), _midnight(row.shown_to), None]
            y += [level, level, None]
        figure.add_trace(
            go.Scatter(
                x=x,
                y=y,
                mode="lines",
                name=f"{status}, {certainty}",
                line={"color": STATUS[theme][str(status)], "width": 3, "dash": LINE[str(certainty)][0]},
                hoverinfo="skip",
            )
        )


def _disputes(
    figure: Figure, theme: Theme, disputes: Sequence[tuple[date, RuleChange]], at: Mapping[tuple[str, str], float]
) -> None:
    known = [(when, one) for when, one in disputes if (one.supplier, one.system_id) in at]
    ink = INK[theme]
    figure.add_trace(
        go.Scatter(
            x=[lane_layout.midday(when) for when, _ in known],
            y=[at[one.supplier, one.system_id] + BAR_DOWN_PX + BAR_PX / 2 + 7 for _, one in known],
            mode="markers",
            name="Disputed",
            marker={"symbol": "triangle-up-open", "size": 9, "color": ink["ink"], "line": {"width": 1.5}},
            hovertext=[
                "<br>".join(lane_layout.hover_text(line) for line in words.dispute_lines(one)) for _, one in known
            ],
            hoverinfo="text",
        )
    )
