"""What a spreadsheet did to a file or to a cell, mended or left to the editor."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

FROM_LAST_VERSION = "take the cell from the last version of the file, and let the spreadsheet import the column as text"
_BY_COMMAND = "`python -m caveat format` mends it"
Rows = list[tuple[int, list[str]]]  # the line on which a row begins, and its cells


@dataclass(frozen=True)
class Finding:
    """One place of a file that is not canonical.

    `line` counts lines of the file as it is (the header is 1; 0 is the whole file); `advice` tells the editor what to
    do; `mended` says that the formatter does it.
    """

    line: int
    column: str
    found: str
    expected: str
    advice: str = ""
    mended: bool = True

    @property
    def mend(self) -> str:
        """How to mend it, as an error prints it."""
        return "; ".join(filter(None, [self.advice, _BY_COMMAND if self.mended else ""]))

    def put_off(self) -> "Finding":
        """The same in a file that the formatter leaves as it is, because its rows or its header are not whole."""
        if not self.mended:
            return self
        advice = "; ".join(filter(None, [self.advice, f"{_BY_COMMAND} once the header and all rows are whole"]))
        return replace(self, advice=advice, mended=False)


@dataclass(frozen=True)
class Repair:
    """What was expected of a cell, what the editor may do, and the mended cell.

    The mended cell is None if it would be a guess.
    """

    expected: str
    advice: str
    cell: str | None = None


@dataclass(frozen=True)
class CellContext:
    """What a repair may look at beside the cell: its column, its row by column, the file's separator."""

    field: Mapping[str, Any]
    row: Mapping[str, str]
    separator: str = ","
    is_id: bool = False

    @property
    def name(self) -> str:
        return str(self.field["name"])

    @property
    def is_date(self) -> bool:
        return bool(self.field.get("partialDate"))

    @property
    def is_number(self) -> bool:
        return self.field["type"] in ("number", "integer")

    @property
    def is_coded(self) -> bool:
        """Whether the cell holds an id, a code or a list of them."""
        return self.is_id or "list" in self.field or "enum" in self.field.get("constraints", {})
