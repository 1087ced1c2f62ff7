"""Dependencies are locked, installed as locked and complete; the wheel holds the code and its files."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from plotly.offline import get_plotlyjs_version

from caveat.settings import ROOT, STATIC

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEPENDENCIES = [Requirement(text) for text in PYPROJECT["project"]["dependencies"]]
GROUPS = {
    name: [Requirement(text) for text in texts if isinstance(text, str)]
    for name, texts in PYPROJECT["dependency-groups"].items()
}
EXPORTED = {"requirements.txt": ["--no-dev"], ".ci/requirements-uv.txt": ["--only-group", "lock"]}


def uv(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run uv without the network, on the environment of this test."""
    command = [str(Path(sys.prefix) / "bin" / "uv"), *arguments, "--offline"]
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": sys.prefix}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_every_dependency_has_one_version() -> None:
    requirements = [*DEPENDENCIES, *(requirement for group in GROUPS.values() for requirement in group)]
    assert [
        str(requirement) for requirement in requirements if not re.fullmatch(r"==[\w.]+", str(requirement.specifier))
    ] == []


@pytest.mark.parametrize("name", EXPORTED)
def test_exported_file_follows_the_lock(name: str) -> None:
    """`--locked` fails if uv.lock does not follow pyproject.toml; the hashes are part of what is compared."""
    exported = uv("export", "--quiet", "--locked", "--no-emit-project", "--no-annotate", "--no-header", *EXPORTED[name])
    assert exported.returncode == 0, exported.stderr
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == exported.stdout.splitlines(), "run make lock"
    assert "--hash=sha256:" in exported.stdout and "://" not in exported.stdout


def test_installed_as_locked() -> None:
    checked = uv("sync", "--locked", "--check", "--inexact", "--no-install-project")
    assert checked.returncode == 0, checked.stderr


def test_the_lock_names_the_public_index_only() -> None:
    addresses = re.findall(r"\w+://[^/\"]*/(?:simple)?", (ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert set(addresses) == {"https://pypi.org/simple", "https://files.pythonhosted.org/"}


def test_what_runs_elsewhere_installs_by_hash() -> None:
    """Workflows, image and Makefile install what the lock holds and nothing else."""
    files = (*(ROOT / ".github" / "workflows").glob("*.yml"), ROOT / "deploy" / "Containerfile", ROOT / "Makefile")
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    pip = [line for line in lines if "pip install" in line]
    sync = [line for line in lines if "uv sync" in line]
    assert len(pip) == 3 and all("--require-hashes" in line for line in pip)
    assert len(sync) == 2 and all("--locked" in line for line in sync)


def test_the_browser_has_the_plotly_that_python_writes_for() -> None:
    """plotly-basic.min.js is npm's plotly.js-basic-dist-min, unchanged; its head has its version and licence."""
    with (STATIC / "plotly-basic.min.js").open(encoding="utf-8") as file:
        head = file.read(400)
    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}" in head
    assert "MIT license" in head


def imported(nodes: Iterable[ast.AST]) -> set[str]:
    """The top-level names that the nodes import, without the standard library and our own packages."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    # Pillow's module has its old name.
    return {name.replace("PIL", "pillow") for name in names} - set(sys.stdlib_module_names) - {"caveat", "app"}


def test_every_import_is_a_dependency() -> None:
    """What a module imports is a dependency; what a function imports may come with the group dev."""
    run, dev = (
        {requirement.name.replace("-", "_") for requirement in requirements}
        for requirements in (DEPENDENCIES, GROUPS["dev"])
    )
    run.add("pydantic_core")  # pydantic asks for one version of it
    for path in [*ROOT.glob("*.py"), *(ROOT / "caveat").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert imported(tree.body) <= run, path.name
        assert imported(ast.walk(tree)) <= run | dev, path.name


def test_the_wheel_holds_the_code(tmp_path: Path) -> None:
    """The wheel has every module, template and static file, and the starter; its commands run from it."""
    built = uv("build", "--wheel", "--quiet", "--out-dir", str(tmp_path))
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "wheel")
    files = [path for path in (ROOT / "caveat").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert [path for path in files if not (tmp_path / "wheel" / path.relative_to(ROOT)).is_file()] == []
    (entry_points,) = (tmp_path / "wheel").glob("*.dist-info/entry_points.txt")
    assert "caveat = caveat.__main__:main" in entry_points.read_text(encoding="utf-8").replace("=caveat", "= caveat")
    # The tables are described outside the wheel: CAVEAT_DATA names their folder.
    environment = {**os.environ, "CAVEAT_DATA": str(ROOT / "data")}
    check, new = ["check", "--tables", str(ROOT / "data")], ["new", "case", "new"]
    for words, said in ((check, "are sound"), (new, "invented case")):
        command = [sys.executable, "-m", "caveat", *words]
        run = subprocess.run(
            command, cwd=tmp_path / "wheel", env=environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0 and said in run.stdout, run.stderr
