"""The dashboard as an ASGI server: Streamlit's app with the tables as files beside it (make run)."""

import argparse
import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import get_args

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from caveat import settings
from caveat.charts.style import Figure
from caveat.content import briefing
from caveat.content import map as map_page
from caveat.dataset import current
from caveat.dataset.errors import UnusableTable
from caveat.dataset.tables import Dataset
from caveat.domain.query import View, query_bounds
from caveat.settings import ROOT
from caveat.theme import Theme
from caveat.ui.blocks import show_error
from caveat.web import cards, health, json_logs, server
from caveat.web.middleware.compression import StaticCompression
from caveat.web.middleware.limits import RequestLimits
from caveat.web.middleware.metrics import Metrics
from caveat.web.middleware.not_found import NotFound
from caveat.web.middleware.route_names import RouteNames
from caveat.web.middleware.security_headers import SecurityHeaders
from caveat.web.prerender import START_HASH, Prerender
from caveat.web.routes import ROUTES

SETTINGS = settings.require()
SCRIPT = ROOT / "caveat" / "ui" / "main.py"


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Warm up before the first reader comes: read the tables, build the default answer, keep what is loaded out of later collections."""
    # Our routes answer at the root only.
    Figure.basemaps_by_url = not st.get_option("server.baseUrlPath")
    try:
        read = current.dataset()
        view = briefing.default_view(query_bounds(read, current.today()))
        briefing.briefing_html(read, view)
        # The bands of the default maps take about a second each; readers of other pages need not wait for them.
        threading.Thread(target=draw_maps, args=(read, view), daemon=True).start()
    except UnusableTable as error:
        print(f"The table {error.table} cannot be used; its pages will say so:\n{error}")
    json_logs.write_lines(SETTINGS.access_log)
    gc.collect()
    gc.freeze()
    health.process_state.warm = True
    yield
    Figure.basemaps_by_url = False


def draw_maps(dataset: Dataset, view: View) -> None:
    """Draw the maps of a view and the preview cards' maps once, so that their first reader finds the shapes made. A broken table is left to the page, which says so."""
    with suppress(UnusableTable):
        for pair in map_page.map_pairs(dataset, view):
            for theme in get_args(Theme):
                map_page.map_figure(map_page.build_map(dataset, view, *pair), theme)
    cards.warm(dataset)


ROUTE_NAMES = RouteNames(ROUTES)
# From the outside in.
MIDDLEWARE = [
    Middleware(Metrics, routes=ROUTE_NAMES, access_log=SETTINGS.access_log),
    Middleware(SecurityHeaders, scripts=(START_HASH,)),
    Middleware(RequestLimits, routes=ROUTE_NAMES, settings=SETTINGS),
    Middleware(StaticCompression),
    Middleware(GZipMiddleware, minimum_size=1000),
    Middleware(NotFound, routes=ROUTE_NAMES),
    Middleware(Prerender),
]

app = st.App(SCRIPT, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan, on_script_error=show_error)


def main() -> None:
    """Serve on a port."""
    parser = argparse.ArgumentParser(description="Serve the Caveat dashboard.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to let other machines in")
    chosen = parser.parse_args()
    print(f"Caveat: http://{chosen.host}:{chosen.port}")
    server.serve(app, chosen.host, chosen.port, SETTINGS)


if __name__ == "__main__":
    main()
