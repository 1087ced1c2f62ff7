"""A disputed row says in its note who disputes it."""

from __future__ import annotations

from collections.abc import Iterator

from caveat.dataset.errors import Fault
from caveat.dataset.tables import Tables
from caveat.editing.checks.at import at


def rule(tables: Tables) -> Iterator[Fault]:
    """A disputed row says in its note who disputes it."""
    for table in ("restrictions", "context", "transfers"):
        frame = tables[table]
        for index in frame.index[(frame["certainty"] == "disputed") & (frame["note"] == "")]:
            yield at(tables, table, index, "note", "a note, because the row is disputed", "write who says otherwise")
