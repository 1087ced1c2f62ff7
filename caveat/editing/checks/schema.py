"""What the library frictionless finds against datapackage.json, in the words of our faults."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from caveat.dataset import foreign_keys, schema
from caveat.dataset import tables as reading
from caveat.dataset.errors import DataError
from caveat.dataset.suggest import suggestion


def describe(folder: Path) -> list[DataError]:
    """What is wrong with datapackage.json itself; [] where the tables can be read by it."""
    from frictionless import FrictionlessException, Package

    name = f"{folder.resolve().name}/datapackage.json"
    try:
        for table in schema.table_names(folder):
            schema.fields(table, folder)
        Package.from_descriptor(copy.deepcopy(schema.descriptor(folder)), basepath=str(folder))
    except OSError:
        return [
            DataError(
                name,
                0,
                "",
                "no such file",
                "the description of the tables",
                "name a folder that holds the data package",
            )
        ]
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        return [
            DataError(
                name, getattr(error, "lineno", 0), "", f"no readable JSON ({error})", "a Frictionless data package"
            )
        ]
    except (KeyError, TypeError, AttributeError) as error:
        return [
            DataError(
                name, 0, "", f"another shape ({error})", "resources, each with a name, a path and a schema with fields"
            )
        ]
    except FrictionlessException as error:
        return [
            DataError(name, 0, "", one.message, "a Frictionless data package") for one in error.reasons or [error.error]
        ]
    return []


def validate(tables: reading.Dataset) -> Iterator[DataError]:
    """Types, constraints, primary and foreign keys of every table that has a frame."""
    from frictionless import Package  # a third of a second: only where data are checked

    readable = list(tables.frames)
    report = Package.from_descriptor(_descriptor(tables, readable), basepath=str(tables.folder)).validate()
    for error in report.errors:
        yield DataError(
            f"{tables.folder.resolve().name}/datapackage.json", 0, "", error.message, "a Frictionless data package"
        )
    for task in report.tasks:
        lines = _lines(tables, task.name) if task.errors else []
        for error in task.errors:
            if error.type == "primary-key" and not any(error.cells):  # a blank row has its own error
                continue
            yield _fault(tables, task.name, lines, error)
    # By our own look-up: the library opens each table anew for every table that names it, which takes longer than all the rest.
    yield from (_unknown_id(tables, one) for one in foreign_keys.dangling_references(tables) if not one.many)


def _descriptor(tables: reading.Dataset, readable: list[str]) -> dict[str, Any]:
    """The package without the tables that cannot be read, and without keys to other tables."""
    found = copy.deepcopy(schema.descriptor(tables.folder))
    found["resources"] = [one for one in found["resources"] if one["name"] in readable]
    for one in found["resources"]:
        one["schema"].pop("foreignKeys", None)
    return found


def _lines(tables: reading.Dataset, table: str) -> list[int]:
    """The line on which each record of the file begins, by the record's number less one."""
    text = (tables.folder / schema.resource(table, tables.folder)["path"]).read_bytes().decode("utf-8-sig")
    return [line for line, _ in reading.csv_rows(text)]


def _fault(tables: reading.Dataset, table: str, lines: list[int], error: Any) -> DataError:
    name = reading.file_name(table, tables.folder)
    number = getattr(error, "row_number", 0) or 0
    line = lines[number - 1] if 0 < number <= len(lines) else number
    match error.type:
        case "primary-key":
            key = schema.resource(table, tables.folder)["schema"]["primaryKey"]
            names = [one["name"] for one in schema.fields(table, tables.folder)]
            cells = [error.cells[names.index(column)] for column in key]
            return DataError(
                name,
                line,
                key[0],
                f'"{", ".join(cells)}" again',
                "an id that no other row has",
                "ids are permanent: give the new row its own",
            )
        case "unique-error":
            return DataError(
                name,
                line,
                error.field_name,
                f'"{error.cell}" again',
                "a value that no other row has",
                "the older row keeps it: give the new one its own",
            )
        case "constraint-error" | "type-error":
            return _unfit(tables, table, name, line, error)
        case "blank-row":
            return DataError(name, line, "", "a blank row", "a row with cells", "take the line out")
    return DataError(
        name,
        line,
        getattr(error, "field_name", ""),
        error.note or error.message,
        "what datapackage.json says of the column",
    )


def _unknown_id(tables: reading.Dataset, one: foreign_keys.DanglingReference) -> DataError:
    [target] = one.targets
    known = tables.frames[target][schema.resource(target, tables.folder)["schema"]["primaryKey"][0]]
    mend = (
        suggestion(one.id, (each for each in known if each))
        or f"add its row to {reading.file_name(target, tables.folder)} first, or name another"
    )
    return DataError(
        reading.file_name(one.table, tables.folder), one.line, one.column, f'"{one.id}"', f"an id of {target}", mend
    )


def _written(cell: str, field: dict[str, Any]) -> str:
    """How a cell that does not have its column's form is written; "" where nothing can be proposed."""
    if field["name"] == "url":
        return "copy it from the address line of a browser"
    proposed = re.sub(r"[^a-z0-9]+", "-", cell.casefold()).strip("-")
    return f'write "{proposed}"' if re.fullmatch(field["constraints"]["pattern"], proposed) else ""


def _unfit(tables: reading.Dataset, table: str, name: str, line: int, error: Any) -> DataError:
    field = next(one for one in schema.fields(table, tables.folder) if one["name"] == error.field_name)
    rules = field.get("constraints", {})
    blank = error.cell in ("", "None")
    found = "nothing" if blank else f'"{error.cell}"'
    which = re.search(r'constraint "(\w+)"', error.note)
    match which[1] if which else "type":
        case "required":
            return DataError(name, line, error.field_name, found, "a value", "fill the cell")
        case "enum":
            return DataError(
                name,
                line,
                error.field_name,
                found,
                f"one of {', '.join(rules['enum'])}",
                suggestion(error.cell, rules["enum"]),
            )
        case "pattern":
            return DataError(
                name,
                line,
                error.field_name,
                found,
                field.get("patternHint") or f"text of the form {rules['pattern']}",
                _written(error.cell, field),
            )
        case "minimum":
            return DataError(name, line, error.field_name, found, f"{rules['minimum']} or more")
        case "type":
            return DataError(name, line, error.field_name, found, f"a {field['type']}")
        case other:
            return DataError(name, line, error.field_name, found, f"{other} {rules.get(other, '')}".strip())
