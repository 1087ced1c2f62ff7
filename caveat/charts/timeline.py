"""The timeline: a lane of status for each supplier and system.

Events stand above the lanes; the chosen day is a line.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from caveat.charts.lane_layout import (
    LETTER_PX,
    PHONE_PX,
    Annotations,
    day_markers,
    day_share,
    escape_markup,
    hover_text,
    lane_figure,
    midday,
    midnight,
)
from caveat.charts.style import Figure, tint
from caveat.dataset.partial_dates import spoken
from caveat.domain import timeline
from caveat.domain.case import Case
from caveat.domain.rule_log import RuleChange
from caveat.text import timeline as timeline_text
from caveat.text.labels import STATUS_SHORT
from caveat.theme import GLYPH, INK, LINE, STATUS, Theme

EVENTS_TOP_PX = 12
LABEL_LINE_PX, LABEL_GAP_PX = 15, 5
LANE_PX, BAR_PX, BAR_DOWN_PX = 56, 24, 32
# A glyph stands in a bar that is at least this part of the window; the browser hides words that do not fit.
GLYPH_SHARE = 0.05
# Keeps room for the glyph before the word of a bar.
WORD_INDENT = "\u00a0" * 6
NO_BREAK = "\u00a0"
FILL, FILL_CARRIED = 0.24, 0.08
Pair = tuple[str, str]


@dataclass(frozen=True, eq=False)
class TimelineData:
    """What the chart shows from `start` to `end`.

    `spans`: the frame of `timeline.lanes`. `names`: (system, country) of each pair with a lane, in order.
    `disputes`: day and row. `events`: the frame of `timeline.within`. `case` has the names of what they are about.
    """

    spans: pd.DataFrame
    names: Mapping[Pair, tuple[str, str]]
    disputes: Sequence[tuple[date, RuleChange]]
    events: pd.DataFrame
    start: date
    end: date
    case: Case


class _EventLabel(NamedTuple):
    """The label of an event. Its row, text in lines, whether it runs to the right of its day, number of lines."""

    row: int
    text: str
    rightward: bool
    lines: int

    @property
    def height_px(self) -> int:
        return self.lines * LABEL_LINE_PX + LABEL_GAP_PX


def timeline_figure(data: TimelineData, day: date, theme: Theme) -> Figure:
    """The chart of statuses and events.

    Bars are filled by status, with glyph and word if they fit; the line under a bar is its certainty. Paler parts are
    carried forward without new evidence.
    """
    labels = _event_labels(data)
    top = EVENTS_TOP_PX + sum(label.height_px for label in labels) + 22
    foot = top + LANE_PX * len(data.names)
    drawing = _Drawing(data, theme, lane_figure(theme, data.start, data.end, foot), top)
    drawing.add_events(labels, top - 18)
    drawing.add_bars()
    drawing.add_words()
    drawing.add_certainty()
    drawing.add_disputes()
    drawing.marks.day(day, data.start, data.end, foot)
    for pair, (system, country) in data.names.items():
        drawing.marks.name(drawing.tops[pair] + 9, system, country)
    return drawing.marks.draw(drawing.figure)


def _event_labels(data: TimelineData) -> list[_EventLabel]:
    """The labels of the named events, each on the wider side of its day."""
    labels = []
    for index in timeline.named_events(data.events, data.start, data.end):
        row = data.events.iloc[index]
        share = day_share(row["day"], data.start, data.end)
        letters = int(max(share, 1 - share) * PHONE_PX / LETTER_PX)
        text = f"{escape_markup(row['title'])} ·{NO_BREAK}{spoken(row['date']).replace(' ', NO_BREAK)}"
        lines = [line.removeprefix(f"·{NO_BREAK}") for line in textwrap.wrap(text, letters, break_long_words=False)]
        labels.append(_EventLabel(index, "<br>".join(lines), share <= 0.5, len(lines)))
    return labels


class _Drawing:
    """A figure while its traces and marks are added; lanes begin `top` pixels below the upper edge."""

    def __init__(self, data: TimelineData, theme: Theme, figure: Figure, top: float) -> None:
        self.data, self.theme, self.figure = data, theme, figure
        self.ink = INK[theme]
        self.marks = Annotations(theme)
        self.tops = {pair: top + LANE_PX * index for index, pair in enumerate(data.names)}

    def _bar_height(self, pair: Pair) -> float:
        return self.tops[pair] + BAR_DOWN_PX

    def add_events(self, labels: list[_EventLabel], axis_y: float) -> None:
        """A diamond for each event; the named ones are larger and have a line to their label."""
        events, y = self.data.events, float(EVENTS_TOP_PX)
        for label in labels:
            x = midday(events.iloc[label.row]["day"])
            self.marks.line((x, x), (y - 4, axis_y), self.ink["soft"])
            side = "left" if label.rightward else "right"
            shift = 4 if label.rightward else -4
            anchors = {"xanchor": side, "align": side, "xshift": shift, "yanchor": "top"}
            self.marks.text(x, y - 6, label.text, size=12, **anchors, bgcolor=self.ink["paper"])
            y += label.height_px
        named = {label.row for label in labels}
        marker = {
            "symbol": "diamond",
            "size": [11 if index in named else 8 for index in range(len(events))],
            "color": [self.ink["ink" if index in named else "soft"] for index in range(len(events))],
            "line": {"width": 1, "color": self.ink["paper"]},
        }
        hovers = [
            f"<b>{hover_text(row.title)}</b><br>{spoken(row.date)}<br>{hover_text(row.summary)}"
            for row in events[["title", "date", "summary"]].itertuples(index=False, name="Event")
        ]
        heights = [axis_y] * len(events)
        self.figure.add_trace(day_markers("Events", events["day"], heights, hovers, marker, cliponaxis=False))

    def add_bars(self) -> None:
        """A bar for each span, with its hover label."""
        rows = self.data.spans.to_dict("records")
        colours = [tint(STATUS[self.theme][row["status"]], FILL_CARRIED if row["carried"] else FILL) for row in rows]
        hovers = [
            timeline_text.span_lines(
                row,
                *self.data.names[row["supplier"], row["system_id"]],
                self.data.case.capital_name(row["authority"]),
            )
            for row in rows
        ]
        self._add_bar_trace(
            self.data.spans,
            "Status",
            marker={"color": colours, "line": {"width": 0}},
            hovertext=["<br>".join(map(hover_text, lines)) for lines in hovers],
            hoverinfo="text",
        )

    def add_words(self) -> None:
        """Glyph and word of each run of one status that is long enough for the glyph."""
        runs = timeline.status_runs(self.data.spans)
        days = (self.data.end - self.data.start).days + 1
        if len(runs):
            long = [(row.shown_to - row.shown_from).days / days >= GLYPH_SHARE for row in runs.itertuples()]
            runs = runs[long]
        self._add_bar_trace(
            runs,
            "Words",
            marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
            text=[f"{WORD_INDENT}{STATUS_SHORT[status]}" for status in runs["status"]],
            textposition="inside",
            insidetextanchor="start",
            textangle=0,
            textfont={"size": 13, "color": self.ink["ink"]},
            hoverinfo="skip",
        )
        self.figure.add_trace(
            go.Scatter(
                x=[midnight(day) for day in runs["shown_from"]],
                y=[self._bar_height((row.supplier, row.system_id)) for row in runs.itertuples()],
                mode="text",
                name="Glyphs",
                text=[f"{NO_BREAK}{GLYPH[status]}" for status in runs["status"]],
                textposition="middle right",
                textfont={
                    "size": 13,
                    "color": [STATUS[self.theme][status] for status in runs["status"]],
                    "family": f"'Caveat Glyphs', {self.figure.layout.font.family}",
                },
                hoverinfo="skip",
                cliponaxis=False,
            )
        )

    def _add_bar_trace(self, rows: pd.DataFrame, name: str, **options: object) -> None:
        self.figure.add_trace(
            go.Bar(
                orientation="h",
                name=name,
                y=[self._bar_height((row.supplier, row.system_id)) for row in rows.itertuples()],
                base=[midnight(day) for day in rows["shown_from"]],
                x=[(row.shown_to - row.shown_from).days * 86_400_000.0 for row in rows.itertuples()],
                width=BAR_PX,
                **options,
            )
        )

    def add_certainty(self) -> None:
        """The line under each bar; a carried part has none, because no new evidence supports it."""
        fresh = self.data.spans[~self.data.spans["carried"].astype(bool)]
        for (status, certainty), rows in fresh.groupby(["status", "certainty"], sort=True):
            x: list[datetime | None] = []
            y: list[float | None] = []
            for row in rows.itertuples():
                height = self._bar_height((row.supplier, row.system_id)) + BAR_PX / 2 + 1
                x += [midnight(row.shown_from), midnight(row.shown_to), None]
                y += [height, height, None]
            line = {"color": STATUS[self.theme][str(status)], "width": 3, "dash": LINE[str(certainty)][0]}
            name = f"{status}, {certainty}"
            self.figure.add_trace(go.Scatter(x=x, y=y, mode="lines", name=name, line=line, hoverinfo="skip"))

    def add_disputes(self) -> None:
        """An open triangle under the lane of each disputed row."""
        disputes = [
            (day, change) for day, change in self.data.disputes if (change.supplier, change.system_id) in self.tops
        ]
        heights = [self._bar_height((change.supplier, change.system_id)) + BAR_PX / 2 + 7 for _, change in disputes]
        hovers = ["<br>".join(map(hover_text, timeline_text.dispute_lines(change))) for _, change in disputes]
        marker = {"symbol": "triangle-up-open", "size": 9, "color": self.ink["ink"], "line": {"width": 1.5}}
        self.figure.add_trace(day_markers("Disputed", [day for day, _ in disputes], heights, hovers, marker))
