"""A date names a day, month or year of the calendar."""

from collections.abc import Iterator

from caveat.dataset import partial_dates, schema
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A date names a day, month or year of the calendar."""
    for table, frame in dataset.frames.items():
        for field in schema.fields(table, dataset.folder):
            if field.get("partialDate"):
                for index, text in frame[field["name"]].items():
                    if text and not _exists(text):
                        yield at(
                            dataset,
                            table,
                            index,
                            field["name"],
                            "a date of the calendar as YYYY-MM-DD, YYYY-MM or YYYY",
                        )


def _exists(text: str) -> bool:
    try:
        partial_dates.first_day(text)
    except ValueError:
        return False
    return True
