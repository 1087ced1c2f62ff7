"""Rules on the package: its files, the tables and columns that its keys name, the ids that were published."""

from collections.abc import Iterator

from caveat.dataset import schema
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import Dataset, file_name
from caveat.editing import published_ids


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


def tables_have_rows(dataset: Dataset) -> Iterator[DataError]:
    """A table has rows: one that ends below its header was cut."""
    for table in dataset.frames:
        if not published_ids.ids(dataset, table):
            yield no_rows(file_name(table, dataset.folder))


def no_rows(file: str) -> DataError:
    """A table that ends below its header."""
    return DataError(file, 1, "", "no rows below the header", "a row or more", "take the rows from the last version")


def published_ids_are_kept(dataset: Dataset) -> Iterator[DataError]:
    """A published id stays: its row is withdrawn with a reason, never deleted or renamed."""
    listed = published_ids.read(dataset.folder)
    tables = set(schema.table_names(dataset.folder))
    present = {table: set(published_ids.ids(dataset, table)) for table in dataset.frames}
    for table, identifier in listed:
        if table in tables and (not present.get(table) or identifier in present[table]):
            continue
        name = file_name(table, dataset.folder) if table in tables else f"{dataset.folder.resolve().name}/{table}.csv"
        column = schema.resource(table, dataset.folder)["schema"]["primaryKey"][0] if table in tables else ""
        unlisted = sorted(present.get(table, set()) - {known for owner, known in listed if owner == table})
        yield missing_id(name, column, identifier, suggestion(identifier, unlisted))


def missing_id(file: str, column: str, identifier: str, hint: str = "") -> DataError:
    """A published id without a row; the hint says where the row may be."""
    expected = "the row, because links and citations name published ids"
    mend = (
        f"put the row back{f' ({hint})' if hint else ''}; if it does not hold, write the reason in its cell “withdrawn”"
    )
    return DataError(file, 0, column, f'no row "{identifier}"', expected, mend)
