"""The frame of every picture: finding, day and clock, body, key, sources, licence, address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from caveat.charts.pictures.canvas import INKS, Box, Canvas, balanced, cut, number, text_width, wrap
from caveat.text import pictures as words

Body = Callable[[Canvas, Box], None]


class Format(NamedTuple):
    """A shape of pictures: size in the units of the SVG, how many pixels of a PNG each has, margin, size of the title.

    `beside`: text stands left of a body that is better tall. `brief`: for previews, with a foot of one line.
    """

    width: int
    height: int
    scale: float
    margin: int
    title_px: float
    beside: bool = False
    brief: bool = False


FORMATS = {
    "16x9": Format(1024, 576, 1.75, 30, 29, beside=True),
    "1x1": Format(640, 640, 2, 26, 26),
    "4x5": Format(640, 800, 2, 26, 28),
}
CARD = Format(800, 420, 1.5, 30, 29, beside=True, brief=True)
TEXT_COLUMN = 0.36
SUBTITLE_PX, KEY_PX, FOOT_PX = 15.5, 13.5, 11.5
# A finding has at most so many lines; a longer one is set smaller.
TITLE_LINES, TITLE_LINES_BESIDE = 3, 6


@dataclass(frozen=True)
class KeyItem:
    """A sign of the key, drawn by `draw` from a point on the baseline and `width` px wide, and what it stands for."""

    text: str
    draw: Callable[[Canvas, tuple[float, float]], None]
    width: float = 16


@dataclass(frozen=True)
class Picture:
    """What a picture shows and says.

    `sources` are named in this order, as many as fit. `tall`: the body is better tall than wide.
    """

    title: str
    subtitle: str
    alt: str
    body: Body
    key: tuple[KeyItem, ...] = ()
    note: str = ""
    sources: tuple[str, ...] = ()
    address: str = ""
    release: str = ""
    tall: bool = False


def draw(picture: Picture, shape: Format, fonts: str = "") -> str:
    """A picture as SVG; `fonts` are rules of CSS that bring the faces along."""
    canvas = Canvas()
    canvas.rect(Box(0, 0, shape.width, shape.height), INKS["card"])
    beside = picture.tall and shape.beside
    inner = Box(shape.margin, shape.margin, shape.width - 2 * shape.margin, shape.height - 2 * shape.margin)
    if beside:
        left = round(shape.width * TEXT_COLUMN)
        text = Box(inner.x, inner.y, left - shape.margin - 18, inner.height)
        picture.body(canvas, Box(left, 0, shape.width - left, shape.height))
    else:
        text = inner
    top = _draw_head(canvas, picture, shape, text, beside)
    foot = _draw_foot(canvas, picture, shape, text)
    if beside:
        _draw_key(canvas, picture.key, Box(text.x, top + 8, text.width, foot - top - 8))
    else:
        rows = _key_rows(picture.key, text.width)
        body_foot = foot - (KEY_PX * 1.55 * len(rows) + 8 if rows else 0)
        _draw_key(canvas, picture.key, Box(text.x, body_foot + 6, text.width, 0))
        picture.body(canvas, Box(text.x, top + 4, text.width, body_foot - top - 10))
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{pw}" height="{ph}" role="img">'
            "<title>{title}</title><desc>{alt}</desc>{style}{body}</svg>"
        ).format(
            w=shape.width,
            h=shape.height,
            pw=number(shape.width * shape.scale),
            ph=number(shape.height * shape.scale),
            title=picture.title,
            alt=picture.alt,
            style=Markup("<style>{}</style>").format(Markup(fonts)) if fonts else "",
            body=canvas.markup,
        )
    )


def _draw_head(canvas: Canvas, picture: Picture, shape: Format, box: Box, beside: bool) -> float:
    """Draw the finding and the line under it, and return where they end."""
    most = TITLE_LINES_BESIDE if beside else TITLE_LINES
    size = shape.title_px - (3 if beside else 0)
    while len(lines := wrap(picture.title, size, box.width, "serif")) > most and size > 17:
        size -= 1
    lines = balanced(picture.title, size, box.width, "serif")
    y = canvas.lines((box.x, box.y + size * 0.78), lines, size, "serif", pitch=1.18)
    y += SUBTITLE_PX * 0.25
    subtitle = wrap(picture.subtitle, SUBTITLE_PX, box.width)
    y = canvas.lines((box.x, y), subtitle, SUBTITLE_PX, colour=INKS["soft"], pitch=1.28)
    return y - SUBTITLE_PX * 0.6


def _draw_foot(canvas: Canvas, picture: Picture, shape: Format, box: Box) -> float:
    """Draw sources, licence, address and release at the foot, and return where they begin."""
    pitch = FOOT_PX * 1.32
    if shape.brief:
        lines = [words.BRIEF_CREDIT]
    else:
        narrow = box.width < 400
        said = words.credits(picture.sources, picture.note)
        # A long note leaves room for sources all the same.
        most = 11 if narrow else 3 + (len(picture.note) > 150) * 2
        lines = next(
            (lines for text in said if len(lines := wrap(text, FOOT_PX, box.width)) <= most),
            cut(wrap(said[-1], FOOT_PX, box.width), most, FOOT_PX, box.width),
        )
        lines += wrap(words.origin(picture.address, picture.release), FOOT_PX, box.width)
    top = box.bottom - pitch * (len(lines) - 1) - FOOT_PX * 0.2
    canvas.line((box.x, top - FOOT_PX * 1.5), (box.right, top - FOOT_PX * 1.5), INKS["line"])
    canvas.lines((box.x, top), lines, FOOT_PX + (1.5 if shape.brief else 0), colour=INKS["soft"], pitch=1.32)
    return top - FOOT_PX * 1.5


def _key_rows(items: Sequence[KeyItem], width: float) -> list[list[KeyItem]]:
    """The items of a key in rows that fit a width."""
    rows: list[list[KeyItem]] = []
    used = width
    for item in items:
        needed = _key_width(item)
        if used + needed > width and (not rows or used > 0):
            rows.append([])
            used = 0
        rows[-1].append(item)
        used += needed + 18
    return rows


def _key_width(item: KeyItem) -> float:
    return item.width + 6 + text_width(item.text, KEY_PX)


def _draw_key(canvas: Canvas, items: Sequence[KeyItem], box: Box) -> None:
    """Draw the key from the top of a box; an item wider than the box is wrapped, rows that do not fit are left out."""
    y = box.y + KEY_PX
    for row in _key_rows(items, box.width):
        most = max(len(wrap(item.text, KEY_PX, box.width - item.width - 6)) for item in row)
        if box.height and y + (most - 1) * KEY_PX * 1.25 > box.bottom:
            return
        x, below = box.x, y
        for item in row:
            item.draw(canvas, (x, y))
            lines = wrap(item.text, KEY_PX, box.width - item.width - 6)
            below = canvas.lines((x + item.width + 6, y), lines, KEY_PX, pitch=1.25) - KEY_PX * 1.25
            x += _key_width(item) + 18
        y = below + KEY_PX * 1.55
