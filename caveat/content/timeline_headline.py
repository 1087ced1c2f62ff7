"""The headline of the timeline: what was first allowed in an area and what turned last, from the rules of a day."""

from collections.abc import Sequence
from datetime import date

from caveat.dataset.tables import Dataset
from caveat.domain import names, rule_log
from caveat.domain.case import Case, Territory, case
from caveat.domain.headline import headline_facts
from caveat.domain.query import View
from caveat.domain.restrictions import permission_state
from caveat.domain.rule_log import RuleChange
from caveat.domain.timeline import SupplierSystem
from caveat.domain.turns import Rule, first_yes, freest_rules, newest_turns, surest
from caveat.text import timeline as timeline_words
from caveat.text import turns as words
from caveat.text.english import possessive
from caveat.text.turns import Turn

Lane = tuple[Rule, ...]
# What allows nothing.
NEVER = ("prohibited", "not_supplied")


def headline(dataset: Dataset, view: View, territory: str, pairs: Sequence[SupplierSystem]) -> str:
    """The answer in a line, without a full stop."""
    known = case(dataset)
    area = known.territory(territory)
    where = timeline_words.subject([names.short_name(dataset, system_id) for system_id in view.systems]), area
    narrow = [part for part in known.matrix if known.territory(part).lead == "narrow" and part != territory]
    areas = (territory, *(narrow if area.lead == "general" else ()))
    lanes = [freest_rules(rule_log.rule_log(dataset), pair, areas, view.asof, view.known) for pair in pairs]
    lanes = [lane for lane in lanes if lane]
    if not lanes:
        return timeline_words.no_rule(where, view.asof)
    if lane := _only_lane(known, view, lanes):
        return _of_one(dataset, view, area, lane)
    first = first_yes(lanes)
    if not first:
        bars = [rule for lane in lanes for rule in lane if rule.status == "prohibited"]
        first_bars = [rule for rule in bars if rule.day == min(bar.day for bar in bars)]
        bar = _told(dataset, view, lanes, first_bars, first_bars[0].day) if bars else None
        carried = headline_facts(dataset, view.asof, view.known, view.systems).carried
        return words.never_headline(where, view.asof, bar, _claims(dataset, view, pairs, areas), not carried)
    # That the first is allowed again is no news beside it.
    told = {(rule.pair, rule.status) for rule in first}
    others = [lane for lane in lanes if (lane[-1].pair, lane[-1].status) not in told]
    newest = [rule for lane in newest_turns(others) if (rule := _earliest_alike(lane, lanes)) not in first]
    return words.headline(
        where,
        _told(dataset, view, lanes, first, first[0].day),
        _told(dataset, view, lanes, newest, view.asof) if newest else None,
    )


def _only_lane(known: Case, view: View, lanes: Sequence[Lane]) -> Lane | None:
    """The lane of a single chosen system: its only one, or the only one with a card; None for several."""
    if len(view.systems) != 1:
        return None
    leading = [lane for lane in lanes if lane[0].pair in known.cards] or lanes
    return leading[0] if len(leading) == 1 else None


def _of_one(dataset: Dataset, view: View, area: Territory, lane: Lane) -> str:
    """The rule of the only pair, with what it was until then."""
    now, *earlier = reversed(lane)
    around = permission_state(rule_log.rule_log(dataset), *now.pair, area.id, view.asof, view.known).status
    return words.single_headline(
        area,
        _told(dataset, view, [lane], [now], view.asof),
        around if now.parts else "",
        _told(dataset, view, [lane], earlier[:1], earlier[0].day) if earlier else None,
    )


def _earliest_alike(lane: Lane, lanes: Sequence[Lane]) -> Rule:
    """The newest rule of a lane, or that of another supplier of the system which came earlier and still says it."""
    newest = lane[-1]
    alike = [other[-1] for other in lanes if other[-1].pair[1] == newest.pair[1] and other[-1].says_as(newest)]
    return min(alike, key=lambda rule: rule.day)


def _told(dataset: Dataset, view: View, lanes: Sequence[Lane], rules: Sequence[Rule], day: date) -> Turn:
    """The rules that are like the first of some, as sure as the least sure of them, and whether they were disputed."""
    first, known, log = rules[0], case(dataset), rule_log.rule_log(dataset)
    alike = [rule for rule in rules if rule.says_as(first) and rule.state.since == first.state.since]
    then = [permission_state(log, *rule.pair, rule.state.territory, day, view.known) for rule in alike]
    return Turn(
        tuple(dict.fromkeys(_name(dataset, view, lanes, rule) for rule in alike)),
        first.status,
        first.state.layers[0],
        tuple(known.territory(part) for part in first.parts),
        max((rule.certainty for rule in alike), key=surest),
        any(claim.status != state.status for state in then for claim in state.disputed_by),
    )


def _name(dataset: Dataset, view: View, lanes: Sequence[Lane], rule: Rule) -> str:
    """The system of a rule, with its supplier where another supplier of it has another rule and none has a card."""
    name = names.short_name(dataset, rule.pair[1])
    others = [lane[-1] for lane in lanes if lane[-1].pair[1] == rule.pair[1] and lane[-1].pair != rule.pair]
    if (rule.pair in case(dataset).cards and len(view.systems) != 1) or all(other.says_as(rule) for other in others):
        return name
    return f"{possessive(case(dataset).capital_name(rule.pair[0]))} {name}"


def _claims(dataset: Dataset, view: View, pairs: Sequence[SupplierSystem], areas: Sequence[str]) -> list[RuleChange]:
    """The disputed claims by which something that is not allowed on the day is, or may be."""
    log = rule_log.rule_log(dataset)
    states = (permission_state(log, *pair, area, view.asof, view.known) for pair in pairs for area in areas)
    return [claim for state in states for claim in state.disputed_by if claim.status not in NEVER]
