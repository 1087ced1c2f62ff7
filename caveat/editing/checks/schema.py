"""Check datapackage.json itself, and every cell against it.

The constraints, keys and foreign keys that it states. Types, dates and enumerations are checked where the tables are
read (dataset.tables).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from caveat.dataset import bounds, foreign_keys, schema
from caveat.dataset.csv_faults import conflict_fault
from caveat.dataset.errors import DataError
from caveat.dataset.foreign_keys import DanglingReference
from caveat.dataset.tables import Dataset, csv_rows, file_name
from caveat.editing.checks.cells import cell_error, unknown_id_hint

TYPES = ("string", "number")
CONSTRAINTS = ("required", "unique", "enum", "pattern", "minimum")


def descriptor_errors(folder: Path) -> list[DataError]:
    """What is wrong with datapackage.json; [] if the tables can be read by it."""
    name = f"{folder.resolve().name}/datapackage.json"
    try:
        wrong = [
            pair
            for table in schema.table_names(folder)
            for pair in _unsupported_features(schema.resource(table, folder))
        ]
    except OSError:
        found = bounds.problem(folder / "datapackage.json") or "no such file"
        mend = "name a folder that holds the data package"
        return [DataError(name, 0, "", found, "the description of the tables", mend)]
    except ValueError as error:
        text = bounds.read_file(folder / "datapackage.json").decode("utf-8", errors="replace")
        if fault := conflict_fault(text):
            return [DataError(name, *fault)]
        found = f"no readable JSON ({error})"
        return [DataError(name, getattr(error, "lineno", 0), "", found, "a Frictionless data package")]
    except (LookupError, TypeError, AttributeError) as error:
        expected = "resources, each with a name, a path and a schema with fields"
        return [DataError(name, 0, "", f"another shape ({error})", expected)]
    return [DataError(name, 0, column, found, expected) for column, found, expected in wrong]


def _unsupported_features(resource: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a description asks for and no check covers: column, found, expected. KeyError if a part is missing."""
    table, fields = resource["name"], resource["schema"]["fields"]
    for field in fields:
        column, rules = f"{table}.{field['name']}", field.get("constraints", {})
        if field["type"] not in TYPES:
            yield column, f'the type "{field["type"]}"', f"one of {', '.join(TYPES)}"
        for rule in set(rules) - set(CONSTRAINTS):
            yield column, f'the constraint "{rule}"', f"one of {', '.join(CONSTRAINTS)}"
        try:
            re.compile(rules.get("pattern", ""))
        except re.error as error:
            yield column, f"a pattern that is none ({error})", "a regular expression"
    names = [field["name"] for field in fields]
    for key in [{"fields": resource["schema"]["primaryKey"]}, *resource["schema"].get("foreignKeys", [])]:
        if not isinstance(key["fields"], list) or not set(key["fields"]) <= set(names):
            yield table, f"the key {key['fields']}", "a list of columns of the table"
    for key in resource["schema"].get("foreignKeys", []):
        if not len(key["fields"]) == len(key["reference"]["fields"]) == 1 or not isinstance(
            key["reference"]["resource"], str
        ):
            yield table, f"the key {key['fields']} to {key['reference']}", "a key of one column to one column"


def constraint_errors(dataset: Dataset) -> Iterator[DataError]:
    """Cells of the readable tables that break a constraint or a primary key."""
    for table in dataset.frames:
        for field in schema.fields(table, dataset.folder):
            yield from _column_errors(dataset, table, field)
        yield from _key_errors(dataset, table)


def foreign_key_errors(dataset: Dataset) -> Iterator[DataError]:
    """Cells of the readable tables that break a foreign key."""
    yield from (
        _unknown_id(dataset, reference)
        for reference in foreign_keys.dangling_references(dataset)
        if not reference.many  # the rule on list columns says more
    )


def _column_errors(dataset: Dataset, table: str, field: dict[str, Any]) -> Iterator[DataError]:
    column, rules = field["name"], field.get("constraints", {})
    cells = dataset[table][column]
    blank = cells.isna() | (cells == "")
    filled = cells[~blank]
    if rules.get("required"):
        for index in cells.index[blank]:
            yield cell_error(dataset, (table, index, column), "a value", "fill the cell")
    if rules.get("unique"):
        mend = "the older row keeps it: give the new one its own"
        for index, cell in filled[filled.duplicated()].items():
            found = f'"{cell}" again'
            yield cell_error(dataset, (table, index, column), "a value that no other row has", mend, found)
    if "pattern" in rules:
        expected = field.get("patternHint") or f"text of the form {rules['pattern']}"
        for index, cell in filled[~filled.str.fullmatch(rules["pattern"])].items():
            yield cell_error(dataset, (table, index, column), expected, _proposed_form(cell, field))
    if "minimum" in rules:
        for index in filled.index[filled < rules["minimum"]]:
            found = f'"{_text_of(dataset, table, int(str(index)), column)}"'
            yield cell_error(dataset, (table, index, column), f"{rules['minimum']} or more", found=found)


def _text_of(dataset: Dataset, table: str, row: int, column: str) -> str:
    """A number as the file writes it."""
    text = (dataset.folder / schema.resource(table, dataset.folder)["path"]).read_bytes().decode("utf-8-sig")
    by_line = dict(csv_rows(text))
    return by_line[dataset.line(table, row)][by_line[1].index(column)]


def _proposed_form(cell: str, field: dict[str, Any]) -> str:
    """How to write a cell in the form of its column; "" if nothing can be proposed."""
    if field["name"] == "url":
        return "copy it from the address line of a browser"
    proposed = re.sub(r"[^a-z0-9]+", "-", cell.casefold()).strip("-")
    return f'write "{proposed}"' if re.fullmatch(field["constraints"]["pattern"], proposed) else ""


def _key_errors(dataset: Dataset, table: str) -> Iterator[DataError]:
    """Rows whose primary key an earlier row has."""
    key = schema.resource(table, dataset.folder)["schema"]["primaryKey"]
    cells = dataset[table][key].astype("str")
    duplicated = cells.duplicated() | (cells == "").all(axis=1)
    if len(withdrawn := dataset.withdrawn.get(table, cells.head(0))[key]):
        duplicated |= pd.concat([withdrawn.astype("str"), cells]).duplicated().iloc[len(withdrawn) :].to_numpy()
    for index in cells.index[duplicated]:
        found = f'"{", ".join(cells.loc[index])}" again'
        mend = "ids are permanent: give the new row its own"
        yield cell_error(dataset, (table, index, key[0]), "an id that no other row has", mend, found)


def _unknown_id(dataset: Dataset, reference: DanglingReference) -> DataError:
    [target] = reference.targets
    mend = unknown_id_hint(dataset, reference.targets, reference.id)
    name = file_name(reference.table, dataset.folder)
    return DataError(name, reference.line, reference.column, f'"{reference.id}"', f"an id of {target}", mend)
