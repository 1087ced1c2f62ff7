"""A reader without a browser, who speaks to the server as Streamlit's front end does and reconnects as it does."""

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

# Seconds that Streamlit's front end (1.67) waits after a lost connection before each attempt, at random between the two.
PAUSES = ((0.25, 0.5), (0.5, 1.0), (1.0, 2.0), (2.0, 4.0), (2.0, 4.0))
# What it asks for then, and the seconds between two questions while no server answers.
PINGS = ("/_stcore/health", "/_stcore/host-config")
PING_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
# The errors of a lost connection.
BROKEN = (OSError, websockets.WebSocketException, TimeoutError)
# What a reader must never see: the note of an error, the note of a table that cannot be used.
BAD = ("cv-error", "cv-broken")


def rerun(query: str, page: str = "") -> bytes:
    """Return the message that a browser sends when a page opens or its address changes."""
    return BackMsg(rerun_script={"query_string": query, "page_name": page}).SerializeToString()


@dataclass
class Reader:
    """A reader in a view (the address).

    `source` is the address of this machine that the reader comes from.
    `lost` holds the seconds without a view after each lost connection, `errors` what a reader must never see.
    """

    base: str
    query: str
    page: str = ""
    cookie: str = ""
    source: str = ""
    views: int = 0
    html: str = ""
    away: bool = False
    lost: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    socket: ClientConnection | None = None
    session: str = ""

    async def open(self) -> None:
        """Connect and see the view once."""
        self.socket = await connect(
            f"ws://{urlsplit(self.base).netloc}/_stcore/stream",
            subprotocols=[
                websockets.Subprotocol(protocol)
                for protocol in ("streamlit", "PLACEHOLDER_AUTH_TOKEN", *([self.session] if self.session else []))
            ],
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            max_size=None,
            local_addr=(self.source, 0) if self.source else None,
            open_timeout=15,
            close_timeout=1,
            ping_interval=None,
        )
        await self.see()

    async def see(self) -> str:
        """Ask for the view, wait until the script has run, and return the HTML of the page."""
        assert self.socket is not None
        await self.socket.send(rerun(self.query, self.page))
        bodies: list[str] = []
        while True:
            message = ForwardMsg.FromString(await self.socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
            elif kind == "delta":
                element = message.delta.new_element
                if element.WhichOneof("type") == "html":
                    bodies.append(element.html.body)
                elif element.WhichOneof("type") == "exception":
                    self.errors.append(element.exception.message)
            elif kind == "session_event" and message.session_event.WhichOneof("type") == "script_compilation_exception":
                self.errors.append("the script does not compile")
            elif kind == "script_finished" and bodies:
                break
        self.html = "\n".join(body for body in bodies if not body.startswith("<style"))
        self.errors += [self.html[self.html.index(bad) :][:200] for bad in BAD if bad in self.html]
        self.views += 1
        return self.html

    async def stay(self, until: asyncio.Event, every: float) -> None:
        """Ask for the view every so many seconds until told to stop; reconnect as the front end does."""
        while not until.is_set():
            try:
                if self.socket is None:
                    await self.open()
                else:
                    await self.see()
                await self._look(until, every)
            except BROKEN:
                await self._come_back()
                # What came back is the view itself: it is asked for again in its own time.
                with suppress(*BROKEN):
                    await self._look(until, every)
        if self.socket is not None:
            await self.socket.close()

    async def _look(self, until: asyncio.Event, seconds: float) -> None:
        """Wait for some seconds. ConnectionError if the connection is lost meanwhile."""
        if self.socket is None:
            return
        tasks = [asyncio.create_task(self.socket.wait_closed()), asyncio.create_task(until.wait())]
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        if tasks[0].done():
            raise ConnectionError("the line broke")

    async def _come_back(self) -> None:
        began, self.away, refused = time.perf_counter(), True, ""
        for pause in PAUSES:
            await asyncio.sleep(random.uniform(*pause))
            try:
                await self._until_there()
                await self.open()
                self.lost.append(time.perf_counter() - began)
                self.away = False
                return
            except BROKEN as error:
                refused = f"{type(error).__name__} {error}"
        self.errors.append(f"did not come back: {refused}")
        self.away, self.socket = False, None

    async def _until_there(self) -> None:
        """Wait until the server answers the front end's two questions. ConnectionError if it does not in time."""
        for pause in (*PING_PAUSES, None):
            try:
                if all(await asyncio.gather(*(self._answers(path) for path in PINGS))):
                    return
            except OSError:
                pass
            if pause is not None:
                await asyncio.sleep(pause)
        raise ConnectionError("no server answers")

    async def _answers(self, path: str) -> bool:
        address = urlsplit(self.base)
        incoming, outgoing = await asyncio.open_connection(address.hostname, address.port)
        try:
            outgoing.write(
                f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {self.cookie}\r\nConnection: close\r\n\r\n".encode()
            )
            return b" 200 " in await asyncio.wait_for(incoming.readline(), 15)
        finally:
            outgoing.close()
