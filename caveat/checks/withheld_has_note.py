"""A figure that is not shown says why in its note."""

from __future__ import annotations

from collections.abc import Iterator

from caveat.checks.at import at
from caveat.faults import Fault
from caveat.tables import Tables


def rule(tables: Tables) -> Iterator[Fault]:
    """A figure that is not shown says why in its note."""
    claims = tables["claims"]
    for index in claims.index[(claims["shown"] == "no") & (claims["note"] == "")]:
        yield at(tables, "claims", index, "note", "a note, because the figure is not shown", "write why it is held back")
