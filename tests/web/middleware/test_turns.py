"""Whoever used least comes first; an address that used much works only while nobody else needs the processor."""

import asyncio
from collections.abc import Callable

import pytest

from caveat.web.middleware import turns as turns_module
from caveat.web.middleware.turns import (
    MAX_REST_SECONDS,
    MAX_WAITING,
    PATIENCE_SECONDS,
    PRESENT_SECONDS,
    REST_FACTOR,
    Spender,
    TooManyWaiting,
    Turn,
    Turns,
)


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def within_loop(test: Callable[[Turns, Clock], None]) -> None:
    async def run() -> None:
        clock = Clock()
        test(Turns(slots=4, clock=clock), clock)

    asyncio.run(run())


def ask(turns: Turns, client: str, session: Spender | None = None) -> Turn:
    return turns.ask(client, session, lambda: None)


def work(turns: Turns, clock: Clock, client: str, seconds: float) -> None:
    turn = ask(turns, client)
    assert turn.started is not None
    clock.now += seconds
    turn.end()
    clock.now += MAX_REST_SECONDS


def test_an_address_alone_has_all_slots() -> None:
    def check(turns: Turns, clock: Clock) -> None:
        work(turns, clock, "a", 5.0)
        assert [ask(turns, "a").started is not None for _ in range(6)] == [True] * 4 + [False] * 2

    within_loop(check)


def test_no_address_takes_the_slots_of_others() -> None:
    def check(turns: Turns, clock: Clock) -> None:
        work(turns, clock, "b", 0.01)
        assert [ask(turns, "a").started is not None for _ in range(6)] == [True] * 2 + [False] * 4
        assert ask(turns, "b").started is not None

    within_loop(check)


def test_who_used_much_waits_until_others_are_done() -> None:
    def check(turns: Turns, clock: Clock) -> None:
        work(turns, clock, "heavy", 8.0)
        other = ask(turns, "light")
        heavy = ask(turns, "heavy")
        assert other.started is not None and heavy.started is None
        other.end()
        assert heavy.started is not None
        assert ask(turns, "heavy").started is None, "one at a time"
        assert ask(turns, "light").started is not None, "and nobody waits for it"

    within_loop(check)


def test_who_used_much_rests_longer_than_it_worked() -> None:
    def check(turns: Turns, clock: Clock) -> None:
        work(turns, clock, "light", 0.01)
        work(turns, clock, "heavy", 8.0)
        turn = ask(turns, "heavy")
        clock.now += 0.4
        turn.end()
        ask(turns, "light").end()
        again = ask(turns, "heavy")
        clock.now += REST_FACTOR * 0.4 - 0.1
        ask(turns, "light").end()
        assert again.started is None
        clock.now += 0.2
        ask(turns, "light").end()
        assert again.started is not None

    within_loop(check)


def test_who_used_much_need_not_rest_while_nobody_else_asks() -> None:
    """Many readers behind one address are no flood where others look in now and then."""

    def check(turns: Turns, clock: Clock) -> None:
        work(turns, clock, "newsroom", 8.0)
        ask(turns, "reader").end()
        clock.now += PRESENT_SECONDS
        assert [ask(turns, "newsroom").started is not None for _ in range(3)] == [True, True, False]
        assert ask(turns, "reader").started is not None

    within_loop(check)


def test_nobody_waits_for_ever() -> None:
    def check(turns: Turns, clock: Clock) -> None:
        work(turns, clock, "heavy", 8.0)
        ask(turns, "light")
        heavy = ask(turns, "heavy")
        clock.now += PATIENCE_SECONDS
        ask(turns, "third")
        assert heavy.started is not None

    within_loop(check)


def test_the_session_that_used_least_comes_first() -> None:
    def check(turns: Turns, clock: Clock) -> None:
        loud, calm = Spender(), Spender()
        loud.spend(3.0, clock.now)
        busy = [ask(turns, "a") for _ in range(4)]
        first, second = ask(turns, "a", loud), ask(turns, "a", calm)
        busy[0].end()
        assert second.started is not None and first.started is None

    within_loop(check)


def test_what_was_used_fades_and_is_forgotten() -> None:
    def check(turns: Turns, clock: Clock) -> None:
        work(turns, clock, "a", 8.0)
        clock.now += 60.0
        assert turns.used("a", clock.now) < 0.1
        ask(turns, "b").end()
        assert list(turns._clients) == ["b"]

    within_loop(check)


def test_an_end_gives_up_a_wait_too_and_counts_once() -> None:
    def check(turns: Turns, clock: Clock) -> None:
        held = [ask(turns, "a") for _ in range(4)]
        waits = ask(turns, "a")
        waits.end()
        waits.end()
        for turn in held:
            turn.end()
            turn.end()
        assert not turns.waiting and not turns.running

    within_loop(check)


def test_a_turn_that_takes_too_long_lets_others_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_module, "LONGEST_SECONDS", 0.01)

    async def run() -> list[str]:
        turns, said = Turns(slots=1), []
        turns.ask("a", None, lambda: said.append("a"))
        turns.ask("a", None, lambda: said.append("b"))
        await asyncio.sleep(0.1)
        return said

    assert asyncio.run(run())[:3] == ["a", "b", "a"], "begun, the next begun, told that it is over"


def test_too_many_requests_of_an_address_are_told_so() -> None:
    async def run() -> None:
        turns = Turns(slots=1)
        turns.ask("a", None, lambda: None)
        waiting = [asyncio.create_task(turns.take("a")) for _ in range(MAX_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyWaiting):
            await turns.take("a")
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert not turns.waiting

    asyncio.run(run())
