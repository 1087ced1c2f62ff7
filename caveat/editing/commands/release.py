"""python -m caveat release [DIR]: keep the tables as they are now, as one file named by its content."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from caveat.dataset import releases, tables
from caveat.dataset.releases import TableChanges
from caveat.editing import published_ids
from caveat.editing.commands.check import print_errors
from caveat.editing.commands.command import Command, add_folder
from caveat.editing.diff import compare, read_version, table_changes


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_folder(parser)
    help_text = "where releases are kept (default: CAVEAT_RELEASES, else releases beside DIR)"
    parser.add_argument("--to", type=Path, metavar="FOLDER", help=help_text)


def _run(arguments: argparse.Namespace) -> int:
    if print_errors(arguments.folder, answers=arguments.answers):
        return 1
    published_ids.add(arguments.folder, tables.load(arguments.folder))
    folder = arguments.to or releases.releases_folder(arguments.folder)
    try:
        changes = _changes_since_the_last(arguments.folder, folder)
        release, is_new = releases.make_release(arguments.folder, folder, datetime.now(UTC).date(), changes)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    done = "is kept" if is_new else "was kept before"
    print(f"Release {release.release} of {release.created} {done} in {folder} ({release.bytes} bytes).")
    return 0


def _changes_since_the_last(data: Path, folder: Path) -> tuple[TableChanges, ...]:
    """What differs from the newest release of a folder; () without one that can be read."""
    known = releases.release_index(folder)
    last = releases.load_release(known[-1].release, folder) if known else None
    return table_changes(compare(read_version(last.folder), read_version(data))) if last else ()


COMMAND = Command("release", "Keep the tables as they are now, as one file named by its content.", _add_arguments, _run)
