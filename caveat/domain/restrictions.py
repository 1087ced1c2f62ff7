"""What is allowed on a day, computed from a log of dated changes."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from caveat.dataset.memo import memoized
from caveat.domain.rule_log import (
    Clock,
    RuleChange,
    RuleLog,
)
from caveat.domain.territories import territory_path

# From the freest to the strictest; across authorities the strictest wins.
STATUSES = ("permitted", "restricted", "case_by_case", "unclear", "prohibited", "not_supplied")
# Those that allow use, if only on conditions or case by case.
ALLOWED = STATUSES[:3]
NO_RECORD = "no_record"
# After this many days without a new entry a supplier's rules are called "carried forward".
CARRIED_AFTER_DAYS = 90


@dataclass(frozen=True)
class AuthorityRule:
    """An authority's rule for a territory on a day: the row in force, and since when its status has held."""

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
    """The state of supplier, system and territory on a day.

    `layers` has each authority's rule, the deciding one first; `disputed_by` the claims that contradict it: by which
    the status would be another one, or set by others too.
    """

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


def _latest_index(rows: list[RuleChange], day: date, known: Clock) -> int:
    """The index in `rows` (sorted by rank) of the latest candidate of the day; -1 if there is none."""
    index = bisect_right(rows, day, key=lambda change: change.effective) - 1
    while known == "then" and index >= 0 and rows[index].reported > day:
        index -= 1
    return index


def _since(rows: list[RuleChange], index: int, day: date, known: Clock) -> str:
    """Since when the candidates up to `index` have had the same status and certainty without a break."""
    start = rows[index]
    for change in reversed(rows[:index]):
        if known == "then" and change.reported > day:
            continue
        if (change.status, change.certainty) != (start.status, start.certainty):
            break
        start = change
    return start.effective_text


def permission_state(
    log: RuleLog, supplier: str, system_id: str, territory: str, day: date, known: Clock = "then"
) -> PermissionState:
    """The state for supplier, system and territory on a day under a clock (DESIGN, "The fold").

    Per authority the narrowest area that has a candidate wins, and on it the latest row; across authorities the
    strictest, the supplier's own first among equals.
    """
    return _state(log, supplier, system_id, territory, last_turn(log, supplier, system_id, day, known), known)


def last_turn(log: RuleLog, supplier: str, system_id: str, day: date, known: Clock) -> date:
    """The last day by `day` on which a row of the pair began to count; `date.min` before the first.

    What follows from the rows of a pair alone is the same on both days.
    """
    turns = _turns(log, known).get((supplier, log.family(system_id)), ())
    index = bisect_right(turns, day)
    return turns[index - 1] if index else date.min


@memoized(4)
def _turns(log: RuleLog, known: Clock) -> dict[tuple[str, str], list[date]]:
    """The days of each (supplier, family) on which a state may change: in between it stays as it is."""
    days: dict[tuple[str, str], set[date]] = {}
    for change in log.changes:
        pair = days.setdefault((change.supplier, log.family(change.system_id)), set())
        pair.update(row.day(known) for row in (change, log.by_id.get(change.reversed_by)) if row)
    return {pair: sorted(turns) for pair, turns in days.items()}


@memoized(4096)
def _state(log: RuleLog, supplier: str, system_id: str, territory: str, day: date, known: Clock) -> PermissionState:
    """The state on a day on which one of the pair's rows begins to count."""
    pair = (supplier, log.family(system_id))
    areas = territory_path(territory, log.parents)
    rules = log.rules.get(pair, {})
    layers = []
    for authority in sorted({who for who, _ in rules}):
        for area in areas:
            rows = rules.get((authority, area), [])
            index = _latest_index(rows, day, known)
            if index >= 0:
                layers.append(AuthorityRule(rows[index], _since(rows, index, day, known)))
                break
    layers.sort(key=lambda layer: (-STATUSES.index(layer.status), layer.authority != supplier, layer.authority))
    disputes = [
        claim
        for claim in _standing_disputes(log, pair, areas, day, known)
        if _decided(layers) != _decided(_with_claim(layers, claim, areas))
    ]
    return PermissionState(supplier, system_id, territory, tuple(layers), tuple(disputes))


def _decided(layers: Iterable[AuthorityRule]) -> tuple[str, frozenset[str]]:
    """The strictest status of some rules, and whose rules have it."""
    by_status = {status: frozenset(rule.authority for rule in layers if rule.status == status) for status in STATUSES}
    return next(((status, who) for status, who in reversed(by_status.items()) if who), (NO_RECORD, frozenset()))


def _with_claim(layers: Iterable[AuthorityRule], claim: RuleChange, areas: tuple[str, ...]) -> list[AuthorityRule]:
    """The rules as they would be if a claim counted: it sets no rule where its authority has one for a smaller area."""
    own = next((rule for rule in layers if rule.authority == claim.authority), None)
    if own and areas.index(own.change.territory) < areas.index(claim.territory):
        return list(layers)
    return [*(rule for rule in layers if rule is not own), AuthorityRule(claim, claim.effective_text)]


def _standing_disputes(
    log: RuleLog, pair: tuple[str, str], areas: tuple[str, ...], day: date, known: Clock
) -> tuple[RuleChange, ...]:
    """The disputed rows that no later row has answered.

    A row is answered by a later candidate of that authority on that area, or by the row that reverses it.
    """
    standing = []
    rules = log.rules.get(pair, {})
    for (authority, area), disputes in log.disputes.get(pair, {}).items():
        if area not in areas:
            continue
        rows = rules.get((authority, area), [])
        index = _latest_index(rows, day, known)
        # Rows before the latest candidate are answered by it; rows that apply later do not count yet.
        first = bisect_right(disputes, rows[index].rank, key=lambda dispute: dispute.rank) if index >= 0 else 0
        for dispute in disputes[first : bisect_right(disputes, day, key=lambda dispute: dispute.effective)]:
            reversing = log.by_id.get(dispute.reversed_by)
            if dispute.day(known) <= day and not (reversing and reversing.day(known) <= day):
                standing.append(dispute)
    return tuple(sorted(standing, key=lambda dispute: dispute.rank))


def logged_pairs(log: RuleLog) -> list[tuple[str, str]]:
    """Every (supplier, family) in the log, in the order of the file."""
    return list(_pairs(log))


@memoized(8)
def _pairs(log: RuleLog) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((change.supplier, log.family(change.system_id)) for change in log.changes))


def permission_states(
    log: RuleLog,
    day: date,
    territories: Iterable[str],
    known: Clock = "then",
    over: Iterable[tuple[str, str]] | None = None,
) -> list[PermissionState]:
    """The states of all (or the given) pairs of supplier and system on the territories, pair by pair."""
    areas = tuple(territories)
    return [
        permission_state(log, supplier, system_id, area, day, known)
        for supplier, system_id in (logged_pairs(log) if over is None else over)
        for area in areas
    ]
