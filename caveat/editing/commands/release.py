"""python -m caveat release [DIR]: keep the tables as they are now, as one file named by its content."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from caveat.dataset import releases, tables
from caveat.editing import published_ids
from caveat.editing.commands.check import print_errors
from caveat.editing.commands.command import Command, add_folder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_folder(parser)
    help_text = "where releases are kept (default: CAVEAT_RELEASES, else releases)"
    parser.add_argument("--to", type=Path, metavar="FOLDER", help=help_text)


def _run(arguments: argparse.Namespace) -> int:
    if print_errors(arguments.folder):
        return 1
    published_ids.add(arguments.folder, tables.load(arguments.folder))
    folder = arguments.to or releases.releases_folder()
    try:
        release, is_new = releases.make_release(arguments.folder, folder, datetime.now(UTC).date())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    done = "is kept" if is_new else "was kept before"
    print(f"Release {release.release} of {release.created} {done} in {folder} ({release.bytes} bytes).")
    return 0


COMMAND = Command("release", "Keep the tables as they are now, as one file named by its content.", _add_arguments, _run)
