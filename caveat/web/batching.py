"""WebSockets that send what belongs together at once: Streamlit writes some forty small messages for a change of day, and each write alone is a call to the system and a packet on the line."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class BatchingTransport:
    """A transport whose writes leave together when the loop has done what is due now: no message waits for a later one. All else is the transport's own."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._held: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._held:
            self._loop.call_soon(self._flush)
        self._held.append(data)

    def close(self) -> None:
        """Close when what was written has left."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._held:
            data = b"".join(self._held)
            self._held.clear()
            if not self._transport.is_closing():
                self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class BatchedWebSocket(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket on such a transport."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, BatchingTransport(cast(asyncio.Transport, transport))))
