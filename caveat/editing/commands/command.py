"""What a command is, and what several of them take."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from caveat.dataset import schema


@dataclass(frozen=True)
class Command:
    """A command: its name, one sentence of help, what it takes and what it does (giving the exit status)."""

    name: str
    help: str
    takes: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def folder(parser: argparse.ArgumentParser) -> None:
    """The folder with the data package, as the last word."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        type=Path,
        default=schema.DATA,
        help="the folder with datapackage.json (default: data)",
    )
