"""The first HTML is made beside the loop: a view that takes long holds up no other reader."""

from __future__ import annotations

import asyncio
import time

import brotli
import pytest
from starlette.responses import HTMLResponse
from starlette.types import Message, Scope

from web import shell

BARE = '<html><head><title>x</title></head><body><div id="root"></div></body></html>'


def scope(path: str, *headers: tuple[bytes, bytes]) -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": b"asof=2024-11-18",
        "headers": [(b"host", b"x"), *headers],
        "server": ("x", 80),
    }


async def asked(app: shell.Shell, address: Scope) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(address, receive, send)
    return sent


def test_a_slow_view_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(text: str, page_id: str, address: Scope) -> str:
        time.sleep(0.5)
        return text

    monkeypatch.setattr(shell, "dress", slow)
    turns = 0

    async def others(until: asyncio.Task[list[Message]]) -> None:
        nonlocal turns
        while not until.done():
            turns += 1
            await asyncio.sleep(0.01)

    async def both() -> list[Message]:
        first = asyncio.create_task(asked(shell.Shell(HTMLResponse(BARE)), scope("/map")))
        await others(first)
        return first.result()

    sent = asyncio.run(both())
    assert sent[-1]["body"] == BARE.encode()
    assert turns >= 5, "the loop stood still"


def test_packed_where_the_browser_takes_it() -> None:
    async def two() -> list[list[Message]]:
        return [await asked(shell.Shell(HTMLResponse(BARE)), one) for one in (scope("/data"), scope("/data", (b"accept-encoding", b"gzip, br")))]

    plain, packed = asyncio.run(two())
    coding = dict(packed[0]["headers"])
    assert coding[b"content-encoding"] == b"br" and b"content-encoding" not in dict(plain[0]["headers"])
    assert int(coding[b"content-length"]) == len(packed[1]["body"]) < len(plain[1]["body"])
    assert brotli.decompress(packed[1]["body"]) == plain[1]["body"]
    assert b"cv-h1" in plain[1]["body"]
