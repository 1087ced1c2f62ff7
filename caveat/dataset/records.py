"""Any row of any table by its id: its table, its date, its cells and its sources."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from caveat.dataset import schema as schema_module
from caveat.dataset.memo import memoized
from caveat.dataset.tables import WITHDRAWN, Dataset, list_items


@dataclass(frozen=True)
class Record:
    """A row of any table.

    `table` is "" if no table has the id; `date` is text of any precision, "" if the table has no date.
    """

    table: str
    id: str
    date: str
    values: Mapping[str, Any]
    source_ids: tuple[str, ...]


def text_fields(kind: type, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The cells of a row for the text fields of a dataclass that have a column of their name."""
    return {field.name: str(row[field.name]) for field in fields(kind) if field.type is str and field.name in row}


def source_columns(dataset: Dataset, name: str) -> list[str]:
    """The columns of a table that name sources: foreign keys to sources and lists of source ids."""
    schema = schema_module.resource(name, dataset.folder)["schema"]
    keys = {key["fields"][0] for key in schema.get("foreignKeys", []) if key["reference"]["resource"] == "sources"}
    return [field["name"] for field in schema["fields"] if field["name"] in keys or "sources" in _targets(field)]


def _targets(field: Mapping[str, Any]) -> list[str]:
    reference = field.get("list", {}).get("reference", [])
    return [field["resource"] for field in (reference if isinstance(reference, list) else [reference])]


def date_column(dataset: Dataset, name: str) -> str:
    """The first column of a table with a partial date; "" if it has none."""
    return next((field["name"] for field in schema_module.fields(name, dataset.folder) if field.get("partialDate")), "")


@memoized()
def table_records(dataset: Dataset, name: str) -> tuple[Record, ...]:
    """Every row of one table, in the order of the file. UnusableTable if it cannot be used."""
    frame = dataset[name]
    keys = schema_module.resource(name, dataset.folder)["schema"]["primaryKey"]
    return _records(frame, name, tuple(keys), date_column(dataset, name), tuple(source_columns(dataset, name)))


@memoized(1)
def _records(
    frame: pd.DataFrame, name: str, keys: tuple[str, ...], dated: str, cited: tuple[str, ...]
) -> tuple[Record, ...]:
    return tuple(
        Record(
            table=name,
            id=schema_module.KEY_SEPARATOR.join(record[key] for key in keys),
            date=record[dated] if dated else "",
            values=record,
            source_ids=tuple(dict.fromkeys(source_id for column in cited for source_id in list_items(record[column]))),
        )
        for record in frame_rows(frame)
    )


@memoized(1)
def frame_rows(frame: pd.DataFrame) -> tuple[Mapping[str, Any], ...]:
    """The rows of a frame as dicts, kept on it: a version after an edit has the frames of unchanged tables."""
    return tuple(frame.to_dict("records"))


def usable_tables(dataset: Dataset) -> list[str]:
    """The tables that can be read, in the order of the package."""
    return [name for name in schema_module.table_names(dataset.folder) if name not in dataset.broken]


@memoized(4)
def records_by_id(dataset: Dataset) -> Mapping[str, Record]:
    """id -> Record over all tables that can be read."""
    return {row.id: row for name in usable_tables(dataset) for row in table_records(dataset, name)}


def withdrawn_reason(dataset: Dataset, identifier: str) -> str:
    """Why the row of an id was withdrawn; "" if no table has withdrawn it."""
    for name, frame in dataset.withdrawn.items():
        keys = schema_module.resource(name, dataset.folder)["schema"]["primaryKey"]
        for row in frame.to_dict("records"):
            if schema_module.KEY_SEPARATOR.join(row[key] for key in keys) == identifier:
                return str(row[WITHDRAWN])
    return ""


def resolve_records(dataset: Dataset, ids: Iterable[str]) -> list[Record]:
    """The records of ids, in order and once each; an unknown id gives a Record with an empty table."""
    known = records_by_id(dataset)
    return [known.get(record_id) or Record("", record_id, "", {}, ()) for record_id in dict.fromkeys(ids)]


def all_records(dataset: Dataset) -> Iterator[Record]:
    """All rows of all readable tables."""
    for name in usable_tables(dataset):
        yield from table_records(dataset, name)
