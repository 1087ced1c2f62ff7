"""Where the data are old or weak, row by row, computed from the tables: what an editor should look at next, and what marks a value for readers."""

from collections.abc import Hashable, Mapping
from datetime import date

import pandas as pd

from caveat.dataset import records, schema
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day, last_day
from caveat.dataset.tables import Dataset
from caveat.domain import citations, restrictions, rule_log
from caveat.domain.publishers import original_publisher
from caveat.domain.rule_log import Clock

UNCONFIRMED_COLUMNS = ["table", "id", "newest", "days", "allowed"]
# What makes two rows of a table say something on the same matter: the later one confirms or replaces the earlier. A figure is confirmed by one that states the same.
_SAME_MATTER: Mapping[str, tuple[str, ...]] = {
    "claims": ("system_id", "attribute", "qualifier", "value_low", "value_high"),
    "context": ("supplier", "system_id", "system_group_id", "territory"),
    "transfers": ("supplier", "system_id", "system_group_id"),
    "positions": ("actor", "issue"),
    "aid": ("donor", "measure"),
}


def staleness_days(dataset: Dataset, table: str) -> int | None:
    """After how many days without a newer date a row of the table counts as unconfirmed (`staleness_days` in the package); None where rows do not age."""
    found = schema.resource(table, dataset.folder).get("staleness_days")
    return int(found) if found else None


def unconfirmed_rows(dataset: Dataset, today: date, known: Clock = "now") -> pd.DataFrame:
    """The rows that nothing had confirmed on a day for longer than their table allows, the oldest first: table, id, newest (date as text), days (since its last day), allowed.

    Of the restrictions only those that set a state on the day (by the clock `known`), of other tables only the last row by that day on its matter
    (an actor's last word on an issue, the last step of a transfer): what another row has replaced or said again needs no confirmation.
    """
    found = []
    for table, dated in _dated(dataset).items():
        allowed = staleness_days(dataset, table)
        assert allowed is not None
        past = [one for one in dated if one[1] <= today]
        last = {matter: place for place, (_, _, _, matter) in enumerate(past)}
        force = _rules_in_force(dataset, today, known) if table == "restrictions" else None
        for place, (identifier, _, newest, matter) in enumerate(past):
            days = (today - last_day(newest)).days
            if days > allowed and (
                identifier in force if force is not None else matter is None or last[matter] == place
            ):
                found.append({"table": table, "id": identifier, "newest": newest, "days": days, "allowed": allowed})
    order = pd.DataFrame(found, columns=UNCONFIRMED_COLUMNS)
    return order.sort_values("days", ascending=False, kind="stable").reset_index(drop=True)


@memoized(4)
def _dated(dataset: Dataset) -> Mapping[str, list[tuple[str, date, str, Hashable]]]:
    """The dated rows of each table that ages, the latest last (a month by its last day): id, the day from which it counts, its newest date, what it is about (None: only itself)."""
    found: dict[str, list[tuple[str, date, str, Hashable]]] = {}
    for table in records.usable_tables(dataset):
        if staleness_days(dataset, table) is None:
            continue
        key = schema.resource(table, dataset.folder)["schema"]["primaryKey"]
        dates = [one["name"] for one in schema.fields(table, dataset.folder) if one.get("partialDate")]
        about = _SAME_MATTER.get(table, ())
        for record in dataset[table].to_dict("records"):
            texts = [record[one] for one in dates if record[one]]
            if texts:
                newest = max(texts, key=last_day)
                # NaN differs from itself: as text two blanks are the same.
                matter = tuple(str(record[one]) for one in about) or None
                found.setdefault(table, []).append(
                    (schema.KEY_SEPARATOR.join(record[one] for one in key), first_day(newest), newest, matter)
                )
    return {table: sorted(some, key=lambda one: last_day(one[2])) for table, some in found.items()}


def _rules_in_force(dataset: Dataset, day: date, known: Clock) -> set[str]:
    """The ids of the rules that set a state on a day, on any area and of any authority."""
    try:
        log = rule_log.rule_log(dataset)
    except UnusableTable:
        return set()
    areas = [str(one) for one in dataset["territories"]["territory_id"]]
    return {
        layer.change.change_id
        for one in restrictions.permission_states(log, day, known, territories=areas)
        for layer in one.layers
    }


@memoized(4)
def weak_evidence(dataset: Dataset) -> pd.DataFrame:
    """The rows that rest on little: table, id, why, sources (ids joined by ";"). Do not change it.

    Why: "copies" (aggregators only, in place of the original), "single" (one source where the table takes several), "origin" (several pages that go back to one house).
    A table whose rows are one source's words by definition has no "single" rows. Without sources nothing is known of copies and origins.
    """
    known = "sources" not in dataset.broken
    stand_ins = set(citations.aggregators(dataset)["source_id"]) if known else set()
    houses = (
        {row.source_id: original_publisher(row.publisher) for row in dataset["sources"].itertuples()} if known else {}
    )
    found = []
    for table in records.usable_tables(dataset):
        lists = {one["name"] for one in schema.fields(table, dataset.folder) if "list" in one} & set(
            records.source_columns(dataset, table)
        )
        for row in records.table_records(dataset, table):
            joined = schema.LIST_SEPARATOR.join(row.source_ids)
            if row.source_ids and stand_ins.issuperset(row.source_ids):
                found.append({"table": table, "id": row.id, "why": "copies", "sources": joined})
            if lists and len(row.source_ids) == 1:
                found.append({"table": table, "id": row.id, "why": "single", "sources": joined})
            elif len(row.source_ids) > 1 and len({houses.get(one, one) for one in row.source_ids}) == 1:
                found.append({"table": table, "id": row.id, "why": "origin", "sources": joined})
    return pd.DataFrame(found, columns=["table", "id", "why", "sources"])
