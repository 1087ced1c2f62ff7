"""Run an editor's command: python -m caveat check, format, diff, new, change, edit, release, review."""

import argparse
import gc
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from caveat.dataset.tables import Dataset
from caveat.editing.commands import change, check, diff, edit, new, release, review
from caveat.editing.commands import format as format_command
from caveat.editing.commands.command import Command, os_error_sentence

if TYPE_CHECKING:
    from caveat.content.drawing import Part

COMMANDS: tuple[Command, ...] = (
    *(check.COMMAND, format_command.COMMAND, diff.COMMAND, new.COMMAND),
    *(change.COMMAND, edit.COMMAND, release.COMMAND, review.COMMAND),
)


def main(words: list[str] | None = None) -> int:
    """Run the command that the words name (default: those of the command line) and give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m caveat", description="Commands for the data of Caveat.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        subparser = commands.add_parser(command.name, help=command.help, description=command.help)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run, answers=_answer_parts)
    arguments = parser.parse_args(words)
    try:
        return int(arguments.run(arguments))
    except OSError as error:
        # A folder without the right to write, a full disk, a file that another program holds.
        print(os_error_sentence(error), file=sys.stderr)
        return 1


def _answer_parts(dataset: Dataset, today: date) -> "Iterable[Part]":
    """What the server answers beside the pages. It is loaded for a check that draws alone."""
    from caveat.web.drawing import answer_parts

    return answer_parts(dataset, today)


if __name__ == "__main__":
    # A command lives for a second or two and frees next to nothing: looking for garbage takes a quarter of its time.
    gc.disable()
    sys.exit(main())
