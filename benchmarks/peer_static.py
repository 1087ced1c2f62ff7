"""Serve the same figure as a static HTML file beside plotly.js, both compressed: the limit of such a page."""

from datetime import date

import brotli
from plotly.offline import get_plotlyjs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from caveat.content import map as map_page
from caveat.dataset import tables
from caveat.domain.query import View

dataset = tables.load()
view = View(date(2024, 11, 18), systems=("atacms",))
[pair] = map_page.map_pairs(dataset, view)
page = map_page.map_figure(map_page.build_map(dataset, view, *pair), "light").to_html(include_plotlyjs="plotly.js")
FILES = {
    path: (brotli.compress(text.encode(), quality=9), media_type)
    for path, text, media_type in (("/", page, "text/html"), ("/plotly.js", get_plotlyjs(), "text/javascript"))
}


def file(request: Request) -> Response:
    """Answer with a file."""
    body, media_type = FILES[request.url.path]
    headers = {"Content-Encoding": "br", "Cache-Control": "public, max-age=3600"}
    return Response(body, headers=headers, media_type=media_type)


app = Starlette(routes=[Route(path, file) for path in FILES])
