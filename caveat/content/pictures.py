"""The pictures of each page: which there are, what each shows and says, on which sources."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from caveat.charts.pictures.frame import Picture
from caveat.charts.pictures.sentences import sentences_body
from caveat.content import chart_pictures, state_pictures
from caveat.content.page import PageRequest
from caveat.dataset import sources
from caveat.dataset.errors import UnusableTable
from caveat.dataset.partial_dates import exists, first_day
from caveat.dataset.tables import list_items
from caveat.domain.query import View
from caveat.text import pictures as words

_SOURCE_COLUMNS = ("source_ids", "source_id", "independent_source_ids")


@dataclass(frozen=True)
class PictureKind:
    """A picture of a page: its name in addresses, its title in lists, what makes it, and its sources.

    `make` gives None where there is nothing to draw. `cited` is the export of the page with the rows behind it, or
    gives the ids of its sources. `narrow` gives the part of a view that it shows. `dated`: its sources were public by
    the day of the view.
    """

    name: str
    title: str
    make: Callable[[PageRequest], Picture | None]
    cited: str | Callable[[PageRequest], Iterable[str]]
    narrow: Callable[[PageRequest], View] = lambda request: request.view
    dated: bool = True


def kinds_of(page_id: str, compares: bool = True) -> tuple[PictureKind, ...]:
    """The pictures of a page; the first that can be drawn is its preview card's. `compares`: the view has two days."""
    return tuple(kind for kind in _KINDS.get(page_id, ()) if compares or kind.name != "changes")


def build_picture(request: PageRequest, name: str, site: str) -> Picture:
    """A picture of a view; the page's first that can be drawn if there is none of that name. UnusableTable as there.

    What has nothing to draw says in sentences what the page says.
    """
    kinds = kinds_of(request.page.id)
    for kind in [kind for kind in kinds if kind.name == name] or kinds:
        shown = replace(request, view=kind.narrow(request))
        if picture := kind.make(shown):
            return _credited(picture, shown, tuple(_named_sources(shown, kind)), site)
    return _credited(_in_sentences(request), request, (), site)


def _credited(picture: Picture, request: PageRequest, named: tuple[str, ...], site: str) -> Picture:
    address = f"{site}/{request.page.path}?{urlencode(request.canonical_query, doseq=True)}"
    return replace(picture, sources=named, address=address, release=request.dataset.fingerprint)


def _named_sources(request: PageRequest, kind: PictureKind) -> Iterable[str]:
    """Each publisher behind a picture with a date, the weightiest first, the newest page of it."""
    view = request.view
    try:
        ids = kind.cited(request) if callable(kind.cited) else _exported_ids(request, kind.cited)
    except UnusableTable:
        return []
    found = sources.resolve_sources(request.dataset, ids)
    if kind.dated and view.known == "then":
        found = [page for page in found if not exists(page.published) or first_day(page.published) <= view.asof]
    found.sort(key=lambda page: first_day(page.published) if page.published else date.min, reverse=True)
    found.sort(key=lambda page: page.weight, reverse=True)
    best: dict[str, sources.Source] = {}
    for page in found:
        best.setdefault(page.publisher, page)
    return map(words.named_source, best.values())


def _exported_ids(request: PageRequest, name: str) -> list[str]:
    """The ids of the sources that the rows of an export name."""
    export = next(export for export in request.page.exports if export.name == name)
    frame = export.rows(request.dataset, request.view, request.params)
    columns = [column for column in _SOURCE_COLUMNS if column in frame]
    return [source_id for column in columns for cell in frame[column] for source_id in list_items(cell)]


def _in_sentences(request: PageRequest) -> Picture:
    """The page's question and its answer in sentences."""
    question, answer = request.heading.question, request.description
    return Picture(question, "", f"{question} {answer}", sentences_body(answer))


_CHANGES = PictureKind("changes", "What changed", state_pictures.changes_picture, state_pictures.change_ids)
_KINDS: dict[str, tuple[PictureKind, ...]] = {
    "briefing": (
        _CHANGES,
        PictureKind("cards", "The answers", state_pictures.cards_picture, state_pictures.card_ids),
        PictureKind("strip", "The history of every rule", chart_pictures.strip_picture, chart_pictures.strip_ids),
        PictureKind("matrix", "Every rule of the day", state_pictures.matrix_picture, "states"),
        PictureKind(
            "map", "The map of the first system", state_pictures.map_picture, "states", state_pictures.mapped_view
        ),
    ),
    "consent": (PictureKind("consent", "Whose yes it takes", state_pictures.consent_picture, "states"),),
    "map": (
        _CHANGES,
        PictureKind(
            "map", "The map of the first system", state_pictures.map_picture, "states", state_pictures.mapped_view
        ),
    ),
    "compare": (PictureKind("claims", "Every published figure", chart_pictures.claims_picture, "claims", dated=False),),
    "timeline": (PictureKind("lanes", "The timeline", chart_pictures.timeline_picture, "entries"),),
    "positions": (PictureKind("stances", "Who said what", chart_pictures.stances_picture, "statements"),),
    "suppliers": (
        PictureKind("steps", "How far each supplier got", chart_pictures.deliveries_picture, "transfers"),
        PictureKind("numbers", "How many were delivered", chart_pictures.numbers_picture, chart_pictures.number_ids),
        PictureKind("aid", "What was paid or promised", chart_pictures.aid_picture, "aid"),
    ),
    "system": (
        PictureKind("card", "The rules on the system", state_pictures.card_picture, "states"),
        PictureKind(
            "figures", "Every published range", chart_pictures.figures_picture, chart_pictures.figure_ids, dated=False
        ),
        PictureKind("numbers", "How many were delivered", chart_pictures.numbers_picture, chart_pictures.number_ids),
    ),
    "story": (PictureKind("facts", "The facts of the article", chart_pictures.story_picture, "facts", dated=False),),
    "data": (PictureKind("sources", "The best sources", chart_pictures.sources_picture, chart_pictures.best_ids),),
}
