"""One CSV as a spreadsheet may have left it: read without a guess, mended where there is one reading only, written canonically."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caveat.dataset import schema as schema_module
from caveat.editing.spreadsheet import blanks, corruption, dates, encoding, header, numbers, separator, whitespace
from caveat.editing.spreadsheet.findings import FROM_LAST_VERSION, Finding, Place, Verdict
from caveat.editing.spreadsheet.separator import Rows

Mender = Callable[[str, Place], Verdict | None]
# In this order; each sees what the one before it mended. The first that will not guess has the last word.
MENDERS: tuple[Mender, ...] = (
    corruption.errors,
    whitespace.mend,
    corruption.doubled,
    corruption.quotes,
    dates.mend,
    numbers.mend,
    corruption.ids,
    corruption.formulas,
    corruption.lost,
)
_SMART_START = ("“", "„", "”", "«")


@dataclass(frozen=True)
class Sheet:
    """A table's file: its rows as mended (the header first, each with its line in the file), and all that was found."""

    table: str
    rows: Rows
    findings: tuple[Finding, ...]

    def written(self) -> bytes:
        """The canonical bytes: UTF-8, commas, line feeds, quotes only where needed."""
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows(cells for _, cells in self.rows)
        return out.getvalue().encode("utf-8")

    def lines(self) -> dict[int, int]:
        """From the lines of what `written` gives to the lines of the file as it is."""
        found: dict[int, int] = {}
        here = 1
        for line, cells in self.rows:
            found[here] = line
            here += 1 + sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in cells)
        return found

    @property
    def unguessed(self) -> list[Finding]:
        """What only an editor can mend."""
        return [one for one in self.findings if not one.mended]


def read(raw: bytes, table: str, folder: Path = schema_module.DATA) -> Sheet | None:
    """A table's file read as a spreadsheet may have saved it; None where it cannot be read without a guess (the ordinary reading then says why)."""
    decoded = encoding.decode(raw)
    if decoded is None:
        return None
    text, findings = decoded
    fields = schema_module.fields(table, folder)
    columns = [one["name"] for one in fields]
    split = separator.split(text, columns)
    if split is None:
        return None
    rows, sign, said = split
    findings += said
    rows, said = blanks.drop(rows)
    findings += said
    rows, said = header.align(rows, columns)
    findings += said
    rows, said = _cells(rows, table, folder, sign)
    return Sheet(table, rows, (*findings, *said))


def _cells(rows: Rows, table: str, folder: Path, sign: str) -> tuple[Rows, list[Finding]]:
    if not rows:
        return rows, []
    fields = {one["name"]: one for one in schema_module.fields(table, folder)}
    ids = id_columns(table, folder)
    names = rows[0][1]
    known = [
        (place, name, fields[name]) for place, name in enumerate(names) if name in fields and names.count(name) == 1
    ]
    findings: list[Finding] = []
    mended: Rows = [rows[0]]
    for line, cells in rows[1:]:
        if len(cells) != len(names):
            findings += _torn(line, cells, len(names))
            mended.append((line, cells))
            continue
        row = dict(zip(names, cells, strict=True))
        new = list(cells)
        for place, name, field in known:
            if cells[place]:
                new[place], said = _cell(cells[place], line, Place(field, row, sign, name in ids))
                findings += said
        mended.append((line, new))
    return mended, findings


def _cell(cell: str, line: int, place: Place) -> tuple[str, list[Finding]]:
    """The mended cell and what was found in it; again from the first mender on, until none has anything to say."""
    found: list[Finding] = []
    for mender in MENDERS:
        verdict = mender(cell, place)
        if verdict is None:
            continue
        shown = repr(cell) if mender is whitespace.mend else f'"{cell}"'
        found.append(Finding(line, place.name, shown, verdict.expected, verdict.mend, verdict.cell is not None))
        if verdict.cell is None:
            break
        if verdict.cell == cell:
            raise ValueError(f"found {mender.__module__} mending {shown} to itself; expected another cell")
        cell, more = _cell(verdict.cell, line, place)
        return cell, [*found, *more]
    return cell, found


def _torn(line: int, cells: list[str], width: int) -> list[Finding]:
    """A row of another length where smart quotes stand in place of straight ones: the comma between them then parts the cell."""
    if not any(cell.lstrip().startswith(_SMART_START) for cell in cells):
        return []
    mend = f'put straight quotes (") around a cell with a comma in it, or {FROM_LAST_VERSION}'
    return [Finding(line, "", f"{len(cells)} cells with smart quotes at their start", f"{width} cells", mend, False)]


def id_columns(table: str, folder: Path = schema_module.DATA) -> set[str]:
    """The columns of a table that hold ids: its key, keys to other tables and lists of ids."""
    schema: Mapping[str, Any] = schema_module.resource(table, folder)["schema"]
    keys = {name for key in schema.get("foreignKeys", []) for name in key["fields"]}
    lists = {one["name"] for one in schema["fields"] if "reference" in one.get("list", {})}
    return {*schema["primaryKey"], *keys, *lists}
