"""`python app.py` and `streamlit run app.py` serve the same bytes with the same headers at every kind of address."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support import golden
from tests.support.served import STREAMLIT_RUN, Served


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    """The dashboard started in both ways, warmed up and without limits."""
    pair = (
        Served(tmp_path / "python.txt", CAVEAT_RATE="0"),
        Served(tmp_path / "streamlit.txt", command=STREAMLIT_RUN, CAVEAT_RATE="0"),
    )
    try:
        for server in pair:
            server.until(200)
        yield pair
    finally:
        for server in pair:
            server.stop()


def test_both_ways_to_start_give_the_same_answers(servers: tuple[Served, Served]) -> None:
    # Another query of a path is answered by the same route.
    by_path = list({urlsplit(address).path: address for address in golden.ADDRESSES}.values())
    with ThreadPoolExecutor() as pool:
        tuned, plain = pool.map(golden.record, [server.base for server in servers], [by_path] * 2)
    assert len(tuned) == len(by_path) > 40
    assert golden.differences(tuned, plain) == []
