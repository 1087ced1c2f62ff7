"""Serve the same figure as a static HTML file beside plotly.js, both compressed: the limit of such a page."""

import sys
from datetime import date

import brotli
import uvicorn
from plotly.offline import get_plotlyjs
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from caveat.content import map as map_page
from caveat.dataset import tables
from caveat.domain.query import View


def _served(text: str, kind: str) -> Response:
    return Response(
        brotli.compress(text.encode(), quality=9),
        media_type=kind,
        headers={"Content-Encoding": "br", "Cache-Control": "public, max-age=3600"},
    )


def main() -> None:
    """Build both files and serve them."""
    read = tables.load()
    view = View(date(2024, 11, 18), systems=("atacms",))
    [pair] = map_page.map_pairs(read, view)
    page = map_page.map_figure(map_page.build_map(read, view, *pair), "light").to_html(include_plotlyjs="plotly.js")
    files = {"/": _served(page, "text/html"), "/plotly.js": _served(get_plotlyjs(), "text/javascript")}
    routes = [Route(path, lambda request, body=body: body) for path, body in files.items()]
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")


if __name__ == "__main__":
    main()
