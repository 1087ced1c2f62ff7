"""python -m caveat format [DIR]: mend what a spreadsheet did to the tables, where there is one reading only."""

import argparse
import sys

from caveat.editing import spreadsheet
from caveat.editing.checks import schema
from caveat.editing.commands.command import Command, folder
from caveat.editing.messages import formatting as words
from caveat.editing.messages import validation_errors


def _run(arguments: argparse.Namespace) -> int:
    unusable = schema.describe(arguments.folder)
    if unusable:
        print("\n".join(validation_errors.lines(unusable)))
        return 1
    outcomes = spreadsheet.mend(arguments.folder)
    print("\n".join(words.lines(outcomes)))
    left = sum(len(one.left) for one in outcomes)
    if left:
        print(
            f"{left} {'place is' if left == 1 else 'places are'} left to you, because mending would be a guess.",
            file=sys.stderr,
        )
    return 1 if left else 0


COMMAND = Command("format", "Mend what a spreadsheet did to the tables, where there is one reading only.", folder, _run)
