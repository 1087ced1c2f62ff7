"""The headline of a day as a sentence made from the facts, and what it leaves open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caveat.domain.headline import UNSUPPLIED, AreaRule, HeadlineFacts, PairFacts
from caveat.domain.restrictions import NO_RECORD, STATUSES
from caveat.text.english import and_list, capital_first, number_word
from caveat.text.evidence import who_disputes
from caveat.text.labels import CERTAINTY

# A headline takes further clauses, and longer words for how sure it is, up to this length: four lines on a phone.
LETTERS = 120
# Beyond this many it takes no clause on what was not supplied.
_SHORT_LETTERS = 90
# How often a headline can be shortened: twice the words of how sure it is, then where its first clause holds.
_SHORTEST = 3
_HINDSIGHT = "In hindsight, "
# Up to this many letters the names of systems are listed in a headline; beyond it they are counted.
_NAMES_LETTERS = 40
_LIMITED = ("restricted", "case_by_case")
ALLOWED = ("permitted", *_LIMITED)
_UNKNOWN = ("unclear", NO_RECORD)
_CERTAINTIES = tuple(CERTAINTY)
HOW = {"permitted": "", "restricted": " on conditions", "case_by_case": " case by case"}


@dataclass(frozen=True)
class Tense:
    """The verbs of a day that is past, or of the newest state, which still holds."""

    can: str
    was: str
    had: str
    said: str
    appeared: str
    did: str
    allowed: str
    decided: str
    needed: str


PAST = Tense("could", "was", "had", "said", "appeared", "did", "allowed", "decided", "needed")
_PRESENT = Tense("may", "is", "has", "say", "appears", "does", "allows", "decides", "needs")


@dataclass(frozen=True)
class _Clause:
    """A part of a headline. `sure` says how sure it is, shorter each time; "" on the record, or if unclear.

    `brief` is the same in fewer words, "" if there are none.
    `joins` is whether "and" may put it after a clause that is as sure; `is_minor` that it is about no weapon there.
    """

    said: str
    sure: tuple[str, ...] = ("",)
    joins: bool = False
    is_minor: bool = False
    brief: str = ""


def headline(facts: HeadlineFacts) -> str:
    """The answer of a day in one sentence, without a full stop: "No missile could be fired freely into Russia"."""
    if not facts.then or _composed(facts) == _composed(facts.then):
        return capital_first(_composed(facts))
    said = _composed(facts, len(_HINDSIGHT))
    return capital_first(said if said == _composed(facts.then) else f"{_HINDSIGHT}{said}")


def tense_of(facts: HeadlineFacts) -> Tense:
    """The verbs of a day."""
    return _PRESENT if facts.carried else PAST


def _composed(facts: HeadlineFacts, taken: int = 0) -> str:
    """The clauses of a day that fit, after so many letters."""
    first, *more = _clauses(facts, tense_of(facts))
    chosen = [first]
    for clause in more:
        # No clause comes in for one that weighs more and is too long.
        longer = [*chosen, clause]
        is_short = len(_joined(longer)) + taken <= _SHORT_LETTERS
        if not is_short and (clause.is_minor or len(_joined(longer, _SHORTEST)) + taken > LETTERS):
            break
        chosen.append(clause)
    wordings = [_joined(chosen, length) for length in range(_SHORTEST + 1)]
    return next((said for said in wordings if len(said) + taken <= LETTERS), wordings[-1])


def _joined(clauses: Sequence[_Clause], length: int = 0) -> str:
    """Clauses as one sentence; `length` is 0 for the longest words, to _SHORTEST."""

    def words(sure: tuple[str, ...]) -> str:
        return sure[min(length, len(sure) - 1)]

    first = clauses[0]
    text, sure = (length == _SHORTEST and first.brief) or first.said, first.sure
    for clause in clauses[1:]:
        link = " and " if clause.joins and clause.sure == sure else f"{words(sure)}; "
        text, sure = f"{text}{link}{clause.said}", clause.sure
    return text + words(sure)


def _clauses(facts: HeadlineFacts, tense: Tense) -> list[_Clause]:
    """What the day comes to, and after it what there may be room for."""
    if not facts.on_record:
        silent = listed_names(facts.asked or silent_names(facts), facts.weapons)
        return [_Clause(f"no rule on {silent} {tense.was} on record")]
    together = _of_the_group(facts, tense) if facts.is_group else _of_the_chosen(facts, tense)
    return [together] if together else list(_one_by_one(facts, tense))


def _of_the_group(facts: HeadlineFacts, tense: Tense) -> _Clause | None:
    """One sentence for all pairs with a card, where one is true of them."""
    statuses = {pair.status for pair in facts.pairs}
    sure = _sure(facts.pairs, tense)
    into = f"into {facts.area.name}"
    if statuses == {"permitted"} and not any(pair.rest or other_areas(pair) for pair in facts.pairs):
        return _Clause(f"all {facts.weapons} {tense.can} be fired {into}", sure)
    if statuses == {"not_supplied"}:
        return _Clause(f"no {facts.weapon} {tense.had} been supplied to {facts.recipient}", sure)
    if statuses <= {"prohibited", "not_supplied"}:
        return _Clause(f"no {facts.weapon} {tense.can} be fired {into}", sure)
    if "permitted" not in statuses and sum(pair.status in _LIMITED for pair in facts.pairs) > 1:
        return _Clause(f"no {facts.weapon} {tense.can} be fired freely {into}", sure)
    allowed = [pair for pair in facts.pairs if pair.status in ALLOWED]
    # Of two both are named.
    if len(allowed) == 1 and len(facts.pairs) > 2 and statuses <= {*ALLOWED, "prohibited", "not_supplied"}:
        return _only_one(facts, allowed[0], tense)
    return None


def _only_one(facts: HeadlineFacts, pair: PairFacts, tense: Tense) -> _Clause | None:
    """The one pair with a card that is allowed something; None if what it is allowed differs by area."""
    if pair.exceptions or (pair.rest and pair.rest.status != "prohibited"):
        return None
    area = f", {and_list([rule.territory.in_sentence for rule in pair.best])}" if pair.rest else ""
    terms = f",{HOW[pair.status]}" if HOW[pair.status] else ""
    said = f"only one {facts.weapon} {tense.can} be fired into {facts.area.name}: {pair.name}{area}{terms}"
    return _Clause(said, _sure([other for other in facts.pairs if other.status not in UNSUPPLIED], tense))


def _of_the_chosen(facts: HeadlineFacts, tense: Tense) -> _Clause | None:
    """One sentence for a few pairs that are allowed something, but each in another way."""
    statuses, names = {pair.status for pair in facts.pairs}, _names(facts, facts.pairs)
    limits = {_likeness(pair) for pair in facts.pairs if pair.status in _LIMITED}
    if len(limits) < 2 or len(names) < 2 or statuses - {*_LIMITED, "prohibited"}:
        return None
    return _Clause(f"{_denied(names, tense.can, 'be fired freely')} into {facts.area.name}", _sure(facts.pairs, tense))


def _one_by_one(facts: HeadlineFacts, tense: Tense) -> Iterator[_Clause]:
    """The freest pairs in a clause, the others that are allowed something, what holds in the rest, the other pairs."""
    pairs = sorted(facts.on_record, key=lambda pair: (STATUSES.index(pair.status), bool(pair.rest)))
    alike: dict[tuple[object, ...], list[PairFacts]] = {}
    for pair in pairs:
        # After what is allowed, all that is not stands in one clause.
        merged = pairs[0].status in ALLOWED and pair.status not in ALLOWED
        alike.setdefault(_likeness(pair)[: -2 if merged else None], []).append(pair)
    first, *others = alike.values()
    place = _where(first[0], facts)
    allowed = [group for group in others if group[0].status in ALLOWED]
    yield _first_clause(facts, first, tense)
    for group in sorted(allowed, key=lambda group: _where(group[0], facts) != place):
        yield _further_clause(facts, group, first[0], tense)
    rest = first[0].rest
    # After a clause on another pair it would be unclear whose rest is meant.
    if rest and not allowed and rest.status in (*_LIMITED, "unclear") and first[0].status not in _LIMITED:
        said = HOW.get(rest.status, f" {tense.was} unclear")
        yield _Clause(f"{rest.territory.as_noun}{said}", ("",) if rest.status == "unclear" else _sure_of([rest], tense))
    for group in others[len(allowed) :]:
        yield _further_clause(facts, group, first[0], tense)


def _likeness(pair: PairFacts) -> tuple[object, ...]:
    """What pairs share that stand in one clause; last how sure it is."""
    return (
        pair.status,
        pair.rest.status if pair.rest else "",
        tuple(rule.territory.id for rule in pair.best if pair.rest),
        other_areas(pair),
        pair.never_supplied,
        any(rule.contested for rule in pair.best),
        max(_CERTAINTIES.index(rule.certainty) for rule in pair.best),
    )


def _first_clause(facts: HeadlineFacts, pairs: Sequence[PairFacts], tense: Tense) -> _Clause:
    pair, sure = pairs[0], _sure(pairs, tense)
    names, where = _names(facts, pairs), _where(pair, facts)
    listed = listed_names(names)
    if pair.status == "not_supplied":
        return _Clause(f"{_denied(names, tense.had, 'been supplied')} to {facts.recipient}", sure)
    if pair.status == "prohibited":
        return _Clause(f"{_denied(names, tense.can, 'be fired')} {where}", sure)
    if pair.status == "unclear":
        supplied = f"{tense.had} been supplied to {facts.recipient}"
        asked = supplied if pair.never_supplied else f"{tense.can} be fired {where}"
        return _Clause(f"it {tense.was} unclear whether {listed} {asked}")
    only = " only" if pair.status in _LIMITED and where == f"into {facts.area.name}" else ""
    fired, how = f"{listed} {tense.can} be fired", f"{_how(pair)}{other_areas(pair)}"
    brief = f"{fired} {_into(pair.best)}{how}" if pair.rest else ""
    return _Clause(f"{fired} {where}{only}{how}", sure, joins=True, brief=brief)


def _further_clause(facts: HeadlineFacts, pairs: Sequence[PairFacts], first: PairFacts, tense: Tense) -> _Clause:
    pair, sure = pairs[0], _sure(pairs, tense)
    names, where = _names(facts, pairs), _where(pair, facts)
    listed, same_place = listed_names(names), where == _where(first, facts)
    if pair.status == "not_supplied":
        return _Clause(_denied(names, tense.had, "been supplied"), sure, is_minor=True)
    if pair.status == "prohibited":
        too = first.status == "prohibited" and same_place
        return _Clause(f"nor {tense.can} {listed}" if too else _denied(names, tense.can, ""), sure)
    if pair.status == "unclear":
        asked = f"{tense.had} been supplied" if pair.never_supplied else tense.can
        return _Clause(f"whether {listed} {asked} {tense.was} unclear")
    if same_place and _how(pair) + other_areas(pair) == _how(first) + other_areas(first):
        return _Clause(f"{listed} too", sure)
    return _Clause(f"{listed}{'' if same_place else f' {where}'}{_how(pair)}{other_areas(pair)}", sure, joins=True)


def _how(pair: PairFacts) -> str:
    """On what terms a pair is allowed: " on conditions", " on conditions or case by case"."""
    both = pair.status == "restricted" and pair.rest and pair.rest.status == "case_by_case"
    return " on conditions or case by case" if both else HOW[pair.status]


def _where(pair: PairFacts, facts: HeadlineFacts) -> str:
    """Where the freest rules hold: "into Russia", "into the Kursk area", "into Russia only in the Kursk area"."""
    if not pair.rest or (pair.status == "restricted" and pair.rest.status == "case_by_case"):
        return f"into {facts.area.name}"
    if pair.rest.status == "prohibited" and pair.status in ALLOWED and not pair.exceptions:
        return f"into {facts.area.name} only {and_list([rule.territory.in_sentence for rule in pair.best])}"
    return _into(pair.best)


def _into(rules: Sequence[AreaRule]) -> str:
    return f"into {and_list([rule.territory.as_noun for rule in rules])}"


def other_areas(pair: PairFacts) -> str:
    """What holds in other areas: ", but not in the border area", ", with other rules in the border area"."""
    if not pair.exceptions or pair.status not in ALLOWED:
        return ""
    areas = [rule.territory.in_sentence for rule in pair.exceptions]
    if all(rule.status == "prohibited" for rule in pair.exceptions):
        return f", but not {' or '.join(areas)}"
    return f", with other rules {and_list(areas)}"


def _sure(pairs: Sequence[PairFacts], tense: Tense) -> tuple[str, ...]:
    """How sure a clause on pairs is."""
    rules = [rule for pair in pairs for rule in pair.best]
    if len(pairs) > 1 and len({rule.status for rule in rules}) > 1 and any(rule.status in _UNKNOWN for rule in rules):
        return f", as far as {tense.was} known", ", as far as known"
    return _sure_of(rules, tense)


def _sure_of(rules: Sequence[AreaRule], tense: Tense) -> tuple[str, ...]:
    certainties = {rule.certainty for rule in rules}
    if claims := [claim for rule in rules for claim in rule.contested]:
        return *who_disputes(claims, tense is PAST), " (disputed)"
    if "inferred" in certainties:
        return (f", it {tense.appeared}",)
    if "reported" not in certainties:
        return ("",)
    reports = f"reports {tense.said}"
    return f", {'officials and ' if 'official' in certainties else ''}{reports}", f", {reports}"


def silent_names(facts: HeadlineFacts) -> list[str]:
    """The names of the pairs without a record; without pairs what was asked for."""
    if facts.pairs:
        return [pair.name for pair in facts.pairs if pair.status == NO_RECORD]
    return list(facts.asked) or [facts.weapons]


def _names(facts: HeadlineFacts, pairs: Sequence[PairFacts]) -> list[str]:
    """The names of some pairs; a system whose suppliers are all among them is named without them."""
    others = {pair.system for pair in facts.pairs if pair not in pairs}
    return list(dict.fromkeys(pair.name if pair.system in others else pair.system for pair in pairs))


def listed_names(names: Sequence[str], many: str = "") -> str:
    """The names of systems as a headline lists them: "ATACMS and SCALP-EG"; `many` or their number if it is long."""
    # A name that is a list itself ("rockets and other arms") ends the list.
    *single, last = sorted(names, key=lambda name: " and " in name)
    listed = f"{', '.join(single)}, {last}" if single and " and " in last else and_list(names)
    if len(listed) <= _NAMES_LETTERS or len(names) == 1:
        return listed
    return many or f"{number_word(len(names))} systems"


def _denied(names: Sequence[str], verb: str, participle: str) -> str:
    """A denial about systems: "ATACMS could not be fired", "neither ATACMS nor SCALP-EG could be fired"."""
    listed = listed_names(names)
    if len(names) == 2 and listed == and_list(names):
        return f"neither {names[0]} nor {names[1]} {verb} {participle}".rstrip()
    return f"{listed} {verb} not {participle}".rstrip()


def open_questions(facts: HeadlineFacts) -> Iterator[str]:
    """What the log leaves open about the area that leads, each as a part of a sentence."""
    tense = tense_of(facts)
    open_rules: dict[str, list[str]] = {}
    for pair in facts.on_record:
        if pair.status == "unclear" and pair.never_supplied:
            yield f"whether {pair.supplier} {tense.had} supplied {pair.system}"
        elif pair.status == "unclear":
            open_rules.setdefault(_where(pair, facts), []).append(pair.name)
        elif pair.rest and pair.rest.status == "unclear":
            open_rules.setdefault(f"into {facts.area.as_noun}", []).append(pair.name)
    for where, names in open_rules.items():
        yield f"whether {and_list(names)} {tense.can} be fired {where}"
    silent = [pair.name for pair in facts.pairs if pair.general.status == NO_RECORD]
    if silent and facts.on_record:
        yield f"any rule on {and_list(silent)} in {facts.area.name}"
    for pair in facts.on_record:
        if pair.general.blamed:
            yield f"what part {pair.general.blamed} {tense.had} in the rule on {pair.name}"
    if contested := [pair.name for pair in facts.on_record if pair.general.contested]:
        yield f"which of the claims on {and_list(contested)} {tense.was} right"
