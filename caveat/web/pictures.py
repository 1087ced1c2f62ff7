"""Pictures to publish: GET /picture/<page>.png, .svg or .txt with the page's keys, `picture`, `format` and `look`."""

import base64
import re
from functools import cache

import resvg_py
from starlette.requests import Request
from starlette.responses import Response

from caveat.charts.pictures import canvas, frame
from caveat.charts.pictures.frame import FORMATS, Format, Picture
from caveat.content import pages, pictures
from caveat.content.page import PageRequest
from caveat.content.share import PageParams, page_params
from caveat.dataset import current
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, parse_query, query_bounds
from caveat.web import problems, releases, responses

FONTS = [str(canvas.FONTS / file) for file, _, _ in canvas.FACES.values()]
TYPES = {"png": "image/png", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8"}
LOOKS = ("colour", "grey")
HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})\b")


def png(svg: str, width: int) -> bytes:
    """An SVG as PNG, `width` px wide, with our own faces alone: the same picture on every machine."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            font_files=FONTS,
            skip_system_fonts=True,
            sans_serif_family="Caveat Sans",
            font_family="Caveat Sans",
        )
    )


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


@memoized(64)
def picture(dataset: Dataset, page_id: str, view: View, own: PageParams, name: str, site: str) -> Picture:
    """A picture of a view. UnusableTable if its tables cannot be used."""
    return pictures.build_picture(PageRequest(pages.page_by_id(page_id), dataset, view, dict(own)), name, site)


@memoized(32)
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
    query = responses.query_of(request.scope)
    view, own = shown_view(dataset, page_id, query)
    chosen = {key: query.get(key, [""])[-1] for key in ("picture", "format", "look")}
    name = chosen["picture"]
    form = chosen["format"] if chosen["format"] in FORMATS else next(iter(FORMATS))
    look = chosen["look"] if chosen["look"] in LOOKS else LOOKS[0]
    asked = (page_id, view, own, name, responses.site_url(request.scope))
    body = drawn(dataset, asked, FORMATS[form], look, ending)
    saved_as = f"caveat-{page_id}-{view.asof}-{form}.svg" if ending == "svg" else ""
    return responses.cached_response(request, dataset.fingerprint, body, TYPES[ending], saved_as)


def shown_view(dataset: Dataset, page_id: str, query: dict[str, list[str]]) -> tuple[View, PageParams]:
    """View and the page's own keys, without those that change no picture: they must not fill the caches."""
    page = pages.page_by_id(page_id)
    view, _ = parse_query(query, query_bounds(dataset, current.today()))
    changed = PageRequest(page, dataset, view, query).params.changed
    own = page_params({key: [value] for key, value in changed.items()})
    systems = view.systems if "sys" in page.view_params else ()
    return View(view.asof, view.known, systems, id=view.id if page.by_id else ""), own
