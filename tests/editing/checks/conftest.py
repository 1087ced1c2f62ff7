"""The real tables, and copies of them with a cell altered."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from caveat.dataset import schema, tables

Altered = Callable[..., tables.Dataset]


@pytest.fixture(scope="session")
def real() -> tables.Dataset:
    return tables.load()


@pytest.fixture
def altered(real: tables.Dataset) -> Altered:
    """altered("claims", "atacms-range-01", value_low=5) -> the real tables with that row's cell changed."""

    def make(table: str, key: str, start: tables.Dataset = real, **cells: object) -> tables.Dataset:
        frame = start[table].copy()
        index = line_of(start, table, key) - 2
        for column, value in cells.items():
            assert column in frame.columns
            frame.loc[index, column] = value
        return replace(start, frames={**start.frames, table: frame})

    return make


def line_of(tables_: tables.Dataset, table: str, key: str) -> int:
    """The line of the row with an id, found in the frame's own order."""
    found = tables_[table].index[tables_[table].iloc[:, 0] == key]
    assert len(found) >= 1, key
    return int(found[0]) + 2


@pytest.fixture
def line(real: tables.Dataset) -> Callable[[str, str], int]:
    return lambda table, key: line_of(real, table, key)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of data/ that a test may break."""
    (tmp_path / "data").mkdir()
    for path in schema.DATA.glob("*.*"):
        shutil.copy(path, tmp_path / "data")
    return tmp_path / "data"
