"""Rules on the package: its files, and the tables and columns that its keys name."""

from collections.abc import Iterator, Mapping
from typing import Any

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
    for table, column, target, key in _references(dataset):
        if key not in columns.get(target, ()):
            expected = "a key to a table and a column of the package"
            yield DataError(name, 0, f"{table}.{column}", f"a key to {target}.{key}", expected)


def _references(dataset: Dataset) -> Iterator[tuple[str, str, str, str]]:
    """Table and column, and the table and column that these refer to."""
    for table in schema.table_names(dataset.folder):
        described = schema.resource(table, dataset.folder)["schema"]
        for key in described.get("foreignKeys", []):
            yield table, key["fields"][0], key["reference"]["resource"] or table, key["reference"]["fields"][0]
        for field in described["fields"]:
            for reference in list_references(field):
                yield table, field["name"], reference["resource"], reference["field"]


def list_references(field: Mapping[str, Any]) -> list[dict[str, str]]:
    """The tables and columns in which an entry of a list column may stand; [] for other columns."""
    references = field.get("list", {}).get("reference", [])
    return references if isinstance(references, list) else [references]
