"""The tables as they are now: one reading shared by pages and web, kept until the files change; and what an address may ask of them."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from caveat import package, restrictions, tables
from caveat.faults import BrokenTable
from caveat.tables import Tables
from caveat.view import Bounds


def folder() -> Path:
    """Where the tables lie: `data/`, or the folder that the environment's CAVEAT_DATA names."""
    return Path(os.environ.get("CAVEAT_DATA") or package.DATA)


@lru_cache(maxsize=3)
def _load(where: Path, fingerprint: str) -> Tables:
    return tables.load(where)


def current() -> Tables:
    """The tables as the files are now. The reading is keyed by the content of the files, so that an edit shows at once. Never change its frames."""
    where = folder()
    return _load(where, tables.fingerprint(where))


def today() -> date:
    """The day in UTC, the same for all readers."""
    return datetime.now(UTC).date()


def bounds(read: Tables) -> Bounds:
    """The days and systems that an address may name. Without the restrictions every day up to today can be asked for, and today is the default."""
    systems = [] if "systems" in read.broken else list(read["systems"]["system_id"])
    try:
        default = restrictions.change_days(restrictions.log_of(read), "then")[-1]
    except (BrokenTable, IndexError, ValueError):
        default = today()
    return Bounds(default=min(default, today()), latest=today(), systems=systems)
