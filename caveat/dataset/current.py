"""The tables that readers get now, the edits that are not shown yet, and today's date."""

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
    """The tables that readers get, read again when a file's content changes.

    Of an edit with errors the last valid version is kept. The frames are shared: never change them.
    """
    return _LIVE.read(data_folder()).dataset


def pending_edits() -> Mapping[str, tuple[DataError, ...]]:
    """The files whose edit is not shown yet, by name, with the errors that are the reason."""
    return _LIVE.read(data_folder()).pending_edits


def snapshot() -> Snapshot:
    """The tables and the files whose edit is not shown yet, from one look at the files."""
    return _LIVE.read(data_folder())


def today() -> date:
    """The day in UTC, the same for all readers."""
    return datetime.now(UTC).date()
