"""A fault in the data: where it is, what was found, what was expected, how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class DataError:
    """An error in a data file: where it is, what was found, what was expected.

    `file` is relative to the data folder's parent, `row` counts lines of the file (the header is 1);
    0 and "" if unknown.
    """

    file: str
    row: int
    column: str
    found: str
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        location = ":".join(
            [self.file, *([str(self.row)] if self.row else []), *([self.column] if self.column else [])]
        )
        return "; ".join(
            [f"{location}: found {self.found}", f"expected {self.expected}", *([self.mend] if self.mend else [])]
        )


class UnusableTable(Exception):
    """A table that cannot be used, with the faults that say why."""

    def __init__(self, table: str, faults: tuple[DataError, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.table = table
        self.faults = faults
