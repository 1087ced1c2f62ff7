"""The parts of Streamlit's JavaScript that a page will ask for. The first HTML names them so that they load at once."""

import re
from functools import cache
from pathlib import Path

import streamlit

from caveat.charts import basemap

STATIC = Path(streamlit.__file__).parent / "static"
# What the frame of every page is made of, by the names of Streamlit's parts.
FRAME = ("Html", "Button", "TextInput", "DateInput", "Slider", "ButtonGroup")
# As a figure names it in an attribute (templates/chart.html).
_SHAPE = re.compile(rf'"shape":"({basemap.FOLDER}/[\w.\-]+\.json)"')
_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.\-]+\.js)["'`]""")


@cache
def part(name: str) -> Path | None:
    """The file of a part: "Slider" -> Slider.<hash>.js; None if this Streamlit has no such part."""
    return next(iter(sorted((STATIC / "static" / "js").glob(f"{name}.*.js"))), None)


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The files that a file needs before it runs."""
    # At the top of a bundle only: further down stand names for later, and the largest file has 5 MB.
    with path.open(encoding="utf-8", errors="ignore") as file:
        return tuple(dict.fromkeys(_IMPORT.findall(file.read(20_000))))


def shapes(body: str) -> tuple[str, ...]:
    """The addresses of the shapes that the figures of a first HTML name, each once, in their order."""
    return tuple(dict.fromkeys(_SHAPE.findall(body)))


@cache
def files() -> tuple[str, ...]:
    """The files that each first HTML asks for, the largest last, without those that Streamlit's shell names itself."""
    named = set(re.findall(r"static/js/([\w.\-]+\.js)", (STATIC / "index.html").read_text(encoding="utf-8")))
    needed: dict[str, None] = {}
    waiting = [part(name) for name in FRAME]
    while waiting:
        path = waiting.pop(0)
        if path is None or path.name in named or path.name in needed or not path.is_file():
            continue
        needed[path.name] = None
        waiting += [path.parent / name for name in imports(path)]
    return tuple(sorted(needed, key=lambda name: (STATIC / "static" / "js" / name).stat().st_size))
