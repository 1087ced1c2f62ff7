"""Name a cell that breaks a rule: its file, line and column, what it holds and what was expected."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from caveat.dataset import foreign_keys, records, schema
from caveat.dataset.errors import DataError
from caveat.dataset.memo import memoized
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset, file_name
from caveat.editing import published_ids
from caveat.text import labels

Row = Mapping[str, Any]
Cell = tuple[str, object, str]  # table, index of the row in the table's frame, column


def numbered_rows(frame: pd.DataFrame) -> Iterable[tuple[int, Row]]:
    """Each row of a frame with its index, as a dict: a Series for each row would take twice as long."""
    return zip(frame.index, records.frame_rows(frame), strict=True)


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


def unknown_id_hint(dataset: Dataset, targets: Sequence[str], identifier: str) -> str:
    """What to do about an id that no row of the `targets` has: its row was deleted or withdrawn, a slip, or new."""
    for target in targets:
        if (target, identifier) in _published(dataset) and not _was_withdrawn(dataset, target, identifier):
            path = schema.resource(target, dataset.folder)["path"]
            return f"its row was deleted from {path}: put it back, or name another"
    return foreign_keys.unknown_id_hint(dataset, targets, identifier)


def _was_withdrawn(dataset: Dataset, table: str, identifier: str) -> bool:
    return dataset.was_withdrawn(table, foreign_keys.key_column(dataset, table), identifier)


@memoized()
def _published(dataset: Dataset) -> frozenset[tuple[str, str]]:
    return frozenset(published_ids.read(dataset.folder))


def value_hint(text: str, allowed: Collection[str]) -> str:
    """Which allowed value somebody meant, by a slip or by the word that readers see in its place; "" if none."""
    for names in (labels.STATUS, labels.STATUS_SHORT, labels.CERTAINTY):
        if hint := suggestion(text, allowed, names):
            return hint
    return ""
