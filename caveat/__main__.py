"""The commands of the library: python -m caveat check [DIR]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from caveat import checks, package, tables


@dataclass(frozen=True)
class Command:
    """A command: its name, one sentence of help, what it takes and what it does (giving the exit status)."""

    name: str
    help: str
    takes: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=package.DATA, help="the folder with datapackage.json (default: data)")


def _check(arguments: argparse.Namespace) -> int:
    faults = checks.check(arguments.folder)
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}.", file=sys.stderr)
        return 1
    sound = tables.load(arguments.folder).frames
    print(f"{len(sound)} tables with {sum(len(frame) for frame in sound.values())} rows are sound.")
    return 0


COMMANDS = (Command("check", "Check the data package and list every fault.", _folder, _check),)


def main(words: list[str] | None = None) -> int:
    """Run the command that the words name (default: those of the command line) and give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m caveat", description="Commands for the data of Caveat.")
    choices = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = choices.add_parser(command.name, help=command.help, description=command.help)
        command.takes(one)
        one.set_defaults(run=command.run)
    arguments = parser.parse_args(words)
    return int(arguments.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
