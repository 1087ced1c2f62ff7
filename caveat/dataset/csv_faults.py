"""What no CSV of a table may have: marks of a merge conflict, a quotation mark that is not closed, rows in a cell."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n")
# A spreadsheet may have put separators or quotation marks around a mark.
_CONFLICT_MARK = re.compile(r'"?(?:<{7,}|>{7,}|\|{7,})(?=[ ,;\t"]|$)|"?={7,}(?=[,;\t"]|$)')
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')


class CsvFault(NamedTuple):
    """The line (and column) of a fault, what was found there, what was expected and how to mend it."""

    line: int
    column: str
    found: str
    expected: str
    mend: str


def csv_fault(text: str, columns: int, separator: str = ",") -> CsvFault | None:
    """The first fault that leaves no certain reading of a CSV with so many columns; None if there is none."""
    return conflict_fault(text) or next(_quote_faults(text, columns, separator), None)


def conflict_fault(text: str) -> CsvFault | None:
    """The marks that a merge conflict left in a text of any kind; None if there are none."""
    if not any(mark in text for mark in ("<<<<<<<", "=======", ">>>>>>>")):
        return None
    lines = [number for number, line in enumerate(_LINE_END.split(text), 1) if _CONFLICT_MARK.match(line)]
    if not lines:
        return None
    where = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]} to {lines[-1]}"
    mend = "keep the lines that hold, and take out those that start with <<<<<<<, ======= and >>>>>>>"
    return CsvFault(lines[0], "", f"that a merge conflict is left in {where}", "the lines of one version", mend)


def _quote_faults(text: str, columns: int, separator: str) -> Iterator[CsvFault]:
    """What is wrong with the quotation marks, one place after the other."""
    ends = f"{separator}\r\n"
    bare = re.compile(f"[^{re.escape(ends)}]*")
    position = text.find('"')
    while position >= 0:
        if position and text[position - 1] not in ends:
            end = bare.match(text, position).end()  # type: ignore[union-attr]
            if text.count('"', position, end) % 2:
                yield _stray_mark(_line_of(text, position))
        elif (cell := _QUOTED.match(text, position)) is None:
            yield _open_cell(text, position, len(text.rstrip("\r\n")))
            return
        else:
            end = cell.end()
            closed = end == len(text) or text[end] in ends
            if _LINE_END.search(cell[0]) and (not closed or _holds_rows(text, cell, columns, separator)):
                yield _open_cell(text, position, end)
            elif not closed:
                yield _stray_mark(_line_of(text, position))
        position = text.find('"', end)


def _holds_rows(text: str, cell: re.Match[str], columns: int, separator: str) -> bool:
    """Whether the lines of a cell have the separators of rows: one between, or the one it begins in and its last.

    Those of prose have a space after them.
    """
    start = max(text.rfind("\n", 0, cell.start()), text.rfind("\r", 0, cell.start())) + 1
    end = _LINE_END.search(text, cell.end())
    between = re.compile(f"{re.escape(separator)}(?! )")
    lines = _LINE_END.split(text[start : end.start() if end else len(text)])
    first, *middle, last = [len(between.findall(line)) >= columns - 1 for line in lines]
    return any(middle) or (first and last)


def _open_cell(text: str, start: int, end: int) -> CsvFault:
    line, last = _line_of(text, start), _line_of(text, end)
    found = f"that a quotation mark opened in line {line} is not closed before "
    rows = last - line
    inside = "1 row is" if rows == 1 else f"{rows} rows are"
    found += f"line {last}: {inside} inside this cell" if rows else "the end of the file"
    mend = f'look for a " too many or missing in line {line}'
    return CsvFault(line, "", found, "a cell that ends in its own row", mend)


def _stray_mark(line: int) -> CsvFault:
    mend = 'take it out, or put " around the cell and write each quotation mark inside it twice'
    return CsvFault(line, "", "a single quotation mark inside a cell", "quotation marks in pairs", mend)


def _line_of(text: str, position: int) -> int:
    """The line of a position; the first is 1."""
    return len(_LINE_END.findall(text, 0, position)) + 1
