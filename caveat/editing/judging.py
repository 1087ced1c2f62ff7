"""Whether an edit may reach readers: checked, and compared with what was before."""

from pathlib import Path

from caveat.dataset.errors import DataError
from caveat.dataset.memo import memoized
from caveat.dataset.tables import Dataset
from caveat.editing import accidents, checks


def edit_errors(before: Dataset, after: Dataset, folder: Path) -> list[DataError]:
    """The errors of an edit that were not there before by the checks, else what looks like an accident.

    `folder` is the one that editors change.
    """
    found = checks.new_errors(errors(after), errors(before))
    waiting = {} if found else accidents.waiting_edits(before, after, folder)
    return [*found, *(error for reasons in waiting.values() for error in reasons)]


@memoized(1)
def errors(dataset: Dataset) -> tuple[DataError, ...]:
    """What the check finds."""
    return tuple(checks.check(dataset.folder))
