"""python -m caveat check [DIR]: every fault of the data, in words."""

from __future__ import annotations

import argparse
import sys

from caveat import checks, tables
from caveat.commands.command import Command, folder
from caveat.words import faults as words


def _run(arguments: argparse.Namespace) -> int:
    faults = checks.check(arguments.folder)
    for line in words.lines(faults):
        print(line)
    if faults:
        print(words.count(len(faults)), file=sys.stderr)
        return 1
    sound = tables.load(arguments.folder).frames
    print(f"{len(sound)} tables with {sum(len(frame) for frame in sound.values())} rows are sound.")
    return 0


COMMAND = Command("check", "Check the data package and list every fault.", folder, _run)
