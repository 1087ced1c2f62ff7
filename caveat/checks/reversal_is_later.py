"""A row is reversed by a row on the same supplier and system that is not earlier."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from caveat import dates
from caveat.checks.at import at
from caveat.faults import Fault
from caveat.tables import Tables


def rule(tables: Tables) -> Iterator[Fault]:
    """A row is reversed by a row on the same supplier and system that is not earlier."""
    log = tables["restrictions"]
    rows = {row["change_id"]: row for _, row in log.iterrows()}
    for index, row in log.iterrows():
        later = rows.get(row["reversed_by"])
        if later is None:  # blank, or a foreign key's matter
            continue
        if row["change_id"] == row["reversed_by"]:
            yield at(tables, "restrictions", index, "reversed_by", "another row than this one")
        elif (row["supplier"], row["system_id"]) != (later["supplier"], later["system_id"]):
            yield at(tables, "restrictions", index, "reversed_by", f"a row on {row['supplier']} and {row['system_id']}")
        elif _earlier(later, row):
            yield at(tables, "restrictions", index, "reversed_by", f"a row in force from {row['effective']} or later")


def _earlier(later: pd.Series, row: pd.Series) -> bool:
    try:
        return dates.last_day(later["effective"]) < dates.first_day(row["effective"])
    except ValueError:  # another rule's matter
        return False
