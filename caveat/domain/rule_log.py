"""The log of restrictions: dated changes as they were published, read from the table and indexed once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import Tables, items
from caveat.domain.territories import PARENTS
from caveat.domain.territories import parents as territory_parents

Known = Literal["then", "now"]


@dataclass(frozen=True)
class Change:
    """One row of the log. `effective` and `reported` are the first days that the published texts may mean."""

    order: int
    change_id: str
    effective: date
    reported: date
    effective_text: str
    reported_text: str
    supplier: str
    authority: str
    system_id: str
    territory: str
    status: str
    certainty: str
    reversed_by: str
    summary: str
    source_ids: tuple[str, ...]
    note: str

    @property
    def rank(self) -> tuple[date, date, int]:
        """What "latest" means: effective, then reported, then the order of the file."""
        return (self.effective, self.reported, self.order)

    def day(self, known: Known) -> date:
        """The first day on which the row counts under a clock."""
        return max(self.effective, self.reported) if known == "then" else self.effective


@dataclass(frozen=True, eq=False)
class Log:
    """The restrictions, indexed once so that the cost of a view does not grow with the log. Equal only to itself, so that what is derived from it can be cached by it."""

    changes: tuple[Change, ...]
    families: Mapping[str, str]
    parents: Mapping[str, str]
    rules: Mapping[tuple[str, str], Mapping[tuple[str, str], list[Change]]] = field(repr=False)
    disputes: Mapping[tuple[str, str], Mapping[tuple[str, str], list[Change]]] = field(repr=False)
    by_id: Mapping[str, Change] = field(repr=False)

    def family(self, system_id: str) -> str:
        """The system that keeps the rules: a variant's family, else the system itself."""
        return self.families.get(system_id) or system_id


def families(systems: pd.DataFrame) -> dict[str, str]:
    """system_id -> family_id for the variants in the table `systems`."""
    return {row.system_id: row.family_id for row in systems.itertuples() if row.family_id}


def index(restrictions: pd.DataFrame, families: Mapping[str, str] | None = None, parents: Mapping[str, str] = PARENTS) -> Log:
    """The table `restrictions` (columns as in the package) as a Log. ValueError where a date is no date."""
    changes = tuple(_change(order, row) for order, row in enumerate(restrictions.to_dict("records")))
    return index_changes(changes, families, parents)


@memoized(4)
def log_of(tables: Tables) -> Log:
    """The Log of one reading of the tables. BrokenTable where restrictions, systems or territories cannot be used."""
    return index(tables["restrictions"], families(tables["systems"]), territory_parents(tables["territories"]))


def index_changes(changes: Iterable[Change], families: Mapping[str, str] | None = None, parents: Mapping[str, str] = PARENTS) -> Log:
    """A Log of changes that are at hand already; see `index`."""
    changes = tuple(changes)
    families = families or {}
    rules: dict[tuple[str, str], dict[tuple[str, str], list[Change]]] = defaultdict(lambda: defaultdict(list))
    disputes: dict[tuple[str, str], dict[tuple[str, str], list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in sorted(changes, key=lambda one: one.rank):
        pair = (change.supplier, families.get(change.system_id) or change.system_id)
        (disputes if change.certainty == "disputed" else rules)[pair][change.authority, change.territory].append(change)
    by_id = {one.change_id: one for one in changes}
    return Log(changes, dict(families), dict(parents), _plain(rules), _plain(disputes), by_id)


def _plain(grown: Mapping[tuple[str, str], Mapping[tuple[str, str], list[Change]]]) -> dict[tuple[str, str], dict[tuple[str, str], list[Change]]]:
    return {pair: dict(areas) for pair, areas in grown.items()}


@memoized(16)
def arrivals(log: Log, known: Known) -> tuple[tuple[date, ...], tuple[Change, ...]]:
    """The log in the order in which its rows come in under a clock, sorted once: their days and the rows, side by side."""
    rows = sorted(log.changes, key=lambda one: (one.day(known), one.rank))
    return tuple(one.day(known) for one in rows), tuple(rows)


def came_in(log: Log, start: date, end: date, known: Known) -> tuple[Change, ...]:
    """The rows that came in after `start` and up to `end`, in that order. What it costs follows what it finds, not the length of the log."""
    days, rows = arrivals(log, known)
    return rows[bisect_right(days, start) : bisect_right(days, end)]


@memoized(16)
def arrivals_by_supplier(log: Log, known: Known) -> dict[str, tuple[list[date], list[Change]]]:
    """The same for each supplier, in the order of their first rows. Do not change what it returns."""
    found: dict[str, tuple[list[date], list[Change]]] = {}
    for day, one in zip(*arrivals(log, known), strict=True):
        days, rows = found.setdefault(one.supplier, ([], []))
        days.append(day)
        rows.append(one)
    return found


def _change(order: int, row: Mapping[str, str]) -> Change:
    return Change(
        order=order,
        change_id=row["change_id"],
        effective=first_day(row["effective"]),
        reported=first_day(row["reported"]),
        effective_text=row["effective"],
        reported_text=row["reported"],
        supplier=row["supplier"],
        authority=row["authority"],
        system_id=row["system_id"],
        territory=row["territory"],
        status=row["status"],
        certainty=row["certainty"],
        reversed_by=row["reversed_by"],
        summary=row["summary"],
        source_ids=tuple(items(row["source_ids"])),
        note=row["note"],
    )
