"""A repository that holds a copy of the data."""

import subprocess
from pathlib import Path

import pytest


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
