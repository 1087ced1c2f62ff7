"""Measure many readers at once: changes of day per second, waits, for us and for Dash; memory for each reader."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from itertools import chain

import httpx2

from benchmarks.readers import Reader, quantile
from benchmarks.servers import Server

PRESSES = 20
DAYS = [f"2024-{month:02d}-{day:02d}" for month in (9, 10, 11) for day in (2, 9, 16, 23)]
QUERY = "asof=2024-09-01&known=then&sys=atacms"
# Streamlit keeps the session of a reader who is gone for two minutes, in case the line comes back.
GONE_S = 135.0


@dataclass(frozen=True)
class Crowd:
    """What a number of readers saw: changes per second in all, the median and the 95th percentile of the wait."""

    per_second: float
    median_ms: float
    p95_ms: float
    bytes_each: float


async def _timed(readers: Sequence[Awaitable[list[float]]]) -> tuple[list[float], float]:
    """Let all readers run: their waits in seconds, and how long it took."""
    gc.collect()
    begin = time.perf_counter()
    waits = list(chain.from_iterable(await asyncio.gather(*readers)))
    return waits, time.perf_counter() - begin


def _crowd(waits: list[float], seconds: float, received: int) -> Crowd:
    per_second, bytes_each = len(waits) / seconds, received / len(waits)
    return Crowd(per_second, 1000 * quantile(waits, 0.5), 1000 * quantile(waits, 0.95), bytes_each)


async def ours(server: Server, count: int, path: str = "/map", query: str = QUERY, presses: int = PRESSES) -> Crowd:
    """Readers of a page who press "next day" and "previous day" without a pause. Each day was shown once before."""
    readers = await open_readers(server, count, path, query)

    async def press(reader: Reader) -> list[float]:
        steps = ["day-next"] * (presses // 2) + ["day-previous"] * (presses // 2)
        return [await reader.click(step) for step in steps]

    await press(readers[0])
    for reader in readers:
        reader.attentive = False
    before = sum(reader.received for reader in readers)
    waits, seconds = await _timed([press(reader) for reader in readers])
    received = sum(reader.received for reader in readers) - before
    for reader in readers:
        reader.attentive = True
        await reader.click("day-next")
        await reader.close()
    assert not any(reader.errors for reader in readers), "a reader saw an error"
    return _crowd(waits, seconds, received)


async def open_readers(server: Server, count: int, path: str, query: str) -> list[Reader]:
    """Readers who have opened the page; ten at a time come in."""
    readers: list[Reader] = []
    while len(readers) < count:
        arriving = min(10, count - len(readers))
        readers += await asyncio.gather(*(Reader.open(server.base, path, query) for _ in range(arriving)))
    return readers


async def dash(server: Server, count: int, presses: int = PRESSES) -> Crowd:
    """The same in Dash: the callback that its front end calls when another day is chosen."""
    callback = {
        "output": "map.figure",
        "outputs": {"id": "map", "property": "figure"},
        "changedPropIds": ["day.date"],
        "parsedChangedPropsIds": ["day.date"],
    }

    async def fetch(client: httpx2.AsyncClient, day: str) -> int:
        inputs = [{"id": "day", "property": "date", "value": day}]
        response = await client.post("/_dash-update-component", json={**callback, "inputs": inputs})
        assert response.status_code == 200 and b"scatter" in response.content, response.text[:200]
        return len(response.content)

    return await _fetched(_client(server, count), fetch, count, presses)


async def played(server: Server, count: int, presses: int = PRESSES) -> Crowd:
    """Readers of the map who play the days: each fetches the first HTML of day after day, as static/play.js does.

    Bytes are counted as they come over the wire.
    """

    async def fetch(client: httpx2.AsyncClient, day: str) -> int:
        params = {"asof": day, "known": "then", "sys": "atacms"}
        async with client.stream("GET", "/map", params=params) as response:
            received = sum([len(part) async for part in response.aiter_raw()])
        assert response.status_code == 200 and received > 5_000
        return received

    return await _fetched(_client(server, count, {"Accept-Encoding": "br"}), fetch, count, presses)


def _client(server: Server, count: int, headers: dict[str, str] | None = None) -> httpx2.AsyncClient:
    limits = httpx2.Limits(max_connections=count, max_keepalive_connections=count)
    return httpx2.AsyncClient(base_url=server.base, limits=limits, timeout=120, headers=headers)


async def _fetched(
    opening: AbstractAsyncContextManager[httpx2.AsyncClient],
    fetch: Callable[[httpx2.AsyncClient, str], Awaitable[int]],
    count: int,
    presses: int,
) -> Crowd:
    """Readers who fetch one day after the other (`fetch` gives the bytes). Each day was fetched once before."""
    async with opening as client:
        received = 0

        async def read(place: int) -> list[float]:
            nonlocal received
            waits = []
            for step in range(presses):
                begin = time.perf_counter()
                size = await fetch(client, DAYS[(place + step) % len(DAYS)])
                waits.append(time.perf_counter() - begin)
                received += size
            return waits

        for day in DAYS:
            await fetch(client, day)
        return _crowd(*await _timed([read(place) for place in range(count)]), received)


async def memory(server: Server, count: int) -> tuple[float, float]:
    """MB for each of `count` further readers of the briefing, and what a second crowd leaves behind beyond the first.

    What the first leaves is mostly room that Python keeps for the next; growth without end would show in the second.
    """

    async def come_and_go(number: int, wait: float = 0.0) -> float:
        """Open so many readers and close them: the memory while they were there."""
        readers = await open_readers(server, number, "/", "asof=2024-11-18&known=then")
        with_them = server.memory_mb()
        for reader in readers:
            await reader.close()
        await asyncio.sleep(wait)
        return with_them

    await come_and_go(20)
    before = server.memory_mb()
    with_crowd, after = [], []
    for _ in range(2):
        with_crowd.append(await come_and_go(count, GONE_S))
        await come_and_go(1)  # the sessions whose time is over are let go when the next reader comes
        after.append(server.memory_mb())
    return (with_crowd[0] - before) / count, (after[1] - after[0]) / count
