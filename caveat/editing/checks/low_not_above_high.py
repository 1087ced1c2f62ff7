"""A lowest value is not above its highest."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at

PAIRS = (("claims", "value_low", "value_high"), ("transfers", "quantity_low", "quantity_high"))


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A lowest value is not above its highest."""
    for table, low, high in PAIRS:
        frame = dataset[table]
        for index in frame.index[frame[low] > frame[high]]:
            yield at(
                dataset,
                table,
                index,
                low,
                f"no more than {high} ({float(frame[high][index]):g})",
                "look whether the two are swapped",
            )
