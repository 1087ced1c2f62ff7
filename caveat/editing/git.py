"""Read the data package as it was at a git revision."""

import hashlib
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from caveat.editing.files import folder_with


class NoRevision(Exception):
    """A revision that cannot be read, with the reason in words."""


@contextmanager
def folder_at(revision: str, folder: Path, only: Collection[str] | None = None) -> Iterator[Path]:
    """A temporary folder with the CSV and JSON files (or `only` those CSV files) that `folder` had at a revision.

    NoRevision if git has no such revision, or it held no data package.
    """
    blobs = _blobs(revision, folder)
    contents = {
        name: _run_git(folder, f"“{name}” cannot be read", "cat-file", "blob", blob)
        for name, blob in blobs.items()
        if name.endswith((".csv", ".json")) and (only is None or name in only or name == "datapackage.json")
    }
    if "datapackage.json" not in contents:
        raise NoRevision(f"“{folder}” held no data package at the revision “{revision}”")
    with folder_with(folder.resolve().name, contents) as copy:
        yield copy


def changed_files(revision: str, folder: Path) -> set[str]:
    """The files of a revision that have other bytes in the folder now, or are gone. NoRevision if there is none."""
    changed = set()
    for name, blob in _blobs(revision, folder).items():
        path = folder / name
        if path.is_dir():
            continue
        body = path.read_bytes() if path.is_file() else None
        digest = hashlib.sha1 if len(blob) == 40 else hashlib.sha256
        if body is None or digest(b"blob %d\0" % len(body) + body).hexdigest() != blob:
            changed.add(name)
    return changed


def content(revision: str, folder: Path, name: str) -> bytes:
    """A file of a folder at a revision. NoRevision if it was not there."""
    blob = _blobs(revision, folder).get(name)
    if blob is None:
        raise NoRevision(f"“{name}” was not in “{folder}” at the revision “{revision}”")
    return _run_git(folder, f"“{name}” cannot be read", "cat-file", "blob", blob)


def _blobs(revision: str, folder: Path) -> dict[str, str]:
    """The names in a folder at a revision, each with git's name of its content. NoRevision if there is none."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _run_git(folder, f"there is no revision “{revision}”", *words).decode().strip()
    listing = _run_git(folder, f"“{folder}” cannot be listed", "ls-tree", "-z", commit).decode()
    entries = (entry.partition("\t") for entry in listing.split("\0") if entry)
    return {name: described.split()[2] for described, _, name in entries}


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
