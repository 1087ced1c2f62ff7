"""python -m caveat format [DIR]: mend what a spreadsheet did to the tables.

Only what can be read in a single way is mended.
"""

import argparse
import sys

from caveat.editing import spreadsheet
from caveat.editing.commands.command import Command, add_folder, is_described
from caveat.editing.messages import validation_errors
from caveat.editing.spreadsheet import FormatResult


def _run(arguments: argparse.Namespace) -> int:
    if not is_described(arguments.folder, sys.stdout):
        return 1
    files = left = changed = 0
    # Said at once, as the next file may be one that cannot be written.
    for result in spreadsheet.format_folder(arguments.folder):
        files, left, changed = files + 1, left + len(result.left), changed + bool(result.changed or result.left)
        for line in _result_lines(result):
            print(line)
    if not changed:
        print(f"{files} files are as they should be.")
    if left:
        places = "place is" if left == 1 else "places are"
        print(f"{left} {places} left to you, because mending would be a guess.", file=sys.stderr)
    return 1 if left else 0


def _result_lines(result: FormatResult) -> list[str]:
    """What was mended in a file and what was left to the editor."""
    lines = [f"mended {line}" for line in validation_errors.lines(result.mended)]
    if result.changed and not lines:
        lines.append(f"mended {result.file}: the same cells, with quotation marks and line ends as they should be")
    if not result.whole:
        lines.append(f"left as it is {result.file}: only a file with a certain reading is written")
    return [*lines, *(f"left to you {line}" for line in validation_errors.lines(result.left))]


_HELP = "Mend what a spreadsheet did to the tables, where there is one reading only."
COMMAND = Command("format", _HELP, add_folder, _run)
