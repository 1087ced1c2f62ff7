"""The page Whose yes: the supplier's rule and any other state's side by side, from the strictest supplier."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from caveat import html
from caveat.content import blocks, export_rows
from caveat.content.blocks import Block, Html, Section
from caveat.content.briefing import MAX_SUMMARY
from caveat.content.clock import clock_and_age
from caveat.content.page import Embed, Export, Page, PageHeading
from caveat.content.params import ChoiceParam, Options, Params
from caveat.content.provenance import Provenance
from caveat.content.timeline import area_options
from caveat.dataset.memo import memoized
from caveat.dataset.partial_dates import spoken_long
from caveat.dataset.tables import Dataset
from caveat.domain import confirmations, consent, names, transfers
from caveat.domain.case import Case, Territory, case, usable_case
from caveat.domain.confirmations import StandingRule
from caveat.domain.headline import headline_facts
from caveat.domain.pairs import matrix_states, supplier_system_pairs
from caveat.domain.query import View
from caveat.domain.restrictions import PermissionState, permission_state
from caveat.domain.rule_log import RuleChange, RuleLog, by_entry_day, rule_log
from caveat.text import consent as words
from caveat.text import labels
from caveat.text import permissions as state_words
from caveat.text.english import possessive

# The address of the page.
PATH = "consent"


@dataclass(frozen=True)
class ConsentRow:
    """A pair of supplier and system on the day: its state, what its names are, what holds in smaller areas.

    `rule` is the rule behind the supplier's own answer.
    """

    state: PermissionState
    system: str
    supplier: str
    freer: tuple[PermissionState, ...]
    rule: StandingRule | None


@dataclass(frozen=True, eq=False)
class Answer:
    """What the page says for a view and an area.

    `headline` says who is strictest, `ranking` who comes then, `second` which systems have another state's rule; `rows`
    are the systems with a card, those with another authority's rule and those by which the strictest are so, `others`
    the rest with a record, `silent` those without; `entries` the rules of authorities that are not the supplier, the
    newest first, each with its title; `authorities` those who set them, on whatever system.
    """

    view: View
    area: Territory
    headline: str
    ranking: str
    second: tuple[str, ...]
    rows: tuple[ConsentRow, ...]
    others: tuple[ConsentRow, ...]
    silent: tuple[ConsentRow, ...]
    entries: tuple[tuple[RuleChange, str], ...]
    authorities: tuple[str, ...]


@memoized(128)
def build_answer(dataset: Dataset, view: View, territory: str) -> Answer:
    """The answer to a view and an area. UnusableTable if restrictions, systems or a table of names cannot be used."""
    log, known_names = rule_log(dataset), case(dataset)
    area = known_names.territory(territory)
    every = [_row(dataset, log, pair, view, area) for pair in supplier_system_pairs(dataset, view.systems)]
    rows = {row.state: row for row in every if row.state.deciding or row.state.disputed_by}
    ordered = [rows[state] for state in consent.strictest_first(rows, lambda state: rows[state].system)]
    with_card = {system_id for _, system_id in known_names.cards}
    deciding = [state for _, states in _ranked(dataset, ordered)[:1] for state in states.values()]
    first = [
        row
        for row in ordered
        if view.systems or row.state.system_id in with_card or consent.other_rules(row.state) or row.state in deciding
    ] or ordered
    return Answer(
        view,
        area,
        *_ranking(dataset, view, area, ordered),
        tuple(filter(None, _second_yes(dataset, view, ordered))),
        tuple(first),
        tuple(row for row in ordered if row not in first),
        tuple(row for row in every if row.state not in rows),
        tuple((change, _title(dataset, change)) for change in _entries(log, view)),
        tuple(sorted({change.authority for change in _entries(log, View(view.asof, view.known))})),
    )


def _row(dataset: Dataset, log: RuleLog, pair: tuple[str, str], view: View, area: Territory) -> ConsentRow:
    known_names = case(dataset)
    state = permission_state(log, *pair, area.id, view.asof, view.known)
    own = consent.own_rule(state)
    alone = PermissionState(*pair, area.id, (own,) if own else ())
    disputed = bool(transfers.disputed_supply(dataset, *pair, view.asof))
    return ConsentRow(
        state,
        names.pair_name(dataset, *pair),
        labels.supplier_name(known_names.country_name(pair[0]), disputed),
        tuple(
            each for each in matrix_states(dataset, *pair, view.asof, view.known) if _is_freer(known_names, each, state)
        ),
        confirmations.standing_rule(log, alone, view.asof, view.known),
    )


def _is_freer(known_names: Case, narrow: PermissionState, state: PermissionState) -> bool:
    """Whether a smaller area within that of a state has a freer rule of its own."""
    inside = narrow.territory != state.territory and state.territory in known_names.territory(narrow.territory).path
    return inside and consent.is_freer(narrow, state)


def _is_past(dataset: Dataset, view: View) -> bool:
    """Whether the day is before the newest entry, after which its rules still hold."""
    return not headline_facts(dataset, view.asof, view.known).carried


def _ranked(dataset: Dataset, rows: list[ConsentRow]) -> list[tuple[str, dict[str, PermissionState]]]:
    """The suppliers by their answer, the strictest first, without the recipient."""
    given = [row.state for row in rows if row.state.supplier != dataset.settings.recipient]
    return consent.ranked_suppliers(given, case(dataset).country_name)


def _ranking(dataset: Dataset, view: View, area: Territory, rows: list[ConsentRow]) -> tuple[str, str]:
    """Who is strictest, and every supplier in order, with where the strictest allow more."""
    known_names, is_past = case(dataset), _is_past(dataset, view)
    ranking = _ranked(dataset, rows)
    strictest = [row for row in rows if ranking and row.state.supplier in ranking[0][1]]
    freer = dict.fromkeys(each.territory for row in strictest for each in row.freer)
    place, asked = words.where(area, bool(freer)), list(dict.fromkeys(row.system for row in strictest))
    areas = [known_names.territory(each) for each in freer]
    more = [words.ranking_sentences(ranking, known_names), words.freer_areas_sentence(areas, is_past)]
    said = words.headline(ranking, place, asked, known_names, is_past, _chosen(dataset, view))
    return said, " ".join(filter(None, more))


def _chosen(dataset: Dataset, view: View) -> str:
    return words.chosen_systems([names.short_name(dataset, system_id) for system_id in view.systems])


def _second_yes(dataset: Dataset, view: View, rows: list[ConsentRow]) -> Iterator[str]:
    """Which systems also need the permission of another state."""
    known_names, systems = case(dataset), [row.system for row in rows]
    for row in rows:
        capital = known_names.capital_name(row.state.supplier)
        system = f"{possessive(capital)} {row.system}" if systems.count(row.system) > 1 else row.system
        yield words.second_yes_sentence(system, row.state, known_names, _is_past(dataset, view))


def _entries(log: RuleLog, view: View) -> list[RuleChange]:
    """The rules of authorities that are not the supplier by the day, the newest first; of the chosen systems."""
    families = {log.family(system_id) for system_id in view.systems}
    _, changes = by_entry_day(log, view.known)
    return [
        change
        for change in reversed(consent.rules_of_others(changes))
        if change.day(view.known) <= view.asof and (not families or log.family(change.system_id) in families)
    ]


def _title(dataset: Dataset, change: RuleChange) -> str:
    return words.entry_title(change, names.pair_name(dataset, change.supplier, change.system_id), case(dataset))


def answer_html(dataset: Dataset, view: View, territory: str, whole: bool = True) -> Markup:
    """The answer as HTML: its sentences and the table; `whole`: with the other systems and the rules of others."""
    return _render(dataset, view, territory, "consent_answer.html", whole)


@memoized(128)
def _render(dataset: Dataset, view: View, territory: str, template: str, whole: bool) -> Markup:
    return html.render(
        template,
        answer=build_answer(dataset, view, territory),
        whole=whole,
        consent=consent,
        chosen=_chosen(dataset, view),
        words=words,
        state_words=state_words,
        labels=labels,
        names=case(dataset),
        provenance=Provenance(dataset, view, PATH),
    )


def heading(dataset: Dataset, view: View, params: Params) -> PageHeading:
    """Who is strictest, over it the question and the age of the newest entry, under it every supplier in order."""
    question = words.question(spoken_long(view.asof), _is_past(dataset, view))
    answer = build_answer(dataset, view, params["territory"])
    return PageHeading(question, answer.ranking, answer.headline, clock_and_age(dataset, view))


def description(dataset: Dataset, view: View, params: Params) -> str:
    """The sentences of the answer that fit a preview."""
    answer = build_answer(dataset, view, params["territory"])
    said = f"{answer.headline}."
    for sentence in (*answer.second, answer.ranking):
        said = f"{said} {sentence}" if sentence and len(f"{said} {sentence}") <= MAX_SUMMARY else said
    return said


def page_blocks(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The answer, the choice of the area, the rules side by side, then every rule of another authority."""
    territory = params["territory"]
    yield Html(_render(dataset, view, territory, "consent_lead.html", True), prerender=True)
    yield params.choice("territory")
    yield Html(answer_html(dataset, view, territory), prerender=True)
    yield Section(words.RULES_HEADING, anchor="rules", prerender=True)
    yield Html(_render(dataset, view, territory, "consent_rules.html", True), prerender=True)
    yield from blocks.method_blocks(dataset, PATH)


def _table_alone(dataset: Dataset, view: View, params: Params) -> Iterator[Block]:
    """The sentences and the table of the first systems, for other sites."""
    yield Html(_render(dataset, view, params["territory"], "consent_lead.html", False), prerender=True)
    yield Html(answer_html(dataset, view, params["territory"], whole=False), prerender=True)


def states_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """The state of every pair with a rule in the area, the strictest supplier first."""
    answer, log = build_answer(dataset, view, params["territory"]), rule_log(dataset)
    records = [
        export_rows.state_record(log, row.state, view.asof, view.known) for row in (*answer.rows, *answer.others)
    ]
    return export_rows.records_frame(records, export_rows.STATE_COLUMNS)


def rules_frame(dataset: Dataset, view: View, params: Params) -> pd.DataFrame:
    """Every rule by the day whose authority is not the supplier, the newest first."""
    entries = build_answer(dataset, view, params["territory"]).entries
    return export_rows.changes_frame((change, change.day(view.known)) for change, _ in entries)


def _areas(dataset: Dataset, view: View) -> Options:
    """The areas of the matrix, the one that leads by default."""
    return area_options(dataset), usable_case(dataset).lead_area


PAGE = Page(
    id=PATH,
    nav_title="Whose yes",
    summary="Who must agree to a use: the supplier, and any other state with a rule; the strictest supplier first.",
    heading=heading,
    description=description,
    blocks=page_blocks,
    in_place=True,
    view_params=("sys",),
    params=(ChoiceParam(key="territory", label="Area", options=_areas),),
    by_clock=True,
    exports=(
        Export("states", "The rules of the day, the strictest first", states_frame),
        Export("rules", "Every rule of a state that is not the supplier", rules_frame),
    ),
    embeds=(Embed("consent", "Whose yes it takes", 1260, _table_alone),),
)
