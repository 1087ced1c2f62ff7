"""The territories form one tree: one root, and every other leads up to it."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset
from caveat.editing.checks.at import at


def rule(dataset: Dataset) -> Iterator[DataError]:
    """The territories form one tree: one root, and every other leads up to it."""
    territories = dataset["territories"]
    parent = dict(zip(territories["territory_id"], territories["parent_id"], strict=True))
    roots = [name for name, above in parent.items() if not above]
    for index, row in territories.iterrows():
        if not row["parent_id"] and row["territory_id"] != roots[0]:
            yield at(dataset, "territories", index, "parent_id", f'a wider territory, as "{roots[0]}" is the root')
        elif _circles(row["territory_id"], parent):
            yield at(dataset, "territories", index, "parent_id", "a territory that does not lead back to this one")


def _circles(start: str, parent: dict[str, str]) -> bool:
    seen: set[str] = set()
    here = start
    while here and here not in seen:
        seen.add(here)
        here = parent.get(here, "")
    return bool(here)
