"""A thousand half-open connections, slow readers, noise without end: no error, no hang, no growth (make soak)."""

import asyncio
import json
import time

from caveat.web import server
from tests.load import rough
from tests.load.processors import Left
from tests.support.processes import status
from tests.support.reader_sessions import Reader, rerun
from tests.support.served import Served

CONNECTIONS = 1_000
SLOW = 300
NOISE = 2_000
SESSIONS = 50
# What the process may hold more of after a flood than before it, in MB: arenas of the allocator are not given back to
# the last page.
GROWTH_MB = 25.0


def settled(served: Served) -> float:
    """Resident memory once it has stopped to grow: maps and cards are still being made for a while after the start."""
    found = 0.0
    for _ in range(30):
        before, found = found, served.memory_mb
        if abs(found - before) < 0.3:
            break
        time.sleep(3)
    return found


def nobody_notices(served: Served) -> float:
    """Seconds that an answer takes meanwhile, as if no other program used the processors."""
    with Left([served.process.pid]) as left:
        began = time.perf_counter()
        assert status(f"{served.base}/api/v1/state?asof=2024-11-18", timeout=60) == 200
        seconds = time.perf_counter() - began
    return seconds * left.part


def test_half_open(served: Served) -> None:
    with rough.half_open(served.base, CONNECTIONS // 2):
        pass
    before, files = settled(served), served.files
    with rough.half_open(served.base, CONNECTIONS) as opened:
        assert nobody_notices(served) < 2
        assert served.files >= files + CONNECTIONS * 0.9
        time.sleep(server.HEAD_TIMEOUT_SECONDS + 3)
        assert rough.let_go(opened) == CONNECTIONS
    assert settled(served) - before < GROWTH_MB
    assert served.files <= files + 5
    print(f"half-open: {before:.0f} MB before, {served.memory_mb:.0f} MB after {CONNECTIONS} connections")


def test_slow_readers(served: Served) -> None:
    before = settled(served)
    for _ in range(3):
        with rough.slow_readers(served.base, SLOW, "/?asof=2024-11-18"):
            # Three hundred first pages are made at the same time.
            assert nobody_notices(served) < 5
            time.sleep(3)
    assert settled(served) - before < GROWTH_MB
    print(f"slow readers: {before:.0f} MB before, {served.memory_mb:.0f} MB after {3 * SLOW} of them")


def test_noise(served: Served) -> None:
    asyncio.run(rough.noise(served.base, 60, seed=0))
    before = settled(served)
    ended = asyncio.run(rough.noise(served.base, NOISE, seed=2))
    assert set(ended) <= {0, 1003} and sum(ended.values()) == NOISE
    for length in (server.MAX_MESSAGE_BYTES + 1, 4 * server.MAX_MESSAGE_BYTES):
        assert {asyncio.run(rough.oversized(served.base, length)) for _ in range(30)} == {1009}
    assert nobody_notices(served) < 2
    assert settled(served) - before < GROWTH_MB
    print(
        f"noise: {before:.0f} MB before, {served.memory_mb:.0f} MB after {NOISE} sessions; ended by code {dict(ended)}"
    )


def test_readers_who_do_not_read(served: Served) -> None:
    """Sessions that ask for pages and never read the answer are given up, and others go on."""

    async def crowd() -> None:
        found = [Reader(served.base, "asof=2024-11-18&known=then") for _ in range(SESSIONS)]
        for start in range(0, SESSIONS, 20):
            await asyncio.gather(*(reader.open() for reader in found[start : start + 20]))
        assert [error for reader in found for error in reader.errors] == []
        sockets = [reader.socket for reader in found if reader.socket is not None]
        for socket in sockets:
            socket.transport.pause_reading()
        for _ in range(3):
            for socket in sockets:
                await socket.send(rerun("asof=2024-11-18&known=now"))
            await asyncio.sleep(3)
        for socket in sockets:
            socket.transport.abort()

    asyncio.run(crowd())
    assert nobody_notices(served) < 5
    time.sleep(3)
    # Streamlit keeps up to 128 sessions for their readers' return, with three files each.
    assert served.files < 128 * 3 + 50, "their connections are gone"
    print(
        f"readers who do not read: {SESSIONS} of them, an answer to another took {nobody_notices(served):.2f} s, {served.files} files open"
    )


def test_the_log_has_no_trace(served: Served) -> None:
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    assert [line for line in lines if "trace" in line or line["level"] in ("error", "critical")] == []
