"""The server that the long tests use: one process, ready, that lets one address do much."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.served import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard in a process of its own, ready."""
    found = Served(tmp_path_factory.mktemp("served") / "log.txt", CAVEAT_RATE="100")
    try:
        yield found.until(200)
    finally:
        found.stop()
