"""Rules for all files that no linter holds: nothing calls another host, no file names a machine, small files with a stated reason."""

import ast
import re
from pathlib import Path

from caveat.settings import ROOT, STATIC

FOLDERS = ("caveat", "pages", "scripts", "benchmarks", "tests")
PYTHON = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")) + sorted(ROOT.glob("*.py"))
TEXT = [
    *PYTHON,
    *sorted(path for path in ROOT.glob("*") if path.is_file() and path.suffix in {"", ".md", ".txt", ".toml"}),
    *sorted(
        path
        for folder in ("caveat", "docs", ".streamlit", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {"", ".md", ".css", ".html", ".toml", ".svg", ".txt", ".js"}
    ),
]
TEXT = sorted({path for path in TEXT if path.is_file() and path.name != ".git"})
# Written by others and kept as it came; the browser tests see that it asks no other host for anything.
FOREIGN = STATIC / "plotly-basic.min.js"
SHIPPED = [
    path
    for path in TEXT
    if "tests" not in path.relative_to(ROOT).parts
    and path.suffix in {".py", ".css", ".html", ".js", ".toml", ".svg"}
    and path != FOREIGN
]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it, by its full name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: a relative import hides which way it goes"
            found |= {node.module or ""} | {f"{node.module}.{one.name}" for one in node.names}
    return found


def test_graph_objects_only() -> None:
    assert [named(path) for path in PYTHON if any(one.startswith("plotly.express") for one in imported(path))] == []


def test_each_file_says_its_reason() -> None:
    silent = []
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        if path.name == "__init__.py" and not text.strip():
            continue
        if not (text.startswith('"""') and len(text.split("\n", 1)[0]) > 12 and ast.get_docstring(ast.parse(text))):
            silent.append(named(path))
    assert silent == []


# A catalogue of broken files, one after another, is one thing however long it grows.
CATALOGUES = {"tests/formatting/corpus.py"}


def test_files_are_small() -> None:
    """Where a file passes 400 lines, there are two things in it."""
    lines = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    assert {name: count for name, count in lines.items() if count > 400 and name not in CATALOGUES} == {}


def test_no_machine_paths() -> None:
    pattern = re.compile(r"(?<![\w.:/<>-])/(?:work|home|root|Users|tmp)/\w+")
    assert [f"{named(path)}: {one}" for path in TEXT for one in pattern.findall(path.read_text(encoding="utf-8"))] == []


def test_no_other_host() -> None:
    """No address of another host in what is served or runs; a namespace is a name and no address."""
    allowed = re.compile(
        r"https?://(?:127\.0\.0\.1|localhost|\{|www\.w3\.org/|www\.sitemaps\.org/schemas/|schema\.org/|[\"'`,)]|$)"
    )
    wrong = []
    for path in SHIPPED:
        for line in path.read_text(encoding="utf-8").splitlines():
            wrong += [
                f"{named(path)}: {line.strip()[:120]}"
                for found in re.finditer(r"https?://", line)
                if not allowed.match(line, found.start())
            ]
            wrong += [
                f"{named(path)}: {line.strip()[:120]}"
                for _ in re.finditer(r"""(?:src|href|url)\s*[=(]\s*["']?//\w""", line)
            ]
    assert wrong == []


def test_no_tiles_and_no_map_from_a_third_party() -> None:
    pattern = re.compile(
        r"mapbox|openstreetmap|Scattermap|Choroplethmap|Densitymap|pydeck_chart|st\.map\(|unpkg|jsdelivr|cdnjs|googleapis|gstatic",
        re.IGNORECASE,
    )
    assert [
        f"{named(path)}: {one}" for path in SHIPPED for one in pattern.findall(path.read_text(encoding="utf-8"))
    ] == []


def test_css_loads_from_here_only() -> None:
    for path in (STATIC).rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text, named(path)
        for one in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
            # What stands in the page is read from the page's address; what is a file is read from the file's own place.
            file = STATIC.parent / one.removeprefix("app/") if one.startswith("app/static/") else path.parent / one
            assert one.startswith(("data:", "#")) or (file.resolve().is_relative_to(STATIC) and file.is_file()), (
                f"{named(path)}: {one}"
            )


def test_no_pickle_and_no_eval() -> None:
    """Nothing in an address or a file ever runs."""
    for path in SHIPPED:
        if path.suffix == ".py":
            assert not {one.split(".")[0] for one in imported(path)} & {"pickle", "marshal", "shelve"}, named(path)
            calls = [
                node.func.id
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            ]
            assert not set(calls) & {"eval", "exec", "compile", "__import__"}, named(path)


def test_each_page_has_its_script_and_each_script_its_page() -> None:
    from caveat.ui.navigation import PAGES

    assert {named(Path(entry.script)) for entry in PAGES} == {named(path) for path in (ROOT / "pages").glob("*.py")}
    assert [entry.path for entry in PAGES] == [
        "",
        "map",
        "compare",
        "timeline",
        "positions",
        "suppliers",
        "system",
        "story",
        "data",
    ]


def test_pages_are_short() -> None:
    assert [
        f"{named(path)}: {lines} lines"
        for path in (ROOT / "pages").glob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 120
    ] == []
