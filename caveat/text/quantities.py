"""Published numbers of pieces in sentences: what was counted, who says so, what nobody has said, what disagrees."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from caveat.dataset.partial_dates import first_day, spoken, spoken_long
from caveat.domain import quantities
from caveat.domain.quantities import Quantity
from caveat.text.english import and_list, capital_first, counted
from caveat.text.labels import CERTAINTY

# What was counted, in the order in which pages tell it.
WHAT = {
    "delivered_total": "Delivered in all",
    "delivered_batch": "Delivered in one batch",
    "delivered_of_promise": "Delivered of a promised number",
    "requested": "Asked for",
    "pledged_batch": "Promised in one batch",
    "pledged_package_all_types": "Promised in one package, all types of missile together",
    "approved_sale_ceiling": "Approved for sale, at most",
    "consented_reexport": "Consent to pass on",
    "held_back": "Held back",
    quantities.LEFT: "Left with the recipient",
    "fired": "Fired in one attack",
    "shot_down_claim": "Shot down, as one side claims",
    "supplier_stock": "In the supplier’s own stock",
    "supplier_stock_ready": "In the supplier’s stock, ready for use",
    "supplier_stock_not_ready": "In the supplier’s stock, not ready for use",
    "ordered_by_supplier": "Ordered by the supplier for itself",
    "planned_by_supplier": "Planned by the supplier for itself",
    "produced_total": "Made in all, for every buyer",
}
# The same after a number, where a step of a transfer does not say it.
_COUNTED = {
    "delivered_total": " in all",
    "delivered_batch": " in one batch",
    "consented_reexport": " to be passed on",
    quantities.LEFT: " left",
}
# Words of a source for a bound that is not counted itself.
_ABOVE = re.compile(r"\b(more than|over)\b", re.IGNORECASE)
_BELOW = re.compile(r"\b(fewer than|less than|under)\b", re.IGNORECASE)
NEVER_ADDED = "Numbers are as published and are never added up: they count different things and may overlap."
# How each qualifier is drawn.
_DRAWN = {
    "exactly": "A dot: a number",
    "about": "An open dot: about so many",
    "at_least": "An arrow: at least so many",
    "up_to": "A bar from the left edge: at most so many",
    "between": "A line between two ends: from … to",
    "": "Words alone: no number was given",
}
UNDATED = "undated page"


@dataclass(frozen=True)
class KnownNumbers:
    """What was known of a system by a day.

    `rows` are its numbers; `delivered_by` the capitals of the suppliers with a delivery on record, with or without a
    number, `recipient` that of the recipient; `last_use` the date of the newest report of use or ""; `system_names` the
    names for ids.
    """

    day: date
    rows: tuple[Quantity, ...]
    delivered_by: tuple[str, ...]
    recipient: str
    last_use: str
    system_names: Mapping[str, str]

    @property
    def deliveries(self) -> tuple[Quantity, ...]:
        """The numbers that count deliveries."""
        return tuple(row for row in self.rows if row.what in quantities.DELIVERED)


def question(name: str) -> str:
    """The question about a system."""
    return f"How many {name} were delivered?"


def numbers_title(name: str) -> str:
    """The heading over the numbers where the title of the page has the answer."""
    return f"Every published number of {name}"


def answer(known: KnownNumbers) -> str:
    """The answer by rule."""
    told = known.deliveries
    if not told:
        if known.delivered_by:
            return "Nobody has published a number."
        return "No delivery is on record, though use is." if known.last_use else "No delivery is on record."
    official, disagree = quantities.official_totals(told), quantities.contradictions(told)
    if official:
        said = f"On the record: {quoted(_newest(official)[0])}"
        return f"{said}, and other reports disagree." if disagree else f"{said}."
    if disagree:
        return "Nobody has said on the record, and the reports disagree."
    totals = [row for row in told if row.what == "delivered_total"]
    if not totals:
        return "Nobody has given a total."
    claims = all(row.certainty == "claimed" for row in totals)
    return f"Nobody has said on the record: there {'is only a claim' if claims else 'are only reports'}."


def sentences(known: KnownNumbers) -> list[str]:
    """What no government had said by the day, and what cannot all be right."""
    told, said = known.deliveries, []
    if known.delivered_by and not quantities.official_totals(told):
        governments = f"neither {', '.join(known.delivered_by)} nor {known.recipient}"
        said.append(f"As far as we found, {governments} had given a total by {spoken_long(known.day)}.")
    disagree = quantities.contradictions(told)
    said += _contradiction_sentences(disagree)
    if told and not disagree:
        said += _totals_sentences(known)
    said += [
        f"{quoted(row, capital=True)} does not fit the use that was reported on {spoken(known.last_use)}."
        for row in known.rows
        if row.what == quantities.LEFT and row.high == 0 and _later(known.last_use, row.published)
    ]
    if known.rows and not told:
        said.append("The published numbers count other things.")
    return said


def _later(day: str, other: str) -> bool:
    return bool(day and other) and first_day(day) > first_day(other)


def _newest(rows: Sequence[Quantity]) -> list[Quantity]:
    return sorted(rows, key=lambda row: first_day(row.published) if row.published else date.min, reverse=True)


def _contradiction_sentences(pairs: Sequence[tuple[Quantity, Quantity]]) -> list[str]:
    """The number that clashes with the most others, then those others; clashes without it are left to the table."""
    if not pairs:
        return []
    clashes = Counter(row for pair in pairs for row in pair)
    [(hub, _)] = clashes.most_common(1)
    others = _newest([first if second is hub else second for first, second in pairs if hub in (first, second)])
    others.sort(key=lambda row: row.what != "delivered_total")
    said = [f"{quoted(hub, capital=True)} and {quoted(others[0])} cannot both be right."]
    if others[1:]:
        said.append(f"{quoted(hub, capital=True)} does not fit {' or '.join(quoted(row) for row in others[1:])}.")
    return said


def _totals_sentences(known: KnownNumbers) -> list[str]:
    """What the totals are, where none clashes; where there is none, what the numbers count."""
    totals = [row for row in known.deliveries if row.what == "delivered_total"]
    if not totals:
        single = "The numbers count single deliveries. They may overlap and are not added up."
        return [single] if known.deliveries[1:] else []
    named = [
        f"{quoted(row)}{_together([known.system_names.get(key, key) for key in row.system_ids])}" for row in totals
    ]
    return [f"The only {'total is' if len(totals) == 1 else 'totals are'} {and_list(named)}."]


def _together(systems: Sequence[str]) -> str:
    return f" for {and_list(systems)} together" if systems[1:] else ""


def quoted(row: Quantity, capital: bool = False) -> str:
    """A number in the words of its source: "“more than 100” in one batch (US official, via the NYT)"."""
    words = capital_first(row.value_as_published) if capital else row.value_as_published
    return f"“{words}”{' in one batch' if row.what == 'delivered_batch' else ''} ({row.speaker})"


def claim(row: Quantity) -> str:
    """The same in a list of claims: "“fewer than 40” in all (US official, via AP)"."""
    words = row.value_as_published
    said = words if words.replace(",", "").isdigit() else f"“{words}”"
    return f"{said}{_COUNTED.get(row.what, '')} ({row.speaker})"


def figure(row: Quantity) -> str:
    """A number for a mark of the chart: "about 24", "more than 100"; the source's words if it gives no number."""
    if not row.has_number or row.what == "delivered_of_promise":
        return f"“{row.value_as_published}”"
    low, high = row.low or 0, row.high or 0
    if row.high is None:
        above = _ABOVE.search(row.value_as_published)
        return f"{above[0].lower()} {low - 1:,.0f}" if above else f"at least {low:,.0f}"
    if row.low is None:
        below = _BELOW.search(row.value_as_published)
        return f"{below[0].lower()} {high + 1:,.0f}" if below else f"up to {high:,.0f}"
    about = "about " if row.qualifier == "about" else ""
    return f"{about}{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def published(row: Quantity) -> str:
    """The date of the page."""
    return spoken(row.published) if row.published else UNDATED


def hover_lines(row: Quantity) -> list[str]:
    """The lines of a hover label, without the note."""
    said = f"“{row.value_as_published}” ({CERTAINTY[row.certainty]})"
    return [f"{WHAT[row.what]}: {figure(row)}", said, f"{row.speaker}, {published(row)}"]


def chart_alt(name: str, reply: str, rows: Sequence[Quantity]) -> str:
    """The chart in words."""
    listed = [f"{WHAT[row.what].lower()}: “{row.value_as_published}”, {row.speaker}, {published(row)}" for row in rows]
    return f"{question(name)} {reply} {capital_first('; '.join(listed))}."


def chart_caption(rows: Sequence[Quantity]) -> str:
    """How to read the marks of a chart."""
    used = {row.qualifier for row in rows}
    return " ".join(f"{drawn}." for qualifier, drawn in _DRAWN.items() if qualifier in used)


def mark_label(row: Quantity) -> str:
    """The line over a mark of the chart, with a speaker cut to fit a phone."""
    speaker = capital_first(row.speaker)
    cut = speaker if len(speaker) <= 36 else f"{speaker[:35].rstrip()}…"
    return f"{cut}, {published(row)}{'; two systems together' if row.system_ids[1:] else ''}"


def table_title(count: int) -> str:
    """The label that opens the table."""
    return f"{counted(count, 'published number')} as a table, with sources"


def no_number_note(name: str, day: date) -> str:
    """The note where no number was public by a day."""
    return f"No number of {name} was published by {spoken_long(day)}."


def option_label(name: str, count: int) -> str:
    """A system in the list of choices, which says if it has no number by the day."""
    return name if count else f"{name} (none by this day)"
