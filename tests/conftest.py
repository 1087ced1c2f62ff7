"""What all tests share: the real tables, the log, a copy of the data that a test may break, pages opened through AppTest."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from caveat import package, restrictions
from caveat import tables as table_files
from caveat.restrictions import Log
from caveat.tables import Tables
from tests.opened import ROOT, Opened


@pytest.fixture(autouse=True, scope="session")
def _at_the_root() -> Iterator[None]:
    """Streamlit looks for its configuration in the current folder, and warns in each test that no browser is there."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.delenv("CAVEAT_DATA", raising=False)
        yield


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The real tables."""
    return table_files.load(package.DATA)


@pytest.fixture(scope="session")
def log(tables: Tables) -> Log:
    """The real log of restrictions."""
    return restrictions.log_of(tables)


@pytest.fixture(scope="session")
def csv_rows() -> Callable[[str], list[dict[str, str]]]:
    """The rows of a table straight from its CSV, past all of our own code."""

    def read(table: str) -> list[dict[str, str]]:
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture
def data_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `data` with all tables, which pages read in this test. Its files are links: `unlink` one before writing another in its place."""
    folder = tmp_path / "data"
    folder.mkdir()
    for file in (ROOT / "data").iterdir():
        (folder / file.name).symlink_to(file)
    monkeypatch.setenv("CAVEAT_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def open_page() -> Callable[..., Opened]:
    """`open_page(page_id, query, theme)`: a new session on a page."""
    return Opened
