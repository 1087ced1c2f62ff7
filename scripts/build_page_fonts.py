"""Build a copy of Streamlit's icon face, cut to the icons that it can show here (python -m scripts.build_page_fonts).

Needs fonttools. The result is kept in the repository; web/middleware/compression.py serves it in place of the whole
face. Material Symbols is under the Apache License 2.0.
"""

import re
from pathlib import Path

import streamlit
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from caveat.settings import ROOT, STATIC

TARGET = STATIC / "fonts" / "icons-material-symbols.woff2"
STREAMLIT = Path(streamlit.__file__).parent
BUNDLES = STREAMLIT / "static" / "static"
# A bundle that names more icons than this holds a dictionary of words (emoji, colours), not icons that are shown.
_MANY = 100
_LITERAL = re.compile(r"""["'`]([a-z0-9_]{2,})["'`]""")
_NAMED = re.compile(r":material/([a-z0-9_]+)")


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


def build() -> bytes:
    """The face with the wanted icons and their letters only, as woff2."""
    font = TTFont(source(), recalcTimestamp=False)
    icons = ligatures(font)
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["rlig", "liga"]
    # Without this every icon whose name can be spelt with the letters would come along.
    options.layout_closure = False
    options.hinting = False
    options.glyph_names = False
    names = wanted(set(icons))
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(set("".join(names)))), glyphs=[icons[name] for name in names])
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(TARGET)
    return TARGET.read_bytes()


if __name__ == "__main__":
    print(f"{TARGET.name}: {len(build()):,} bytes")
