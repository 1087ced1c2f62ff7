"""The tables as readers get them: one reading shared by pages and web, the last good one where an edit is broken."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from caveat import settings
from caveat.dataset.errors import DataError
from caveat.dataset.live import LiveDataset, Snapshot
from caveat.dataset.tables import Dataset


def data_folder() -> Path:
    """Where the tables lie: `data/`, or the folder that the environment's CAVEAT_DATA names."""
    return settings.current().data


_LIVE = LiveDataset()


def current_dataset() -> Dataset:
    """The tables as readers get them. The reading follows the content of the files, so that an edit shows at once; a broken edit waits. Never change its frames."""
    return _LIVE.read(data_folder()).dataset


def pending_edits() -> Mapping[str, tuple[DataError, ...]]:
    """The files whose edit waits, by name, with what keeps it waiting; none where readers see the files as they are."""
    return _LIVE.read(data_folder()).pending_edits


def snapshot() -> Snapshot:
    """The tables and the files that wait, with one look at the files for both."""
    return _LIVE.read(data_folder())


def today() -> date:
    """The day in UTC, the same for all readers."""
    return datetime.now(UTC).date()
