"""Sentences as the body of a picture, in the largest type that fits; never half of one."""

import re

from caveat.charts.pictures.canvas import Box, Canvas, wrap
from caveat.charts.pictures.frame import Body

SIZES = (30.0, 26.0, 22.0, 19.0, 17.0, 15.0, 13.5)
PITCH = 1.4
_END = re.compile(r"(?<=[.!?”]) (?=[A-Z0-9“])")


def sentences_body(text: str) -> Body:
    """The body that shows as many whole sentences of a text as fit."""

    def draw(canvas: Canvas, box: Box) -> None:
        parts = _END.split(text)
        for count in range(len(parts), 0, -1):
            said = " ".join(parts[:count])
            for size in SIZES:
                lines = wrap(said, size, box.width)
                if len(lines) * size * PITCH <= box.height or (count, size) == (1, SIZES[-1]):
                    canvas.lines((box.x, box.y + size), lines, size, pitch=PITCH)
                    return

    return draw
