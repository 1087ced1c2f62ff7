"""The dashboard as an ASGI server: Streamlit's app with the tables as files beside it (make run)."""

from __future__ import annotations

import argparse
import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import get_args

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from caveat import answer, maps, reading
from caveat.faults import BrokenTable
from caveat.figures.style import SHAPES
from caveat.palette import Theme
from caveat.tables import Tables
from caveat.view import View, query_bounds
from frame.page import trouble
from web import card, health, logs, serving, settings
from web.compressed import Compressed
from web.guard import Guard
from web.headers import SecurityHeaders
from web.metrics import Measured
from web.nowhere import Nowhere
from web.route_names import RouteNames
from web.routes import ROUTES
from web.shell import START_HASH, Shell

SCRIPT = Path(__file__).resolve().parent / "app.py"


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Warm up before the first reader comes: read the tables, build the default answer, keep what is loaded out of later collections."""
    # Our routes answer at the root only.
    SHAPES.by_address = not st.get_option("server.baseUrlPath")
    try:
        read = reading.current()
        view = answer.default_view(query_bounds(read, reading.today()))
        answer.html(read, view)
        # The bands of the default maps take about a second each; readers of other pages need not wait for them.
        threading.Thread(target=draw_maps, args=(read, view), daemon=True).start()
    except BrokenTable as error:
        print(f"The table {error.table} cannot be used; its pages will say so:\n{error}")
    logs.write_lines(settings.current().access_log)
    gc.collect()
    gc.freeze()
    health.LIFE.warm = True
    yield
    SHAPES.by_address = False


def draw_maps(read: Tables, view: View) -> None:
    """Draw the maps of a view and the preview cards' maps once, so that their first reader finds the shapes made. A broken table is left to the page, which says so."""
    with suppress(BrokenTable):
        for pair in maps.pairs(read, view):
            for theme in get_args(Theme):
                maps.figure(maps.build(read, view, *pair), theme)
    card.warm(read)


ROUTE_NAMES = RouteNames(ROUTES)
# From the outside in.
MIDDLEWARE = [
    Middleware(Measured, routes=ROUTE_NAMES),
    Middleware(SecurityHeaders, scripts=(START_HASH,)),
    Middleware(Guard, routes=ROUTE_NAMES),
    Middleware(Compressed),
    Middleware(GZipMiddleware, minimum_size=1000),
    Middleware(Nowhere, routes=ROUTE_NAMES),
    Middleware(Shell),
]

app = st.App(SCRIPT, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan, on_script_error=trouble)


def main() -> None:
    """Serve on a port."""
    parser = argparse.ArgumentParser(description="Serve the Caveat dashboard.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to let other machines in")
    chosen = parser.parse_args()
    print(f"Caveat: http://{chosen.host}:{chosen.port}")
    serving.serve(app, chosen.host, chosen.port, settings.current())


if __name__ == "__main__":
    main()
