"""What rough clients do to a server: half of a request, no reading, noise in place of messages.

Loopback only, bounded in number and time.
"""

import asyncio
import random
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import websockets
from websockets.asyncio.client import connect

from tests.support.reader_sessions import rerun

# What never becomes a whole request: nothing at all, a first line, half a handshake.
HALVES = (
    b"",
    b"G",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ",
)


def _connected(base: str) -> socket.socket:
    where = urlsplit(base)
    found = socket.create_connection((where.hostname or "", where.port or 80), timeout=10)
    return found


@contextmanager
def half_open(base: str, count: int) -> Iterator[list[socket.socket]]:
    """Connections that begin a request and never end it."""
    found = []
    try:
        for number in range(count):
            connection = _connected(base)
            found.append(connection)
            connection.sendall(HALVES[number % len(HALVES)])
        yield found
    finally:
        for connection in found:
            connection.close()


def let_go(connections: list[socket.socket]) -> int:
    """How many of the connections the server has ended."""
    ended = 0
    for connection in connections:
        connection.setblocking(False)
        try:
            while connection.recv(4096):
                pass
            ended += 1
        except BlockingIOError:
            pass
        except OSError:
            ended += 1
    return ended


@contextmanager
def slow_readers(base: str, count: int, path: str) -> Iterator[list[socket.socket]]:
    """Connections that ask for something long and do not read it."""
    found = []
    try:
        for _ in range(count):
            connection = _connected(base)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            found.append(connection)
        yield found
    finally:
        for connection in found:
            connection.close()


def raw(base: str, request: bytes) -> bytes:
    """The first line of what a server says to bytes that may be no request; b"" where it just hangs up."""
    with _connected(base) as connection:
        try:
            connection.sendall(request)
            return connection.recv(4096).split(b"\r\n")[0]
        except OSError:
            return b""


async def noise(base: str, count: int, seed: int, longest: int = 400) -> Counter[int]:
    """Sessions that send noise: text, random bytes, valid messages with bytes changed.

    How each was ended, by the code of the close; 0 where it was borne.
    """
    chance = random.Random(seed)
    ended: Counter[int] = Counter()
    valid = rerun("asof=2024-11-18&known=then", "compare")
    for number in range(count):
        async with connect(
            f"ws://{urlsplit(base).netloc}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
        ) as connection:
            if number % 3 == 0:
                message: str | bytes = "".join(chance.choices('{}[]"abc\u2026\x00', k=chance.randrange(1, longest)))
            elif number % 3 == 1:
                message = chance.randbytes(chance.randrange(1, longest))
            else:
                changed = bytearray(valid)
                for _ in range(3):
                    changed[chance.randrange(len(changed))] = chance.randrange(256)
                message = bytes(changed)
            try:
                await connection.send(message)
                await asyncio.wait_for(connection.recv(), 2)
                ended[0] += 1
            except websockets.ConnectionClosed as closed:
                ended[closed.rcvd.code if closed.rcvd else 1006] += 1
            except TimeoutError:
                ended[0] += 1
    return ended


async def oversized(base: str, length: int) -> int:
    """The code with which a session ends that sends one message of `length` bytes."""
    async with connect(
        f"ws://{urlsplit(base).netloc}/_stcore/stream",
        subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=None,
    ) as connection:
        try:
            await connection.send(b"\x0a" * length)
            await asyncio.wait_for(connection.recv(), 10)
        except websockets.ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
    return 0
