"""A foreign key, or what a list column refers to, is a table and a column of the package."""

from collections.abc import Iterator

from caveat.dataset import schema as schema_module
from caveat.dataset.errors import DataError
from caveat.dataset.tables import Dataset


def rule(dataset: Dataset) -> Iterator[DataError]:
    """A foreign key, or what a list column refers to, is a table and a column of the package."""
    name = f"{dataset.folder.resolve().name}/datapackage.json"
    columns = {
        table: {field["name"] for field in schema_module.fields(table, dataset.folder)}
        for table in schema_module.table_names(dataset.folder)
    }
    for table, column, target, key in _keys(dataset):
        if key not in columns.get(target or table, ()):
            yield DataError(
                name,
                0,
                f"{table}.{column}",
                f"a key to {target or table}.{key}",
                "a key to a table and a column of the package",
            )


def _keys(dataset: Dataset) -> Iterator[tuple[str, str, str, str]]:
    """Table, column, table and column that it refers to ("" is the table itself)."""
    for table in schema_module.table_names(dataset.folder):
        schema = schema_module.resource(table, dataset.folder)["schema"]
        for key in schema.get("foreignKeys", []):
            for column, target in zip(key["fields"], key["reference"]["fields"], strict=True):
                yield table, column, key["reference"]["resource"], target
        for field in schema["fields"]:
            references = field.get("list", {}).get("reference", [])
            for one in references if isinstance(references, list) else [references]:
                yield table, field["name"], one["resource"], one["field"]
