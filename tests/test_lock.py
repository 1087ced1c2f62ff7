"""The locks hold what the requirements ask for, every file by its hash, and nothing else is installed."""

import re
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from caveat.settings import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> list[tuple[Requirement, list[str]]]:
    """The packages of a lock with their hashes."""
    found: list[tuple[Requirement, list[str]]] = []
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        text = line.strip().removesuffix("\\").strip()
        if text.startswith("--hash="):
            found[-1][1].append(text.removeprefix("--hash="))
        elif text and not text.startswith("#"):
            found.append((Requirement(text), []))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_one_version_and_hashes(name: str) -> None:
    assert len(locked(name)) > 60
    for one, hashes in locked(name):
        assert re.fullmatch(r"==[\w.+!]+", str(one.specifier)), one
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", found) for found in hashes), one


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_what_is_required(name: str) -> None:
    pinned = {canonicalize_name(one.name): one for one, _ in locked(name)}
    asked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    if "dev" in name:
        asked += (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    required = [Requirement(line) for line in asked.splitlines() if line.strip() and not line.startswith(("#", "-r"))]
    assert len(required) >= 15
    for one in required:
        assert pinned[canonicalize_name(one.name)].specifier == one.specifier


@pytest.mark.parametrize("name", LOCKS)
def test_installed_as_locked(name: str) -> None:
    here = [one for one, _ in locked(name) if one.marker is None or one.marker.evaluate()]
    assert {one.name: version(one.name) for one in here} == {
        one.name: str(one.specifier).removeprefix("==") for one in here
    }


def test_the_locks_agree() -> None:
    run, dev = ({one.name: str(one.specifier) for one, _ in locked(name)} for name in LOCKS)
    assert run.items() <= dev.items()


@pytest.mark.parametrize("name", LOCKS)
def test_no_index_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text and "--index-url" not in text and "--find-links" not in text


def test_what_runs_elsewhere_installs_by_hash() -> None:
    """The workflow on pull requests, the image and the Makefile install what the lock holds and nothing else."""
    files = (*(ROOT / ".github" / "workflows").glob("*.yml"), ROOT / "deploy" / "Containerfile", ROOT / "Makefile")
    found = [
        line
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if "pip install" in line and ".venv-peers" not in line
    ]
    assert len(found) == 4
    for line in found:
        assert re.search(r"--require-hashes -r requirements(-dev)?\.lock", line), line
