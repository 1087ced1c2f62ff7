"""Measure many readers at once: changes of day per second, waits, for us and for Dash; memory for each reader."""

import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import httpx2

from benchmarks.readers import Reader
from benchmarks.servers import memory_mb
from tests.support.served import Served

PRESSES = 20
DAYS = [f"2024-{month:02d}-{day:02d}" for month in (9, 10, 11) for day in (2, 9, 16, 23)]
QUERY = "asof=2024-09-01&known=then&sys=atacms"
# Streamlit keeps the session of a reader who is gone for two minutes, in case the line comes back.
GONE_S = 135.0
# What Dash's front end calls when another day is chosen.
CALLBACK = {
    "output": "map.figure",
    "outputs": {"id": "map", "property": "figure"},
    "changedPropIds": ["day.date"],
    "parsedChangedPropsIds": ["day.date"],
}


@dataclass(frozen=True)
class Crowd:
    """What a number of readers saw: changes per second in all, the median and the 95th percentile of the wait."""

    per_second: float
    median_ms: float
    p95_ms: float
    bytes_each: float


async def _crowd(readers: Sequence[Awaitable[list[float]]], received: Callable[[], int]) -> Crowd:
    """Let all readers run. Each gives its waits in seconds; `received` is the number of bytes of all so far."""
    gc.collect()
    before, begin = received(), time.perf_counter()
    waits = list(chain.from_iterable(await asyncio.gather(*readers)))
    seconds = time.perf_counter() - begin
    p95 = statistics.quantiles(waits, n=20, method="inclusive")[-1]
    bytes_each = (received() - before) / len(waits)
    return Crowd(len(waits) / seconds, 1000 * statistics.median(waits), 1000 * p95, bytes_each)


async def open_readers(server: Served, count: int, path: str, query: str) -> list[Reader]:
    """Readers who have opened the page; ten at a time come in."""
    readers: list[Reader] = []
    while len(readers) < count:
        arriving = min(10, count - len(readers))
        readers += await asyncio.gather(*(Reader.open(server.base, path, query) for _ in range(arriving)))
    return readers


async def opened_s(server: Served, path: str, query: str) -> float:
    """Seconds until a reader who comes alone has the whole page."""
    [reader] = await open_readers(server, 1, path, query)
    await reader.close()
    return reader.opened_s


async def ours(server: Served, count: int, path: str = "/map", query: str = QUERY, presses: int = PRESSES) -> Crowd:
    """Readers of a page who press "next day" and "previous day" without a pause. Each day was shown once before."""
    readers = await open_readers(server, count, path, query)

    async def press(reader: Reader) -> list[float]:
        steps = [1] * (presses // 2) + [-1] * (presses // 2)
        return [await reader.step(step) for step in steps]

    await press(readers[0])
    for reader in readers:
        reader.attentive = False
    crowd = await _crowd([press(reader) for reader in readers], lambda: sum(reader.received for reader in readers))
    for reader in readers:
        reader.attentive = True
        await reader.step(1)
        await reader.close()
    assert not any(reader.errors for reader in readers), "a reader saw an error"
    return crowd


async def dash(server: Served, count: int, presses: int = PRESSES) -> Crowd:
    """The same in Dash."""

    async def fetch(client: httpx2.AsyncClient, day: str) -> int:
        inputs = [{"id": "day", "property": "date", "value": day}]
        response = await client.post("/_dash-update-component", json={**CALLBACK, "inputs": inputs})
        assert response.status_code == 200 and b"scatter" in response.content, response.text[:200]
        return len(response.content)

    return await _fetched(server, fetch, count, presses)


async def played(server: Served, count: int, presses: int = PRESSES) -> Crowd:
    """Readers who play the days of the map: each fetches first HTML after first HTML, as static/play.js does."""

    async def fetch(client: httpx2.AsyncClient, day: str) -> int:
        params = {"asof": day, "known": "then", "sys": "atacms"}
        async with client.stream("GET", "/map", params=params, headers={"Accept-Encoding": "br"}) as response:
            # As they come over the wire.
            received = sum([len(part) async for part in response.aiter_raw()])
        assert response.status_code == 200 and received > 5_000
        return received

    return await _fetched(server, fetch, count, presses)


async def _fetched(
    server: Served, fetch: Callable[[httpx2.AsyncClient, str], Awaitable[int]], count: int, presses: int
) -> Crowd:
    """Readers who fetch one day after the other (`fetch` gives the bytes). Each day was fetched once before."""
    received = 0
    limits = httpx2.Limits(max_connections=count, max_keepalive_connections=count)
    async with httpx2.AsyncClient(base_url=server.base, limits=limits, timeout=120) as client:

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
        return await _crowd([read(place) for place in range(count)], lambda: received)


async def memory(server: Served, count: int) -> tuple[float, float]:
    """MB for each of `count` further readers of the briefing, and what a second crowd leaves behind beyond the first.

    What the first leaves is mostly room that Python keeps for the next; growth without end would show in the second.
    """

    async def come_and_go(number: int, wait: float = 0.0) -> float:
        """Open so many readers and close them: the memory while they were there."""
        readers = await open_readers(server, number, "/", "asof=2024-11-18&known=then")
        with_them = memory_mb(server)
        for reader in readers:
            await reader.close()
        await asyncio.sleep(wait)
        return with_them

    await come_and_go(20)
    before = memory_mb(server)
    with_crowd, after = [], []
    for _ in range(2):
        with_crowd.append(await come_and_go(count, GONE_S))
        await come_and_go(1)  # the sessions whose time is over are let go when the next reader comes
        after.append(memory_mb(server))
    return (with_crowd[0] - before) / count, (after[1] - after[0]) / count
