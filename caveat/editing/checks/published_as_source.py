"""A figure is as old as its source."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at, quoted


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A figure is as old as its source: the two tables give the same date of publication."""
    sources = dataset["sources"]
    published = dict(zip(sources["source_id"], sources["published"], strict=True))
    for index, row in dataset["claims"].iterrows():
        expected = published.get(row["source_id"])
        if expected is not None and row["published"] != expected:
            yield at(
                dataset, "claims", index, "published", f"{quoted(expected)}, as sources has it for {row['source_id']}"
            )
