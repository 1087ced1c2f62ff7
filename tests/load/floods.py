"""Five ways in which one address asks a server for all it has: python -m tests.load.floods KIND BASE SECONDS.

Loopback only, bounded in number and time. A process of its own, so that it costs whoever measures nothing.
"""

import asyncio
import itertools
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from urllib.parse import urlsplit

import websockets
from websockets.asyncio.client import connect

from tests.support.reader_sessions import BROKEN, rerun

# The address that floods; others come from others.
SOURCE = "127.0.0.66"
SESSIONS = 20
MESSAGES_PER_SECOND = 72
# Requests that are open at one time.
REQUESTS = 40


def days() -> Iterator[str]:
    """Days one after the other, each in a view that is not kept yet."""
    return itertools.cycle((date(2022, 3, 1) + timedelta(days=number)).isoformat() for number in range(1200))


def _address(base: str) -> str:
    return f"ws://{urlsplit(base).netloc}/_stcore/stream"


async def reruns(base: str, said: Counter[str], cold: bool = False) -> None:
    """Sessions that ask for their view without end, and do not wait for it; with `cold` each time on another day."""

    async def session(asked: Iterator[str]) -> None:
        async with connect(
            _address(base),
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            local_addr=(SOURCE, 0),
            ping_interval=None,
        ) as connection:
            reader = asyncio.create_task(_read_all(connection))
            try:
                while True:
                    day = next(asked) if cold else "2024-11-18"
                    await connection.send(rerun(f"asof={day}&known=then", "map" if cold else ""))
                    said["message"] += 1
                    await asyncio.sleep(1 / MESSAGES_PER_SECOND)
            finally:
                reader.cancel()

    async def again(asked: Iterator[str]) -> None:
        while True:
            with suppress(*BROKEN):
                await session(asked)
            said["lost"] += 1
            await asyncio.sleep(0.2)

    asked = days()
    await asyncio.gather(*(again(asked) for _ in range(SESSIONS)))


async def _read_all(connection: websockets.asyncio.client.ClientConnection) -> None:
    with suppress(*BROKEN):
        while True:
            await connection.recv(decode=False)


async def cold_views(base: str, said: Counter[str]) -> None:
    """Sessions that ask for a view that nobody asked for before, without end."""
    await reruns(base, said, cold=True)


async def new_sessions(base: str, said: Counter[str]) -> None:
    """Sessions that are opened, ask for a view and are closed, without end."""

    async def again() -> None:
        while True:
            try:
                async with connect(
                    _address(base),
                    subprotocols=[websockets.Subprotocol("streamlit")],
                    max_size=None,
                    local_addr=(SOURCE, 0),
                    close_timeout=0.1,
                ) as connection:
                    await connection.send(rerun("asof=2024-11-18&known=then"))
                    said["session"] += 1
            except websockets.InvalidStatus as refused:
                said[str(refused.response.status_code)] += 1
                await asyncio.sleep(0.02)
            except BROKEN:
                said["lost"] += 1

    await asyncio.gather(*(again() for _ in range(SESSIONS)))


async def _requests(base: str, said: Counter[str], addresses: Iterator[str]) -> None:
    """One address after the other, as many at one time as a machine can."""

    async def again() -> None:
        where = urlsplit(base)
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                incoming, outgoing = await asyncio.open_connection(where.hostname, where.port, local_addr=(SOURCE, 0))
                outgoing.write(
                    f"GET {next(addresses)} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n".encode()
                )
                said[(await incoming.readline()).split(b" ")[1].decode()] += 1
                outgoing.close()

    await asyncio.gather(*(again() for _ in range(REQUESTS)))


async def cards(base: str, said: Counter[str]) -> None:
    """Pictures for previews, each of another day."""
    await _requests(base, said, itertools.cycle(f"/card.png?view=map&asof={day}&known=then" for day in _some(days())))


async def fragments(base: str, said: Counter[str]) -> None:
    """Fragments of views that nobody asked for before."""
    await _requests(base, said, itertools.cycle(f"/fragment/map?asof={day}&known=then" for day in _some(days())))


def _some(asked: Iterator[str]) -> list[str]:
    return list(itertools.islice(asked, 1200))


KINDS = {
    "reruns": reruns,
    "new sessions": new_sessions,
    "cards": cards,
    "cold views": cold_views,
    "fragments": fragments,
}


async def flood(kind: str, base: str, seconds: float) -> Counter[str]:
    """Flood for some seconds, and return what came back."""
    said: Counter[str] = Counter()
    with suppress(TimeoutError):
        await asyncio.wait_for(KINDS[kind](base, said), seconds)
    return said


if __name__ == "__main__":
    print("begins", flush=True)
    print(dict(asyncio.run(flood(sys.argv[1], sys.argv[2], float(sys.argv[3])))))
