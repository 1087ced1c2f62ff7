"""The tables as readers get them: one reading shared by pages and web, the last good one where an edit is broken."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from caveat.dataset import schema
from caveat.dataset.errors import Fault
from caveat.dataset.live import Reader, Reading
from caveat.dataset.tables import Tables


def folder() -> Path:
    """Where the tables lie: `data/`, or the folder that the environment's CAVEAT_DATA names."""
    return Path(os.environ.get("CAVEAT_DATA") or schema.DATA)


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
