"""A reader without a browser: speaks to the server as Streamlit's front end does, and comes back in the same view when the line breaks."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

# Streamlit's front end tries again after half a second, then more slowly.
PAUSES = (0.5, 0.5, 1.0, 1.0, 1.0)


def rerun(query: str, page: str = "") -> bytes:
    """What a browser sends when a page opens or its address changes."""
    return BackMsg(rerun_script={"query_string": query, "page_name": page}).SerializeToString()


@dataclass
class Reader:
    """One reader in one view (the address). `lost` lists for how many seconds each break of the line took the view away; `errors` what a reader must never see."""

    base: str
    query: str
    page: str = ""
    cookie: str = ""
    views: int = 0
    html: str = ""
    lost: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    socket: ClientConnection | None = None
    session: str = ""

    async def open(self) -> None:
        """Connect and see the view once."""
        self.socket = await connect(
            f"ws://{urlsplit(self.base).netloc}/_stcore/stream",
            subprotocols=[websockets.Subprotocol(one) for one in ("streamlit", "PLACEHOLDER_AUTH_TOKEN", *([self.session] if self.session else []))],
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            max_size=None,
            open_timeout=20,
            close_timeout=1,
        )
        await self.see()

    async def see(self) -> str:
        """Ask for the view and wait until the script has run: the HTML of the page."""
        assert self.socket is not None
        await self.socket.send(rerun(self.query, self.page))
        found: list[str] = []
        while True:
            message = ForwardMsg.FromString(await self.socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
            elif kind == "delta":
                element = message.delta.new_element
                if element.WhichOneof("type") == "html":
                    found.append(element.html.body)
                elif element.WhichOneof("type") == "exception":
                    self.errors.append(element.exception.message)
            elif kind == "session_event" and message.session_event.WhichOneof("type") == "script_compilation_exception":
                self.errors.append("the script does not compile")
            elif kind == "script_finished" and found:
                break
        self.html = "\n".join(one for one in found if not one.startswith("<style"))
        if "cv-error" in self.html:
            self.errors.append(self.html[self.html.index("cv-error") :][:200])
        self.views += 1
        return self.html

    async def stay(self, until: asyncio.Event, every: float) -> None:
        """Ask for the view again and again until told to stop; where the line breaks, come back as the front end does."""
        while not until.is_set():
            try:
                if self.socket is None:
                    await self.open()
                else:
                    await self.see()
                await asyncio.sleep(every)
            except (OSError, websockets.WebSocketException, TimeoutError):
                await self._come_back()
        if self.socket is not None:
            await self.socket.close()

    async def _come_back(self) -> None:
        began = time.perf_counter()
        for pause in PAUSES:
            await asyncio.sleep(pause)
            try:
                await self.open()
                self.lost.append(time.perf_counter() - began)
                return
            except (OSError, websockets.WebSocketException, TimeoutError) as error:
                refused = str(error)
        self.errors.append(f"did not come back: {refused}")
        self.socket = None
