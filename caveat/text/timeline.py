"""The timeline in sentences: changes of rules, late reports, spans."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from caveat.dataset.partial_dates import spoken
from caveat.domain.case import Territory
from caveat.domain.rule_log import RuleChange
from caveat.domain.timeline import reporting_gap_days
from caveat.text.english import and_list, counted, possessive
from caveat.text.labels import CERTAINTY, STATUS

QUESTION = "When did the rules change, and when did the public learn of it?"
AROUND = "The 60 days before"
LATER = "later"
ALL_AUTHORITIES = "Every state"
NO_RECORD = "No record does not mean “not allowed”."
# More systems than this are counted in the headline.
MAX_NAMED = 3
NO_LANE = "No rule for this choice is on record in these days, so there is no lane to draw."


def area_phrase(area: Territory) -> str:
    """Where rules hold: "inside Russia", "in the Kursk area"."""
    return f"inside {area.name}" if area.lead == "general" else area.in_sentence


def rules_of(capital: str) -> str:
    """The choice of one authority's rules, in the title of the page."""
    return f"{possessive(capital)} rules"


def subject(systems: Sequence[str]) -> str:
    """The chosen systems where they are few enough to name; "" for all."""
    if len(systems) > MAX_NAMED:
        return f"the {len(systems)} chosen systems"
    return and_list(systems)


def no_rule(where: tuple[str, Territory], day: date) -> str:
    """The headline before the first rule; `where` has the chosen systems, "" for all, and the area."""
    return f"No rule on {where[0] or 'use'} {area_phrase(where[1])} was on record by {spoken(day)}"


def never_allowed(area: Territory) -> str:
    """What a lane without a rule that allows anything says of itself."""
    return f"No entry up to this day allows its use {area_phrase(area)}."


def last_change_sentence(count: int, day: date, turns: Sequence[tuple[str, str, str]]) -> str:
    """How often rules changed, and the newest: "16 changes; the last, on 17 Nov 2024: ATACMS from not allowed to …".

    `turns` has the name, the status before and the status after of each lane that changed on the day.
    """
    parts = [f"{name} from {STATUS[before]} to {STATUS[after]}" for name, before, after in turns]
    how_often = "One change" if count == 1 else f"{counted(count, 'change')}; the last"
    return f"{how_often}, on {spoken(day)}: {and_list(parts)}."


def late_entries_sentence(count: int, change: RuleChange | None, name: str) -> str:
    """How many entries became public later than they applied, and which (a change and its name) the latest."""
    if change is None:
        return ""
    row = (
        f"{name}, {STATUS[change.status]} from {spoken(change.effective_text)}, known since "
        f"{spoken(change.reported_text)}"
    )
    if count == 1:
        return f"One rule became public later than it applied, by {reporting_gap(change)}: {row}."
    return f"{count} rules became public later than they applied. The longest gap is {reporting_gap(change)}: {row}."


def reporting_gap(change: RuleChange) -> str:
    """How long after it applied the public learned of a rule; "" if that may have been at once."""
    days = reporting_gap_days(change)
    exact = len(change.effective_text) == len(change.reported_text) == 10
    return f"{'' if exact else 'at least '}{counted(days, 'day')}" if days else ""


def span_lines(span: Mapping[str, Any], capital: str) -> list[str]:
    """What pointing at a bar says, in parts; `capital` is that of the authority whose rule it is."""
    last = span["end"] - timedelta(days=1)
    lines = [
        f"{STATUS[span['status']]} ({CERTAINTY[span['certainty']]})",
        f"{spoken(span['start'])} to {spoken(last)}",
        span["summary"],
    ]
    if span["authority"] != span["supplier"]:
        lines.append(f"The rule is {capital}’s.")
    if span["carried"]:
        lines.append("No news since; assumed unchanged.")
    return lines


def dispute_lines(change: RuleChange) -> list[str]:
    """A disputed row in lines for a hover label."""
    return [f"Disputed, not counted: {STATUS[change.status]}", spoken(change.effective_text), change.summary]


def pairs_without_lane(names: Sequence[str]) -> list[str]:
    """A note on the pairs that have no lane; none if all have one."""
    return [f"No record for this area in these days: {and_list(names)}. {NO_RECORD}"] if names else []


def day_outside_note(day: date) -> str:
    """A note where the chosen day comes after the window."""
    return f"The chosen day, {spoken(day)}, lies outside these days."


def nothing_yet_note(day: date) -> str:
    """The note in place of a chart where the whole window comes after the chosen day."""
    return f"These days come after {spoken(day)}, the chosen day: choose a later day or other days to see them."


def span_end(start: date, end: date, window_end: date) -> str:
    """The last day of a span (whose `end` is exclusive); open where it outlasts the window."""
    last = end - timedelta(days=1)
    if last >= window_end:
        return f"still so on {spoken(window_end)}"
    return "that day only" if last == start else spoken(last)
