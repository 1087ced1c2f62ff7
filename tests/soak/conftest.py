"""One server for each file of the long tests."""

from collections.abc import Iterator

import pytest

from tests.support.served import Served, ready


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard in a process of its own; one address may do much."""
    with ready(tmp_path_factory.mktemp("served") / "log.txt", CAVEAT_RATE="100") as found:
        yield found
