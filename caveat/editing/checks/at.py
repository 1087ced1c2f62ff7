"""Where a fault is: from a row of a frame to the line of its file."""

from caveat.dataset import tables as reading
from caveat.dataset.errors import DataError


def quoted(cell: object) -> str:
    """A cell as a fault names it: in quotation marks, or "nothing" where it is blank."""
    if cell == "" or cell != cell:  # a blank number is NaN, which differs from itself
        return "nothing"
    return f'"{cell:g}"' if isinstance(cell, float) else f'"{cell}"'


def at(
    tables: reading.Dataset, table: str, index: object, column: str, expected: str, mend: str = "", found: str = ""
) -> DataError:
    """A fault at row `index` (of the frame) and column of a table; `found` is the cell itself unless something else is given."""
    row = int(str(index))
    name = reading.file_name(table, tables.folder)
    return DataError(
        name, tables.line(table, row), column, found or quoted(tables[table].at[row, column]), expected, mend
    )
