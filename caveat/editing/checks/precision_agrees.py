"""The precision column says what the date's own form says."""

from collections.abc import Iterator

from caveat.dataset import partial_dates
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """The precision column says what the date's own form says."""
    for column in ("effective", "reported"):
        for index, row in dataset["restrictions"].iterrows():
            try:
                precision = partial_dates.precision(row[column])
            except ValueError:  # another rule's matter
                continue
            if row[f"{column}_precision"] != precision:
                yield at(
                    dataset,
                    "restrictions",
                    index,
                    f"{column}_precision",
                    f'"{precision}", as the date is {row[column]}',
                )
