"""Run an editor's command: python -m caveat check, format, diff, new, release, review."""

import argparse
import gc
import sys

from caveat.editing.commands import check, diff, new, release, review
from caveat.editing.commands import format as format_command
from caveat.editing.commands.command import Command, os_error_sentence

COMMANDS: tuple[Command, ...] = (
    check.COMMAND,
    format_command.COMMAND,
    diff.COMMAND,
    new.COMMAND,
    release.COMMAND,
    review.COMMAND,
)


def main(words: list[str] | None = None) -> int:
    """Run the command that the words name (default: those of the command line) and give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m caveat", description="Commands for the data of Caveat.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        subparser = commands.add_parser(command.name, help=command.help, description=command.help)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    arguments = parser.parse_args(words)
    try:
        return int(arguments.run(arguments))
    except OSError as error:
        # A folder without the right to write, a full disk, a file that another program holds.
        print(os_error_sentence(error), file=sys.stderr)
        return 1


if __name__ == "__main__":
    # A command lives for a second or two and frees next to nothing: looking for garbage takes a quarter of its time.
    gc.disable()
    sys.exit(main())
