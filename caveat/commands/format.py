"""python -m caveat format [DIR]: mend what a spreadsheet did to the tables, where there is one reading only."""

from __future__ import annotations

import argparse
import sys

from caveat import formatting
from caveat.checks import schema
from caveat.commands.command import Command, folder
from caveat.words import faults
from caveat.words import formatting as words


def _run(arguments: argparse.Namespace) -> int:
    unusable = schema.describe(arguments.folder)
    if unusable:
        print("\n".join(faults.lines(unusable)))
        return 1
    outcomes = formatting.mend(arguments.folder)
    print("\n".join(words.lines(outcomes)))
    left = sum(len(one.left) for one in outcomes)
    if left:
        print(f"{left} {'place is' if left == 1 else 'places are'} left to you, because mending would be a guess.", file=sys.stderr)
    return 1 if left else 0


COMMAND = Command("format", "Mend what a spreadsheet did to the tables, where there is one reading only.", folder, _run)
