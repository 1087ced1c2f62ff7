"""python -m caveat change TABLE ID [DIR]: change cells of a row, checked with all the data before it is written."""

import argparse
import sys
from pathlib import Path

from caveat.dataset import schema
from caveat.dataset.tables import list_items
from caveat.editing import new_row
from caveat.editing.changes import Changes, Edit, row_id
from caveat.editing.commands.command import Command, add_folder, is_described
from caveat.editing.commands.new import given_cells
from caveat.editing.messages import validation_errors
from caveat.editing.preview import preview

_NOTHING_WRITTEN = "Nothing was written."


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="TABLE", help="restriction, source, claim, position …")
    parser.add_argument("id", metavar="ID", help="the id of the row")
    add_folder(parser)
    for option, words in (("--set", "a cell"), ("--add", "an entry at the end of a list")):
        words += "; repeat it for each column"
        parser.add_argument(option, metavar="COLUMN=VALUE", dest=option[2:], action="append", default=[], help=words)


def _run(arguments: argparse.Namespace) -> int:
    folder = arguments.folder
    if not is_described(folder, sys.stdout):
        return 1
    try:
        changes = Changes(folder)
        changes.apply([_edit(arguments, new_row.table_of(arguments.table, folder), changes)])
        found = preview(folder, changes.contents())
        if found.faults:
            print("\n".join(validation_errors.lines(found.faults)))
        else:
            changes.save()
    except (ValueError, new_row.NotCanonical) as error:
        print(f"{error}\n{_NOTHING_WRITTEN}", file=sys.stderr)
        return 1
    print(_NOTHING_WRITTEN if found.faults else found.text or "Nothing changed.")
    return 1 if found.faults else 0


def _edit(arguments: argparse.Namespace, table: str, changes: Changes) -> Edit:
    """The new cells of the row. ValueError for an id that no row has, an unknown column, or the column of an id."""
    keys = new_row.key_columns(table, changes.folder)
    rows = changes.rows(table)
    ids = [row_id(row, keys) for row in rows]
    if arguments.id not in ids:
        raise ValueError(f'found "{arguments.id}"; {new_row.expected_one_of(arguments.id, ids, f"an id of {table}")}')
    index = ids.index(arguments.id)
    cells = given_cells(arguments.set, table, changes.folder)
    if locked := [column for column in cells if column in keys and cells[column] != rows[index][column]]:
        raise ValueError(f"{locked[0]} is the id of the row, and ids are permanent; withdraw the row and add another")
    for column, entry in given_cells(arguments.add, table, changes.folder).items():
        if column not in _lists(table, changes.folder):
            raise ValueError(f"{column} is no list; use --set {column}={entry}")
        cells[column] = schema.LIST_SEPARATOR.join([*list_items(cells.get(column, rows[index][column])), entry])
    return Edit(table, cells, index)


def _lists(table: str, folder: Path) -> list[str]:
    return [field["name"] for field in schema.fields(table, folder) if "list" in field]


_HELP = "Change cells of a row: it is checked with all the data, told in sentences, and written."
COMMAND = Command("change", _HELP, _add_arguments, _run)
