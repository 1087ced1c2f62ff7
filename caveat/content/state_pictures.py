"""Pictures of what was allowed on a day: every rule, the map of a system, the rules on a system."""

from collections.abc import Iterable
from dataclasses import replace

from caveat.charts.pictures.frame import Picture
from caveat.charts.pictures.keys import certainty_key, map_key
from caveat.charts.pictures.map import map_body
from caveat.charts.pictures.table import Cell, Row, table_body
from caveat.content import briefing, consent, day_comparison, system_profile
from caveat.content.briefing import MatrixRow
from caveat.content.consent import ConsentRow
from caveat.content.page import PageRequest
from caveat.content.static_map import StaticMap
from caveat.dataset.partial_dates import spoken
from caveat.dataset.tables import Dataset
from caveat.domain import consent as consent_domain
from caveat.domain.case import Case, case
from caveat.domain.day_comparison import StateChange
from caveat.domain.headline import headline_facts
from caveat.domain.query import View
from caveat.domain.restrictions import AuthorityRule
from caveat.text import consent as consent_words
from caveat.text import day_comparison as comparison_words
from caveat.text import headline as headline_words
from caveat.text import labels
from caveat.text import permissions as state_words
from caveat.text import pictures as words


def _answer_title(dataset: Dataset, view: View) -> str:
    return headline_words.headline(headline_facts(dataset, view.asof, view.known, view.systems))


def cards_picture(request: PageRequest) -> Picture | None:
    """The pairs with a card: the answer, how sure it is, and what was said."""
    dataset, view = request.dataset, request.view
    rows = _answered_rows(dataset, view)
    if not rows:
        return None
    title, subtitle = _answer_title(dataset, view), words.on_the_day(words.WHAT_WAS_ALLOWED, view)
    sentences = [state_words.permission_sentence(row.system, row.states, row.names) for row in rows]
    return Picture(
        title,
        subtitle,
        words.alt(title, subtitle, sentences),
        table_body((), [_card_row(row) for row in rows], (1, 1.5, 2)),
        note=words.NO_RECORD if any(not row.lead.deciding for row in rows) else "",
    )


def _answered_rows(dataset: Dataset, view: View) -> list[MatrixRow]:
    """The pairs with a card that have a record, else the other pairs that have one, else the cards."""
    built = briefing.build_briefing(dataset, view)
    on_record = [[row for row in rows if row.lead.deciding or row.disputes] for rows in (built.cards, built.matrix)]
    return next((rows for rows in on_record if rows), list(built.cards))


def card_ids(request: PageRequest) -> list[str]:
    """The sources of the cards."""
    cards = _answered_rows(request.dataset, request.view)
    return [
        source_id for row in cards for source_id in (*row.lead.source_ids, *(row.rule.source_ids if row.rule else ()))
    ]


def _card_row(row: MatrixRow) -> Row:
    country = " · ".join(part for part in (row.country, row.range) if part)
    disputed = words.DISPUTED if row.disputes else ""
    sure = ", ".join(part for part in (state_words.certainty_since(row.lead), disputed) if part)
    said = row.rule.change.summary if row.rule else ""
    return [
        Cell(row.system, country, labels.lane_name(row.system, row.country), strong=True),
        Cell(row.headline, sure, "", row.lead.status, row.lead.certainty),
        Cell(said, tight=sure),
    ]


def changes_picture(request: PageRequest) -> Picture | None:
    """What changed between two days: was, is, why; None where a view compares none or nothing changed."""
    dataset, view = request.dataset, request.view
    comparison = day_comparison.compared(dataset, view) if view.since else None
    if not comparison or not comparison.changes:
        return None
    title = comparison_words.comparison_headline(comparison)
    subtitle = words.compared(comparison_words.comparison_title(comparison.start, comparison.end), view)
    heads = ("", spoken(comparison.start), spoken(comparison.end), words.WHY)
    sentences = [words.change_sentence(comparison_words.change_words(change)) for change in comparison.changes]
    return Picture(
        title,
        subtitle,
        words.alt(title, subtitle, sentences),
        table_body(heads, [_change_row(change) for change in comparison.changes], (1.2, 1, 1.1, 1.7)),
        certainty_key(state.certainty for change in comparison.changes for state in (change.before, change.after)),
    )


def change_ids(request: PageRequest) -> list[str]:
    """The sources of the rows that changed a rule."""
    changes = day_comparison.compared(request.dataset, request.view).changes
    return [source_id for change in changes for source_id in change.change.source_ids]


def _change_row(change: StateChange) -> Row:
    said, before, after = comparison_words.change_words(change), change.before, change.after
    sure = ", ".join(filter(None, (said.sure, said.whose)))
    return [
        Cell(said.system, said.area, f"{said.system}, {said.area}", strong=True),
        Cell(said.was, "", "", before.status, before.certainty),
        Cell(said.now, sure, "", after.status, after.certainty),
        Cell(said.why, tight=sure),
    ]


def consent_picture(request: PageRequest) -> Picture | None:
    """The supplier's rule and another state's side by side, the strictest supplier first."""
    dataset, view, names = request.dataset, request.view, case(request.dataset)
    answer = consent.build_answer(dataset, view, request.params["territory"])
    rows = answer.rows
    if not rows:
        return None
    more = [answer.ranking, *answer.second]
    subtitle = words.on_the_day(words.rules_for(consent_words.where(answer.area)), view)
    return Picture(
        answer.headline,
        subtitle,
        words.alt(f"{answer.headline}.", subtitle, more),
        table_body(words.CONSENT_HEADS, [_consent_row(row, names) for row in rows], (1.1, 1.2, 1.2, 1.4)),
        certainty_key(layer.certainty for row in rows for layer in row.state.layers),
    )


def _consent_row(row: ConsentRow, names: Case) -> Row:
    own, others = consent_domain.own_rule(row.state), consent_domain.other_rules(row.state)
    disputed = [words.DISPUTED] if row.state.disputed_by else []
    name = labels.lane_name(row.system, row.supplier)
    return [
        Cell(row.system, row.supplier, name, strong=True),
        _rule_cell(own, names) if own else Cell("–"),
        _rule_cell(others[0], names) if others else Cell("–"),
        Cell(
            consent_words.ANSWER[row.state.status],
            ", ".join([consent_words.answer_reason(row.state, names).removeprefix(", "), *disputed]).removeprefix(", "),
            "",
            row.state.status,
        ),
    ]


def _rule_cell(rule: AuthorityRule, names: Case) -> Cell:
    sure = f"{names.capital_name(rule.authority)}, {labels.CERTAINTY[rule.certainty]}"
    return Cell(labels.STATUS_SHORT[rule.status], sure, "", rule.status, rule.certainty)


def matrix_picture(request: PageRequest) -> Picture | None:
    """Every pair with its rule in each area."""
    dataset, view = request.dataset, request.view
    built, names = briefing.build_briefing(dataset, view), case(dataset)
    rows = built.matrix
    if not rows:
        return None
    areas = [names.territory(state.territory) for state in rows[0].states]
    heads = ["", *(area.short_name for area in areas)]
    sentences = [state_words.permission_sentence(row.system, row.states, names) for row in rows]
    subtitle = words.on_the_day(words.WHAT_WAS_ALLOWED, view)
    return Picture(
        _answer_title(dataset, view),
        subtitle,
        words.alt(_answer_title(dataset, view), subtitle, sentences),
        table_body(heads, [_matrix_row(row) for row in rows], (1.35, *(1.0 for _ in areas))),
        certainty_key(state.certainty for row in rows for state in row.states),
        words.NO_RECORD if any(state.status == "no_record" for row in rows for state in row.states) else "",
    )


def _matrix_row(row: MatrixRow) -> Row:
    name = labels.lane_name(row.system, row.country)
    head = Cell(row.system, " · ".join(part for part in (row.country, row.range) if part), name, strong=True)
    alike = len({(state.status, state.certainty, state.since) for state in row.states}) == 1
    states = row.states[:1] if alike else row.states
    return [head, *(_state_cell(state, len(row.states) if alike else 1) for state in states)]


def _state_cell(state: state_words.PermissionState, span: int = 1) -> Cell:
    disputed = words.DISPUTED if state.disputed_by else ""
    said = ", ".join(part for part in (state_words.certainty_since(state), disputed) if part)
    return Cell(labels.STATUS_SHORT[state.status], said, "", state.status, state.certainty, span)


def mapped_view(request: PageRequest) -> View:
    """The view of the one system that a map shows."""
    return replace(request.view, systems=(briefing.mapped_system(request.dataset, request.view),))


def map_picture(request: PageRequest) -> Picture | None:
    """The map of the first system of a view."""
    dataset, view = request.dataset, request.view
    still = briefing.briefing_map(dataset, briefing.build_briefing(dataset, view))
    return _still_picture(dataset, view, still) if still else None


def _still_picture(dataset: Dataset, view: View, still: StaticMap) -> Picture:
    title, subtitle = _answer_title(dataset, view), words.on_the_day(words.map_subject(still.name), view)
    return Picture(
        title,
        subtitle,
        words.alt(title, "", [still.alt]),
        map_body(still.model),
        map_key(still.model),
        " ".join(still.notes),
        tall=True,
    )


def card_picture(request: PageRequest) -> Picture | None:
    """The rules on the system that the address names, area by area."""
    dataset, view = request.dataset, request.view
    system = system_profile.find_system(dataset, view.id)
    if system is None:
        return None
    view = replace(view, systems=(system.family,), id="")
    built, names = briefing.build_briefing(dataset, view), case(dataset)
    rows = [row for row in built.cards if row.rule] or built.cards
    if not rows:
        return None
    title, subtitle = _answer_title(dataset, view), words.on_the_day(words.rules_on(system.name), view)
    sentences = [state_words.permission_sentence(row.system, row.states, names) for row in rows]
    cells = [line for row in rows for line in _area_rows(row, len(rows) > 1)]
    return Picture(title, subtitle, words.alt(title, subtitle, sentences), table_body((), cells, (1, 1.35, 2.1)))


def _area_rows(row: MatrixRow, several: bool) -> Iterable[Row]:
    """A row for each area of a pair: area, rule, what was said; equal rules once."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for state in row.states:
        key = (state.status, state.certainty, state.since)
        seen.setdefault(key, []).append(row.names.territory(state.territory).short_name)
    for state, rule in zip(row.states, row.rules, strict=True):
        areas = seen.pop((state.status, state.certainty, state.since), None)
        if areas is None:
            continue
        name = words.area_list(areas, len(row.states))
        said = rule.change.summary if rule else ""
        yield [Cell(name, row.system if several else "", strong=True), _state_cell(state), Cell(said)]
