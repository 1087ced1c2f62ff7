"""Changes to the tables that are not saved yet, step by step. Each step can be taken back."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caveat.dataset import schema, tables
from caveat.editing import new_row
from caveat.editing.files import replace_files
from caveat.editing.spreadsheet.sheet import csv_bytes

Row = Mapping[str, str]
Rows = tuple[Row, ...]


class ChangedOnDisk(Exception):
    """Files that another program wrote after they were read here."""


@dataclass(frozen=True)
class Edit:
    """New cells of a row, by its number in the file; without a number it is a row to add."""

    table: str
    cells: Row
    index: int | None = None


class Changes:
    """The tables of a folder with changes that are not saved yet.

    Rows keep their order and new ones go to the end. Files are read when they are needed; those with changes are
    remembered as they were, so that `save` sees whether somebody else wrote them meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._as_read: dict[str, bytes] = {}
        self._parsed: dict[str, tuple[bytes, Rows]] = {}
        self._steps: list[Mapping[str, Rows]] = [{}]

    def path(self, table: str) -> Path:
        """The file of a table."""
        return self.folder / str(schema.resource(table, self.folder)["path"])

    def rows(self, table: str) -> Rows:
        """The rows of a table with the changes, in the order of the file.

        NotCanonical if the file has to be formatted first, OSError if it cannot be read.
        """
        return self._steps[-1].get(table) or self._rows_on_disk(table)

    def _rows_on_disk(self, table: str) -> Rows:
        raw = self.path(table).read_bytes()
        if table not in self._parsed or self._parsed[table][0] != raw:
            new_row.require_canonical(_with_line_feeds(raw), table, self.folder)
            self._parsed[table] = raw, tuple(_parsed_rows(raw, [field["name"] for field in self._fields(table)]))
        return self._parsed[table][1]

    def _fields(self, table: str) -> list[dict[str, Any]]:
        return schema.fields(table, self.folder)

    def line(self, table: str, index: int) -> int:
        """The line of the file on which a row begins, as messages name it."""
        rows = self.rows(table)[:index]
        return 2 + len(rows) + sum(cell.count("\n") for row in rows for cell in row.values())

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make all edits as one step; none if they change nothing."""
        step = dict(self._steps[-1])
        for edit in edits:
            rows = list(step.get(edit.table) or self._rows_on_disk(edit.table))
            if edit.index is None:
                rows.append({field["name"]: edit.cells.get(field["name"], "") for field in self._fields(edit.table)})
            else:
                rows[edit.index] = {**rows[edit.index], **edit.cells}
            if edit.table not in self._as_read:
                self._as_read[edit.table] = self._parsed[edit.table][0]
            step[edit.table] = tuple(rows)
        if step != self._steps[-1]:
            self._steps.append(step)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return len(self._steps) > 1

    def undo(self) -> None:
        """Take the last step back."""
        if self.can_undo:
            self._steps.pop()
            self._forget_unchanged()

    def discard(self) -> None:
        """Give up all changes; this too is a step that can be taken back."""
        if self.contents():
            self._steps.append({})

    def _forget_unchanged(self) -> None:
        used = {table for step in self._steps for table in step}
        self._as_read = {table: raw for table, raw in self._as_read.items() if table in used}

    def contents(self) -> dict[str, bytes]:
        """The new content of each file that differs, by its name."""
        written = {
            table: csv_bytes([list(rows[0]), *(row.values() for row in rows)])
            for table, rows in self._steps[-1].items()
        }
        return {
            self.path(table).name: raw
            for table, raw in written.items()
            if raw != _with_line_feeds(self._as_read[table])
        }

    def changed_on_disk(self) -> list[str]:
        """The tables with changes whose files another program wrote meanwhile."""
        return [table for table in self._steps[-1] if self.path(table).read_bytes() != self._as_read[table]]

    def save(self) -> list[str]:
        """Write all changed files, or none; returns their names. ChangedOnDisk if one is not as it was read."""
        if changed := self.changed_on_disk():
            names = ", ".join(tables.file_name(table, self.folder) for table in changed)
            raise ChangedOnDisk(f"somebody else has written {names} meanwhile")
        contents = self.contents()
        replace_files({self.folder / name: content for name, content in contents.items()})
        self._steps, self._as_read = [{}], {}
        return list(contents)

    def rebase(self) -> list[str]:
        """Put the changes on the files as they are now, as one step.

        Returns the cells that both changed, as "table, id, column"; nothing is done if there are any.
        """
        step: dict[str, Rows] = {}
        as_read: dict[str, bytes] = {}
        conflicts: list[str] = []
        for table, mine in self._steps[-1].items():
            raw = self._as_read[table]
            base = _parsed_rows(raw, list(mine[0]))
            step[table], both = _merged(base, mine, self._rows_on_disk(table), new_row.key_columns(table, self.folder))
            as_read[table] = self._parsed[table][0]
            conflicts += [f"{table}, {cell}" for cell in both]
        if not conflicts:
            self._steps, self._as_read = [{}, step], as_read
        return conflicts

    def as_zip(self, sentences: str) -> bytes:
        """The changed files as one file to send, with the sentences on what changed."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
            for name, content in self.contents().items():
                written.writestr(name, content)
            written.writestr("changes.txt", sentences + "\n")
        return archive.getvalue()


def _with_line_feeds(raw: bytes) -> bytes:
    """A file as it is kept: git on Windows may have given it other line ends."""
    return raw.replace(b"\r\n", b"\n")


def _parsed_rows(raw: bytes, columns: list[str]) -> list[dict[str, str]]:
    """The rows of a canonical file. NotCanonical if they do not have its columns."""
    rows = [cells for _, cells in tables.csv_rows(raw.decode())]
    if not rows or rows[0] != columns or any(len(cells) != len(columns) for cells in rows):
        raise new_row.NotCanonical("The file does not have the columns of its table; the check says where.")
    return [dict(zip(columns, cells, strict=True)) for cells in rows[1:]]


def row_id(row: Row, key_columns: Iterable[str]) -> str:
    """The id of a row, as addresses and messages have it."""
    return schema.KEY_SEPARATOR.join(row[column] for column in key_columns)


def _merged(base: list[dict[str, str]], mine: Rows, theirs: Rows, keys: list[str]) -> tuple[Rows, list[str]]:
    """Their rows with my changes since `base`, and the cells that both changed as "id, column"."""
    rows = {row_id(row, keys): dict(row) for row in theirs}
    conflicts = []
    for old, new in zip(base, mine, strict=False):
        name = row_id(old, keys)
        for column in [column for column in old if new[column] != old[column]]:
            if name not in rows or rows[name][column] not in (old[column], new[column]):
                conflicts.append(f"{name}, {column}")
            else:
                rows[name][column] = new[column]
    for new in mine[len(base) :]:
        name = row_id(new, keys)
        if name in rows:
            conflicts.append(f"{name}, {keys[0]}")
        rows[name] = dict(new)
    return tuple(rows.values()), conflicts
