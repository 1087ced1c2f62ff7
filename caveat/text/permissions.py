"""Permissions in sentences: cards, cells, changes, disputes, the age of the evidence."""

import re
from collections.abc import Sequence
from datetime import date

from caveat.dataset import case_settings
from caveat.dataset.case_settings import CaseSettings
from caveat.dataset.partial_dates import first_day, precision, spoken, spoken_long
from caveat.domain.case import Case
from caveat.domain.confirmations import StandingRule
from caveat.domain.query import View
from caveat.domain.restrictions import CARRIED_AFTER_DAYS, AuthorityRule, PermissionState
from caveat.domain.rule_history import LogEntry, NewestEntry
from caveat.domain.rule_log import RuleChange
from caveat.text.english import and_list, capital_first, counted, number_word
from caveat.text.labels import CERTAINTY, STATUS

# More systems than this are counted.
MAX_NAMED = 3
_SAID = {
    "permitted": "said to be allowed",
    "restricted": "said to be allowed with conditions",
    "case_by_case": "said to be decided case by case",
    "unclear": "a claim that leaves it unclear",
    "prohibited": "said not to be allowed",
    "not_supplied": "said not to be supplied",
}
_DISPUTED = "disputed, not counted"
SUPPLY_DISPUTED = "supply disputed"
_HOW_SURE = {"official": ", on the record", "reported": ", in reports", "inferred": ", by inference"}
_UNSPOKEN = {"use_reported": "use reported", "said_by_others": "said by others"}
# How a row repeats an older rule; the rule's day follows.
REPEATS = {
    "restated": "repeats the rule of {day}",
    "confirmed_on_record": "confirms the rule of {day}",
    "narrowed_in_words": "repeats the rule of {day} in narrower words",
    "reported_again": "the rule of {day} reported again",
    "use_reported": "use reported under the rule of {day}",
    "said_by_others": "said by others; the rule of {day} stands",
}


def certainty_since(state: PermissionState) -> str:
    """Certainty and start: "official since 17 Oct 2023"; "reported, 17 Nov 2024" if on one row. "" for no record."""
    if not state.deciding:
        return ""
    return rule_certainty_since(state.deciding)


def rule_certainty_since(rule: AuthorityRule) -> str:
    """The same of one authority's rule."""
    joined = ", " if rule.since == rule.change.effective_text else " since "
    return f"{CERTAINTY[rule.certainty]}{joined}{spoken(rule.since)}"


def condition_sentence(change: RuleChange, condition: str) -> str:
    """A condition as a sentence: "Condition: only …." or "Each use needs …."; "" if the summary says it."""
    if set(_words(condition)) - {"only"} <= set(_words(change.summary)):
        return ""
    return f"Each use {condition}." if change.status == "case_by_case" else f"Condition: {condition}."


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def confirmed_head(change: RuleChange) -> str:
    """When a rule was last confirmed, and how officially: "Last confirmed on 25 Oct 2024, on the record"."""
    return f"Last confirmed {_on_day(change.effective_text)}{_HOW_SURE[change.certainty]}"


def later_words(state: PermissionState, rule: StandingRule | None, last_use: str = "") -> list[tuple[str, RuleChange]]:
    """The rows that say a rule again, newest first, each with its head: its last confirmation, use under it.

    `last_use` is when use was last reported under whatever rule, as published, "" if that is not known.
    """
    if not state.deciding or not rule:
        return []
    found = [(confirmed_head(rule.confirmed), rule.confirmed)] if rule.confirmed else []
    if state.deciding.change not in (rule.change, rule.confirmed):
        found.append((_said_again(state.deciding.change, last_use), state.deciding.change))
    return sorted(found, key=lambda said: said[1].rank, reverse=True)


def _said_again(change: RuleChange, last_use: str) -> str:
    if change.restates_how != "use_reported":
        head = _UNSPOKEN.get(change.restates_how, f"also {CERTAINTY[change.certainty]}")
        return f"{capital_first(head)} {_on_day(change.effective_text)}"
    if not last_use or first_day(last_use) <= change.effective:
        return f"Use last reported {_on_day(change.effective_text)}"
    return f"Use under this rule reported {_on_day(change.effective_text)}; anywhere last {_on_day(last_use)}"


def _on_day(text: str) -> str:
    return f"{'on' if precision(text) == 'day' else 'in'} {spoken(text)}"


def disputes_head(disputes: Sequence[RuleChange], names: Case) -> str:
    """The flag of a disputed rule: "Disputed: said to be allowed in Russia, 26 May 2025"; "" without a dispute."""
    if not disputes:
        return ""
    newest = max(disputes, key=lambda change: change.rank)
    if len(disputes) > 1:
        return f"Disputed: {len(disputes)} claims, the newest of {spoken(newest.effective_text)}"
    who = "" if newest.authority == newest.supplier else f", by {names.capital_name(newest.authority)}’s rule"
    area = names.territory(newest.territory)
    is_widest = not area.path[1:]
    if newest.status == "unclear":
        said = "a claim" if is_widest else f"a claim about {area.whole}"
    else:
        said = f"{_SAID[newest.status]}{'' if is_widest else f' {area.in_rule}'}"
    return f"Disputed: {said}{who}, {spoken(newest.effective_text)}"


def whose_rule(state: PermissionState, names: Case) -> str:
    """A sentence where the rule that decides is not the supplier's own; else ""."""
    if not state.deciding or state.authority == state.supplier:
        return ""
    return f"The rule is {names.capital_name(state.authority)}’s, not {names.capital_name(state.supplier)}’s."


def permission_sentence(system: str, states: Sequence[PermissionState], names: Case) -> str:
    """A sentence on a pair of supplier and system over its territories; equal states are said once."""
    pair = f"{system}, from {names.country(states[0].supplier).in_sentence}"
    known = [state for state in states if state.deciding]
    if not known:
        return f"{pair}: no record by this day."
    if len(known) == len(states) and len({(state.status, state.certainty, state.since) for state in states}) == 1:
        return f"{pair}: {STATUS[states[0].status]} ({certainty_since(states[0])})."
    clauses = []
    for status in dict.fromkeys(state.status for state in known):
        places = [
            f"{names.territory(state.territory).in_sentence} ({certainty_since(state)})"
            for state in known
            if state.status == status
        ]
        clauses.append(f"{STATUS[status]} {and_list(places)}")
    silent = [names.territory(state.territory).in_sentence for state in states if not state.deciding]
    if silent:
        clauses.append(f"no record {and_list(silent)}")
    return f"{pair}: {'; '.join(clauses)}."


def leading_state(states: Sequence[PermissionState], names: Case) -> PermissionState:
    """The state that a card leads with: that of the general area, or of a small one of it that alone is allowed."""
    general = next((state for state in states if names.territory(state.territory).lead == "general"), states[-1])
    if general.status != "permitted":
        for state in states:
            if names.territory(state.territory).lead == "narrow" and state.status == "permitted":
                return state
    return general


def _one_answer(states: Sequence[PermissionState]) -> str:
    """The status that is the answer everywhere, if it is "not supplied" or "no record"; else ""."""
    statuses = {state.status for state in states}
    return statuses.pop() if statuses in ({"not_supplied"}, {"no_record"}) else ""


def card_headline(states: Sequence[PermissionState], names: Case) -> str:
    """The headline of a card: "Allowed in the Kursk area", "Unclear inside Russia", "Not supplied"."""
    lead = leading_state(states, names)
    status, area = capital_first(STATUS[lead.status]), names.territory(lead.territory)
    if _one_answer(states):
        return status
    if area.lead == "general":
        return f"{status} {'inside' if lead.deciding else 'for'} {area.name}"
    return f"{status} {area.in_sentence}"


def card_rest(states: Sequence[PermissionState], names: Case) -> list[str]:
    """The other territories of a card: "Occupied Ukraine: allowed, official."; [] if one answer holds everywhere."""
    if _one_answer(states):
        return []
    lead, sentences = leading_state(states, names), []
    for state in states:
        area = names.territory(state.territory)
        same = (state.status, state.certainty) == (lead.status, lead.certainty)
        if state is lead or (same and lead.territory in area.path):
            continue
        certainty = f", {CERTAINTY[state.certainty]}" if state.deciding else ""
        sentences.append(f"{area.short_name}: {STATUS[state.status]}{certainty}.")
    return sentences


def applied_and_known(change: RuleChange) -> str:
    """When a rule applied and when the public learned of it, where the two differ; else ""."""
    if change.effective_text == change.reported_text:
        return ""
    return f"Applied from {spoken(change.effective_text)}; known to the public since {spoken(change.reported_text)}."


def is_reworded(entry: LogEntry, rule: RuleChange) -> bool:
    """Whether a row only says in other words the rule that held, which it repeats, though the log gives it a status."""
    return entry.kind == "changed" and rule.change_id != entry.change.change_id and rule.status == entry.before.status


def entry_title(entry: LogEntry, system: str, names: Case, rule: RuleChange | None = None) -> str:
    """What a row of the log changed: "ATACMS · Kursk area: not allowed → allowed".

    `rule` is the one that the row repeats, None or the row itself for none.
    """
    after = STATUS[entry.after.status]
    said = (
        f"{STATUS[rule.status]}, in other words"
        if rule and is_reworded(entry, rule)
        else {
            "disputed": _SAID.get(entry.change.status),
            "changed": f"{STATUS[entry.before.status]} → {after}",
            "restated": f"{after}, as before",
            "confirmed": f"{after}, now {CERTAINTY.get(entry.after.certainty)}",
        }[entry.kind]
    )
    return f"{system} · {names.territory(entry.change.territory).name}: {said}"


def entry_kind(entry: LogEntry) -> str:
    """How sure a row is, and what it does if it changes nothing: "official, restated", "inferred, use reported"."""
    certainty = CERTAINTY[entry.change.certainty]
    if entry.change.restates_how in _UNSPOKEN:
        return f"{certainty}, {_UNSPOKEN[entry.change.restates_how]}"
    return {"disputed": _DISPUTED, "restated": f"{certainty}, restated"}.get(entry.kind, certainty)


def entry_remark(entry: LogEntry) -> str:
    """How sure a row is beside `entry_title`, without what the title says already."""
    remarks = {"disputed": _DISPUTED, "confirmed": "no change of the rule"}
    return remarks.get(entry.kind, CERTAINTY[entry.change.certainty])


def entry_remarks(entry: LogEntry, rule: RuleChange) -> tuple[str, str]:
    """How sure a row is, and which rule it repeats; `rule` is the row itself if it repeats none."""
    if is_reworded(entry, rule):
        return entry_remark(entry), reworded(rule).rstrip(".").replace("Repeats", "repeats")
    repeated = repeats(entry.change, rule)
    told = repeated and (entry.kind == "confirmed" or entry.change.restates_how == "said_by_others")
    return "" if told else entry_remark(entry), repeated


def repeats(change: RuleChange, rule: RuleChange) -> str:
    """Which rule a row repeats, and how: "repeats the rule of 17 Oct 2023"; "" for none, or one of another status."""
    if rule.change_id == change.change_id or rule.status != change.status:
        return ""
    return REPEATS[change.restates_how or "restated"].format(day=spoken(rule.effective_text))


def arrivals_title(changed: int, others: int, since: date) -> str:
    """The heading of what came in since a day: "Nothing changed since 6 Mar 2026; 2 reports came in"."""
    if changed or not others:
        return f"What changed since {spoken(since)}"
    return f"Nothing changed since {spoken(since)}; {counted(others, 'report')} came in"


def reworded(rule: RuleChange) -> str:
    """That a row says an older rule in other words: "Repeats the rule of 28 May 2024 in narrower words." """
    return f"{capital_first(REPEATS['narrowed_in_words'].format(day=spoken(rule.effective_text)))}."


def dispute_title(change: RuleChange, system: str, names: Case) -> str:
    """A disputed claim: "Storm Shadow · Russia: not allowed, said to be Washington’s rule"."""
    who = "" if change.authority == change.supplier else f", said to be {names.capital_name(change.authority)}’s rule"
    about = f"{names.country_name(change.supplier)} · {names.territory(change.territory).name}"
    return f"{system}, {about}: {STATUS[change.status]}{who}"


def newest_words(newest: NewestEntry, view: View) -> str:
    """The newest row of a supplier, and its newest rule if that row is a disputed claim.

    "newest entry 13 Mar 2026, on this day, a disputed claim; newest rule 24 Nov 2024, 474 days before. …"
    """
    said = f"newest entry {_aged(newest.entry, view)}"
    if newest.entry is not newest.rule:
        said = f"{said}, a disputed claim"
        said = f"{said}; newest rule {_aged(newest.rule, view)}" if newest.rule else said
    old = newest.rule and (view.asof - newest.rule.day(view.known)).days > CARRIED_AFTER_DAYS
    return f"{said}.{' Carried forward since.' if old else ''}"


def _aged(change: RuleChange, view: View) -> str:
    day = change.day(view.known)
    days = (view.asof - day).days
    return f"{spoken(day)}, {counted(days, 'day')} before" if days else f"{spoken(day)}, on this day"


def briefing_question(settings: CaseSettings, day: date, latest: date) -> str:
    """The title of the briefing. `latest` is the day of the newest entry; a later day carries it forward."""
    question = settings.question_carried if day > latest else settings.question
    return question.replace(case_settings.DAY, spoken_long(day))


KNOWN_THEN = "As the public knew it then."


def hindsight_sentence(changed: Sequence[str], two_days: bool = False) -> str:
    """That a page is in hindsight, and for which systems what became public later changes its day, or one of two."""
    systems = list(dict.fromkeys(changed))
    if not systems:
        return f"In hindsight: nothing that became public later changes {'either' if two_days else 'this'} day."
    named = and_list(systems) if len(systems) <= MAX_NAMED else f"{number_word(len(systems))} systems"
    return f"In hindsight: what became public later changes {'these days' if two_days else 'this day'} for {named}."
