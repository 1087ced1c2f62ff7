"""python -m caveat new TABLE [DIR]: ask for a new row column by column, check it, put it at the end of its file."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from caveat.dataset import schema as schema_module
from caveat.dataset import tables
from caveat.dataset.suggest import suggestion
from caveat.editing import new_row
from caveat.editing.checks import schema
from caveat.editing.commands.command import Command, folder
from caveat.editing.messages import new_row as words
from caveat.editing.messages import validation_errors

Ask = Callable[[str], str]


def _takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "table", metavar="TABLE", help="what to add: restriction, source, claim, position, event, transfer, aid …"
    )
    folder(parser)
    parser.add_argument(
        "--set",
        metavar="COLUMN=VALUE",
        dest="cells",
        action="append",
        default=[],
        help="a cell; repeat it for each column",
    )


def _run(arguments: argparse.Namespace) -> int:
    unusable = schema.describe(arguments.folder)
    if unusable:
        print("\n".join(validation_errors.lines(unusable)))
        return 1
    try:
        table = new_row.table_of(arguments.table, arguments.folder)
        given = _given(arguments.cells, table, arguments.folder)
        row = (
            _asked(table, given, arguments.folder, input)
            if sys.stdin.isatty()
            else _filled(table, given, arguments.folder)
        )
        kept_out = new_row.append(table, row, arguments.folder)
    except (ValueError, OSError, new_row.NotCanonical) as error:
        print(f"{error}\n{words.KEPT_OUT}", file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        print(f"\n{words.KEPT_OUT}", file=sys.stderr)
        return 1
    if kept_out:
        print("\n".join(validation_errors.lines(kept_out)))
        print(words.KEPT_OUT, file=sys.stderr)
        return 1
    identifier = "/".join(row[one] for one in new_row.key_columns(table, arguments.folder))
    print(words.added(tables.file_name(table, arguments.folder), identifier))
    return 0


def _given(cells: list[str], table: str, where: Path) -> dict[str, str]:
    """The cells of --set by column. ValueError for an unknown column, or none."""
    columns = [one["name"] for one in schema_module.fields(table, where)]
    found: dict[str, str] = {}
    for one in cells:
        column, sign, cell = one.partition("=")
        if not sign or column not in columns:
            near = suggestion(column, columns)
            raise ValueError(
                f'found --set "{one}"; expected COLUMN=VALUE with one of {", ".join(columns)}'
                + (f"; {near}" if near else "")
            )
        found[column] = " ".join(cell.split())
    return found


def _in_order(table: str, where: Path) -> list[str]:
    """The columns in the order in which they are asked for: the id comes last, so that it can be suggested by the others."""
    columns = [one["name"] for one in schema_module.fields(table, where)]
    own = [
        one
        for one in new_row.key_columns(table, where)
        if next(field for field in schema_module.fields(table, where) if field["name"] == one)
        .get("constraints", {})
        .get("unique")
    ]
    return [one for one in columns if one not in own] + own


def _filled(table: str, given: dict[str, str], where: Path) -> dict[str, str]:
    """The row without a terminal: what was given, and what can be suggested. ValueError, naming every column, where more is needed."""
    read = tables.load(where)
    fields = {one["name"]: one for one in schema_module.fields(table, where)}
    _refuse(table, given, fields, read)
    row = dict(given)
    for column in _in_order(table, where):
        if column not in row and fields[column].get("constraints", {}).get("required"):
            row[column] = new_row.suggested(table, column, row, read)
            if row[column]:
                print(words.suggested(column, row[column]))
    needed = [one for name, one in fields.items() if one.get("constraints", {}).get("required") and not row.get(name)]
    if needed:
        raise ValueError(words.missing(needed))
    _refuse(table, row, fields, read)
    return {name: row.get(name, "") for name in fields}


def _refuse(table: str, row: Mapping[str, str], fields: Mapping[str, Mapping[str, Any]], read: tables.Dataset) -> None:
    """ValueError, naming each cell that does not fit its column."""
    wrong = [
        words.misfit(one, cell, why)
        for one, cell in row.items()
        if (why := new_row.misfit(table, fields[one], cell, read))
    ]
    if wrong:
        raise ValueError("\n".join(wrong))


def _asked(table: str, given: dict[str, str], where: Path, ask: Ask) -> dict[str, str]:
    """The row at a terminal: each column is asked for until its cell fits."""
    read = tables.load(where)
    fields = {one["name"]: one for one in schema_module.fields(table, where)}
    row: dict[str, str] = {}
    for column in _in_order(table, where):
        suggestion = given.get(column) or new_row.suggested(table, column, row, read)
        cell = given.get(column)
        while cell is None or (why := new_row.misfit(table, fields[column], cell, read)):
            if cell is not None:
                print(words.misfit(column, cell, why))
            cell = " ".join(ask(words.question(fields[column], suggestion)).split()) or suggestion
            suggestion = "" if cell == suggestion and new_row.misfit(table, fields[column], cell, read) else suggestion
        row[column] = cell
    return {name: row[name] for name in fields}


COMMAND = Command("new", "Add a row: each column is asked for, checked, and put at the end of its file.", _takes, _run)
