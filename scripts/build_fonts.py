"""Build the faces of the preview card, and a small copy of Streamlit's icon face (python -m scripts.build_fonts).

Needs fonttools. The results are kept in the repository. With a folder of the files of npm
`@fontsource-variable/source-sans-3` and `@fontsource-variable/source-serif-4` (5.3.1) it makes the faces of further
scripts too. resvg reads TrueType files only; the faces of the card bear our
names, as the licence asks of altered ones. web/middleware/compression.py serves the icons in place of the whole face;
Material Symbols is under the Apache License 2.0.
"""

import re
import sys
from collections.abc import Sequence, Set
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit
from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from caveat.charts.pictures.canvas import LETTERS
from caveat.settings import ROOT, STATIC

FONTS = STATIC / "fonts"
# face to read, file to write, family, weight
FACES = (
    ("source-serif-4", "card-serif-700.ttf", "Caveat Serif", 700),
    ("source-sans-3", "card-sans-400.ttf", "Caveat Sans", 400),
    ("source-sans-3", "card-sans-600.ttf", "Caveat Sans", 600),
)
# A face comes in files by script: the first as Fontsource has it, the others cut down to LETTERS (see `smaller`).
SCRIPTS = ("latin", "latin-ext", "cyrillic")
NAMES = ("source-sans-3", "source-serif-4")
GLYPHS = ("glyphs-dejavu-sans.woff2", "card-glyphs.ttf", "Caveat Glyphs")
ICONS = FONTS / "icons-material-symbols.woff2"
BUNDLES = Path(streamlit.__file__).parent / "static" / "static"
# A bundle that names more icons than this holds a dictionary of words (emoji, colours), not icons that are shown.
_MANY = 100
_LITERAL = re.compile(r"""["'`]([a-z0-9_]{2,})["'`]""")
_NAMED = re.compile(r":material/([a-z0-9_]+)")


def _options(features: Sequence[str]) -> Options:
    options = Options()
    options.layout_features = list(features)
    options.hinting = False
    return options


def script_file(folder: Path, face: str, script: str) -> Path:
    """The file of a variable face for a script, as the packages of Fontsource name it."""
    return folder / f"{face}-{script}-wght-normal.woff2"


def smaller(source: Path) -> TTFont:
    """A file of a variable face, cut down to LETTERS: it serves pages, and is what pictures are made from."""
    font = TTFont(source)
    _cut(font, LETTERS, "woff2")
    return font


def _cut(font: TTFont, letters: Set[str], flavor: str | None = None) -> None:
    options = _options(["kern", "liga", "mark", "mkmk", "ccmp", "locl"])
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.flavor = flavor
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, letters))
    subsetter.subset(font)
    font.flavor = flavor


def text_face(face: str, weight: int) -> TTFont:
    """One weight of a variable face with all its scripts in one, cut down to LETTERS."""
    with TemporaryDirectory() as folder:
        parts: list[Path] = []
        missing = set(LETTERS)
        for script in SCRIPTS:
            variable = TTFont(script_file(FONTS, face, script))
            axes = {
                axis.axisTag: weight if axis.axisTag == "wght" else axis.defaultValue for axis in variable["fvar"].axes
            }
            part = instantiateVariableFont(variable, axes)
            # A letter in two parts would lose its kerning.
            _cut(part, missing)
            missing -= set(map(chr, part.getBestCmap()))
            parts.append(Path(folder) / f"{script}.ttf")
            part.save(parts[-1])
        font = Merger().merge([str(part) for part in parts])
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


def source() -> Path:
    """Streamlit's own file of the icons; its name bears a hash of the content."""
    return next((BUNDLES / "media").glob("MaterialSymbols-Rounded.*.woff2"))


def ligatures(font: TTFont) -> dict[str, str]:
    """Name of an icon -> its glyph. The face turns the letters of a name into the icon."""
    letter = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    glyphs = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, sets in getattr(table, "ExtSubTable", table).ligatures.items():
                for ligature in sets:
                    name = "".join(letter[part] for part in (first, *ligature.Component))
                    glyphs[name] = ligature.LigGlyph
    return glyphs


def wanted(names: set[str]) -> set[str]:
    """The icons that may be shown: every one that a bundle of Streamlit or our own code names."""
    found: set[str] = set()
    for path in (BUNDLES / "js").glob("*.js"):
        text = path.read_text(encoding="utf-8", errors="ignore")
        literals = set(_LITERAL.findall(text)) & names
        found |= set(_NAMED.findall(text)) & names | (literals if len(literals) <= _MANY else set())
    for folder in ("pages", "caveat"):
        for path in (ROOT / folder).rglob("*.py"):
            found |= set(_NAMED.findall(path.read_text(encoding="utf-8"))) & names
    return found


def icon_face() -> TTFont:
    """Streamlit's icon face with the wanted icons and their letters only."""
    font = TTFont(source(), recalcTimestamp=False)
    icons = ligatures(font)
    options = _options(["rlig", "liga"])
    options.flavor = "woff2"
    # Without this every icon whose name can be spelt with the letters would come along.
    options.layout_closure = False
    options.glyph_names = False
    names = wanted(set(icons))
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(set("".join(names)))), glyphs=[icons[name] for name in names])
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


if __name__ == "__main__":
    # With the folder of the files of Fontsource: the further scripts anew.
    for folder, name, part in (
        (Path(arg), name, part) for arg in sys.argv[1:] for name in NAMES for part in SCRIPTS[1:]
    ):
        smaller(script_file(folder, name, part)).save(script_file(FONTS, name, part))
    for read, written, family, weight in FACES:
        save(text_face(read, weight), FONTS / written, family, weight)
    save(TTFont(FONTS / GLYPHS[0]), FONTS / GLYPHS[1], GLYPHS[2], 400)
    icon_face().save(ICONS)
    print(f"{ICONS.name}: {ICONS.stat().st_size:,} bytes")
