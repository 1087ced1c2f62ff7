"""Signs of keys: statuses, certainty, what a map draws."""

from collections.abc import Iterable
from functools import partial

from caveat.charts.map_key import WIDTH_PX as SAMPLE_PX
from caveat.charts.map_key import sample_svg
from caveat.charts.map_model import MapModel
from caveat.charts.pictures.canvas import DASH, INKS, Canvas
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


def glyph_key(entries: Iterable[tuple[str, str]]) -> tuple[KeyItem, ...]:
    """Glyphs with what they stand for."""
    return tuple(KeyItem(word, partial(_draw_glyph, glyph), 13) for glyph, word in entries)


def _draw_glyph(glyph: str, canvas: Canvas, at: Point) -> None:
    canvas.text(at, glyph, KEY_PX * 0.95, "glyph")


def _draw_status(status: str, canvas: Canvas, at: Point) -> None:
    canvas.status(at, status, KEY_PX)


def _draw_line(certainty: str, canvas: Canvas, at: Point) -> None:
    y = at[1] - KEY_PX * 0.32
    canvas.line((at[0], y), (at[0] + 24, y), INKS["ink"], 2.6, DASH[certainty])


def map_key(model: MapModel) -> tuple[KeyItem, ...]:
    """What a map draws, with the samples that pages have."""
    return tuple(KeyItem(item.text, partial(_draw_sample, item.sample, item.status), SAMPLE_PX) for item in model.key)


def _draw_sample(sample: str, status: str, canvas: Canvas, at: Point) -> None:
    canvas.add(sample_svg(sample, status, "light"), (at[0], at[1] - KEY_PX * 0.86))
