"""A cell is one line without spaces at its ends or twice in a row."""

import re
from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at

_UNTIDY = re.compile(r"^\s|\s$|\s\s|[\x00-\x1f\x7f]")


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A cell is one line without spaces at its ends or twice in a row."""
    for table, frame in dataset.frames.items():
        for field in schema.fields(table, dataset.folder):
            if field["type"] == "string":
                cells = frame[field["name"]]
                for index in cells.index[cells.str.contains(_UNTIDY)]:
                    found = repr(cells[index])
                    yield at(
                        dataset,
                        table,
                        index,
                        field["name"],
                        "one line, without spaces at its ends or twice in a row",
                        "take the spaces out",
                        found,
                    )
