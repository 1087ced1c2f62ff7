"""A rule that was public before it applied says so in its note."""

from __future__ import annotations

from collections.abc import Iterator

from caveat import dates
from caveat.checks.at import at
from caveat.faults import Fault
from caveat.tables import Tables


def rule(tables: Tables) -> Iterator[Fault]:
    """A rule that was public before it applied says so in its note."""
    for table in ("restrictions", "context"):
        for index, row in tables[table].iterrows():
            if not row["note"] and _before(row["reported"], row["effective"]):
                yield at(
                    tables, table, index, "reported", f"a day no earlier than “effective” ({row['effective']}), or a note", "mend the date, or write a note"
                )


def _before(reported: str, effective: str) -> bool:
    try:
        return dates.last_day(reported) < dates.first_day(effective)
    except ValueError:  # another rule's matter
        return False
