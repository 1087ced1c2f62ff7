"""Counts as tiles, a row for each answer, as the body of a picture; under them what needs words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from caveat.charts.pictures.canvas import INKS, Box, Canvas, text_width, wrap
from caveat.charts.pictures.frame import Body

Fill = Literal["full", "half", "open", "crossed"]
SIZES = (17.0, 15.5, 14.0, 12.5)
GAP = 3.0


@dataclass(frozen=True)
class Tiles:
    """A row of tiles: how many, what they are, how each is filled."""

    count: int
    word: str
    fill: Fill


def tiles_body(rows: Sequence[Tiles], told: Sequence[tuple[str, str]]) -> Body:
    """The body that shows rows of tiles and, as many as fit, texts with their heads."""

    def draw(canvas: Canvas, box: Box) -> None:
        size = 15.5
        left = max(text_width(f"{row.count} {row.word}", size, "strong") for row in rows) + 14
        most = max(row.count for row in rows)
        beside = box.width - left >= 300
        if not beside:
            left = 0
        side = min((box.width - left) / most - GAP, 20)
        y = box.y + 4
        for row in rows:
            canvas.text((box.x, y + size), f"{row.count} {row.word}", size, "strong")
            if not beside:
                y += size * 1.4
            top = y + (size * 1.1 - side) / 2 if beside else y
            for index in range(row.count):
                _draw_tile(canvas, Box(box.x + left + index * (side + GAP), top, side, side), row.fill)
            y += max(side, size * 1.1 if beside else 0) + 9
        _draw_texts(canvas, told, Box(box.x, y + 6, box.width, box.bottom - y - 6))

    return draw


def _draw_tile(canvas: Canvas, box: Box, fill: Fill) -> None:
    colour = INKS["ink"]
    canvas.rect(box, colour if fill == "full" else INKS["card"], 1, colour)
    if fill == "half":
        canvas.path(f"M{box.x} {box.bottom}V{box.y}L{box.right} {box.bottom}z", "none", 0, fill=colour)
    if fill == "crossed":
        canvas.path(f"M{box.x} {box.y}L{box.right} {box.bottom}M{box.right} {box.y}L{box.x} {box.bottom}", colour, 1.2)


def _draw_texts(canvas: Canvas, told: Sequence[tuple[str, str]], box: Box) -> None:
    """Draw as many whole texts as fit, in the largest size that holds all."""
    for count in range(len(told), 0, -1):
        for size in SIZES:
            blocks = [wrap(text, size, box.width) for _, text in told[:count]]
            if sum(len(lines) * 1.3 + 2.0 for lines in blocks) * size <= box.height:
                y = box.y + size
                for (head, _), lines in zip(told, blocks, strict=False):
                    canvas.text((box.x, y), head, size * 0.9, "strong", INKS["soft"])
                    y = canvas.lines((box.x, y + size * 1.25), lines, size) + size * 0.6
                return
