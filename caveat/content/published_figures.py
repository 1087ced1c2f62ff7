"""The published figures of systems as sentences, charts and tables, for Compare and Systems."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from caveat.dataset.partial_dates import spoken
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from caveat.domain import claims, names
from caveat.domain.claims import Claim, Headline
from caveat.domain.query import View
from caveat.text import claims as words
from caveat.theme import Theme

COLUMNS = ["lane", "attribute", "claim_id", "qualifier", "low", "high", "headline", "figure", "hover"]


@dataclass(frozen=True)
class Cell:
    """One system's headline on one attribute, with its extent, its rule and its source."""

    head: Headline
    attribute: str
    figure: str
    extent: str
    rule: str
    source: Source | None


@dataclass(frozen=True)
class Line:
    """One system's answer: its sentence and the weak points of its figures."""

    system_id: str
    name: str
    sentence: str
    weak: tuple[str, ...]


def claim_rows(dataset: Dataset, lane_claims: Sequence[Claim], lane: str) -> list[dict[str, object]]:
    """Claims as rows for the charts (columns COLUMNS); `lane` names their lane.

    `low` and `high` are in the attribute's unit, NaN if a claim has no such bound.
    """
    chosen = claims.headline_claim(tuple(lane_claims)).claim
    publishers = sources.sources_by_id(dataset)
    return [
        {
            "lane": lane,
            "attribute": claim.attribute,
            "claim_id": claim.claim_id,
            "qualifier": claim.qualifier,
            "low": claim.low,
            "high": claim.high,
            "headline": claim is chosen,
            "figure": words.claim_figure(claim),
            "hover": words.hover_lines(
                _name_ids(dataset, claim),
                publishers[claim.source_id].publisher if claim.source_id in publishers else claim.source_id,
                claim is chosen,
            ),
        }
        for claim in lane_claims
    ]


def _name_ids(dataset: Dataset, claim: Claim) -> Claim:
    """The claim with the ids in its remarks replaced by names, since a chart has no links."""
    return replace(
        claim, variant_note=notes.plain_note(dataset, claim.variant_note), note=notes.plain_note(dataset, claim.note)
    )


def rows_frame(records: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Rows of `claim_rows` as a DataFrame; numbers as float64."""
    return pd.DataFrame(records, columns=COLUMNS).astype({"low": "float64", "high": "float64", "headline": "bool"})


def systems_frame(dataset: Dataset, system_ids: Sequence[str], attribute: str) -> pd.DataFrame:
    """The claims on one attribute, a lane per system, in the order given.

    UnusableTable if claims or systems cannot be used.
    """
    return rows_frame(
        [
            row
            for system_id in system_ids
            for row in claim_rows(
                dataset, claims.claims_of(dataset, system_id, attribute), names.short_name(dataset, system_id)
            )
        ]
    )


def system_frame(dataset: Dataset, system_id: str) -> pd.DataFrame:
    """The claims on one system, a lane per attribute in the order of claims.ATTRIBUTES."""
    return rows_frame(
        [
            row
            for attribute in claims.ATTRIBUTES
            for row in claim_rows(dataset, claims.claims_of(dataset, system_id, attribute), words.ATTRIBUTE[attribute])
        ]
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
    if numbered.empty:
        return ClaimsChart(numbered, figures.range_chart, "", "", published)
    scale = words.LOGARITHMIC if figures.claims_scale(rows).log else words.LINEAR
    return ClaimsChart(
        numbered,
        figures.range_chart,
        words.chart_alt(attribute, [line.sentence for line in attribute_lines(dataset, system_ids, attribute)]),
        f"{words.HOW_TO_READ}{words.unnumbered_note(len(rows) - len(numbered))}{scale}",
        published,
    )


@memoized()
def system_chart(dataset: Dataset, system_id: str) -> ClaimsChart:
    """The claims on one system, a lane per attribute, each on its own scale. UnusableTable as in `attribute_chart`."""
    published = tuple(
        claim for attribute in claims.ATTRIBUTES for claim in claims.claims_of(dataset, system_id, attribute)
    )
    rows = system_frame(dataset, system_id)
    numbered = figures.numbered_claims(rows)
    if numbered.empty:
        return ClaimsChart(numbered, figures.attribute_chart, "", "", published)
    return ClaimsChart(
        rows,
        figures.attribute_chart,
        words.system_chart_alt(names.short_name(dataset, system_id), system_sentences(dataset, system_id)),
        f"{words.HOW_TO_READ}{words.unnumbered_note(len(rows) - len(numbered))}{words.OWN_SCALES}",
        published,
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


def attribute_lines(dataset: Dataset, system_ids: Sequence[str], attribute: str) -> list[Line]:
    """A sentence on an attribute for each system, with the weak points of its figures."""
    system_lines = []
    for system_id in system_ids:
        system_claims = claims.claims_of(dataset, system_id, attribute)
        weak = words.weak_points(system_id, system_claims) if attribute == "range_km" else []
        name = names.short_name(dataset, system_id)
        system_lines.append(Line(system_id, name, words.figures_sentence(name, system_claims), tuple(weak)))
    return system_lines


def system_sentences(dataset: Dataset, system_id: str) -> list[str]:
    """A sentence on each attribute of one system that has a claim.

    "Range: up to 300 km; 20 published claims run from 160 to 310 km."
    """
    by_attribute = [(attribute, claims.claims_of(dataset, system_id, attribute)) for attribute in claims.ATTRIBUTES]
    return [
        words.figures_sentence(words.ATTRIBUTE[claim], system_claims)
        for claim, system_claims in by_attribute
        if system_claims
    ]


def headline_cell(dataset: Dataset, system_id: str, attribute: str) -> Cell:
    """A system's headline on an attribute, with its extent, its rule and its source.

    Without a claim if nothing is published.
    """
    system_claims = claims.claims_of(dataset, system_id, attribute)
    head = claims.headline_claim(system_claims)
    return Cell(
        head=head,
        attribute=words.ATTRIBUTE[attribute],
        figure=words.claim_figure(head.claim) if head.claim else "",
        extent=words.claims_extent(system_claims) if system_claims else "",
        rule=words.headline_rule(head),
        source=sources.resolve_sources(dataset, [head.claim.source_id])[0] if head.claim else None,
    )


@memoized()
def claims_table(
    dataset: Dataset, published: tuple[Claim, ...], caption: str, view: View, path: str, today: date
) -> Markup:
    """A row a claim: system, property, figure, wording, publisher with link, date, remarks, provenance.

    Claims are of all dates, so their age counts to today and not to the chosen day.
    """
    provenance = Provenance(dataset, view, path, today)
    heads = {
        claims.headline_claim(claims.claims_of(dataset, system_id, attribute)).claim
        for system_id, attribute in {(claim.system_id, claim.attribute) for claim in published}
    }
    records = []
    for claim in published:
        source = sources.resolve_sources(dataset, [claim.source_id])[0]
        name = names.short_name(dataset, claim.system_id)
        records.append(
            {
                "System": name,
                "Property": words.ATTRIBUTE[claim.attribute],
                "Figure": words.mark_headline(words.claim_figure(claim))
                if claim in heads
                else words.claim_figure(claim),
                "As published": f"“{claim.value_as_published}”",
                "Source": html.link(source.publisher, source.url) + words.source_kind_note(source.kind),
                "Date": html.render(
                    "claims_date.html",
                    date=spoken(claim.published) if claim.published else "undated",
                    provenance=provenance,
                    id=claim.claim_id,
                ),
                "Remarks": html.render(
                    "claims_remarks.html",
                    remarks=words.claim_remarks(claim),
                    provenance=provenance,
                    id=claim.claim_id,
                    shown=f"{name}, {words.ATTRIBUTE[claim.attribute]}: {words.claim_figure(claim)}",
                ),
            }
        )
    columns = ["System", "Property", "Figure", "As published", "Source", "Date", "Remarks"]
    # As objects: a str column would turn links back into plain text.
    return html.table(pd.DataFrame(records, columns=columns, dtype="object"), caption)


@memoized(128)
def lines_html(dataset: Dataset, system_ids: tuple[str, ...], attribute: str, query: str = "") -> Markup:
    """A sentence for each system as HTML.

    `query` is the query of the links to the systems' pages; without it there are no links.
    """
    return html.render("claims_answer.html", lines=attribute_lines(dataset, system_ids, attribute), query=query)
