"""The page Suppliers: who asked, refused, pledged and delivered up to a day, and what was paid."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import aid as aid_chart
from caveat.charts import transfers as chart
from caveat.charts.style import Figure
from caveat.content import blocks, quantities
from caveat.content.blocks import Block, Chart, Group, Html, Notice, Section
from caveat.content.page import Export, Page, PageHeading
from caveat.content.params import ChoiceParam, Params
from caveat.content.provenance import Provenance
from caveat.dataset import current, schema
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import names, rule_log, transfers
from caveat.domain.case import Case, case
from caveat.domain.quantities import Quantity, contradictions, counted_families, quantities_of_step
from caveat.domain.query import View, query_bounds
from caveat.domain.rule_log import Clock
from caveat.text import labels
from caveat.text import records as row_words
from caveat.text import transfers as words
from caveat.text.evidence import newest_line
from caveat.theme import Theme

# The address of the page.
PATH = "suppliers"


@dataclass(frozen=True, eq=False)
class Ledger:
    """The transfers up to the day. `names` maps each pair of supplier and lane, in order, to (system, supplier).

    `told` has the published numbers of each step that has some, by its id.
    """

    view: View
    shown: pd.DataFrame
    later: int
    names: dict[tuple[str, str], tuple[str, str]]
    told: dict[str, tuple[Quantity, ...]]

    def numbers(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """How many a step is about, in words."""
        return words.step_numbers(row, self.told[row["transfer_id"]])

    def earlier(self, entries: Sequence[Mapping[str, Any]]) -> tuple[str, tuple[str, ...]]:
        """What a cell says of the entries before its newest."""
        told = tuple(dict.fromkeys(number for row in entries for number in self.told[row["transfer_id"]]))
        numbers = [[line for line in self.numbers(row) if line not in self.numbers(entries[0])] for row in entries[1:]]
        return words.earlier_entries(numbers, bool(contradictions(told)))


@memoized()
def build_ledger(dataset: Dataset, view: View) -> Ledger:
    """The ledger of a view. UnusableTable if transfers or systems cannot be used.

    A group is named by its id if the table of groups cannot be used.
    """
    rows, later = transfers.transfers_until(
        dataset["transfers"], view.asof, rule_log.families(dataset["systems"]), view.systems
    )
    lane_names = {
        (supplier, lane): (
            row_words.subject_name(dataset, lane),
            labels.supplier_name(
                case(dataset).country_name(supplier),
                bool(transfers.disputed_supply(dataset, supplier, lane, view.asof)),
            ),
        )
        for supplier, lane in transfers.transfer_lanes(rows, case(dataset).cards)
    }
    told = {row["transfer_id"]: quantities_of_step(dataset, row, view.asof) for row in rows.to_dict("records")}
    return Ledger(view, rows, later, lane_names, told)


@memoized()
def furthest_steps(ledger: Ledger) -> list[tuple[str, str]]:
    """Each lane's name and its furthest step, in order."""
    return [
        (labels.lane_name(*name), transfers.furthest_step(transfers.lane_transfers(ledger.shown, *pair)))
        for pair, name in ledger.names.items()
    ]


@memoized()
def verdict(ledger: Ledger) -> list[str]:
    """The page's first sentences."""
    reached = [
        (name, transfers.supply_step(transfers.lane_transfers(ledger.shown, *pair)))
        for pair, name in ledger.names.items()
    ]

    def lanes_at(*steps: str) -> list[str]:
        return labels.lane_names(name for name, furthest in reached if furthest in steps)

    undisputed = ledger.shown[ledger.shown["certainty"] != "disputed"]
    talks = undisputed[undisputed["kind"] == "under_discussion"]
    discussed = {ledger.names[pair] for pair in zip(talks["supplier"], talks["lane"], strict=True)}
    others = {
        "used": lanes_at("used"),
        "promised": lanes_at("pledged", "announced", "contracted"),
        "refused": lanes_at("refused"),
        "requested": lanes_at("requested"),
        "discussed": labels.lane_names(name for name, furthest in reached if not furthest and name in discussed),
    }
    return words.deliveries_sentences(lanes_at(*transfers.DELIVERIES), others, ledger.view.asof)


@memoized()
def answer_html(dataset: Dataset, ledger: Ledger) -> Markup:
    """The ledger as HTML: suppliers and systems by step, each cell with the newest entry of each kind."""
    rows = []
    for pair, (system, supplier) in ledger.names.items():
        entries = transfers.lane_transfers(ledger.shown, *pair).iloc[::-1].to_dict("records")
        cells = [
            [told for kinds in groups if (told := [entry for entry in entries if entry["kind"] in kinds])]
            for _, groups in words.COLUMNS
        ]
        rows.append({"system": system, "supplier": supplier, "cells": cells})
    return _ledger_html("suppliers_answer.html", dataset, ledger, rows=rows, notes=list(_lane_notes(dataset, ledger)))


def _lane_notes(dataset: Dataset, ledger: Ledger) -> Iterator[str]:
    """Whose supply is disputed, and which systems have a name that means more among the rules."""
    known_names, day = case(dataset), ledger.view.asof
    for (supplier, lane), (system, _) in ledger.names.items():
        if rows := transfers.disputed_supply(dataset, supplier, lane, day):
            yield words.disputed_supply_note(system, known_names.country(supplier).in_sentence, rows)
    for lane, system in {lane: system for (_, lane), (system, _) in ledger.names.items()}.items():
        pairs = [pair for (_, system_id), pair in known_names.pairs.items() if system_id == lane and pair.note]
        notes = [pair.note for pair in pairs]
        if any(pair.name_suffix for pair in pairs):
            yield words.own_name_note(system, notes)
        else:
            yield from notes


def _ledger_html(template: str, dataset: Dataset, ledger: Ledger, **values: Any) -> Markup:
    return html.render(
        template,
        ledger=ledger,
        system_names=names.system_names(dataset),
        words=words,
        labels=labels,
        provenance=Provenance(dataset, ledger.view, PATH),
        **values,
    )


@memoized()
def ledger_figure(ledger: Ledger, theme: Theme) -> Figure:
    """The chart of transfers, built once for each theme; the ledger must not be empty."""
    return chart.transfers_figure(ledger.shown, ledger.names, ledger.told, ledger.view.asof, theme)


@memoized()
def table_html(dataset: Dataset, ledger: Ledger) -> Markup:
    """Every step up to the day as a table, newest first."""
    return _ledger_html("suppliers_table.html", dataset, ledger, rows=ledger.shown.iloc[::-1].to_dict("records"))


@memoized()
def figures_until(dataset: Dataset, day: date, known: Clock) -> tuple[pd.DataFrame, int]:
    """The aid figures that count by a day, and how many do not. UnusableTable if aid cannot be used."""
    return transfers.figures_until(dataset["aid"], day, known)


def measure_names(dataset: Dataset) -> dict[str, str]:
    """What readers call each measure of aid, in the order of the package."""
    return schema.titles("aid", "measure", dataset.folder)


@memoized()
def measures(dataset: Dataset, view: View) -> tuple[dict[str, str], str]:
    """The measures of aid with their number of figures by the day, and the default measure.

    The default is the measure with the most donors (then figures). UnusableTable if aid cannot be used.
    """
    figures, _ = figures_until(dataset, view.asof, view.known)
    names_of = measure_names(dataset)
    order = list(names_of)
    counts = figures["measure"].value_counts().to_dict()
    donors = figures.groupby("measure")["donor"].nunique().to_dict()
    best = max(order, key=lambda measure: (donors.get(measure, 0), counts.get(measure, 0), -order.index(measure)))
    return {measure: words.measure_label(names_of[measure], counts.get(measure, 0)) for measure in order}, best


@dataclass(frozen=True, eq=False)
class AidChart:
    """The figures of one measure in one currency: title, rows, table."""

    currency: str
    title: str
    rows: pd.DataFrame
    table: Markup
    case: Case

    @property
    def alt(self) -> str:
        """The alternative text of the chart."""
        return words.aid_alt(self.title, self.rows, self.case)


@memoized()
def aid_charts(dataset: Dataset, day: date, known: Clock, measure: str) -> tuple[AidChart, ...]:
    """The figures of a measure by a day, a chart each currency. UnusableTable if aid cannot be used."""
    charts = []
    for currency, rows in transfers.figures_by_currency(figures_until(dataset, day, known)[0], measure):
        title = words.aid_title(measure_names(dataset)[measure], currency)
        table = html.render(
            "suppliers_aid.html",
            rows=[row for _, figures in transfers.figures_by_period(rows) for row in figures],
            title=title,
            words=words,
            names=case(dataset),
            money_amount=row_words.money_amount,
            provenance=Provenance(dataset, View(day, known), PATH),
        )
        charts.append(AidChart(currency, title, rows, table, case(dataset)))
    return tuple(charts)


@memoized()
def aid_figure(chart: AidChart, theme: Theme) -> Figure:
    """The figure of a chart of aid, built once for each theme."""
    return aid_chart.aid_figure(chart.rows, chart.title, chart.case, theme)


@memoized()
def all_aid_html(dataset: Dataset, day: date, known: Clock) -> list[Markup]:
    """Every figure by the day as a table for each measure and currency."""
    return [chart.table for measure in measure_names(dataset) for chart in aid_charts(dataset, day, known, measure)]


def heading(dataset: Dataset, view: View, params: Params) -> PageHeading:
    """Which systems were delivered and which were not; how many of one, if its numbers were asked for."""
    context = words.page_context(view.asof, view.known)
    with suppress(UnusableTable):
        ledger = build_ledger(dataset, view)
        newest = max(ledger.shown["day"], default=None)
        age = newest_line("step", newest, view.asof, query_bounds(dataset, current.today()))
        if params.asks("quantity"):
            return quantities.heading(dataset, view, params["quantity"], words.question(view.asof), age)
        question = words.question(view.asof)
        if not ledger.shown.empty:
            return PageHeading(question, _numbers_line(dataset, view, params), _headline(ledger), age)
    return PageHeading(words.question(view.asof), _numbers_line(dataset, view, params) or context)


def _headline(ledger: Ledger) -> str:
    steps: dict[str, set[str]] = {}
    for (system, _), (_, furthest) in zip(ledger.names.values(), furthest_steps(ledger), strict=True):
        steps.setdefault(system, set()).add(furthest)
    delivered = [system for system, furthest in steps.items() if furthest & set(transfers.DELIVERIES)]
    refused = [system for system, furthest in steps.items() if system not in delivered and "refused" in furthest]
    return words.ledger_headline(delivered, refused)


def _numbers_line(dataset: Dataset, view: View, params: Params) -> Markup | str:
    """How many of one system were delivered, in the words of its section."""
    with suppress(UnusableTable):
        if counted_families(dataset):
            return quantities.in_short(dataset, view, params["quantity"])
    return ""


def _no_step_note(ledger: Ledger) -> str:
    day = ledger.view.asof
    return f"{words.no_step_note(day)} {words.later_steps_note(ledger.later, day)}".strip()


def description(dataset: Dataset, view: View, params: Params) -> str:
    """The verdict on transfers, or the numbers of a system or the aid of a measure if one was chosen."""
    if "quantity" in params.changed:
        return quantities.description(dataset, view, params["quantity"])
    ledger, measure = build_ledger(dataset, view), params["measure"]
    if "measure" not in params.changed:
        return _no_step_note(ledger) if ledger.shown.empty else " ".join(verdict(ledger))
    sentences = [chart.alt for chart in aid_charts(dataset, view.asof, view.known, measure)]
    return " ".join(sentences or [words.aid_missing_note(measure_names(dataset)[measure], view.asof, view.known)])


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The transfers, the numbers, then the aid; a table that cannot be used takes out one of them."""
    first, second = (partial(_verdict_blocks, dataset, view), partial(_number_blocks, dataset, view, params))
    # Asked for in the address, the numbers are the title of the page and follow it.
    for make in (second, first) if params.asks("quantity") else (first, second):
        yield Group(make, prerender=True)
    yield Group(partial(_transfer_blocks, dataset, view), prerender=True)
    yield Group(partial(_aid_blocks, dataset, view, params), prerender=True)
    yield from blocks.method_blocks(dataset, "suppliers")


def _verdict_blocks(dataset: Dataset, view: View) -> Iterator[Block]:
    ledger = build_ledger(dataset, view)
    if ledger.shown.empty:
        yield Notice(_no_step_note(ledger), prerender=True)
    else:
        yield Html(html.render("suppliers_verdict.html", sentences=verdict(ledger)), prerender=True)


def _number_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    # This raises UnusableTable, where the options of the choice are only empty.
    if counted_families(dataset):
        # The title of the page has the answer, in full or in short.
        choice = params.choice("quantity")
        yield from quantities.numbers_blocks(dataset, view, params["quantity"], PATH, choice, titled=True)


def _transfer_blocks(dataset: Dataset, view: View) -> Iterator[Block]:
    if {"transfers", "systems"} & set(dataset.broken):
        return  # The first block names the faults.
    ledger = build_ledger(dataset, view)
    if not ledger.shown.empty:
        yield Section("Supplier by supplier", prerender=True)
        yield Html(answer_html(dataset, ledger), prerender=True)
        yield Group(partial(_step_blocks, dataset, ledger))


def _step_blocks(dataset: Dataset, ledger: Ledger) -> Iterator[Block]:
    yield Section("Step by step")
    told = set(ledger.shown["kind"])
    legend = [(words.GLYPH[kind], said) for kind, said in words.KIND.items() if kind in told]
    yield Html(html.render("suppliers_legend.html", legend=legend))
    alt = words.chart_alt(ledger.view.asof, min(ledger.shown["day"]), furthest_steps(ledger))
    table, summary = table_html(dataset, ledger), "Every step as a table"
    yield Chart(partial(ledger_figure, ledger), alt, table, "steps", summary=summary)


def _aid_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    yield Section(words.AID_HEADING, words.AID_INTRO, prerender=True)
    yield params.choice("measure")
    measure = params["measure"]
    charts = aid_charts(dataset, view.asof, view.known, measure)
    for aid in charts:
        yield Section(aid.title, schema.value_note("aid", "measure", measure, dataset.folder), prerender=True)
        yield Chart(partial(aid_figure, aid), aid.alt, aid.table, f"aid-{aid.currency}")
        yield Html(aid.table, app=False, prerender=True)
    if not charts:
        yield Notice(words.aid_missing_note(measure_names(dataset)[measure], view.asof, view.known), prerender=True)
    yield Group(partial(_other_aid_blocks, dataset, view))


def _other_aid_blocks(dataset: Dataset, view: View) -> Iterator[Block]:
    if later := figures_until(dataset, view.asof, view.known)[1]:
        note = words.aid_later_note(later, view.asof, view.known)
        yield Html(html.render("timeline_notes.html", notes=[note]))
    if tables := all_aid_html(dataset, view.asof, view.known):
        yield Html(html.render("suppliers_all_aid.html", tables=tables))


def transfers_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The steps of the transfers, newest first."""
    return build_ledger(dataset, view).shown.iloc[::-1]


def aid_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The aid figures of the chosen measure."""
    figures, _ = figures_until(dataset, view.asof, view.known)
    return figures[figures["measure"] == params["measure"]]


PAGE = Page(
    id="suppliers",
    nav_title="Who gave what",
    summary="Who asked, refused, pledged and delivered, and how many. Military aid.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    in_place=True,
    view_params=("sys",),
    params=(
        ChoiceParam(key="quantity", label="Numbers of", options=quantities.system_options, is_question=True),
        ChoiceParam(
            key="measure",
            label="Measure",
            options=measures,
            titles=lambda dataset, measure: measure_names(dataset)[measure],
        ),
    ),
    by_clock=True,
    draws_charts=True,
    exports=(
        Export("transfers", "The steps of the transfers", transfers_frame),
        Export("aid", "The aid figures of the measure", aid_frame),
        Export("quantities", "The published numbers of one system", quantities.numbers_frame),
    ),
)
