"""A figure that is not shown says why in its note."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A figure that is not shown says why in its note."""
    claims = dataset["claims"]
    for index in claims.index[(claims["shown"] == "no") & (claims["note"] == "")]:
        yield at(
            dataset, "claims", index, "note", "a note, because the figure is not shown", "write why it is held back"
        )
