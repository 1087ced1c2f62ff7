"""The CSVs as DataFrames: columns typed by the package, file order kept, a broken file named and never a crash."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from caveat import package
from caveat.faults import BrokenTable, Fault

_NUMBERS = {"number", "integer"}


def items(text: str) -> list[str]:
    """The entries of a list column: "a;b" -> ["a", "b"]; blank -> []."""
    return [part.strip() for part in text.split(package.LIST_SEPARATOR) if part.strip()]


@dataclass(frozen=True)
class Tables:
    """All tables of one reading. `tables["claims"]` is the DataFrame or raises BrokenTable. Do not change a frame: it is shared by all readers."""

    frames: Mapping[str, pd.DataFrame]
    broken: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    fingerprint: str = ""

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table in self.broken:
            raise BrokenTable(table, self.broken[table])
        return self.frames[table]

    @property
    def faults(self) -> list[Fault]:
        """Every fault of every broken table."""
        return [fault for faults in self.broken.values() for fault in faults]


def fingerprint(folder: Path = package.DATA) -> str:
    """A short name for the content of all tables: the same bytes give the same name, a missing file counts as absent."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.csv"), *folder.glob("*.json")]):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def load(folder: Path = package.DATA) -> Tables:
    """Read every table of the package in `folder`. Never raises for a bad CSV: the table is then in `broken`."""
    frames: dict[str, pd.DataFrame] = {}
    broken: dict[str, tuple[Fault, ...]] = {}
    for table in package.table_names(folder):
        try:
            frames[table] = _read(table, folder)
        except BrokenTable as error:
            broken[table] = error.faults
    return Tables(frames, broken, fingerprint(folder))


def _read(table: str, folder: Path) -> pd.DataFrame:
    columns = [one["name"] for one in package.fields(table, folder)]
    name = f"{folder.name}/{package.resource(table, folder)['path']}"
    rows, faults = _rows(name, folder / package.resource(table, folder)["path"], columns)
    if faults:
        raise BrokenTable(table, tuple(faults))
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    for one in package.fields(table, folder):
        if one["type"] in _NUMBERS:
            frame[one["name"]], bad = _numbers(name, one["name"], frame[one["name"]])
            faults += bad
        allowed = one.get("constraints", {}).get("enum")
        if allowed and one["type"] == "string":
            faults += _outside(name, one["name"], frame[one["name"]], {str(value) for value in allowed})
    if faults:
        raise BrokenTable(table, tuple(faults))
    return frame


def _rows(name: str, path: Path, columns: list[str]) -> tuple[list[list[str]], list[Fault]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return [], [Fault(name, 0, "", "no such file", f"a CSV with the columns {', '.join(columns)}", "put the file back")]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return [], [Fault(name, line, "", "bytes that are not UTF-8", "text saved as UTF-8", "save the file again as “CSV UTF-8”")]
    lines = list(csv.reader(io.StringIO(text, newline="")))
    if not lines:
        return [], [Fault(name, 1, "", "an empty file", f"a header with the columns {', '.join(columns)}", "put the rows back")]
    if lines[0] != columns:
        missing = [column for column in columns if column not in lines[0]]
        extra = [column for column in lines[0] if column not in columns]
        found = "; ".join([*([f"no column {', '.join(missing)}"] if missing else []), *([f"an unknown column {', '.join(extra)}"] if extra else [])])
        return [], [Fault(name, 1, (missing or extra or [""])[0], found or "columns in another order", ", ".join(columns), "name the columns as the package does")]
    faults = [
        Fault(name, number, "", f"{len(row)} cells", f"{len(columns)} cells", "look for a missing quote or a comma too many")
        for number, row in enumerate(lines[1:], start=2)
        if row and len(row) != len(columns)
    ]
    return [row for row in lines[1:] if row], faults


def _numbers(name: str, column: str, cells: pd.Series) -> tuple[pd.Series, list[Fault]]:
    values = pd.to_numeric(cells.where(cells != "", None), errors="coerce").astype("float64")
    bad = cells[(cells != "") & values.isna()]
    return values, [Fault(name, int(str(row)) + 2, column, f'"{cell}"', "a number with a decimal point, or nothing", "write 1234.5") for row, cell in bad.items()]


def _outside(name: str, column: str, cells: pd.Series, allowed: set[str]) -> list[Fault]:
    bad = cells[(cells != "") & ~cells.isin(allowed)]
    return [Fault(name, int(str(row)) + 2, column, f'"{cell}"', f"one of {', '.join(sorted(allowed))}") for row, cell in bad.items()]
