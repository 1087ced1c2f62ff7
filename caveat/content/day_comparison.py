"""Two days side by side: what changed between them, as blocks for the briefing and the map, as rows, and its form."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from caveat import error_log, html
from caveat.content import export_rows
from caveat.content.blocks import Block, Html, Section
from caveat.content.clock import clock_sentence
from caveat.content.page import PageHeading
from caveat.content.params import Params
from caveat.content.provenance import Provenance
from caveat.content.static_map import StaticMap, build_static_map, map_states
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized_by_bytes
from caveat.dataset.tables import Dataset
from caveat.domain import claims, geography
from caveat.domain.case import case
from caveat.domain.day_comparison import DayComparison, StateChange, compare_days
from caveat.domain.names import pair_name
from caveat.domain.pairs import matrix_states, supplier_system_pairs
from caveat.domain.query import QueryBounds, View, query_pairs, view_query
from caveat.text import day_comparison as words
from caveat.text import labels, permissions
from caveat.text.day_comparison import ChangeWords

# Search engines and networks show no more of a description.
MAX_DESCRIPTION = 300
COLUMNS = (
    "from",
    "supplier",
    "system",
    "territory",
    "status_before",
    "certainty_before",
    "authority_before",
    "status",
    "certainty",
    "authority",
    "change_id",
    "effective",
    "reported",
    "summary",
    "source_ids",
)


@dataclass(frozen=True)
class PairMaps:
    """The maps of one system on both days, with the sentences of their captions that differ, and those of both."""

    name: str
    maps: tuple[tuple[date, StaticMap, tuple[str, ...]], ...]
    caption: tuple[str, ...]


def compared(dataset: Dataset, view: View) -> DayComparison:
    """What changed between the two days of a view. UnusableTable as in `compare_days`."""
    return compare_days(dataset, view.compared_from, view.asof, view.known, view.systems)


def heading(dataset: Dataset, view: View, path: str = "") -> PageHeading:
    """What changed in one line, over it the question and the clock, under it the rest and the way back to one day."""
    comparison = compared(dataset, view)
    said = Markup('<span class="cv-counts">{}</span> <a href="{}">{}</a>').format(
        words.comparison_rest(comparison), address(path, replace(view, since=None, id="")), words.BACK
    )
    question = words.comparison_title(view.compared_from, view.asof)
    return PageHeading(question, said, words.comparison_headline(comparison), clock_sentence(dataset, view))


def description(dataset: Dataset, view: View) -> str:
    """The sentence that counts, for previews: without names if they take too much room."""
    comparison = compared(dataset, view)
    named = words.comparison_sentence(comparison)
    return named if len(named) <= MAX_DESCRIPTION else words.comparison_sentence(comparison, named=False)


def drawn_pairs(dataset: Dataset, view: View) -> list[tuple[str, str]]:
    """The pairs that changed between two days and whose two maps differ; [] if the view compares none."""
    if not view.since:
        return []
    changed = dict.fromkeys((each.after.supplier, each.after.system_id) for each in compared(dataset, view).changes)
    return [pair for pair in changed if _maps_differ(dataset, view, *pair)]


def _maps_differ(dataset: Dataset, view: View, supplier: str, system_id: str) -> bool:
    """Whether both maps of a pair can be drawn and show other rules, found without drawing them."""
    days = (view.compared_from, view.asof)
    try:
        if not geography.geography(dataset).drawn or not all(
            claims.range_band(dataset, system_id, day if view.known == "then" else None) for day in days
        ):
            return False
        before, after = (map_states(dataset, day, view.known, supplier, system_id) for day in days)
    except (UnusableTable, ValueError):
        return False
    return any(
        (before[area].status, before[area].certainty) != (after[area].status, after[area].certainty) for area in before
    )


def _two_maps(dataset: Dataset, view: View, supplier: str, system_id: str) -> tuple[StaticMap | None, ...]:
    days = (view.compared_from, view.asof)
    return tuple(build_static_map(dataset, day, view.known, supplier, system_id) for day in days)


def pair_maps(dataset: Dataset, view: View, supplier: str, system_id: str) -> PairMaps | None:
    """The two maps of a pair; None if they cannot be drawn."""
    before, after = _two_maps(dataset, view, supplier, system_id)
    if not before or not after:
        return None
    both = tuple(sentence for sentence in before.caption if sentence in after.caption)
    maps = tuple(
        (day, drawn, tuple(sentence for sentence in drawn.caption if sentence not in both))
        for day, drawn in ((view.compared_from, before), (view.asof, after))
    )
    return PairMaps(pair_name(dataset, supplier, system_id), maps, both)


def comparison_blocks(dataset: Dataset, view: View) -> Iterator[Block]:
    """What changed as a table, and two maps of one system; nothing if the view compares no days."""
    if not view.since:
        return
    yield Html(comparison_html(dataset, view), prerender=True)
    try:
        maps = maps_html(dataset, view)
    except UnusableTable:
        raise
    except Exception as error:
        error_log.record_error(error, "two maps")
        return
    if maps:
        yield Html(maps, prerender=True)
    yield Section(words.day_head(view.asof), prerender=True)


def folded(dataset: Dataset, view: View, whole: Markup) -> Markup:
    """The whole answer of a day, closed under a line if changes stand before it."""
    if not view.since or not compared(dataset, view).changes:
        return whole
    return Markup('<details class="cv-rest"><summary>{}</summary>{}</details>').format(words.REST, whole)


@memoized_by_bytes()
def comparison_html(dataset: Dataset, view: View) -> Markup:
    """Every change as was → is with its reason, what stayed in one line, and what came in and is no change."""
    comparison, names = compared(dataset, view), case(dataset)
    rows = [(change, words.change_words(change)) for change in comparison.changes]
    changed = {_pair_of_row(row) for row in rows}
    same = [pair for pair in supplier_system_pairs(dataset, view.systems) if pair not in changed]
    stayed = [
        permissions.permission_sentence(pair_name(dataset, *pair), states, names)
        for pair, states in ((pair, matrix_states(dataset, *pair, view.asof, view.known)) for pair in same)
        if any(state.deciding for state in states)
    ]
    return html.render(
        "comparison.html",
        view=view,
        groups=[_spanned(list(group)) for _, group in groupby(rows, key=_pair_of_row)],
        stayed_head=words.stayed_head(comparison),
        stayed=stayed,
        note=words.comparison_note(comparison),
        feed=_feed_address(view),
        labels=labels,
        words=permissions,
        names=names,
        provenance=Provenance(dataset, view, ""),
        name_of=lambda state: pair_name(dataset, state.supplier, state.system_id),
    )


def _feed_address(view: View) -> str:
    """The feed of what the public learns after the earlier day, of the chosen systems."""
    assert view.since
    after = view.since + timedelta(days=1)
    return f"feed.xml?{urlencode({'since': after.isoformat(), 'system': view.systems}, doseq=True)}"


def _spanned(rows: list[tuple[StateChange, ChangeWords]]) -> list[tuple[StateChange, ChangeWords, int]]:
    """The rows of a pair, each with the number of rows that its reason is for; 0 where the row above has said it."""
    spanned = []
    for _, group in groupby(rows, key=lambda row: row[0].change.change_id):
        alike = list(group)
        spanned += [(change, said, 0 if number else len(alike)) for number, (change, said) in enumerate(alike)]
    return spanned


def _pair_of_row(row: tuple[StateChange, ChangeWords]) -> tuple[str, str]:
    return row[0].after.supplier, row[0].after.system_id


@memoized_by_bytes()
def maps_html(dataset: Dataset, view: View) -> Markup:
    """The two maps of the first pair that changed, or of the system that `id` names, and links to those of the others.

    Blank if no map changed.
    """
    pairs = drawn_pairs(dataset, view)
    if not pairs:
        return Markup("")
    shown = next((pair for pair in pairs if pair[1] == view.id), pairs[0])
    links = [
        (pair_name(dataset, *pair), address("", replace(view, id=pair[1])), pair == shown)
        for pair in {system_id: (supplier, system_id) for supplier, system_id in reversed(pairs)}.values()
    ]
    if not (drawn := pair_maps(dataset, view, *shown)):
        return Markup("")
    full = address("map", replace(view, systems=(shown[1],), id=""))
    return html.render("comparison_maps.html", drawn=drawn, links=links[::-1], full=full)


def address(path: str, view: View) -> str:
    """The address of a view on a page, relative to the site."""
    return f"{path or './'}?{urlencode(view_query(view), doseq=True)}"


def form_html(view: View, path: str, bounds: QueryBounds) -> Markup:
    """The control "Compare two days": a form that leads to the page `path`."""
    return html.render(
        "comparison_form.html",
        view=view,
        path=path or "./",
        bounds=bounds,
        kept=[pair for pair in query_pairs(view_query(view)) if pair[0] in ("known", "sys")],
    )


def comparison_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """A row for each area whose rule is another on the second day than on the first."""
    records: list[dict[str, object]] = [
        {
            "from": view.compared_from.isoformat(),
            "supplier": after.supplier,
            "system": after.system_id,
            "territory": after.territory,
            "status_before": before.status,
            "certainty_before": before.certainty,
            "authority_before": before.authority,
            "status": after.status,
            "certainty": after.certainty,
            "authority": after.authority,
            "change_id": change.change.change_id,
            "effective": change.change.effective_text,
            "reported": change.change.reported_text,
            "summary": change.change.summary,
            "source_ids": ";".join(change.change.source_ids),
        }
        for change in compared(dataset, view).changes
        for before, after in change.states
    ]
    return export_rows.records_frame(records, COLUMNS)
