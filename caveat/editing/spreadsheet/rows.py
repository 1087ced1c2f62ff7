"""Split a text into rows under the package's header. Other separators, blank rows, columns moved or misnamed."""

import csv
import re

from caveat.dataset.csv_faults import csv_fault
from caveat.dataset.tables import csv_rows, long_cells
from caveat.editing.spreadsheet.findings import Finding, Rows

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def split(text: str, columns: list[str]) -> tuple[Rows, str, list[Finding]]:
    """The rows of a text, the separator of its header, and a finding if that is no comma.

    No rows, and what is wrong, if a fault leaves no certain reading.
    """
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"').lower().startswith("sep=") and bool(rest)  # Excel's own first line
    text = f"\n{rest}" if named else text
    sign = _separator(text, columns)
    if fault := csv_fault(text, len(columns), sign):
        return [], sign, [Finding(*fault, mended=False)]
    try:
        rows = csv_rows(text, sign)[named:]
    except csv.Error as error:
        return (
            [],
            sign,
            [Finding(0, "", f"no readable CSV ({error})", "a CSV with commas and double quotes", "", False)],
        )
    if long := long_cells("", rows, columns):
        return (
            [],
            sign,
            [Finding(error.row, error.column, error.found, error.expected, error.mend, False) for error in long],
        )
    if sign == "," and not named:
        return rows, sign, []
    found = f"{SEPARATORS[sign]} between the cells" + (" after a line “sep=”" if named else "")
    return rows, sign, [Finding(1, "", found, "commas between the cells", "save the file with commas")]


def _separator(text: str, columns: list[str]) -> str:
    """The sign that parts the first line that is not blank into most columns of the package."""
    header = re.split(r"[\r\n]+", text.lstrip(), maxsplit=1)[0]

    def known_columns(sign: str) -> tuple[int, bool]:
        names = next(csv.reader([header], delimiter=sign), [])
        return len(set(map(_plain_name, names)) & set(columns)), sign == ","

    return max(SEPARATORS, key=known_columns)


def _plain_name(name: str) -> str:
    """A column's name in small letters, without spaces around it and signs that nobody sees."""
    return "".join(filter(str.isprintable, name)).strip().casefold()


def drop_blank(rows: Rows) -> tuple[Rows, list[Finding]]:
    """The rows with a filled cell, a finding for each blank row between them and one for all at the end."""
    filled = [number for number, (_, cells) in enumerate(rows) if any(cell.strip() for cell in cells)]
    if not filled or len(filled) == len(rows):
        return rows, []
    last = filled[-1]
    findings = [
        Finding(rows[number][0], "", "a blank row", "a row with cells", "take the line out")
        for number in range(last)
        if number not in filled
    ]
    after = len(rows) - last - 1
    if after:
        found = f"{_count_phrase(after, 'empty row')} at the end"
        advice = f"delete {'it' if after == 1 else 'them'}"
        findings.append(Finding(rows[last + 1][0], "", found, "the end of the file after the last row", advice))
    return [rows[number] for number in filled], findings


def align(rows: Rows, columns: list[str]) -> tuple[Rows, list[Finding]]:
    """The rows under the package's header as far as that needs no guess. Rows of another length stay as they are."""
    findings: list[Finding] = []
    for step in (_drop_empty_columns, _rename_columns, _sort_columns) if rows else ():
        rows, step_findings = step(rows, columns)
        findings += step_findings
    return rows, findings


def _drop_empty_columns(rows: Rows, _: list[str]) -> tuple[Rows, list[Finding]]:
    line, header = rows[0]
    same_length = [cells for _, cells in rows[1:] if len(cells) == len(header)]
    kept = [
        number
        for number, name in enumerate(header)
        if name.strip() or any(cells[number].strip() for cells in same_length)
    ]
    empty = len(header) - len(kept)
    if not empty or not kept:
        return rows, []
    advice = f"delete {'it' if empty == 1 else 'them'}"
    finding = Finding(line, "", _count_phrase(empty, "empty column"), "only the columns of the package", advice)
    return _pick_cells(rows, kept), [finding]


def _rename_columns(rows: Rows, columns: list[str]) -> tuple[Rows, list[Finding]]:
    line, header = rows[0]
    known = {name.casefold(): name for name in columns}
    named = [known.get(_plain_name(name), name) for name in header]
    changed = [(old, new) for old, new in zip(header, named, strict=True) if old != new]
    # Where two columns would bear one name, the editor has to say which is which.
    if not changed or len(set(named)) < len(named):
        return rows, []
    found = ("the name " if len(changed) == 1 else "the names ") + ", ".join(f'"{old}"' for old, _ in changed)
    expected = ", ".join(f'"{new}"' for _, new in changed)
    finding = Finding(line, changed[0][1], found, expected, "name columns as the package does")
    return [(line, named), *rows[1:]], [finding]


def _sort_columns(rows: Rows, columns: list[str]) -> tuple[Rows, list[Finding]]:
    line, header = rows[0]
    if header == columns or sorted(header) != sorted(columns):
        return rows, []
    finding = Finding(line, "", "columns in another order", f"the order {', '.join(columns)}")
    return _pick_cells(rows, [header.index(name) for name in columns]), [finding]


def _pick_cells(rows: Rows, numbers: list[int]) -> Rows:
    """The cells with these numbers of each row that is as long as the header."""
    length = len(rows[0][1])
    return [(line, [cells[number] for number in numbers] if len(cells) == length else cells) for line, cells in rows]


def _count_phrase(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
