"""How many pieces of a system were delivered: the published numbers with who gave them, for Suppliers and Systems."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import quantities as chart
from caveat.charts.style import Figure
from caveat.content import notes
from caveat.content.blocks import Block, Chart, Choice, Html, Notice, Section
from caveat.content.page import PageHeading
from caveat.content.params import Options
from caveat.content.provenance import Provenance
from caveat.dataset.memo import memoized_by_bytes
from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import Dataset
from caveat.domain import names, quantities, rule_log, transfers
from caveat.domain.case import case
from caveat.domain.quantities import Quantity
from caveat.domain.query import View
from caveat.text import labels
from caveat.text import quantities as words
from caveat.theme import Theme

# The id of the section, for links within a page.
ANCHOR = "quantities"
# So many sentences stand in the title of a page.
TITLED = 2


@dataclass(frozen=True, eq=False)
class Numbers:
    """The numbers on a family that were public by a day, deliveries first, with the answer and its sentences."""

    name: str
    rows: tuple[Quantity, ...]
    answer: str
    sentences: tuple[str, ...]

    @property
    def drawn(self) -> tuple[Quantity, ...]:
        """The rows of the chart: the deliveries; all rows if none counts deliveries."""
        return tuple(row for row in self.rows if row.what in quantities.DELIVERED) or self.rows


def _in_order(rows: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """By what was counted, then by date, undated pages last."""
    order = list(words.WHAT)
    return tuple(
        sorted(rows, key=lambda row: (order.index(row.what), first_day(row.published) if row.published else date.max))
    )


def _deliveries_and_use(
    dataset: Dataset, family: str, day: date, rows: tuple[Quantity, ...]
) -> tuple[tuple[str, ...], str]:
    """The suppliers with an undisputed delivery on record by a day, and the date of the newest report of use or "".

    If the transfers cannot be used: the suppliers of the numbers on this system alone.
    """
    if "transfers" in dataset.broken:
        counted = (code for row in rows if len(row.system_ids) == 1 for code in row.suppliers)
        return tuple(dict.fromkeys(counted)), ""
    steps, _ = transfers.transfers_until(dataset["transfers"], day, rule_log.families(dataset["systems"]), [family])
    undisputed = steps[steps["certainty"] != "disputed"]
    delivered_by = undisputed[undisputed["kind"].isin(transfers.DELIVERIES)]["supplier"]
    return tuple(delivered_by.unique()), transfers.last_use(dataset, family, day)


@memoized_by_bytes()
def find_numbers(dataset: Dataset, family: str, day: date) -> Numbers:
    """The numbers on a family by a day. UnusableTable if quantities or systems cannot be used."""
    rows = _in_order(quantities.quantities_of(dataset, family, day))
    short_names = {key: names.short_name(dataset, key) for row in rows for key in row.system_ids}
    suppliers, last_use = _deliveries_and_use(dataset, family, day, rows)
    delivered_by = tuple(case(dataset).capital_name(code) for code in suppliers)
    recipient = case(dataset).capital_name(dataset.settings.recipient)
    known = words.KnownNumbers(day, rows, delivered_by, recipient, last_use, short_names)
    return Numbers(names.short_name(dataset, family), rows, words.answer(known), tuple(words.sentences(known)))


def system_options(dataset: Dataset, view: View) -> Options:
    """The systems that have numbers, and the first chosen one with numbers by the day, else that of case.toml.

    Empty if a table cannot be used: then the section names its faults.
    """
    if {"quantities", "systems"} & set(dataset.broken):
        return {}, ""
    counts = {
        family: len(quantities.quantities_of(dataset, family, view.asof))
        for family in quantities.counted_families(dataset)
    }
    family_of = rule_log.families(dataset["systems"])
    chosen = (family_of.get(system_id) or system_id for system_id in view.systems)
    first = next((family for family in chosen if counts.get(family)), "")
    usual = dataset.settings.defaults.system
    default = first or (usual if usual in counts else next(iter(counts), ""))
    return {family: words.option_label(names.short_name(dataset, family), counts[family]) for family in counts}, default


def heading(dataset: Dataset, view: View, family: str, question: str, age: str) -> PageHeading:
    """The answer as the title of a page that was asked for the numbers of one system."""
    numbers = find_numbers(dataset, family, view.asof)
    headline = f"{words.question(numbers.name)} {numbers.answer.rstrip('.')}"
    return PageHeading(question, " ".join(numbers.sentences[:TITLED]), headline, age)


def in_short(dataset: Dataset, view: View, family: str) -> Markup:
    """Question, answer and the first sentences, with a link to the section."""
    numbers = find_numbers(dataset, family, view.asof)
    said = " ".join([words.question(numbers.name), numbers.answer, *numbers.sentences[:TITLED]])
    return Markup('{} <a href="#{}">All numbers</a>').format(said, ANCHOR)


def description(dataset: Dataset, view: View, family: str) -> str:
    """Question, answer and sentences in one line."""
    numbers = find_numbers(dataset, family, view.asof)
    return " ".join([words.question(numbers.name), numbers.answer, *numbers.sentences])


@memoized_by_bytes()
def table_html(dataset: Dataset, numbers: Numbers, view: View, path: str) -> Markup:
    """Every number as a table with its source."""
    return html.render(
        "quantities_table.html",
        numbers=numbers,
        words=words,
        labels=labels,
        provenance=Provenance(dataset, view, path),
    )


@memoized_by_bytes()
def numbers_figure(dataset: Dataset, numbers: Numbers, theme: Theme) -> Figure:
    """The chart, built once for each theme."""
    remarks = {row.quantity_id: notes.plain_note(dataset, row.note) for row in numbers.drawn}
    return chart.quantities_figure(numbers.drawn, remarks, theme)


def numbers_blocks(
    dataset: Dataset, view: View, family: str, path: str, choice: Choice | None = None, titled: bool = False
) -> Iterator[Block]:
    """The section on one family: answer, sentences, the choice of a system if the page has one, chart and table.

    `titled`: the title of the page gives the answer.
    """
    numbers = find_numbers(dataset, family, view.asof)
    title = words.numbers_title(numbers.name) if titled else f"{words.question(numbers.name)} {numbers.answer}"
    sentences = " ".join(numbers.sentences[TITLED if titled else 0 :])
    said = Markup('<p class="cv-numbers">{}</p>').format(sentences) if sentences else ""
    yield Section(title, anchor=ANCHOR, body=said, prerender=True)
    if choice:
        yield choice
    if not numbers.rows:
        yield Notice(words.no_number_note(numbers.name, view.asof), prerender=True)
        return
    table = table_html(dataset, numbers, View(view.asof, view.known), path)
    yield Chart(
        partial(numbers_figure, dataset, numbers),
        words.chart_alt(numbers.name, numbers.answer, numbers.drawn),
        table,
        ANCHOR,
        words.chart_caption(numbers.drawn),
        words.table_title(len(numbers.rows)),
    )
    yield Html(table, app=False, prerender=True)


def numbers_frame(dataset: Dataset, view: View, params: Mapping[str, str]) -> pd.DataFrame:
    """The rows of the table on the chosen system by the day, in the order of the page."""
    rows = dataset["quantities"].set_index("quantity_id", drop=False)
    return rows.loc[[row.quantity_id for row in find_numbers(dataset, params["quantity"], view.asof).rows]].reset_index(
        drop=True
    )
