"""Which rule a row of the log repeats, and which row last confirmed a rule by a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from caveat.dataset.memo import memoized
from caveat.domain.restrictions import PermissionState, last_turn
from caveat.domain.rule_log import Clock, RuleChange, RuleLog
from caveat.domain.territories import territory_path

# How a row repeats a rule without the words of those who set it: it confirms nothing.
UNSPOKEN = ("use_reported", "said_by_others")


@dataclass(frozen=True)
class StandingRule:
    """The rule behind a state: the row that set it, on what condition, and the row that last confirmed it.

    `condition` is one clause, "" if no row names one; `confirmed` is None if no row has repeated the rule in words.
    """

    change: RuleChange
    condition: str
    confirmed: RuleChange | None

    @property
    def source_ids(self) -> tuple[str, ...]:
        return (*self.change.source_ids, *(self.confirmed.source_ids if self.confirmed else ()))


def standing_rule(log: RuleLog, state: PermissionState, day: date, known: Clock = "then") -> StandingRule | None:
    """The rule that a state rests on, found through the rows that repeat it; None without a record.

    A rule under which the status has been another one since does not stand any more: the row that set the status again
    tells the rule. A row confirms a rule if it repeats it in words on a later day, with the same status, for the
    state's area or for one around it. An official row is preferred to a newer one that is not. The newest condition
    named is the one shown.
    """
    if not state.deciding:
        return None
    turn = last_turn(log, state.supplier, state.system_id, day, known)
    return _standing_rule(log, state.deciding.change.change_id, state.territory, turn, known)


@memoized(4096)
def _standing_rule(log: RuleLog, deciding_id: str, territory: str, day: date, known: Clock) -> StandingRule:
    """The rule behind the row that sets the state of an area, on a day on which a row of its pair began to count."""
    chain = [log.by_id[deciding_id]]
    while (
        (older := log.by_id.get(chain[-1].restates))
        and older not in chain
        and _continues(older, chain[0].status, day, known)
    ):
        chain.append(older)
    area, root = territory_path(territory, log.parents), chain[-1]
    rule = _set_again(log, chain[0], root, day, known) or root
    chain = [row for row in chain if row.rank >= rule.rank]
    rows = [
        row
        for row in _repeating(log, root, day, known)
        if row.status == rule.status
        and row.effective > rule.effective
        and row.territory in area
        and row.restates_how not in UNSPOKEN
    ]
    official = [row for row in rows if row.certainty == "official"]
    confirmed = max(official or rows, key=lambda row: row.rank, default=None)
    named = [row for row in (*chain, *([confirmed] if confirmed else [])) if row.condition]
    newest = max(named, key=lambda row: row.rank, default=None)
    return StandingRule(rule, newest.condition if newest else "", confirmed)


def _set_again(log: RuleLog, deciding: RuleChange, root: RuleChange, day: date, known: Clock) -> RuleChange | None:
    """The row that set the status again after another one in between; None if it has stood since `root`."""
    pair = (deciding.supplier, log.family(deciding.system_id))
    first = deciding
    for row in reversed(log.rules[pair][deciding.authority, deciding.territory]):
        if row.rank >= deciding.rank or row.day(known) > day:
            continue
        if row.rank < root.rank:
            return None
        if row.status != deciding.status:
            return first
        if row.restates_how not in UNSPOKEN:
            first = row
    return None


def _continues(older: RuleChange, status: str, day: date, known: Clock) -> bool:
    return older.status == status and older.certainty != "disputed" and older.day(known) <= day


def _repeating(log: RuleLog, rule: RuleChange, day: date, known: Clock) -> list[RuleChange]:
    """The rows that repeat a rule by a day, through other rows too."""
    rows, waiting = [], [rule]
    while waiting:
        direct = [row for row in _by_day(log, waiting.pop().change_id, day, known) if row not in rows]
        rows += direct
        waiting += direct
    return rows


def root(log: RuleLog, change: RuleChange, day: date = date.max, known: Clock = "now") -> RuleChange:
    """The rule that a row repeats, through all restatements that count by a day; the row itself if it repeats none."""
    seen = set()
    while (older := log.by_id.get(change.restates)) and older.day(known) <= day and change.change_id not in seen:
        seen.add(change.change_id)
        change = older
    return change


@memoized(4)
def restatements(log: RuleLog) -> Mapping[str, tuple[RuleChange, ...]]:
    """change_id -> the rows that repeat it directly, by the day they became public.

    Disputed rows and what others say are left out.
    """
    found: dict[str, list[RuleChange]] = {}
    for change in log.changes:
        if change.restates and change.certainty != "disputed" and change.restates_how != "said_by_others":
            found.setdefault(change.restates, []).append(change)
    return {key: tuple(sorted(rows, key=lambda row: (row.reported, row.rank))) for key, rows in found.items()}


def _by_day(log: RuleLog, change_id: str, day: date, known: Clock) -> list[RuleChange]:
    return [row for row in restatements(log).get(change_id, ()) if row.day(known) <= day]
