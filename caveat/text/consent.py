"""Who must agree to the use of a system, in words: the strictest suppliers, two rules, the answer of a day."""

from collections.abc import Mapping, Sequence

from caveat.dataset.partial_dates import spoken
from caveat.domain.case import Case, Territory
from caveat.domain.consent import other_disputes, other_rules, own_rule
from caveat.domain.restrictions import AuthorityRule, PermissionState
from caveat.domain.rule_log import RuleChange
from caveat.text.english import and_list, capital_first, counted, number_word, possessive
from caveat.text.evidence import who_disputes
from caveat.text.labels import CERTAINTY, STATUS

# The suppliers by their answer, as domain/consent.py ranks them.
Ranking = Sequence[tuple[str, Mapping[str, PermissionState]]]
# Up to this many letters the strictest are named in the headline; beyond it they are counted.
_NAMES_LETTERS = 40
RULES_HEADING = "Every rule that is not the supplier’s own"
ANSWER = {
    "permitted": "Yes",
    "restricted": "Yes, with conditions",
    "case_by_case": "Case by case",
    "unclear": "Unclear",
    "prohibited": "No",
    "not_supplied": "Not supplied",
    "no_record": "No record",
}
# What the strictest suppliers do: one, two or more of them; today and in the past.
# {} stands for the place; after "not sent" for the systems.
_DOES = {
    "not_supplied": (
        ("it has not sent {}", "neither has sent what it was asked for", "none of them has sent what it was asked for"),
        ("it had not sent {}", "neither had sent what it was asked for", "none of them had sent what it was asked for"),
    ),
    "prohibited": (
        ("it does not allow its weapons {}", "neither allows its weapons {}", "none of them allows its weapons {}"),
        ("it did not allow its weapons {}", "neither allowed its weapons {}", "none of them allowed its weapons {}"),
    ),
    "unclear": (
        ("it is unclear what it allows {}", *(("it is unclear what they allow {}",) * 2)),
        ("it was unclear what it allowed {}", *(("it was unclear what they allowed {}",) * 2)),
    ),
    "case_by_case": (
        ("it decides on each use {}", "both decide on each use {}", "they decide on each use {}"),
        ("it decided on each use {}", "both decided on each use {}", "they decided on each use {}"),
    ),
    "restricted": (
        ("it sets conditions for use {}", "both set conditions for use {}", "they set conditions for use {}"),
        ("it set conditions for use {}", "both set conditions for use {}", "they set conditions for use {}"),
    ),
    "permitted": (
        ("it allows use {}", "both allow use {}", "they allow use {}"),
        ("it allowed use {}", "both allowed use {}", "they allowed use {}"),
    ),
}


def chosen_systems(names: Sequence[str]) -> str:
    """The systems that a reader chose, within a sentence: "Taurus KEPD 350", "the chosen systems"; "" for none."""
    return and_list(names) if len(names) < 3 else "the chosen systems"


def no_rules(chosen: str) -> str:
    """That only suppliers have rules, on the systems that the reader chose."""
    return f"By this day the log has no rule{f' on {chosen}' if chosen else ''} of a state that is not the supplier."


def where(area: Territory, has_freer: bool = False) -> str:
    """An area within a sentence: "inside Russia", "in the Kursk area"; "in most of Russia" if a part of it is freer."""
    if area.lead != "general":
        return area.in_sentence
    return f"in most of {area.name}" if has_freer else f"inside {area.name}"


def headline(ranking: Ranking, place: str, systems: Sequence[str], names: Case, is_past: bool, chosen: str = "") -> str:
    """Who is strictest, without a full stop: "Germany and Italy are the strictest: neither allows its weapons …".

    `place` is where, `systems` what the strictest were asked for, `chosen` what the reader asks about ("" for all).
    """
    had = "had" if is_past else "has"
    if not ranking:
        return f"No supplier {had} a rule on record for {chosen or 'use'} {place}"
    status, states = ranking[0]
    number = min(len(states), 3) - 1
    does = _DOES[status][is_past][number].format(and_list(systems) if status == "not_supplied" else place)
    listed = capital_first(and_list([names.country(supplier).in_sentence for supplier in states]))
    if len(listed) > _NAMES_LETTERS and number > 0:
        listed = f"{capital_first(number_word(len(states)))} suppliers"
    if len(ranking) == 1 and number == 0:
        country = names.country(next(iter(states))).in_sentence
        said = f"Only {country} {had} a rule on {chosen or 'record'}: {does}"
        if chosen and status == "not_supplied":
            said = capital_first(does.replace("it", country, 1))
    elif len(ranking) == 1:
        said = f"{listed} {'had' if is_past else 'have'} the same answer: {does}"
    else:
        be = ("was", "were") if is_past else ("is", "are")
        said = f"{listed} {be[number > 0]} the strictest: {does}"
    return f"{said}{_how_sure(list(states.values()), is_past)}"


def _how_sure(states: Sequence[PermissionState], is_past: bool) -> str:
    """How sure the answers of some suppliers are, all together: as sure as the least sure."""
    if claims := [claim for state in states for claim in _claims(state)]:
        return who_disputes(claims, is_past)[0]
    certainties = {rule.certainty for state in states if (rule := own_rule(state))}
    if "inferred" in certainties:
        return f", it {'appeared' if is_past else 'appears'}"
    return f", reports {'said' if is_past else 'say'}" if "reported" in certainties else ""


def ranking_sentences(ranking: Ranking, names: Case) -> str:
    """Every supplier by its answer: "Not allowed: Germany (inferred) and Italy. Case by case: the United States."."""
    groups = []
    for status, states in ranking:
        told = [f"{names.country(supplier).in_sentence}{_in_brackets(state)}" for supplier, state in states.items()]
        groups.append(f"{capital_first(STATUS[status])}: {and_list(told)}.")
    return " ".join(groups)


def _in_brackets(state: PermissionState) -> str:
    unsure = _unsure_answer(state).removeprefix(", ")
    return f" ({unsure})" if unsure else ""


def freer_areas_sentence(areas: Sequence[Territory], is_past: bool) -> str:
    """Where the strictest allow more: "Freer rules hold in the Kursk area."; "" for nowhere."""
    places = and_list([area.in_sentence for area in areas])
    return f"Freer rules {'held' if is_past else 'hold'} {places}." if areas else ""


def second_yes_sentence(system: str, state: PermissionState, names: Case, is_past: bool) -> str:
    """Whether another authority has a rule on a system, and what follows; "" if nothing is said of one."""
    own, others, disputes = own_rule(state), other_rules(state), other_disputes(state)
    told = [_rule_words(rule, names) for rule in ([own] if own else []) + list(others)]
    dispute = dispute_sentence("" if others else system, state, disputes[-1], names, is_past) if disputes else ""
    if not others:
        return dispute
    if len(told) == 1:
        supplier = names.capital_name(state.supplier)
        be = "was" if is_past else "is"
        said = f"{system} {be} under {told[0]} rule; none of {supplier} {be} on record"
    elif len({rule.status for rule in state.layers}) == 1:
        verbs = ("had", "said") if is_past else ("has", "say")
        said = f"{system} {verbs[0]} more than one rule, and they {verbs[1]} the same: {and_list(told)}"
    else:
        verbs = ("took", "counted") if is_past else ("takes", "counts")
        said = f"{system} {verbs[0]} more than one yes: {and_list(told)}; the stricter {verbs[1]}"
    return f"{said}. {dispute}".rstrip()


def dispute_sentence(system: str, state: PermissionState, claim: RuleChange, names: Case, is_past: bool) -> str:
    """What is disputed of another authority's rule: who stopped a system, or what that rule is."""
    who, be = names.capital_name(claim.authority), "was" if is_past else "is"
    if _shares_no(state, claim):
        supplier = names.capital_name(state.supplier)
        return f"Who stopped {system or 'it'} {be} disputed: {supplier} alone, or {who} too."
    answer = f"{possessive(who)} answer{f' on {system}' if system else ''} was “{STATUS[claim.status]}”"
    return f"Disputed: a claim of {spoken(claim.effective_text)} that {answer}."


def _shares_no(state: PermissionState, claim: RuleChange) -> bool:
    return claim.status == state.status == "prohibited"


def _rule_words(rule: AuthorityRule, names: Case) -> str:
    """One authority's rule in a list: "Washington’s (case by case, reported)"."""
    return f"{possessive(names.capital_name(rule.authority))} ({STATUS[rule.status]}{_unsure(rule)})"


def dispute_short(state: PermissionState) -> str:
    """The flag beside an answer that a disputed claim contradicts or shares."""
    shared = any(_shares_no(state, claim) for claim in other_disputes(state))
    return "Disputed: who stopped it." if shared else "Disputed."


def freer_sentence(state: PermissionState, names: Case) -> str:
    """What holds in a smaller area: "In the Russian border area: allowed."."""
    return f"{capital_first(names.territory(state.territory).in_sentence)}: {STATUS[state.status]}."


def question(day: str, is_past: bool) -> str:
    """The title of the page."""
    return f"Whose permission {'was' if is_past else 'is'} needed on {day}?"


def rules_link(rows: Sequence[tuple[RuleChange, str]], names: Case) -> str:
    """The link to the rules of other states: "4 rules of Washington on what others supply"."""
    capitals = [names.capital_name(code) for code in dict.fromkeys(change.authority for change, _ in rows)]
    return f"{counted(len(rows), 'rule')} of {and_list(capitals)} on what others supply"


def question_on(systems: str) -> str:
    """The question about some systems, or about all."""
    return f"Whose permission is needed{f' for {systems}' if systems else ''}?"


def entry_title(change: RuleChange, system: str, names: Case) -> str:
    """A rule of another state than the supplier: "Washington on Storm Shadow from the UK: allowed in Russia"."""
    supplier, area = names.country(change.supplier).in_sentence, names.territory(change.territory).in_rule
    return f"{names.capital_name(change.authority)} on {system} from {supplier}: {STATUS[change.status]} {area}"


def no_other_note(supplier: str, authorities: Sequence[str], names: Case) -> str:
    """That no rule of another state is on record; `authorities` have rules on other systems by the day."""
    others = [names.capital_name(each) for each in authorities if each != supplier]
    return f"No record of a rule of {' or '.join(others) or 'another state'}"


def answer_reason(state: PermissionState, names: Case) -> str:
    """Whose rule the answer is and how sure it is, after the answer: ", by London’s rule (reported)"."""
    if not state.deciding:
        return ""
    ruling = [rule for rule in state.layers if rule.status == state.status]
    by = and_list([possessive(names.capital_name(rule.authority)) for rule in ruling])
    said = "" if state.status == "not_supplied" else f", by {by} rule{'s' if len(ruling) > 1 else ''}"
    return said if state.certainty == "official" else f"{said} ({CERTAINTY[state.certainty]})"


def _unsure_answer(state: PermissionState) -> str:
    """How unsure a supplier's own answer is, after it: ", inferred", ", reported, disputed"."""
    own = own_rule(state)
    return f"{_unsure(own) if own else ''}{', disputed' if _claims(state) else ''}"


def _claims(state: PermissionState) -> list[RuleChange]:
    """The claims that contradict the supplier's own answer."""
    return [change for change in state.disputed_by if change.authority == state.supplier]


def _unsure(rule: AuthorityRule) -> str:
    return "" if rule.certainty == "official" else f", {CERTAINTY[rule.certainty]}"
