"""Read the CSV files as DataFrames with typed columns, and collect the errors of each table."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from caveat.dataset import bounds, case_settings, partial_dates, schema, shape_files
from caveat.dataset.case_settings import CaseSettings
from caveat.dataset.csv_faults import csv_fault
from caveat.dataset.errors import DataError, UnusableTable
from caveat.dataset.memo import by_key
from caveat.dataset.suggest import suggestion

_NUMBERS = {"number", "integer"}
# The folder, beside the tables, of what pages say of their method.
TEXTS = "texts"
_SAVE_AGAIN = "save the file again as “CSV UTF-8”"
# What systems, spreadsheets and editors leave beside a file: hidden files, locks, safety copies, halves of downloads.
_TEMPORARY = re.compile(
    r"\A[.~#]|[~#]\Z|\.(sw[a-p]|bak|backup|old|orig|rej|tmp|temp|part|partial|crdownload|download|lock|lnk)\Z"
    r"|\A(thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|4913|__macosx)\Z|:zone\.identifier\Z",
    re.IGNORECASE,
)
# The column with the reason for which a row was withdrawn; blank while the row stands.
WITHDRAWN = "withdrawn"


def list_items(text: str) -> list[str]:
    """The entries of a list column: "a;b" -> ["a", "b"]; blank -> []."""
    return [part.strip() for part in text.split(schema.LIST_SEPARATOR) if part.strip()]


@dataclass(frozen=True, eq=False)
class Dataset:
    """All tables as they were read at one time.

    Equal only to itself, so that results can be kept on it (`dataset.memo`).

    `dataset["claims"]` is the DataFrame, shared by all readers: never change it.
    UnusableTable if the table is in `broken`.
    `partial` holds the tables with errors in some cells only, for the checks (a bad number is NaN); no page reads it.
    `digests` has the SHA-256 of each file by its name, `fingerprint` a short name of them all.
    `withdrawn` holds the rows that were withdrawn, with the reason in that column; `frames` do not have them.
    `files` has the bytes of each by its name: they are served from memory.
    `read_settings` is what case.toml says, None if it is in `broken`: read `settings`.
    """

    frames: Mapping[str, pd.DataFrame]
    broken: Mapping[str, tuple[DataError, ...]] = field(default_factory=dict)
    fingerprint: str = ""
    folder: Path = schema.DATA
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    partial: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    withdrawn: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    read_settings: CaseSettings | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def settings(self) -> CaseSettings:
        """What case.toml says. UnusableTable if it cannot be used."""
        if self.read_settings is None:
            _, missing = case_settings.read(None, self.folder)
            raise UnusableTable(case_settings.FILE, self.broken.get(case_settings.FILE, missing))
        return self.read_settings

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table in self.broken:
            raise UnusableTable(table, self.broken[table])
        return self.frames[table]

    @property
    def faults(self) -> list[DataError]:
        """Every error of every unusable table."""
        return [error for errors in self.broken.values() for error in errors]

    def was_withdrawn(self, table: str, column: str, value: str) -> bool:
        """Whether a row with this value was withdrawn from a table."""
        return table in self.withdrawn and bool((self.withdrawn[table][column] == value).any())

    def line(self, table: str, index: int) -> int:
        """The line of the file on which a row of a frame begins; the header is line 1."""
        lines = self.lines.get(table, ())
        return lines[index] if index < len(lines) else index + 2


def file_contents(folder: Path) -> dict[str, bytes]:
    """Read the files of the package, by name; a file that cannot be read, or is too large, is absent.

    Each line ends in a line feed, however git or a spreadsheet wrote it, and files that the package does not name are
    left out: neither makes other tables.
    """
    return _contents([folder / name for name in schema.table_files(folder)], folder)


def _contents(paths: Iterable[Path], folder: Path) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for path in paths:
        with suppress(OSError):
            contents[path.relative_to(folder).as_posix()] = bounds.read_file(path).replace(b"\r\n", b"\n")
    return contents


def is_temporary(name: str) -> bool:
    """Whether an editor or a system keeps a file of this name for itself: ".~lock.claims.csv#", "~$claims.xlsx"."""
    return bool(_TEMPORARY.search(name))


def text_contents(folder: Path) -> dict[str, bytes]:
    """Read case.toml, the list of ids, the texts and the shapes, by their path in the folder: "texts/map.md".

    Fingerprint and releases leave them out: another wording or outline does not make other tables.
    """
    return _contents(text_paths(folder), folder)


def text_paths(folder: Path) -> list[Path]:
    """Where the texts of a folder are, if they are there."""
    named = [folder / name for name in (case_settings.FILE, *shape_files.FILES)]
    found = [*sorted((folder / TEXTS).glob("*.md")), *sorted(folder.glob("*.txt"))]
    return [*named, *[path for path in found if not is_temporary(path.name)][: bounds.MAX_TEXTS]]


def file_digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file by its name, as hexadecimal digits."""
    return {name: hashlib.sha256(body).hexdigest() for name, body in contents.items()}


def combined_digest(digests: Mapping[str, str]) -> str:
    """One SHA-256 for files with these names and digests, in any order."""
    combined = hashlib.sha256()
    for name in sorted(digests):
        combined.update(name.encode() + b"\0" + bytes.fromhex(digests[name]))
    return combined.hexdigest()


def fingerprint(folder: Path = schema.DATA) -> str:
    """A short name for the content of all tables: the same bytes give the same 12 digits."""
    return combined_digest(file_digests(file_contents(folder)))[:12]


def load(folder: Path = schema.DATA) -> Dataset:
    """Read every table of the package in `folder`. A bad CSV raises nothing: its table is in `broken`."""
    frames: dict[str, pd.DataFrame] = {}
    broken: dict[str, tuple[DataError, ...]] = {}
    lines: dict[str, tuple[int, ...]] = {}
    partial: dict[str, pd.DataFrame] = {}
    withdrawn: dict[str, pd.DataFrame] = {}
    contents = file_contents(folder)
    for table in schema.table_names(folder):
        body = contents.get(schema.resource(table, folder)["path"])
        try:
            read = _read_table((table, body, folder.resolve().name, schema.descriptor_text(folder)), folder)
        except UnusableTable as error:
            broken[table] = error.faults
            continue
        lines[table], withdrawn[table] = read.lines, read.withdrawn
        (partial if read.errors else frames)[table] = read.frame
        if read.errors:
            broken[table] = read.errors
    settings, problems = case_settings.read(text_contents(folder).get(case_settings.FILE), folder)
    if problems and (folder / case_settings.FILE).exists():  # releases have tables alone
        broken[case_settings.FILE] = problems
    digests = file_digests(contents)
    fingerprint = combined_digest(digests)[:12]
    return Dataset(frames, broken, fingerprint, folder, lines, partial, digests, withdrawn, settings, contents)


def file_name(table: str, folder: Path = schema.DATA) -> str:
    """The name of a table's file in error messages: "data/claims.csv"."""
    return f"{folder.resolve().name}/{schema.resource(table, folder)['path']}"


def csv_rows(text: str, separator: str = ",") -> list[tuple[int, list[str]]]:
    """The rows of a CSV text, each with its first line (a quoted cell may span lines). Raises csv.Error."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    for cells in reader:
        rows.append((line, cells))
        line = reader.line_num + 1
    return rows


class _Table(NamedTuple):
    """A table as it is read: its rows, their lines, the rows that were withdrawn, the errors of its cells."""

    frame: pd.DataFrame
    lines: tuple[int, ...]
    withdrawn: pd.DataFrame
    errors: tuple[DataError, ...]


# Of each table what readers have, what was proven and what an edit would make of them; each takes up to 1 MB.
@by_key(maxsize=4, kind=itemgetter(0))
def _read_table(key: tuple[str, bytes | None, str, str], folder: Path) -> _Table:
    """A table by its name, its file, its folder's name and the descriptor. UnusableTable if its rows cannot be read.

    A file that an edit did not change is not read again: both datasets have the same frame.
    """
    table, body, *_ = key
    fields = schema.fields(table, folder)
    columns = [definition["name"] for definition in fields]
    missing = bounds.problem(folder / schema.resource(table, folder)["path"])
    rows = _rows(table, file_name(table, folder), body, columns, missing)
    lines = tuple(line for line, _ in rows)
    frame = pd.DataFrame([cells for _, cells in rows], columns=columns, dtype="str")
    errors = cell_errors(table, folder, frame, lines)
    for definition in fields:
        if definition["type"] in _NUMBERS:
            frame[definition["name"]] = _numbers(frame[definition["name"]])
    stands = frame[WITHDRAWN] == "" if WITHDRAWN in frame else pd.Series(True, index=frame.index)
    return _Table(
        frame[stands].reset_index(drop=True),
        tuple(line for line, kept in zip(lines, stands, strict=True) if kept),
        frame[~stands].reset_index(drop=True),
        tuple(errors),
    )


def cell_errors(table: str, folder: Path, frame: pd.DataFrame, lines: Sequence[int]) -> list[DataError]:
    """The cells of a table, as text, that hold no number, date or value that their column allows.

    `lines` has the line of each row.
    """
    return [
        DataError(file_name(table, folder), lines[row], definition["name"], f'"{cells[row]}"', expected, mend)
        for definition in schema.fields(table, folder)
        if (cells := frame.get(definition["name"])) is not None
        for row, expected, mend in _cell_errors(definition, cells)
    ]


def _rows(table: str, file: str, body: bytes | None, columns: list[str], missing: str) -> list[tuple[int, list[str]]]:
    """The rows of a file below its header, each with its line. UnusableTable if they cannot be read.

    `missing` says why there is no content.
    """

    def unusable(line: int, found: str, expected: str, mend: str) -> UnusableTable:
        return UnusableTable(table, (DataError(file, line, "", found, expected, mend),))

    if body is None:
        raise unusable(
            0, missing or "no such file", f"a CSV with the columns {', '.join(columns)}", "put the file back"
        )
    try:
        text = body.decode("utf-8-sig")
        if fault := csv_fault(text, len(columns)):
            raise UnusableTable(table, (DataError(file, *fault),))
        rows = csv_rows(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise unusable(line, "bytes that are not UTF-8", "text saved as UTF-8", _SAVE_AGAIN) from error
    except csv.Error as error:
        expected = "a CSV with commas and double quotes"
        raise unusable(0, f"no readable CSV ({error})", expected, _SAVE_AGAIN) from error
    if not rows:
        raise unusable(1, "an empty file", f"a header with the columns {', '.join(columns)}", "put the rows back")
    rows = [rows[0], *((line, cells) for line, cells in rows[1:] if cells)]
    if wrong := (shape_errors(file, rows, columns) or long_cells(file, rows, columns)):
        raise UnusableTable(table, wrong)
    return rows[1:]


def shape_errors(file: str, rows: list[tuple[int, list[str]]], columns: list[str]) -> tuple[DataError, ...]:
    """The error of a header that is not the package's, or those of the rows with more or fewer cells."""
    if rows[0][1] != columns:
        return (_header_error(file, rows[0], columns),)
    mend = "look for a missing quote or a comma too many"
    return tuple(
        DataError(file, line, "", f"{len(cells)} cells", f"{len(columns)} cells", mend)
        for line, cells in rows
        if len(cells) != len(columns)
    )


def long_cells(file: str, rows: list[tuple[int, list[str]]], columns: list[str]) -> tuple[DataError, ...]:
    """The errors of cells that are longer than any that a page shows: what looks at each letter would take too long."""
    expected, mend = f"at most {bounds.MAX_CELL_LETTERS:,} letters", "shorten it"
    return tuple(
        DataError(file, line, column, f"a cell of {len(cell):,} letters", expected, mend)
        for line, cells in rows
        for column, cell in zip([*columns, *[""] * len(cells)], cells, strict=False)
        if len(cell) > bounds.MAX_CELL_LETTERS
    )


def _header_error(file: str, row: tuple[int, list[str]], columns: list[str]) -> DataError:
    line, header = row
    missing = [column for column in columns if column not in header]
    extra = [column for column in header if column not in columns]
    again = [column for index, column in enumerate(header) if column in header[:index]]
    differences = [
        *([f"no column {', '.join(missing)}"] if missing else []),
        *([f"an unknown column {', '.join(extra)}"] if extra else []),
        *([f"the column {', '.join(again)} twice"] if again else []),
    ]
    column = (missing or extra or again or [""])[0]
    text = "; ".join(differences) or "columns in another order"
    return DataError(file, line, column, text, ", ".join(columns), _header_mend(missing, extra, again))


def _header_mend(missing: list[str], extra: list[str], again: list[str]) -> str:
    """How to mend a header: what an unknown column was probably called."""
    if len(missing) > 2 and len(missing) >= len(extra) > 2:  # this is another row
        return "put the line with the names of the columns back, above all rows"
    if len(missing) == len(again) == 1:
        return f'one of the two was "{missing[0]}": call it so again'
    if again:
        return "take one of the two out, or give it its own name"
    if len(missing) == len(extra) == 1:
        return f'the column was renamed: call it "{missing[0]}" again'
    hints = [f'"{column}": {hint}' for column in extra if (hint := suggestion(column, missing))]
    return "; ".join(hints) or ("take out what the package does not name" if extra else "put the column back")


def _numbers(cells: pd.Series) -> pd.Series:
    """The cells as floats; NaN if blank, infinite or no number."""
    values = pd.to_numeric(cells.where(cells != "", None), errors="coerce").astype("float64")
    return values.where(values.abs() != float("inf"))


def _cell_errors(definition: Mapping[str, Any], cells: pd.Series) -> Iterator[tuple[Any, str, str]]:
    """The rows whose cell the column does not allow, each with what was expected and how to mend it."""
    if definition["type"] in _NUMBERS:
        for row in cells.index[(cells != "") & _numbers(cells).isna()]:
            yield row, "a number with a decimal point, or nothing", "write 1234.5"
    if definition.get("partialDate"):
        # Without such a day of the calendar nothing can be folded or drawn.
        wrong = {text for text in cells.unique() if text and not partial_dates.exists(text)}
        for row in cells.index[cells.isin(wrong)]:
            if partial_dates.has_form(cells[row]):
                expected, mend = "a date of the calendar", "the calendar has no such day: look at the source"
            else:
                expected, mend = "a date", "write 2024-11-17, or 2024-11 where only the month is known"
            yield row, f"{expected} as YYYY-MM-DD, YYYY-MM or YYYY", mend
    allowed = definition.get("constraints", {}).get("enum")
    if allowed and definition["type"] == "string":
        for row in cells.index[(cells != "") & ~cells.isin(allowed)]:
            hint = suggestion(cells[row], allowed, definition.get("enumMeanings"))
            yield row, f"one of {', '.join(allowed)}", hint
