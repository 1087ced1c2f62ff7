"""A row is about one system or one group, never both or neither."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at, quoted


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A row is about one system or one group, never both or neither."""
    for table in ("context", "transfers"):
        for index, row in dataset[table].iterrows():
            if bool(row["system_id"]) == bool(row["system_group_id"]):
                found = f"{quoted(row['system_id'])} with system_group_id {quoted(row['system_group_id'])}"
                yield at(
                    dataset,
                    table,
                    index,
                    "system_id",
                    "exactly one of system_id and system_group_id filled",
                    found=found,
                )
