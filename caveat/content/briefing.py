"""The page Briefing: what was allowed on a day, in cards and matrix, disputes, changes, the age of the evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, get_args

import pandas as pd
from markupsafe import Markup

from caveat import error_log, html
from caveat.content import blocks, day_comparison, export_rows, static_map
from caveat.content.blocks import Block, Group, Html
from caveat.content.clock import clock_and_age
from caveat.content.page import IN_HINDSIGHT, Embed, Export, Page, PageHeading
from caveat.content.params import Params
from caveat.content.provenance import Provenance
from caveat.content.static_map import StaticMap
from caveat.content.strip import strip_html
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized_by_bytes
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.domain import confirmations, rule_history, rule_log, transfers
from caveat.domain.case import Case, case
from caveat.domain.claims import Claim
from caveat.domain.confirmations import StandingRule
from caveat.domain.headline import headline_facts, spoken_pairs
from caveat.domain.names import pair_name, short_name
from caveat.domain.pairs import answered_pairs, matrix_states, supplier_system_pairs
from caveat.domain.query import View
from caveat.domain.restrictions import PermissionState
from caveat.domain.rule_history import LogEntry, NewestEntry
from caveat.domain.rule_log import Clock, RuleChange, RuleLog
from caveat.text import labels
from caveat.text import permissions as words
from caveat.text.claims import claim_figure, headline_claim
from caveat.text.headline import headline, open_questions
from caveat.text.who_line import who_line


@dataclass(frozen=True)
class MatrixRow:
    """One pair of supplier and system with its states on the areas of the matrix.

    `published` is the claim that is the headline range, None if none is published; `note` a remark beside the name;
    `rules` has the rule behind each state, None without a record; `last_use` is when use was last reported.
    """

    supplier: str
    system_id: str
    system: str
    country: str
    published: Claim | None
    note: str
    states: tuple[PermissionState, ...]
    rules: tuple[StandingRule | None, ...]
    last_use: str
    names: Case = field(compare=False)

    @property
    def range(self) -> str:
        return claim_figure(self.published) if self.published else ""

    @property
    def lead(self) -> PermissionState:
        return words.leading_state(self.states, self.names)

    @property
    def headline(self) -> str:
        return words.card_headline(self.states, self.names)

    @property
    def rest(self) -> list[str]:
        return words.card_rest(self.states, self.names)

    @property
    def disputes_head(self) -> str:
        return words.disputes_head(self.disputes, self.names)

    @property
    def rule(self) -> StandingRule | None:
        """The rule behind the state that the card leads with."""
        return self.rules[self.states.index(self.lead)]

    @property
    def disputes(self) -> list[RuleChange]:
        """The claims that contradict a state, the newest first."""
        found = {change.change_id: change for state in self.states for change in state.disputed_by}
        return sorted(found.values(), key=lambda change: change.rank, reverse=True)

    @property
    def source_ids(self) -> list[str]:
        """The sources of the states, and of the rule and its confirmation that the card tells."""
        ids = [source_id for state in self.states for source_id in state.source_ids]
        return [*ids, *(self.rule.source_ids if self.rule else ())]


@dataclass(frozen=True)
class Briefing:
    """Everything that the page says for a view.

    `headline` is the answer in one sentence, `unknown` what the log leaves open of it, each as a part of a sentence.
    `disputes` have each row of the log with its title, `changes` also with the rule that it repeats (or itself);
    `evidence` has each supplier with its newest row.
    """

    view: View
    headline: str
    unknown: tuple[str, ...]
    cards: tuple[MatrixRow, ...]
    matrix: tuple[MatrixRow, ...]
    silent: tuple[MatrixRow, ...]
    disputes: tuple[tuple[RuleChange, str], ...]
    changes: tuple[tuple[LogEntry, str, RuleChange], ...]
    evidence: tuple[tuple[str, NewestEntry], ...]

    @property
    def changed(self) -> tuple[tuple[LogEntry, str, RuleChange], ...]:
        """The entries that changed a rule."""
        return tuple(
            each for each in self.changes if each[0].kind == "changed" and not words.is_reworded(each[0], each[2])
        )

    @property
    def unchanging(self) -> tuple[tuple[LogEntry, str, RuleChange], ...]:
        """The entries that changed none: repeated, in other words or not, confirmed or disputed."""
        return tuple(each for each in self.changes if each not in self.changed)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of the matrix."""
        return tuple((row.supplier, row.system_id) for row in self.matrix)


@memoized_by_bytes()
def build_briefing(dataset: Dataset, view: View) -> Briefing:
    """The answer to a view. UnusableTable if restrictions, systems or territories cannot be used."""
    log, names = rule_log.rule_log(dataset), case(dataset)
    pairs = supplier_system_pairs(dataset, view.systems)
    rows = [_matrix_row(dataset, *pair, view) for pair in pairs]
    answered = answered_pairs(dataset)
    defaults = [row for row in rows if (row.supplier, row.system_id) in answered]
    on_record = [row for row in rows if any(state.deciding or state.disputed_by for state in row.states)]
    matrix = rows if view.systems else [row for row in rows if row in on_record or row in defaults]
    cards = rows if view.systems else defaults
    if not any(row in on_record for row in cards):
        # What has a record is the answer of such a day.
        matrix.sort(key=lambda row: row not in on_record)
        cards = [*(row for row in matrix if row in on_record), *cards]
    disputed = {change.change_id: change for row in rows for change in row.disputes}
    entries = rule_history.log_entries(log, view.compared_from, view.asof, view.known)
    facts = headline_facts(dataset, view.asof, view.known, view.systems)
    newest = {
        supplier: rule_history.newest_entry(log, view.asof, view.known, [pair for pair in pairs if pair[0] == supplier])
        for supplier in dict.fromkeys(supplier for supplier, _ in pairs)
    }
    return Briefing(
        view=view,
        headline=headline(facts),
        unknown=tuple(open_questions(facts)),
        cards=tuple(cards),
        matrix=tuple(matrix),
        silent=tuple(row for row in rows if row not in matrix),
        disputes=tuple(
            (change, words.dispute_title(change, pair_name(dataset, change.supplier, change.system_id), names))
            for change in sorted(disputed.values(), key=lambda change: change.rank, reverse=True)
        ),
        changes=tuple(
            (entry, _entry_title(dataset, log, entry, rule), rule)
            for entry in entries
            for rule in [confirmations.root(log, entry.change, view.asof, view.known)]
            if (entry.change.supplier, log.family(entry.change.system_id)) in pairs
        ),
        evidence=tuple((supplier, found) for supplier, found in newest.items() if found),
    )


def _question(dataset: Dataset, day: date) -> str:
    log = rule_log.rule_log(dataset)
    # The newest entry by either clock, so that one day has one question whichever clock is chosen.
    newest = [rule_history.change_days(log, known)[-1] for known in get_args(Clock) if log.changes]
    return words.briefing_question(dataset.settings, day, max(newest, default=day))


def _matrix_row(dataset: Dataset, supplier: str, system_id: str, view: View) -> MatrixRow:
    log, names = rule_log.rule_log(dataset), case(dataset)
    states = matrix_states(dataset, supplier, system_id, view.asof, view.known)
    return MatrixRow(
        supplier,
        system_id,
        pair_name(dataset, supplier, system_id),
        names.country_name(supplier),
        headline_claim(dataset, system_id),
        _pair_note(dataset, supplier, system_id, view.asof),
        states,
        tuple(confirmations.standing_rule(log, state, view.asof, view.known) for state in states),
        transfers.last_use(dataset, system_id, view.asof),
        names,
    )


def _pair_note(dataset: Dataset, supplier: str, system_id: str, day: date) -> str:
    """A remark beside the name of a pair: what its rules stand for, and whether its supply is disputed by the day."""
    pair = case(dataset).pair(supplier, system_id)
    disputed = words.SUPPLY_DISPUTED if transfers.disputed_supply(dataset, supplier, system_id, day) else ""
    return "; ".join(part for part in (pair.scope or pair.note, disputed) if part)


def _entry_title(dataset: Dataset, log: RuleLog, entry: LogEntry, rule: RuleChange) -> str:
    change, names = entry.change, case(dataset)
    name = pair_name(dataset, change.supplier, log.family(change.system_id))
    has_card = (change.supplier, change.system_id) in names.cards
    name = name if has_card else labels.lane_name(name, names.country_name(change.supplier))
    return words.entry_title(entry, name, names, rule)


# Search engines and networks show no more of a description.
MAX_SUMMARY = 300


def mapped_system(dataset: Dataset, view: View) -> str:
    """The system of a view's only map: the first chosen, else that of case.toml if the headline speaks of it."""
    default = dataset.settings.defaults.system
    spoken = [system_id for _, system_id in spoken_pairs(dataset, view.asof, view.known)[0]]
    return next(iter(view.systems or ([default] if default in spoken else spoken)), default)


def briefing_map(dataset: Dataset, built: Briefing) -> StaticMap | None:
    """The static map beside the matrix; None if it cannot be drawn.

    It shows the system of `mapped_system`, from the supplier that the matrix names first.
    """
    view, log = built.view, rule_log.rule_log(dataset)
    system_id = mapped_system(dataset, view)
    rows = (*built.cards, *built.matrix)
    supplier = next((row.supplier for row in rows if row.system_id == log.family(system_id)), "")
    return static_map.build_static_map(dataset, view.asof, view.known, supplier, system_id)


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


@memoized_by_bytes()
def _render_briefing(dataset: Dataset, view: View, pictured: bool) -> Markup:
    still = briefing_map(dataset, build_briefing(dataset, view)) if pictured else None
    return html.render("answer.html", still=still, **template_values(dataset, view))


def template_values(dataset: Dataset, view: View) -> dict[str, Any]:
    """What the templates of cards and matrix need."""
    return {
        "answer": build_briefing(dataset, view),
        "words": words,
        "labels": labels,
        "names": case(dataset),
        "provenance": Provenance(dataset, view, ""),
    }


def day_summary(dataset: Dataset, view: View) -> str:
    """The day's answer in a line of at most MAX_SUMMARY characters, for previews: the headline, then whose rules."""
    if view.since:
        return day_comparison.description(dataset, view)
    facts = headline_facts(dataset, view.asof, view.known, view.systems)
    chosen = [*([IN_HINDSIGHT] if view.known == "now" else []), *(short_name(dataset, each) for each in view.systems)]
    summary = f"{', '.join([spoken(view.asof), *chosen])}. {headline(facts)}."
    rules = re.split(r"; (?![^()]*\))", who_line(facts).rstrip("."))
    longer = [f"{summary} {'; '.join(rules[:number])}." for number in range(1, len(rules) + 1)]
    return next((text for text in reversed(longer) if len(text) <= MAX_SUMMARY), summary)


def heading(dataset: Dataset, view: View) -> PageHeading:
    """The answer in one sentence, over it the question and its age, under it whose rules; of two days what changed."""
    if view.since:
        return day_comparison.heading(dataset, view)
    facts, built = headline_facts(dataset, view.asof, view.known, view.systems), build_briefing(dataset, view)
    who = html.render("who.html", who=who_line(facts, brief=True), unknown=built.unknown)
    return PageHeading(_question(dataset, view.asof), who, built.headline, clock_and_age(dataset, view))


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The whole answer, and how it was made; before it what changed, if two days are compared."""
    if not view.since:
        yield Group(partial(_strip_blocks, dataset, view), prerender=True)
    yield from day_comparison.comparison_blocks(dataset, view)
    if view.since:
        yield Html(Markup('<p class="cv-said">{}.</p>').format(build_briefing(dataset, view).headline), prerender=True)
    yield Html(day_comparison.folded(dataset, view, briefing_html(dataset, view)), prerender=True)
    yield from blocks.method_blocks(dataset, "briefing", "How to read this")


def _strip_blocks(dataset: Dataset, view: View) -> Iterator[Block]:
    yield Html(strip_html(dataset, view, build_briefing(dataset, view).pairs), prerender=True)


def _part_blocks(part: str, dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The cards or the matrix alone, for other sites."""
    yield Html(html.render("part.html", part=part, **template_values(dataset, view)), prerender=True)


def states_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """Every cell of the matrix."""
    rows, log = build_briefing(dataset, view).matrix, rule_log.rule_log(dataset)
    records = [export_rows.state_record(log, state, view.asof, view.known) for row in rows for state in row.states]
    return export_rows.records_frame(records, export_rows.STATE_COLUMNS)


def changes_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """What changed since the day compared with."""
    return export_rows.changes_frame((entry.change, entry.day) for entry, *_ in build_briefing(dataset, view).changes)


PAGE = Page(
    id="briefing",
    nav_title="Answer",
    summary="What was allowed on a day, and what changed.",
    heading=lambda dataset, view, params: heading(dataset, view),
    description=lambda dataset, view, params: day_summary(dataset, view),
    blocks=page_blocks,
    sheets=("lanes.css",),
    view_params=("from", "sys"),
    by_clock=True,
    in_place=True,
    exports=(
        Export("states", "Every cell of the matrix", states_frame),
        Export("changes", "Every entry since the day compared with, changes or not", changes_frame),
        Export("comparison", "What changed between the two days", day_comparison.comparison_frame),
    ),
    embeds=(
        Embed("cards", "The cards", 760, partial(_part_blocks, "cards")),
        Embed("matrix", "The matrix", 1280, partial(_part_blocks, "matrix")),
    ),
)
