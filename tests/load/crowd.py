"""Many readers behind nginx while a replica dies: how many lost their line, how long the slowest was away, what changed for them."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.opened import ROOT
from tests.readers import Reader
from tests.replicas import Replicas

VIEWS = (
    ("", "asof=2024-11-18&known=then"),
    ("", "asof=2024-05-31&known=now"),
    ("positions", "asof=2024-11-18&known=then"),
    ("suppliers", "asof=2024-11-18&known=then"),
    ("", "asof=2023-05-11&known=then"),
    ("", "asof=2024-11-18&known=now"),
)


def copied(folder: Path) -> Path:
    """A folder of tables that a test may change."""
    shutil.copytree(ROOT / "data", folder)
    return folder


@dataclass(frozen=True)
class Away:
    """What a crowd went through: how many lost their line, the longest time without the view in seconds, errors, readers who came back to another view."""

    broken: int
    slowest: float
    errors: list[str]
    changed: list[str]
    views: int


async def gathered(base: Replicas, readers: int) -> list[Reader]:
    """Readers with a cookie of their own, each in a view."""
    found = []
    for number in range(readers):
        page, query = VIEWS[number % len(VIEWS)]
        found.append(Reader(base.base, query, page, cookie=await asyncio.to_thread(base.cookie)))
    for start in range(0, readers, 10):
        await asyncio.gather(*(one.open() for one in found[start : start + 10]))
    return found


async def gone_and_back(replicas: Replicas, readers: int, victim: int, every: float = 1.0, seconds: float = 5.0) -> Away:
    """Readers look at their views; one replica is killed under them."""
    found = await gathered(replicas, readers)
    before = [one.html for one in found]
    over = asyncio.Event()
    tasks = [asyncio.create_task(one.stay(over, every)) for one in found]
    await asyncio.sleep(2)
    replicas.servers[victim].kill()
    await asyncio.sleep(seconds)
    over.set()
    await asyncio.gather(*tasks)
    changed = [f"{one.page}?{one.query}" for one, html in zip(found, before, strict=True) if one.html != html]
    lost = [seconds for one in found for seconds in one.lost]
    return Away(
        sum(bool(one.lost) for one in found), max(lost, default=0.0), [error for one in found for error in one.errors], changed, sum(one.views for one in found)
    )
