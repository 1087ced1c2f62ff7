"""Rules are kept by family, so a restriction names no variant."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """Rules are kept by family, so a restriction names no variant."""
    systems = dataset["systems"]
    family = dict(zip(systems["system_id"], systems["family_id"], strict=True))
    for index, system in dataset["restrictions"]["system_id"].items():
        if family.get(system):
            yield at(
                dataset,
                "restrictions",
                index,
                "system_id",
                "a family",
                f'write "{family[system]}", or move the row to context',
            )
