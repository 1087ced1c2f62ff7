"""The suppliers page's answer to a view: the ledger of transfers and the figures of aid, as HTML and frames for the charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import aid as aid_chart
from caveat.charts import transfers as chart
from caveat.charts.style import Figure
from caveat.content import briefing
from caveat.content.provenance import Provenance
from caveat.dataset import schema, sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset, list_items
from caveat.domain import names, rule_log, transfers
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
def build(dataset: Dataset, view: View) -> Ledger:
    """The ledger of a view. BrokenTable where transfers or systems cannot be used; a group without its table is named by its id."""
    shown, later = transfers.transfers_until(
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
            words.supplier_name(labels.country_name(supplier), (supplier, lane) == ITALY),
        )
        for supplier, lane in transfers.transfer_lanes(shown, briefing.DEFAULT_PAIRS)
    }
    return Ledger(view, shown, later, lane_names)


@memoized()
def _furthest(ledger: Ledger) -> Mapping[tuple[str, str], str]:
    """The furthest step of each pair of supplier and lane."""
    return {pair: transfers.furthest_step(transfers.lane_transfers(ledger.shown, *pair)) for pair in ledger.names}


def _reached(ledger: Ledger, steps: Sequence[str]) -> list[str]:
    furthest = _furthest(ledger)
    return [words.lane_name(*name) for pair, name in ledger.names.items() if furthest[pair] in steps]


def verdict(ledger: Ledger) -> list[str]:
    """The page's first sentences."""
    delivered = _reached(ledger, ("delivered_reported", "delivered_confirmed"))
    return words.deliveries_sentences(
        delivered,
        _reached(ledger, ("announced", "pledged")),
        _reached(ledger, ("requested", "refused")),
        ledger.view.asof,
    )


@memoized()
def answer_html(dataset: Dataset, ledger: Ledger) -> Markup:
    """Verdict and ledger: a row for each supplier and system, a column for each step, the newest entry in each cell."""
    rows = [
        {
            "system": system,
            "supplier": supplier,
            "cells": [_cell(dataset, ledger, pair, steps) for _, steps in words.COLUMNS],
        }
        for pair, (system, supplier) in ledger.names.items()
    ]
    notes = [
        *([words.italy_note(_denied(dataset, ledger.view.asof))] if ITALY in ledger.names else []),
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
        behind=Provenance(dataset, ledger.view, PATH),
    )


def _denied(dataset: Dataset, day: date) -> bool:
    """Whether Rome's denial was public by the day, so that a page on an earlier day does not know it."""
    denial = rule_log.rule_log(dataset).by_id.get(DENIAL)
    return denial is not None and denial.reported <= day


def _cell(dataset: Dataset, ledger: Ledger, pair: tuple[str, str], steps: Sequence[str]) -> dict[str, Any]:
    own = transfers.lane_transfers(ledger.shown, *pair)
    own = own[own["status"].isin(list(steps))].iloc[::-1]
    entries = [_entry(dataset, row) for row in own.to_dict("records")]
    older = [_disclosed(one["row"]) for one in entries[1:]]
    return {"entries": entries, "earlier": words.earlier_entries(older)}


def _disclosed(row: Mapping[Any, Any]) -> str:
    number = words.quantity_text(row["quantity_low"], row["quantity_high"])
    return "" if number == words.UNDISCLOSED else number


def _entry(dataset: Dataset, row: Mapping[Any, Any]) -> dict[str, Any]:
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
def alt(ledger: Ledger) -> str:
    """The chart of transfers in words; the ledger must not be empty."""
    furthest = _furthest(ledger)
    rows = [(words.lane_name(*name), furthest[pair]) for pair, name in ledger.names.items()]
    return words.chart_alt(ledger.view.asof, min(ledger.shown["day"]), rows)


@memoized()
def figure(ledger: Ledger, theme: Theme) -> Figure:
    """The chart of transfers, built once; the ledger must not be empty. Do not change it."""
    return chart.transfers_figure(ledger.shown, ledger.names, ledger.view.asof, theme)


@memoized()
def table_html(dataset: Dataset, ledger: Ledger) -> Markup:
    """Every step up to the day as a table, newest first."""
    rows = [
        _entry(dataset, row) | {"name": words.lane_name(*ledger.names[row["supplier"], row["lane"]])}
        for row in ledger.shown.iloc[::-1].to_dict("records")
    ]
    return html.render(
        "suppliers_table.html",
        rows=rows,
        caption=words.table_caption(len(rows)),
        step_glyph=words.GLYPH,
        behind=Provenance(dataset, ledger.view, PATH),
    )


@memoized()
def measures(dataset: Dataset, view: View) -> tuple[dict[str, str], str]:
    """The measures of the package with how many figures each has by the day, and the one with the most donors (then figures). BrokenTable without aid."""
    figures, _ = transfers.figures_until(dataset["aid"], view.asof, view.known)
    order = schema.enum("aid", "measure", dataset.folder)
    counts = figures["measure"].value_counts().to_dict()
    donors = figures.groupby("measure")["donor"].nunique().to_dict()
    best = max(order, key=lambda one: (donors.get(one, 0), counts.get(one, 0), -order.index(one)))
    return {one: words.measure_label(one, counts.get(one, 0)) for one in order}, best


@memoized()
def aid_later(dataset: Dataset, view: View) -> int:
    """How many aid figures do not count by the day."""
    return transfers.figures_until(dataset["aid"], view.asof, view.known)[1]


def aid_alt(measure: str, currency: str, rows: pd.DataFrame) -> str:
    """A chart of aid in words."""
    listed = [
        (words.donor_names(list_items(row.donor)), row.period, row.value)
        for _, some in transfers.figures_by_period(rows)
        for row in some.itertuples()
    ]
    return words.aid_alt(measure, currency, listed)


def aid_html(dataset: Dataset, measure: str, currency: str, rows: pd.DataFrame, view: View) -> Markup:
    """One measure in one currency as a table: donor, amount, period, date, what it is, sources."""
    shown = [
        {
            "row": row,
            "donors": words.donor_names(list_items(row["donor"])),
            "amount": money_amount(row["value"], row["currency"]),
            "period": words.period_text(row["period"]),
            "sources": sources.resolve_sources(dataset, list_items(row["source_ids"])),
        }
        for _, some in transfers.figures_by_period(rows)
        for row in some.to_dict("records")
    ]
    return html.render(
        "suppliers_aid.html",
        rows=shown,
        caption=words.aid_title(measure, currency),
        behind=Provenance(dataset, view, PATH),
    )


@dataclass(frozen=True, eq=False)
class AidChart:
    """One measure in one currency: title, chart, the chart in words, the same as a table."""

    currency: str
    title: str
    figure: Figure
    alt: str
    table: Markup


def aid_of(dataset: Dataset, day: date, known: Clock, measure: str) -> list[tuple[str, pd.DataFrame]]:
    """The figures of a measure that count by a day, by currency; none where no figure counts. BrokenTable without aid."""
    figures, _ = transfers.figures_until(dataset["aid"], day, known)
    return list(transfers.figures_by_currency(figures, measure))


@memoized()
def aid_charts(dataset: Dataset, day: date, known: Clock, measure: str, theme: Theme) -> tuple[AidChart, ...]:
    """The charts of a measure by a day, one a currency; none where no figure counts. BrokenTable without aid."""
    return tuple(
        AidChart(
            currency,
            words.aid_title(measure, currency),
            aid_chart.aid_figure(rows, theme),
            aid_alt(measure, currency, rows),
            aid_html(dataset, measure, currency, rows, View(day, known)),
        )
        for currency, rows in aid_of(dataset, day, known, measure)
    )


@memoized()
def all_aid_html(dataset: Dataset, day: date, known: Clock) -> list[tuple[str, Markup]]:
    """Every figure by the day, a table for each measure and currency: heading and table."""
    figures, _ = transfers.figures_until(dataset["aid"], day, known)
    return [
        (words.aid_title(measure, currency), aid_html(dataset, measure, currency, rows, View(day, known)))
        for measure in schema.enum("aid", "measure", dataset.folder)
        for currency, rows in transfers.figures_by_currency(figures, measure)
    ]
