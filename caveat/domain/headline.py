"""What the permissions of a day come to in the area that leads: the facts that a headline is made from."""

from dataclasses import dataclass
from datetime import date
from typing import get_args

from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import rule_history
from caveat.domain.case import Case, Territory, case
from caveat.domain.names import pair_name, short_name
from caveat.domain.pairs import supplier_system_pairs
from caveat.domain.restrictions import NO_RECORD, STATUSES, PermissionState, last_turn, permission_state
from caveat.domain.rule_log import Clock, RuleChange, RuleLog, rule_log

UNSUPPLIED = ("not_supplied", NO_RECORD)
# No rule in these two says that the system was there.
_NOT_THERE = ("not_supplied", "unclear")
_RANK = {status: rank for rank, status in enumerate((*STATUSES, NO_RECORD))}


@dataclass(frozen=True)
class AreaRule:
    """A pair's rule in an area on a day; `authority` is who set it, by name.

    `since` is when its status began, as published. `contested` has the disputed claims that give it another status;
    `blamed` names an authority to whom a disputed claim gives a rule of the same status.
    """

    territory: Territory
    status: str = NO_RECORD
    certainty: str = ""
    since: str = ""
    authority: str = ""
    contested: tuple[RuleChange, ...] = ()
    blamed: str = ""


@dataclass(frozen=True)
class PairFacts:
    """What a supplier's rules for a system come to.

    `general` is the rule in the area that leads, `narrow` those of the smaller areas within it. `name` is the system,
    with its supplier where two gave it. `never_supplied` is whether each row so far denies the supply or leaves it
    open, and at least one denies it.
    """

    system: str
    name: str
    supplier: str
    general: AreaRule
    narrow: tuple[AreaRule, ...] = ()
    never_supplied: bool = False

    @property
    def best(self) -> tuple[AreaRule, ...]:
        """The freest rules: the general one, or those of smaller areas that are freer than it."""
        rank = min(_RANK[rule.status] for rule in (self.general, *self.narrow))
        if _RANK[self.general.status] == rank:
            return (self.general,)
        return tuple(rule for rule in self.narrow if _RANK[rule.status] == rank)

    @property
    def status(self) -> str:
        """The status of the freest rules."""
        return self.best[0].status

    @property
    def rest(self) -> AreaRule | None:
        """The general rule, where a smaller area has a freer one; else None."""
        return None if self.general in self.best else self.general

    @property
    def exceptions(self) -> tuple[AreaRule, ...]:
        """The rules of smaller areas that are neither the freest nor what holds around them."""
        told = {self.status, self.general.status, NO_RECORD}
        return tuple(rule for rule in self.narrow if rule.status not in told)


@dataclass(frozen=True)
class HeadlineFacts:
    """The facts of a day: the pairs that the headline speaks of, and the age of what is known of them.

    `is_group` is whether the pairs are all those with a card, which `weapon` and `weapons` name. `carried` is whether
    the day is that of the newest entry or later. `newest` is the day of the newest entry on what was asked for, or on
    all rules, None if there is none; `is_claim` whether that is a disputed claim. `asked` has the systems asked for.
    `then` has the facts as the public knew them, None if these are they.
    """

    day: date
    pairs: tuple[PairFacts, ...]
    area: Territory
    recipient: str
    weapon: str
    weapons: str
    is_group: bool = False
    carried: bool = False
    newest: date | None = None
    is_claim: bool = False
    asked: tuple[str, ...] = ()
    then: "HeadlineFacts | None" = None

    @property
    def on_record(self) -> tuple[PairFacts, ...]:
        """The pairs with a rule for the area that leads or one within it."""
        return tuple(pair for pair in self.pairs if pair.status != NO_RECORD)


@memoized(1024)
def headline_facts(
    dataset: Dataset, day: date, known: Clock = "then", system_ids: tuple[str, ...] = ()
) -> HeadlineFacts:
    """The facts of a day, on the pairs of `system_ids` or those with a card.

    While no pair with a card is supplied, they are on every pair with a rule.
    UnusableTable if restrictions, systems or a table of names cannot be used.
    """
    names, settings, log = case(dataset), dataset.settings, rule_log(dataset)
    pairs, is_group = spoken_pairs(dataset, day, known, system_ids)
    days = [rule_history.change_days(log, clock)[-1] for clock in get_args(Clock) if log.changes]
    newest = rule_history.newest_entry(log, day, known, supplier_system_pairs(dataset, system_ids))
    return HeadlineFacts(
        day,
        _pair_facts(dataset, pairs, day, known),
        names.territory(names.lead_area),
        names.country(settings.recipient).in_sentence,
        settings.weapon,
        settings.weapons,
        is_group,
        carried=bool(days) and day >= max(days),
        newest=newest.entry.day(known) if newest else None,
        is_claim=newest is not None and newest.entry is not newest.rule,
        asked=tuple(dict.fromkeys(short_name(dataset, system_id) for system_id in system_ids)),
        then=headline_facts(dataset, day, "then", system_ids) if known == "now" else None,
    )


def spoken_pairs(
    dataset: Dataset, day: date, known: Clock, system_ids: tuple[str, ...] = ()
) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The pairs that the headline speaks of, and whether they are those with a card."""
    everyone = tuple(supplier_system_pairs(dataset, system_ids))
    cards = tuple(pair for pair in case(dataset).cards if pair in everyone)
    if system_ids or not cards:
        return everyone, False
    if any(fact.status not in UNSUPPLIED for fact in _pair_facts(dataset, cards, day, known)):
        return cards, True
    facts = zip(everyone, _pair_facts(dataset, everyone, day, known), strict=True)
    recorded = tuple(pair for pair, fact in facts if fact.status != NO_RECORD)
    return (recorded, False) if set(recorded) - set(cards) else (cards, True)


@memoized(64)
def _pair_facts(dataset: Dataset, pairs: tuple[tuple[str, str], ...], day: date, known: Clock) -> tuple[PairFacts, ...]:
    systems = [pair_name(dataset, *pair) for pair in pairs]
    return tuple(
        _facts_of_pair(
            dataset, pair, system, systems.count(system) > 1, last_turn(rule_log(dataset), *pair, day, known), known
        )
        for pair, system in zip(pairs, systems, strict=True)
    )


@memoized(1024)
def _facts_of_pair(
    dataset: Dataset, pair: tuple[str, str], system: str, shared: bool, day: date, known: Clock
) -> PairFacts:
    names, log = case(dataset), rule_log(dataset)
    states = {area: permission_state(log, *pair, area, day, known) for area in (names.lead_area, *names.matrix)}
    supplied = {state.status for state in states.values()} - {*_NOT_THERE, NO_RECORD}
    rules = {
        # Supplied by now for another area: an older denial is no rule for this one.
        area: _area_rule(names, log, state, day, known)
        if state.deciding and not (supplied and state.status == "not_supplied")
        else AreaRule(names.territory(area))
        for area, state in states.items()
    }
    supplier = names.capital_name(pair[0])
    statuses = {row.status for row in _rows_by(log, pair, day, known)}
    return PairFacts(
        system,
        f"{supplier}’s {system}" if shared else system,
        supplier,
        rules[names.lead_area],
        tuple(rule for rule in rules.values() if rule.territory.lead == "narrow"),
        "not_supplied" in statuses and statuses <= set(_NOT_THERE),
    )


def _area_rule(names: Case, log: RuleLog, state: PermissionState, day: date, known: Clock) -> AreaRule:
    others = [
        dispute.authority
        for dispute in state.disputed_by
        if dispute.authority != state.authority and dispute.status == state.status
    ]
    return AreaRule(
        names.territory(state.territory),
        state.status,
        state.certainty,
        _status_since(log, state, day, known),
        names.capital_name(state.authority),
        tuple(dispute for dispute in state.disputed_by if dispute.status != state.status),
        names.capital_name(others[-1]) if others else "",
    )


def _status_since(log: RuleLog, state: PermissionState, day: date, known: Clock) -> str:
    """Since when the status of an area has held without a break, as published."""
    rows = _rows_by(log, (state.supplier, state.system_id), day, known)
    for earlier_day in sorted({row.day(known) for row in rows}, reverse=True):
        earlier = permission_state(log, state.supplier, state.system_id, state.territory, earlier_day, known)
        if earlier.status != state.status:
            break
        state = earlier
    return state.since


def _rows_by(log: RuleLog, pair: tuple[str, str], day: date, known: Clock) -> list[RuleChange]:
    """The rows on a pair that came in by a day and are not disputed."""
    supplier, system_id = pair
    areas = log.rules.get((supplier, log.family(system_id)), {})
    return [row for rows in areas.values() for row in rows if row.day(known) <= day]
