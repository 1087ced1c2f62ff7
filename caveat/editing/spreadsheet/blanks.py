"""Rows without a filled cell: taken out."""

from caveat.editing.spreadsheet.findings import RUN_FORMAT, Finding
from caveat.editing.spreadsheet.separator import Rows


def drop(rows: Rows) -> tuple[Rows, list[Finding]]:
    """The rows that hold something, and a finding for each blank row between them and for the run of blank rows at the end."""
    filled = [place for place, (_, cells) in enumerate(rows) if any(cell.strip() for cell in cells)]
    if not filled or len(filled) == len(rows):
        return rows, []
    last = filled[-1]
    findings = [
        Finding(line, "", "a blank row", "a row with cells", f"take the line out; {RUN_FORMAT}", True)
        for place, (line, cells) in enumerate(rows[:last])
        if not any(cell.strip() for cell in cells)
    ]
    after = len(rows) - last - 1
    if after:
        said = f"{after} empty {'row' if after == 1 else 'rows'} at the end"
        findings.append(
            Finding(
                rows[last + 1][0],
                "",
                said,
                "the end of the file after the last row",
                f"delete {'it' if after == 1 else 'them'}; {RUN_FORMAT}",
                True,
            )
        )
    return [rows[place] for place in filled], findings
