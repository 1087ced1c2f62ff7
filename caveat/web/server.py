"""uvicorn as `python app.py` runs it.

A time-out for request heads, WebSocket writes in batches, a drain before the end. `streamlit run` has none of these.
"""

import asyncio
import os
import signal
import threading
from asyncio import TimerHandle
from types import FrameType
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from caveat.settings import Settings
from caveat.web import health

# A browser sends its request at once. A connection that has sent none after this time, or more than this, is closed.
HEAD_TIMEOUT_SECONDS = 15.0
MAX_HEAD_BYTES = 32_768
# The largest message of a reader; a change of a control takes some hundred bytes.
MAX_MESSAGE_BYTES = 262_144
SHUTDOWN_SECONDS = 5
# A session says something at least so often. A proxy gives up a line on which nothing was said for over twice that.
PING_SECONDS = 4.0
# Signals beside SIGTERM and SIGINT that end a process at once by default: the first end it as SIGTERM does, since its
# terminal has gone or its host stops it so; the others mean nothing to it.
ENDING_SIGNALS = ("SIGHUP", "SIGQUIT")
IGNORED_SIGNALS = ("SIGUSR1", "SIGUSR2")


class HeadTimeoutProtocol(HttpToolsProtocol):
    """A connection that must send the head of a request within HEAD_TIMEOUT_SECONDS and MAX_HEAD_BYTES."""

    _timeout: TimerHandle | None = None
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timeout = self.loop.call_later(HEAD_TIMEOUT_SECONDS, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._timeout is None and (self.cycle is None or self.cycle.response_complete):
            self._timeout = self.loop.call_later(HEAD_TIMEOUT_SECONDS, self.transport.abort)
        self._received += len(data)
        if self._timeout is not None and self._received > MAX_HEAD_BYTES:
            self.send_400_response("The request is too long.")
            return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._end_head()
        super().on_headers_complete()

    def _end_head(self) -> None:
        self._received = 0
        if self._timeout is not None:
            self._timeout.cancel()
            self._timeout = None


class BatchingTransport:
    """A transport that sends at once what is written in one turn of the loop.

    No message waits for a later turn. Streamlit writes some forty small messages for a change of day. Each write alone
    is a system call and a packet on the line.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._pending: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._pending:
            self._loop.call_soon(self._flush)
        self._pending.append(data)

    def close(self) -> None:
        """Close when what was written has left."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._pending:
            data = b"".join(self._pending)
            self._pending.clear()
            if not self._transport.is_closing():
                self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class BatchedWebSocket(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket on a BatchingTransport."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, BatchingTransport(cast(asyncio.Transport, transport))))


class Server(uvicorn.Server):
    """A server that answers 503 at /readyz for `drain_seconds` after SIGTERM, so that a proxy notices first."""

    def __init__(self, config: uvicorn.Config, drain_seconds: float) -> None:
        super().__init__(config)
        self.drain_seconds = drain_seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        already_draining, health.process_state.draining = health.process_state.draining, True
        if sig == signal.SIGTERM and self.drain_seconds and not already_draining:
            exit_timer = threading.Timer(self.drain_seconds, super().handle_exit, (sig, frame))
            exit_timer.daemon = True
            exit_timer.start()
        else:
            super().handle_exit(sig, frame)


def serve(app: ASGIApp, host: str, port: int, settings: Settings) -> None:
    """Serve until told to stop. uvicorn binds the socket itself: asyncio's own bind would set TCP_NODELAY."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=HeadTimeoutProtocol,
        ws=BatchedWebSocket,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_ping_interval=PING_SECONDS,
        log_level="warning",
        access_log=False,
        server_header=False,
        # The middleware does it, under `streamlit run` too.
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    take_signals()
    Server(config, settings.drain_seconds).run()


def take_signals() -> None:
    """Let no signal that means no harm end the process without its drain; what was ignored stays ignored (nohup)."""
    for names, action in ((ENDING_SIGNALS, lambda *_: os.kill(os.getpid(), signal.SIGTERM)), (IGNORED_SIGNALS, None)):
        for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, action or signal.SIG_IGN)
