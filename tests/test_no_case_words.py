"""No code, template, style or script is about the subject of data/: everything about it is data."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from caveat.settings import ROOT, STATIC
from tests.support import case_words

CODE = [ROOT / "app.py", ROOT / "server.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "caveat").rglob("*.py")]
# Files of others, and files that were made from one.
OTHERS = ("plotly-basic.min.js",)
TEXTS = [
    path
    for folder, endings in ((ROOT / "caveat" / "templates", {".html", ".svg"}), (STATIC, {".js", ".css", ".svg"}))
    for path in folder.rglob("*")
    if path.suffix in endings and path.name not in OTHERS
]


def strings_and_names(path: Path) -> Iterator[tuple[int, str]]:
    """The texts and the names in a module with their lines, without docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg | ast.keyword):
            yield node.lineno, node.arg or ""


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_names_the_subject(path: Path) -> None:
    found = [
        f"{line}: {', '.join(words)} in {text[:80]!r}"
        for line, text in strings_and_names(path)
        if (words := case_words.found_in(text, ignore_case=True) or sorted({text} & case_words.codes()))
    ]
    assert found == [], path.relative_to(ROOT)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_template_style_or_script_names_the_subject(path: Path) -> None:
    text = re.sub(
        r"/\*.*?\*/|\{#.*?#\}|<!--.*?-->|^\s*//.*?$", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    assert case_words.found_in(text, ignore_case=True) == [], path.name
    quoted = re.findall(r"""["'](\w+)["']""", text)
    assert sorted(set(quoted) & case_words.codes()) == [], path.name


def test_the_words_follow_the_data() -> None:
    words = set(case_words.names())
    assert {"Ukraine", "Russia", "Kursk", "Crimea", "Kyiv", "Moscow", "Washington", "ATACMS", "atacms"} <= words
    assert case_words.found_in("RUSSIA and ru_kursk", ignore_case=True) == ["RUSSIA", "ru_kursk"]
    assert case_words.found_in("A prussian ukase") == []
