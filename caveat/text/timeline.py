"""The timeline in sentences: changes of rules, late reports, spans."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.domain.rule_log import RuleChange
from caveat.domain.timeline import reporting_gap_days
from caveat.text.english import and_list, counted, possessive
from caveat.text.labels import CERTAINTY, STATUS
from caveat.text.permissions import known_sentence
from caveat.theme import GLYPH

AROUND = "Around the day"
ALL_AUTHORITIES = "Every state"
NO_RECORD = "No record does not mean “not allowed”."
NO_LANE = "The log has no entry for this choice in these days, so there is no lane to draw."


def page_context(day: date, known: str) -> str:
    """The line under the title: the chosen day and the clock."""
    return f"{spoken_long(day)} is marked in the chart. {known_sentence(known)}"


def rules_of(capital: str) -> str:
    """The choice of one authority's rules, in the title of the page."""
    return f"{possessive(capital)} rules"


def chart_title(area: str, start: date, end: date) -> str:
    """What the chart shows, as its heading: "Rules for the Kursk area, 24 Feb 2022 to 13 Mar 2026"."""
    return f"Rules for {area}, {spoken(start)} to {spoken(end)}"


def status_changes_sentence(area: str, entries: int, turns: int, day: date) -> str:
    """How many entries the log has by the day, and how often the answer of a lane became another."""
    if not entries:
        return f"By {spoken(day)} the log has no entry for {area}."
    times = "once" if turns == 1 else f"{turns} times"
    changes = f"the answer changed {times}" if turns else "none of them changed an answer"
    return f"By {spoken(day)} the log has {counted(entries, 'entry', 'entries')} for {area}; {changes}."


def last_change_sentence(day: date, turns: Sequence[tuple[str, str, str]]) -> str:
    """The newest change: "The last change, on 17 Nov 2024: ATACMS from not allowed to allowed.".

    `turns` has the name, the status before and the status after of each lane that changed on the day.
    """
    parts = [f"{name} from {STATUS[before]} to {STATUS[after]}" for name, before, after in turns]
    return f"The last change, on {spoken(day)}: {and_list(parts)}."


def late_entries_sentence(count: int, change: RuleChange | None, name: str) -> str:
    """How many entries became public later than they applied, and which (a change and its name) the latest."""
    if change is None:
        return "Of none of them is it sure that the public learned later than it applied."
    row = (
        f"{name}, {STATUS[change.status]} from {spoken(change.effective_text)}, known since "
        f"{spoken(change.reported_text)}"
    )
    if count == 1:
        return f"One of them became public later than it applied, by {reporting_gap(change)}: {row}."
    return f"{count} of them became public later than they applied. The longest gap is {reporting_gap(change)}: {row}."


def reporting_gap(change: RuleChange) -> str:
    """How long after it applied the public learned of a rule; "" if that may have been at once."""
    days = reporting_gap_days(change)
    exact = len(change.effective_text) == len(change.reported_text) == 10
    return f"{'' if exact else 'at least '}{counted(days, 'day')}" if days else ""


def span_lines(span: Mapping[str, Any], system: str, country: str, capital: str) -> list[str]:
    """A span in lines for a hover label; `capital` is that of the authority whose rule it is."""
    last = span["end"] - timedelta(days=1)
    lines = [
        f"{system}, {country}",
        f"{GLYPH[span['status']]} {STATUS[span['status']]} ({CERTAINTY[span['certainty']]})",
        f"{spoken(span['start'])} to {spoken(last)}",
        span["summary"],
    ]
    if span["authority"] != span["supplier"]:
        lines.append(f"The rule is {capital}’s.")
    if span["carried"]:
        lines.append("Carried forward: no newer entry stands behind this part.")
    return lines


def dispute_lines(change: RuleChange) -> list[str]:
    """A disputed row in lines for a hover label."""
    return [f"Disputed, not counted: {STATUS[change.status]}", spoken(change.effective_text), change.summary]


def chart_alt(
    area: str, window: tuple[date, date], day: date, states: Sequence[tuple[str, str, str]], events: int
) -> str:
    """The chart in words. `states` has name, status and certainty of each lane on the day."""
    days = f"from {spoken(window[0])} to {spoken(window[1])}"
    head = f"Timeline of the rules for {area} {days}, with {events} events above."
    if not states:
        return f"{head} No lane has a record on {spoken(day)}."
    lanes = "; ".join(f"{name} {STATUS[status]} ({CERTAINTY[certainty]})" for name, status, certainty in states)
    return f"{head} On {spoken(day)}: {lanes}."


def pairs_without_lane(names: Sequence[str]) -> list[str]:
    """A note on the pairs that have no lane; none if all have one."""
    return [f"No record for this area in these days: {and_list(names)}. {NO_RECORD}"] if names else []


def day_outside_note(day: date) -> str:
    """A note where the chosen day is not in the window."""
    return f"The chosen day, {spoken(day)}, lies outside these days."


def span_end(start: date, end: date, window_end: date) -> str:
    """The last day of a span (whose `end` is exclusive); open where it outlasts the window."""
    last = end - timedelta(days=1)
    if last >= window_end:
        return f"still so on {spoken(window_end)}"
    return "that day only" if last == start else spoken(last)
