"""What was paid or promised in money up to a day, a part of the page Suppliers: figures of one measure at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import aid as chart
from caveat.charts.style import Figure
from caveat.content.blocks import Block, Chart, Group, Html, Notice, Section
from caveat.content.params import Params
from caveat.content.provenance import Provenance
from caveat.dataset import schema
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import transfers
from caveat.domain.case import Case, case
from caveat.domain.query import View
from caveat.domain.rule_log import Clock
from caveat.text import records as row_words
from caveat.text import transfers as words
from caveat.theme import Theme


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
            provenance=Provenance(dataset, View(day, known), "suppliers"),
        )
        charts.append(AidChart(currency, title, rows, table, case(dataset)))
    return tuple(charts)


@memoized()
def aid_figure(aid: AidChart, theme: Theme) -> Figure:
    """The figure of a chart of aid, built once for each theme."""
    return chart.aid_figure(aid.rows, aid.title, aid.case, theme)


@memoized()
def all_aid_html(dataset: Dataset, day: date, known: Clock) -> list[Markup]:
    """Every figure by the day as a table for each measure and currency."""
    return [chart.table for measure in measure_names(dataset) for chart in aid_charts(dataset, day, known, measure)]


def aid_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The figures of the chosen measure as charts and tables, then those of all measures as tables."""
    yield Section(words.AID_HEADING, words.AID_INTRO, prerender=True)
    yield params.choice("measure")
    measure = params["measure"]
    charts = aid_charts(dataset, view.asof, view.known, measure)
    for each in charts:
        yield Section(each.title, schema.value_note("aid", "measure", measure, dataset.folder), prerender=True)
        yield Chart(partial(aid_figure, each), each.alt, each.table, f"aid-{each.currency}")
        yield Html(each.table, app=False, prerender=True)
    if not charts:
        yield Notice(words.aid_missing_note(measure_names(dataset)[measure], view.asof, view.known), prerender=True)
    yield Group(partial(_other_aid_blocks, dataset, view))


def _other_aid_blocks(dataset: Dataset, view: View) -> Iterator[Block]:
    if later := figures_until(dataset, view.asof, view.known)[1]:
        note = words.aid_later_note(later, view.asof, view.known)
        yield Html(html.render("timeline_notes.html", notes=[note]))
    if tables := all_aid_html(dataset, view.asof, view.known):
        yield Html(html.render("suppliers_all_aid.html", tables=tables))


def aid_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The aid figures of the chosen measure."""
    figures, _ = figures_until(dataset, view.asof, view.known)
    return figures[figures["measure"] == params["measure"]]
