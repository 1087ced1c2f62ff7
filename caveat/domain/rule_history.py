"""The log of restrictions over time: its entries, the days of changes, and the spans between them."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from caveat.dataset.memo import memoized
from caveat.domain.restrictions import PermissionState, logged_pairs, permission_state
from caveat.domain.rule_log import Clock, RuleChange, RuleLog, by_entry_day, entries_between
from caveat.domain.territories import territory_path

SPAN_COLUMNS = [
    "supplier",
    "system_id",
    "territory",
    "start",
    "end",
    "status",
    "certainty",
    "authority",
    "change_id",
    "summary",
    "reported",
    "effective",
]


@dataclass(frozen=True)
class LogEntry:
    """A row of the log as it came in, with the state of its territory before that day and at its end."""

    change: RuleChange
    day: date
    before: PermissionState
    after: PermissionState

    @property
    def kind(self) -> str:
        """ "disputed", "changed" (another status), "confirmed" (another certainty) or "restated"."""
        if self.change.certainty == "disputed":
            return "disputed"
        if self.before.status != self.after.status:
            return "changed"
        return "confirmed" if self.before.certainty != self.after.certainty else "restated"


def log_entries(log: RuleLog, start: date, end: date, known: Clock = "then") -> list[LogEntry]:
    """The rows that came in after `start` and up to `end`, newest first.

    Each has the state of its own territory before that day and at its end.

    Under "then" a row comes in when it applied and the public knew it; under "now" when it applied.
    """
    entries = []
    for change in entries_between(log, start, end, known):
        day = change.day(known)
        before = permission_state(
            log, change.supplier, change.system_id, change.territory, day - timedelta(days=1), known
        )
        after = permission_state(log, change.supplier, change.system_id, change.territory, day, known)
        entries.append(LogEntry(change, day, before, after))
    return sorted(entries, key=lambda entry: (entry.day, entry.change.rank), reverse=True)


def change_days(log: RuleLog, known: Clock = "then") -> list[date]:
    """The days on which at least one row came in under a clock, in order."""
    return list(_change_days(log, known))


@memoized(16)
def _change_days(log: RuleLog, known: Clock) -> tuple[date, ...]:
    return tuple(dict.fromkeys(by_entry_day(log, known)[0]))


@memoized(16)
def status_change_days(log: RuleLog, known: Clock = "then") -> frozenset[date]:
    """The days on which a row changed the status of its own territory, not only restated or disputed it."""
    days = change_days(log, known)
    if not days:
        return frozenset()
    return frozenset(
        entry.day for entry in log_entries(log, days[0] - timedelta(days=1), days[-1], known) if entry.kind == "changed"
    )


def permission_spans(
    log: RuleLog, territory: str, until: date, known: Clock = "then", over: Iterable[tuple[str, str]] | None = None
) -> pd.DataFrame:
    """The timeline of one territory: a row for each span, columns SPAN_COLUMNS; `end` is exclusive.

    A span ends where status, certainty or authority changes; restatements lengthen it.
    The last span of each pair ends on the day after `until`.
    """
    rows = []
    areas = territory_path(territory, dict(log.parents))
    for supplier, system_id in logged_pairs(log) if over is None else over:
        pair = (supplier, log.family(system_id))
        days = sorted(
            {
                change.day(known)
                for (_, area), changes in log.rules.get(pair, {}).items()
                if area in areas
                for change in changes
                if change.day(known) <= until
            }
        )
        previous = None
        for day in days:
            now = permission_state(log, supplier, system_id, territory, day, known)
            if previous and (now.status, now.certainty, now.authority) == previous:
                continue
            if previous:
                rows[-1]["end"] = day
            previous = (now.status, now.certainty, now.authority)
            rows.append(_span_row(now, day, until + timedelta(days=1)))
    return pd.DataFrame(rows, columns=SPAN_COLUMNS)


def _span_row(now: PermissionState, start: date, end: date) -> dict[str, object]:
    change = now.layers[0].change
    return dict(
        zip(
            SPAN_COLUMNS,
            [
                now.supplier,
                now.system_id,
                now.territory,
                start,
                end,
                now.status,
                now.certainty,
                now.authority,
                change.change_id,
                change.summary,
                change.reported_text,
                change.effective_text,
            ],
            strict=True,
        )
    )


@dataclass(frozen=True)
class NewestEntry:
    """The row on some rules that came in last, and the last that is no disputed claim; None if all are disputed."""

    entry: RuleChange
    rule: RuleChange | None


def newest_entry(
    log: RuleLog,
    day: date,
    known: Clock = "then",
    pairs: Collection[tuple[str, str]] | None = None,
    areas: Collection[str] | None = None,
) -> NewestEntry | None:
    """The newest row by a day on all pairs of (supplier, family) and areas, or the given; None if there is none.

    What every page means by the newest entry on the rules.
    """
    days, rows = by_entry_day(log, known)
    past = [
        row
        for row in reversed(rows[: bisect_right(days, day)])
        if (pairs is None or (row.supplier, log.family(row.system_id)) in pairs)
        and (areas is None or row.territory in areas)
    ]
    if not past:
        return None
    return NewestEntry(past[0], next((row for row in past if row.certainty != "disputed"), None))
