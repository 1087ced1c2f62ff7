"""Read the data package as it was at a git revision."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caveat.editing.files import folder_with


class NoRevision(Exception):
    """A revision that cannot be read, with the reason in words."""


@contextmanager
def folder_at(revision: str, folder: Path) -> Iterator[Path]:
    """A temporary folder with the CSV and JSON files that `folder` had at a revision.

    NoRevision if git has no such revision, or it held no data package.
    """
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _run_git(folder, f"there is no revision “{revision}”", *words).decode().strip()
    listing = _run_git(folder, f"“{folder}” cannot be listed", "ls-tree", "-z", "--name-only", commit)
    contents = {
        name: _run_git(folder, f"“{name}” cannot be read", "cat-file", "blob", f"{commit}:./{name}")
        for name in listing.decode().split("\0")
        if name.endswith((".csv", ".json"))
    }
    if "datapackage.json" not in contents:
        raise NoRevision(f"“{folder}” held no data package at the revision “{revision}”")
    with folder_with(folder.resolve().name, contents) as copy:
        yield copy


def revisions_of(folder: Path) -> Iterator[str]:
    """The revisions that changed the folder, the newest first. NoRevision if git cannot say."""
    yield from _run_git(folder, f"“{folder}” has no history", "log", "--format=%H", "--", ".").decode().split()


def _run_git(folder: Path, trouble: str, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except OSError as error:
        raise NoRevision("git is not installed") from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        raise NoRevision(trouble + (f" ({reason})" if reason else ""))
    return done.stdout
