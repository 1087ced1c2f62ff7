"""Positions in sentences: issues, stances, changes of stance."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.domain import positions
from caveat.domain.case import Case
from caveat.text.english import and_list, counted

STANCE = {
    "supports": "supports",
    "supports_with_limits": "supports with limits",
    "undecided": "undecided",
    "declines_comment": "declines to comment",
    "warns_against": "warns against it",
    "opposes": "opposes",
}
STANCE_HEAD = {
    "supports": "In favour",
    "supports_with_limits": "In favour, with limits",
    "undecided": "Undecided",
    "declines_comment": "Declining to comment",
    "warns_against": "Warning against it",
    "opposes": "Against",
}
# Stance is not status, so it has no colour: up is for, down is against, hollow is weaker.
GLYPH = {
    "supports": "▲",
    "supports_with_limits": "△",
    "undecided": "◇",
    "declines_comment": "□",
    "warns_against": "▽",
    "opposes": "▼",
}
ALL_ISSUES = "All issues"
ALL_COUNTRIES = "All countries and bodies"
MIXED_ISSUES_NOTE = (
    "The signs stand for different issues here: a stance on aid is not a stance on range. "
    "Choose one issue to compare actors."
)


def issue_name(issue: str, names: Case) -> str:
    """The name of an issue, or of all of them."""
    return ALL_ISSUES if issue == positions.ALL else names.issue_name(issue)


def chart_title(issue: str, country: str, names: Case) -> str:
    """What was chosen, as a heading: "ATACMS inside Russia · United States"."""
    country_suffix = "" if country == positions.ALL else f" · {names.country_name(country)}"
    return f"{issue_name(issue, names)}{country_suffix}"


def question(day: date) -> str:
    """What the page asks on a day."""
    return f"Who said what, up to {spoken_long(day)}?"


def stances_headline(subject: str, counts: Sequence[tuple[str, int]], last: pd.DataFrame) -> str:
    """How many are for, against and only warn of what was chosen, without a full stop; one actor by name."""
    if len(last) == 1:
        [(stance, _)] = counts
        return f"{subject}: {last['actor'].iloc[0]} {STANCE[stance]}"
    number = dict(counts)
    sides = [
        (number.get("supports", 0) + number.get("supports_with_limits", 0), "in favour"),
        (number.get("opposes", 0), "against"),
        (number.get("warns_against", 0), "warning against it"),
        (number.get("undecided", 0) + number.get("declines_comment", 0), "on neither side"),
    ]
    return f"{subject}: {and_list([f'{count} {side}' for count, side in sides if count])}"


def nobody_said(subject: str, day: date) -> str:
    """That nobody is on record by a day, without a full stop."""
    return f"{subject}: no statement by {spoken(day)}"


def rule_line(rule: str, day: date) -> str:
    """What the rule was on the day that the statements speak of."""
    return f"The rule on {spoken(day)}: {rule}."


def most_heard(actor: str, role: str, stance: str, said: str, before: str) -> str:
    """Where somebody stands, and before their office stood (a sentence or "")."""
    return f"Most heard: {actor}, {role}, {STANCE[stance]} ({spoken(said)}). {before}".strip()


def before_office(since: date, stance: str, said: str, role: str) -> str:
    """Where somebody stood before they took an office."""
    return f"Before taking office on {spoken(since)}: {STANCE[stance]} ({spoken(said)}, as {role})."


def page_context(day: date) -> str:
    """The line under the title."""
    return f"Stances on the record or in reports, each by the newest statement up to {spoken_long(day)}."


def office_and_day(office: str, role: str, day: str) -> str:
    """Who somebody is on the page's day (`office`, "" if not known), and as whom they spoke on the day of a statement.

    "German Chancellor, 19 Nov 2025"; "Former German Chancellor · 16 Apr 2025, as German Chancellor".
    """
    if office in ("", role):
        return f"{role}, {spoken(day)}"
    return f"{office} · {spoken(day)}, as {role}"


def stance_counts_sentence(counts: Sequence[tuple[str, int]], day: date) -> str:
    """The number of actors by stance: "By 18 Nov 2024, of 20 actors, 7 support, 3 oppose"."""
    total = sum(count for _, count in counts)
    if not total:
        return f"Nothing in the table was said on this by {spoken(day)}."
    if total == 1:
        return f"By {spoken(day)}, one actor is on record: {STANCE[counts[0][0]]}."
    return (
        f"By {spoken(day)}, {total} actors are on record: "
        f"{and_list([_counted_stance(stance, count) for stance, count in counts])}."
    )


def _counted_stance(stance: str, count: int) -> str:
    return f"{count} {STANCE_HEAD[stance].lower().replace(',', '')}"


def statements_total(statements: int, actors: int, day: date) -> str:
    """How much the table holds by the day, over all issues."""
    return f"By {spoken(day)} the table has {counted(statements, 'statement')} of {counted(actors, 'actor')}."


def actors_left_out(charted: int, missing: int) -> str:
    """How many actors the chart leaves out; "" for none."""
    if not missing:
        return ""
    others = "1 actor with fewer statements stands" if missing == 1 else f"{missing} actors with fewer statements stand"
    return f"The chart shows the {charted} actors with the most statements. {others} in the table only."


def issue_counts(issue: str, counts: Sequence[tuple[str, int]]) -> str:
    """The answer on an issue in a line: "Supplying Taurus: 3 in favour and 2 against."."""
    return f"{issue}: {and_list([_counted_stance(stance, count) for stance, count in counts])}."


def chart_alt(
    subject: str, window: tuple[date, date], actors: int, statements: int, newest: Sequence[tuple[str, str]]
) -> str:
    """The chart in words. `subject` is from `chart_title`; `newest` has the newest stance of each actor."""
    rows = "; ".join(f"{actor} {STANCE[stance]}" for actor, stance in newest)
    days = f"from {spoken(window[0])} to {spoken(window[1])}"
    return f"{subject}: {statements} statements of {actors} actors {days}, by date and stance. Newest stance: {rows}."


def named_elsewhere_note(count: int, systems: Sequence[str]) -> str:
    """How many statements on other issues name the systems of an issue; "" for none."""
    if not count:
        return ""
    statements = "1 statement on another issue names" if count == 1 else f"{count} statements on other issues name"
    return f"{statements} {and_list(systems)}; the page Systems lists {'it' if count == 1 else 'them'} too."


def no_statement_note(day: date, later_count: int) -> str:
    """The note where a choice leaves nothing by the day."""
    if later_count:
        return (
            f"No statement on this choice by {spoken(day)}. "
            f"{'1 comes' if later_count == 1 else f'{later_count} come'} later."
        )
    return "The table has no statement for this choice. That does not mean that nothing was said."
