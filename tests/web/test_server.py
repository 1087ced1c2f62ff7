"""uvicorn as the dashboard runs it: it lets go who does not send, and says so before it stops."""

import asyncio
import os
import resource
import signal
import time
from collections.abc import Iterator

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from caveat.web import health, startup
from caveat.web import server as web_server
from tests.load import rough
from tests.support.served import in_thread


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with little patience."""
    monkeypatch.setattr(web_server, "HEAD_TIMEOUT_SECONDS", 0.4)
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("inner"))])
    with in_thread(app, http=web_server.HeadTimeoutProtocol, lifespan="off") as address:
        yield address


def test_half_of_a_request_is_let_go(base: str) -> None:
    with rough.half_open(base, 12) as opened:
        time.sleep(0.1)
        assert rough.let_go(opened) == 0
        time.sleep(0.8)
        assert rough.let_go(opened) == 12


def test_the_second_request_of_a_connection_is_not_waited_for_either(base: str) -> None:
    with rough.half_open(base, 1) as (connection,):
        # The first of rough.HALVES is nothing at all.
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(0.2)
        assert connection.recv(4096).endswith(b"inner")
        connection.sendall(b"GET / HT")
        time.sleep(0.8)
        assert rough.let_go([connection]) == 1


def test_a_connection_that_sends_and_rests_is_kept(base: str) -> None:
    with rough.half_open(base, 1) as (connection,):
        for _ in range(3):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            time.sleep(0.5)
            assert connection.recv(4096).endswith(b"inner")


def test_a_long_head_is_refused(base: str) -> None:
    too_long = b"GET / HTTP/1.1\r\nX: " + b"a" * (web_server.MAX_HEAD_BYTES + 1)
    assert rough.raw(base, too_long) == b"HTTP/1.1 400 Bad Request"
    assert rough.raw(base, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 8_000 + b"\r\n\r\n") == b"HTTP/1.1 200 OK"


def test_told_to_stop_it_says_so_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "process_state", health.ProcessState(warm=True))
    server = web_server.Server(uvicorn.Config(Starlette()), drain_seconds=0.3)
    server.handle_exit(signal.SIGTERM, None)
    assert health.process_state.draining and not server.should_exit
    time.sleep(0.6)
    assert server.should_exit


@pytest.mark.parametrize(("sig", "seconds"), [(signal.SIGINT, 5.0), (signal.SIGTERM, 0.0)])
def test_at_once_where_nobody_waits(monkeypatch: pytest.MonkeyPatch, sig: signal.Signals, seconds: float) -> None:
    monkeypatch.setattr(health, "process_state", health.ProcessState(warm=True))
    server = web_server.Server(uvicorn.Config(Starlette()), drain_seconds=seconds)
    server.handle_exit(sig, None)
    assert server.should_exit


def test_as_many_files_as_the_machine_allows() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, before[1]), before[1]))
        assert startup.raise_file_limit() == before[1] == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


class Wire:
    """A transport that records what is sent."""

    def __init__(self) -> None:
        self.left: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.left.append(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, name: str) -> str:
        return f"about {name}"


@given(st.lists(st.lists(st.binary(min_size=1), min_size=1), min_size=1))
def test_each_turn_of_the_loop_sends_once(turns: list[list[bytes]]) -> None:
    wire = Wire()

    async def main() -> None:
        batching = web_server.BatchingTransport(wire)  # type: ignore[arg-type]
        for turn in turns:
            for data in turn:
                batching.write(data)
            await asyncio.sleep(0)

    asyncio.run(main())
    assert wire.left == [b"".join(turn) for turn in turns]


def test_the_last_words_leave_before_the_end() -> None:
    wire = Wire()

    async def main() -> None:
        batching = web_server.BatchingTransport(wire)  # type: ignore[arg-type]
        batching.write(b"good")
        batching.write(b"bye")
        batching.close()
        await asyncio.sleep(0)
        batching.write(b"too late")
        await asyncio.sleep(0)

    asyncio.run(main())
    assert wire.left == [b"goodbye"] and wire.closed


def test_all_else_is_the_transports_own() -> None:
    async def main() -> None:
        assert web_server.BatchingTransport(Wire()).get_extra_info("peername") == "about peername"  # type: ignore[arg-type]

    asyncio.run(main())


def test_signals_that_mean_no_harm_end_nothing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGHUP is taken as SIGTERM, unless the process was told to ignore it (nohup)."""
    chosen: dict[int, object] = {}
    sent: list[int] = []
    monkeypatch.setattr(signal, "signal", lambda number, action: chosen.update({number: action}))
    monkeypatch.setattr(os, "kill", lambda process, number: sent.append(number))
    # A shell that starts this in the background has some ignored.
    monkeypatch.setattr(signal, "getsignal", lambda number: signal.SIG_DFL)
    web_server.take_signals()
    chosen[signal.SIGHUP](signal.SIGHUP, None)
    chosen[signal.SIGQUIT](signal.SIGQUIT, None)
    assert sent == [signal.SIGTERM] * 2
    assert chosen[signal.SIGUSR1] == chosen[signal.SIGUSR2] == signal.SIG_IGN
    chosen.clear()
    monkeypatch.setattr(signal, "getsignal", lambda number: signal.SIG_IGN)
    web_server.take_signals()
    assert chosen == {}
