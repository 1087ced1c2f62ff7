"""One session of a reader: its messages are filtered and counted, and each view waits for its turn; the newest wins."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from typing import Self

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from caveat.web.middleware import websocket_filter
from caveat.web.middleware.metrics import REFUSED_MESSAGES, REPLACED_VIEWS
from caveat.web.middleware.turns import Spender, Turn, Turns

# Messages a second, and at once, that are read of a session, of an address, of all: nobody changes a control as often.
SESSION_MESSAGES = (20.0, 60.0)
ADDRESS_MESSAGES = (200.0, 600.0)
ALL_MESSAGES = (1_000.0, 3_000.0)
# The longest pause before the next message of a session is read. Its line is not read meanwhile: who sends too much
# waits.
LONGEST_PAUSE_SECONDS = 2.0
# Messages that are passed over after each pause.
MAX_SKIPPED = 500
# A session that had to be slowed down for so long in all is ended.
MAX_SLOWED_SECONDS = 30.0
TOO_MANY = "Too many messages. Please wait a minute."
# A browser that does not take its view for so long no longer holds its turn.
SLOW_SECONDS = 0.5


@dataclass
class Budget:
    """So many messages a second, and so many at once. Who takes more goes into debt, and waits until it is paid."""

    rate: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    left: float = field(init=False)
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.at = self.burst, self.clock()

    @classmethod
    def of(cls, limit: tuple[float, float], factor: float) -> Self:
        """A limit widened by a factor; 0 lifts it."""
        rate, burst = limit
        return cls(rate * factor, burst * factor) if factor else cls(inf, inf)

    def take(self) -> float:
        """Take one, and return the seconds to wait before it is used."""
        now = self.clock()
        if self.rate == inf:
            return 0.0
        self.left = min(self.left + (now - self.at) * self.rate, self.burst) - 1
        self.at = now
        return max(-self.left / self.rate, 0.0)


class Session:
    """A WebSocket between browser and Streamlit.

    A task reads what the browser sends, as fast as its budgets allow. Of the views that it asks for while one is drawn
    or waits for its turn only the newest is kept.
    """

    def __init__(self, turns: Turns, client: str, own: Budget, shared: tuple[Budget, ...]) -> None:
        self.turns = turns
        self.client = client
        self.own = own
        self.shared = shared
        self.spender = Spender()
        self.slowed = 0.0
        self._arrived = asyncio.Event()
        self._ready: deque[Message] = deque()
        self._view: BackMsg | None = None
        self._turn: Turn | None = None
        self._drawing = False
        self._reading: asyncio.Future[Message] | None = None

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the session; its handshake waits for a turn too, since Streamlit's work for it stops everybody."""
        self._read, self._write = receive, send
        self._turn = await self.turns.take(self.client)
        self._drawing = True
        reader = asyncio.create_task(self._read_on(), name="caveat-session")
        try:
            await app(scope, self.receive, self.send)
        finally:
            reader.cancel()
            self._view = None
            self._end_turn()

    async def _read_on(self) -> None:
        """Read messages until the browser has gone, or is sent away."""
        try:
            message = await self._next()
            while message["type"] != "websocket.disconnect":
                newest = None
                if message["type"] != "websocket.receive":
                    self._put(message)
                elif not self._take_in(message.get("bytes")):
                    return await self._close(1003, "")
                elif await self._slow_down():
                    if self.slowed > MAX_SLOWED_SECONDS:
                        return await self._close(1008, TOO_MANY)
                    newest = await self._skip()
                message = newest or await self._next()
        finally:
            if self._reading:
                self._reading.cancel()
            self._put({"type": "websocket.disconnect", "code": 1005})

    def _take_in(self, content: bytes | None) -> bool:
        """Keep a message if it is one that our pages send. False if the session has to end."""
        if content is None or len(content) > websocket_filter.MAX_MESSAGE_BYTES:
            return False
        try:
            message = websocket_filter.read_message(content)
        except ValueError:
            return False
        if message is None:
            REFUSED_MESSAGES.inc()
        elif message.WhichOneof("type") != "rerun_script":
            self._put({"type": "websocket.receive", "bytes": message.SerializeToString()})
        else:
            if self._view is not None:
                REPLACED_VIEWS.inc()
                message = websocket_filter.newer(self._view, message)
            self._view = message
            self._ask_turn()
        return True

    async def _next(self) -> Message:
        reading, self._reading = self._reading or asyncio.ensure_future(self._read()), None
        return await reading

    async def _skip(self) -> Message | None:
        """The newest of the messages that came meanwhile, without a look at those before it; None if none came.

        It says that the browser has gone: nothing is drawn any more of what it sent before.
        """
        newest = None
        for _ in range(MAX_SKIPPED):
            reading = self._reading = self._reading or asyncio.ensure_future(self._read())
            await asyncio.sleep(0)
            if not reading.done():
                break
            self._reading, newest = None, reading.result()
            if newest["type"] != "websocket.receive":
                break
            REPLACED_VIEWS.inc()
        return newest

    async def _slow_down(self) -> bool:
        """Pause as the budgets want it, and return whether they wanted it."""
        own = self.own.take()
        pause = min(max([own, *(budget.take() for budget in self.shared)]), LONGEST_PAUSE_SECONDS)
        self.slowed += min(own, pause)
        if pause:
            await asyncio.sleep(pause)
        return bool(pause)

    async def _close(self, code: int, reason: str) -> None:
        with suppress(Exception):  # it may have gone by itself
            await self._write({"type": "websocket.close", "code": code, "reason": reason})

    def _put(self, message: Message) -> None:
        self._ready.append(message)
        self._arrived.set()

    def _ask_turn(self) -> None:
        if self._turn is None and self._view is not None:
            self._turn = self.turns.ask(self.client, self.spender, self._arrived.set)

    def _end_turn(self) -> None:
        turn, self._turn, self._drawing = self._turn, None, False
        if turn:
            turn.end()
        self._ask_turn()

    async def receive(self) -> Message:
        """The next message for Streamlit: a view as soon as it is its turn."""
        while True:
            if self._ready:
                return self._ready.popleft()
            if self._turn and self._turn.ended:
                self._end_turn()  # it took too long, and another may have begun
            if self._view is not None and self._turn and self._turn.started is not None and not self._drawing:
                view, self._view, self._drawing = self._view, None, True
                return {"type": "websocket.receive", "bytes": view.SerializeToString()}
            self._arrived.clear()
            await self._arrived.wait()

    async def send(self, message: Message) -> None:
        """Send a message of Streamlit's to the browser. The turn ends with the view, or where the browser is slow."""
        if message["type"] != "websocket.send" or not message.get("bytes"):
            await self._write(message)
            self._end_turn()  # the handshake is done, or the session over
            return
        content = websocket_filter.redacted(message["bytes"])
        slow = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._end_turn) if self._drawing else None
        try:
            await self._write({**message, "bytes": content})
        finally:
            if slow:
                slow.cancel()
        if self._drawing and websocket_filter.is_finished(content):
            self._end_turn()
