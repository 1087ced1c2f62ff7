"""Two hundred readers behind nginx: one replica dies, all are restarted in turn with new tables (make soak)."""

import asyncio
import json
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from caveat.settings import ROOT
from tests.load.crowd import gathered, gone_and_back
from tests.support.broken import copy_data
from tests.support.processes import status
from tests.support.replicas import Replicas

READERS = 200


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[Replicas]:
    found = Replicas(tmp_path, [ROOT / "data"] * 3)
    try:
        found.until_up([200, 200, 200])
        yield found
    finally:
        found.stop()


def test_one_dies_under_two_hundred_readers(replicas: Replicas) -> None:
    """Every reader goes on in the same view within 3 s of the machine's time, none sees an error."""
    found = asyncio.run(gone_and_back(replicas, READERS, victim=1, every=30.0))
    print(f"killed: of {READERS}, {found}")
    assert found.errors == [] and found.changed == []
    assert len(found.seconds) >= READERS / 6 and found.slowest_alone <= 3


def test_a_rolling_restart_with_new_data_fails_no_request(replicas: Replicas, tmp_path: Path) -> None:
    new = copy_data(tmp_path / "new")
    claims = new / "claims.csv"
    lines = claims.read_text(encoding="utf-8").splitlines(keepends=True)
    claims.write_text("".join(lines[:-1]), encoding="utf-8")
    answers: Counter[int] = Counter()
    over = threading.Event()

    def ask(number: int) -> None:
        """Addresses that nobody asked for before, so that no cache answers."""
        while not over.is_set():
            number += 1
            day = f"2024-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
            for path in (
                f"/compare?asof={day}&n={number}",
                f"/api/v1/state?asof={day}&known={'now' if number % 2 else 'then'}",
            ):
                answers[status(f"{replicas.base}{path}", timeout=20)] += 1
            time.sleep(0.05)

    async def readers() -> list[str]:
        found = await gathered(replicas, 30)
        stop = asyncio.Event()
        tasks = [asyncio.create_task(reader.stay(stop, 2.0)) for reader in found]
        for number in range(3):
            await asyncio.to_thread(replicas.restart, number, new)
            await asyncio.sleep(3)
        stop.set()
        await asyncio.gather(*tasks)
        return [error for reader in found for error in reader.errors]

    before = {status(f"{server.base}/readyz") for server in replicas.servers}
    threads = [threading.Thread(target=ask, args=(1000 * number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    try:
        errors = asyncio.run(readers())
    finally:
        over.set()
        for thread in threads:
            thread.join()
    print(
        f"rolling restart: {answers.total()} requests, by status {dict(answers)}; errors of 30 readers: {len(errors)}"
    )
    assert before == {200} and set(answers) == {200} and answers.total() > 100
    assert errors == []
    releases = set()
    for server in replicas.servers:
        with urllib.request.urlopen(f"{server.base}/api/v1/releases/latest") as answer:
            releases.add(json.loads(answer.read())["release"])
    with urllib.request.urlopen(f"{replicas.servers[0].base}/api/v1/tables/claims.csv") as answer:
        assert answer.read() == claims.read_bytes()
    assert len(releases) == 1, "all three have the new tables"
