"""Rows that are out of date or weakly supported, computed from the tables."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from caveat.dataset import records, schema
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day, last_day
from caveat.dataset.tables import Dataset
from caveat.domain import citations, restrictions, rule_log
from caveat.domain.publishers import original_publishers
from caveat.domain.rule_log import Clock

# The columns by which two rows of a table are on the same matter: the later confirms or replaces the earlier.
# A figure is confirmed by one that states the same.
_SAME_MATTER: Mapping[str, tuple[str, ...]] = {
    "claims": ("system_id", "attribute", "qualifier", "value_low", "value_high"),
    "context": ("supplier", "system_id", "system_group_id", "territory"),
    "transfers": ("supplier", "system_id", "system_group_id"),
    "positions": ("actor", "issue"),
    "aid": ("donor", "measure"),
}


def staleness_days(dataset: Dataset, table: str) -> int | None:
    """The days after which a row without a newer date is unconfirmed (`staleness_days` in the package).

    None if the table's rows do not go stale.
    """
    days = schema.resource(table, dataset.folder).get("staleness_days")
    return int(days) if days else None


class UnconfirmedRow(NamedTuple):
    """A row unconfirmed for too long; `newest` is a date as text, `days` counts from its last day."""

    table: str
    id: str
    newest: str
    days: int
    allowed: int


def unconfirmed_rows(dataset: Dataset, today: date, known: Clock = "now") -> list[UnconfirmedRow]:
    """The rows unconfirmed on a day for longer than their table allows, the oldest first.

    Of the restrictions only those that set a state on the day (by the clock `known`), of other tables only the last
    row by that day on its matter
    (an actor's last word on an issue, the last step of a transfer): what another row has replaced or said again needs
    no confirmation.
    """
    rows = []
    for table, dated in _dated_rows(dataset).items():
        allowed = staleness_days(dataset, table)
        assert allowed is not None
        past = [entry for entry in dated if entry[1] <= today]
        last = {matter: identifier for identifier, _, _, matter in past}
        force = _rules_in_force(dataset, today, known) if table == "restrictions" else None
        for identifier, _, newest, matter in past:
            days = (today - last_day(newest)).days
            if days <= allowed:
                break  # those after it are newer
            if identifier in force if force is not None else matter is None or last[matter] == identifier:
                rows.append(UnconfirmedRow(table, identifier, newest, days, allowed))
    return sorted(rows, key=lambda row: -row.days)


@memoized(4)
def _dated_rows(dataset: Dataset) -> Mapping[str, list[tuple[str, date, str, Hashable]]]:
    """The dated rows of each table that goes stale, the latest last (a month by its last day).

    Each row: id, the day from which it counts, its newest date, its matter (None: no other row is on it).
    """
    dated_rows: dict[str, list[tuple[str, date, str, Hashable]]] = {}
    for table in records.usable_tables(dataset):
        if staleness_days(dataset, table) is None:
            continue
        key = schema.resource(table, dataset.folder)["schema"]["primaryKey"]
        dates = [field["name"] for field in schema.fields(table, dataset.folder) if field.get("partialDate")]
        about = _SAME_MATTER.get(table, ())
        for record in dataset[table].to_dict("records"):
            texts = [record[column] for column in dates if record[column]]
            if texts:
                newest = max(texts, key=last_day)
                # NaN differs from itself: as text two blanks are the same.
                matter = tuple(str(record[column]) for column in about) or None
                dated_rows.setdefault(table, []).append(
                    (schema.KEY_SEPARATOR.join(record[column] for column in key), first_day(newest), newest, matter)
                )
    return {table: sorted(rows, key=lambda row: last_day(row[2])) for table, rows in dated_rows.items()}


def _rules_in_force(dataset: Dataset, day: date, known: Clock) -> set[str]:
    """The ids of the rules that set a state on a day, on any area and of any authority."""
    try:
        log = rule_log.rule_log(dataset)
    except UnusableTable:
        return set()
    areas = [str(territory) for territory in dataset["territories"]["territory_id"]]
    return {
        layer.change.change_id
        for state in restrictions.permission_states(log, day, areas, known)
        for layer in state.layers
    }


@memoized(4)
def weak_evidence(dataset: Dataset) -> pd.DataFrame:
    """The rows with weak support: table, id, why, sources (ids joined by ";"). Shared: never change it.

    `why` is "copies" (aggregators only, in place of the original), "single" (one source where the table takes several)
    or "origin" (several pages that go back to one publisher). A government's own record of its words is enough for a
    row, so such a row is neither "single" nor "origin".
    A table whose column names a single source by definition has no "single" rows.
    If sources cannot be read there are no "copies" and no "origin" rows.
    """
    known = "sources" not in dataset.broken
    stand_ins = set(citations.aggregators(dataset)["source_id"]) if known else set()
    on_record = set(dataset["sources"].query("kind == 'official' and origins == ''")["source_id"]) if known else set()
    originals = original_publishers(dataset)
    rows = []
    for table in records.usable_tables(dataset):
        lists = {field["name"] for field in schema.fields(table, dataset.folder) if "list" in field} & set(
            records.source_columns(dataset, table)
        )
        for row in records.table_records(dataset, table):
            joined = schema.LIST_SEPARATOR.join(row.source_ids)
            if row.source_ids and stand_ins.issuperset(row.source_ids):
                rows.append({"table": table, "id": row.id, "why": "copies", "sources": joined})
            if not on_record.isdisjoint(row.source_ids):
                continue
            if lists and len(row.source_ids) == 1:
                rows.append({"table": table, "id": row.id, "why": "single", "sources": joined})
            elif _one_origin(row.source_ids, originals):
                rows.append({"table": table, "id": row.id, "why": "origin", "sources": joined})
    return pd.DataFrame(rows, columns=["table", "id", "why", "sources"])


def _one_origin(source_ids: Sequence[str], originals: Mapping[str, str]) -> bool:
    """Whether several pages go back to one publisher."""
    return len(source_ids) > 1 and len({originals.get(source_id, source_id) for source_id in source_ids}) == 1
