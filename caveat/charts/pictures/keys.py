"""Signs of keys: statuses, certainty, fillings of a map."""

from collections.abc import Iterable
from functools import partial

from caveat.charts.pictures.canvas import COLOURS, DASH, INKS, Box, Canvas
from caveat.charts.pictures.frame import KEY_PX, KeyItem
from caveat.text.labels import CERTAINTY, STATUS
from caveat.theme import LINE

Point = tuple[float, float]


def status_key(statuses: Iterable[str]) -> tuple[KeyItem, ...]:
    """The glyph of each status with its word, in the order of the words."""
    wanted = set(statuses)
    return tuple(
        KeyItem(word, partial(_draw_status, status), 13) for status, word in STATUS.items() if status in wanted
    )


def certainty_key(certainties: Iterable[str]) -> tuple[KeyItem, ...]:
    """The line of each certainty with its word, in the order of the words."""
    wanted = set(certainties)
    return tuple(
        KeyItem(CERTAINTY[certainty], partial(_draw_line, certainty), 24) for certainty in LINE if certainty in wanted
    )


def _draw_status(status: str, canvas: Canvas, at: Point) -> None:
    canvas.status(at, status, KEY_PX)


def _draw_line(certainty: str, canvas: Canvas, at: Point) -> None:
    y = at[1] - KEY_PX * 0.32
    canvas.line((at[0], y), (at[0] + 24, y), INKS["ink"], 2.6, DASH[certainty])


def filling_item(text: str, filling: str, status: str) -> KeyItem:
    """A swatch of an area of a map."""
    return KeyItem(text, partial(_draw_filling, filling, status), 26)


def _draw_filling(filling: str, status: str, canvas: Canvas, at: Point) -> None:
    box, colour = Box(at[0], at[1] - KEY_PX * 0.86, 26, KEY_PX * 1.05), COLOURS[status]
    canvas.rect(box, colour, {"solid": 0.88, "dotted": 0.16}.get(filling, 0.1), colour)
    if filling == "hatched":
        x, y = box.x, box.bottom
        canvas.path(f"M{x + 1} {y - 4}l9 -9M{x + 5} {y}l14 -14M{x + 15} {y}l10 -10", colour, 1.4)
    if filling == "dotted":
        for x, y in ((5, 4), (12, 9), (19, 4)):
            canvas.path(f"M{box.x + x} {box.y + y}h.01", colour, 4, stroke_linecap="round")


def range_line_item(text: str) -> KeyItem:
    """The thin line of a map."""
    return KeyItem(text, _draw_thin, 24)


def _draw_thin(canvas: Canvas, at: Point) -> None:
    canvas.line((at[0], at[1] - KEY_PX * 0.32), (at[0] + 24, at[1] - KEY_PX * 0.32), INKS["ink"], 1.4)
