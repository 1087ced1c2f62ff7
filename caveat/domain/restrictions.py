"""The fold: what is allowed on a day, from a log of dated changes. Two clocks, two layers, a tree of territories."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from caveat.dataset.memo import memoized
from caveat.domain.rule_log import (
    Clock,
    RuleChange,
    RuleLog,
    by_entry_day,
    by_supplier_and_entry_day,
    entries_between,
)
from caveat.domain.territories import MATRIX_TERRITORIES, territory_path

# From the freest to the strictest; across authorities the strictest wins.
STATUSES = ("permitted", "restricted", "case_by_case", "unclear", "prohibited", "not_supplied")
NO_RECORD = "no_record"
# After this many days without a new entry a supplier's rules are called "carried forward".
CARRIED_AFTER_DAYS = 90


@dataclass(frozen=True)
class AuthorityRule:
    """What one authority's rule says for a territory on a day: the winning row and since when it has said so in an unbroken run."""

    change: RuleChange
    since: str

    @property
    def authority(self) -> str:
        return self.change.authority

    @property
    def status(self) -> str:
        return self.change.status

    @property
    def certainty(self) -> str:
        return self.change.certainty


@dataclass(frozen=True)
class PermissionState:
    """The answer for supplier, system and territory on a day. `layers` has each authority's rule, the deciding one first; `disputed_by` stands beside it."""

    supplier: str
    system_id: str
    territory: str
    layers: tuple[AuthorityRule, ...] = ()
    disputed_by: tuple[RuleChange, ...] = ()

    @property
    def deciding(self) -> AuthorityRule | None:
        return self.layers[0] if self.layers else None

    @property
    def status(self) -> str:
        return self.layers[0].status if self.layers else NO_RECORD

    @property
    def certainty(self) -> str:
        return self.layers[0].certainty if self.layers else ""

    @property
    def since(self) -> str:
        """Since when, as published: "2024-04" where only the month is known."""
        return self.layers[0].since if self.layers else ""

    @property
    def authority(self) -> str:
        return self.layers[0].authority if self.layers else ""

    @property
    def change_id(self) -> str:
        return self.layers[0].change.change_id if self.layers else ""

    @property
    def summary(self) -> str:
        return self.layers[0].change.summary if self.layers else ""

    @property
    def source_ids(self) -> tuple[str, ...]:
        return self.layers[0].change.source_ids if self.layers else ()


@dataclass(frozen=True)
class LogEntry:
    """One row of the log as it came in: what stood on its territory before that day, and what stood at its end."""

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


def _latest(rows: list[RuleChange], day: date, known: Clock) -> int:
    """Where in `rows` (sorted by rank) the latest candidate of the day stands; -1 where there is none."""
    place = bisect_right(rows, day, key=lambda one: one.effective) - 1
    while known == "then" and place >= 0 and rows[place].reported > day:
        place -= 1
    return place


def _since(rows: list[RuleChange], place: int, day: date, known: Clock) -> str:
    """The start of the unbroken run of candidates with the same status and certainty that ends at `place`."""
    start = rows[place]
    for one in reversed(rows[:place]):
        if known == "then" and one.reported > day:
            continue
        if (one.status, one.certainty) != (start.status, start.certainty):
            break
        start = one
    return start.effective_text


def permission_state(
    log: RuleLog, supplier: str, system_id: str, territory: str, day: date, known: Clock = "then"
) -> PermissionState:
    """The state for supplier, system and territory on a day under a clock (DESIGN, "The fold").

    Per authority the narrowest area that has a candidate wins, and on it the latest row; across authorities the strictest, the supplier's own first among equals.
    """
    pair = (supplier, log.family(system_id))
    areas = territory_path(territory, dict(log.parents))
    rules = log.rules.get(pair, {})
    layers = []
    for authority in sorted({who for who, _ in rules}):
        for area in areas:
            rows = rules.get((authority, area), [])
            place = _latest(rows, day, known)
            if place >= 0:
                layers.append(AuthorityRule(rows[place], _since(rows, place, day, known)))
                break
    layers.sort(key=lambda one: (-STATUSES.index(one.status), one.authority != supplier, one.authority))
    return PermissionState(
        supplier, system_id, territory, tuple(layers), _standing_disputes(log, pair, areas, day, known)
    )


def _standing_disputes(
    log: RuleLog, pair: tuple[str, str], areas: tuple[str, ...], day: date, known: Clock
) -> tuple[RuleChange, ...]:
    """The disputed rows that nothing has answered yet: no later candidate of that authority on that area, and not the row that reverses it."""
    standing = []
    rules = log.rules.get(pair, {})
    for (authority, area), disputes in log.disputes.get(pair, {}).items():
        if area not in areas:
            continue
        rows = rules.get((authority, area), [])
        place = _latest(rows, day, known)
        # Rows before the latest candidate are answered by it; rows that apply later do not count yet.
        first = bisect_right(disputes, rows[place].rank, key=lambda one: one.rank) if place >= 0 else 0
        for one in disputes[first : bisect_right(disputes, day, key=lambda one: one.effective)]:
            reversing = log.by_id.get(one.reversed_by)
            if one.day(known) <= day and not (reversing and reversing.day(known) <= day):
                standing.append(one)
    return tuple(sorted(standing, key=lambda one: one.rank))


def logged_pairs(log: RuleLog) -> list[tuple[str, str]]:
    """Every (supplier, family) that the log speaks of, in the order of the file."""
    return list(_pairs(log))


@memoized(8)
def _pairs(log: RuleLog) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((one.supplier, log.family(one.system_id)) for one in log.changes))


def permission_states(
    log: RuleLog,
    day: date,
    known: Clock = "then",
    over: Iterable[tuple[str, str]] | None = None,
    territories: Iterable[str] = MATRIX_TERRITORIES,
) -> list[PermissionState]:
    """The states of all (or the given) pairs of supplier and system on all shown territories, pair by pair."""
    areas = tuple(territories)
    return [
        permission_state(log, supplier, system_id, area, day, known)
        for supplier, system_id in (logged_pairs(log) if over is None else over)
        for area in areas
    ]


def log_entries(log: RuleLog, start: date, end: date, known: Clock = "then") -> list[LogEntry]:
    """What came in after `start` and up to `end`, newest first: each row with the state of its own territory before that day and at its end.

    Under "then" a row comes in when it applied and the public knew it; under "now" when it applied.
    """
    found = []
    for one in entries_between(log, start, end, known):
        day = one.day(known)
        before = permission_state(log, one.supplier, one.system_id, one.territory, day - timedelta(days=1), known)
        after = permission_state(log, one.supplier, one.system_id, one.territory, day, known)
        found.append(LogEntry(one, day, before, after))
    return sorted(found, key=lambda one: (one.day, one.change.rank), reverse=True)


def state_differences(
    log: RuleLog, start: date, end: date, known: Clock = "then", over: Iterable[tuple[str, str]] | None = None
) -> list[tuple[PermissionState, PermissionState]]:
    """The states that differ (status, certainty or deciding rule's authority) between two days, as (on the first day, on the second day)."""
    chosen = logged_pairs(log) if over is None else list(over)
    both = zip(permission_states(log, start, known, chosen), permission_states(log, end, known, chosen), strict=True)
    return [
        (old, new)
        for old, new in both
        if (old.status, old.certainty, old.authority) != (new.status, new.certainty, new.authority)
    ]


def change_days(log: RuleLog, known: Clock = "then") -> list[date]:
    """The days on which at least one row came in under a clock, in order."""
    return list(_change_days(log, known))


@memoized(16)
def _change_days(log: RuleLog, known: Clock) -> tuple[date, ...]:
    return tuple(dict.fromkeys(by_entry_day(log, known)[0]))


@memoized(16)
def status_change_days(log: RuleLog, known: Clock = "then") -> frozenset[date]:
    """The days on which a row turned the status of its own territory, as against a restatement, a confirmation or a dispute."""
    days = change_days(log, known)
    if not days:
        return frozenset()
    return frozenset(
        one.day for one in log_entries(log, days[0] - timedelta(days=1), days[-1], known) if one.kind == "changed"
    )


def permission_spans(
    log: RuleLog, territory: str, until: date, known: Clock = "then", over: Iterable[tuple[str, str]] | None = None
) -> pd.DataFrame:
    """The timeline of one territory: supplier, system_id, territory, start, end (exclusive), status, certainty, authority, change_id, summary, reported, effective.

    A span ends where status, certainty or authority changes; restatements lengthen it. The last span of each pair ends on the day after `until`.
    """
    rows = []
    areas = territory_path(territory, dict(log.parents))
    for supplier, system_id in logged_pairs(log) if over is None else over:
        pair = (supplier, log.family(system_id))
        days = sorted(
            {
                one.day(known)
                for (_, area), some in log.rules.get(pair, {}).items()
                if area in areas
                for one in some
                if one.day(known) <= until
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
            rows.append(_span(now, day, until + timedelta(days=1)))
    return pd.DataFrame(rows, columns=SPAN_COLUMNS)


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


def _span(now: PermissionState, start: date, end: date) -> dict[str, object]:
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


def newest_evidence(log: RuleLog, day: date, known: Clock = "then") -> dict[str, RuleChange]:
    """Per supplier the row that came in last by the day: how old its newest evidence is."""
    found = {}
    for supplier, (days, rows) in by_supplier_and_entry_day(log, known).items():
        if place := bisect_right(days, day):
            found[supplier] = rows[place - 1]
    return found
