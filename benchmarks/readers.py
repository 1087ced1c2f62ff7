"""Readers without a browser: they send what Streamlit's front end sends, so that many can be measured at once."""

import re
import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

# Bytes. "The script has finished" and "the address is now" are shorter than the first, messages that a browser keeps
# and that need not be sent again are longer than the second.
_SHORT, _LONG = 200, 9_000
_ASOF, _DAYS = re.compile(r"(?<=asof=)[\d-]+"), re.compile(r'data-days="([^"]*)"')


@dataclass
class Reader:
    """One reader of one page. `days` are those with an entry, which the day control leads to."""

    socket: ClientConnection
    query: str
    page_hash: str = ""
    days: list[str] = field(default_factory=list)
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

    async def step(self, count: int) -> float:
        """Go some entries on, or back; the seconds to the last byte of the answer."""
        [asof] = _ASOF.findall(self.query)
        place = bisect_right(self.days, asof) - 1 if count > 0 else bisect_left(self.days, asof)
        self.query = _ASOF.sub(self.days[place + count], self.query)
        return await self._run()

    async def close(self) -> None:
        await self.socket.close()

    async def _run(self, page_name: str = "") -> float:
        asked = {
            "query_string": self.query,
            "page_name": page_name,
            "page_script_hash": self.page_hash,
            "context_info": {"timezone": "Europe/Berlin", "locale": "en-GB", "color_scheme": "light"},
            "cached_message_hashes": sorted(self.kept),
            "widget_states": {"widgets": []},
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
        elif kind == "html" and (found := _DAYS.search(element.html.body)):
            self.days = found[1].split()
