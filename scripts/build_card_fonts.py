"""Build the faces of the preview card from those of the pages (python -m scripts.build_card_fonts).

Needs fonttools. The result is kept in the repository: resvg reads TrueType files only. The faces bear our names, as the
licence asks of altered ones.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from caveat.settings import STATIC

FONTS = STATIC / "fonts"
# Basic Latin and Latin-1, and the marks that our sentences use.
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "\u2009\u200a\u202f–—‘’‚“”„…€→")]
# file to read, file to write, family, weight
FACES = (
    ("source-serif-4-latin-wght-normal.woff2", "card-serif-700.ttf", "Caveat Serif", 700),
    ("source-sans-3-latin-wght-normal.woff2", "card-sans-400.ttf", "Caveat Sans", 400),
    ("source-sans-3-latin-wght-normal.woff2", "card-sans-600.ttf", "Caveat Sans", 600),
)
GLYPHS = ("glyphs-dejavu-sans.woff2", "card-glyphs.ttf", "Caveat Glyphs")


def text_face(source: Path, weight: int) -> TTFont:
    """One weight of a variable face, cut down to LETTERS."""
    variable = TTFont(source)
    axes = {axis.axisTag: weight if axis.axisTag == "wght" else axis.defaultValue for axis in variable["fvar"].axes}
    font = instantiateVariableFont(variable, axes)
    options = Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font["OS/2"].usWeightClass = weight
    return font


def save(font: TTFont, target: Path, family: str, weight: int) -> None:
    """Write a face as a TrueType file with a family's name."""
    _rename(font, family, weight)
    font.flavor = None
    font.save(target)
    print(f"{target.name}: {target.stat().st_size:,} bytes")


def _rename(font: TTFont, family: str, weight: int) -> None:
    is_plain = weight in (400, 700)
    names = {
        1: family if is_plain else f"{family} {weight}",
        2: "Bold" if weight >= 700 else "Regular",
        4: f"{family} {weight}",
        6: f"{family.replace(' ', '')}-{weight}",
        **({} if is_plain else {16: family, 17: "SemiBold"}),
    }
    table = font["name"]
    for number in (16, 17, 21, 22, 25):
        table.removeNames(nameID=number)
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    table.names = [record for record in table.names if record.platformID == 3]


if __name__ == "__main__":
    for source, target, family, weight in FACES:
        save(text_face(FONTS / source, weight), FONTS / target, family, weight)
    save(TTFont(FONTS / GLYPHS[0]), FONTS / GLYPHS[1], GLYPHS[2], 400)
