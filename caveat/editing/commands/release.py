"""python -m caveat release [DIR]: keep the tables as they are now, as one file named by its content."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from caveat.dataset import releases
from caveat.editing import checks
from caveat.editing.commands.command import Command, folder
from caveat.editing.messages import validation_errors as words


def _takes(parser: argparse.ArgumentParser) -> None:
    folder(parser)
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="where releases are kept (default: CAVEAT_RELEASES, else releases)"
    )


def _run(arguments: argparse.Namespace) -> int:
    if found := checks.check(arguments.folder):
        said = words.lines(found)
        print("\n".join(said))
        print(words.count(len(found), len(said)), file=sys.stderr)
        return 1
    where = arguments.to or releases.folder()
    try:
        made, new = releases.make(arguments.folder, where, datetime.now(UTC).date())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    done = "is kept" if new else "was kept before"
    print(f"Release {made.release} of {made.created} {done} in {where} ({made.bytes} bytes).")
    return 0


COMMAND = Command("release", "Keep the tables as they are now, as one file named by its content.", _takes, _run)
