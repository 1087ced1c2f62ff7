"""Published numbers of pieces, a line each: a dot, an arrow for at least, a bar for at most, words for no number."""

from collections.abc import Sequence

import plotly.graph_objects as go

from caveat.charts import style
from caveat.charts.lane_layout import Annotations, escape_markup, hover_text
from caveat.charts.style import Figure
from caveat.domain.quantities import Quantity
from caveat.text import quantities as words
from caveat.theme import INK, Theme

HEAD_PX, LABEL_PX, MARK_PX, GAP_PX = 26, 18, 20, 6
# The part of the width that marks fill; the rest is for the words beside them.
MARKS_SHARE = 0.62
# The length of an arrow as a part of the highest number.
ARROW = 0.12
_SYMBOL = {"exactly": "circle", "about": "circle-open"}


def quantities_figure(rows: Sequence[Quantity], note: dict[str, str], theme: Theme) -> Figure:
    """The chart of some numbers, not empty, on one scale from zero, under a head for each thing that was counted.

    `rows` in the order of the chart; `note` has the remark of each row by its id.
    """
    ink = INK[theme]
    top = max((row.high or row.low or 0 for row in rows if row.has_number), default=0) or 1
    figure = style.apply_style(Figure(), theme, 100)
    marks, y, head = Annotations(theme), 2.0, ""
    places: list[tuple[Quantity, float]] = []
    for row in rows:
        if row.what != head:
            head = row.what
            marks.name(y + HEAD_PX / 2, words.WHAT[head])
            y += HEAD_PX
        marks.name(y + LABEL_PX / 2, "", words.mark_label(row))
        y += LABEL_PX
        places.append((row, y + MARK_PX / 2))
        _, end = extent(row, top)
        text = f"<b>{escape_markup(words.figure(row))}</b>" if row.has_number else escape_markup(words.figure(row))
        marks.text(end, y + MARK_PX / 2, text, xanchor="left", yanchor="middle", xshift=9 if row.has_number else 0)
        y += MARK_PX + GAP_PX
    _add_lines(figure, places, top, ink["ink"])
    _add_points(figure, places, top, note, theme)
    figure.update_layout(height=int(y), margin={"l": 2, "r": 2, "t": 0, "b": 0}, hovermode="closest")
    figure.update_yaxes(range=[y, 0], visible=False, automargin=False)
    figure.update_xaxes(range=[-0.012 * top, top / MARKS_SHARE], visible=False, automargin=False)
    return marks.draw(figure)


def extent(row: Quantity, top: float) -> tuple[float, float]:
    """From where to where a mark is drawn, in pieces."""
    if row.low is None and row.high is None:
        return 0, 0
    if row.high is None:
        return row.low or 0, (row.low or 0) + ARROW * top
    return row.low or 0, row.high


def _add_lines(figure: Figure, places: Sequence[tuple[Quantity, float]], top: float, colour: str) -> None:
    """The line of each arrow, bar and span."""
    extents = [(extent(row, top), y) for row, y in places if row.qualifier in ("at_least", "up_to", "between")]
    figure.add_trace(
        go.Scatter(
            x=[value for (start, end), _ in extents for value in (start, end, None)],
            y=[value for _, y in extents for value in (y, y, None)],
            mode="lines",
            line={"color": colour, "width": 2.5},
            hoverinfo="skip",
            cliponaxis=False,
        )
    )


def _add_points(
    figure: Figure, places: Sequence[tuple[Quantity, float]], top: float, note: dict[str, str], theme: Theme
) -> None:
    """Dots, ends of lines and heads of arrows, each with its hover label."""
    points: list[tuple[float, float, str, Quantity]] = []
    for row, y in places:
        start, end = extent(row, top)
        if row.qualifier == "at_least":
            points += [(start, y, "line-ns-open", row), (end, y, "triangle-right", row)]
        elif row.qualifier == "between":
            points += [(start, y, "line-ns-open", row), (end, y, "line-ns-open", row)]
        elif row.has_number:
            points.append((end, y, _SYMBOL.get(row.qualifier, "line-ns-open"), row))
    colour = INK[theme]["ink"]
    figure.add_trace(
        go.Scatter(
            x=[x for x, *_ in points],
            y=[y for _, y, *_ in points],
            mode="markers",
            marker={
                "symbol": [symbol for _, _, symbol, _ in points],
                "size": 11,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            customdata=[[row.quantity_id, row.qualifier] for *_, row in points],
            hovertext=[_hover_label(row, note[row.quantity_id]) for *_, row in points],
            hoverinfo="text",
            cliponaxis=False,
        )
    )


def _hover_label(row: Quantity, note: str) -> str:
    first, *rest = [hover_text(line) for line in (*words.hover_lines(row), note) if line]
    return "<br>".join([f"<b>{first}</b>", *rest])
