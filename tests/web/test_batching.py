"""What is written to a WebSocket in one go leaves in one go, in its order, and none of it is lost where the connection then ends."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from caveat.web.batching import BatchingTransport


class Line:
    """A transport that keeps what leaves."""

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
    line = Line()

    async def main() -> None:
        gathering = BatchingTransport(line)  # type: ignore[arg-type]
        for turn in turns:
            for one in turn:
                gathering.write(one)
            await asyncio.sleep(0)

    asyncio.run(main())
    assert line.left == [b"".join(turn) for turn in turns]


def test_the_last_words_leave_before_the_end() -> None:
    line = Line()

    async def main() -> None:
        gathering = BatchingTransport(line)  # type: ignore[arg-type]
        gathering.write(b"good")
        gathering.write(b"bye")
        gathering.close()
        await asyncio.sleep(0)
        gathering.write(b"too late")
        await asyncio.sleep(0)

    asyncio.run(main())
    assert line.left == [b"goodbye"] and line.closed


def test_all_else_is_the_transports_own() -> None:
    async def main() -> None:
        assert BatchingTransport(Line()).get_extra_info("peername") == "about peername"  # type: ignore[arg-type]

    asyncio.run(main())
