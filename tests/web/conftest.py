"""A client that asks the routes in process."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from caveat.web.routes import ROUTES


@pytest.fixture(scope="session")
def client() -> TestClient:
    """The routes as the server mounts them. An error that nobody caught is an answer here, as it is for a reader."""
    return TestClient(Starlette(routes=ROUTES), raise_server_exceptions=False)
