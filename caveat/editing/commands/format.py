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
    results = spreadsheet.format_folder(arguments.folder)
    print("\n".join(_result_lines(results)))
    left = sum(len(result.left) for result in results)
    if left:
        places = "place is" if left == 1 else "places are"
        print(f"{left} {places} left to you, because mending would be a guess.", file=sys.stderr)
    return 1 if left else 0


def _result_lines(results: list[FormatResult]) -> list[str]:
    """What was mended and what was left to the editor; one sentence if every file was as it should be."""
    lines: list[str] = []
    for result in results:
        if result.mended:
            lines += [f"mended {line}" for line in validation_errors.lines(result.mended)]
        elif result.changed:
            lines.append(f"mended {result.file}: the same cells, with quotation marks and line ends as they should be")
        lines += [f"left to you {line}" for line in validation_errors.lines(result.left)]
    return lines or [f"{len(results)} files are as they should be."]


_HELP = "Mend what a spreadsheet did to the tables, where there is one reading only."
COMMAND = Command("format", _HELP, add_folder, _run)
