"""Nothing that a client sends makes the server ask another machine, or makes others wait.

The server notes every look-up and connection of its processes (conftest); here it gets what made it ask.
"""

import asyncio
import time
from collections import Counter

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect

from tests.support.processes import status
from tests.support.reader_sessions import Reader
from tests.support.served import Served

FOREIGN = ("https://evil.example", "null", "http://192.0.2.1", "http://localhost:1")
# What no page of ours sends, each kind that Streamlit knows.
KINDS = [
    BackMsg(**{field.name: True if field.message_type is None else {}}).SerializeToString()
    for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields
    if field.name not in ("rerun_script", "stop_script")
]


async def handshakes(base: str, count: int) -> Counter[int]:
    """What foreign pages get that open sessions side by side."""

    async def opened(number: int) -> int:
        try:
            async with connect(
                f"{base.replace('http', 'ws')}/_stcore/stream",
                origin=websockets.Origin(FOREIGN[number % len(FOREIGN)]),
                subprotocols=[websockets.Subprotocol("streamlit")],
            ):
                return 101
        except websockets.InvalidStatus as refused:
            return refused.response.status_code

    return Counter(await asyncio.gather(*map(opened, range(count))))


async def slowest_probe(base: str, while_running: asyncio.Task[Counter[int]]) -> float:
    """The longest wait for /healthz meanwhile, in seconds."""
    longest = 0.0
    while not while_running.done():
        began = time.perf_counter()
        assert await asyncio.to_thread(status, f"{base}/healthz") == 200
        longest = max(longest, time.perf_counter() - began)
    return longest


def test_foreign_pages_are_refused_at_once(served: Served) -> None:
    async def attack() -> tuple[float, Counter[int]]:
        task = asyncio.create_task(handshakes(served.base, 20))
        return await slowest_probe(served.base, task), await task

    longest, said = asyncio.run(attack())
    print(f"\n/healthz during 20 foreign handshakes: {longest * 1000:.0f} ms")
    # Streamlit's look-up took 2.4 s for each. On a machine that does much else an answer takes some tenths.
    assert said == {403: 20} and longest < 1.0


def test_messages_that_no_page_sends_go_no_further(served: Served) -> None:
    async def attack() -> Reader:
        reader = Reader(served.base, "asof=2024-11-18&known=then")
        await reader.open()
        assert reader.socket
        for message in KINDS:
            await reader.socket.send(message)
        await reader.see()
        await reader.socket.close()
        return reader

    assert len(KINDS) > 5
    found = asyncio.run(attack())
    assert found.views == 2 and found.errors == []
