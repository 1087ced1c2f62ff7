"""The server that the long tests use: one process, ready, with room for them."""

from tests.load.conftest import served  # noqa: F401
