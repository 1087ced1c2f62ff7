"""The routes that the server answers beside Streamlit, and the middleware around both."""

import re

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from caveat.settings import Settings
from caveat.web import basemaps, exports, feed, fragments, health, icons, pictures, responses, sitemap
from caveat.web.api import app, openapi
from caveat.web.middleware import metrics
from caveat.web.middleware.compression import StaticCompression
from caveat.web.middleware.limits import RequestLimits
from caveat.web.middleware.metrics import Metrics, RouteNames
from caveat.web.middleware.not_found import NotFound
from caveat.web.middleware.rate_limits import TrustedProxies
from caveat.web.middleware.security_headers import SecurityHeaders
from caveat.web.prerender import START_HASH, Prerender


@responses.endpoint
def _to_endpoints(request: Request) -> RedirectResponse:
    """Redirect the address without its last slash; what is wrong with a query is said there."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{openapi.PREFIX}/{query}", 308, {"Access-Control-Allow-Origin": "*"})


def _mounted_api() -> Mount:
    mount = Mount(openapi.PREFIX, app.app)
    # Starlette's own pattern stops at a line break in an address (%0A), which would then get an answer that is not
    # ours.
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount


ROUTES: list[BaseRoute] = [
    Route("/healthz", health.healthz),
    Route("/readyz", health.readyz),
    Route("/metrics", metrics.metrics),
    Route("/feed.xml", feed.feed),
    Route("/card.png", pictures.card),
    Route("/card.svg", pictures.card),
    Route("/picture/{page}.{ending}", pictures.picture_file),
    Route("/picture/still/{supplier}/{system}.svg", pictures.still_map),
    Route("/fragment/{page}", fragments.fragment),
    Route("/shown/{page}/{sheet}.csv", exports.sheet),
    Route("/shapes/{name}.json", basemaps.shape),
    Route("/apple-touch-icon.png", icons.apple_touch_icon),
    Route("/favicon.ico", icons.favicon),
    Route("/favicon.png", icons.favicon),
    Route("/robots.txt", sitemap.robots),
    Route("/sitemap.xml", sitemap.sitemap),
    Route(openapi.PREFIX, _to_endpoints),
    _mounted_api(),
]


def middleware(settings: Settings) -> list[Middleware]:
    """The middleware of the server, from the outside in."""
    names = RouteNames(ROUTES)
    return [
        Middleware(TrustedProxies, proxies=settings.proxies),
        Middleware(Metrics, routes=names, access_log=settings.access_log),
        Middleware(SecurityHeaders, scripts=(START_HASH,)),
        Middleware(RequestLimits, routes=names, settings=settings),
        Middleware(responses.HeadAsGet),
        Middleware(StaticCompression),
        Middleware(GZipMiddleware, minimum_size=1000),
        Middleware(NotFound, routes=names),
        Middleware(Prerender),
    ]
