"""Everything that the server answers beside Streamlit, in one list."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from web import api, feed, openapi


async def _to_doors(request: Request) -> RedirectResponse:
    """A reader who types the address without its last stroke."""
    return RedirectResponse(f"{openapi.PREFIX}/", 308)


ROUTES: list[BaseRoute] = [
    Route("/feed.xml", feed.app),
    Route(openapi.PREFIX, _to_doors),
    Mount(openapi.PREFIX, api.app),
]
