"""One address floods the server in five ways; readers at other addresses hardly notice."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from caveat.settings import ROOT
from tests.load.floods import KINDS
from tests.soak.faults import told
from tests.support.reader_sessions import Reader
from tests.support.served import Served, ready

READERS = 6
FLOOD_SECONDS = 12.0
# What readers see at most: twice the quiet time; a tenth of a second is not noticed in any case.
FACTOR, UNNOTICED_SECONDS = 2.0, 0.1
VIEWS = (("", "2024-11-18"), ("map", "2024-11-18"), ("timeline", "2024-05-31"))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with ready(tmp_path_factory.mktemp("flood") / "log.txt", CAVEAT_PREPARE_EDITS="no") as server:
        yield server


async def seconds_of_views(base: str, seconds: float) -> list[float]:
    """What readers at other addresses wait for their views, sorted."""
    readers = [
        Reader(base, f"asof={VIEWS[number % len(VIEWS)][1]}&known=then", VIEWS[number % len(VIEWS)][0])
        for number in range(READERS)
    ]
    for number, reader in enumerate(readers):
        reader.source = f"127.0.0.{number + 2}"
        await reader.open()
    ends, found = time.monotonic() + seconds, []

    async def look(reader: Reader) -> None:
        while time.monotonic() < ends:
            began = time.perf_counter()
            await reader.see()
            found.append(time.perf_counter() - began)
            await asyncio.sleep(0.4)

    await asyncio.gather(*map(look, readers))
    for reader in readers:
        assert reader.socket
        await reader.socket.close()
        assert reader.errors == []
    return sorted(found)


def p95(seconds: list[float]) -> float:
    return seconds[int(len(seconds) * 0.95)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_flood_slows_itself(attacked: Served, kind: str) -> None:
    # Just before each flood: other programs use the machine too, now more, now less.
    asyncio.run(seconds_of_views(attacked.base, 2))  # what is kept is kept
    quiet = p95(asyncio.run(seconds_of_views(attacked.base, 7)))
    command = [sys.executable, "-m", "tests.load.floods", kind, attacked.base, str(FLOOD_SECONDS)]
    with subprocess.Popen(command, cwd=Path(ROOT), stdout=subprocess.PIPE, text=True) as flooding:
        assert flooding.stdout and flooding.stdout.readline() == "begins\n"
        time.sleep(1)
        found = p95(asyncio.run(seconds_of_views(attacked.base, FLOOD_SECONDS - 4)))
        said = flooding.stdout.read()
    print(f"\n{kind}: p95 {quiet * 1000:.0f} ms quiet, {found * 1000:.0f} ms in the flood, which got {said.strip()}")
    told(
        f"one address floods: {kind}",
        "it slows itself",
        f"p95 of others {found * 1000:.0f} ms, {quiet * 1000:.0f} ms just before",
    )
    assert found <= max(FACTOR * quiet, UNNOTICED_SECONDS)
