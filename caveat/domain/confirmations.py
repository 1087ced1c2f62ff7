"""Which rule a row of the log repeats, and which row last confirmed a rule by a day."""

from collections.abc import Mapping
from datetime import date

from caveat.dataset.memo import memoized
from caveat.domain.rule_log import Clock, RuleChange, RuleLog


def root(log: RuleLog, change: RuleChange) -> RuleChange:
    """The rule that a row repeats, through all restatements; the row itself if it repeats none."""
    seen = set()
    while change.restates in log.by_id and change.change_id not in seen:
        seen.add(change.change_id)
        change = log.by_id[change.restates]
    return change


@memoized(4)
def restatements(log: RuleLog) -> Mapping[str, tuple[RuleChange, ...]]:
    """change_id -> the rows that repeat it directly, by the day they became public; disputed rows are left out."""
    found: dict[str, list[RuleChange]] = {}
    for change in log.changes:
        if change.restates and change.certainty != "disputed":
            found.setdefault(change.restates, []).append(change)
    return {key: tuple(sorted(rows, key=lambda row: (row.reported, row.rank))) for key, rows in found.items()}


def last_confirmed(log: RuleLog, change_id: str, day: date, known: Clock = "then") -> RuleChange | None:
    """The row that last repeated a rule by a day: the one that became public last; None if none did."""
    rows = _by_day(log, change_id, day, known)
    return rows[-1] if rows else None


def last_on_record(log: RuleLog, change_id: str, day: date, known: Clock = "then") -> RuleChange | None:
    """The official row that last repeated a rule by a day: the one with the latest day of its own; None if none did."""
    rows = [row for row in _by_day(log, change_id, day, known) if row.certainty == "official"]
    return max(rows, key=lambda row: row.rank) if rows else None


def _by_day(log: RuleLog, change_id: str, day: date, known: Clock) -> list[RuleChange]:
    return [row for row in restatements(log).get(change_id, ()) if row.day(known) <= day]
