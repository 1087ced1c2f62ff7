"""Where the data are old or weak, row by row, computed from the tables: what an editor should look at next."""

from __future__ import annotations

from datetime import date

import pandas as pd

from caveat import citations, package, restrictions, rows
from caveat.dates import last_day
from caveat.faults import BrokenTable
from caveat.tables import Tables

STALE_COLUMNS = ["table", "id", "newest", "days", "allowed"]


def limit(tables: Tables, table: str) -> int | None:
    """After how many days without a newer date a row of the table counts as unconfirmed (`staleness_days` in the package); None where rows do not age."""
    found = package.resource(table, tables.folder).get("staleness_days")
    return int(found) if found else None


def stale(tables: Tables, today: date) -> pd.DataFrame:
    """The rows that nothing has confirmed for longer than their table allows, the oldest first: table, id, newest (date as text), days (since its last day), allowed.

    Of the restrictions only those that set a state today, of the positions only an actor's last one on an issue: what another row has replaced needs no confirmation.
    """
    found = []
    for table in rows.usable(tables):
        allowed = limit(tables, table)
        if allowed is None:
            continue
        standing = _STANDING[table](tables, today) if table in _STANDING else None
        key = package.resource(table, tables.folder)["schema"]["primaryKey"]
        dated = [one["name"] for one in package.fields(table, tables.folder) if one.get("partialDate")]
        for record in tables[table].to_dict("records"):
            identifier = rows.KEY_SEPARATOR.join(record[one] for one in key)
            texts = [record[one] for one in dated if record[one]]
            if not texts or (standing is not None and identifier not in standing):
                continue
            newest = max(texts, key=last_day)
            days = (today - last_day(newest)).days
            if days > allowed:
                found.append({"table": table, "id": identifier, "newest": newest, "days": days, "allowed": allowed})
    order = pd.DataFrame(found, columns=STALE_COLUMNS)
    return order.sort_values("days", ascending=False, kind="stable").reset_index(drop=True)


def _last_words(tables: Tables, today: date) -> set[str]:
    """The ids of each actor's last position on each issue."""
    frame = tables["positions"].sort_values("date", key=lambda cells: cells.map(last_day), kind="stable")
    return set(frame.drop_duplicates(["actor", "issue"], keep="last")["position_id"])


def _rules_in_force(tables: Tables, today: date) -> set[str]:
    """The ids of the rules that set a state today, on any area and of any authority."""
    try:
        log = restrictions.log_of(tables)
    except BrokenTable:
        return set()
    areas = [str(one) for one in tables["territories"]["territory_id"]]
    return {layer.change.change_id for one in restrictions.states(log, today, "now", territories=areas) for layer in one.layers}


# The tables in which a later row replaces an older one, and what of them still stands.
_STANDING = {"restrictions": _rules_in_force, "positions": _last_words}


def weak(tables: Tables) -> pd.DataFrame:
    """The rows that rest on copies only, or on one source where the table takes several: table, id, why ("copies" or "single"), sources (ids joined by ";").

    A table whose rows are one source's words by definition has no "single" rows. Without sources nothing is known of copies.
    """
    stand_ins = set() if "sources" in tables.broken else set(citations.stand_ins(tables)["source_id"])
    found = []
    for table in rows.usable(tables):
        lists = {one["name"] for one in package.fields(table, tables.folder) if "list" in one} & set(rows.source_columns(tables, table))
        for row in rows.of_table(tables, table):
            joined = package.LIST_SEPARATOR.join(row.source_ids)
            if row.source_ids and stand_ins.issuperset(row.source_ids):
                found.append({"table": table, "id": row.id, "why": "copies", "sources": joined})
            if lists and len(row.source_ids) == 1:
                found.append({"table": table, "id": row.id, "why": "single", "sources": joined})
    return pd.DataFrame(found, columns=["table", "id", "why", "sources"])
