"""The page Briefing: what the missiles were allowed to reach on a day.

Cards, matrix, disputes, changes and the age of the evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import get_args

import pandas as pd
from markupsafe import Markup

from caveat import error_log
from caveat import html as html_html
from caveat.content import blocks, export_rows, static_map
from caveat.content.blocks import Block, Html, Notice
from caveat.content.page import IN_HINDSIGHT, Embed, Export, Page, PageHeading
from caveat.content.params import Params
from caveat.content.provenance import Provenance
from caveat.content.static_map import StaticMap
from caveat.dataset import sources
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import first_day, spoken
from caveat.dataset.sources import Source
from caveat.dataset.tables import Dataset
from caveat.domain import rule_history, rule_log
from caveat.domain.names import PAIR_NOTES, pair_name, short_name
from caveat.domain.pairs import DEFAULT_PAIRS, answered_pairs, matrix_states, supplier_system_pairs
from caveat.domain.query import QueryBounds, View
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_history import LogEntry
from caveat.domain.rule_log import Clock, RuleChange, RuleLog
from caveat.domain.territories import MATRIX_TERRITORIES
from caveat.text import labels
from caveat.text import permissions as words
from caveat.text.claims import claim_figure, headline_claim


@dataclass(frozen=True)
class MatrixCell:
    """One state in the matrix, with its words and its sources."""

    state: PermissionState
    head: str
    word: str
    when: str
    whose: str
    learned: str
    layers: tuple[str, ...]
    sources: tuple[Source, ...]
    disputes: tuple[str, ...]

    @property
    def css(self) -> str:
        return f"cv-{self.state.status} cv-{self.state.certainty or 'none'}"


@dataclass(frozen=True)
class MatrixRow:
    """One pair of supplier and system with its cells in the order of `territories.SHOWN`."""

    supplier: str
    system_id: str
    system: str
    country: str
    # The headline range in a few words, the claim that it is and who published it; blank where none is published.
    range: str
    range_id: str
    range_sources: tuple[Source, ...]
    note: str
    sentence: str
    cells: tuple[MatrixCell, ...]

    @property
    def lead(self) -> MatrixCell:
        lead = words.leading_state([cell.state for cell in self.cells])
        return next(cell for cell in self.cells if cell.state is lead)

    @property
    def headline(self) -> str:
        return words.card_headline([cell.state for cell in self.cells])

    @property
    def rest(self) -> list[str]:
        return words.card_rest([cell.state for cell in self.cells])

    @property
    def sources(self) -> list[Source]:
        return list(dict.fromkeys(source for cell in self.cells for source in cell.sources))


@dataclass(frozen=True)
class LogItem:
    """One row of the log as a list shows it."""

    change: RuleChange
    day: date
    title: str
    kind: str
    learned: str
    sources: tuple[Source, ...]

    @property
    def day_text(self) -> str:
        return spoken(self.day)


@dataclass(frozen=True)
class Briefing:
    """Everything that the briefing's fragment says for a view."""

    view: View
    question: str
    context: str
    carried: str
    cards: tuple[MatrixRow, ...]
    matrix: tuple[MatrixRow, ...]
    silent: tuple[str, ...]
    disputes: tuple[LogItem, ...]
    changes: tuple[LogItem, ...]
    since: date
    evidence: tuple[str, ...]

    @property
    def heads(self) -> list[str]:
        return [labels.TERRITORY_HEAD[territory] for territory in MATRIX_TERRITORIES]


@memoized(512)
def build_briefing(dataset: Dataset, view: View) -> Briefing:
    """The answer to a view. UnusableTable if restrictions, systems or territories cannot be used."""
    log = rule_log.rule_log(dataset)
    pairs = supplier_system_pairs(dataset, view.systems)
    rows = [_matrix_row(dataset, log, supplier, system_id, view) for supplier, system_id in pairs]
    spoken_of = [row for row in rows if any(cell.state.deciding or cell.state.disputed_by for cell in row.cells)]
    cards = [row for row in rows if (row.supplier, row.system_id) in DEFAULT_PAIRS] if not view.systems else rows
    matrix = (
        rows
        if view.systems
        else [row for row in rows if row in spoken_of or (row.supplier, row.system_id) in DEFAULT_PAIRS]
    )
    silent = [f"{row.system} ({row.country})" for row in rows if row not in matrix]
    wanted = set(pairs)
    entries = [
        entry
        for entry in rule_history.log_entries(log, view.compared_from, view.asof, view.known)
        if (entry.change.supplier, log.family(entry.change.system_id)) in wanted
    ]
    disputed = {change.change_id: change for row in rows for cell in row.cells for change in cell.state.disputed_by}
    newest = rule_history.newest_evidence(log, view.asof, view.known)
    # The newest entry by either clock, so that one day has one question whichever clock is chosen.
    last = max(
        (rule_history.change_days(log, known)[-1] for known in get_args(Clock) if log.changes), default=view.asof
    )
    return Briefing(
        view=view,
        question=words.briefing_question(view.asof, last),
        context=" ".join(
            part for part in (_nearest_event(dataset, view.asof), words.known_sentence(view.known)) if part
        ),
        carried=words.carried_forward_note(max(change.day(view.known) for change in newest.values()), view.asof)
        if newest
        else "",
        cards=tuple(cards),
        matrix=tuple(matrix),
        silent=tuple(silent),
        disputes=tuple(
            _dispute_item(dataset, change)
            for change in sorted(disputed.values(), key=lambda change: change.rank, reverse=True)
        ),
        changes=tuple(_log_item(dataset, log, entry) for entry in entries),
        since=view.compared_from,
        evidence=tuple(
            words.evidence_age(supplier, newest[supplier], view.asof, view.known)
            for supplier in dict.fromkeys(pair[0] for pair in pairs)
            if supplier in newest
        ),
    )


def _matrix_row(dataset: Dataset, log: RuleLog, supplier: str, system_id: str, view: View) -> MatrixRow:
    states = matrix_states(log, supplier, system_id, view.asof, view.known)
    name = pair_name(dataset, supplier, system_id)
    published = headline_claim(dataset, system_id)
    return MatrixRow(
        supplier=supplier,
        system_id=system_id,
        system=name,
        country=labels.country_name(supplier),
        range=claim_figure(published) if published else "",
        range_id=published.claim_id if published else "",
        range_sources=tuple(sources.resolve_sources(dataset, [published.source_id])) if published else (),
        note=PAIR_NOTES.get((supplier, system_id), ""),
        sentence=words.permission_sentence(name, states),
        cells=tuple(_matrix_cell(dataset, state) for state in states),
    )


def _matrix_cell(dataset: Dataset, state: PermissionState) -> MatrixCell:
    return MatrixCell(
        state=state,
        head=labels.TERRITORY_HEAD[state.territory],
        word=words.cell_word(state),
        when=words.certainty_since(state),
        whose=words.whose_rule(state),
        learned=words.applied_and_known(state.deciding.change) if state.deciding else "",
        layers=tuple(words.layer_sentence(layer) for layer in state.layers) if len(state.layers) > 1 else (),
        sources=tuple(sources.resolve_sources(dataset, state.source_ids)),
        disputes=tuple(change.summary for change in state.disputed_by),
    )


def _log_item(dataset: Dataset, log: RuleLog, entry: LogEntry) -> LogItem:
    name = pair_name(dataset, entry.change.supplier, log.family(entry.change.system_id))
    if entry.change.supplier not in {pair[0] for pair in DEFAULT_PAIRS if pair[1] == entry.change.system_id}:
        name = f"{name} ({labels.country_name(entry.change.supplier)})"
    return LogItem(
        entry.change,
        entry.day,
        words.entry_title(entry, name),
        words.entry_remark(entry),
        words.applied_and_known(entry.change),
        tuple(sources.resolve_sources(dataset, entry.change.source_ids)),
    )


def _dispute_item(dataset: Dataset, change: RuleChange) -> LogItem:
    title = words.dispute_title(change, pair_name(dataset, change.supplier, change.system_id))
    return LogItem(
        change,
        change.effective,
        title,
        "disputed",
        words.applied_and_known(change),
        tuple(sources.resolve_sources(dataset, change.source_ids)),
    )


# An event is named as context if it is on the day or at most this long before it;
# what changed policy comes before what was said of it.
NEAR = timedelta(days=14)
_WEIGHT = ("policy", "transfer", "use", "election", "diplomacy")


def _nearest_event(dataset: Dataset, day: date) -> str:
    if "events" in dataset.broken:
        return ""
    events = dataset["events"]
    candidates = [
        (_WEIGHT.index(row.category), day - first_day(row.date), index, row.title)
        for index, row in enumerate(events.itertuples())
        if len(row.date) == 10
        and row.category in _WEIGHT
        and row.certainty != "disputed"
        and timedelta(0) <= day - first_day(row.date) <= NEAR
    ]
    if not candidates:
        return ""
    _, before, _, title = min(candidates)
    return words.event_distance(before.days, title)


def briefing_map(dataset: Dataset, built: Briefing) -> StaticMap | None:
    """The static map beside the matrix; None if it cannot be drawn.

    It shows the first chosen system, or ATACMS, from the supplier that the matrix names first.
    """
    view, log = built.view, rule_log.rule_log(dataset)
    system_id = static_map.shown_system(view)
    supplier = next(
        (row.supplier for row in (*built.cards, *built.matrix) if row.system_id == log.family(system_id)), ""
    )
    return static_map.build_static_map(
        dataset, view.asof, view.known, supplier, system_id, short_name(dataset, system_id)
    )


def briefing_html(dataset: Dataset, view: View) -> Markup:
    """The answer as one HTML fragment, for the page, the first response, an embed and print.

    Rendered once for each state. If the static map cannot be drawn, only the picture is missing.
    UnusableTable as in `build_briefing`.
    """
    try:
        return _render_briefing(dataset, view, True)
    except UnusableTable:
        raise
    except Exception as error:
        # Not kept: the next request may find the picture mended.
        fragment = _render_briefing(dataset, view, False)
        error_log.record_error(error, "still map")
        return fragment


@memoized(512)
def _render_briefing(dataset: Dataset, view: View, pictured: bool) -> Markup:
    built = build_briefing(dataset, view)
    picture = briefing_map(dataset, built) if pictured else None
    return html_html.render(
        "answer.html",
        answer=built,
        still=picture,
        status_words=labels.STATUS_SHORT,
        spoken=spoken,
        provenance=Provenance(dataset, view, ""),
    )


def day_summary(dataset: Dataset, view: View) -> str:
    """The day's answer in one line, for previews."""
    log, headlines = rule_log.rule_log(dataset), []
    for supplier, system_id in answered_pairs(dataset, view.systems):
        headline = words.card_headline(matrix_states(log, supplier, system_id, view.asof, view.known))
        headlines.append(f"{pair_name(dataset, supplier, system_id)}: {headline[0].lower()}{headline[1:]}")
    clock = f", {IN_HINDSIGHT}" if view.known == "now" else ""
    return f"{spoken(view.asof)}{clock}. {'; '.join(headlines)}. Each with its sources."


def default_view(bounds: QueryBounds) -> View:
    """The view of an address that names nothing."""
    return View(bounds.default)


def heading(dataset: Dataset, view: View) -> PageHeading:
    """The question of the day, and the nearest event and the clock under it."""
    built = build_briefing(dataset, view)
    return PageHeading(built.question, built.context)


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The whole answer, after a note if the newest entries are old."""
    yield Notice(build_briefing(dataset, view).carried, prerender=True)
    yield Html(briefing_html(dataset, view), prerender=True)
    yield from blocks.method_blocks(dataset, "briefing", "How to read this")


def _part_blocks(part: str, dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The cards or the matrix alone, for other sites."""
    yield Html(
        html_html.render(
            "part.html",
            part=part,
            answer=build_briefing(dataset, view),
            status_words=labels.STATUS_SHORT,
            spoken=spoken,
            provenance=Provenance(dataset, view, ""),
        ),
        prerender=True,
    )


def states_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """Every cell of the matrix."""
    records = [
        export_rows.state_record(cell.state) for row in build_briefing(dataset, view).matrix for cell in row.cells
    ]
    return export_rows.records_frame(records, export_rows.STATE_COLUMNS)


def changes_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """What changed since the day compared with."""
    return export_rows.changes_frame((item.change, item.day) for item in build_briefing(dataset, view).changes)


PAGE = Page(
    id="briefing",
    nav_title="Briefing",
    summary="What the missiles were allowed to reach on a day, and what changed.",
    heading=heading,
    description=lambda dataset, view, params: day_summary(dataset, view),
    blocks=page_blocks,
    view_params=("from", "sys"),
    by_clock=True,
    exports=(
        Export("states", "Every cell of the matrix", states_frame),
        Export("changes", "What changed since the day compared with", changes_frame),
    ),
    embeds=(
        Embed("cards", "The cards", 760, partial(_part_blocks, "cards")),
        Embed("matrix", "The matrix", 1280, partial(_part_blocks, "matrix")),
    ),
)
