"""python -m caveat diff REV [DIR]: what changed in the data since a git revision, in sentences about facts."""

from __future__ import annotations

import argparse
import json
import sys

from caveat.checks import schema
from caveat.commands.command import Command, folder
from caveat.difference import compare, side
from caveat.revisions import NoRevision, folder_at
from caveat.words import diff as words
from caveat.words import faults


def _takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("revision", metavar="REV", help="a git revision: a tag, a branch, HEAD~1")
    folder(parser)
    parser.add_argument("--format", choices=["text", "markdown", "json"], default="text", help="how to write it (default: text)")


def _run(arguments: argparse.Namespace) -> int:
    unusable = schema.describe(arguments.folder)
    if unusable:
        print("\n".join(faults.lines(unusable)), file=sys.stderr)
        return 2
    try:
        with folder_at(arguments.revision, arguments.folder) as before:
            difference = compare(side(before), side(arguments.folder))
    except NoRevision as error:
        print(f"Nothing can be compared: {error}.", file=sys.stderr)
        return 2
    if arguments.format == "json":
        print(json.dumps(words.as_data(difference, arguments.revision), ensure_ascii=False, indent=1))
    else:
        print(words.as_markdown(difference) if arguments.format == "markdown" else words.as_text(difference))
    return 0


COMMAND = Command("diff", "Say what changed in the data since a git revision, in sentences about facts.", _takes, _run)
