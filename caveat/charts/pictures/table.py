"""A table as the body of a picture: states with glyph and certainty, or texts; what does not fit is counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from caveat.charts.pictures.canvas import COLOURS, DASH, INKS, Box, Canvas, Face, text_width, wrap
from caveat.charts.pictures.frame import Body
from caveat.text import pictures as words

# Sizes of the type, the first that fits is taken; without the smaller lines of the cells (SOFT of it) as a last resort.
SIZES, TIGHT_SIZES = (25.0, 22.0, 19.0, 17.0, 15.5, 14.0), (19.0, 17.0, 15.5, 14.0, 12.5)
SOFT = 0.84
PITCH, GAP = 1.28, 14.0
HEAD_PX = 12.5
# An answer of at most so many letters stands on one line.
SHORT = 14


@dataclass(frozen=True)
class Cell:
    """A cell: a text, after the glyph of a status if it has one, and smaller lines under it.

    `certainty` draws its line before the smaller lines. `tight` stands for both where there is no room for two.
    `span`: over how many columns it runs. `strong`: in bold.
    """

    text: str
    soft: str = ""
    tight: str = ""
    status: str = ""
    certainty: str = ""
    span: int = 1
    strong: bool = False

    @property
    def face(self) -> Face:
        return "strong" if self.strong or self.status else "sans"


Row = Sequence[Cell]


class _Set(NamedTuple):
    """A cell in lines at a place."""

    cell: Cell
    x: float
    lines: list[str]
    soft: list[str]

    def height(self, size: float) -> float:
        return PITCH * size * (len(self.lines) + SOFT * len(self.soft))


def table_body(heads: Sequence[str], rows: Sequence[Row], shares: Sequence[float]) -> Body:
    """The body that shows rows under heads, in columns of relative widths; heads may be blank."""

    def draw(canvas: Canvas, box: Box) -> None:
        columns = _columns(box, shares)
        top = box.y
        if any(heads):
            top = _draw_heads(canvas, heads, columns, box)
        room = Box(box.x, top, box.width, box.bottom - top)
        tight = [[replace(cell, text=cell.tight or cell.text, soft="") for cell in row] for row in rows]
        tries = [(rows, size) for size in SIZES] + [(tight, size) for size in TIGHT_SIZES]
        for cells, size in tries:
            placed = _set_rows(cells, columns, size)
            if _height(placed, size) <= room.height and not any(map(_is_broken, placed)):
                break
        _draw_rows(canvas, placed, size, room)

    return draw


def _is_broken(row: Sequence[_Set]) -> bool:
    """Whether a short answer of a row runs over two lines."""
    return any(len(placed.lines) > 1 and len(placed.cell.text) <= SHORT for placed in row)


def _columns(box: Box, shares: Sequence[float]) -> list[tuple[float, float]]:
    """Where each column begins, and how wide it is."""
    free, columns, x = box.width - GAP * (len(shares) - 1), [], box.x
    for share in shares:
        width = free * share / sum(shares)
        columns.append((x, width))
        x += width + GAP
    return columns


def _draw_heads(canvas: Canvas, heads: Sequence[str], columns: Sequence[tuple[float, float]], box: Box) -> float:
    wrapped = [wrap(head, HEAD_PX, width, "strong") for head, (_, width) in zip(heads, columns, strict=True)]
    most = max(map(len, wrapped))
    for lines, (x, _) in zip(wrapped, columns, strict=True):
        first = box.y + HEAD_PX * (1 + 1.25 * (most - len(lines)))
        canvas.lines((x, first), lines, HEAD_PX, "strong", INKS["soft"], 1.25)
    return box.y + HEAD_PX * 1.25 * most + 5


def _set_rows(rows: Sequence[Row], columns: Sequence[tuple[float, float]], size: float) -> list[list[_Set]]:
    """Every cell in lines at a size."""
    found = []
    for row in rows:
        cells, at = [], 0
        for cell in row:
            x = columns[at][0]
            last_x, last_width = columns[at + cell.span - 1]
            width = last_x + last_width - x
            taken = size * 1.15 if cell.status else 0
            lines = wrap(cell.text, size, width - taken, cell.face)
            mark = size * 1.15 if cell.certainty in DASH else 0
            cells.append(_Set(cell, x, lines, wrap(cell.soft, size * SOFT, width - mark)))
            at += cell.span
        found.append(cells)
    return found


def _padding(size: float) -> float:
    return size * 0.95


def _height(rows: Sequence[Sequence[_Set]], size: float) -> float:
    return sum(max(cell.height(size) for cell in row) + _padding(size) for row in rows)


def _draw_rows(canvas: Canvas, rows: Sequence[Sequence[_Set]], size: float, room: Box) -> None:
    """Draw as many rows as fit; few rows stand further apart."""
    free = room.height - _height(rows, size)
    apart = min(max(free / max(len(rows), 1), 0), size * 1.1)
    y, more_px = room.y, HEAD_PX * 1.6
    for index, row in enumerate(rows):
        height = max(cell.height(size) for cell in row) + _padding(size) + apart
        last = index == len(rows) - 1
        if y + height - apart > room.bottom - (0 if last else more_px) + 0.5:
            canvas.line((room.x, y), (room.right, y), INKS["line"])
            canvas.text((room.x, y + HEAD_PX * 1.3), words.more_rows(len(rows) - index), HEAD_PX, colour=INKS["soft"])
            return
        canvas.line((room.x, y), (room.right, y), INKS["line"])
        for cell in row:
            _draw_cell(canvas, cell, y + (_padding(size) + apart) / 2 + size * 0.86, size)
        y += height


def _draw_cell(canvas: Canvas, placed: _Set, y: float, size: float) -> None:
    cell, x = placed.cell, placed.x
    colour = COLOURS.get(cell.status, INKS["ink"])
    indent = size * 1.15 if cell.status else 0
    if cell.status:
        canvas.status((x, y), cell.status, size)
    if cell.certainty in DASH and not placed.soft:
        end = x + indent + text_width(placed.lines[0], size, cell.face)
        canvas.line((x, y + size * 0.36), (end, y + size * 0.36), colour, 2, DASH[cell.certainty])
    y = canvas.lines((x + indent, y), placed.lines, size, cell.face, colour, PITCH)
    small = size * SOFT
    mark = size * 1.15 if cell.certainty in DASH and placed.soft else 0
    y -= (size - small) * PITCH * 0.6
    if mark:
        canvas.line((x, y - small * 0.3), (x + size * 0.9, y - small * 0.3), colour, 2.4, DASH[cell.certainty])
    canvas.lines((x + mark, y), placed.soft, small, "sans", INKS["soft"], PITCH)
