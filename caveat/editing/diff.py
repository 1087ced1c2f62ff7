"""Compare two versions of the data package. Rows by id, columns, tables, and the permission states that follow."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from caveat.dataset import schema, tables
from caveat.dataset.errors import DataError
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.releases import TableChanges
from caveat.dataset.tables import WITHDRAWN
from caveat.domain import case, restrictions, rule_log
from caveat.domain.case import Case
from caveat.domain.restrictions import NO_RECORD
from caveat.domain.rule_log import RuleLog
from caveat.editing import spreadsheet
from caveat.editing.checks.schema import descriptor_errors
from caveat.editing.git import NoRevision, folder_at
from caveat.editing.spreadsheet.findings import Rows

Row = Mapping[str, str]
Kind = Literal["added", "removed", "changed", "renamed"]
# The tables that the log of restrictions is built from.
_LOG_TABLES = ("restrictions", "systems", "territories")


@dataclass(frozen=True)
class RowChange:
    """A row that differs, and the columns whose cells do. `old` or `new` is None if that version has no such row."""

    table: str
    kind: Kind
    id: str
    old: Row | None
    new: Row | None
    columns: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The new row, or the old one if it was removed."""
        row = self.new if self.new is not None else self.old
        assert row is not None
        return row


@dataclass(frozen=True)
class StatusChange:
    """A span of days on which readers see another status. `end` is the first day after it, None if it lasts."""

    supplier: str
    system_id: str
    territory: str
    start: date
    end: date | None
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Version:
    """One version of the data.

    `rows` has the rows of each table by key in the order of its file, withdrawn ones included, and `lines` the lines on
    which they begin. `torn` has the rows of another length than the header, as (line, cells): they have no key.
    `files` names each table's file, `keys` its key columns. `faults` are cells that no table allows.
    """

    rows: Mapping[str, Mapping[str, Row]]
    columns: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    torn: Mapping[str, Rows] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[DataError, ...] = ()

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Row]]:
        """The rows of each table by key, without those that were withdrawn."""
        return {
            table: {key: row for key, row in rows.items() if not row.get(WITHDRAWN)}
            for table, rows in self.rows.items()
        }

    @cached_property
    def withdrawn(self) -> Mapping[tuple[str, str], str]:
        """Why rows were withdrawn, by table and key."""
        return {
            (table, key): row[WITHDRAWN]
            for table, rows in self.rows.items()
            for key, row in rows.items()
            if row.get(WITHDRAWN)
        }

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The tables that could not be read."""
        return tuple(table for table in self.columns if table not in self.rows)

    def value(self, table: str, key: str, column: str) -> str:
        """A cell by the key of its row; "" if it is missing."""
        return self.tables.get(table, {}).get(key, {}).get(column, "")


@dataclass(frozen=True)
class Difference:
    """All that differs. `rows` and `states` are empty if only the order or the form of the files differs.

    `states` is None if it cannot be told: rules of one version cannot be read. `case` has the names of both versions,
    the new ones where they differ.
    """

    old: Version
    new: Version
    rows: tuple[RowChange, ...]
    states: tuple[StatusChange, ...] | None
    case: Case

    @property
    def added_tables(self) -> list[str]:
        return [table for table in self.new.columns if table not in self.old.columns]

    @property
    def removed_tables(self) -> list[str]:
        return [table for table in self.old.columns if table not in self.new.columns]

    @property
    def added_columns(self) -> list[tuple[str, str]]:
        return _columns_of_one_only(self.new, self.old)

    @property
    def removed_columns(self) -> list[tuple[str, str]]:
        return _columns_of_one_only(self.old, self.new)

    @property
    def is_empty(self) -> bool:
        """Whether every fact, column and table is the same."""
        shape = [*self.added_tables, *self.removed_tables, *self.added_columns, *self.removed_columns]
        return not (self.rows or self.states or shape or self.new.unreadable != self.old.unreadable)


def _columns_of_one_only(version: Version, other: Version) -> list[tuple[str, str]]:
    """The (table, column) of one version that the other has not, of tables in both."""
    return [
        (table, column)
        for table, columns in version.columns.items()
        if table in other.columns
        for column in columns
        if column not in other.columns[table]
    ]


def read_version(folder: Path, only: Collection[str] | None = None) -> Version:
    """A folder's tables (all, or `only` these) as rows of text, read past what spreadsheets do to the files."""
    names = [table for table in schema.table_names(folder) if only is None or table in only]
    columns = {table: tuple(column["name"] for column in schema.fields(table, folder)) for table in names}
    keys = {table: tuple(schema.resource(table, folder)["schema"]["primaryKey"]) for table in names}
    rows: dict[str, Mapping[str, Row]] = {}
    lines: dict[str, Mapping[str, int]] = {}
    torn: dict[str, Rows] = {}
    for table, sheet in spreadsheet.read_sheets(folder, names).items():
        if not sheet.rows or sorted(sheet.rows[0][1]) != sorted(columns[table]):
            continue
        header = sheet.rows[0][1]
        whole = [(line, cells) for line, cells in sheet.rows[1:] if len(cells) == len(header)]
        rows[table] = _by_key([dict(zip(header, cells, strict=True)) for _, cells in whole], keys[table])
        lines[table] = dict(zip(rows[table], (line for line, _ in whole), strict=True))
        torn[table] = [(line, cells) for line, cells in sheet.rows[1:] if len(cells) != len(header)]
    files = {table: tables.file_name(table, folder) for table in names}
    return Version(rows, columns, lines, torn, files, keys, _log_faults(folder, rows, lines))


def versions_since(revision: str, folder: Path, only: Collection[str] | None = None) -> tuple[Version, Version]:
    """The version of a git revision and that of a folder. NoRevision if the first cannot be read."""
    files = None if only is None else [schema.resource(table, folder)["path"] for table in only]
    with folder_at(revision, folder, files) as copy:
        if descriptor_errors(copy):
            raise NoRevision(f"datapackage.json cannot be read at the revision “{revision}”")
        known = only if only is None else set(only) & set(schema.table_names(copy))
        return read_version(copy, known), read_version(folder, only)


def _log_faults(
    folder: Path, rows: Mapping[str, Mapping[str, Row]], lines: Mapping[str, Mapping[str, int]]
) -> tuple[DataError, ...]:
    """The cells of the log's tables that their columns do not allow: what readers see cannot be told with them."""
    return tuple(
        error
        for table in _LOG_TABLES
        if table in rows
        for error in tables.cell_errors(
            table, folder, pd.DataFrame(list(rows[table].values())), list(lines[table].values())
        )
    )


def _by_key(rows: list[dict[str, str]], key_columns: Sequence[str]) -> dict[str, Row]:
    """The rows by key; those with a key that stands twice are told apart by a number."""
    keyed: dict[str, Row] = {}
    for row in rows:
        name = key = schema.KEY_SEPARATOR.join(row[column] for column in key_columns)
        number = 1
        while name in keyed:
            number += 1
            name = f"{key} ({number})"
        keyed[name] = row
    return keyed


def compare(old: Version, new: Version) -> Difference:
    """What differs between two versions, in the order of the package and of the new files; removed rows come last."""
    rows = [
        change
        for table in new.columns
        if table in old.tables and table in new.tables
        for change in _row_changes(table, old, new)
    ]
    names = _names(old, new)
    try:
        states = tuple(_status_changes(old, new, names.matrix)) if log_of(old) and log_of(new) else None
    except (ValueError, KeyError):
        states = None
    return Difference(old, new, tuple(rows), states, names)


def _names(old: Version, new: Version) -> Case:
    """The names of both versions, the new ones where they differ; none if a table of names has not its columns."""
    rows = {
        table: list({**old.tables.get(table, {}), **new.tables.get(table, {})}.values())
        for table in (*case.TABLES, "restrictions")
    }
    try:
        return case.case_of(rows)
    except KeyError:
        return case.case_of({})


def table_changes(difference: Difference) -> tuple[TableChanges, ...]:
    """How many rows of each table were added, changed and withdrawn; every row of a new table was added."""
    kinds: dict[str, Counter[str]] = {
        table: Counter(added=len(difference.new.tables.get(table, {}))) for table in difference.added_tables
    }
    for change in difference.rows:
        kinds.setdefault(change.table, Counter())[change.kind] += 1
    return tuple(
        TableChanges(table, counts["added"], counts["changed"] + counts["renamed"], counts["removed"])
        for table in difference.new.columns
        if (counts := kinds.get(table)) and counts.total()
    )


def _row_changes(table: str, old: Version, new: Version) -> Iterator[RowChange]:
    before, after = old.tables[table], new.tables[table]
    shared = [column for column in new.columns[table] if column in old.columns[table]]
    removed = {key: row for key, row in before.items() if key not in after}
    for key, row in after.items():
        if key in before:
            columns = tuple(column for column in shared if row[column] != before[key][column])
            if columns:
                yield RowChange(table, "changed", key, before[key], row, columns)
            continue
        old_key = next((was for was, old_row in removed.items() if _same_but_key(old_row, row, was, key, shared)), None)
        if old_key is None:
            yield RowChange(table, "added", key, None, row)
        else:
            yield RowChange(table, "renamed", key, removed.pop(old_key), row)
    for key, row in removed.items():
        yield RowChange(table, "removed", key, row, None)


def _same_but_key(old: Row, new: Row, old_key: str, new_key: str, columns: list[str]) -> bool:
    """Whether two rows agree in every cell that is no part of their keys."""
    keys = {*old_key.split(schema.KEY_SEPARATOR), *new_key.split(schema.KEY_SEPARATOR)}
    return all(old[column] == new[column] or {old[column], new[column]} <= keys for column in columns)


@memoized(4)
def log_of(version: Version) -> RuleLog | None:
    """The log of restrictions of a version; None if it cannot be built."""
    if version.faults or any(table not in version.tables for table in _LOG_TABLES):
        return None
    systems, territories = version.tables["systems"], version.tables["territories"]
    rows = list(version.tables["restrictions"].values())
    frame = pd.DataFrame(rows, columns=list(version.columns["restrictions"]), dtype="str")
    try:
        families = {key: row["family_id"] for key, row in systems.items() if row["family_id"]}
        parents = {key: row["parent_id"] for key, row in territories.items() if row["parent_id"]}
        return rule_log.build_rule_log(frame, families, parents)
    except (ValueError, KeyError):
        return None


def status_before(version: Version, row: Row) -> str:
    """The status on the day on which a row of restrictions takes effect; NO_RECORD if none is known."""
    log = log_of(version)
    if log is None:
        return NO_RECORD
    pair = row["supplier"], row["system_id"]
    try:
        return restrictions.permission_state(log, *pair, row["territory"], first_day(row["effective"]), "now").status
    except (ValueError, KeyError):
        return NO_RECORD


def _status_changes(old: Version, new: Version, territories: Sequence[str]) -> Iterator[StatusChange]:
    """Where readers see another status, in hindsight, on the areas that the pages show."""
    before, after = log_of(old), log_of(new)
    if before is None or after is None or _log_rows(old) == _log_rows(new):
        return
    for pair in dict.fromkeys([*restrictions.logged_pairs(before), *restrictions.logged_pairs(after)]):
        old_rules, new_rules = _rules(before, pair), _rules(after, pair)
        if old_rules != new_rules or before.parents != after.parents:
            days = sorted({effective for _, effective, _, _ in [*old_rules, *new_rules]})
            for territory in territories:
                yield from _status_changes_of(before, after, pair, territory, days)


def _log_rows(version: Version) -> list[Any]:
    """All that the log rests on, the order of the rows included."""
    return [list(version.tables[table].items()) for table in _LOG_TABLES]


def _rules(log: RuleLog, pair: tuple[str, str]) -> list[tuple[tuple[str, str], date, date, str]]:
    """The rules of a pair in the order in which they count: (authority, territory), effective, reported, status."""
    rules = log.rules.get(pair, {})
    return [(key, rule.effective, rule.reported, rule.status) for key in sorted(rules) for rule in rules[key]]


def _status_changes_of(
    before: RuleLog, after: RuleLog, pair: tuple[str, str], territory: str, days: list[date]
) -> Iterator[StatusChange]:
    start, statuses = date.min, ("", "")
    for day in days:
        old, new = (restrictions.permission_state(log, *pair, territory, day, "now").status for log in (before, after))
        if (old, new) != statuses:
            if statuses[0] != statuses[1]:
                yield StatusChange(*pair, territory, start, day, *statuses)
            start, statuses = day, (old, new)
    if statuses[0] != statuses[1]:
        yield StatusChange(*pair, territory, start, None, *statuses)
