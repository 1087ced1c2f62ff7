"""Text measured in our own faces, and the shapes and texts of a picture as SVG."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from markupsafe import Markup
from PIL import ImageFont

from caveat.settings import STATIC
from caveat.theme import GLYPH, INK, LINE, STATUS

Face = Literal["sans", "strong", "serif", "glyph"]
FONTS = STATIC / "fonts"
# File, family and weight of each face; text/pictures and the card use no other.
FACES: dict[Face, tuple[str, str, int]] = {
    "sans": ("card-sans-400.ttf", "Caveat Sans", 400),
    "strong": ("card-sans-600.ttf", "Caveat Sans", 600),
    "serif": ("card-serif-700.ttf", "Caveat Serif", 700),
    "glyph": ("card-glyphs.ttf", "Caveat Glyphs", 400),
}
INKS, COLOURS = INK["light"], STATUS["light"]
# By certainty, for a line 3 px wide.
DASH = {certainty: {"dash": "6 4", "dot": "1.5 3"}.get(line, "") for certainty, (line, _) in LINE.items()}
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
# A date, which stays on one line.
_DATE = re.compile(rf"\b(?:\d{{1,2}} )?{_MONTH} \d{{4}}\b|\b\d{{1,2}} {_MONTH}\b")
# What stands for signs that the faces lack.
_SIGNS = {"≈": "about ", "≥": "at least ", "≤": "up to ", "→": "to", "Ŧ": "T", "ŧ": "t"}
# Measured at this size, since fitting is linear.
_MEASURED_PX = 100


class Box(NamedTuple):
    """A part of a picture (px)."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


# What the faces can write: Latin with the accents of Europe (but for six letters that Source Serif lacks), Cyrillic,
# and the marks that our sentences use.
_SPANS = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x218, 0x21C), range(0x400, 0x460), range(0x490, 0x492))
_MARKS = set("\u2009\u200a\u202f–—‘’‚“”„…€")
LETTERS = frozenset(chr(code) for span in _SPANS for code in span) - set("ĬĭĲĳŦŧ") | _MARKS


def writable(text: str) -> str:
    """A text in the letters of our faces: a letter with a rarer accent without it, "at most" for its sign."""
    return "".join(sign if sign in LETTERS else _SIGNS.get(sign) or _plain(sign) for sign in text)


def _plain(sign: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if part in LETTERS)


@cache
def _font(face: Face) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / FACES[face][0], _MEASURED_PX)


@lru_cache(maxsize=8192)
def _measured(text: str, face: Face) -> float:
    return _font(face).getlength(text if face == "glyph" else writable(text))


def text_width(text: str, size: float, face: Face = "sans") -> float:
    """The width of a line of text in px, kerning included."""
    return _measured(text, face) * size / _MEASURED_PX


def wrap(text: str, size: float, width: float, face: Face = "sans") -> list[str]:
    """Lines that fit a width; a date stays on one, and only a word that is too long is broken."""
    lines: list[str] = []
    for word in _DATE.sub(lambda date: date[0].replace(" ", "\u00a0"), text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, face) <= width:
            lines[-1] = longer
        else:
            lines += _pieces(word, size, width, face)
    return [line for line in lines if line]


def _pieces(word: str, size: float, width: float, face: Face) -> list[str]:
    """A word in pieces that fit: broken after a hyphen, a slash or the sign between two keys if it has one."""
    if text_width(word, size, face) <= width:
        return [word]
    pieces = [""]
    for part in re.findall(r"[^-/&?]*[-/&?]|.+$", word):
        if pieces[-1] and text_width(pieces[-1] + part, size, face) > width:
            pieces.append("")
        pieces[-1] += part
    letters = max(1, int(width / size))
    return [
        line
        for piece in pieces
        for line in ([piece] if text_width(piece, size, face) <= width else textwrap.wrap(piece, letters))
    ]


def balanced(text: str, size: float, width: float, face: Face = "sans") -> list[str]:
    """Lines that fit a width, about equally long: no word stands alone in the last."""
    lines = wrap(text, size, width, face)
    for part in range(96, 50, -4):
        narrower = wrap(text, size, width * part / 100, face)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def cut(lines: Sequence[str], room: int, size: float, width: float, face: Face = "sans") -> list[str]:
    """As many lines as there is room for; dots mark a cut."""
    if len(lines) <= room:
        return list(lines)
    last = lines[room - 1]
    while text_width(f"{last} …", size, face) > width and " " in last:
        last = last.rsplit(" ", 1)[0]
    return [*lines[: room - 1], f"{last.rstrip('.,;:')} …"]


def shortened(text: str, size: float, width: float, face: Face = "sans") -> str:
    """A text on one line, cut with dots if it is too wide."""
    if text_width(text, size, face) <= width:
        return text
    while text and text_width(f"{text}…", size, face) > width:
        text = text[:-1]
    return f"{text.rstrip(' ,.;:')}…"


def number(value: float) -> str:
    """A coordinate as text."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


@dataclass
class Canvas:
    """A picture while it is drawn: what was added, in order."""

    parts: list[Markup] = field(default_factory=list)

    def text(
        self,
        at: tuple[float, float],
        text: str,
        size: float,
        face: Face = "sans",
        colour: str = INKS["ink"],
        **more: str,
    ) -> float:
        """A line of text with its baseline at a point, and its right end; `more` are attributes of SVG."""
        _, family, weight = FACES[face]
        attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
        self.parts.append(
            Markup('<text x="{}" y="{}" font-family="{}" font-weight="{}" font-size="{}" fill="{}"{}>{}</text>').format(
                number(at[0]),
                number(at[1]),
                family,
                weight,
                number(size),
                colour,
                Markup(attributes),
                text if face == "glyph" else writable(text),
            )
        )
        return at[0] + text_width(text, size, face)

    def lines(
        self,
        at: tuple[float, float],
        lines: Iterable[str],
        size: float,
        face: Face = "sans",
        colour: str = INKS["ink"],
        pitch: float = 1.3,
    ) -> float:
        """Lines of text under each other, the first with its baseline at a point, and the baseline after the last."""
        x, y = at
        for line in lines:
            self.text((x, y), line, size, face, colour)
            y += size * pitch
        return y

    def status(self, at: tuple[float, float], status: str, size: float) -> float:
        """The glyph of a status in its colour, and where a word after it begins."""
        self.text(at, GLYPH[status], size, "glyph" if GLYPH[status] not in "?–" else "strong", COLOURS[status])
        return at[0] + size * 1.15

    def label(
        self, at: tuple[float, float], text: str, size: float, face: Face = "sans", colour: str = INKS["ink"]
    ) -> float:
        """A line of text on white, so that what runs under it does not cross it, and its right end."""
        width = text_width(text, size, face)
        self.rect(Box(at[0] - 2, at[1] - size * 0.85, width + 4, size * 1.1), INKS["card"])
        return self.text(at, text, size, face, colour)

    def path(self, d: str, colour: str, width: float = 1, dash: str = "", fill: str = "none", **more: str) -> None:
        """A path; `more` are attributes of SVG."""
        attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
        if dash:
            attributes += f' stroke-dasharray="{dash}"'
        self.parts.append(
            Markup('<path d="{}" stroke="{}" stroke-width="{}" fill="{}"{}/>').format(
                d, colour, number(width), fill, Markup(attributes)
            )
        )

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 1, dash: str = ""
    ) -> None:
        """A straight line."""
        points = "L".join(f"{number(x)} {number(y)}" for x, y in (start, end))
        self.path(f"M{points}", colour, width, dash)

    def rect(self, box: Box, fill: str, opacity: float = 1, stroke: str = "none") -> None:
        """A filled rectangle."""
        self.parts.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" fill-opacity="{}" stroke="{}"/>').format(
                *map(number, box), fill, opacity, stroke
            )
        )

    def add(self, markup: Markup, at: tuple[float, float]) -> None:
        """Markup that was drawn from (0, 0) on, moved to a point."""
        self.parts.append(Markup('<g transform="translate({} {})">{}</g>').format(*map(number, at), markup))

    @property
    def markup(self) -> Markup:
        return Markup("\n").join(self.parts)
