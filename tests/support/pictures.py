"""What a picture shows, read back from its SVG: every line of text with its box, by the metrics of our faces."""

import xml.etree.ElementTree as ET
from typing import NamedTuple

from caveat.charts.pictures.canvas import FACES, LETTERS, text_width

SVG = "{http://www.w3.org/2000/svg}"


class Line(NamedTuple):
    """A line of text and its box (px)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def lines(root: ET.Element) -> list[Line]:
    """Every line of text that a picture sets itself; the labels of a map have tests of their own."""
    face_of = {(family, str(weight)): face for face, (_, family, weight) in FACES.items()}
    found = []
    for node in root.iter(f"{SVG}text"):
        if node.get("font-family") is None:
            continue
        face, size, text = (
            face_of[node.get("font-family"), node.get("font-weight")],
            float(node.get("font-size")),
            node.text or "",
        )
        assert face == "glyph" or set(text) <= LETTERS, text
        x, y, width = float(node.get("x")), float(node.get("y")), text_width(text, size, face)
        x -= width if node.get("text-anchor") == "end" else 0
        found.append(Line(text.replace("\u00a0", " "), x, y - 0.7 * size, x + width, y + 0.2 * size))
    return found


def outside(root: ET.Element) -> list[Line]:
    """The lines that leave the picture."""
    _, _, width, height = map(float, root.get("viewBox").split())
    return [line for line in lines(root) if line.left < 0 or line.top < 0 or line.right > width or line.bottom > height]


def overlaps(root: ET.Element) -> list[tuple[str, str]]:
    """Each pair of lines of which one is set over the other; signs of one day stand on each other."""
    found = sorted((line for line in lines(root) if len(line.text) > 1), key=lambda line: line.top)
    return [
        (one.text, other.text)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if other.top < one.bottom - 1 and min(one.right, other.right) - max(one.left, other.left) > 1
    ]


def said(root: ET.Element) -> str:
    """Everything that a picture says, in order; a line may end at a hyphen."""
    return " ".join(line.text for line in lines(root))
