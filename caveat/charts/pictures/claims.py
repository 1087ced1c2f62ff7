"""Published figures as the body of a picture: the marks, levels and scales of the chart of claims."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from caveat.charts import claims as chart
from caveat.charts.claims import Scale
from caveat.charts.pictures.canvas import INKS, Box, Canvas, number, shortened, text_width
from caveat.charts.pictures.frame import KEY_PX, Body, KeyItem
from caveat.text import claims as claims_text
from caveat.text import pictures as words

NAME_PX, TICK_PX = 14.5, 12.0
# The column of names as a part of the width, and at most; the least height of a block; from one level of marks to the
# next: at least, at most.
NAMES, NAMES_PX, BLOCK_PX, LEVEL_PX = 0.3, 220.0, 43.0, (3.4, 11.0)
QUALIFIERS = ("exactly", "about", "at_least", "up_to", "between")


def claims_body(rows: pd.DataFrame) -> Body:
    """The body that shows the claims on one attribute, a block a lane on one scale; `rows` as in `range_chart`."""

    def draw(canvas: Canvas, box: Box) -> None:
        scale = chart.claims_scale(rows)
        blocks = [(str(name), found) for name, found in rows.groupby("lane", sort=False)]
        levels = [max(chart.mark_levels(found, scale), default=0) + 1.6 for _, found in blocks]
        room = box.height - 2 * TICK_PX * 1.6
        step = next(
            (
                px / 10
                for px in range(int(LEVEL_PX[1] * 10), int(LEVEL_PX[0] * 10), -2)
                if _height(levels, px / 10) <= room
            ),
            LEVEL_PX[0],
        )
        count = next((many for many in range(len(levels), 1, -1) if _height(levels[:many], step) <= room), 1)
        names = min(box.width * NAMES, NAMES_PX)
        plot = Box(box.x + names, box.y + TICK_PX * 1.6, box.width - names, _height(levels[:count], step))
        _draw_ticks(canvas, scale, plot)
        y = plot.y
        for (name, found), level in list(zip(blocks, levels, strict=True))[:count]:
            height = _height([level], step)
            canvas.line((box.x, y + height), (box.right, y + height), INKS["line"])
            _draw_name(canvas, name, found, Box(box.x, y, names - 12, height))
            _draw_marks(canvas, found, scale, Box(plot.x, y, plot.width, height), step)
            y += height
        if count < len(blocks):
            canvas.text(
                (box.x, plot.bottom + TICK_PX * 1.2), words.more_rows(len(blocks) - count), TICK_PX, colour=INKS["soft"]
            )

    return draw


def _height(levels: Sequence[float], step: float) -> float:
    """The height of some blocks with so many levels each."""
    return sum(max(level * step + 8, BLOCK_PX) for level in levels)


def _x(scale: Scale, part: float, box: Box) -> float:
    return box.x + 4 + (box.width - 8) * part


def _draw_ticks(canvas: Canvas, scale: Scale, box: Box) -> None:
    """The numbers of the scale over and under the blocks, with a line for each; those that would touch are left out."""
    taken = -math.inf
    for tick in scale.ticks:
        x = _x(scale, scale.part(tick), box)
        label = claims_text.tick_label(tick, scale.attribute, tick == scale.ticks[-1])
        width = text_width(label, TICK_PX)
        at = min(max(x - width / 2, box.x), box.right - width)
        canvas.line((x, box.y - 2), (x, box.bottom), INKS["line"])
        if at > taken + 4:
            canvas.text((at, box.y - 6), label, TICK_PX, colour=INKS["soft"])
            canvas.text((at, box.bottom + TICK_PX * 1.2), label, TICK_PX, colour=INKS["soft"])
            taken = at + width


def _draw_name(canvas: Canvas, name: str, rows: pd.DataFrame, box: Box) -> None:
    """The name of a block, its headline figure and the number of its claims."""
    headline = next((row.figure for row in rows.itertuples() if row.headline), "")
    y = box.y + box.height / 2 - 3
    canvas.text((box.x, y), shortened(name, NAME_PX, box.width, "serif"), NAME_PX, "serif")
    end = canvas.text((box.x, y + NAME_PX * 1.2), headline, NAME_PX, "strong")
    count = words.claim_count(len(rows))
    if end + 8 + text_width(count, TICK_PX) <= box.right:
        canvas.text((end + (8 if headline else 0), y + NAME_PX * 1.2), count, TICK_PX, colour=INKS["soft"])


def _draw_marks(canvas: Canvas, rows: pd.DataFrame, scale: Scale, box: Box, step: float) -> None:
    """The marks of a block from its foot up, the headline lowest."""
    levels = chart.mark_levels(rows, scale)
    used = (max(levels, default=0) + 1.6) * step
    foot = box.bottom - (box.height - used) / 2
    for claim, level in zip(rows.itertuples(), levels, strict=True):
        draw_mark(canvas, claim, scale, box, foot - (level + 0.8) * step)


def draw_mark(canvas: Canvas, claim: Any, scale: Scale, box: Box, y: float) -> None:
    """Draw the mark of one claim as its qualifier wants."""
    look = (INKS["ink"], 5.0, 2.8) if claim.headline else (INKS["soft"], 3.2, 1.5)
    part = scale.part(chart.mark_value(claim))
    x, tail = _x(scale, part, box), _x(scale, part + chart.TAIL, box) - _x(scale, part, box)
    mark(
        canvas,
        claim.qualifier,
        (x, y),
        _x(scale, scale.part(claim.low), box) if claim.qualifier == "between" else tail,
        look,
    )


def mark(canvas: Canvas, qualifier: str, at: tuple[float, float], tail: float, look: tuple[str, float, float]) -> None:
    """A mark at a point: an arrow of `tail` px, a tail left of a bar, a line from x = `tail`, a dot."""
    (x, y), (colour, size, width) = at, look
    bar = f"M{number(x)} {number(y - size)}V{number(y + size)}"
    if qualifier == "at_least":
        canvas.path(f"{bar}M{number(x)} {number(y)}H{number(x + tail)}", colour, width)
        head = f"M{number(x + tail - size * 0.2)} {number(y - size * 0.85)}l{number(size * 1.3)} {number(size * 0.85)}"
        canvas.path(f"{head}l{number(-size * 1.3)} {number(size * 0.85)}z", "none", 0, fill=colour)
    elif qualifier == "up_to":
        canvas.path(f"{bar}M{number(x - tail)} {number(y)}H{number(x)}", colour, width)
    elif qualifier == "between":
        low = f"M{number(tail)} {number(y - size)}V{number(y + size)}"
        canvas.path(f"{low}{bar}M{number(tail)} {number(y)}H{number(x)}", colour, width)
    else:
        radius = size if qualifier == "exactly" else size - width / 2 + 0.4
        circle = f"M{number(x - radius)} {number(y)}a{number(radius)} {number(radius)} 0 1 0 {number(2 * radius)} 0"
        ring = f"{circle}a{number(radius)} {number(radius)} 0 1 0 {number(-2 * radius)} 0z"
        canvas.path(ring, colour, width * 0.7, fill=colour if qualifier == "exactly" else INKS["card"])


def qualifier_key(qualifiers: set[str]) -> tuple[KeyItem, ...]:
    """The mark of each qualifier with its words."""

    def item(qualifier: str) -> KeyItem:
        def draw(canvas: Canvas, at: tuple[float, float]) -> None:
            y, look = at[1] - KEY_PX * 0.33, (INKS["ink"], 4.5, 2.0)
            x, tail = {
                "at_least": (at[0] + 2, 14.0),
                "up_to": (at[0] + 18, 14.0),
                "between": (at[0] + 20, at[0] + 2),
            }.get(qualifier, (at[0] + 10, 0.0))
            mark(canvas, qualifier, (x, y), tail, look)

        return KeyItem(words.QUALIFIER[qualifier], draw, 22)

    return tuple(item(qualifier) for qualifier in QUALIFIERS if qualifier in qualifiers)
