"""Pictures to publish, GET /picture/<page>.png, .svg or .txt, and preview cards, GET /card.png or .svg, of a view."""

import base64
import re
from contextlib import suppress
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from caveat import error_log
from caveat.charts.pictures import canvas, frame
from caveat.charts.pictures.frame import CARD, FORMATS, Format, Picture
from caveat.charts.pictures.sentences import sentences_body
from caveat.content import briefing, pages, pictures
from caveat.content.page import PageRequest
from caveat.content.share import PageParams, page_params
from caveat.content.static_map import build_static_map
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.memo import memoized_by_bytes
from caveat.dataset.tables import Dataset
from caveat.domain import restrictions, rule_history, rule_log
from caveat.domain.address import meant
from caveat.domain.case import case
from caveat.domain.pairs import supplier_system_pairs
from caveat.domain.query import CLOCKS, View, parse_query, query_bounds
from caveat.text import pictures as words
from caveat.web import problems, releases, responses
from caveat.web.renderer import Renderer

FONTS = [str(canvas.FONTS / file) for file, _, _ in canvas.FACES.values()]
TYPES = {"png": "image/png", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8"}
CARD_PX = int(CARD.width * CARD.scale)
LOOKS = ("colour", "grey")
_renderer = Renderer(FONTS)
HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})\b")


def png(svg: str, width: int) -> bytes:
    """An SVG as PNG, `width` px wide. ValueError or RuntimeError as in Renderer."""
    return _renderer.png(svg, width)


@cache
def face_rules() -> str:
    """The rules of CSS that bring our faces along, so that an SVG looks the same where they are not installed."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/ttf;base64,{data})}}'
        for file, family, weight in canvas.FACES.values()
        for data in [base64.b64encode((canvas.FONTS / file).read_bytes()).decode()]
    )


def greyed(svg: str) -> str:
    """An SVG in greys of the same lightness, for a page that is printed in black."""

    def grey(found: re.Match[str]) -> str:
        red, green, blue = (int(part, 16) for part in found.groups())
        return "#" + f"{round(0.2126 * red + 0.7152 * green + 0.0722 * blue):02x}" * 3

    return HEX.sub(grey, svg)


def plain_picture() -> Picture:
    """What stands for a card that cannot be drawn."""
    return Picture(words.SITE_PURPOSE, "", words.UNAVAILABLE, sentences_body(words.UNAVAILABLE))


@cache
def plain_card(ending: str) -> bytes:
    """The card for when no answer can be drawn."""
    svg = frame.draw(plain_picture(), CARD, face_rules() if ending == "svg" else "")
    return png(svg, CARD_PX) if ending == "png" else svg.encode()


@memoized_by_bytes()
def picture(dataset: Dataset, page_id: str, view: View, own: PageParams, name: str, site: str) -> Picture:
    """A picture of a view. UnusableTable if its tables cannot be used."""
    return pictures.build_picture(PageRequest(pages.page_by_id(page_id), dataset, view, dict(own)), name, site)


@memoized_by_bytes()
def drawn(
    dataset: Dataset, asked: tuple[str, View, PageParams, str, str], shape: Format, look: str, ending: str
) -> bytes:
    """A picture as a file. UnusableTable as in `picture`."""
    shown = picture(dataset, *asked)
    if ending == "txt":
        return shown.alt.encode()
    svg = frame.draw(shown, shape, face_rules() if ending == "svg" else "")
    svg = greyed(svg) if look == "grey" else svg
    return png(svg, int(shape.width * shape.scale)) if ending == "png" else svg.encode()


@responses.endpoint
def picture_file(request: Request) -> Response:
    """The picture of a query; values that name nothing fall back as on the page."""
    page_id, ending = request.path_params["page"], request.path_params["ending"]
    dataset = releases.current_dataset()
    known = [page.id for page in pages.pages_of(dataset)]
    if page_id not in known:
        raise problems.unknown_name("picture of a page", page_id, known)
    if ending not in TYPES:
        raise problems.unknown_name("form of a picture", ending, list(TYPES))
    keys = ("picture", "format", "look")
    query = responses.query_of(request.scope, pages.page_by_id(page_id), keys)
    view, own = shown_view(dataset, page_id, query)
    name, form, look = (query.get(key, [""])[-1] for key in keys)
    form, look = meant(form, FORMATS) or next(iter(FORMATS)), meant(look, LOOKS) or LOOKS[0]
    asked = (page_id, view, own, name, responses.site_url(request.scope))
    body = drawn(dataset, asked, FORMATS[form], look, ending)
    # As the links of the Share dialog name it, so that no picture of a view takes the name of another.
    kind = next((f"{kind.name}-" for kind in pictures.kinds_of(page_id) if kind.name == name), "")
    saved_as = f"caveat-{page_id}-{kind}{view.asof}-{form}.svg" if ending == "svg" else ""
    return responses.cached_response(request, dataset.fingerprint, body, TYPES[ending], saved_as)


@responses.endpoint
def still_map(request: Request) -> Response:
    """The map of a supplier and a system on a day without a frame, for browsers without scripts."""
    dataset = releases.current_dataset()
    view, _ = parse_query(responses.query_of(request.scope), query_bounds(dataset, current.today()))
    supplier, system_id = request.path_params["supplier"], request.path_params["system"]
    known = {
        f"{code}/{each}"
        for each in dataset["systems"]["system_id"]
        for code, _ in supplier_system_pairs(dataset, [each])
    }
    found = build_static_map(dataset, view.asof, view.known, supplier, system_id)
    if f"{supplier}/{system_id}" not in known or found is None:
        raise problems.unknown_name("map of a supplier and a system", f"{supplier}/{system_id}", sorted(known))
    return responses.cached_response(request, dataset.fingerprint, found.svg().encode(), TYPES["svg"])


@memoized_by_bytes()
def drawn_card(dataset: Dataset, page_id: str, view: View, own: PageParams, ending: str) -> bytes:
    """The preview card of a view: the first picture of its page. UnusableTable as in `picture`."""
    # Without the address of the site: a card stands beside a link to it.
    svg = frame.draw(picture(dataset, page_id, view, own, "", ""), CARD, face_rules() if ending == "svg" else "")
    return png(svg, CARD_PX) if ending == "png" else svg.encode()


@responses.endpoint
def card(request: Request) -> Response:
    """The card of a query; bad values fall back as on the pages, any fault gives the plain card without caching."""
    release, ending = "", request.url.path.rpartition(".")[2]
    try:
        dataset = releases.current_dataset()
        release = dataset.fingerprint
        asked = responses.query_of(request.scope, None, ("view",)).get("view", [""])[-1]
        page = next((page for page in pages.pages_of(dataset) if page.id == asked), pages.PAGES[0])
        query = responses.query_of(request.scope, page, ("view",))
        view, own = shown_view(dataset, page.id, query)
        body = drawn_card(dataset, page.id, view, own, ending)
        saved_as = f"caveat-{page.id}-{view.asof}.svg" if ending == "svg" else ""
        return responses.cached_response(request, release, body, TYPES[ending], saved_as)
    except UnusableTable:
        pass
    except Exception as error:
        error_log.record_error(error, "card")
    return responses.cached_response(request, release, plain_card(ending), TYPES[ending], cache="no-cache")


def warm(dataset: Dataset) -> None:
    """Draw the maps of cards and briefings before a reader asks.

    Their shapes cost far more than the rest of a picture. First come the maps of every system on the default day, the
    default pairs before the others; then those of the default system on each day on which a rule changed. Few of these
    differ.
    """
    with suppress(UnusableTable):
        view = View(query_bounds(dataset, current.today()).default)
        warm_pages(dataset, view)
        defaults = [system_id for _, system_id in case(dataset).cards]
        for system_id in dict.fromkeys([*defaults, *dataset["systems"]["system_id"]]):
            _warm_map(dataset, View(view.asof, view.known, (system_id,)))
        for view in _different_maps(dataset):
            _warm_map(dataset, view)


def warm_pages(dataset: Dataset, view: View) -> None:
    """Make the card of each page on a day as SVG: what the cards of all its days share is then made too."""
    for page in pages.pages_of(dataset):
        # By place, as a request asks: a store keeps what is asked in another way as something else.
        frame.draw(picture(dataset, page.id, view, (), "", ""), CARD)


def _warm_map(dataset: Dataset, view: View) -> None:
    briefing.briefing_html(dataset, view)
    if "map" in {page.id for page in pages.pages_of(dataset)}:
        frame.draw(picture(dataset, "map", view, (), "", ""), CARD)


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


def shown_view(dataset: Dataset, page_id: str, query: dict[str, list[str]]) -> tuple[View, PageParams]:
    """View and the page's own keys, without those that change no picture: they must not fill the caches."""
    page = pages.page_by_id(page_id)
    view, _ = parse_query(query, query_bounds(dataset, current.today()))
    changed = PageRequest(page, dataset, view, query).params.changed
    own = page_params({key: [value] for key, value in changed.items()})
    systems = view.systems if "sys" in page.view_params else ()
    since = view.since if "from" in page.view_params else None
    return View(view.asof, view.known, systems, since, view.id if page.by_id else ""), own
