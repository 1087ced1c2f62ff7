"""The page Compare: what each published source says a system can do."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.content import blocks, export_rows, published_figures
from caveat.content.blocks import Block, Group, Html, Section
from caveat.content.page import Embed, Export, Page, PageHeading
from caveat.content.params import ChoiceParam, Params
from caveat.content.provenance import Provenance
from caveat.dataset import current, sources
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day
from caveat.dataset.tables import Dataset
from caveat.domain import claims, names
from caveat.domain.query import View, view_query
from caveat.text import claims as words


def heading(dataset: Dataset, view: View, params: Params) -> PageHeading:
    """The headline figures in one sentence; under it who says less or more, or how to read them."""
    with suppress(UnusableTable):
        attribute = params["attribute"]
        lanes = [
            (names.short_name(dataset, system_id), claims.claims_of(dataset, system_id, attribute))
            for system_id in compared_systems(dataset, view)
        ]
        stated = [(name, published) for name, published in lanes if published]
        if stated:
            dates = [first_day(claim.published) for _, published in stated for claim in published if claim.published]
            publishers = {key: source.publisher for key, source in sources.sources_by_id(dataset).items()}
            age = words.figures_age(max(dates, default=None))
            context = (
                words.outliers_sentence(stated[0][1], publishers) if len(stated) == 1 else words.spread_sentence(stated)
            )
            question = words.question(attribute, stated[0][0] if len(stated) == 1 else "")
            return PageHeading(question, context, words.figures_headline(attribute, stated), age)
    return PageHeading(words.question("range_km"), words.CONTEXT)


def default_systems(dataset: Dataset) -> tuple[str, ...]:
    """The systems of an address that names none. UnusableTable if case.toml or systems cannot be used."""
    known = set(dataset["systems"]["system_id"])
    return tuple(system_id for system_id in dataset.settings.defaults.systems if system_id in known)


def compared_systems(dataset: Dataset, view: View) -> tuple[str, ...]:
    """The systems of a view, or the default ones."""
    return view.systems or default_systems(dataset)


def description(dataset: Dataset, view: View, params: Params) -> str:
    """A sentence a system on the chosen property."""
    systems = compared_systems(dataset, view)
    return " ".join(published_figures.attribute_sentences(dataset, systems, params["attribute"]))


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The answer and the chart for one property, then a table of all properties."""
    system_ids = compared_systems(dataset, view)
    link_query = urlencode(view_query(View(view.asof, view.known)), doseq=True)
    yield Group(partial(_spans_blocks, dataset, system_ids, params), prerender=True)
    yield params.choice("attribute")
    yield Html(published_figures.lines_html(dataset, system_ids, params["attribute"], link_query), prerender=True)
    yield Group(partial(_chart_blocks, dataset, view, params))
    yield Section(
        "Side by side",
        "The headline figure, and under it how many claims there are and how far they spread. "
        "A click shows rule, wording and source.",
    )
    yield Html(side_by_side_html(dataset, system_ids, view, current.today()), prerender=True)
    yield from blocks.method_blocks(dataset, "compare")


def _spans_blocks(dataset: Dataset, system_ids: tuple[str, ...], params: Params) -> Iterator[Block]:
    if spans := published_figures.spans_block(dataset, system_ids, params["attribute"]):
        yield replace(spans, prerender=True)


def chart_alone(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The chart, for other sites; its sentences until the app has started."""
    lines = published_figures.lines_html(dataset, compared_systems(dataset, view), params["attribute"])
    yield Html(lines, app=False, prerender=True)
    yield Group(partial(_chart_blocks, dataset, view, params))


def _chart_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    attribute = params["attribute"]
    yield Section(words.chart_title(attribute))
    chart = published_figures.attribute_chart(dataset, compared_systems(dataset, view), attribute)
    caption = words.table_caption(words.ATTRIBUTE[attribute], len(chart.claims))
    table = published_figures.claims_table(dataset, chart.claims, caption, view, "compare", current.today())
    yield from published_figures.chart_blocks(chart, table, "claims")


@memoized()
def side_by_side_html(dataset: Dataset, system_ids: tuple[str, ...], view: View, today: date) -> Markup:
    """The table system x property.

    A cell has the headline with its qualifier, the number and extent of the claims, and rule and source on a click.
    """
    rows = []
    for system_id in system_ids:
        figures = [(attribute, claims.claims_of(dataset, system_id, attribute)) for attribute in claims.ATTRIBUTES]
        cells = [(attribute, published, claims.headline_claim(published)) for attribute, published in figures]
        rows.append((system_id, names.short_name(dataset, system_id), cells))
    return html.render(
        "claims_side.html",
        rows=rows,
        words=words,
        query=urlencode(view_query(View(view.asof, view.known)), doseq=True),
        provenance=Provenance(dataset, view, "compare", today),
    )


def claims_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The claims of the chart."""
    return export_rows.claims_frame(dataset, compared_systems(dataset, view), [params["attribute"]])


def headlines_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The headline figure of each system on each property."""
    return export_rows.claims_frame(dataset, compared_systems(dataset, view), claims.ATTRIBUTES, headlines_only=True)


PAGE = Page(
    id="compare",
    nav_title="Ranges",
    summary="How far the systems reach, by every published figure: range, warhead, price, length, mass, speed.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    in_place=True,
    view_params=("sys",),
    params=(
        ChoiceParam(key="attribute", label="Property", options=lambda dataset, view: (words.ATTRIBUTE, "range_km")),
    ),
    default_systems=default_systems,
    draws_charts=True,
    exports=(
        Export("claims", "The published figures of the chart", claims_frame),
        Export("headlines", "The headline figures side by side", headlines_frame),
    ),
    embeds=(Embed("claims", "The chart of published figures", 1300, chart_alone),),
)
