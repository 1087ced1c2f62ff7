"""What was reported, said or published does not lie in the future."""

from collections.abc import Iterator
from datetime import date

from caveat.dataset import partial_dates
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at

# A rule may be announced for a later day, so `effective` is not among them.
COLUMNS = (
    ("restrictions", "reported"),
    ("context", "reported"),
    ("transfers", "date"),
    ("positions", "date"),
    ("events", "date"),
    ("aid", "date"),
    ("claims", "published"),
    ("sources", "published"),
)


def rule(dataset: Dataset, today: date | None = None) -> Iterator[DataError]:
    """What was reported, said or published does not lie in the future."""
    today = today or date.today()
    for table, column in COLUMNS:
        for index, text in dataset.frames[table][column].items() if table in dataset.frames else ():
            if text and _later(text, today):
                yield at(dataset, table, index, column, f"a day no later than {today.isoformat()}")


def _later(text: str, today: date) -> bool:
    try:
        return partial_dates.first_day(text) > today
    except ValueError:  # another rule's matter
        return False
