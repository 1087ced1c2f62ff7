"""The preview card, 1200 × 630: GET /card.png or .svg with a page's id as `view` and its keys."""

from contextlib import suppress
from dataclasses import replace
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from caveat import error_log
from caveat.content import briefing, pages, preview_card
from caveat.content.page import PageRequest
from caveat.content.share import PageParams, page_params
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_history, rule_log
from caveat.domain.case import case
from caveat.domain.query import CLOCKS, View, parse_query, query_bounds
from caveat.web import releases, responses
from caveat.web.pictures import png

SVG = "image/svg+xml"


@memoized(256)
def drawn(dataset: Dataset, view: View, page_id: str = "briefing", own: PageParams = ()) -> bytes:
    """The card of a page's view as PNG. UnusableTable if its tables cannot be used."""
    return png(picture(dataset, view, page_id, own), preview_card.WIDTH)


@memoized(256)
def picture(dataset: Dataset, view: View, page_id: str = "briefing", own: PageParams = ()) -> str:
    """The card as SVG: the page's question and its answer as statuses or sentences. UnusableTable as in `drawn`."""
    if page_id == "briefing" and not view.since:
        return preview_card.card_svg(dataset, view)
    request = PageRequest(pages.page_by_id(page_id), dataset, view, dict(own))
    question = request.heading.question
    if view.since:
        return preview_card.card_svg(dataset, view, question, request.description, picture=False)
    if page_id == "map":
        return preview_card.card_svg(dataset, view, question)
    if page_id == "system" and view.id and request.exists:
        return preview_card.card_svg(dataset, replace(view, systems=(view.id,)), question)
    return preview_card.card_svg(dataset, view, question, request.description, page_id == "compare")


@cache
def plain() -> bytes:
    """The card for when no answer can be drawn."""
    return png(preview_card.fallback_card_svg(), preview_card.WIDTH)


def warm(dataset: Dataset) -> None:
    """Draw the maps of cards and briefings before a reader asks.

    Their shapes cost far more than the rest of a picture. First come the maps of every system on the default day, the
    default pairs before the others; then those of the default system on each day on which a rule changed. Few of these
    differ.
    """
    with suppress(UnusableTable):
        view = View(query_bounds(dataset, current.today()).default)
        drawn(dataset, view, "briefing", ())
        warm_pages(dataset, view)
        defaults = [system_id for _, system_id in case(dataset).cards]
        for system_id in dict.fromkeys([*defaults, *dataset["systems"]["system_id"]]):
            system_view = View(view.asof, view.known, (system_id,))
            briefing.briefing_html(dataset, system_view)
            preview_card.card_svg(dataset, system_view)
        for view in _different_maps(dataset):
            if static := briefing.briefing_map(dataset, briefing.build_briefing(dataset, view)):
                static.svg()
                static.svg("light", preview_card.MAP_WIDTH, preview_card.HEIGHT - preview_card.MAP_NOTE_PX, nested=True)


def warm_pages(dataset: Dataset, view: View) -> None:
    """Make the card of each page on a day as SVG: what the cards of all its days share is then made too."""
    for page in pages.pages_of(dataset):
        # All four by place, as a request asks: a store keeps what is asked in another way as something else.
        picture(dataset, view, page.id, ())


def _different_maps(dataset: Dataset) -> list[View]:
    """One view for each map of the default system that differs from the others."""
    log = rule_log.rule_log(dataset)
    default, cards = dataset.settings.defaults.system, case(dataset).cards
    supplier = next((supplier for supplier, system_id in cards if system_id == default), "")
    views: dict[tuple[tuple[str, str], ...], View] = {}
    for known in CLOCKS:
        for day in rule_history.change_days(log, known):
            states = [
                restrictions.permission_state(log, supplier, default, area, day, known) for area in case(dataset).matrix
            ]
            views.setdefault(tuple((state.status, state.certainty) for state in states), View(day, known))
    return list(views.values())


@responses.endpoint
def card(request: Request) -> Response:
    """The card of a query; bad values fall back as on the pages, any fault gives the plain card without caching."""
    release, as_svg = "", request.url.path.endswith(".svg")
    try:
        dataset = releases.current_dataset()
        release = dataset.fingerprint
        view, page_id, own = _card_params(dataset, responses.query_of(request.scope))
        if as_svg:
            body, name = picture(dataset, view, page_id, own).encode(), f"caveat-{page_id}-{view.asof}.svg"
            return responses.cached_response(request, release, body, SVG, name)
        return responses.cached_response(request, release, drawn(dataset, view, page_id, own), "image/png")
    except UnusableTable:
        pass
    except Exception as error:
        error_log.record_error(error, "card")
    body, media_type = (preview_card.fallback_card_svg().encode(), SVG) if as_svg else (plain(), "image/png")
    return responses.cached_response(request, release, body, media_type, cache="no-cache")


def _card_params(dataset: Dataset, query: dict[str, list[str]]) -> tuple[View, str, PageParams]:
    """View, page and the page's own keys, without those that change no card: they must not fill the cache."""
    view, _ = parse_query(query, query_bounds(dataset, current.today()))
    requested = query.get("view", [""])[-1]
    page = next((page for page in pages.pages_of(dataset) if page.id == requested), pages.PAGES[0])
    changed = PageRequest(page, dataset, view, query).params.changed
    own = page_params({key: [value] for key, value in changed.items()})
    since = view.since if "from" in page.view_params else None
    return View(view.asof, view.known, view.systems, since, view.id if page.by_id else ""), page.id, own
