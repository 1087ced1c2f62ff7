"""The log of restrictions: dated changes as published, read from the table and indexed once."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.records import text_fields
from caveat.dataset.tables import Dataset, list_items
from caveat.domain.territories import territory_parents as territory_parents

Clock = Literal["then", "now"]


@dataclass(frozen=True)
class RuleChange:
    """A row of the log. `effective` and `reported` are the first days that the published texts may mean."""

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
    condition: str = ""
    restates: str = ""
    restates_how: str = ""

    @property
    def rank(self) -> tuple[date, date, int]:
        """What "latest" means: effective, then reported, then the order of the file."""
        return (self.effective, self.reported, self.order)

    def day(self, known: Clock) -> date:
        """The first day on which the row counts under a clock."""
        return max(self.effective, self.reported) if known == "then" else self.effective


@dataclass(frozen=True, eq=False)
class RuleLog:
    """The restrictions, indexed once so that the cost of a view does not grow with the log.

    Equal only to itself, so that results can be kept on it.
    """

    changes: tuple[RuleChange, ...]
    families: Mapping[str, str]
    parents: Mapping[str, str]
    rules: Mapping[tuple[str, str], Mapping[tuple[str, str], list[RuleChange]]] = field(repr=False)
    disputes: Mapping[tuple[str, str], Mapping[tuple[str, str], list[RuleChange]]] = field(repr=False)
    by_id: Mapping[str, RuleChange] = field(repr=False)

    def family(self, system_id: str) -> str:
        """The system that keeps the rules: a variant's family, else the system itself."""
        return self.families.get(system_id) or system_id


def families(systems: pd.DataFrame) -> dict[str, str]:
    """system_id -> family_id for the variants in the table `systems`."""
    pairs = zip(systems["system_id"], systems["family_id"], strict=True)
    return {system_id: family for system_id, family in pairs if family}


def build_rule_log(restrictions: pd.DataFrame, families: Mapping[str, str], parents: Mapping[str, str]) -> RuleLog:
    """The table `restrictions` (columns as in the package) as a RuleLog. ValueError if a date is no date."""
    changes = tuple(_change(order, row) for order, row in enumerate(restrictions.to_dict("records")))
    return index_rule_changes(changes, families, parents)


@memoized(4)
def rule_log(dataset: Dataset) -> RuleLog:
    """The RuleLog of a dataset. UnusableTable if restrictions, systems or territories cannot be used."""
    return build_rule_log(
        dataset["restrictions"], families(dataset["systems"]), territory_parents(dataset["territories"])
    )


def index_rule_changes(
    changes: Iterable[RuleChange], families: Mapping[str, str], parents: Mapping[str, str]
) -> RuleLog:
    """A RuleLog of changes that are parsed already."""
    changes = tuple(changes)
    rules: dict[tuple[str, str], dict[tuple[str, str], list[RuleChange]]] = defaultdict(lambda: defaultdict(list))
    disputes: dict[tuple[str, str], dict[tuple[str, str], list[RuleChange]]] = defaultdict(lambda: defaultdict(list))
    for change in sorted(changes, key=lambda change: change.rank):
        pair = (change.supplier, families.get(change.system_id) or change.system_id)
        (disputes if change.certainty == "disputed" else rules)[pair][change.authority, change.territory].append(change)
    by_id = {change.change_id: change for change in changes}
    return RuleLog(changes, dict(families), dict(parents), _plain_dicts(rules), _plain_dicts(disputes), by_id)


def _plain_dicts(
    grown: Mapping[tuple[str, str], Mapping[tuple[str, str], list[RuleChange]]],
) -> dict[tuple[str, str], dict[tuple[str, str], list[RuleChange]]]:
    return {pair: dict(areas) for pair, areas in grown.items()}


@memoized(16)
def by_entry_day(log: RuleLog, known: Clock) -> tuple[tuple[date, ...], tuple[RuleChange, ...]]:
    """The days on which rows came in under a clock, in order, and the rows, as tuples of equal length."""
    rows = sorted(log.changes, key=lambda change: (change.day(known), change.rank))
    return tuple(change.day(known) for change in rows), tuple(rows)


def entries_between(log: RuleLog, start: date, end: date, known: Clock) -> tuple[RuleChange, ...]:
    """The rows that came in after `start` and up to `end`, in that order.

    The cost grows with the rows returned, not with the length of the log.
    """
    days, rows = by_entry_day(log, known)
    return rows[bisect_right(days, start) : bisect_right(days, end)]


def _change(order: int, row: Mapping[str, str]) -> RuleChange:
    # A release from before November 2026 has no conditions and restatements: their fields stay blank.
    return RuleChange(
        **text_fields(RuleChange, row),
        order=order,
        effective=first_day(row["effective"]),
        reported=first_day(row["reported"]),
        effective_text=row["effective"],
        reported_text=row["reported"],
        source_ids=tuple(list_items(row["source_ids"])),
    )
