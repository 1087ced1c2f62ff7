"""Rules on publishers: what a page repeats, and whom a publisher belongs to."""

from collections.abc import Iterator

from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset, list_items
from caveat.editing.checks.cells import cell_error, numbered_rows


def origins_have_form(dataset: Dataset) -> Iterator[DataError]:
    """A page that repeats other publishers says in what form, and does not repeat its own."""
    for index, row in numbered_rows(dataset["sources"]):
        if bool(row["origins"]) != bool(row["origin_form"]):
            expected = "text or report, as there are origins" if row["origins"] else "nothing, as there are no origins"
            yield cell_error(dataset, ("sources", index, "origin_form"), expected)
        if row["publisher"] in list_items(row["origins"]):
            expected = f"others than {row['publisher']}, which publishes the page"
            yield cell_error(dataset, ("sources", index, "origins"), expected)


def parents_form_no_circle(dataset: Dataset) -> Iterator[DataError]:
    """A publisher says how it belongs to its parent, and never leads back to itself."""
    publishers = dataset["publishers"]
    parents = dict(zip(publishers["publisher"], publishers["parent"], strict=True))
    for index, row in numbered_rows(publishers):
        if bool(row["parent"]) != bool(row["relation"]):
            expected = "how it belongs to its parent" if row["parent"] else "nothing, as there is no parent"
            yield cell_error(dataset, ("publishers", index, "relation"), expected)
        above: list[str] = []
        parent = row["parent"]
        while parent and parent not in above:
            above.append(parent)
            parent = parents.get(parent, "")
        if row["publisher"] in above:
            expected = "a publisher that does not lead back to this one"
            yield cell_error(dataset, ("publishers", index, "parent"), expected)
