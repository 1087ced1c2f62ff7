"""Turns: what has to be worked out waits until it is that reader's turn, so that nobody can make all others wait.

Python works out one thing at a time, whatever the number of threads. Whoever used least lately comes first: first the
address, then the session. An address that used much works only while nobody else does.
"""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from math import exp

# How many answers are worked out side by side: some wait for files, and a dear one must not hold up a cheap one.
SLOTS = 4
# What was used counts for about so long.
MEMORY_SECONDS = 10.0
# An address that used more seconds than that within MEMORY_SECONDS has one slot, while nobody else needs the processor.
HEAVY_SECONDS = 1.5
# After each turn it rests for so many times what that took, and so long at most.
REST_FACTOR = 3.0
MAX_REST_SECONDS = 2.0
# It rests for the sake of others who asked within so many seconds.
PRESENT_SECONDS = 1.0
# It gets its turn in any case after so long.
PATIENCE_SECONDS = 2.0
# How often it is looked whether a wait is over that nobody else's turn ends.
LOOK_SECONDS = 0.05
# An address that asked for something within so many seconds counts as somebody else.
ACTIVE_SECONDS = 30.0
# No answer holds a slot for longer: it goes on, but others are let in.
LONGEST_SECONDS = 15.0
# Requests of one address that may wait at one time.
MAX_WAITING = 100


class TooManyWaiting(Exception):
    """An address has too many requests that wait."""


@dataclass(eq=False)
class Spender:
    """What somebody used lately, in seconds; it fades."""

    seconds: float = 0.0
    at: float = 0.0
    rests_until: float = 0.0

    def used(self, now: float) -> float:
        """The seconds that still count."""
        return self.seconds * exp((self.at - now) / MEMORY_SECONDS)

    def spend(self, seconds: float, now: float) -> None:
        """Add seconds that were used until now."""
        self.seconds, self.at = self.used(now) + seconds, now


@dataclass(eq=False)
class Turn:
    """One wait and one turn; `changed` is called when it begins, and when it took too long and was ended.

    `end` gives it back, or gives up the wait.
    """

    turns: "Turns"
    client: str
    session: Spender
    changed: Callable[[], None]
    number: int
    asked: float
    started: float | None = None
    ended: bool = False
    timer: asyncio.TimerHandle | None = None

    def end(self) -> None:
        """Let the next one in. A second call does nothing."""
        self.turns.end(self)


@dataclass(eq=False)
class Turns:
    """Hands out turns, in one event loop."""

    slots: int = SLOTS
    clock: Callable[[], float] = time.monotonic
    waiting: list[Turn] = field(default_factory=list)
    running: list[Turn] = field(default_factory=list)
    _clients: OrderedDict[str, Spender] = field(default_factory=OrderedDict)
    _asked: dict[str, float] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)
    _timer: asyncio.TimerHandle | None = None

    def ask(self, client: str, session: Spender | None, changed: Callable[[], None]) -> Turn:
        """Ask for a turn, which may begin at once."""
        now = self.clock()
        spender = self._clients.setdefault(client, Spender(at=now))
        self._clients.move_to_end(client)
        self._asked[client] = now
        turn = Turn(self, client, session or spender, changed, next(self._numbers), now)
        self.waiting.append(turn)
        self._let_in()
        return turn

    async def take(self, client: str) -> Turn:
        """Wait for a turn. TooManyWaiting if this address has too many requests that wait."""
        if sum(turn.client == client for turn in self.waiting) >= MAX_WAITING:
            raise TooManyWaiting
        begun = asyncio.Event()
        turn = self.ask(client, None, begun.set)
        try:
            await begun.wait()
        except asyncio.CancelledError:
            turn.end()
            raise
        return turn

    def end(self, turn: Turn) -> None:
        """Give a turn back, or give up its wait."""
        if turn.ended:
            return
        turn.ended = True
        if turn.timer:
            turn.timer.cancel()
        if turn.started is None:
            self.waiting.remove(turn)
        else:
            self.running.remove(turn)
            now = self.clock()
            client = self._clients.setdefault(turn.client, Spender(at=now))
            took = now - turn.started
            for spender in {turn.session, client}:
                spender.spend(took, now)
            client.rests_until = now + min(REST_FACTOR * took, MAX_REST_SECONDS)
        self._let_in()

    def most_waiting(self) -> int:
        """How many requests wait of the address that has most of them."""
        return max(Counter(turn.client for turn in self.waiting).values(), default=0)

    def used(self, client: str, now: float) -> float:
        """The seconds that an address used lately, those of its open turns among them."""
        spent = self._clients[client].used(now) if client in self._clients else 0.0
        return spent + sum(now - turn.started for turn in self.running if turn.client == client and turn.started)

    def _let_in(self) -> None:
        """Begin the turns that may begin now."""
        now = self.clock()
        self._forget(now)
        while self.waiting and len(self.running) < self.slots:
            used = {client: self.used(client, now) for client in {turn.client for turn in self.waiting}}
            open_turns = Counter(turn.client for turn in self.running)
            fit = [turn for turn in self.waiting if self._may_begin(turn, used[turn.client], open_turns, now)]
            if not fit:
                break
            turn = min(fit, key=lambda turn: (used[turn.client], turn.session.used(now), turn.number))
            self.waiting.remove(turn)
            turn.started = now
            self.running.append(turn)
            turn.timer = asyncio.get_running_loop().call_later(LONGEST_SECONDS, self._cut_short, turn)
            turn.changed()
        self._look_again()

    def _cut_short(self, turn: Turn) -> None:
        self.end(turn)
        turn.changed()

    def _may_begin(self, turn: Turn, used: float, open_turns: Counter[str], now: float) -> bool:
        own = open_turns[turn.client]
        if len(self._asked) <= 1:
            return True
        if used < HEAVY_SECONDS or not self._others_ask(turn.client, now):
            return own < max(self.slots // 2, 1)
        if own or now < self._clients[turn.client].rests_until:
            return False
        return open_turns.total() == 0 or now - turn.asked >= PATIENCE_SECONDS

    def _others_ask(self, client: str, now: float) -> bool:
        """Whether another address asked for something just now: whoever is alone need not rest."""
        other = next((name for name in reversed(self._clients) if name != client), None)
        return other is not None and now - self._asked.get(other, 0.0) < PRESENT_SECONDS

    def _look_again(self) -> None:
        """Look again soon if somebody waits: a rest or the patience may end before anybody else asks."""
        if self.waiting and self._timer is None:

            def look() -> None:
                self._timer = None
                self._let_in()

            self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, look)

    def _forget(self, now: float) -> None:
        """Drop the addresses that asked for nothing for a while and have nothing left to count."""
        while self._clients:
            client = next(iter(self._clients))
            if now - self._asked.get(client, 0.0) < ACTIVE_SECONDS or any(
                turn.client == client for turn in self.running
            ):
                return
            del self._clients[client]
            self._asked.pop(client, None)
