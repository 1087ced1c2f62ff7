"""The map in a sentence: what could be used where, how sure that is, and the map in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from caveat.dataset.partial_dates import spoken_long
from caveat.domain.claims import RangeBand
from caveat.domain.geography import Geography
from caveat.domain.reach import ReachPart, area_shares
from caveat.text import map_labels
from caveat.text.english import and_list, capital_first, possessive
from caveat.text.headline import PAST, Tense
from caveat.text.labels import CERTAINTY
from caveat.text.map_labels import percent_text, range_and_miles, rule_text

_LEFT_OPEN = {
    "official": "Official statements left it open.",
    "reported": "Reports left it open.",
    "inferred": "That it was unclear is inferred.",
}
Parts = Sequence[ReachPart]


@dataclass(frozen=True)
class MapFacts:
    """What is said of a map: `supplier` is a country within a sentence, `deciders` the capitals that decide a use."""

    land: Geography
    system: str
    supplier: str
    deciders: tuple[str, ...]
    day: date
    band: RangeBand
    parts: tuple[ReachPart, ...]
    tense: Tense = PAST

    @property
    def within(self) -> str:
        """The range that is filled: "within 300 km (186 miles) of Ukraine’s border"."""
        home = possessive(self.land.settings.home_name)
        return f"within {range_and_miles(self.band.headline_km)} of {home} border"

    def of(self, *statuses: str) -> list[ReachPart]:
        """The parts with one of some statuses."""
        return [part for part in self.parts if part.status in statuses]


def covered_sentence(facts: MapFacts) -> str:
    """What could be used where within the published range on a day, and how sure that is.

    What was unclear is never counted as not allowed, nor silence as either: each has its own sentence.
    """
    if not facts.parts:
        return f"There is no {facts.land.settings.opposite_adjective} land {facts.within}."
    statuses = {part.status for part in facts.parts}
    if statuses == {"not_supplied"}:
        return (
            f"{_on(facts)} {facts.tense.can} not be used: {facts.supplier} {facts.tense.had} sent none"
            f"{_sure(facts.parts)}. The map shows what lies {facts.within}."
        )
    if statuses == {"no_record"}:
        return (
            f"There is no record of a rule on {facts.system} for {facts.land.settings.opposite_name} by "
            f"{spoken_long(facts.day)}. No record does not mean “not allowed”. The map shows what lies {facts.within}."
        )
    sentences = [_told(facts), _unclear(facts)]
    if silent := facts.of("no_record"):
        sentences.append(f"There is no record of a rule for {_places(silent)}. No record does not mean “not allowed”.")
    return " ".join(sentence for sentence in sentences if sentence)


def _told(facts: MapFacts) -> str:
    """What was allowed and what was not; "" if nothing is on record but what is unclear."""
    allowed, barred = facts.of("permitted"), facts.of("prohibited", "not_supplied")
    conditional = facts.of("restricted", "case_by_case")
    can, was = facts.tense.can, facts.tense.was
    anywhere = f"{can} be used anywhere in {facts.land.settings.opposite_name} {facts.within}"
    by_case = bool(conditional) and all(part.status == "case_by_case" for part in conditional)
    if by_case and len(conditional) == len(facts.parts):
        place = f"{facts.land.settings.opposite_name} {facts.within}"
        return f"{_each_use(facts, place, conditional)}{_sure(conditional)}."
    for some, text in (
        (allowed, anywhere),
        (conditional, f"{anywhere}, but only {_how(facts, conditional)}"),
        (barred, f"{was} not allowed on any {facts.land.settings.opposite_adjective} land {facts.within}"),
    ):
        if some and len(some) == len(facts.parts):
            return f"{_on(facts)} {text}{_sure(some)}."
    # "only" says that the rest was not allowed, so it stands only where that is so.
    only = " only" if len(allowed) + len(conditional) + len(barred) == len(facts.parts) else ""
    if allowed:
        alone = "" if conditional else only
        first = f"{_on(facts)} {can} be used {_inside(facts, alone)}{_places(allowed)}{alone}{_sure(allowed)}"
        first += f": {_share(allowed, facts)} of the {_land(facts)}."
        if conditional:
            how = f"In {_places(conditional)} it {can} be used {_how(facts, conditional)}{_sure(conditional)}"
            first += f" {how}: {_share(conditional, facts)} of that land."
    elif by_case:
        first = f"{_each_use(facts, _places(conditional), conditional)}{_sure(conditional)}"
        first += f": {_share(conditional, facts)} of the {_land(facts)}."
        only = ""
    elif conditional:
        first = (
            f"{_on(facts)} {can} be used {_inside(facts, only)}{_places(conditional)}{only}, {_how(facts, conditional)}"
        )
        first += f"{_sure(conditional)}: {_share(conditional, facts)} of the {_land(facts)}."
    elif barred:
        first = f"{_on(facts)} {was} not allowed in {_places(barred)}{_sure(barred)}: "
        return f"{first}{_share(barred, facts)} of the {_land(facts)}."
    else:
        return ""
    return first if only or not barred else f"{first} It {was} not allowed in {_places(barred)}{_sure(barred)}."


def _how(facts: MapFacts, parts: Parts) -> str:
    """On what terms a use was allowed: "on Paris’ conditions", "with Washington’s approval for each use"."""
    whose = f"{and_list([possessive(decider) for decider in facts.deciders])} " if facts.deciders else ""
    terms = {"restricted": f"on {whose}conditions", "case_by_case": f"with {whose}approval for each use"}
    found = {status: [part for part in parts if part.status == status] for status in terms}
    clauses = [(terms[status], some) for status, some in found.items() if some]
    if len(clauses) == 1:
        return clauses[0][0]
    return ", and ".join(f"{term} in {_places(some)}" for term, some in clauses)


def _each_use(facts: MapFacts, place: str, parts: Parts) -> str:
    """A rule of case by case, led by what it asks for: "each use of ATACMS in Russia needed Washington’s approval"."""
    approval = _how(facts, parts).removeprefix("with ").removesuffix(" for each use")
    return f"On {spoken_long(facts.day)} each use of {facts.system} in {place} {facts.tense.needed} {approval}"


def _unclear(facts: MapFacts) -> str:
    """Where it was unclear what was allowed, and on what that rests; "" if nowhere."""
    unclear = facts.of("unclear")
    if not unclear:
        return ""
    why = _LEFT_OPEN[unclear[0].certainty] if len(_by_certainty(unclear)) == 1 else f"This is{_sure_phrase(unclear)}."
    on = f"On {spoken_long(facts.day)} it {facts.tense.was} unclear whether {facts.system} {facts.tense.can} be used"
    if len(unclear) == len(facts.parts):
        return f"{on} in {facts.land.settings.opposite_name} {facts.within}. {why}"
    if len(unclear) + len(facts.of("no_record")) == len(facts.parts):
        return f"{on} in {_places(unclear)}: {_share(unclear, facts)} of the {_land(facts)}. {why}"
    return f"For {_places(unclear)} it {facts.tense.was} unclear. {why}"


def _inside(facts: MapFacts, only: str) -> str:
    """That "only" is said of the other side alone, as use at home has rules of its own: "inside Russia in "."""
    return f"inside {facts.land.settings.opposite_name} in " if only else "in "


def _on(facts: MapFacts) -> str:
    return f"On {spoken_long(facts.day)} {facts.system}"


def _land(facts: MapFacts) -> str:
    return f"{facts.land.settings.opposite_adjective} land {facts.within}"


def _share(some: Parts, facts: MapFacts) -> str:
    """The area of some parts as a share of all: "6%"."""
    size = sum(part.area_km2 for part in some)
    return percent_text(100 * size / area_shares(facts.parts).total_km2)


def _places(parts: Parts) -> str:
    return and_list([part.area.as_noun for part in parts])


def _sure(parts: Parts) -> str:
    """How sure the rules of some parts are, after a statement: " (reported)"."""
    return f" ({_sure_phrase(parts).strip()})"


def _sure_phrase(parts: Parts) -> str:
    by_certainty = _by_certainty(parts)
    if len(by_certainty) == 1:
        return f" {CERTAINTY[parts[0].certainty]}"
    return " " + and_list([f"{CERTAINTY[kind]} for {_places(some)}" for kind, some in by_certainty.items()])


def _by_certainty(parts: Parts) -> dict[str, list[ReachPart]]:
    by_certainty: dict[str, list[ReachPart]] = {}
    for part in parts:
        by_certainty.setdefault(part.certainty, []).append(part)
    return by_certainty


def map_alt(facts: MapFacts, home_labels: Iterable[str]) -> str:
    """The map in words: the ranges drawn, what was allowed where, each area's rule."""
    rules = [*home_labels, *(f"{part.area.as_noun} {rule_text(part)}" for part in facts.parts)]
    return (
        f"Map. {' '.join(map_labels.drawn_ranges_sentences(facts.system, facts.band))} {covered_sentence(facts)}"
        f"{' The areas: ' if rules else ''}{capital_first('; '.join(rules))}{'.' if rules else ''}"
    )
