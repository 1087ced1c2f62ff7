"""Build the faces that the preview card is drawn with from those of the pages: fixed weights, the letters that a card can need (python -m scripts.build_card_fonts).

Needs fonttools. What it writes is kept in the repository: resvg reads TrueType files only. The faces bear our names, as the licence asks of altered ones.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from caveat.settings import STATIC

FONTS = STATIC / "fonts"
# Basic Latin and Latin-1, and the marks that our sentences use.
LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    0x2009,
    0x200A,
    0x202F,
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201A,
    0x201C,
    0x201D,
    0x201E,
    0x2026,
    0x20AC,
    0x2192,
]
# file to read, file to write, family, weight
FACES = (
    ("source-serif-4-latin-wght-normal.woff2", "card-serif-700.ttf", "Caveat Serif", 700),
    ("source-sans-3-latin-wght-normal.woff2", "card-sans-400.ttf", "Caveat Sans", 400),
    ("source-sans-3-latin-wght-normal.woff2", "card-sans-600.ttf", "Caveat Sans", 600),
)
GLYPHS = ("glyphs-dejavu-sans.woff2", "card-glyphs.ttf", "Caveat Glyphs")


def face(source: Path, target: Path, family: str, weight: int) -> None:
    """One weight of a variable face, cut down to LETTERS, as a TrueType file."""
    font = instantiateVariableFont(
        TTFont(source),
        {axis.axisTag: weight if axis.axisTag == "wght" else axis.defaultValue for axis in TTFont(source)["fvar"].axes},
    )
    options = Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    _name(font, family, weight)
    font["OS/2"].usWeightClass = weight
    font.flavor = None
    font.save(target)


def glyphs(source: Path, target: Path, family: str) -> None:
    """The glyphs of statuses, as they are."""
    font = TTFont(source)
    _name(font, family, 400)
    font.flavor = None
    font.save(target)


def _name(font: TTFont, family: str, weight: int) -> None:
    style = "Bold" if weight >= 700 else "Regular"
    said = {
        1: family if weight in (400, 700) else f"{family} {weight}",
        2: style,
        4: f"{family} {weight}",
        6: f"{family.replace(' ', '')}-{weight}",
    }
    for number in (16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    if weight not in (400, 700):
        said |= {16: family, 17: "SemiBold"}
    for number, text in said.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    for record in [one for one in font["name"].names if one.platformID != 3]:
        font["name"].names.remove(record)


if __name__ == "__main__":
    for read, write, family, weight in FACES:
        face(FONTS / read, FONTS / write, family, weight)
    glyphs(FONTS / GLYPHS[0], FONTS / GLYPHS[1], GLYPHS[2])
    print("\n".join(f"{path.name}: {path.stat().st_size:,} bytes" for path in sorted(FONTS.glob("card-*.ttf"))))
