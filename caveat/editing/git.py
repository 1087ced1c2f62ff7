"""The data package as it was at a git revision."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoRevision(Exception):
    """A revision that cannot be read, with the reason in words."""


@contextmanager
def folder_at(revision: str, folder: Path) -> Iterator[Path]:
    """A temporary folder with the CSV and JSON files that `folder` had at a revision. NoRevision where there is none."""
    commit = (
        _git(
            folder,
            f"there is no revision “{revision}”",
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            f"{revision}^{{commit}}",
        )
        .decode()
        .strip()
    )
    names = _git(folder, f"“{folder}” cannot be listed", "ls-tree", "-z", "--name-only", commit).decode().split("\0")
    files = [name for name in names if name.endswith((".csv", ".json"))]
    if "datapackage.json" not in files:
        raise NoRevision(f"“{folder}” held no data package at the revision “{revision}”")
    with tempfile.TemporaryDirectory() as near:
        copy = Path(near) / folder.resolve().name
        copy.mkdir()
        for name in files:
            (copy / name).write_bytes(
                _git(folder, f"“{name}” cannot be read", "cat-file", "blob", f"{commit}:./{name}")
            )
        yield copy


def revisions_of(folder: Path) -> Iterator[str]:
    """The revisions that changed the folder, the newest first. NoRevision where git cannot say."""
    yield from _git(folder, f"“{folder}” has no history", "log", "--format=%H", "--", ".").decode().split()


def _git(folder: Path, trouble: str, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except OSError as error:
        raise NoRevision("git is not installed") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise NoRevision(trouble + (f" ({said})" if said else ""))
    return done.stdout
