"""A session draws one view at a time, the newest that was asked for; who sends too much is slowed down, then ended."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from caveat.web.middleware import sessions, turns, websocket_filter
from caveat.web.middleware.sessions import Budget, Session
from caveat.web.middleware.turns import Turns

FINISHED: Message = {"type": "websocket.send", "bytes": ForwardMsg(script_finished=0).SerializeToString()}


def view(day: str, **fields: object) -> bytes:
    return BackMsg(rerun_script={"query_string": day, **fields}).SerializeToString()


class Line:
    """A browser's end of a session: what it sends, what it got."""

    def __init__(self, own: Budget | None = None) -> None:
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        self.got: list[Message] = []
        self.turns = Turns()
        budget = Budget.of((1, 1), 0)
        self.session = Session(self.turns, "192.0.2.1", own or budget, (budget,))

    def send(self, *messages: bytes) -> None:
        for message in messages:
            self.sent.put_nowait({"type": "websocket.receive", "bytes": message})

    async def write(self, message: Message) -> None:
        self.got.append(message)

    def run(self, app: Callable[[Session], Awaitable[None]]) -> None:
        async def served(scope: object, receive: object, send: Callable[[Message], Awaitable[None]]) -> None:
            assert (await self.session.receive())["type"] == "websocket.connect"
            await self.session.send({"type": "websocket.accept"})
            await app(self.session)

        async def run() -> None:
            self.sent.put_nowait({"type": "websocket.connect"})
            await asyncio.wait_for(self.session.run(served, {}, self.sent.get, self.write), 5)
            assert not self.turns.running and not self.turns.waiting

        asyncio.run(run())


async def asked(session: Session) -> str:
    """The view that Streamlit is asked for."""
    return BackMsg.FromString((await session.receive())["bytes"]).rerun_script.query_string


def test_the_newest_view_wins() -> None:
    line = Line()

    async def app(session: Session) -> None:
        line.send(view("first"))
        assert await asked(session) == "first"
        line.send(*(view(str(number)) for number in range(50)), view("last"))
        await asyncio.sleep(0.05)
        await session.send(FINISHED)
        assert await asked(session) == "last"

    line.run(app)


def test_a_stop_does_not_wait() -> None:
    line = Line()

    async def app(session: Session) -> None:
        line.send(view("first"))
        await asked(session)
        line.send(view("second"), BackMsg(stop_script=True).SerializeToString())
        assert BackMsg.FromString((await session.receive())["bytes"]).stop_script

    line.run(app)


def test_a_pressed_button_is_not_lost() -> None:
    pressed = BackMsg.FromString(view("a", widget_states={"widgets": [{"id": "next", "trigger_value": True}]}))
    found = websocket_filter.newer(pressed, BackMsg.FromString(view("b"))).rerun_script
    assert found.query_string == "b" and [widget.id for widget in found.widget_states.widgets] == ["next"]
    elsewhere = websocket_filter.newer(pressed, BackMsg.FromString(view("b", page_name="map"))).rerun_script
    assert not elsewhere.widget_states.widgets


def test_a_view_that_never_ends_does_not_end_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_SECONDS", 0.02)
    line = Line()

    async def app(session: Session) -> None:
        line.send(view("never finished"))
        await asked(session)
        line.send(view("next"))
        assert await asked(session) == "next"

    line.run(app)


def test_a_browser_that_does_not_read_holds_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "SLOW_SECONDS", 0.01)
    line = Line()

    async def app(session: Session) -> None:
        line.send(view("first"))
        await asked(session)
        assert len(line.turns.running) == 1

        async def blocked(message: Message) -> None:
            await asyncio.sleep(0.1)

        session._write = blocked
        delta = ForwardMsg(page_config_changed={"title": "x" * 300}).SerializeToString()
        sending = asyncio.create_task(session.send({"type": "websocket.send", "bytes": delta}))
        await asyncio.sleep(0.05)
        assert not line.turns.running
        await sending

    line.run(app)


def test_who_sends_too_much_is_slowed_down_then_told_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MAX_SLOWED_SECONDS", 0.05)
    monkeypatch.setattr(sessions, "MAX_SKIPPED", 5)
    line = Line(Budget(rate=100, burst=3))

    async def app(session: Session) -> None:
        line.send(*(view(str(number)) for number in range(200)))
        while (await session.receive())["type"] != "websocket.disconnect":
            await session.send(FINISHED)

    line.run(app)
    assert line.got[-1] == {"type": "websocket.close", "code": 1008, "reason": sessions.TOO_MANY}
    assert line.sent.qsize() > 100, "what was not read stays on the line"


def test_a_browser_that_has_gone_is_noticed_behind_all_that_it_sent() -> None:
    line = Line(Budget(rate=1, burst=1))

    async def app(session: Session) -> None:
        line.send(*(view(str(number)) for number in range(400)))
        line.sent.put_nowait({"type": "websocket.disconnect", "code": 1006})
        drawn = 0
        while (await session.receive())["type"] != "websocket.disconnect":
            drawn += 1
            await session.send(FINISHED)
        assert drawn < 5

    line.run(app)


def test_a_budget() -> None:
    now = 0.0
    budget = Budget(rate=10, burst=2, clock=lambda: now)
    assert [budget.take() for _ in range(4)] == [0, 0, pytest.approx(0.1), pytest.approx(0.2)]
    now = 10.0
    assert budget.take() == 0
    assert Budget.of((1, 1), 0).take() == 0 and Budget.of((10, 2), 3.0).burst == 6


WIDGET = {"id": "w", "string_value": "x"}
REFUSED = {
    "backend_operation_request": BackMsg(backend_operation_request={"install_skills": {}}),
    "download": BackMsg(backend_operation_request={"deferred_file": {"file_id": "1"}}),
    "upload": BackMsg(file_urls_request={"request_id": "1"}),
    "heartbeat": BackMsg(app_heartbeat=True),
    "caches": BackMsg(clear_cache=True),
    "nothing": BackMsg(),
    "fragment": BackMsg(rerun_script={"fragment_id": "a"}),
    "long fragment": BackMsg(rerun_script={"fragment_id": "a" * 200_000}),
    "clock": BackMsg(rerun_script={"is_auto_rerun": True}),
    "long query": BackMsg(rerun_script={"query_string": "x" * 5_000}),
    "long page": BackMsg(rerun_script={"page_name": "x" * 1_000}),
    "page hash": BackMsg(rerun_script={"page_script_hash": "x\nlog line"}),
    "cached": BackMsg(rerun_script={"cached_message_hashes": ["a" * 1_000]}),
    "address": BackMsg(rerun_script={"context_info": {"url": "x" * 5_000}}),
    "locale": BackMsg(rerun_script={"context_info": {"locale": "x" * 5_000}}),
    "widgets": BackMsg(rerun_script={"widget_states": {"widgets": [WIDGET] * 500}}),
    "widget's name": BackMsg(rerun_script={"widget_states": {"widgets": [{**WIDGET, "id": "x" * 1_000}]}}),
    "text": BackMsg(rerun_script={"widget_states": {"widgets": [{**WIDGET, "string_value": "x" * 10_000}]}}),
    "bytes": BackMsg(rerun_script={"widget_states": {"widgets": [{"id": "w", "bytes_value": b"x"}]}}),
    "file": BackMsg(rerun_script={"widget_states": {"widgets": [{"id": "w", "file_uploader_state_value": {}}]}}),
    "json": BackMsg(rerun_script={"widget_states": {"widgets": [{"id": "w", "json_value": "[]"}]}}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_page_of_ours_sends_goes_no_further(name: str) -> None:
    assert websocket_filter.read_message(REFUSED[name].SerializeToString()) is None


def test_every_kind_of_message_and_value_of_streamlit_is_ours_or_refused() -> None:
    """A new version of Streamlit may add kinds: none passes unless it is listed."""
    for kind in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields:
        if kind.name not in websocket_filter.ALLOWED_MESSAGES:
            message = BackMsg(**{kind.name: True if kind.message_type is None else {}})
            assert websocket_filter.read_message(message.SerializeToString()) is None, kind.name
    assert {"rerun_script", "stop_script"} == websocket_filter.ALLOWED_MESSAGES


def test_fields_that_nobody_knows_are_left_out() -> None:
    found = websocket_filter.read_message(view("a") + b"\xfa\x3f\x03abc")
    assert found is not None and b"abc" not in found.SerializeToString()
