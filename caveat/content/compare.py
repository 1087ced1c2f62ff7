"""The published figures side by side: what the pages /compare and /system show of the table of claims."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.charts import claims as figures
from caveat.charts.style import Figure
from caveat.content import notes
from caveat.content.provenance import Provenance
from caveat.dataset import current, sources
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from caveat.domain import claims, names
from caveat.domain.claims import Claim, Headline
from caveat.domain.query import View, view_query
from caveat.text import claims as words
from caveat.theme import Theme

# What the page compares where a reader chose no system: the founding four and the shorter-range baseline of most comparisons.
DEFAULT = ("atacms", "storm-shadow", "scalp-eg", "taurus-kepd-350", "gmlrs")
# The address of the page.
PATH = "compare"
COLUMNS = ["lane", "attribute", "claim_id", "qualifier", "low", "high", "headline", "figure", "hover"]


@dataclass(frozen=True)
class Cell:
    """One system's headline on one attribute, with what stands behind it."""

    head: Headline
    attribute: str
    figure: str
    extent: str
    rule: str
    source: Source | None


@dataclass(frozen=True)
class Line:
    """One system's answer: its sentence and what is weak in its figures."""

    system_id: str
    name: str
    sentence: str
    weak: tuple[str, ...]


def rows(dataset: Dataset, found: Sequence[Claim], lane: str) -> list[dict[str, object]]:
    """Claims as rows for the charts (columns COLUMNS): `lane` names the block they stand in; `low` and `high` in the attribute's unit, NaN where there is none."""
    chosen = claims.headline_claim(tuple(found)).claim
    publishers = sources.sources_by_id(dataset)
    return [
        {
            "lane": lane,
            "attribute": one.attribute,
            "claim_id": one.claim_id,
            "qualifier": one.qualifier,
            "low": one.low,
            "high": one.high,
            "headline": one is chosen,
            "figure": words.claim_figure(one),
            "hover": words.hover_lines(
                _named(dataset, one),
                publishers[one.source_id].publisher if one.source_id in publishers else one.source_id,
                one is chosen,
            ),
        }
        for one in found
    ]


def _named(dataset: Dataset, claim: Claim) -> Claim:
    """A claim whose remarks name pages and rows in words in place of their ids: a chart has no links."""
    return replace(
        claim, variant_note=notes.plain_note(dataset, claim.variant_note), note=notes.plain_note(dataset, claim.note)
    )


def frame(found: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Rows of `rows` as a DataFrame; numbers as float64."""
    return pd.DataFrame(found, columns=COLUMNS).astype({"low": "float64", "high": "float64", "headline": "bool"})


def of_systems(dataset: Dataset, system_ids: Sequence[str], attribute: str) -> pd.DataFrame:
    """The claims on one attribute, a lane per system, in the order given. BrokenTable where claims or systems cannot be used."""
    return frame(
        [
            row
            for one in system_ids
            for row in rows(dataset, claims.claims_of(dataset, one, attribute), names.short_name(dataset, one))
        ]
    )


def of_system(dataset: Dataset, system_id: str) -> pd.DataFrame:
    """The claims on one system, a lane per attribute in the order of claims.ATTRIBUTES."""
    return frame(
        [
            row
            for one in claims.ATTRIBUTES
            for row in rows(dataset, claims.claims_of(dataset, system_id, one), words.ATTRIBUTE[one])
        ]
    )


@dataclass(frozen=True, eq=False)
class Chart:
    """Claims as a chart: the figure (None where no claim has a number), the same in words, its caption, the claims behind it."""

    figure: Figure | None
    alt: str
    caption: str
    claims: tuple[Claim, ...]


@memoized(128)
def chart(dataset: Dataset, system_ids: tuple[str, ...], attribute: str, theme: Theme) -> Chart:
    """The chart of the compare page, built once, whatever the day: a lane per system, in the order given. Do not change its figure. BrokenTable as `of_systems`."""
    found = tuple(claim for one in system_ids for claim in claims.claims_of(dataset, one, attribute))
    every = of_systems(dataset, system_ids, attribute)
    shown = figures.numbered_claims(every)
    if shown.empty:
        return Chart(None, "", "", found)
    scale = words.LOGARITHMIC if figures.claims_scale(every).log else words.LINEAR
    return Chart(
        figures.range_chart(shown, theme),
        words.chart_alt(attribute, [line.sentence for line in lines(dataset, system_ids, attribute)]),
        f"{words.HOW_TO_READ}{words.unnumbered_note(len(every) - len(shown))}{scale}",
        found,
    )


@memoized()
def system_chart(dataset: Dataset, system_id: str, theme: Theme) -> Chart:
    """The chart of one system's page, built once: a lane per attribute, each on its own scale. Do not change its figure. BrokenTable as `of_system`."""
    found = tuple(claim for one in claims.ATTRIBUTES for claim in claims.claims_of(dataset, system_id, one))
    every = of_system(dataset, system_id)
    shown = figures.numbered_claims(every)
    if shown.empty:
        return Chart(None, "", "", found)
    return Chart(
        figures.attribute_chart(every, theme),
        words.system_chart_alt(names.short_name(dataset, system_id), sentences(dataset, system_id)),
        f"{words.HOW_TO_READ}{words.unnumbered_note(len(every) - len(shown))}{words.OWN_SCALES}",
        found,
    )


def lines(dataset: Dataset, system_ids: Sequence[str], attribute: str) -> list[Line]:
    """One sentence a system on an attribute, with what is weak in its figures."""
    found = []
    for one in system_ids:
        some = claims.claims_of(dataset, one, attribute)
        weak = words.weak_points(one, some) if attribute == "range_km" else []
        name = names.short_name(dataset, one)
        found.append(Line(one, name, words.figures_sentence(name, some), tuple(weak)))
    return found


def sentences(dataset: Dataset, system_id: str) -> list[str]:
    """One sentence an attribute on one system: "Range: up to 300 km; 20 published claims run from 160 to 310 km."; attributes without a claim are left out."""
    found = [(one, claims.claims_of(dataset, system_id, one)) for one in claims.ATTRIBUTES]
    return [words.figures_sentence(words.ATTRIBUTE[one], some) for one, some in found if some]


def cell(dataset: Dataset, system_id: str, attribute: str) -> Cell:
    """A system's headline on an attribute, with its extent, its rule and its source; without a claim where nothing is published."""
    some = claims.claims_of(dataset, system_id, attribute)
    head = claims.headline_claim(some)
    return Cell(
        head=head,
        attribute=words.ATTRIBUTE[attribute],
        figure=words.claim_figure(head.claim) if head.claim else "",
        extent=words.claims_extent(some) if some else "",
        rule=words.headline_rule(head),
        source=sources.resolve_sources(dataset, [head.claim.source_id])[0] if head.claim else None,
    )


def behind(dataset: Dataset, view: View, path: str, today: date) -> Provenance:
    """What stands behind claims on a page. They are of all dates, so their age counts to today and not to the chosen day."""
    return Provenance(dataset, view, path, today)


def claims_table(dataset: Dataset, found: Sequence[Claim], caption: str, view: View, path: str) -> Markup:
    """Every claim as a row: system, property, figure with its qualifier, wording, publisher with its link, date, remarks, what stands behind it. `path` is the page's address."""
    return _claims_table(dataset, tuple(found), caption, view, path, current.today())


@memoized()
def _claims_table(
    dataset: Dataset, found: tuple[Claim, ...], caption: str, view: View, path: str, today: date
) -> Markup:
    heads = {
        claims.headline_claim(claims.claims_of(dataset, system_id, attribute)).claim
        for system_id, attribute in {(one.system_id, one.attribute) for one in found}
    }
    own = behind(dataset, view, path, today)
    shown = []
    for one in found:
        source = sources.resolve_sources(dataset, [one.source_id])[0]
        name = names.short_name(dataset, one.system_id)
        shown.append(
            {
                "System": name,
                "Property": words.ATTRIBUTE[one.attribute],
                "Figure": words.mark_headline(words.claim_figure(one)) if one in heads else words.claim_figure(one),
                "As published": f"“{one.value_as_published}”",
                "Source": html.link(source.publisher, source.url) + words.source_kind_note(source.kind),
                "Date": html.render(
                    "claims_date.html",
                    date=spoken(one.published) if one.published else "undated",
                    behind=own,
                    id=one.claim_id,
                ),
                "Remarks": html.render(
                    "claims_remarks.html",
                    remarks=words.claim_remarks(one),
                    behind=own,
                    id=one.claim_id,
                    shown=f"{name}, {words.ATTRIBUTE[one.attribute]}: {words.claim_figure(one)}",
                ),
            }
        )
    columns = ["System", "Property", "Figure", "As published", "Source", "Date", "Remarks"]
    # As objects: a str column would turn links back into plain text.
    return html.table(pd.DataFrame(shown, columns=columns, dtype="object"), caption)


def lines_html(dataset: Dataset, system_ids: Sequence[str], attribute: str, query: str) -> Markup:
    """The answer of the compare page: a sentence a system. `query` is what links to a system's page carry; without one there is no link."""
    return _lines_html(dataset, tuple(system_ids), attribute, query)


@memoized(128)
def _lines_html(dataset: Dataset, system_ids: tuple[str, ...], attribute: str, query: str) -> Markup:
    return html.render("claims_answer.html", lines=lines(dataset, system_ids, attribute), query=query)


def side_by_side_html(dataset: Dataset, system_ids: Sequence[str], view: View) -> Markup:
    """The table system x property: headline with its qualifier, number of claims and their extent, rule and source on a click."""
    return _side_by_side_html(dataset, tuple(system_ids), view, current.today())


@memoized()
def _side_by_side_html(dataset: Dataset, system_ids: tuple[str, ...], view: View, today: date) -> Markup:
    rows_ = [
        (one, names.short_name(dataset, one), [cell(dataset, one, attribute) for attribute in claims.ATTRIBUTES])
        for one in system_ids
    ]
    return html.render(
        "claims_side.html",
        rows=rows_,
        heads=[words.ATTRIBUTE[one] for one in claims.ATTRIBUTES],
        query=urlencode(view_query(View(view.asof, view.known)), doseq=True),
        behind=behind(dataset, view, PATH, today),
    )
