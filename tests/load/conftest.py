"""One server for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.support.served import Served, ready


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard in a process of its own, with an access log and without limits."""
    with ready(tmp_path_factory.mktemp("served") / "log.txt", CAVEAT_ACCESS_LOG="yes", CAVEAT_RATE="0") as server:
        yield server
