"""The CSVs as DataFrames: columns typed by the package, file order kept, a broken file named and never a crash."""

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from caveat.dataset import partial_dates, schema
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.suggest import suggestion

_NUMBERS = {"number", "integer"}


def list_items(text: str) -> list[str]:
    """The entries of a list column: "a;b" -> ["a", "b"]; blank -> []."""
    return [part.strip() for part in text.split(schema.LIST_SEPARATOR) if part.strip()]


@dataclass(frozen=True, eq=False)
class Dataset:
    """All tables of one reading, equal only to itself, so that what is derived from it can be cached by it.

    `tables["claims"]` is the DataFrame or raises BrokenTable. Do not change a frame: it is shared by all readers.
    `rough` holds the tables that are broken in some cells only, for the checks (a bad number is NaN there); no page reads it.
    """

    frames: Mapping[str, pd.DataFrame]
    broken: Mapping[str, tuple[DataError, ...]] = field(default_factory=dict)
    fingerprint: str = ""
    folder: Path = schema.DATA
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    rough: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table in self.broken:
            raise UnusableTable(table, self.broken[table])
        return self.frames[table]

    @property
    def faults(self) -> list[DataError]:
        """Every fault of every broken table."""
        return [fault for faults in self.broken.values() for fault in faults]

    def line(self, table: str, index: int) -> int:
        """The line of the file on which a row of a frame begins; the header is line 1."""
        lines = self.lines.get(table, ())
        return lines[index] if index < len(lines) else index + 2


def fingerprint(folder: Path = schema.DATA) -> str:
    """A short name for the content of all tables: the same bytes give the same name, a missing file counts as absent."""
    digest = hashlib.sha256()
    for path in sorted(path for path in [*folder.glob("*.csv"), *folder.glob("*.json")] if path.is_file()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def load(folder: Path = schema.DATA) -> Dataset:
    """Read every table of the package in `folder`. Never raises for a bad CSV: the table is then in `broken`."""
    frames: dict[str, pd.DataFrame] = {}
    broken: dict[str, tuple[DataError, ...]] = {}
    lines: dict[str, tuple[int, ...]] = {}
    rough: dict[str, pd.DataFrame] = {}
    for table in schema.table_names(folder):
        try:
            frame, lines[table], faults = _read(table, folder)
        except UnusableTable as error:
            broken[table] = error.faults
            continue
        (rough if faults else frames)[table] = frame
        if faults:
            broken[table] = tuple(faults)
    return Dataset(frames, broken, fingerprint(folder), folder, lines, rough)


def file_name(table: str, folder: Path = schema.DATA) -> str:
    """The name by which faults call a table's file: "data/claims.csv"."""
    return f"{folder.resolve().name}/{schema.resource(table, folder)['path']}"


def csv_rows(text: str, separator: str = ",") -> list[tuple[int, list[str]]]:
    """The rows of a CSV text, each with the line on which it begins (a quoted cell may span lines). csv.Error where it is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    for cells in reader:
        found.append((begins, cells))
        begins = reader.line_num + 1
    return found


def _read(table: str, folder: Path) -> tuple[pd.DataFrame, tuple[int, ...], list[DataError]]:
    """A table's frame, the lines of its rows and the faults of its cells. BrokenTable where there are no rows to speak of."""
    columns = [one["name"] for one in schema.fields(table, folder)]
    name = file_name(table, folder)
    rows, faults = _rows(name, folder / schema.resource(table, folder)["path"], columns)
    if faults:
        raise UnusableTable(table, tuple(faults))
    lines = tuple(line for line, _ in rows)
    frame = pd.DataFrame([cells for _, cells in rows], columns=columns, dtype="str")
    for one in schema.fields(table, folder):
        cells = frame[one["name"]]
        if one["type"] in _NUMBERS:
            frame[one["name"]], bad = _numbers(cells)
            faults += [
                DataError(
                    name,
                    lines[row],
                    one["name"],
                    f'"{cells[row]}"',
                    "a number with a decimal point, or nothing",
                    "write 1234.5",
                )
                for row in bad
            ]
        if one.get("partialDate"):
            faults += [
                DataError(
                    name, lines[row], one["name"], f'"{cells[row]}"', _date_expected(cells[row]), _date_mend(cells[row])
                )
                for row in _undated(cells)
            ]
        allowed = one.get("constraints", {}).get("enum")
        if allowed and one["type"] == "string":
            faults += [
                DataError(
                    name,
                    lines[row],
                    one["name"],
                    f'"{cells[row]}"',
                    f"one of {', '.join(allowed)}",
                    suggestion(cells[row], allowed),
                )
                for row in _outside(cells, allowed)
            ]
    return frame, lines, faults


def _rows(name: str, path: Path, columns: list[str]) -> tuple[list[tuple[int, list[str]]], list[DataError]]:
    header = f"a header with the columns {', '.join(columns)}"
    try:
        found = csv_rows(path.read_bytes().decode("utf-8-sig"))
    except OSError:
        return [], [
            DataError(name, 0, "", "no such file", f"a CSV with the columns {', '.join(columns)}", "put the file back")
        ]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return [], [
            DataError(
                name, line, "", "bytes that are not UTF-8", "text saved as UTF-8", "save the file again as “CSV UTF-8”"
            )
        ]
    except csv.Error as error:
        return [], [
            DataError(
                name,
                0,
                "",
                f"no readable CSV ({error})",
                "a CSV with commas and double quotes",
                "save the file again as “CSV UTF-8”",
            )
        ]
    if not found:
        return [], [DataError(name, 1, "", "an empty file", header, "put the rows back")]
    if found[0][1] != columns:
        return [], [_header(name, found[0][1], columns)]
    rows = [(line, cells) for line, cells in found[1:] if cells]
    return rows, [
        DataError(
            name,
            line,
            "",
            f"{len(cells)} cells",
            f"{len(columns)} cells",
            "look for a missing quote or a comma too many",
        )
        for line, cells in rows
        if len(cells) != len(columns)
    ]


def _header(name: str, found: list[str], columns: list[str]) -> DataError:
    missing = [column for column in columns if column not in found]
    extra = [column for column in found if column not in columns]
    again = [column for place, column in enumerate(found) if column in found[:place]]
    said = [
        *([f"no column {', '.join(missing)}"] if missing else []),
        *([f"an unknown column {', '.join(extra)}"] if extra else []),
        *([f"the column {', '.join(again)} twice"] if again else []),
    ]
    return DataError(
        name,
        1,
        (missing or extra or again or [""])[0],
        "; ".join(said) or "columns in another order",
        ", ".join(columns),
        _renamed(missing, extra, again),
    )


def _renamed(missing: list[str], extra: list[str], again: list[str]) -> str:
    """How to mend a header: what an unknown column was probably called."""
    if len(missing) == len(again) == 1:
        return f'one of the two was "{missing[0]}": call it so again'
    if again:
        return "take one of the two out, or give it its own name"
    if len(missing) == len(extra) == 1:
        return f'the column was renamed: call it "{missing[0]}" again'
    near = [f'"{one}": {question}' for one in extra if (question := suggestion(one, missing))]
    return "; ".join(near) or ("take out what the package does not name" if extra else "put the column back")


def _numbers(cells: pd.Series) -> tuple[pd.Series, list[int]]:
    values = pd.to_numeric(cells.where(cells != "", None), errors="coerce").astype("float64")
    values = values.where(values.abs() != float("inf"))
    return values, [int(str(row)) for row in cells.index[(cells != "") & values.isna()]]


def _undated(cells: pd.Series) -> list[int]:
    """The rows whose date the calendar does not have: nothing could be folded or drawn with it."""
    bad = {text for text in cells.unique() if text and not partial_dates.exists(text)}
    return [int(str(row)) for row in cells.index[cells.isin(bad)]]


def _date_expected(cell: str) -> str:
    return f"a date {'of the calendar ' if partial_dates.has_form(cell) else ''}as YYYY-MM-DD, YYYY-MM or YYYY"


def _date_mend(cell: str) -> str:
    return (
        "the calendar has no such day: look at the source"
        if partial_dates.has_form(cell)
        else "write 2024-11-17, or 2024-11 where only the month is known"
    )


def _outside(cells: pd.Series, allowed: list[str]) -> list[int]:
    return [int(str(row)) for row in cells.index[(cells != "") & ~cells.isin(allowed)]]
