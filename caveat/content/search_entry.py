"""A thing that the search can find, and its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from caveat.dataset.partial_dates import first_day
from caveat.domain import citations
from caveat.domain.query import QueryBounds, View, view_query
from caveat.domain.rule_log import Clock

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Entry:
    """One thing that can be found.

    `own` are keys of its page, `anchor` is the id of a section there or "". `when` is text of any precision or "".
    `clock_days` are the days on which its view opens under each clock, if they differ from `when`; `since` the day with
    which it is compared. The address of a `file` has the keys in `own` alone. What is less sure has a `weight`
    below 1.
    """

    kind: str
    id: str
    title: str
    snippet: str
    path: str
    own: Mapping[str, str] = field(default_factory=dict)
    when: str = ""
    clock_days: tuple[date, date] | None = None
    systems: tuple[str, ...] = ()
    other: str = ""
    anchor: str = ""
    since: date | None = None
    weight: float = 1.0

    def day(self, clock: Clock) -> date | None:
        """The day on which its view opens; None for the reader's."""
        if self.clock_days:
            return self.clock_days[clock == "now"]
        return first_day(self.when) if self.when and self.kind != "source" else None


def folded_words(text: str) -> list[str]:
    """The words of a text for comparison: lower case, without accents, letters and digits only."""
    return _WORD.findall(citations.fold_text(text))


def entry_url(entry: Entry, view: View, bounds: QueryBounds) -> str:
    """The address of a result, relative to the root: its page on its own day, with the reader's clock."""
    if entry.kind == "file":
        return f"./{entry.path}?{urlencode(entry.own)}"
    day = entry.day(view.known)
    there = View(view.asof, view.known, since=entry.since)
    if day or entry.systems:
        day = min(max(day or view.asof, bounds.earliest), bounds.latest)
        systems = tuple(system_id for system_id in entry.systems if system_id in bounds.systems)
        there = replace(there, asof=day, systems=systems)
    if day and entry.kind == "change" and day > bounds.earliest:
        # What changed is counted from the day before, so that the list of changes has this one.
        there = replace(there, since=day - timedelta(days=1))
    anchor = f"#{entry.anchor}" if entry.anchor else ""
    return f"./{entry.path}?{urlencode({**view_query(there), **entry.own}, doseq=True)}{anchor}"
