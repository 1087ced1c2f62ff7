"""Read one CSV as a spreadsheet may have left it, mend it and write it canonically.

Only what can be read in a single way is mended.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from caveat.dataset import schema
from caveat.dataset.memo import by_key
from caveat.dataset.tables import shape_errors
from caveat.editing.spreadsheet import corruption, encoding, rows, signs
from caveat.editing.spreadsheet.dates import mend_date
from caveat.editing.spreadsheet.findings import FROM_LAST_VERSION, CellContext, Finding, Repair, Rows
from caveat.editing.spreadsheet.numbers import mend_number

# In this order; each sees what the one before it mended. The first that will not guess has the last word.
REPAIRS: tuple[Callable[[str, CellContext], Repair | None], ...] = (
    corruption.find_error,
    corruption.mend_doubled,
    corruption.mend_spaces,
    signs.mend_signs,
    signs.find_unprintable,
    signs.find_look_alike,
    corruption.find_placeholder,
    corruption.find_no_reason,
    corruption.find_escaped,
    corruption.mend_quotes,
    mend_date,
    mend_number,
    corruption.find_lost_id,
    corruption.find_formula,
    corruption.find_lost_letter,
)
# What these find cannot be seen, so the cell is shown as Python writes it.
_OF_UNSEEN = (corruption.mend_spaces, signs.mend_signs, signs.find_unprintable)
_SMART_START = ("“", "„", "”", "«")


@dataclass(frozen=True)
class Sheet:
    """A table's file: its rows as mended (the header first; none without a certain reading), and all that was found."""

    table: str
    rows: Rows
    findings: tuple[Finding, ...]
    # Whether each row has the columns of the package. If not, a second writing could no longer be undone by hand.
    whole: bool = True

    def written(self) -> bytes:
        """The canonical bytes: UTF-8, commas, line feeds, quotes only where needed."""
        return csv_bytes(cells for _, cells in self.rows)

    def lines(self) -> dict[int, int]:
        """From the lines of what `written` gives to the lines of the file as it is."""
        lines: dict[int, int] = {}
        written = 1
        for line, cells in self.rows:
            lines[written] = line
            written += 1 + sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in cells)
        return lines

    @property
    def unmended(self) -> list[Finding]:
        """What only an editor can mend."""
        return [finding for finding in self.findings if not finding.mended]


def csv_bytes(records: Iterable[Iterable[str]]) -> bytes:
    """Rows in the one form in which the tables are kept."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(records)
    return out.getvalue().encode("utf-8")


def read_sheet(raw: bytes, table: str, folder: Path = schema.DATA) -> Sheet:
    """A table's file as a spreadsheet may have saved it."""
    return _read((raw, table, schema.descriptor_text(folder)), folder)


@by_key(maxsize=4, kind=itemgetter(1))
def _read(key: tuple[bytes, str, str], folder: Path) -> Sheet:
    """The sheet by the file, the table and the descriptor: a file that is as it was is not read again."""
    raw, table, _ = key
    columns = [field["name"] for field in schema.fields(table, folder)]
    text, findings = encoding.decode(raw)
    table_rows, separator, split_findings = rows.split(text, columns) if text else ([], ",", [])
    if not table_rows:
        unread = [finding for finding in (*findings, *split_findings) if not finding.mended]
        expected = f"a header with the columns {', '.join(columns)}"
        empty = Finding(1, "", "an empty file", expected, "put the rows back", mended=False)
        return Sheet(table, [], tuple(unread or [empty]), whole=False)
    table_rows, blank_findings = rows.drop_blank(table_rows)
    table_rows, header_findings = rows.align(table_rows, columns)
    table_rows, cell_findings = _mend_cells(table_rows, table, folder, separator)
    cell_findings += _repeated_header(table_rows)
    findings += [*split_findings, *blank_findings, *header_findings, *cell_findings]
    torn = _shape_findings(table_rows, columns)
    if torn:
        findings = [*torn, *(finding.put_off() for finding in findings)]
    return Sheet(table, table_rows, tuple(findings), whole=not torn)


def _mend_cells(table_rows: Rows, table: str, folder: Path, separator: str) -> tuple[Rows, list[Finding]]:
    if not table_rows:
        return table_rows, []
    fields = {field["name"]: field for field in schema.fields(table, folder)}
    ids = id_columns(table, folder)
    header = table_rows[0][1]
    known = [(number, name) for number, name in enumerate(header) if name in fields and header.count(name) == 1]
    findings: list[Finding] = []
    mended: Rows = [table_rows[0]]
    for line, cells in table_rows[1:]:
        if len(cells) != len(header):
            mended.append((line, cells))
            continue
        row = dict(zip(header, cells, strict=True))
        new = list(cells)
        for number, name in known:
            if cells[number]:
                context = CellContext(fields[name], row, separator, name in ids)
                new[number], cell_findings = _mend_cell(cells[number], line, context)
                findings += cell_findings
        mended.append((line, new))
    return mended, findings


def _mend_cell(cell: str, line: int, context: CellContext) -> tuple[str, list[Finding]]:
    """The mended cell and the findings in it. Repairs run again from the first on until none changes the cell."""
    for repair in REPAIRS:
        result = repair(cell, context)
        if result is None:
            continue
        quoted = repr(cell) if repair in _OF_UNSEEN else f'"{cell}"'
        is_mended = result.cell is not None
        finding = Finding(line, context.name, quoted, result.expected, result.advice, is_mended)
        if result.cell is None:
            return cell, [finding]
        if result.cell == cell:
            raise ValueError(f"found {repair.__qualname__} mending {quoted} to itself; expected another cell")
        cell, more = _mend_cell(result.cell, line, context)
        return cell, [finding, *more]
    return cell, []


def _repeated_header(table_rows: Rows) -> list[Finding]:
    """The rows that are the header again."""
    return [
        Finding(line, "", "the header again", "a row", "take the line out: were two files joined?", mended=False)
        for line, cells in table_rows[1:]
        if cells == table_rows[0][1]
    ]


def _shape_findings(table_rows: Rows, columns: list[str]) -> list[Finding]:
    """What is wrong with the header, or with the rows of another length.

    Smart quotes in place of straight ones split a cell at its commas.
    """
    cells_by_line = dict(table_rows)
    findings = []
    for error in shape_errors("", table_rows, columns):
        found, mend = error.found, error.mend
        if error.row > 1 and any(cell.lstrip().startswith(_SMART_START) for cell in cells_by_line[error.row]):
            mend = f'put straight quotes (") around a cell with a comma in it, or {FROM_LAST_VERSION}'
            found += " with smart quotes at their start"
        findings.append(Finding(error.row, error.column, found, error.expected, mend, mended=False))
    return findings


def id_columns(table: str, folder: Path = schema.DATA) -> set[str]:
    """The columns of a table that hold ids: its key, keys to other tables and lists of ids."""
    key = schema.resource(table, folder)["schema"]["primaryKey"]
    return {*key, *(column for column, _, _ in schema.references(table, folder))}
