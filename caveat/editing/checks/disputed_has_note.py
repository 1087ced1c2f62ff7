"""A disputed row says in its note who disputes it."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A disputed row says in its note who disputes it."""
    for table in ("restrictions", "context", "transfers"):
        frame = dataset[table]
        for index in frame.index[(frame["certainty"] == "disputed") & (frame["note"] == "")]:
            yield at(dataset, table, index, "note", "a note, because the row is disputed", "write who says otherwise")
