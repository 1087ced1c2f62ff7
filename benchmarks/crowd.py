"""Measure many readers at once: changes of day per second, waits, for us and for Dash; memory for each reader."""

import asyncio
import gc
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import httpx2

from benchmarks.readers import Reader
from benchmarks.servers import cpu_s, memory_mb
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


@dataclass
class Line:
    """A reader's connection, if it is open."""

    reader: asyncio.StreamReader = field(default_factory=asyncio.StreamReader)
    writer: asyncio.StreamWriter | None = None


@dataclass(frozen=True)
class Crowd:
    """What a number of readers saw: changes per second in all, the median and the 95th percentile of the wait."""

    per_second: float
    median_ms: float
    p95_ms: float
    bytes_each: float
    cpu_ms_each: float


async def _crowd(server: Served, readers: Sequence[Awaitable[list[float]]], received: Callable[[], int]) -> Crowd:
    """Let all readers run. Each gives its waits in seconds; `received` is the number of bytes of all so far."""
    gc.collect()
    before, used, begin = received(), cpu_s(server), time.perf_counter()
    waits = list(chain.from_iterable(await asyncio.gather(*readers)))
    seconds = time.perf_counter() - begin
    p95 = statistics.quantiles(waits, n=20, method="inclusive")[-1]
    each = ((received() - before) / len(waits), 1000 * (cpu_s(server) - used) / len(waits))
    return Crowd(len(waits) / seconds, 1000 * statistics.median(waits), 1000 * p95, *each)


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


async def runs(server: Served, path: str = "/map", query: str = QUERY, presses: int = PRESSES) -> Crowd:
    """A reader for whom the app draws each day, as where it follows what the script of the page has shown."""
    [reader] = await open_readers(server, 1, path, query)

    async def press() -> list[float]:
        return [await reader.step(step) for step in [1] * (presses // 2) + [-1] * (presses // 2)]

    await press()
    reader.attentive = False
    crowd = await _crowd(server, [press()], lambda: reader.received)
    reader.attentive = True
    await reader.step(1)
    await reader.close()
    assert not reader.errors, "the reader saw an error"
    return crowd


async def changes(server: Served, count: int, page: str = "map", more: str = "", presses: int = PRESSES) -> Crowd:
    """Readers who change the day without a pause: each change fetches the next day ahead, as static/view.js does."""
    async with httpx2.AsyncClient(base_url=server.base) as client:
        release = (await client.get("/api/v1/releases/latest")).json()["release"]
    head = "HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n"

    def request(day: str) -> bytes:
        return f"GET /fragment/{page}?asof={day}&known=then{more}&release={release} {head}".encode()

    return await _fetched(server, request, count, presses)


async def dash(server: Served, count: int, presses: int = PRESSES) -> Crowd:
    """The same in Dash: what its front end asks when another day is chosen."""

    def request(day: str) -> bytes:
        body = json.dumps({**CALLBACK, "inputs": [{"id": "day", "property": "date", "value": day}]})
        head = f"Host: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return f"POST /_dash-update-component HTTP/1.1\r\n{head}{body}".encode()

    return await _fetched(server, request, count, presses)


async def played(server: Served, count: int, presses: int = PRESSES) -> Crowd:
    """Readers who play the days of the map: each fetches first HTML after first HTML, as static/play.js does."""
    head = "HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n"
    return await _fetched(
        server, lambda day: f"GET /map?asof={day}&known=then&sys=atacms {head}".encode(), count, presses
    )


async def _fetched(server: Served, request: Callable[[str], bytes], count: int, presses: int) -> Crowd:
    """Readers who fetch one day after the other, each on a line of its own. Each day was fetched once before.

    By bare lines: a client of Python's would take more time than the server.
    """
    received = 0

    async def fetch(line: Line, day: str) -> float:
        nonlocal received
        begin = time.perf_counter()
        if line.writer is None:
            line.reader, line.writer = await asyncio.open_connection("127.0.0.1", server.port, limit=2**22)
        reader, writer = line.reader, line.writer
        writer.write(request(day))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        assert head.split()[1] == "200", head
        size = int(head.partition("content-length:")[2].split()[0])
        assert size > 3_000
        await reader.readexactly(size)
        received += size
        if "connection: close" in head:
            # Opened anew for the next, as a browser does.
            writer.close()
            line.writer = None
        return time.perf_counter() - begin

    async def read(days: Sequence[str]) -> list[float]:
        line = Line()
        waits = [await fetch(line, day) for day in days]
        if line.writer:
            line.writer.close()
        return waits

    await read(DAYS)
    orders = [[DAYS[(place + step) % len(DAYS)] for step in range(presses)] for place in range(count)]
    return await _crowd(server, [read(days) for days in orders], lambda: received)


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
