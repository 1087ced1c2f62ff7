"""The pictures of each page: which there are, what each shows and says, on which sources."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd

from caveat.charts.pictures.frame import Picture
from caveat.charts.pictures.keys import certainty_key, map_key
from caveat.charts.pictures.map import map_body
from caveat.charts.pictures.sentences import sentences_body
from caveat.charts.pictures.table import Cell, Row, table_body
from caveat.content import briefing, system_profile
from caveat.content.briefing import MatrixRow
from caveat.content.page import PageRequest
from caveat.content.static_map import StaticMap
from caveat.dataset import sources
from caveat.dataset.errors import UnusableTable
from caveat.dataset.partial_dates import exists, first_day
from caveat.dataset.tables import Dataset, list_items
from caveat.domain.case import case
from caveat.domain.headline import headline_facts
from caveat.domain.query import View
from caveat.text import headline as headline_words
from caveat.text import labels
from caveat.text import permissions as state_words
from caveat.text import pictures as words

_SOURCE_COLUMNS = ("source_ids", "source_id", "independent_source_ids")


@dataclass(frozen=True)
class PictureKind:
    """A picture of a page: its name in addresses, its title in lists, the export that has the rows behind it.

    `make` gives None where there is nothing to draw. `narrow` gives the part of a view that it shows. `dated`: its
    sources were public by the day of the view.
    """

    name: str
    title: str
    export: str
    make: Callable[[PageRequest], Picture | None]
    narrow: Callable[[PageRequest], View] = lambda request: request.view
    dated: bool = True


def kinds_of(page_id: str) -> tuple[PictureKind, ...]:
    """The pictures of a page; the first is its preview card's."""
    return _KINDS.get(page_id, ())


def build_picture(request: PageRequest, name: str, site: str) -> Picture:
    """A picture of a view; the page's first if there is none of that name. UnusableTable as on the page.

    What has nothing to draw says in sentences what the page says.
    """
    kinds = kinds_of(request.page.id)
    kind = next((kind for kind in kinds if kind.name == name), kinds[0] if kinds else None)
    request = replace(request, view=kind.narrow(request)) if kind else request
    picture = (kind.make(request) if kind else None) or _in_sentences(request)
    return replace(
        picture,
        sources=tuple(_named_sources(request, kind)) if kind else (),
        address=f"{site}/{request.page.path}?{urlencode(request.canonical_query, doseq=True)}",
        release=request.dataset.fingerprint,
    )


def _named_sources(request: PageRequest, kind: PictureKind) -> Iterable[str]:
    """Each publisher behind a picture with a date, the weightiest first."""
    view, export = request.view, next(export for export in request.page.exports if export.name == kind.export)
    try:
        found = sources.resolve_sources(request.dataset, cited_ids(export.rows(request.dataset, view, request.params)))
    except UnusableTable:
        return []
    found.sort(key=lambda page: first_day(page.published) if page.published else date.min, reverse=True)
    found.sort(key=lambda page: page.weight, reverse=True)
    if kind.dated and view.known == "then":
        found = [page for page in found if not exists(page.published) or first_day(page.published) <= view.asof]
    by_publisher: dict[str, sources.Source] = {}
    for page in found:
        by_publisher.setdefault(page.publisher, page)
    return [words.named_source(page) for page in by_publisher.values()]


def cited_ids(frame: pd.DataFrame) -> list[str]:
    """The ids of the sources that some rows name."""
    columns = [column for column in _SOURCE_COLUMNS if column in frame]
    return [source_id for column in columns for cell in frame[column] for source_id in list_items(cell)]


def _in_sentences(request: PageRequest) -> Picture:
    """The page's question and its answer in sentences."""
    question, answer = request.heading.question, request.description
    return Picture(question, "", f"{question} {answer}", sentences_body(answer))


def _answer_title(dataset: Dataset, view: View) -> str:
    return headline_words.headline(headline_facts(dataset, view.asof, view.known, view.systems))


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


def _mapped(request: PageRequest) -> View:
    """The view of the one system that a map shows."""
    systems = request.view.systems or (request.dataset.settings.defaults.system,)
    return replace(request.view, systems=systems[:1])


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


_KINDS: dict[str, tuple[PictureKind, ...]] = {
    "briefing": (
        PictureKind("matrix", "Every rule of the day", "states", matrix_picture),
        PictureKind("map", "The map", "states", map_picture, _mapped),
    ),
    "map": (PictureKind("map", "The map", "states", map_picture, _mapped),),
    "system": (PictureKind("card", "The rules on the system", "states", card_picture),),
}
