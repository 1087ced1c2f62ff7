"""The README cannot drift: every page, command, query key and link in it is real, and none is missing."""

import re
from pathlib import Path

import pytest

from caveat.settings import ROOT
from caveat.text.labels import STATUS
from caveat.theme import GLYPH
from caveat.ui.navigation import PAGES
from caveat.ui.url_state import VIEW_KEYS

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)[1].split()
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("path", [entry.path for entry in PAGES])
def test_readme_names_every_page(path: str) -> None:
    assert re.search(rf"`/{path}(?:\?[^`]*)?`", README)


def test_readme_names_no_page_that_is_not_there() -> None:
    table = README.split("## The pages")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `/(\w*)", table, re.MULTILINE)) == {entry.path for entry in PAGES}


@pytest.mark.parametrize("target", TARGETS)
def test_readme_names_every_command(target: str) -> None:
    assert re.search(rf"\bmake {target}\b", README)
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_commands_in_the_docs_exist() -> None:
    for file in DOCS:
        named = re.findall(r"`make (\w+)|^make (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
        for one in named:
            assert "".join(one) in TARGETS, f"{file.name}: make {''.join(one)}"


@pytest.mark.parametrize("key", VIEW_KEYS)
def test_readme_names_every_query_key(key: str) -> None:
    assert re.search(rf"`{key}[=`]", README)


@pytest.mark.parametrize("status", GLYPH)
def test_readme_reads_the_glyphs_as_the_pages_do(status: str) -> None:
    assert f"{GLYPH[status]} {STATUS[status]}" in README


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_links_lead_somewhere(file: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8")):
        if "://" not in link and not link.startswith("#"):
            assert (file.parent / link.split("#")[0]).exists(), f"{file.name} links to {link}"


def test_the_modules_in_the_plan_exist() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    inside = re.findall(r"^  (\w+)/?\s{2,}", plan, re.MULTILINE)
    assert len(inside) >= 10
    for one in inside:
        assert (ROOT / "caveat" / one).is_dir() or (ROOT / "caveat" / f"{one}.py").is_file(), (
            f"docs/architecture.md names caveat/{one}"
        )
    for one in re.findall(r"^(\w+\.py)", plan, re.MULTILINE):
        assert (ROOT / one).is_file()
