"""The line under a headline: whose rule each system is under, since when and how sure, and who says otherwise."""

from collections.abc import Callable
from itertools import groupby

from caveat.dataset.partial_dates import spoken
from caveat.domain.headline import UNSUPPLIED, AreaRule, HeadlineFacts, PairFacts
from caveat.text.english import and_list, capital_first
from caveat.text.evidence import who_disputes
from caveat.text.headline import ALLOWED, HOW, PAST, Tense, headline, listed_names, other_areas, silent_names, tense_of
from caveat.text.labels import CERTAINTY

_Stated = Callable[[AreaRule], str]


def who_line(facts: HeadlineFacts, brief: bool = False) -> str:
    """Whose rule each system is under, since when and how sure: "Paris allowed SCALP-EG on conditions (…)."

    `brief` leaves out what stands in brackets. Without a rule only what the headline does not say. Those who say
    otherwise are named where the headline has room for their number only.
    """
    tense = tense_of(facts)
    if not facts.on_record:
        silent, note = and_list(silent_names(facts)), "No record is not a prohibition."
        is_named = silent == listed_names(facts.asked or silent_names(facts), facts.weapons)
        return note if is_named else f"No rule on {silent} {tense.was} on record. {note}"
    stated = _unstated if brief else _stated
    told = [_who_clause(pair, tense, stated) for pair in facts.on_record]
    parts = []
    for (said, joiner), clauses in groupby(told, key=lambda clause: clause[:2]):
        objects = [rest for _, _, rest in clauses]
        # A rule that the next one shares is said once: "did not allow GMLRS (…) or GLSDB (…)".
        parts += [said + joiner.join(objects)] if joiner else [said + rest for rest in objects]
    return f"{capital_first('; '.join(parts))}.{_named_otherwise(facts, tense)}"


def _named_otherwise(facts: HeadlineFacts, tense: Tense) -> str:
    """Who says otherwise, where the headline only counts them: " The Wall Street Journal says otherwise."."""
    claims = [claim for pair in facts.on_record for rule in pair.best for claim in rule.contested]
    if not claims:
        return ""
    named, count = who_disputes(claims, tense is PAST)
    is_counted = named != count and count in headline(facts)
    return f" {capital_first(named.removeprefix(', but '))}." if is_counted else ""


def _who_clause(pair: PairFacts, tense: Tense, stated_as: _Stated) -> tuple[str, str, str]:
    """A pair's rule: who set it, with what a like clause after it is joined by ("" if by none), and the rest of it."""
    rule = pair.best[0]
    system = pair.system if rule.authority == pair.supplier else f"{pair.supplier}’s {pair.system}"
    # A clause that names areas stands alone.
    alone = bool(pair.rest or other_areas(pair))
    rest = f"{system}{_who_where(pair)}"
    stated = f"{stated_as(rule)}{_who_elsewhere(pair, stated_as)}"
    if rule.status == "not_supplied":
        return f"{pair.supplier} {tense.had} not supplied ", " or ", f"{pair.system}{stated_as(rule)}"
    if rule.status == "unclear" and pair.never_supplied:
        return "", "", f"whether {pair.supplier} {tense.had} supplied {pair.system} {tense.was} unclear{stated}"
    if rule.status == "unclear":
        return f"{rule.authority}’s rule on ", "", f"{rest} {tense.was} unclear{stated}"
    if rule.status == "prohibited":
        return f"{rule.authority} {tense.did} not allow ", "" if alone else " or ", f"{rest}{stated}"
    if rule.status == "case_by_case":
        return (
            f"{rule.authority} {tense.decided} case by case on ",
            "" if alone else " and on ",
            f"{rest}{other_areas(pair)}{stated}",
        )
    return f"{rule.authority} {tense.allowed} ", "", f"{rest}{HOW[rule.status]}{other_areas(pair)}{stated}"


def _who_where(pair: PairFacts) -> str:
    if pair.rest:
        return f" {and_list([rule.territory.in_sentence for rule in pair.best])}"
    return ""


def _who_elsewhere(pair: PairFacts, stated_as: _Stated) -> str:
    if not pair.rest or pair.rest.status in UNSUPPLIED:
        return ""
    noun = pair.rest.territory.as_noun
    if pair.rest.status == "prohibited":
        said = f"not in {noun}" if pair.status in ALLOWED else f"with {noun} not allowed"
        return f", {said}{stated_as(pair.rest)}"
    return f", with {noun}{HOW.get(pair.rest.status, ' unclear')}{stated_as(pair.rest)}"


def _unstated(rule: AreaRule) -> str:
    return ""


def _stated(rule: AreaRule) -> str:
    """Since when, if it was supplied, and how sure: " (since 17 Nov 2024; reported)"."""
    parts = [f"since {spoken(rule.since)}"] if rule.status != "not_supplied" and rule.since else []
    parts.append(CERTAINTY[rule.certainty] + (", disputed" if rule.contested else ""))
    parts += [f"{rule.blamed}’s part disputed"] if rule.blamed else []
    return f" ({'; '.join(parts)})"
