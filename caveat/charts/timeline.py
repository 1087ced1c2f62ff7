"""The timeline: a lane of bars for each supplier and system, with turning points, events and the chosen day.

HTML in shares of the width, as the strip of the front page has: it is as wide as its page, prints, and needs no script.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts.strip import StripData, label_places, stacked_rows
from caveat.dataset.partial_dates import spoken
from caveat.domain.case import Case
from caveat.domain.rule_log import RuleChange
from caveat.domain.turning_points import TurningPoint
from caveat.text import timeline as words
from caveat.text.labels import STATUS_SHORT
from caveat.text.strip import LaneAnswer

FILL, FILL_CARRIED = 0.24, 0.08
Pair = tuple[str, str]
# The plot of a phone (px), and how wide the number of a turning point is there.
PHONE_PX, NUMBER_PX = 340, 18


@dataclass(frozen=True, eq=False)
class TimelineData:
    """What the chart shows on an axis from `start` to `end`: nothing that is later than `day`.

    `spans`: the frame of `timeline.lanes`. `names`: (system, country) of each pair with a lane, in order; `answers`
    has what holds on the day for each. `disputes`: day and row. `events`: the frame of `timeline.within`. `points`:
    turning points. `case` has the names of what they are about.
    """

    spans: pd.DataFrame
    names: Mapping[Pair, tuple[str, str]]
    answers: Mapping[Pair, LaneAnswer]
    disputes: Sequence[tuple[date, RuleChange]]
    events: pd.DataFrame
    points: tuple[TurningPoint, ...]
    start: date
    end: date
    day: date
    case: Case


class Mark(NamedTuple):
    """A sign or a bar at its place (shares of the axis), with what pointing at it says and the row behind it."""

    left: float
    width: float
    label: str
    change_id: str
    css_class: str = ""
    word: str = ""


class Lane(NamedTuple):
    """A lane: names, bars, disputed rows, what holds on the day."""

    name: str
    supplier: str
    bars: list[Mark]
    disputes: list[Mark]
    answer: LaneAnswer


def timeline_html(
    data: TimelineData, title: str, row_url: Callable[[str], str], day_url: Callable[[date], str]
) -> Markup:
    """The chart. A bar, a dispute and an event are links to the sheet of their row, a turning point to its day."""
    axis = StripData((), data.points, data.start, data.end, data.day, data.case)
    places = label_places(axis)
    numbers = stacked_rows([axis.share(point.day) * PHONE_PX for point in data.points], [NUMBER_PX] * len(data.points))
    return html.render(
        "timeline_lanes.html",
        title=title,
        lanes=list(_lanes(data, axis)),
        points=list(zip(data.points, places, numbers, strict=True)),
        label_rows=max((place.row for place in places), default=-1) + 1,
        number_rows=max(numbers, default=-1) + 1,
        events=_event_marks(data, axis),
        ticks=[(axis.share(tick), text) for tick, text in ticks(data.start, data.end)],
        axis=axis,
        share=axis.share,
        statuses=[status for status in STATUS_SHORT if status in set(data.spans["status"])],
        carried=bool(data.spans["carried"].any()),
        status_words=STATUS_SHORT,
        words=words,
        row_url=row_url,
        day_url=day_url,
    )


def _lanes(data: TimelineData, axis: StripData) -> Iterator[Lane]:
    rows = data.spans.to_dict("records")
    for pair, (system, supplier) in data.names.items():
        own = [row for row in rows if (row["supplier"], row["system_id"]) == pair]
        said = [(day, change) for day, change in data.disputes if (change.supplier, change.system_id) == pair]
        yield Lane(
            system,
            supplier,
            _bars(own, data, axis),
            [
                Mark(axis.share(day), 0, " · ".join(words.dispute_lines(change)), change.change_id)
                for day, change in said
            ],
            data.answers[pair],
        )


def _bars(rows: list[dict[str, Any]], data: TimelineData, axis: StripData) -> list[Mark]:
    """The bars of a lane; the widest of each run of one status has its word."""
    runs = [list(run) for _, run in groupby(rows, key=lambda row: row["status"])]
    worded = {id(max(run, key=lambda row: row["shown_to"] - row["shown_from"])) for run in runs}
    return [
        Mark(
            axis.share(row["shown_from"]),
            axis.share(row["shown_to"]) - axis.share(row["shown_from"]),
            " · ".join(words.span_lines(row, data.case.capital_name(row["authority"]))),
            row["change_id"],
            f"cv-{row['status']} cv-{'carried' if row['carried'] else row['certainty']}",
            STATUS_SHORT[row["status"]] if id(row) in worded else "",
        )
        for row in rows
    ]


def _event_marks(data: TimelineData, axis: StripData) -> list[Mark]:
    return [
        Mark(axis.share(row.day), 0, f"{spoken(row.date)}: {row.title}", row.event_id)
        for row in data.events.itertuples()
    ]


def ticks(start: date, end: date) -> list[tuple[date, str]]:
    """The days with a label under the axis: years, else months, else days that are at least a tenth apart."""
    days = (end - start).days
    if days > 900:
        return [(date(year, 1, 1), str(year)) for year in range(start.year + 1, end.year + 1)]
    if days > 75:
        months = [
            date(start.year + number // 12, number % 12 + 1, 1) for number in range(start.month, start.month + 36)
        ]
        shown = [month for month in months if month <= end]
        return [(month, f"{month:%b %Y}") for month in shown[:: max(len(shown) // 5, 1)]]
    step = max(days // 7, 1)
    return [(day, f"{day.day} {day:%b}") for day in (start + timedelta(days=n) for n in range(0, days + 1, step))]
