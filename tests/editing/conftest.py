"""A copy of the data, and a repository that holds it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from caveat.dataset import schema


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of data/ that a test may break."""
    return Path(shutil.copytree(schema.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("geo")))


def git(folder: Path, *words: str) -> None:
    """Run git in a folder, as an author of its own."""
    author = ("-c", "user.name=A", "-c", "user.email=a@localhost")
    subprocess.run(["git", "-C", str(folder), *author, *words], check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    """The folder of a repository that holds a copy of the data, committed once."""
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-qm", "The data")
    return folder
