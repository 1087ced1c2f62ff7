"""A variant belongs to a family that is no variant itself."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A variant belongs to a family that is no variant itself."""
    systems = dataset["systems"]
    variants = systems[systems["family_id"] != ""]
    for index, row in variants.iterrows():
        if row["family_id"] in set(variants["system_id"]):
            yield at(dataset, "systems", index, "family_id", "a system whose own family_id is blank")
