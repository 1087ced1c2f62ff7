"""uvicorn as this dashboard runs it: patience with slow senders has an end, and a server that was told to stop first says so for a while."""

import asyncio
import signal
import threading
from asyncio import TimerHandle
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from caveat.settings import Settings
from caveat.web import health
from caveat.web.batching import BatchedWebSocket

# A browser sends its request at once. Whoever has sent none after this time, or more than this before it ends, is let go.
PATIENCE_SECONDS = 15.0
HEAD_BYTES = 32_768
# The largest message of a reader; a change of a control takes some hundred bytes.
MESSAGE_BYTES = 262_144
STOP_SECONDS = 5


class HeadTimeoutProtocol(HttpToolsProtocol):
    """A connection that has to send the head of a request within PATIENCE_SECONDS and HEAD_BYTES (uvicorn waits for ever and keeps everything)."""

    _waiting: TimerHandle | None = None
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._waiting = self.loop.call_later(PATIENCE_SECONDS, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._waiting is None and (self.cycle is None or self.cycle.response_complete):
            self._waiting = self.loop.call_later(PATIENCE_SECONDS, self.transport.abort)
        self._received += len(data)
        if self._waiting is not None and self._received > HEAD_BYTES:
            self.send_400_response("The request is too long.")
            return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._rest()
        super().on_headers_complete()

    def _rest(self) -> None:
        self._received = 0
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


class Server(uvicorn.Server):
    """A server that answers 503 at /readyz for `drain_seconds` after SIGTERM, so that a proxy has noticed before it goes. Ctrl-C ends it at once."""

    def __init__(self, config: uvicorn.Config, drain_seconds: float) -> None:
        super().__init__(config)
        self.drain_seconds = drain_seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig == signal.SIGTERM and self.drain_seconds and not health.process_state.draining:
            health.process_state.draining = True
            later = threading.Timer(self.drain_seconds, super().handle_exit, (sig, frame))
            later.daemon = True
            later.start()
            return
        health.process_state.draining = True
        super().handle_exit(sig, frame)


def raise_file_limit() -> int:
    """Let the process open as many files as the machine allows, and say how many: Streamlit holds four for each open session, and 1,024 are a usual start."""
    try:
        import resource
    except ImportError:  # not on Windows, where there is no such limit
        return 0
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def serve(app: Any, host: str, port: int, settings: Settings) -> None:
    """Serve until told to stop. uvicorn binds the socket itself: asyncio's own bind sets TCP_NODELAY, which `streamlit run` leaves out."""
    raise_file_limit()
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=HeadTimeoutProtocol,
        ws=BatchedWebSocket,
        ws_max_size=MESSAGE_BYTES,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    Server(config, settings.drain_seconds).run()
