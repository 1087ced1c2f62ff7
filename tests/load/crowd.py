"""Many readers behind nginx while a replica dies.

How many lost their line, how long the slowest was away, what changed for them.
"""

import asyncio
import time
from dataclasses import dataclass

from tests.load.processors import Left
from tests.support.reader_sessions import Reader
from tests.support.replicas import Replicas

# Every page, the briefing on several days: most readers come to it.
VIEWS = (
    ("", "asof=2024-11-18&known=then"),
    ("map", "asof=2024-11-18&known=then"),
    ("", "asof=2024-05-31&known=now"),
    ("compare", "asof=2024-11-18&known=then"),
    ("", "asof=2023-05-11&known=then"),
    ("positions", "asof=2024-11-18&known=then"),
    ("", "asof=2024-11-18&known=now"),
    ("timeline", "asof=2024-11-18&known=then"),
    ("suppliers", "asof=2024-11-18&known=then"),
    ("system", "asof=2024-11-18&known=then&id=atacms"),
    ("story", "asof=2024-11-18&known=then"),
    ("data", "asof=2024-11-18&known=then"),
)
# How long the last reader may take before the test gives up, in seconds.
LONGEST = 40.0


@dataclass(frozen=True)
class Away:
    """What a crowd went through.

    For how long each who lost the line had no view (seconds, sorted), errors, readers who came back to another view,
    views in all.

    `left` is the part of the machine's processors that other programs left to servers, proxy and readers meanwhile: 1
    on a machine that does nothing else.
    """

    seconds: list[float]
    errors: list[str]
    changed: list[str]
    views: int
    left: float

    @property
    def slowest(self) -> float:
        """The longest time without the view, in seconds; 0 where nobody lost it."""
        return self.seconds[-1] if self.seconds else 0.0

    @property
    def usual(self) -> float:
        """The median of those times, in seconds."""
        return self.seconds[len(self.seconds) // 2] if self.seconds else 0.0

    @property
    def slowest_alone(self) -> float:
        """The longest time, as long as it would be if no other program had used the processors."""
        return self.slowest * self.left

    def __str__(self) -> str:
        return (
            f"{len(self.seconds)} readers lost their line and were away {self.usual:.2f} s (median), the slowest {self.slowest:.2f} s; other programs left "
            f"{self.left:.0%} of the processors, which makes {self.slowest_alone:.2f} s; {self.views} views, {len(self.errors)} errors"
        )


async def gathered(base: Replicas, readers: int) -> list[Reader]:
    """Readers with a cookie of their own, each in a view."""
    found = []
    for number in range(readers):
        page, query = VIEWS[number % len(VIEWS)]
        found.append(Reader(base.base, query, page, cookie=await asyncio.to_thread(base.cookie)))
    for start in range(0, readers, 10):
        await asyncio.gather(*(reader.open() for reader in found[start : start + 10]))
    return found


async def gone_and_back(replicas: Replicas, readers: int, victim: int, every: float) -> Away:
    """Readers look at their views, each anew every so many seconds.

    One replica is killed under them, and all who were on it come back.
    """
    found = await gathered(replicas, readers)
    before = [reader.html for reader in found]
    over = asyncio.Event()
    tasks = [asyncio.create_task(reader.stay(over, every)) for reader in found]
    # Until all have looked once more.
    ends = time.monotonic() + LONGEST
    while any(reader.views < 2 for reader in found) and time.monotonic() < ends:
        await asyncio.sleep(0.1)
    replicas.servers[victim].kill()
    with Left(replicas.processes()) as left:
        await asyncio.sleep(0.5)
        ends = time.monotonic() + LONGEST
        while any(reader.away for reader in found) and time.monotonic() < ends:
            await asyncio.sleep(0.1)
    over.set()
    await asyncio.gather(*tasks)
    return Away(
        sorted(seconds for reader in found for seconds in reader.lost),
        [error for reader in found for error in reader.errors],
        [f"{one.page}?{one.query}" for one, html in zip(found, before, strict=True) if one.html != html],
        sum(reader.views for reader in found),
        left.part,
    )
