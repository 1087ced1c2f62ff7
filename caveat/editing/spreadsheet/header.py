"""The header against the package: spaces and capitals in names, empty columns, columns in another order."""

from caveat.editing.spreadsheet.findings import RUN_FORMAT, Finding
from caveat.editing.spreadsheet.separator import Rows


def align(rows: Rows, columns: list[str]) -> tuple[Rows, list[Finding]]:
    """The rows under the package's header where that needs no guess, and what was found. Rows of another length than the header stay as they are."""
    if not rows:
        return rows, []
    findings: list[Finding] = []
    rows = _without_empty_columns(rows, findings)
    rows = _named(rows, columns, findings)
    return _ordered(rows, columns, findings), findings


def _without_empty_columns(rows: Rows, findings: list[Finding]) -> Rows:
    line, header = rows[0]
    width = len(header)
    empty = {
        place
        for place, name in enumerate(header)
        if not name.strip() and not any(cells[place].strip() for _, cells in rows[1:] if len(cells) == width)
    }
    if not empty or len(empty) == width:
        return rows
    said = f"{len(empty)} empty {'column' if len(empty) == 1 else 'columns'}"
    findings.append(
        Finding(
            line,
            "",
            said,
            "only the columns of the package",
            f"delete {'it' if len(empty) == 1 else 'them'}; {RUN_FORMAT}",
            True,
        )
    )
    return [
        (at, [cell for place, cell in enumerate(cells) if place not in empty] if len(cells) == width else cells)
        for at, cells in rows
    ]


def _named(rows: Rows, columns: list[str], findings: list[Finding]) -> Rows:
    line, header = rows[0]
    known = {name.casefold(): name for name in columns}
    named = [known.get(name.strip().casefold(), name) for name in header]
    if len(set(named)) < len(named):  # two columns would bear one name: for the editor to say which is which
        return rows
    other = [(old, new) for old, new in zip(header, named, strict=True) if old != new]
    if other:
        said = ("the name " if len(other) == 1 else "the names ") + ", ".join(f'"{old}"' for old, _ in other)
        names = ", ".join(f'"{new}"' for _, new in other)
        findings.append(
            Finding(line, other[0][1], said, names, f"name columns as the package does; {RUN_FORMAT}", True)
        )
    return [(line, named), *rows[1:]]


def _ordered(rows: Rows, columns: list[str], findings: list[Finding]) -> Rows:
    line, header = rows[0]
    if header == columns or sorted(header) != sorted(columns):
        return rows
    findings.append(Finding(line, "", "columns in another order", f"the order {', '.join(columns)}", RUN_FORMAT, True))
    places = [header.index(name) for name in columns]
    return [(at, [cells[place] for place in places] if len(cells) == len(header) else cells) for at, cells in rows]
