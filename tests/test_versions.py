"""The installed versions are the pinned ones, and Python draws for the plotly.js that the browser has."""

import ast
import re
import sys
from collections.abc import Iterable
from importlib.metadata import version

import pytest
from plotly.offline import get_plotlyjs_version

from caveat.settings import ROOT, STATIC

PINS = {
    name: wanted
    for file in ("requirements.txt", "requirements-dev.txt")
    for name, wanted in re.findall(
        r"^([\w-]+)(?:\[\w+\])?==([\w.]+)\s*$", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE
    )
}


def test_the_browser_has_the_plotly_that_python_writes_for() -> None:
    """static/plotly-basic.min.js is npm's plotly.js-basic-dist-min as it came; its head says its version and its licence."""
    with (STATIC / "plotly-basic.min.js").open(encoding="utf-8") as file:
        head = file.read(400)
    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}" in head
    assert "MIT license" in head


@pytest.mark.parametrize("name", PINS)
def test_installed_as_pinned(name: str) -> None:
    assert version(name) == PINS[name]


def test_every_requirement_is_pinned() -> None:
    lines = [
        line
        for file in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
    ]
    named = [line for line in lines if line.strip() and not line.startswith(("#", "-r "))]
    assert len(named) == len(PINS) >= 15


def _imported(nodes: Iterable[ast.AST]) -> set[str]:
    """The top names of what is imported, the standard library and our own rooms left out."""
    found: set[str] = set()
    for node in nodes:
        names = (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        found |= {name.split(".")[0] for name in names}
    return found - set(sys.stdlib_module_names) - {"caveat", "frame", "pages", "web", "server", "app", "scripts"}


def test_every_import_is_required() -> None:
    """What a module of the dashboard imports when it loads is there to run it; what a function imports when an editor calls it may come with the tests."""
    run, all_of_them = (
        {
            name.replace("-", "_")
            for file in files
            for name in re.findall(r"^([\w-]+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
        }
        for files in (["requirements.txt"], ["requirements.txt", "requirements-dev.txt"])
    )
    for path in [
        *ROOT.glob("*.py"),
        *(one for room in ("caveat", "frame", "pages", "web") for one in (ROOT / room).rglob("*.py")),
    ]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert _imported(tree.body) <= run, path.name
        assert _imported(ast.walk(tree)) <= all_of_them, path.name
