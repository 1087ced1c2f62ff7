"""Clients that ask the routes in process."""

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from caveat.settings import Settings
from caveat.web.middleware.limits import RequestLimits
from caveat.web.middleware.metrics import RouteNames
from caveat.web.middleware.security_headers import SecurityHeaders
from caveat.web.routes import ROUTES

Guarded = Callable[..., TestClient]


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
    """The routes, "inner" for all else and an echo as WebSocket behind RequestLimits.

    `guarded(client_address, **settings)`.
    """

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
