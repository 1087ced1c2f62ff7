"""A row is reversed by a row on the same supplier and system that is not earlier."""

from collections.abc import Iterator

import pandas as pd

from caveat.dataset import partial_dates
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A row is reversed by a row on the same supplier and system that is not earlier."""
    log = dataset["restrictions"]
    rows = {row["change_id"]: row for _, row in log.iterrows()}
    for index, row in log.iterrows():
        later = rows.get(row["reversed_by"])
        if later is None:  # blank, or a foreign key's matter
            continue
        if row["change_id"] == row["reversed_by"]:
            yield at(dataset, "restrictions", index, "reversed_by", "another row than this one")
        elif (row["supplier"], row["system_id"]) != (later["supplier"], later["system_id"]):
            yield at(
                dataset, "restrictions", index, "reversed_by", f"a row on {row['supplier']} and {row['system_id']}"
            )
        elif _earlier(later, row):
            yield at(dataset, "restrictions", index, "reversed_by", f"a row in force from {row['effective']} or later")


def _earlier(later: pd.Series, row: pd.Series) -> bool:
    try:
        return partial_dates.last_day(later["effective"]) < partial_dates.first_day(row["effective"])
    except ValueError:  # another rule's matter
        return False
