"""When what a pair may be used for turned: its first yes and its newest turn, in an area and those within it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from caveat.domain.restrictions import ALLOWED, NO_RECORD, STATUSES, PermissionState, permission_state
from caveat.domain.rule_log import Clock, RuleLog
from caveat.domain.territories import territory_path
from caveat.domain.timeline import SupplierSystem

# The certainties of rules, the surest first; a disputed row sets none.
_SUREST = ("official", "reported", "inferred", "")
_RANK = {status: rank for rank, status in enumerate((*STATUSES, NO_RECORD))}


@dataclass(frozen=True)
class Rule:
    """The freest rule of a pair in an area from a day on, until the next one.

    `state` is that of the area, or of a smaller one in `parts`, which alone have it; `parts` is () for the whole area.
    `certainty` is the surest that it came to be while it held.
    """

    day: date
    pair: SupplierSystem
    state: PermissionState
    certainty: str
    parts: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """The freest status."""
        return self.state.status

    def says_as(self, other: "Rule") -> bool:
        """Whether it says the same of the area as another, or of a part of it."""
        same_place = self.parts == other.parts or bool(set(self.parts) & set(other.parts))
        return self.status == other.status and same_place

    @property
    def allows(self) -> bool:
        """Whether it allows anything."""
        return self.status in ALLOWED


def freest_rules(log: RuleLog, pair: SupplierSystem, areas: Sequence[str], day: date, known: Clock) -> tuple[Rule, ...]:
    """The rules of a pair that followed each other in an area by a day, each with another status or place.

    `areas` has the area first, then the smaller ones in it that count too.
    """
    wanted = {wider for area in areas for wider in territory_path(area, dict(log.parents))}
    rows = [row for (_, area), rows in log.rules.get(pair, {}).items() if area in wanted for row in rows]
    found: list[Rule] = []
    for turn in sorted({row.day(known) for row in rows if row.day(known) <= day}):
        rule = _freest(log, pair, areas, turn, known)
        last = found[-1] if found else None
        if last and rule.status == last.status and (last.state.territory in (rule.parts or (rule.state.territory,))):
            now = permission_state(log, *pair, last.state.territory, turn, known)
            shared = tuple(part for part in last.parts if part in rule.parts)
            found[-1] = replace(last, parts=shared, certainty=min(last.certainty, now.certainty, key=surest))
        elif rule.status != NO_RECORD:
            found.append(rule)
    return tuple(found)


def surest(certainty: str) -> int:
    """The place of a certainty in their order, the surest first."""
    return _SUREST.index(certainty)


def _freest(log: RuleLog, pair: SupplierSystem, areas: Sequence[str], day: date, known: Clock) -> Rule:
    states = [permission_state(log, *pair, area, day, known) for area in areas]
    general, *narrow = states
    best = min(states, key=lambda state: _RANK[state.status])
    # Where nothing is allowed, the rule of the whole area says it.
    if best.status not in ALLOWED or best is general:
        return Rule(day, pair, general, general.certainty)
    return Rule(
        day, pair, best, best.certainty, tuple(state.territory for state in narrow if state.status == best.status)
    )


def first_yes(rules: Iterable[Sequence[Rule]]) -> tuple[Rule, ...]:
    """The first rules of some pairs that allowed anything: more than one only if they came in on the same day."""
    opened = [rule for lane in rules for rule in lane if rule.allows]
    first = min((rule.day for rule in opened), default=None)
    return tuple(rule for rule in opened if rule.day == first)


def newest_turns(rules: Iterable[tuple[Rule, ...]]) -> tuple[tuple[Rule, ...], ...]:
    """The lanes whose newest turn into, out of or within what is allowed is the last of all.

    A first rule is no turn, nor are limits that hold in another part.
    """
    turned = {}
    for lane in rules:
        days = [
            after.day
            for before, after in pairwise(lane)
            if (before.allows or after.allows) and (before.status != after.status or after.status == "permitted")
        ]
        if days:
            turned[lane] = days[-1]
    last = max(turned.values(), default=None)
    return tuple(lane for lane, day in turned.items() if day == last)
