"""One server for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.support.served import Served, ready, watched


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard in a process of its own, with an access log and without limits.

    Whatever the tests of this folder did to it, it asked no other machine for anything.
    """
    folder = tmp_path_factory.mktemp("served")
    asked = folder / "asked.txt"
    with ready(folder / "log.txt", CAVEAT_ACCESS_LOG="yes", CAVEAT_RATE="0", **watched(asked)) as server:
        yield server
    assert not asked.exists(), asked.read_text()
