"""Rules that no linter checks: small files, no machine's paths, no other host, nothing run from text."""

import ast
import re
from pathlib import Path

from caveat.content.pages import PAGES
from caveat.settings import ROOT, STATIC
from caveat.ui import navigation

FOLDERS = ("caveat", "pages", "scripts", "benchmarks", "tests")
PYTHON = sorted([*ROOT.glob("*.py"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))])
# Published by others and unchanged; browser tests see that it asks no other host.
PLOTLY = STATIC / "plotly-basic.min.js"
SERVED_SUFFIXES = {".py", ".css", ".html", ".js", ".toml", ".svg"}
SERVED = [
    *(path for path in PYTHON if not path.is_relative_to(ROOT / "tests")),
    *(path for path in (ROOT / "caveat").rglob("*") if path.suffix in SERVED_SUFFIXES - {".py"} and path != PLOTLY),
    ROOT / ".streamlit" / "config.toml",
]
PROSE = [
    path for folder in ("", "docs") for suffix in ("md", "txt", "toml") for path in (ROOT / folder).glob(f"*.{suffix}")
]
OTHERS = [ROOT / name for name in ("Makefile", "LICENSE", ".gitignore", ".containerignore", ".ci/run")]
TEXT = [*PYTHON, *(path for path in SERVED if path.suffix != ".py"), *PROSE, *OTHERS]
# Lists of examples, which may be long.
CATALOGUES = {"tests/editing/spreadsheet/corpus.py"}


def matches(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """What a pattern finds in files, as "file: text"."""
    return [
        f"{name(path)}: {match[0][:120]}"
        for path in paths
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_files_have_at_most_400_lines() -> None:
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    assert {file: count for file, count in lines.items() if count > 400 and file not in CATALOGUES} == {}


def test_no_machine_paths() -> None:
    assert matches(TEXT, re.compile(r"(?<![\w.:/<>-])/(?:work|home|root|Users|tmp)/\w+")) == []


def test_no_other_host() -> None:
    """What is served or run has no address of another host; the name of a namespace is not an address."""
    here = r"127\.0\.0\.1|localhost|\{|www\.w3\.org/|www\.sitemaps\.org/schemas/|schema\.org/|[\"'`,)\s]|$"
    assert matches(SERVED, re.compile(rf"https?://(?!{here}).*", re.MULTILINE)) == []
    assert matches(SERVED, re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?//\w""")) == []


def test_no_map_tiles_and_no_content_network() -> None:
    maps = r"mapbox|openstreetmap|Scattermap|Choroplethmap|Densitymap|pydeck_chart|st\.map\("
    networks = r"unpkg|jsdelivr|cdnjs|googleapis|gstatic"
    assert matches(SERVED, re.compile(f"{maps}|{networks}", re.IGNORECASE)) == []


def test_css_loads_own_files_only() -> None:
    """An address in a style sheet is read from the sheet's folder, or from the page's if it begins with app/static/."""
    for path in STATIC.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text, name(path)
        for url in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
            file = STATIC.parent / url.removeprefix("app/") if url.startswith("app/static/") else path.parent / url
            is_own = file.resolve().is_relative_to(STATIC) and file.is_file()
            assert is_own or url.startswith(("data:", "#")), f"{name(path)}: {url}"


def test_no_code_is_made_from_text() -> None:
    """ruff finds eval, exec and pickle; these two it does not."""
    for path in SERVED:
        if path.suffix == ".py":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
            assert not called & {"compile", "__import__"}, name(path)


def test_each_page_has_a_script() -> None:
    assert {name(Path(navigation.script_path(page))) for page in PAGES} == {
        name(path) for path in (ROOT / "pages").glob("*.py")
    }


def test_public_paths_never_change() -> None:
    paths = ["", "map", "compare", "timeline", "consent", "positions", "suppliers", "system", "story", "data", "about"]
    assert sorted(page.path for page in PAGES) == sorted(paths)
