"""What changed between two days: the states that differ, the row that changed each, and what stayed as it was."""

from dataclasses import dataclass
from datetime import date

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import confirmations, rule_history
from caveat.domain.case import Case, Territory, case
from caveat.domain.names import pair_name
from caveat.domain.pairs import supplier_system_pairs
from caveat.domain.restrictions import NO_RECORD, STATUSES, PermissionState, permission_state
from caveat.domain.rule_log import Clock, RuleChange, RuleLog, rule_log

# What a change of status is called, in the order in which it is told.
KINDS = (
    "supplied",
    "opened",
    "loosened",
    "tightened",
    "closed",
    "settled",
    "doubted",
    "moved",
    "denied",
    "new",
)
_BEFORE = {"not_supplied": "supplied", "unclear": "settled"}
_AFTER = {"unclear": "doubted", "not_supplied": "denied"}


@dataclass(frozen=True)
class StateChange:
    """A pair's areas whose states differ alike between two days; `states` has those of each area, before and after.

    `name` is the system, with its supplier where two gave it; `supplier` and `authority` are names, the latter of who
    set the new rule. `change` is the row that set it.
    `leading` has the ids of all areas that lead; `everywhere` is whether the areas are those of the matrix.
    """

    name: str
    supplier: str
    authority: str
    areas: tuple[Territory, ...]
    states: tuple[tuple[PermissionState, PermissionState], ...]
    change: RuleChange
    leading: frozenset[str]
    everywhere: bool

    @property
    def before(self) -> PermissionState:
        return self.states[0][0]

    @property
    def after(self) -> PermissionState:
        return self.states[0][1]

    @property
    def kind(self) -> str:
        """One of KINDS; a status that came to be unclear, or was, is neither freer nor stricter."""
        before, after = self.before.status, self.after.status
        if before == after:
            return "moved"
        if before == NO_RECORD:
            return "new"
        if named := _AFTER.get(after) or _BEFORE.get(before):
            return named
        if STATUSES.index(after) < STATUSES.index(before):
            return "opened" if after == STATUSES[0] else "loosened"
        return "closed" if after == "prohibited" else "tightened"


@dataclass(frozen=True)
class Rewording:
    """A rule that was said in other words, to which the log gives another status: the system, the two statuses."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class DayComparison:
    """What is another rule on `end` than on `start`.

    `changes` are told in the order of the pairs. `surer` names the pairs whose status stayed and is official by now,
    `passing` those that changed and changed back, `reworded` the rules that were said in other words, which is no
    change; `unchanged` names all on record that have no change. `repeated` and
    `disputed` count the other rows that came in: those that say a rule again, and the claims that are not counted.
    """

    start: date
    end: date
    changes: tuple[StateChange, ...]
    surer: tuple[str, ...]
    passing: tuple[str, ...]
    unchanged: tuple[str, ...]
    repeated: int
    disputed: int
    reworded: tuple[Rewording, ...] = ()


@memoized(256)
def compare_days(
    dataset: Dataset, start: date, end: date, known: Clock = "then", system_ids: tuple[str, ...] = ()
) -> DayComparison:
    """What changed after `start` and up to `end`, on the pairs of `system_ids` or all.

    UnusableTable if restrictions, systems or a table of names cannot be used.
    """
    names, log = case(dataset), rule_log(dataset)
    pairs = supplier_system_pairs(dataset, system_ids)
    systems = [pair_name(dataset, *pair) for pair in pairs]
    titles = [
        f"{names.capital_name(pair[0])}’s {system}" if systems.count(system) > 1 else system
        for pair, system in zip(pairs, systems, strict=True)
    ]
    days = (start, end)
    changes, surer, passing, unchanged, reworded = [], [], [], [], []
    for pair, title in zip(pairs, titles, strict=True):
        found = _pair_changes(names, log, pair, title, days, known)
        changes += found
        ends = [_states(names, log, pair, day, known) for day in days]
        if found or not any(state.deciding for state in ends[1]):
            continue
        unchanged.append(title)
        if any(before.certainty != after.certainty == "official" for before, after in zip(*ends, strict=True)):
            surer.append(title)
        if _changed_back(names, log, pair, days, known):
            passing.append(title)
        elif differing := [ends for ends in zip(*ends, strict=True) if ends[0].status != ends[1].status]:
            # The widest area comes last.
            reworded.append(Rewording(title, *(state.status for state in differing[-1])))
    kinds = [
        entry.kind
        for entry in rule_history.log_entries(log, start, end, known)
        if (entry.change.supplier, log.family(entry.change.system_id)) in pairs
    ]
    return DayComparison(
        start,
        end,
        tuple(changes),
        tuple(surer),
        tuple(passing),
        tuple(unchanged),
        sum(kind in ("restated", "confirmed") for kind in kinds),
        kinds.count("disputed"),
        tuple(reworded),
    )


def _states(names: Case, log: RuleLog, pair: tuple[str, str], day: date, known: Clock) -> list[PermissionState]:
    return [permission_state(log, *pair, area, day, known) for area in names.matrix]


def _pair_changes(
    names: Case, log: RuleLog, pair: tuple[str, str], title: str, days: tuple[date, date], known: Clock
) -> list[StateChange]:
    alike: dict[tuple[str, ...], list[tuple[PermissionState, PermissionState]]] = {}
    for before, after in zip(*(_states(names, log, pair, day, known) for day in days), strict=True):
        moved = before.deciding and before.authority != after.authority
        changed = _rule_status(log, before, days[0], known) != _rule_status(log, after, days[1], known)
        if after.deciding and (changed or moved):
            key = (before.status, after.status, after.certainty, after.authority)
            alike.setdefault(key, []).append((before, after))
    leading = frozenset(area for area in names.matrix if names.territory(area).lead)
    return [
        StateChange(
            title,
            names.capital_name(pair[0]),
            names.capital_name(states[0][1].authority),
            tuple(names.territory(after.territory) for _, after in states),
            tuple(states),
            _row_of(log, states[0][1], days, known),
            leading,
            len(states) == len(names.matrix),
        )
        for states in alike.values()
    ]


def _rule_status(log: RuleLog, state: PermissionState, day: date, known: Clock) -> str:
    """The status of the rule that a state rests on: of one in other words that of the rule that these repeat."""
    return confirmations.root(log, state.deciding.change, day, known).status if state.deciding else state.status


def _row_of(log: RuleLog, after: PermissionState, days: tuple[date, date], known: Clock) -> RuleChange:
    """The row that set a state between the days: not one that says it again, if the first came in after the start."""
    start, end = days
    rule = confirmations.standing_rule(log, after, end, known)
    deciding = after.layers[0].change
    return rule.change if rule and rule.change.day(known) > start else deciding


def _changed_back(names: Case, log: RuleLog, pair: tuple[str, str], days: tuple[date, date], known: Clock) -> bool:
    start, end = days
    between = {
        row.day(known)
        for rows in log.rules.get((pair[0], log.family(pair[1])), {}).values()
        for row in rows
        if start < row.day(known) < end
    }

    def statuses(day: date) -> list[str]:
        return [_rule_status(log, state, day, known) for state in _states(names, log, pair, day, known)]

    return any(statuses(day) != statuses(start) for day in between)
