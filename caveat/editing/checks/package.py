"""Rules on the package: its files, the tables and columns that its keys name, the ids that were published."""

import re
from collections.abc import Iterator

from caveat.dataset import bounds, schema
from caveat.dataset.csv_faults import conflict_fault
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion
from caveat.dataset.tables import TEXTS, Dataset, file_name, is_temporary
from caveat.editing import published_ids
from caveat.editing.checks.cells import cell_error
from caveat.editing.starter import FILES as STARTER
from caveat.text import known_values

_WORKBOOKS = (
    *(".xlsx", ".xlsm", ".xlsb", ".xltx", ".xls", ".ods", ".fods", ".ots", ".numbers", ".gsheet"),
    *(".dbf", ".mdb", ".accdb", ".parquet", ".feather", ".sqlite", ".db"),
)
_TEXTS = (".tsv", ".tab", ".txt", ".prn", ".psv", ".zip", ".gz", ".html", ".xml")


def files_are_listed(dataset: Dataset) -> Iterator[DataError]:
    """A file that may hold a table is one of the package, with its name and as a CSV."""
    listed = [schema.resource(table, dataset.folder)["path"] for table in schema.table_names(dataset.folder)]
    for path in sorted(dataset.folder.iterdir()):
        if path.name in (*listed, "datapackage.json") or is_temporary(path.name):
            continue
        name = path.name.casefold()
        meant = max((file for file in listed if _names(name, file)), key=len, default="")
        if name.endswith(_WORKBOOKS):
            found, mend = "a workbook", f"save {f'it as {meant}' if meant else 'each sheet as a CSV'}, and take it out"
        elif name.endswith((".csv", ".json")) or (meant and name.endswith(_TEXTS)) or ".csv" in name:
            found, mend = "a file that datapackage.json does not list", suggestion(path.name, listed) or "take it out"
            if meant and meant in (other.name for other in dataset.folder.iterdir()):
                mend = f"put what is new in it into {meant}, and take it out"
            elif meant:
                mend = f"rename it to {meant}"
        else:
            continue
        yield DataError(f"{dataset.folder.resolve().name}/{path.name}", 0, "", found, "a table of the package", mend)


def _names(name: str, file: str) -> bool:
    """Whether the name of a file has that of a table in it: "claims (1).csv", "Claims.CSV", "copy-of-claims.xlsx"."""
    return bool(re.search(rf"(?<![^\W\d]){re.escape(file.removesuffix('.csv'))}(?![^\W\d])", name))


def no_conflict_is_left(dataset: Dataset) -> Iterator[DataError]:
    """The list of published ids and the texts of the pages hold no mark of a merge conflict."""
    folder = dataset.folder
    for path in sorted([*folder.glob("*.txt"), *folder.glob("*.toml"), *folder.glob(f"{TEXTS}/*.md")]):
        name = f"{folder.resolve().name}/{path.relative_to(folder)}"
        if problem := bounds.problem(path):
            if path.parent.name == TEXTS:
                yield DataError(name, 0, "", problem, "a text", "take it out")
        elif fault := conflict_fault(bounds.read_file(path).decode("utf-8", errors="replace")):
            yield DataError(name, *fault)


def texts_can_be_read(dataset: Dataset) -> Iterator[DataError]:
    """The texts of the pages are there, in UTF-8 and not empty."""
    folder, expected = dataset.folder, "the text of a page in UTF-8"
    for name in sorted({path.name for path in (STARTER / TEXTS).glob("*.md")}):
        path = folder / TEXTS / name
        if path.exists() and bounds.problem(path):  # that is said already
            continue
        found = ""
        try:
            if not bounds.read_file(path).decode("utf-8").strip():
                found = "an empty file"
        except UnicodeDecodeError:
            found = "another encoding than UTF-8"
        except OSError:
            found = "no such file"
        if found:
            mend = "save it as UTF-8" if "encoding" in found else "write it, or take it from its last version"
            yield DataError(f"{folder.resolve().name}/{TEXTS}/{name}", 0, "", found, expected, mend)


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


def ids_differ_in_letters(dataset: Dataset) -> Iterator[DataError]:
    """Two ids of a table differ in more than in capital letters, as readers and addresses take them for one."""
    for table, frame in dataset.frames.items():
        key = schema.resource(table, dataset.folder)["schema"]["primaryKey"]
        if len(key) > 1:
            continue
        seen: dict[str, str] = {}
        for index, identifier in frame[key[0]].items():
            other = seen.setdefault(str(identifier).casefold(), identifier)
            if other != identifier:
                expected = f'another id than "{other}", which differs in capital letters alone'
                yield cell_error(dataset, (table, index, key[0]), expected)


def places_in_an_order_differ(dataset: Dataset) -> Iterator[DataError]:
    """Each place in an order, in a column whose name ends in _order, is given once."""
    for table, frame in dataset.frames.items():
        for column in (name for name in frame.columns if name.endswith("_order")):
            taken: set[object] = set()
            for index, place in frame[column].items():
                if place == place and place != "" and place in taken:
                    yield cell_error(dataset, (table, index, column), "a place that no other row has")
                taken.add(place)


def tables_have_rows(dataset: Dataset) -> Iterator[DataError]:
    """A table with published rows has rows: one that ends below its header was cut."""
    published = {table for table, _ in published_ids.read(dataset.folder)}
    for table in dataset.frames:
        if table in published and not published_ids.ids(dataset, table):
            yield no_rows(file_name(table, dataset.folder))


def no_rows(file: str) -> DataError:
    """A table that ends below its header."""
    return DataError(file, 1, "", "no rows below the header", "a row or more", "take the rows from the last version")


def values_have_words(dataset: Dataset) -> Iterator[DataError]:
    """A value that a coded column allows has a meaning in the package, and words on the pages that show it."""
    supplied = dataset.read_settings.supplied_column if dataset.read_settings else ""
    name = f"{dataset.folder.resolve().name}/datapackage.json"
    for table in schema.table_names(dataset.folder):
        for field in schema.fields(table, dataset.folder):
            place = f"{table}.{field['name']}"
            allowed = field.get("constraints", {}).get("enum") or field.get("list", {}).get("enum", [])
            meanings = field.get("enumMeanings", allowed)
            for value in allowed:
                if not known_values.has_words(table, field["name"], value, supplied):
                    mend = (
                        "use a value that is there, or give the pages words for this one first (docs/architecture.md)"
                    )
                    yield DataError(
                        name, 0, place, f'the value "{value}"', "a value that the pages have words for", mend
                    )
                elif value not in meanings:
                    expected = "its meaning in enumMeanings"
                    yield DataError(name, 0, place, f'the value "{value}" alone', expected, "write what it means")


def published_ids_are_kept(dataset: Dataset) -> Iterator[DataError]:
    """A published id stays: its row is withdrawn with a reason, never deleted or renamed."""
    listed = [(table, identifier) for table, identifier in published_ids.read(dataset.folder) if table.isidentifier()]
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
