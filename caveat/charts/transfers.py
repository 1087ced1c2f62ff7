"""The steps of transfers over time. A lane for each supplier and system, a sign and a number for each step."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from caveat.charts.lane_layout import (
    TOP_PX,
    Annotations,
    Signs,
    chart_window,
    day_share,
    hover_text,
    lane_figure,
    midday,
)
from caveat.charts.style import Figure
from caveat.dataset.partial_dates import spoken
from caveat.domain import transfers
from caveat.domain.quantities import Quantity
from caveat.text import transfers as transfers_text
from caveat.text.labels import CERTAINTY, lane_name
from caveat.theme import Theme

LANE_PX, SIGN_DOWN_PX = 62, 42
# A number stands over its sign if the next number to the left is at least this part of the window away.
NUMBER_SHARE = 0.11


def transfers_figure(
    steps: pd.DataFrame,
    names: Mapping[tuple[str, str], tuple[str, str]],
    told: Mapping[str, Sequence[Quantity]],
    day: date,
    theme: Theme,
) -> Figure:
    """The chart of one frame of `transfers.by_day`, not empty.

    `names`: (system, supplier) of each lane, in order. `told`: the published numbers of each step. Disputed rows have
    the word "disputed"; an undisclosed number leaves no mark and is named in the hover label and the table.
    """
    start, end = chart_window(min(steps["day"]), day, 4)
    tops = {lane: float(TOP_PX + LANE_PX * index) for index, lane in enumerate(names)}
    foot = TOP_PX + LANE_PX * len(tops)
    figure = lane_figure(theme, start, end, foot)
    signs = Signs(theme, 13, 1.5)
    for kind, said in transfers_text.KIND.items():
        rows = steps[steps["kind"] == kind]
        figure.add_trace(
            signs.trace(
                said,
                transfers_text.GLYPH[kind],
                rows["day"],
                [tops[row.supplier, row.lane] + SIGN_DOWN_PX for row in rows.itertuples()],
                [
                    _hover_label(row, told[row["transfer_id"]], *names[row["supplier"], row["lane"]])
                    for row in rows.to_dict("records")
                ],
            )
        )
    marks = Annotations(theme)
    for lane, (system, supplier) in names.items():
        own, height = transfers.lane_transfers(steps, *lane), tops[lane] + SIGN_DOWN_PX
        marks.lane_line(own.iloc[0]["day"], day, height)
        marks.name(tops[lane] + 9, system, supplier)
        _add_numbers(marks, own, told, height, (start, end))
    marks.day(day, start, end, foot)
    return marks.draw(figure)


def _add_numbers(
    marks: Annotations,
    steps: pd.DataFrame,
    told: Mapping[str, Sequence[Quantity]],
    height: float,
    window: tuple[date, date],
) -> None:
    """Numbers over the signs of one lane, as many as do not run into each other on a phone."""
    free_from = -1.0
    for row in steps.to_dict("records"):
        number = transfers_text.step_label(row, told[row["transfer_id"]])
        disputed = "disputed" if row["certainty"] == "disputed" else ""
        text = ", ".join(part for part in (number, disputed) if part)
        share = day_share(row["day"], *window)
        if not text or share < free_from:
            continue
        free_from = share + max(NUMBER_SHARE, 0.022 * len(text))
        anchor = "right" if share > 0.85 else "left" if share < 0.1 else "center"
        marks.text(midday(row["day"]), height - 8, text, size=12, yanchor="bottom", xanchor=anchor)


def _hover_label(row: dict[Any, Any], told: Sequence[Quantity], system: str, supplier: str) -> str:
    kind, certainty = row["kind"], CERTAINTY[row["certainty"]]
    lines = [
        f"<b>{hover_text(lane_name(system, supplier))}</b>",
        f"{transfers_text.GLYPH[kind]} {transfers_text.KIND[kind]} ({certainty}), {spoken(row['date'])}",
        *(hover_text(number) for number in transfers_text.step_numbers(row, told)),
        hover_text(row["summary"]),
        hover_text(transfers_text.kind_remark(row["kind_note"])),
    ]
    return "<br>".join(line for line in lines if line)
