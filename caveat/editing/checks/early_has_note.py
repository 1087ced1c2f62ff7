"""A rule that was public before it applied says so in its note."""

from collections.abc import Iterator

from caveat.dataset import partial_dates
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A rule that was public before it applied says so in its note."""
    for table in ("restrictions", "context"):
        for index, row in dataset[table].iterrows():
            if not row["note"] and _before(row["reported"], row["effective"]):
                yield at(
                    dataset,
                    table,
                    index,
                    "reported",
                    f"a day no earlier than “effective” ({row['effective']}), or a note",
                    "mend the date, or write a note",
                )


def _before(reported: str, effective: str) -> bool:
    try:
        return partial_dates.last_day(reported) < partial_dates.first_day(effective)
    except ValueError:  # another rule's matter
        return False
