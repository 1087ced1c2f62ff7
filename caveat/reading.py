"""The tables as readers get them: one reading shared by pages and web, the last good one where an edit is broken; and what an address may ask of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from caveat import package, restrictions
from caveat.faults import BrokenTable, Fault
from caveat.last_good import Reader, Reading
from caveat.tables import Tables
from caveat.view import Bounds


def folder() -> Path:
    """Where the tables lie: `data/`, or the folder that the environment's CAVEAT_DATA names."""
    return Path(os.environ.get("CAVEAT_DATA") or package.DATA)


_READER = Reader()


def current() -> Tables:
    """The tables as readers get them. The reading follows the content of the files, so that an edit shows at once; a broken edit waits. Never change its frames."""
    return _READER.read(folder()).tables


def waiting() -> Mapping[str, tuple[Fault, ...]]:
    """The files whose edit waits, by name, with what keeps it waiting; none where readers see the files as they are."""
    return _READER.read(folder()).waiting


def latest() -> Reading:
    """The tables and the files that wait, with one look at the files for both."""
    return _READER.read(folder())


def today() -> date:
    """The day in UTC, the same for all readers."""
    return datetime.now(UTC).date()


def bounds(read: Tables) -> Bounds:
    """The days and systems that an address may name. Without the restrictions every day up to today can be asked for, and today is the default."""
    return _bounds(read, today())


@lru_cache(maxsize=8)
def _bounds(read: Tables, latest: date) -> Bounds:
    systems = [] if "systems" in read.broken else list(read["systems"]["system_id"])
    try:
        default = restrictions.change_days(restrictions.log_of(read), "then")[-1]
    except (BrokenTable, IndexError, ValueError):
        default = latest
    return Bounds(default=min(default, latest), latest=latest, systems=systems)
