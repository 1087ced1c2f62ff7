"""The page Suppliers: who asked, refused, pledged and delivered up to a day, and what was paid."""

from collections.abc import Iterator, Mapping, Sequence
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
from caveat.content import blocks
from caveat.content.blocks import Block, Chart, Group, Html, Notice, Section
from caveat.content.page import Export, Page, PageHeading
from caveat.content.params import ChoiceParam, Params
from caveat.content.provenance import Provenance
from caveat.dataset import schema, sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken, spoken_long
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import names, rule_log, transfers
from caveat.domain.pairs import DEFAULT_PAIRS
from caveat.domain.query import View
from caveat.domain.rule_log import Clock
from caveat.text import labels
from caveat.text import transfers as words
from caveat.text.records import money_amount
from caveat.theme import Theme

# The address of the page.
PATH = "suppliers"
# Families whose supply or name needs a sentence beside them (dossier, "known to be weak").
ITALY = ("IT", "storm-shadow")
# The row of the log that bears the Italian foreign minister's denial.
DENIAL = "it-ss-20251025-ua"


@dataclass(frozen=True, eq=False)
class Ledger:
    """The transfers up to the day. `names` maps each pair of supplier and lane, in order, to (system, supplier)."""

    view: View
    shown: pd.DataFrame
    later: int
    names: dict[tuple[str, str], tuple[str, str]]


@memoized()
def build_ledger(dataset: Dataset, view: View) -> Ledger:
    """The ledger of a view. UnusableTable if transfers or systems cannot be used.

    A group is named by its id if the table of groups cannot be used.
    """
    rows, later = transfers.transfers_until(
        dataset["transfers"], view.asof, rule_log.families(dataset["systems"]), view.systems
    )
    groups = (
        {}
        if "system_groups" in dataset.broken
        else dict(zip(dataset["system_groups"]["group_id"], dataset["system_groups"]["name"], strict=True))
    )
    lane_names = {
        (supplier, lane): (
            groups.get(lane) or names.short_name(dataset, lane),
            labels.supplier_name(labels.country_name(supplier), (supplier, lane) == ITALY),
        )
        for supplier, lane in transfers.transfer_lanes(rows, DEFAULT_PAIRS)
    }
    return Ledger(view, rows, later, lane_names)


@memoized()
def _furthest_steps(ledger: Ledger) -> Mapping[tuple[str, str], str]:
    """The furthest step of each pair of supplier and lane."""
    return {pair: transfers.furthest_step(transfers.lane_transfers(ledger.shown, *pair)) for pair in ledger.names}


def _lanes_at_steps(ledger: Ledger, steps: Sequence[str]) -> list[str]:
    furthest = _furthest_steps(ledger)
    return [labels.lane_name(*name) for pair, name in ledger.names.items() if furthest[pair] in steps]


def verdict(ledger: Ledger) -> list[str]:
    """The page's first sentences."""
    delivered = _lanes_at_steps(ledger, ("delivered_reported", "delivered_confirmed"))
    return words.deliveries_sentences(
        delivered,
        _lanes_at_steps(ledger, ("announced", "pledged")),
        _lanes_at_steps(ledger, ("requested", "refused")),
        ledger.view.asof,
    )


@memoized()
def answer_html(dataset: Dataset, ledger: Ledger) -> Markup:
    """Verdict and ledger as HTML: suppliers and systems by step, with the newest entry in each cell."""
    rows = [
        {
            "system": system,
            "supplier": supplier,
            "cells": [_ledger_cell(dataset, ledger, pair, steps) for _, steps in words.COLUMNS],
        }
        for pair, (system, supplier) in ledger.names.items()
    ]
    notes = [
        *([words.italy_note(_denial_known(dataset, ledger.view.asof))] if ITALY in ledger.names else []),
        *([words.GMLRS_NOTE] if any(lane == "gmlrs" for _, lane in ledger.names) else []),
        words.NEVER_ADDED,
        *([words.later_steps_note(ledger.later, ledger.view.asof)] if ledger.later else []),
    ]
    return html.render(
        "suppliers_answer.html",
        sentences=verdict(ledger),
        heads=[head for head, _ in words.COLUMNS],
        rows=rows,
        notes=notes,
        day=spoken(ledger.view.asof),
        provenance=Provenance(dataset, ledger.view, PATH),
    )


def _denial_known(dataset: Dataset, day: date) -> bool:
    """Whether Rome's denial was public by the day."""
    denial = rule_log.rule_log(dataset).by_id.get(DENIAL)
    return denial is not None and denial.reported <= day


def _ledger_cell(dataset: Dataset, ledger: Ledger, pair: tuple[str, str], steps: Sequence[str]) -> dict[str, Any]:
    own = transfers.lane_transfers(ledger.shown, *pair)
    own = own[own["status"].isin(list(steps))].iloc[::-1]
    entries = [_ledger_entry(dataset, row) for row in own.to_dict("records")]
    older = [_disclosed(entry["row"]) for entry in entries[1:]]
    return {"entries": entries, "earlier": words.earlier_entries(older)}


def _disclosed(row: Mapping[Any, Any]) -> str:
    number = words.quantity_text(row["quantity_low"], row["quantity_high"])
    return "" if number == words.UNDISCLOSED else number


def _ledger_entry(dataset: Dataset, row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "row": row,
        "step": words.STEP[row["status"]],
        "certainty": labels.CERTAINTY[row["certainty"]],
        "sureness": words.step_certainty(row["status"], row["certainty"]),
        "quantity": words.step_quantity(row["status"], row["quantity_low"], row["quantity_high"]),
        "variant": names.system_names(dataset).get(row["system_id"], "")
        if row["system_id"] and row["system_id"] != row["lane"]
        else "",
        "sources": sources.resolve_sources(dataset, list_items(row["source_ids"])),
    }


def legend_html() -> Markup:
    """What the signs of the chart mean."""
    return html.render("suppliers_legend.html", steps=words.STEP, step_glyph=words.GLYPH)


@memoized()
def chart_alt(ledger: Ledger) -> str:
    """The alternative text of the chart of transfers; the ledger must not be empty."""
    furthest = _furthest_steps(ledger)
    rows = [(labels.lane_name(*name), furthest[pair]) for pair, name in ledger.names.items()]
    return words.chart_alt(ledger.view.asof, min(ledger.shown["day"]), rows)


@memoized()
def ledger_figure(ledger: Ledger, theme: Theme) -> Figure:
    """The chart of transfers, built once for each theme; the ledger must not be empty."""
    return chart.transfers_figure(ledger.shown, ledger.names, ledger.view.asof, theme)


@memoized()
def table_html(dataset: Dataset, ledger: Ledger) -> Markup:
    """Every step up to the day as a table, newest first."""
    rows = [
        _ledger_entry(dataset, row) | {"name": labels.lane_name(*ledger.names[row["supplier"], row["lane"]])}
        for row in ledger.shown.iloc[::-1].to_dict("records")
    ]
    return html.render(
        "suppliers_table.html",
        rows=rows,
        caption=words.table_caption(len(rows)),
        step_glyph=words.GLYPH,
        provenance=Provenance(dataset, ledger.view, PATH),
    )


@memoized()
def measures(dataset: Dataset, view: View) -> tuple[dict[str, str], str]:
    """The measures of aid with their number of figures by the day, and the default measure.

    The default is the measure with the most donors (then figures). UnusableTable if aid cannot be used.
    """
    figures, _ = transfers.figures_until(dataset["aid"], view.asof, view.known)
    order = schema.enum("aid", "measure", dataset.folder)
    counts = figures["measure"].value_counts().to_dict()
    donors = figures.groupby("measure")["donor"].nunique().to_dict()
    best = max(order, key=lambda measure: (donors.get(measure, 0), counts.get(measure, 0), -order.index(measure)))
    return {measure: words.measure_label(measure, counts.get(measure, 0)) for measure in order}, best


@memoized()
def aid_later(dataset: Dataset, view: View) -> int:
    """The number of aid figures that do not count by the day."""
    return transfers.figures_until(dataset["aid"], view.asof, view.known)[1]


def aid_alt(measure: str, currency: str, rows: pd.DataFrame) -> str:
    """The alternative text of a chart of aid."""
    listed = [
        (words.donor_names(list_items(row.donor)), row.period, row.value)
        for _, period_rows in transfers.figures_by_period(rows)
        for row in period_rows.itertuples()
    ]
    return words.aid_alt(measure, currency, listed)


def aid_html(dataset: Dataset, measure: str, currency: str, rows: pd.DataFrame, view: View) -> Markup:
    """One measure in one currency as a table: donor, amount, period, date, description, sources."""
    cells = [
        {
            "row": row,
            "donors": words.donor_names(list_items(row["donor"])),
            "amount": money_amount(row["value"], row["currency"]),
            "period": words.period_text(row["period"]),
            "sources": sources.resolve_sources(dataset, list_items(row["source_ids"])),
        }
        for _, period_rows in transfers.figures_by_period(rows)
        for row in period_rows.to_dict("records")
    ]
    return html.render(
        "suppliers_aid.html",
        rows=cells,
        caption=words.aid_title(measure, currency),
        provenance=Provenance(dataset, view, PATH),
    )


@dataclass(frozen=True, eq=False)
class AidChart:
    """The figures of one measure in one currency: title, rows, alternative text, table."""

    currency: str
    title: str
    rows: pd.DataFrame
    alt: str
    table: Markup


@memoized()
def aid_charts(dataset: Dataset, day: date, known: Clock, measure: str) -> tuple[AidChart, ...]:
    """The figures of a measure by a day, a chart each currency. UnusableTable if aid cannot be used."""
    figures, _ = transfers.figures_until(dataset["aid"], day, known)
    return tuple(
        AidChart(
            currency,
            words.aid_title(measure, currency),
            rows,
            aid_alt(measure, currency, rows),
            aid_html(dataset, measure, currency, rows, View(day, known)),
        )
        for currency, rows in transfers.figures_by_currency(figures, measure)
    )


@memoized()
def aid_figure(chart: AidChart, theme: Theme) -> Figure:
    """The figure of a chart of aid, built once for each theme."""
    return aid_chart.aid_figure(chart.rows, theme)


@memoized()
def all_aid_html(dataset: Dataset, day: date, known: Clock) -> list[tuple[str, Markup]]:
    """Every figure by the day as (heading, table), for each measure and currency."""
    figures, _ = transfers.figures_until(dataset["aid"], day, known)
    return [
        (words.aid_title(measure, currency), aid_html(dataset, measure, currency, rows, View(day, known)))
        for measure in schema.enum("aid", "measure", dataset.folder)
        for currency, rows in transfers.figures_by_currency(figures, measure)
    ]


def heading(dataset: Dataset, view: View) -> PageHeading:
    """The question with its day, and the line under it."""
    question = f"Who asked, refused, pledged and delivered, up to {spoken_long(view.asof)}?"
    return PageHeading(question, words.page_context(view.asof, view.known))


def _no_step_note(ledger: Ledger) -> str:
    day = ledger.view.asof
    return f"{words.no_step_note(day)} {words.later_steps_note(ledger.later, day)}".strip()


def description(dataset: Dataset, view: View, params: Params) -> str:
    """The verdict on transfers, or the aid of a measure if one was chosen."""
    ledger, measure = build_ledger(dataset, view), params["measure"]
    if "measure" not in params.changed:
        return _no_step_note(ledger) if ledger.shown.empty else " ".join(verdict(ledger))
    sentences = [chart.alt for chart in aid_charts(dataset, view.asof, view.known, measure)]
    return " ".join(sentences or [words.aid_missing_note(measure, view.asof, view.known)])


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The transfers, then the aid; a table that cannot be used takes out one of them."""
    yield Group(partial(_transfer_blocks, dataset, view), prerender=True)
    yield Group(partial(_aid_blocks, dataset, view, params), prerender=True)
    yield from blocks.method_blocks(dataset, "suppliers")


def _transfer_blocks(dataset: Dataset, view: View) -> Iterator[Block]:
    ledger = build_ledger(dataset, view)
    if ledger.shown.empty:
        yield Notice(_no_step_note(ledger), prerender=True)
    else:
        yield Html(answer_html(dataset, ledger), prerender=True)
        yield Group(partial(_step_blocks, dataset, ledger))


def _step_blocks(dataset: Dataset, ledger: Ledger) -> Iterator[Block]:
    yield Section("Step by step")
    yield Html(legend_html())
    summary = "Every step as a table"
    yield Chart(
        partial(ledger_figure, ledger), chart_alt(ledger), table_html(dataset, ledger), "steps", summary=summary
    )


def _aid_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    yield Section(words.AID_HEADING, words.AID_INTRO, prerender=True)
    yield params.choice("measure")
    measure = params["measure"]
    charts = aid_charts(dataset, view.asof, view.known, measure)
    for aid in charts:
        yield Section(aid.title, words.KIEL_NOTE if measure.startswith("kiel_") else "", prerender=True)
        yield Chart(partial(aid_figure, aid), aid.alt, aid.table, f"aid-{aid.currency}")
        yield Html(aid.table, app=False, prerender=True)
    if not charts:
        yield Notice(words.aid_missing_note(measure, view.asof, view.known), prerender=True)
    yield Group(partial(_other_aid_blocks, dataset, view))


def _other_aid_blocks(dataset: Dataset, view: View) -> Iterator[Block]:
    if later := aid_later(dataset, view):
        note = words.aid_later_note(later, view.asof, view.known)
        yield Html(html.render("timeline_notes.html", notes=[note]))
    if tables := all_aid_html(dataset, view.asof, view.known):
        yield Html(html.render("suppliers_all_aid.html", tables=tables))


def aid_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The aid figures of the chosen measure."""
    figures, _ = transfers.figures_until(dataset["aid"], view.asof, view.known)
    return figures[figures["measure"] == params["measure"]]


PAGE = Page(
    id="suppliers",
    nav_title="Suppliers",
    summary="Who asked, refused, pledged and delivered. Military aid.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    view_params=("sys",),
    params=(ChoiceParam(key="measure", label="Measure", options=measures, titles=words.MEASURE.__getitem__),),
    by_clock=True,
    draws_charts=True,
    exports=(
        Export(
            "transfers",
            "The steps of the transfers",
            lambda dataset, view, params: build_ledger(dataset, view).shown.iloc[::-1],
        ),
        Export("aid", "The aid figures of the measure", aid_frame),
    ),
)
