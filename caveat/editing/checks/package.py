"""Rules on the package: its files, and the tables and columns that its keys name."""

from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset


def files_are_listed(dataset: Dataset) -> Iterator[DataError]:
    """Every CSV in the folder is a table of the package."""
    listed = [schema.resource(table, dataset.folder)["path"] for table in schema.table_names(dataset.folder)]
    for path in sorted(dataset.folder.glob("*.csv")):
        if path.name not in listed:
            name = f"{dataset.folder.resolve().name}/{path.name}"
            found = "a file that datapackage.json does not list"
            yield DataError(name, 0, "", found, "a table of the package", suggestion(path.name, listed))


def keys_name_columns(dataset: Dataset) -> Iterator[DataError]:
    """A foreign key, or what a list column refers to, is a table and a column of the package."""
    name = f"{dataset.folder.resolve().name}/datapackage.json"
    columns = {
        table: {field["name"] for field in schema.fields(table, dataset.folder)}
        for table in schema.table_names(dataset.folder)
    }
    for table in columns:
        for column, _, targets in schema.references(table, dataset.folder):
            for target, key in targets:
                if key not in columns.get(target, ()):
                    expected = "a key to a table and a column of the package"
                    yield DataError(name, 0, f"{table}.{column}", f"a key to {target}.{key}", expected)
