"""Readers without a browser: they send what Streamlit's front end sends, so that many can be measured at once."""

import time
from dataclasses import dataclass, field
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

# Bytes. "The script has finished" and "the address is now" are shorter than the first, messages that a browser keeps
# and that need not be sent again are longer than the second.
_SHORT, _LONG = 200, 9_000


@dataclass
class Reader:
    """One reader of one page. `ids` are the widgets that were drawn, by their key."""

    socket: ClientConnection
    query: str
    page_hash: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    received: int = 0
    errors: int = 0
    opened_s: float = 0.0
    # Whether all messages are parsed, or only those that may end the run: one machine plays many readers here.
    attentive: bool = True
    # Messages that this reader's browser keeps; the server sends their names in their place.
    kept: set[str] = field(default_factory=set)

    @classmethod
    async def open(cls, base: str, path: str, query: str) -> Self:
        """Connect as a browser does and wait until the page is complete."""
        socket = await connect(
            f"{base.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            ping_interval=None,
        )  # type: ignore[list-item]
        reader = cls(socket, query)
        reader.opened_s = await reader._run(page_name=path.strip("/"))
        return reader

    async def click(self, key: str) -> float:
        """Press a button by its key; the seconds to the last byte of the answer."""
        return await self._run(pressed=self.ids[key])

    async def close(self) -> None:
        await self.socket.close()

    async def _run(self, page_name: str = "", pressed: str = "") -> float:
        asked = {
            "query_string": self.query,
            "page_name": page_name,
            "page_script_hash": self.page_hash,
            "context_info": {"timezone": "Europe/Berlin", "locale": "en-GB", "color_scheme": "light"},
            "cached_message_hashes": sorted(self.kept),
            "widget_states": {"widgets": [{"id": pressed, "trigger_value": True}] if pressed else []},
        }
        message = BackMsg(rerun_script=asked)
        begin = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            raw = await self.socket.recv()
            assert isinstance(raw, bytes)
            self.received += len(raw)
            if not self.attentive and _SHORT < len(raw) < _LONG:
                continue
            answer = ForwardMsg.FromString(raw)
            if answer.metadata.cacheable and answer.hash:
                self.kept.add(answer.hash)
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                self.page_hash = answer.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = answer.page_info_changed.query_string
            elif kind == "delta" and self.attentive:
                self._record(answer)
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - begin

    def _record(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception" or (kind == "html" and "cv-error" in element.html.body):
            self.errors += 1
        elif kind and (identifier := getattr(getattr(element, kind), "id", "")):
            # "$$ID-<hash>-<user key>"
            self.ids[str(identifier).split("-", 2)[-1]] = str(identifier)
