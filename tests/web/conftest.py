"""Clients that ask the routes in process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from caveat.settings import Settings
from caveat.web.middleware.limits import RequestLimits
from caveat.web.middleware.metrics import RouteNames
from caveat.web.middleware.security_headers import SecurityHeaders
from caveat.web.prerender import Prerender
from caveat.web.routes import ROUTES

Guarded = Callable[..., TestClient]
SHELL = (
    '<!doctype html><html><head><title>x</title><link rel="shortcut icon" href="./favicon.png" /></head>'
    '<body><noscript></noscript><div id="root"></div></body></html>'
)


def rewrite(path: Path, content: str | bytes = "nothing\n") -> None:
    """Put other content into a file of `data_copy`, which is a link."""
    path.unlink()
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def first_html(path: str, query: str = "", shell: str = SHELL) -> str:
    """The first HTML of an address in a shell."""
    return TestClient(Prerender(HTMLResponse(shell))).get(path, params=query).text


@pytest.fixture(scope="session")
def pages() -> TestClient:
    """The first HTML of pages, and the routes, on one server."""
    shell = Route("/{path:path}", lambda request: HTMLResponse(SHELL))
    return TestClient(Starlette(routes=[*ROUTES, shell], middleware=[Middleware(Prerender)]))


@pytest.fixture(scope="session")
def client() -> TestClient:
    """The routes as the server mounts them. An error that nobody caught is an answer here, as it is for a reader."""
    return TestClient(Starlette(routes=ROUTES), raise_server_exceptions=False)


async def _echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(await socket.receive_bytes())
    except WebSocketDisconnect:
        pass


@pytest.fixture
def guarded() -> Guarded:
    """`guarded(client_address, **settings)`: the routes, "inner" for all else and an echo behind RequestLimits."""

    def build(address: str = "192.0.2.1", **chosen: object) -> TestClient:
        rest = [
            WebSocketRoute("/_stcore/stream", _echo),
            Route("/{path:path}", lambda request: PlainTextResponse("inner"), methods=None),
        ]
        app = Starlette(
            routes=[*ROUTES, *rest],
            middleware=[
                Middleware(SecurityHeaders),
                Middleware(RequestLimits, routes=RouteNames(ROUTES), settings=Settings(**chosen)),
            ],
        )
        return TestClient(app, client=(address, 1), raise_server_exceptions=False)

    return build
