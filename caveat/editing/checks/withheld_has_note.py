"""A figure that is not shown says why in its note."""

from __future__ import annotations

from collections.abc import Iterator

from caveat.dataset.errors import Fault
from caveat.dataset.tables import Tables
from caveat.editing.checks.at import at


def rule(tables: Tables) -> Iterator[Fault]:
    """A figure that is not shown says why in its note."""
    claims = tables["claims"]
    for index in claims.index[(claims["shown"] == "no") & (claims["note"] == "")]:
        yield at(tables, "claims", index, "note", "a note, because the figure is not shown", "write why it is held back")
