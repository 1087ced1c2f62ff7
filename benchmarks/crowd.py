"""Many readers at once: changes of day per second and how long each waits, for us and for Dash; memory for each further reader."""

import asyncio
import gc
import time
from dataclasses import dataclass
from typing import Self

import httpx2

from benchmarks.readers import Reader, quantile
from benchmarks.servers import Server

PRESSES = 20
DAYS = [f"2024-{month:02d}-{day:02d}" for month in (9, 10, 11) for day in (2, 9, 16, 23)]
QUERY = "asof=2024-09-01&known=then&sys=atacms"


@dataclass(frozen=True)
class Crowd:
    """What a number of readers saw: changes per second in all, the median wait and the 95th percentile in ms, bytes for each change."""

    per_second: float
    median_ms: float
    p95_ms: float
    bytes_each: float

    @classmethod
    def of(cls, waits: list[float], seconds: float, received: int) -> Self:
        """From single waits in seconds, the length of the measurement and the bytes that came."""
        return cls(
            len(waits) / seconds, 1000 * quantile(waits, 0.5), 1000 * quantile(waits, 0.95), received / len(waits)
        )


async def ours(server: Server, count: int, path: str = "/map", query: str = QUERY, presses: int = PRESSES) -> Crowd:
    """Readers of a page who press "next day" and "previous day" without a pause. Each day was shown once before."""
    readers = await opened(server, count, path, query)
    steps = ["day-next"] * (presses // 2) + ["day-previous"] * (presses // 2)

    async def one(reader: Reader) -> list[float]:
        return [await reader.click(step) for step in steps]

    await one(readers[0])
    for reader in readers:
        reader.attentive = False
    before = sum(reader.received for reader in readers)
    gc.collect()
    begin = time.perf_counter()
    waits = [wait for each in await asyncio.gather(*map(one, readers)) for wait in each]
    seconds = time.perf_counter() - begin
    received = sum(reader.received for reader in readers) - before
    for reader in readers:
        reader.attentive = True
        await reader.click("day-next")
        await reader.close()
    assert not any(reader.errors for reader in readers), "a reader saw an error"
    return Crowd.of(waits, seconds, received)


async def opened(server: Server, count: int, path: str, query: str) -> list[Reader]:
    """Readers who have the page before them; ten at a time come in."""
    readers: list[Reader] = []
    while len(readers) < count:
        readers += await asyncio.gather(
            *(Reader.open(server.base, path, query) for _ in range(min(10, count - len(readers))))
        )
    return readers


async def dash(server: Server, count: int, presses: int = PRESSES) -> Crowd:
    """The same in Dash: the callback that its front end calls when another day is chosen."""
    limits = httpx2.Limits(max_connections=count, max_keepalive_connections=count)
    async with httpx2.AsyncClient(base_url=server.base, limits=limits, timeout=120) as client:

        async def press(day: str) -> tuple[float, int]:
            begin = time.perf_counter()
            asked = {
                "output": "map.figure",
                "outputs": {"id": "map", "property": "figure"},
                "inputs": [{"id": "day", "property": "date", "value": day}],
                "changedPropIds": ["day.date"],
                "parsedChangedPropsIds": ["day.date"],
            }
            response = await client.post("/_dash-update-component", json=asked)
            assert response.status_code == 200 and b"scatter" in response.content, response.text[:200]
            return time.perf_counter() - begin, len(response.content)

        async def one(place: int) -> list[tuple[float, int]]:
            return [await press(DAYS[(place + step) % len(DAYS)]) for step in range(presses)]

        for day in DAYS:
            await press(day)
        gc.collect()
        begin = time.perf_counter()
        found = [wait for each in await asyncio.gather(*map(one, range(count))) for wait in each]
        return Crowd.of([wait for wait, _ in found], time.perf_counter() - begin, sum(size for _, size in found))


async def played(server: Server, count: int, presses: int = PRESSES) -> Crowd:
    """Readers of the map who play the days: each fetches the first HTML of day after day, as static/play.js does. Bytes as they come over the wire."""
    limits = httpx2.Limits(max_connections=count, max_keepalive_connections=count)
    async with httpx2.AsyncClient(
        base_url=server.base, limits=limits, timeout=120, headers={"Accept-Encoding": "br"}
    ) as client:

        async def step(day: str) -> tuple[float, int]:
            begin = time.perf_counter()
            async with client.stream("GET", "/map", params={"asof": day, "known": "then", "sys": "atacms"}) as response:
                received = sum([len(part) async for part in response.aiter_raw()])
            assert response.status_code == 200 and received > 5_000
            return time.perf_counter() - begin, received

        async def one(place: int) -> list[tuple[float, int]]:
            return [await step(DAYS[(place + step_) % len(DAYS)]) for step_ in range(presses)]

        for day in DAYS:
            await step(day)
        gc.collect()
        begin = time.perf_counter()
        found = [wait for each in await asyncio.gather(*map(one, range(count))) for wait in each]
        return Crowd.of([wait for wait, _ in found], time.perf_counter() - begin, sum(size for _, size in found))


async def memory(server: Server, count: int) -> tuple[float, float]:
    """Memory in MB for each of `count` further readers of the briefing, and what a second crowd of as many leaves behind beyond the first, for each.

    What the first leaves is mostly room that Python keeps for the next; growth without end would show in the second.
    """
    query = "asof=2024-11-18&known=then"

    async def come_and_go() -> tuple[float, float]:
        readers = await opened(server, count, "/", query)
        with_them = server.memory_mb()
        for reader in readers:
            await reader.close()
        await asyncio.sleep(GONE_S)
        # The sessions whose time is over are let go when the next one comes.
        for reader in await opened(server, 1, "/", query):
            await reader.close()
        return with_them, server.memory_mb()

    for reader in await opened(server, 20, "/", query):
        await reader.close()
    before = server.memory_mb()
    with_first, after_first = await come_and_go()
    _, after_second = await come_and_go()
    return (with_first - before) / count, (after_second - after_first) / count


# Streamlit keeps the session of a reader who is gone for two minutes, in case the line comes back.
GONE_S = 135.0
