"""The README cannot drift: every page, command, query key and link in it is real, and none is missing."""

import re
from pathlib import Path

import pytest

from caveat.content.pages import PAGES
from caveat.domain.query import VIEW_KEYS
from caveat.settings import ROOT
from caveat.text.labels import STATUS
from caveat.theme import GLYPH

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
        for name in named:
            assert "".join(name) in TARGETS, f"{file.name}: make {''.join(name)}"


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


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_tree_in_the_architecture_is_the_tree() -> None:
    """Every folder and module of caveat/ has its line, and every line its folder or module."""
    tree = ARCHITECTURE.split("```")[1]
    described = set(re.findall(r"^  (\w+)/?\s{2,}", tree, re.MULTILINE))
    assert described == {
        path.stem
        for path in (ROOT / "caveat").iterdir()
        if not path.name.startswith(("__", ".")) and path.suffix != ".typed"
    }
    for name in re.findall(r"^(\w\S+)", tree, re.MULTILINE):
        assert name == "caveat/" or (ROOT / name).exists(), f"docs/architecture.md names {name}"


def test_the_path_of_an_address_never_goes_back_up() -> None:
    """The files between `asof` in the address and the figure: at most 12, downwards, each imported by one before it."""
    files = re.findall(
        r"^\d+\. `([\w/.]+)`", ARCHITECTURE.split("## From the address to the map")[1].split("\n## ")[0], re.M
    )
    assert 2 < len(files) <= 12
    layers = ["pages", "ui", "content", "charts", "text", "domain", "dataset"]
    depths = [layers.index(Path(file).parent.name) for file in files]
    assert depths == sorted(depths)
    sources = [(ROOT / file).read_text(encoding="utf-8") for file in files]
    for index, file in enumerate(files[1:], 1):
        package, module = ".".join(Path(file).parent.parts), Path(file).stem
        pattern = rf"from {package}\.{module} import|from {package} import [^#]*?\b{module}\b"
        assert any(re.search(pattern, source) for source in sources[:index]), f"nothing before {file} imports it"


def test_modules_named_in_the_docs_exist() -> None:
    """A file that the docs name by its path is there, but for the examples of files to add."""
    for file in [*DOCS, ROOT / "CONTRIBUTING.md"]:
        text = re.sub(
            r"^## Add an? .*?(?=^## |\Z)", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        for name in re.findall(r"`((?:caveat|pages|scripts|tests|benchmarks|deploy)/[\w/.-]+)`", text):
            assert (ROOT / name).exists(), f"{file.name} names {name}"
