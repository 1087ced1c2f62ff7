"""The tables that readers get now, the edits that are not shown yet, and today's date."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from caveat import settings
from caveat.dataset import releases
from caveat.dataset.errors import DataError
from caveat.dataset.live import LiveDataset, Snapshot
from caveat.dataset.tables import Dataset
from caveat.dataset.watch import Judge, Watch


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


@contextmanager
def watched(judge: Judge, prepare: Callable[[Dataset], object]) -> Iterator[None]:
    """Show readers what a judge accepts, while this lasts; a thread looks for edits, and prepares their first answer.

    If the files cannot be used at the start, the newest release of the same package stands in for them.
    """
    folder = releases.releases_folder()
    git = next((path / ".git" for path in data_folder().resolve().parents if (path / ".git").exists()), folder)
    watch = Watch(_LIVE, data_folder(), judge, prepare, (folder / releases.INDEX, git / "logs" / "HEAD"))
    try:
        watch.start(lambda name: releases.is_kept(name, folder), lambda: releases.newest_files(folder, data_folder()))
        yield
    finally:
        watch.stop()


def copies() -> int:
    """How many temporary copies of the tables there are: each lives as long as something is drawn from it."""
    return _LIVE.copies()


def remove_copies() -> None:
    """Remove the temporary copies, when no reader comes any more."""
    _LIVE.remove_copies()


def today() -> date:
    """The day in UTC, the same for all readers."""
    return datetime.now(UTC).date()
