"""Published numbers of pieces as the body of a picture, with the marks of the chart of quantities."""

from collections.abc import Sequence

from caveat.charts.pictures.canvas import INKS, Box, Canvas, Face, cut, wrap
from caveat.charts.pictures.claims import mark
from caveat.charts.pictures.frame import Body
from caveat.charts.quantities import ARROW, extent
from caveat.domain.quantities import Quantity
from caveat.text import pictures as words
from caveat.text import quantities as quantity_words

# Sizes of the type, the first that fits is taken; heights as parts of it.
SIZES = (19.0, 17.0, 15.5, 14.0, 13.0, 12.0)
HEAD, LABEL, MARK = 1.9, 1.25, 1.75
MARKS_SHARE = 0.55


def quantities_body(rows: Sequence[Quantity]) -> Body:
    """The body that shows some numbers on one scale from zero, under a head for each thing that was counted."""

    def draw(canvas: Canvas, box: Box) -> None:
        for size in SIZES:
            heights = _heights(rows, size, box.width)
            if sum(heights) <= box.height:
                break
        count, used = 0, size * 1.6 if sum(heights) > box.height else 0.0
        for height in heights:
            used += height
            if used > box.height and count:
                break
            count += 1
        top = max((row.high or row.low or 0 for row in rows if row.has_number), default=0) or 1
        y, head = box.y, ""
        for row in rows[:count]:
            if row.what != head:
                head = row.what
                canvas.text((box.x, y + size * 1.25), quantity_words.WHAT[head], size, "strong")
                y += size * HEAD
            label = _label(row, size, box.width)
            y = canvas.lines((box.x, y + size), label, size * 0.92, colour=INKS["soft"], pitch=LABEL) - size
            _draw_row(canvas, row, size, Box(box.x, y, box.width, size * MARK), box.width * MARKS_SHARE / top)
            y += size * MARK
        if count < len(rows):
            canvas.text((box.x, box.bottom), words.more_rows(len(rows) - count), size, colour=INKS["soft"])

    return draw


def _label(row: Quantity, size: float, width: float) -> list[str]:
    return cut(wrap(quantity_words.mark_label(row), size * 0.92, width), 2, size * 0.92, width)


def _heights(rows: Sequence[Quantity], size: float, width: float) -> list[float]:
    heads = [row.what != before for row, before in zip(rows, ["", *(row.what for row in rows)], strict=False)]
    return [
        size * (HEAD * head + MARK) + len(_label(row, size, width)) * size * 0.92 * LABEL
        for row, head in zip(rows, heads, strict=True)
    ]


def _draw_row(canvas: Canvas, row: Quantity, size: float, box: Box, px_per_piece: float) -> None:
    """The mark of a number with its words; words alone where there is none."""
    figure = quantity_words.figure(row)
    y, x = box.y + box.height / 2, box.x
    if row.has_number:
        top = box.width * MARKS_SHARE / px_per_piece
        start, end = extent(row, top)
        left, right = box.x + 5 + start * px_per_piece, box.x + 5 + end * px_per_piece
        look = (INKS["ink"], 4.6, 2.2)
        if row.qualifier == "at_least":
            mark(canvas, row.qualifier, (left, y), ARROW * top * px_per_piece, look)
        else:
            tail = left if row.qualifier == "between" else right - box.x - 5
            mark(canvas, row.qualifier, (right, y), tail, look)
        x = right + 12
    face: Face = "strong" if row.has_number else "sans"
    lines = wrap(figure, size, box.right - x, face)
    canvas.text((x, y + size * 0.33), cut(lines, 1, size, box.right - x, face)[0], size, face)
