"""Everything that the server answers beside Streamlit, in one list."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from caveat.web import basemaps, cards, exports, favicon, feed, health, sitemap
from caveat.web.api import app, openapi
from caveat.web.middleware import metrics


async def _to_endpoints(request: Request) -> RedirectResponse:
    """A reader who types the address without its last stroke."""
    return RedirectResponse(f"{openapi.PREFIX}/", 308)


def _mounted() -> Mount:
    mount = Mount(openapi.PREFIX, app.app)
    # Starlette's own pattern stops at a line break in an address (%0A), which would then get an answer that is not ours.
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount


ROUTES: list[BaseRoute] = [
    Route("/healthz", health.healthz),
    Route("/readyz", health.readyz),
    Route("/metrics", metrics.metrics),
    Route("/feed.xml", feed.app),
    Route("/card.png", cards.app),
    Route("/card.svg", cards.app),
    Route("/shown/{page}/{sheet}.csv", exports.app),
    Route("/shapes/{name}.json", basemaps.app),
    Route("/apple-touch-icon.png", cards.icon_app),
    Route("/favicon.ico", favicon.app),
    Route("/favicon.png", favicon.app),
    Route("/robots.txt", sitemap.robots_app),
    Route("/sitemap.xml", sitemap.sitemap_app),
    Route(openapi.PREFIX, _to_endpoints),
    _mounted(),
]
