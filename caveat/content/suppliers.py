"""The page Suppliers: who asked, refused, pledged and delivered up to a day, and what was paid."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import transfers as chart
from caveat.charts.style import Figure
from caveat.content import aid, blocks, quantities
from caveat.content.blocks import Block, Chart, Group, Html, Notice, Section
from caveat.content.page import Export, Page, PageHeading
from caveat.content.params import ChoiceParam, Params
from caveat.content.provenance import Provenance
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import names, rule_log, transfers
from caveat.domain.case import case
from caveat.domain.quantities import Quantity, contradictions, counted_families, quantities_of_step
from caveat.domain.query import View, query_bounds
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


@memoized()
def waits(ledger: Ledger) -> list[tuple[tuple[str, str], transfers.Wait]]:
    """How long each lane was waited for whose record begins with a request or a refusal: (system, supplier), wait."""
    found = (
        (name, transfers.wait(transfers.lane_transfers(ledger.shown, *pair))) for pair, name in ledger.names.items()
    )
    return [(name, wait) for name, wait in found if wait]


@memoized()
def waits_html(dataset: Dataset, ledger: Ledger) -> Markup:
    """How long each of these was waited for as a table: the first row of all, the first promise and delivery."""
    return _ledger_html("suppliers_waits.html", dataset, ledger, waits=waits(ledger))


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
    sentences = [chart.alt for chart in aid.aid_charts(dataset, view.asof, view.known, measure)]
    return " ".join(sentences or [words.aid_missing_note(aid.measure_names(dataset)[measure], view.asof, view.known)])


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The transfers, the numbers, then the aid; a table that cannot be used takes out one of them."""
    first, second = (partial(_verdict_blocks, dataset, view), partial(_number_blocks, dataset, view, params))
    # Asked for in the address, the numbers are the title of the page and follow it.
    for make in (second, first) if params.asks("quantity") else (first, second):
        yield Group(make, prerender=True)
    yield Group(partial(_transfer_blocks, dataset, view), prerender=True)
    yield Group(partial(aid.aid_blocks, dataset, view, params), prerender=True)
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
        yield from _wait_blocks(dataset, ledger)
        yield Group(partial(_step_blocks, dataset, ledger))


def _wait_blocks(dataset: Dataset, ledger: Ledger) -> Iterator[Block]:
    if found := waits(ledger):
        named = [(labels.lane_name(*name), wait) for name, wait in found]
        yield Section(words.WAIT_HEADING, words.waits_sentence(named, ledger.view.asof), prerender=True)
        yield Html(waits_html(dataset, ledger), prerender=True)


def _step_blocks(dataset: Dataset, ledger: Ledger) -> Iterator[Block]:
    yield Section("Step by step")
    told = set(ledger.shown["kind"])
    legend = [(words.GLYPH[kind], said) for kind, said in words.KIND.items() if kind in told]
    yield Html(html.render("suppliers_legend.html", legend=legend))
    alt = words.chart_alt(ledger.view.asof, min(ledger.shown["day"]), furthest_steps(ledger))
    table, summary = table_html(dataset, ledger), "Every step as a table"
    yield Chart(partial(ledger_figure, ledger), alt, table, "steps", summary=summary)


def transfers_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The steps of the transfers, newest first."""
    return build_ledger(dataset, view).shown.iloc[::-1]


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
            options=aid.measures,
            titles=lambda dataset, measure: aid.measure_names(dataset)[measure],
        ),
    ),
    by_clock=True,
    draws_charts=True,
    exports=(
        Export("transfers", "The steps of the transfers", transfers_frame),
        Export("aid", "The aid figures of the measure", aid.aid_frame),
        Export("quantities", "The published numbers of one system", quantities.numbers_frame),
    ),
)
