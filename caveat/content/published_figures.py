"""The published figures of systems as sentences, charts and tables, for Compare and Systems."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import claims as figures
from caveat.charts.style import Figure
from caveat.content import notes
from caveat.content.blocks import Block, Chart, Html, Notice
from caveat.content.provenance import Provenance
from caveat.dataset import sources
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import claims, names
from caveat.domain.claims import Claim
from caveat.domain.query import View
from caveat.text import claims as words
from caveat.text import map_labels
from caveat.theme import Theme

COLUMNS = [
    "lane",
    "attribute",
    "claim_id",
    "qualifier",
    "low",
    "high",
    "floor",
    "headline",
    "figure",
    "publisher",
    "hover",
]


def _lanes_frame(dataset: Dataset, lanes: Iterable[tuple[str, tuple[Claim, ...]]]) -> pd.DataFrame:
    """The claims of each lane as rows for the charts (columns COLUMNS).

    `low` and `high` are in the attribute's unit, NaN if a claim has no such bound.
    """
    publishers = sources.sources_by_id(dataset)
    rows = []
    for lane, published in lanes:
        chosen = claims.headline_claim(published).claim
        for claim in published:
            source = publishers.get(claim.source_id)
            publisher = source.publisher if source else claim.source_id
            hover = words.hover_lines(claim, publisher, claim is chosen)
            # Ids become names, since a chart has no links.
            hover += [notes.plain_note(dataset, text) for text in (claim.variant_note, claim.note) if text]
            figure = words.claim_figure(claim)
            marked = (claim.qualifier, claim.low, claim.high, claim.floor, claim is chosen)
            rows.append((lane, claim.attribute, claim.claim_id, *marked, figure, publisher, hover))
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"low": "float64", "high": "float64", "floor": "float64", "headline": "bool"}
    )


def systems_frame(dataset: Dataset, system_ids: Sequence[str], attribute: str) -> pd.DataFrame:
    """The claims on one attribute, a lane per system. UnusableTable if claims or systems cannot be used."""
    return _lanes_frame(
        dataset,
        [
            (names.short_name(dataset, system_id), claims.claims_of(dataset, system_id, attribute))
            for system_id in system_ids
        ],
    )


def system_frame(dataset: Dataset, system_id: str) -> pd.DataFrame:
    """The claims on one system, a lane per attribute in the order of claims.ATTRIBUTES."""
    return _lanes_frame(
        dataset,
        [
            (words.ATTRIBUTE[attribute], claims.claims_of(dataset, system_id, attribute))
            for attribute in claims.ATTRIBUTES
        ],
    )


@dataclass(frozen=True, eq=False)
class ClaimsChart:
    """A chart of claims: its rows, its alternative text, its caption, and the claims themselves.

    `rows` has the columns COLUMNS and is empty if no claim has a number.
    """

    rows: pd.DataFrame
    draw: Callable[[pd.DataFrame, Theme], Figure]
    alt: str
    caption: str
    claims: tuple[Claim, ...]


@memoized(128)
def attribute_chart(dataset: Dataset, system_ids: tuple[str, ...], attribute: str) -> ClaimsChart:
    """The claims on one attribute, a lane per system, in the order given.

    UnusableTable if claims or systems cannot be used.
    """
    published = tuple(claim for system_id in system_ids for claim in claims.claims_of(dataset, system_id, attribute))
    rows = systems_frame(dataset, system_ids, attribute)
    numbered = figures.numbered_claims(rows)
    logarithmic = not numbered.empty and figures.claims_scale(rows).log
    return ClaimsChart(
        numbered,
        figures.range_chart,
        words.chart_alt(attribute, attribute_sentences(dataset, system_ids, attribute)),
        words.chart_caption(len(rows) - len(numbered), words.LOGARITHMIC if logarithmic else words.LINEAR),
        published,
    )


@memoized()
def system_chart(dataset: Dataset, system_id: str) -> ClaimsChart:
    """The claims on one system, a lane per attribute, each on its own scale. UnusableTable as in `attribute_chart`."""
    by_attribute = {attribute: claims.claims_of(dataset, system_id, attribute) for attribute in claims.ATTRIBUTES}
    sentences = [words.figures_sentence(words.ATTRIBUTE[key], found) for key, found in by_attribute.items() if found]
    rows = system_frame(dataset, system_id)
    numbered = figures.numbered_claims(rows)
    return ClaimsChart(
        numbered if numbered.empty else rows,
        figures.attribute_chart,
        words.system_chart_alt(names.short_name(dataset, system_id), sentences),
        words.chart_caption(len(rows) - len(numbered), words.OWN_SCALES),
        tuple(claim for found in by_attribute.values() for claim in found),
    )


@memoized()
def claims_figure(chart: ClaimsChart, theme: Theme) -> Figure:
    """The figure of a chart with rows, built once for each theme."""
    return chart.draw(chart.rows, theme)


def chart_blocks(chart: ClaimsChart, table: Markup, key: str, captioned: bool = True) -> Iterator[Block]:
    """A chart with its table; a note and the table alone if no claim has a number."""
    if chart.rows.empty:
        yield Notice(words.NO_CHART)
        yield Html(table)
        return
    summary = words.table_title(len(chart.claims))
    yield Chart(partial(claims_figure, chart), chart.alt, table, key, chart.caption if captioned else "", summary)


def spans_block(dataset: Dataset, system_ids: tuple[str, ...], attribute: str) -> Chart | None:
    """The headline figures of several systems on one scale, each on the span of its claims; None for fewer than two."""
    chart = attribute_chart(dataset, system_ids, attribute)
    if chart.rows["lane"].nunique() < 2:
        return None
    lanes = [
        (names.short_name(dataset, system_id), claims.claims_of(dataset, system_id, attribute))
        for system_id in system_ids
    ]
    table = html.table(words.spans_frame(lanes), words.spans_title(attribute))
    alt = words.chart_alt(attribute, attribute_sentences(dataset, system_ids, attribute))
    return Chart(partial(spans_figure, chart), alt, table, "spans")


@memoized()
def spans_figure(chart: ClaimsChart, theme: Theme) -> Figure:
    """The figure of the spans, built once for each theme."""
    return figures.spans_chart(chart.rows, theme)


def attribute_sentences(dataset: Dataset, system_ids: Sequence[str], attribute: str) -> list[str]:
    """A sentence on an attribute for each system."""
    return [
        words.figures_sentence(names.short_name(dataset, system_id), claims.claims_of(dataset, system_id, attribute))
        for system_id in system_ids
    ]


@memoized()
def claims_table(
    dataset: Dataset, published: tuple[Claim, ...], caption: str, view: View, path: str, today: date
) -> Markup:
    """A row a claim: system, property, figure, wording, publisher with link, date, remarks, provenance.

    Claims are of all dates, so their age counts to today and not to the chosen day.
    """
    lanes = {(claim.system_id, claim.attribute) for claim in published}
    return html.render(
        "claims_table.html",
        claims=[(claim, names.short_name(dataset, claim.system_id)) for claim in published],
        headlines={claims.headline_claim(claims.claims_of(dataset, *lane)).claim for lane in lanes},
        caption=caption,
        link=html.link,
        words=words,
        provenance=Provenance(dataset, view, path, today),
    )


def _range_remarks(dataset: Dataset, system_id: str, remark: str) -> list[str]:
    """The weak points of the ranges of a system, and what of them the map draws."""
    band = claims.range_band(dataset, system_id)
    drawn = map_labels.drawn_lines_remark(band) if band and dataset.settings.map else ""
    said = [*words.weak_points(claims.claims_of(dataset, system_id, "range_km"), remark), drawn]
    return [sentence for sentence in said if sentence]


@memoized(128)
def lines_html(dataset: Dataset, system_ids: tuple[str, ...], attribute: str, query: str = "") -> Markup:
    """A sentence for each system as HTML, with the weak points of its figures.

    `query` is the query of the links to the systems' pages; without it there are no links.
    """
    remarks = dict(zip(dataset["systems"]["system_id"], dataset["systems"]["remark"], strict=True))
    weak = [
        _range_remarks(dataset, system_id, remarks.get(system_id, "")) if attribute == "range_km" else []
        for system_id in system_ids
    ]
    system_names = [names.short_name(dataset, system_id) for system_id in system_ids]
    sentences = attribute_sentences(dataset, system_ids, attribute)
    lines = list(zip(system_ids, system_names, sentences, weak, strict=True))
    return html.render("claims_answer.html", lines=lines, query=query)
