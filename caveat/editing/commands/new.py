"""python -m caveat new TABLE [DIR]: ask for a new row column by column, and add it.

The row is checked and put at the end of its file. `new case DIR` writes the starter of another case.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from caveat import settings
from caveat.dataset import schema, tables
from caveat.dataset.tables import Dataset
from caveat.editing import new_row, starter
from caveat.editing.commands.command import Command, add_folder, is_described
from caveat.editing.messages import validation_errors

_NOTHING_WRITTEN = "Nothing was written."
# What to add in place of a row.
CASE = "case"
Fields = Mapping[str, Mapping[str, Any]]  # a table's columns by name


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    table = "what to add: restriction, source, claim, position, event, transfer, aid …; or case"
    parser.add_argument("table", metavar="TABLE", help=table)
    add_folder(parser)
    cells = "a cell; repeat it for each column"
    parser.add_argument("--set", metavar="COLUMN=VALUE", dest="cells", action="append", default=[], help=cells)


def _run(arguments: argparse.Namespace) -> int:
    folder = arguments.folder
    if arguments.table == CASE:
        return _write_case(folder)
    if not is_described(folder, sys.stdout):
        return 1
    try:
        table = new_row.table_of(arguments.table, folder)
        given = given_cells(arguments.cells, table, folder)
        row = ask_row(table, given, folder, input) if sys.stdin.isatty() else _filled_row(table, given, folder)
        errors = new_row.append(table, row, folder)
    except (ValueError, new_row.NotCanonical) as error:
        print(f"{error}\n{_NOTHING_WRITTEN}", file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        print(f"\n{_NOTHING_WRITTEN}", file=sys.stderr)
        return 1
    if errors:
        print("\n".join(validation_errors.lines(errors)))
        print(_NOTHING_WRITTEN, file=sys.stderr)
        return 1
    identifier = "/".join(row[column] for column in new_row.key_columns(table, folder))
    print(f"{identifier} stands at the end of {tables.file_name(table, folder)}.")
    return 0


def _write_case(folder: Path) -> int:
    try:
        starter.write(folder, settings.current().data)
    except (ValueError, OSError) as error:
        print(f"{error}\n{_NOTHING_WRITTEN}", file=sys.stderr)
        return 1
    print(f"{folder} holds an invented case; docs/case.md says what is where. See it: CAVEAT_DATA={folder} make run")
    return 0


def given_cells(cells: list[str], table: str, folder: Path) -> dict[str, str]:
    """The cells of --set by column. ValueError for an unknown column, or none."""
    columns = [field["name"] for field in schema.fields(table, folder)]
    given: dict[str, str] = {}
    for text in cells:
        column, sign, cell = text.partition("=")
        if not sign or column not in columns:
            expected = f"COLUMN=VALUE with one of {', '.join(columns)}"
            raise ValueError(f'found "{text}"; {new_row.expected_one_of(column, columns, expected)}')
        given[column] = " ".join(cell.split())
    return given


def _ordered_fields(table: str, folder: Path) -> Fields:
    """The columns in the order in which they are asked for.

    The id comes last, so that it can be suggested by the others.
    """
    fields = schema.fields(table, folder)
    keys = new_row.key_columns(table, folder)
    ids = [field for field in fields if field["name"] in keys and field.get("constraints", {}).get("unique")]
    return {field["name"]: field for field in [*(field for field in fields if field not in ids), *ids]}


def _filled_row(table: str, given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The row without a terminal: what was given or can be suggested. ValueError names all that is missing or wrong."""
    dataset = tables.load(folder)
    fields = _ordered_fields(table, folder)
    _refuse_misfits(table, given, fields, dataset)
    row = dict(given)
    missing = []
    for column, field in fields.items():
        if not field.get("constraints", {}).get("required"):
            continue
        if column not in row and (suggestion := new_row.suggested(table, column, row, dataset)):
            row[column] = suggestion
            print(f"{column} is {suggestion}, as nothing else was said.")
        if not row.get(column):
            missing.append(column)
    if missing:
        described = (field for field in schema.fields(table, folder) if field["name"] in missing)
        lines = (f"  --set {field['name']}=…   {field['description']}" for field in described)
        raise ValueError("\n".join(["A value is needed for:", *lines]))
    _refuse_misfits(table, row, fields, dataset)
    return {column: row.get(column, "") for column in fields}


def _refuse_misfits(table: str, row: Mapping[str, str], fields: Fields, dataset: Dataset) -> None:
    """ValueError, naming each cell that does not fit its column."""
    reasons = {column: new_row.misfit(table, fields[column], cell, dataset) for column, cell in row.items()}
    misfits = [_misfit_sentence(column, row[column], reason) for column, reason in reasons.items() if reason]
    if misfits:
        raise ValueError("\n".join(misfits))


def _misfit_sentence(column: str, cell: str, reason: str) -> str:
    return f'{column}: found "{cell}"; {reason}.' if cell else f"{column}: {reason}."


def ask_row(table: str, given: Mapping[str, str], folder: Path, ask: Callable[[str], str]) -> dict[str, str]:
    """The row at a terminal: each column is asked for until its cell fits."""
    dataset = tables.load(folder)
    row: dict[str, str] = {}
    for column, field in _ordered_fields(table, folder).items():
        suggestion = given.get(column) or new_row.suggested(table, column, row, dataset)
        cell = given.get(column)
        while cell is None or (reason := new_row.misfit(table, field, cell, dataset)):
            if cell is not None:
                print(_misfit_sentence(column, cell, reason))
                suggestion = "" if cell == suggestion else suggestion
            cell = " ".join(ask(question(field, suggestion)).split()) or suggestion
        row[column] = cell
    return row


def question(field: Mapping[str, Any], suggestion: str) -> str:
    """What a column is, what it may hold, and what Enter alone means."""
    rules, listing = field.get("constraints", {}), field.get("list", {})
    lines = [f"\n{field['title']} ({field['name']})", f"  {field['description']}", *_value_lines(field)]
    if listing and "semicolon" not in field["description"]:
        lines.append("  Several are separated by semicolons.")
    if "enum" in listing:
        lines.append(f"  Values: {', '.join(listing['enum'])}")
    enter = f"Enter for {suggestion}" if suggestion else "needed" if rules.get("required") else "Enter for blank"
    return "\n".join([*lines, f"[{enter}] > "])


def _value_lines(field: Mapping[str, Any]) -> Iterable[str]:
    meanings = field.get("enumMeanings", {})
    for value in field.get("constraints", {}).get("enum", []):
        yield f"  {value}: {meanings[value]}" if value in meanings else f"  {value}"


_HELP = "Add a row: each column is asked for, checked, and put at the end of its file. Or write the starter of a case."
COMMAND = Command("new", _HELP, _add_arguments, _run)
