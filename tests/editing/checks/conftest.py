"""The real tables with a cell altered, and what a rule finds in them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks import Rule

ErrorsOf = Callable[..., list[DataError]]
ColumnsOf = Callable[..., list[str]]


def altered(dataset: Dataset, table: str, key: str, **cells: object) -> tuple[Dataset, int]:
    """The tables with the cells of the row with an id changed, and the line of that row."""
    frame = dataset[table].copy()
    index = int(frame.index[frame.iloc[:, 0] == key][0])
    for column, value in cells.items():
        assert column in frame.columns
        frame.loc[index, column] = value
    return replace(dataset, frames={**dataset.frames, table: frame}), dataset.line(table, index)


@pytest.fixture
def errors_of(dataset: Dataset) -> ErrorsOf:
    """errors_of(rule, "claims", "atacms-range-01", value_low=5): what a rule finds with that cell changed."""

    def find(rule: Rule, table: str, key: str, **cells: object) -> list[DataError]:
        return list(rule(altered(dataset, table, key, **cells)[0]))

    return find


@pytest.fixture
def columns_of(dataset: Dataset) -> ColumnsOf:
    """The same, as the columns that are named; they must be of that row."""

    def find(rule: Rule, table: str, key: str, **cells: object) -> list[str]:
        changed, line = altered(dataset, table, key, **cells)
        errors = list(rule(changed))
        assert {(error.file, error.row) for error in errors} <= {(f"data/{table}.csv", line)}
        return [error.column for error in errors]

    return find
