"""The installed versions are the pinned ones, and Python draws for the plotly.js that the browser has."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import streamlit
from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).resolve().parent.parent
PINS = {
    name: wanted
    for file in ("requirements.txt", "requirements-dev.txt")
    for name, wanted in re.findall(r"^([\w-]+)(?:\[\w+\])?==([\w.]+)\s*$", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
}


def browser_plotly() -> tuple[int, ...]:
    """The version of the plotly.js in Streamlit's own bundle."""
    bundles = list((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("PlotlyChart.*.js"))
    assert len(bundles) == 1
    found = set(re.findall(r"version:[`\"'](\d+\.\d+\.\d+)[`\"']", bundles[0].read_text(encoding="utf-8")))
    assert len(found) == 1, found
    return tuple(int(part) for part in found.pop().split("."))


def test_same_major_of_plotly_js() -> None:
    python = tuple(int(part) for part in get_plotlyjs_version().split("."))
    browser = browser_plotly()
    assert python[0] == browser[0]
    assert python <= browser, "plotly.py must not write what the browser's older plotly.js does not know"


@pytest.mark.parametrize("name", PINS)
def test_installed_as_pinned(name: str) -> None:
    assert version(name) == PINS[name]


def test_every_requirement_is_pinned() -> None:
    lines = [line for file in ("requirements.txt", "requirements-dev.txt") for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    named = [line for line in lines if line.strip() and not line.startswith(("#", "-r "))]
    assert len(named) == len(PINS) >= 15


def test_every_import_is_required() -> None:
    """What the dashboard imports stands in requirements.txt, so that a fresh machine has it."""
    run = set(re.findall(r"^([\w-]+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    ours = {"caveat", "frame", "pages", "web", "server", "app", "scripts"}
    missing = set()
    for path in [*ROOT.glob("*.py"), *(one for room in ("caveat", "frame", "pages", "web") for one in (ROOT / room).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            missing |= {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - ours - run
    # Starlette is Streamlit's own server; which version fits is Streamlit's to say.
    assert missing - {"starlette"} == set()
