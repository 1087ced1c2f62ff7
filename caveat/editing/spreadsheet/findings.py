"""What a spreadsheet did to a file or to a cell: one finding, mended or left to the editor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RUN_FORMAT = "`python -m caveat format` mends it"
FROM_LAST_VERSION = "take the cell from the last version of the file, and let the spreadsheet import the column as text"


@dataclass(frozen=True)
class Finding:
    """One finding. `line` counts lines of the file as it is (the header is 1; 0 is the whole file); `mended` says that the formatter puts it right."""

    line: int
    column: str
    found: str
    expected: str
    mend: str
    mended: bool


@dataclass(frozen=True)
class Verdict:
    """What a mender says of a cell: what was expected, how to mend it, and the mended cell; None where that would be a guess."""

    expected: str
    mend: str
    cell: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a cell stands: the package's field, the other cells of its row by column, and the file's separator."""

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
