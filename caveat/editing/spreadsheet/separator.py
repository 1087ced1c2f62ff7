"""Text to rows: the sign between the cells, recognised by the header."""

import csv
import io

from caveat.editing.spreadsheet.findings import RUN_FORMAT, Finding

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
Rows = list[tuple[int, list[str]]]


def split(text: str, columns: list[str]) -> tuple[Rows, str, list[Finding]] | None:
    """The rows of a text with the line on which each begins, the separator, and a finding where it is no comma. None where the text is no CSV."""
    start = 0
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and rest:  # Excel's own first line
        text, start = rest, 1
    try:
        readings = {sign: _records(text, sign, start) for sign in SEPARATORS}
    except csv.Error:
        return None
    known = set(columns)
    sign = max(
        SEPARATORS,
        key=lambda one: (
            len(known & {_name(cell) for cell in readings[one][0][1]}) if readings[one] else 0,
            one == ",",
        ),
    )
    if sign == "," and not start:
        return readings[sign], sign, []
    said = f"{SEPARATORS[sign]} between the cells" + (" after a line “sep=”" if start else "")
    return (
        readings[sign],
        sign,
        [Finding(1, "", said, "commas between the cells", f"save the file with commas; {RUN_FORMAT}", True)],
    )


def _name(cell: str) -> str:
    return cell.strip().casefold()


def _records(text: str, sign: str, start: int) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    found: Rows = []
    begins = 1
    for cells in reader:
        found.append((begins + start, cells))
        begins = reader.line_num + 1
    return found
