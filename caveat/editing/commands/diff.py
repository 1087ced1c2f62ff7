"""python -m caveat diff REV [DIR]: what changed in the data since a git revision, in sentences about facts."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from caveat.dataset import tables
from caveat.editing import changelog
from caveat.editing.checks import schema
from caveat.editing.commands.command import Command, folder
from caveat.editing.diff import compare, side
from caveat.editing.git import NoRevision, folder_at
from caveat.editing.messages import changelog as changelog_words
from caveat.editing.messages import diff as words
from caveat.editing.messages import validation_errors
from caveat.editing.spreadsheet import replace


def _takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "revision",
        metavar="REV",
        nargs="?",
        help="a git revision: a tag, a branch, HEAD~1 (with --changelog: left out, the last recorded release)",
    )
    folder(parser)
    parser.add_argument(
        "--format", choices=["text", "markdown", "json"], default="text", help="how to write it (default: text)"
    )
    parser.add_argument(
        "--changelog", action="store_true", help="write it as the newest entry of DATA_CHANGES.md beside DIR"
    )


def _run(arguments: argparse.Namespace) -> int:
    if arguments.changelog and arguments.revision and (Path(arguments.revision) / "datapackage.json").is_file():
        # The one word that was given is the folder.
        arguments.revision, arguments.folder = None, Path(arguments.revision)
    unusable = schema.describe(arguments.folder)
    if unusable:
        print("\n".join(validation_errors.lines(unusable)), file=sys.stderr)
        return 2
    if arguments.changelog:
        return _record(arguments)
    if arguments.revision is None:
        print("Name the revision to compare with: a tag, a branch, HEAD~1.", file=sys.stderr)
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


def _record(arguments: argparse.Namespace) -> int:
    """Write the newest entry of the file of changes, by the data since the last recorded release or since the revision that was named."""
    path = arguments.folder.resolve().parent / "DATA_CHANGES.md"
    try:
        text = path.read_text(encoding="utf-8")
        found = (
            changelog.base(text, arguments.folder)
            if arguments.revision is None
            else changelog.Base("", arguments.revision, changelog.entries_of(text))
        )
        with folder_at(found.revision, arguments.folder) as before:
            difference = compare(side(before), side(arguments.folder))
    except (OSError, NoRevision) as error:
        print(f"No entry can be written: {error}.", file=sys.stderr)
        return 2
    if not difference.anything:
        print(changelog_words.nothing(found.release or found.revision))
        return 0
    release = tables.fingerprint(arguments.folder)
    entry = changelog_words.entry(
        release, found.release, found.revision, datetime.now(UTC).date(), words.as_markdown(difference)
    )
    replace(path, changelog.with_entry(text, found.kept, entry).encode())
    print(changelog_words.written(path.name, release, sum(len(some) for some in words.sections(difference).values())))
    return 0


COMMAND = Command("diff", "Say what changed in the data since a git revision, in sentences about facts.", _takes, _run)
