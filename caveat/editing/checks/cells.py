"""Name a cell that breaks a rule: its file, line and column, what it holds and what was expected."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from caveat.dataset.errors import DataError
from caveat.dataset.foreign_keys import key_column
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset, file_name

Row = Mapping[str, Any]
Cell = tuple[str, object, str]  # table, index of the row in the table's frame, column


def numbered_rows(frame: pd.DataFrame) -> Iterable[tuple[int, Row]]:
    """Each row of a frame with its index, as a dict: a Series for each row would take twice as long."""
    return frame.to_dict("index").items()


def quoted(value: object) -> str:
    """A cell's value in quotation marks, or "nothing" if it is blank."""
    if value == "" or value != value:  # a blank number is NaN, which differs from itself
        return "nothing"
    return f'"{value:g}"' if isinstance(value, float) else f'"{value}"'


def cell_error(dataset: Dataset, cell: Cell, expected: str, mend: str = "", found: str = "") -> DataError:
    """The error of one cell; `found` is the cell's value unless given."""
    table, index, column = cell
    row = int(str(index))
    found = found or quoted(dataset[table].at[row, column])
    return DataError(file_name(table, dataset.folder), dataset.line(table, row), column, found, expected, mend)


def unknown_id_hint(dataset: Dataset, targets: Sequence[str], identifier: str, known: Collection[str]) -> str:
    """What to do about an id that no row of the `targets` has: withdrawn, a slip for one of `known`, or new."""
    if any(dataset.was_withdrawn(target, key_column(dataset, target), identifier) for target in targets):
        return "its row was withdrawn: name another, or withdraw this row too"
    files = " or ".join(file_name(target, dataset.folder) for target in targets)
    return suggestion(identifier, known) or f"add its row to {files} first, or name another"
