"""What differs between two readings of the data package: rows by id, columns, tables, and the states that follow from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from caveat.dataset import schema
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.domain import restrictions, rule_log
from caveat.domain.restrictions import NO_RECORD
from caveat.domain.rule_log import RuleLog
from caveat.domain.territories import MATRIX_TERRITORIES, PARENTS
from caveat.editing import spreadsheet

Row = Mapping[str, str]
Kind = Literal["added", "removed", "changed", "renamed"]
KEY_SEPARATOR = "/"


@dataclass(frozen=True)
class Change:
    """One row that differs. `columns` are those whose cells differ; `old` or `new` is None where the row is only on the other side."""

    table: str
    kind: Kind
    id: str
    old: Row | None
    new: Row | None
    columns: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The row as it is now, or as it was where it is gone."""
        found = self.new if self.new is not None else self.old
        assert found is not None
        return found


@dataclass(frozen=True)
class Turn:
    """A stretch of days on which readers see another state than before: `end` is the first day after it, None where it lasts."""

    supplier: str
    system_id: str
    territory: str
    start: date
    end: date | None
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Side:
    """One reading: the rows of each table by key, its columns, and the tables that could not be read."""

    tables: Mapping[str, Mapping[str, Row]]
    columns: Mapping[str, tuple[str, ...]]
    unreadable: tuple[str, ...]

    def value(self, table: str, key: str, column: str) -> str:
        """A cell by the key of its row; "" where there is none."""
        return self.tables.get(table, {}).get(key, {}).get(column, "")


@dataclass(frozen=True)
class Difference:
    """All that differs. `rows` and `turns` are empty where only the order or the form of the files differs."""

    old: Side
    new: Side
    rows: tuple[Change, ...]
    turns: tuple[Turn, ...]

    @property
    def new_tables(self) -> list[str]:
        return [one for one in self.new.columns if one not in self.old.columns]

    @property
    def gone_tables(self) -> list[str]:
        return [one for one in self.old.columns if one not in self.new.columns]

    def columns(self, side: Side, other: Side) -> Iterator[tuple[str, str]]:
        """The (table, column) of one side that the other has not, of tables on both sides."""
        for table in side.columns:
            if table in other.columns:
                yield from ((table, one) for one in side.columns[table] if one not in other.columns[table])

    @property
    def anything(self) -> bool:
        """Whether any fact, column or table differs."""
        shaped = [
            *self.new_tables,
            *self.gone_tables,
            *self.columns(self.new, self.old),
            *self.columns(self.old, self.new),
        ]
        return bool(self.rows or self.turns or shaped or self.new.unreadable != self.old.unreadable)


def side(folder: Path) -> Side:
    """A folder's tables as rows of text, read past what spreadsheets do to the files. Rows with a key that stands twice are told apart by their number."""
    tables: dict[str, Mapping[str, Row]] = {}
    columns: dict[str, tuple[str, ...]] = {}
    sheets = spreadsheet.sheets(folder)
    for table in schema.table_names(folder):
        columns[table] = tuple(one["name"] for one in schema.fields(table, folder))
        sheet = sheets.get(table)
        if sheet is None or not sheet.rows or sorted(sheet.rows[0][1]) != sorted(columns[table]):
            continue
        header = sheet.rows[0][1]
        rows = [dict(zip(header, cells, strict=True)) for _, cells in sheet.rows[1:] if len(cells) == len(header)]
        tables[table] = _keyed(rows, schema.resource(table, folder)["schema"]["primaryKey"])
    return Side(tables, columns, tuple(table for table in columns if table not in tables))


def _keyed(rows: list[dict[str, str]], key: list[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        name = KEY_SEPARATOR.join(row[column] for column in key)
        number = 1
        while (name if number == 1 else f"{name} ({number})") in found:
            number += 1
        found[name if number == 1 else f"{name} ({number})"] = row
    return found


def compare(old: Side, new: Side) -> Difference:
    """What differs between two sides, in the order of the package and of the new files; what is gone comes after what stands."""
    rows = [
        change
        for table in new.columns
        if table in old.tables and table in new.tables
        for change in _rows(table, old, new)
    ]
    return Difference(old, new, tuple(rows), tuple(_turns(old, new)))


def _rows(table: str, old: Side, new: Side) -> Iterator[Change]:
    before, after = old.tables[table], new.tables[table]
    shared = [one for one in new.columns[table] if one in old.columns[table]]
    gone = {key: row for key, row in before.items() if key not in after}
    for key, row in after.items():
        if key in before:
            columns = tuple(one for one in shared if row[one] != before[key][one])
            if columns:
                yield Change(table, "changed", key, before[key], row, columns)
            continue
        twin = next((one for one, was in gone.items() if _same_but_key(was, row, one, key, shared)), None)
        if twin is None:
            yield Change(table, "added", key, None, row)
        else:
            yield Change(table, "renamed", key, gone.pop(twin), row)
    for key, row in gone.items():
        yield Change(table, "removed", key, row, None)


def _same_but_key(was: Row, now: Row, old_key: str, new_key: str, columns: list[str]) -> bool:
    """Whether two rows agree in every cell that is no part of their keys."""
    keys = {*old_key.split(KEY_SEPARATOR), *new_key.split(KEY_SEPARATOR)}
    return all(was[one] == now[one] or {was[one], now[one]} <= keys for one in columns)


@memoized(4)
def log(of: Side) -> RuleLog | None:
    """The log of restrictions of a side; None where it cannot be folded."""
    if any(table not in of.tables for table in ("restrictions", "systems", "territories")):
        return None
    families = {key: row["family_id"] for key, row in of.tables["systems"].items() if row["family_id"]}
    parents = {key: row["parent_id"] for key, row in of.tables["territories"].items() if row["parent_id"]} or PARENTS
    frame = pd.DataFrame(
        list(of.tables["restrictions"].values()), columns=list(of.columns["restrictions"]), dtype="str"
    )
    try:
        return rule_log.build_rule_log(frame, families, parents)
    except (ValueError, KeyError):
        return None


def state_before(of: Side, row: Row) -> str:
    """What stood on the day on which a row of restrictions takes effect; NO_RECORD where nothing did or nothing can be said."""
    found = log(of)
    if found is None:
        return NO_RECORD
    try:
        return restrictions.permission_state(
            found, row["supplier"], row["system_id"], row["territory"], first_day(row["effective"]), "now"
        ).status
    except ValueError:
        return NO_RECORD


def _turns(old: Side, new: Side) -> Iterator[Turn]:
    """Where readers see another status, in hindsight, on the areas that the pages show."""
    before, after = log(old), log(new)
    if before is None or after is None or _log_of(old) == _log_of(new):
        return
    pairs = list(dict.fromkeys([*restrictions.pairs(before), *restrictions.pairs(after)]))
    for pair in pairs:
        for area in MATRIX_TERRITORIES:
            yield from _turns_of(before, after, *pair, area)


def _log_of(of: Side) -> list[Any]:
    """All that the fold rests on, the order of the rows included."""
    return [list(of.tables[table].items()) for table in ("restrictions", "systems", "territories")]


def _turns_of(before: RuleLog, after: RuleLog, supplier: str, system: str, area: str) -> Iterator[Turn]:
    one, two = (_rules(found, supplier, system) for found in (before, after))
    if one == two:
        return
    days = sorted({change.effective for change in [*one, *two]})
    open_: Turn | None = None
    for day in days:
        was, now = (
            restrictions.permission_state(found, supplier, system, area, day, "now").status for found in (before, after)
        )
        if open_ and (was, now) == (open_.before, open_.after):
            continue
        if open_:
            yield Turn(supplier, system, area, open_.start, day, open_.before, open_.after)
        open_ = Turn(supplier, system, area, day, None, was, now) if was != now else None
    if open_:
        yield open_


def _rules(found: RuleLog, supplier: str, system: str) -> list[Any]:
    """The rules of a pair in the order in which they count, without what the fold does not look at."""
    rules = found.rules.get((supplier, system), {})
    return [_Rule(key, one.effective, one.reported, one.status) for key in sorted(rules) for one in rules[key]]


@dataclass(frozen=True)
class _Rule:
    key: tuple[str, str]
    effective: date
    reported: date
    status: str
