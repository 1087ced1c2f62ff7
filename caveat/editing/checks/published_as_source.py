"""A figure is as old as its source."""

from __future__ import annotations

from collections.abc import Iterator

from caveat.dataset.errors import Fault
from caveat.dataset.tables import Tables
from caveat.editing.checks.at import at, quoted


def rule(tables: Tables) -> Iterator[Fault]:
    """A figure is as old as its source: the two tables give the same date of publication."""
    sources = tables["sources"]
    published = dict(zip(sources["source_id"], sources["published"], strict=True))
    for index, row in tables["claims"].iterrows():
        expected = published.get(row["source_id"])
        if expected is not None and row["published"] != expected:
            yield at(tables, "claims", index, "published", f"{quoted(expected)}, as sources has it for {row['source_id']}")
