"""Transfers and aid in sentences: steps, quantities, money with measure, period and currency."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isnan
from typing import Any

import pandas as pd

from caveat.dataset.partial_dates import first_day, precision, spoken, spoken_long
from caveat.dataset.tables import list_items
from caveat.domain.case import Case
from caveat.domain.quantities import Quantity
from caveat.domain.transfers import DELIVERIES, Wait, figures_by_period
from caveat.text import quantities
from caveat.text.english import and_list, capital_first
from caveat.text.evidence import duration
from caveat.text.labels import CERTAINTY
from caveat.text.records import money_amount

KIND = {
    "requested": "requested",
    "under_discussion": "under discussion",
    "reluctant": "reluctant",
    "refused": "refused",
    "pledged": "pledged",
    "announced": "announced",
    "contracted": "contract",
    "delivery_reported": "delivery reported",
    "delivery_confirmed": "delivery confirmed",
    "paused": "held back",
    "stock_reported": "stock reported",
    "use_reported": "use reported",
}
# Columns of the ledger: heading and the entries in it. Kinds of one entry are told together, others apart.
COLUMNS = (
    ("Asked for or discussed", (("requested",), ("under_discussion",))),
    ("Refused or reluctant", (("refused",), ("reluctant",))),
    ("Promised", (("pledged",), ("announced",), ("contracted",))),
    ("Delivered", (DELIVERIES,)),
    ("Held back, left or used", (("paused",), ("stock_reported",), ("use_reported",))),
)
# A step is not status, so it has no colour: hollow is word, filled is deed.
GLYPH = {
    "requested": "▷",
    "under_discussion": "⊙",
    "reluctant": "□",
    "refused": "⊠",
    "pledged": "◇",
    "announced": "◆",
    "contracted": "◈",
    "delivery_reported": "☆",
    "delivery_confirmed": "★",
    "paused": "▽",
    "stock_reported": "✛",
    "use_reported": "✚",
}
# Kinds for which a missing number is worth a word.
_COUNTED = ("requested", "pledged", "announced", "contracted", *DELIVERIES)
# What is said of lanes without a delivery, by how far they got.
NOT_DELIVERED = {
    "used": "No delivery on record, but use or stock reported",
    "promised": "Promised, with no delivery on record",
    "refused": "Refused",
    "requested": "Asked for, with no answer on record",
    "discussed": "Only discussed",
}
# So many systems are named in the headline.
MAX_NAMED = 5
UNDISCLOSED = "number undisclosed"
NEVER_ADDED = "Numbers are as published and are never added: a later announcement may repeat an earlier pledge."
WAIT_HEADING = "How long from request to yes"
AID_HEADING = "What was paid or promised in money"
AID_INTRO = "One measure at a time. Measures overlap and are never added."


def question(day: date) -> str:
    """What the page asks on a day."""
    return f"Who asked, refused, pledged and delivered, up to {spoken_long(day)}?"


def ledger_headline(delivered: Sequence[str], refused: Sequence[str]) -> str:
    """Which systems were delivered and which refused, without a full stop; at most MAX_NAMED of each are named."""
    given = f"{_some(delivered)} {_were(delivered)} delivered" if delivered else "No delivery was on record"
    return f"{given}; {_some(refused)} {_were(refused)} refused" if refused else given


def _were(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"


def _some(names: Sequence[str]) -> str:
    left = len(names) - MAX_NAMED
    return and_list([*names[:MAX_NAMED], *([f"{left} more"] if left > 0 else [])])


def page_context(day: date, known: str) -> str:
    """The line under the title."""
    figures = (
        "aid figures as published by then"
        if known == "then"
        else "aid figures also from later, where their period had ended"
    )
    return f"Steps that became public up to {spoken_long(day)}; {figures}."


def quantity_text(low: float, high: float) -> str:
    """A number of pieces: "50", "10 to 12", "at least 500", "up to 20", "number undisclosed"."""
    return _quantity(low, high, ("at least ", "up to ", " to ")) or UNDISCLOSED


def quantity_label(low: float, high: float) -> str:
    """The same for a mark in the chart: "50", "10–12", "≥ 500", "≤ 20"; "" where undisclosed."""
    return _quantity(low, high, ("≥ ", "≤ ", "–"))


def _quantity(low: float, high: float, signs: tuple[str, str, str]) -> str:
    at_least, up_to, to = signs
    if isnan(low) and isnan(high):
        return ""
    if isnan(high):
        return f"{at_least}{low:,.0f}"
    if isnan(low):
        return f"{up_to}{high:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f}{to}{high:,.0f}"


def deliveries_sentences(delivered: Sequence[str], others: Mapping[str, Sequence[str]], day: date) -> list[str]:
    """What was delivered, and what did not get so far (keys of NOT_DELIVERED): a sentence each, the first always."""
    first = (
        f"Delivery confirmed or reported: {and_list(delivered)}."
        if delivered
        else f"By {spoken(day)} no undisputed delivery was on record."
    )
    return [first, *(f"{NOT_DELIVERED[key]}: {and_list(lanes)}." for key, lanes in others.items() if lanes)]


def waits_sentence(waits: Sequence[tuple[str, Wait]], day: date) -> str:
    """How long each named system was waited for, the shortest first: those that came to a promise, then the others."""

    def told(is_promised: bool) -> str:
        found = [(name, wait) for name, wait in waits if (wait.promised is not None) == is_promised]
        found.sort(key=lambda named: _wait_ends(named[1], day) - first_day(named[1].asked["date"]))
        return and_list([f"{waited(wait.asked, wait.promised, day)} for {name}" for name, wait in found])

    promised, unanswered = told(True), told(False)
    first = f"From the first request, talks or refusal on record to the first promise it took {promised}."
    second = f"By {spoken(day)} no promise was on record after {unanswered}."
    return " ".join([*([first] if promised else []), *([second] if unanswered else [])])


def _wait_ends(wait: Wait, day: date) -> date:
    return first_day(wait.promised["date"]) if wait.promised else day


def waited(asked: Mapping[str, Any], row: Mapping[str, Any] | None, day: date) -> str:
    """How long after the first request a row came, or none by the day: "57 days", "about 15 months"."""
    start, end = asked["date"], row["date"] if row else day.isoformat()
    about = "" if precision(start) == precision(end) == "day" else "about "
    return f"{about}{duration(first_day(start), first_day(end))}"


def step_numbers(row: Mapping[str, Any], told: Sequence[Quantity]) -> tuple[str, ...]:
    """How many a step is about: each number as published and by whom, else the bounds of the row."""
    if told:
        return tuple(dict.fromkeys(quantities.claim(number) for number in told))
    number = kind_quantity(row["kind"], row["quantity_low"], row["quantity_high"])
    return (number,) if number else ()


def step_label(row: Mapping[str, Any], told: Sequence[Quantity]) -> str:
    """The same for a mark in the chart, where there is no room for who says it."""
    if len(told) == 1:
        return quantities.figure(told[0]) if told[0].has_number else ""
    return quantity_label(row["quantity_low"], row["quantity_high"])


def earlier_entries(numbers: Sequence[Sequence[str]], disagree: bool) -> tuple[str, tuple[str, ...]]:
    """What a cell says of its older entries: how many, whether their numbers disagree, and who says which number."""
    published = tuple(dict.fromkeys(line for lines in numbers for line in lines if line != UNDISCLOSED))
    if not numbers:
        return "", ()
    return (
        f"and {len(numbers)} earlier{'; the numbers disagree' if disagree else ''}{':' if published else ''}",
        published,
    )


def kind_and_certainty(kind: str, certainty: str) -> str:
    """What a row tells and how sure it is: "refused, official", "use reported", "delivery reported, disputed"."""
    said, sure = KIND[kind], CERTAINTY[certainty]
    return said if said.endswith(sure) else f"{said}, {sure}"


def kind_quantity(kind: str, low: float, high: float) -> str:
    """The number of a row; one that counts nothing, such as a refusal, has none to disclose."""
    return "" if kind not in _COUNTED and isnan(low) and isnan(high) else quantity_text(low, high)


def disputed_supply_note(system: str, country: str, rows: Sequence[tuple[str, str]]) -> str:
    """That a supply is disputed, and by which rows (date, summary); `country` is its name within a sentence."""
    said = " ".join(f"{spoken(day)}: {summary.rstrip('.')}." for day, summary in rows)
    return f"Whether {country} supplied {system} is disputed, so no delivery is counted. {said}"


def own_name_note(system: str, notes: Sequence[str]) -> str:
    """What a name means among transfers where it means more among the rules; `notes` say what it means there."""
    return f"Here {system} means {system} alone. {' '.join(notes)}"


def kind_remark(note: str) -> str:
    """The note on a kind as a sentence; "" for none."""
    return f"{capital_first(note).rstrip('.')}." if note else ""


def entry_title(name: str, row: Mapping[str, Any], numbers: Sequence[str]) -> str:
    """A row in one line, for copying: "ATACMS (United States): requested, number undisclosed, Jul 2023 (reported)"."""
    said = ", ".join((KIND[row["kind"]], *numbers))
    return f"{name}: {said}, {spoken(row['date'])} ({CERTAINTY[row['certainty']]})"


def later_steps_note(count: int, day: date) -> str:
    """How many steps come after the day; "" for none."""
    if not count:
        return ""
    return (
        f"{'1 later step is' if count == 1 else f'{count} later steps are'} not shown: "
        f"the page answers for {spoken(day)}."
    )


def no_step_note(day: date) -> str:
    """The note where a choice leaves no transfer by the day."""
    return f"No step of a transfer is in the table for this choice by {spoken(day)}."


def chart_alt(day: date, first: date, rows: Sequence[tuple[str, str]]) -> str:
    """The chart of transfers in words. `rows` has each lane's name and its furthest step."""
    listed = "; ".join(f"{name} {KIND[step] if step else 'no undisputed step'}" for name, step in rows)
    return (
        f"Steps of transfers from {spoken(first)} to {spoken(day)}, a lane for each supplier and system. "
        f"Furthest step: {listed}."
    )


def period_text(text: str) -> str:
    """A period as readers see it: "2022-01/2024-10" -> "Jan 2022 to Oct 2024"; words stay words."""
    parts = text.split("/")
    try:
        return " to ".join(spoken(part) for part in parts)
    except ValueError:
        return text


def donor_names(donors: str, names: Case) -> str:
    """The donors of a figure, from its column `donor`; several that gave together joined."""
    return and_list([names.country_name(code) for code in list_items(donors)])


def aid_title(measure: str, currency: str) -> str:
    """A chart of aid as its heading; `measure` is what readers call it, here and below."""
    return f"{measure}, in {'% of GDP' if currency == 'PCT_GDP' else currency}"


def aid_alt(title: str, rows: pd.DataFrame, names: Case) -> str:
    """A chart of aid in words."""
    listed = "; ".join(
        f"{donor_names(row.donor, names)} {money_amount(row.value, row.currency)} ({period_text(row.period)})"
        for _, figures in figures_by_period(rows)
        for row in figures
    )
    return f"{title}: {listed}."


def measure_label(measure: str, count: int) -> str:
    """A measure in the list of choices, with how many figures it has by the day."""
    figures = "none by this day" if not count else "1 figure" if count == 1 else f"{count} figures"
    return f"{measure} ({figures})"


def aid_missing_note(measure: str, day: date, known: str) -> str:
    """The note where a measure has no figure by the day."""
    if known != "then":
        return f"No figure of “{measure}” counts by {spoken(day)}."
    hint = "In hindsight, figures published later count once their period had ended."
    return f"No figure of “{measure}” was published by {spoken(day)}. {hint}"


def aid_later_note(count: int, day: date, known: str) -> str:
    """How many figures do not count by the day; "" for none."""
    if not count:
        return ""
    figures, are = ("1 figure was", "is") if count == 1 else (f"{count} figures were", "are")
    if known == "then":
        return (
            f"{figures} published after {spoken(day)} and {are} not shown. "
            "Choose “In hindsight” for those whose period had ended by then."
        )
    return f"{'1 figure about a later time is' if count == 1 else f'{count} figures about a later time are'} not shown."
