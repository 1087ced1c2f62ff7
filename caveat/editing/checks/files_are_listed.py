"""Every CSV in the folder is a table of the package."""

from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset


def rule(dataset: Dataset) -> Iterator[DataError]:
    """Every CSV in the folder is a table of the package."""
    listed = [schema.resource(name, dataset.folder)["path"] for name in schema.table_names(dataset.folder)]
    for path in sorted(dataset.folder.glob("*.csv")):
        if path.name not in listed:
            name = f"{dataset.folder.resolve().name}/{path.name}"
            yield DataError(
                name,
                0,
                "",
                "a file that datapackage.json does not list",
                "a table of the package",
                suggestion(path.name, listed),
            )
