"""A cell is one line without spaces at its ends or twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import Fault
from caveat.dataset.tables import Tables
from caveat.editing.checks.at import at

_UNTIDY = re.compile(r"^\s|\s$|\s\s|[\x00-\x1f\x7f]")


def rule(tables: Tables) -> Iterator[Fault]:
    """A cell is one line without spaces at its ends or twice in a row."""
    for table, frame in tables.frames.items():
        for field in schema.fields(table, tables.folder):
            if field["type"] == "string":
                cells = frame[field["name"]]
                for index in cells.index[cells.str.contains(_UNTIDY)]:
                    found = repr(cells[index])
                    yield at(tables, table, index, field["name"], "one line, without spaces at its ends or twice in a row", "take the spaces out", found)
